"""Market frames wait until the terminal has taken the last one."""

from __future__ import annotations

from app.pacing import PATIENCE_S, FramePacer


class Clock:
    def __init__(self) -> None:
        self.s = 0.0

    def __call__(self) -> float:
        return self.s


def test_a_terminal_that_never_answers_is_paced_by_our_own_queue() -> None:
    pacer = FramePacer(Clock())
    assert not pacer.answers
    assert pacer.may_paint(queued=0)
    assert not pacer.may_paint(queued=1)


def test_frames_wait_for_the_answer_to_the_last_one() -> None:
    pacer = FramePacer(Clock())
    pacer.answered()
    pacer.asked()
    assert not pacer.may_paint(queued=0)
    pacer.answered()
    assert pacer.may_paint(queued=0)


def test_a_lost_answer_does_not_stop_the_screen_for_ever() -> None:
    clock = Clock()
    pacer = FramePacer(clock)
    pacer.answered()
    pacer.asked()
    clock.s = PATIENCE_S + 0.1
    assert pacer.may_paint(queued=0)

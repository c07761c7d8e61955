"""Everything that leans on Textual's inside, each piece with its reason; tests notice when one of them moves.

| inside | reason |
| --- | --- |
| `_handle_exception`, `_fatal_error`, `panic` | the framework prints local variables, and those may be secrets |
| `_driver._writer_thread._queue` | its 30 places block the loop when the terminal stops reading: look first |
| `_begin_batch`, `_end_batch` | hold painting without losing what is dirty |
| `TerminalSupportsSynchronizedOutput` | the answer to `CSI ? 2026 $ p`, our sign that a frame has arrived |
| `_disable_mouse_support`, `_enable_mouse_support` | let people select text with the mouse on the plain page |
| `stylesheet`, and see `app.style_sheets` | sheets are parsed once, not once for every page that is opened |
| `_screen_stacks` | a change of language reaches places that are not visible |
| `rich._wrap.re_word` | it knows no line breaks but blanks, and Chinese has none |
"""

from __future__ import annotations

import asyncio
import signal
import time
from functools import partial
from pathlib import Path

import rich._wrap
from rich.console import RenderableType
from rich.text import Text
from textual import events
from textual.app import App
from textual.screen import Screen
from textual.worker import WorkerFailed

from app.actions import ACTIONS, key_name
from app.line_breaks import UNBREAKABLE
from app.locale.catalogue import t
from app.pacing import FramePacer
from app.reports import write_report
from app.style_sheets import SheetsParsedOnce
from app.type_ahead import LOST_S, CameThrough, TypeAhead, may_move_focus

rich._wrap.re_word = UNBREAKABLE

ASK = "\x1b[?2026$p"
HOLD_AT = 9
"""Queued writes (three a frame) at which all painting is held."""
LOOK_AGAIN_S = 0.05
EXIT_CODES = {signal.SIGINT: 130, signal.SIGTERM: 0, signal.SIGHUP: 129}
ORDERLY_END_S = 10
"""Seconds to close store and streams after the line dropped; then the process is killed."""


class TerminalApp(App[int]):
    """An app that knows its terminal: safe crash screen, paced frames, a clipboard that says what it did."""

    def __init__(self, report_folder: Path) -> None:
        super().__init__()
        self.stylesheet = SheetsParsedOnce(variables=self.get_css_variables())
        self.report_folder = report_folder
        self.pacer = FramePacer(time.monotonic)
        self.copied_text = ""
        """What was copied last, for selection by hand; never a secret."""
        self._is_holding = False
        self._is_ready = False
        self._end_code: int | None = None
        """What somebody outside wants it to end with."""
        self._type_ahead = TypeAhead()

    # -- ending unexpectedly ---------------------------------------------------------------------------------------

    def _handle_exception(self, error: Exception) -> None:
        """The one handler of what nobody caught: a report, three lines, exit code 1."""
        self._return_code = 1
        if isinstance(error, WorkerFailed) and isinstance(error.error, Exception):
            error = error.error  # What happened; the wrapper knows no frames.
        seen: asyncio.Event = self._exception_event
        if not seen.is_set():
            self._exception = error  # Pilot raises it again, so that tests see it.
            seen.set()
            self._end_with_report(error)
        self._close_messages_no_wait()

    def _fatal_error(self) -> None:
        """Replaces the framework's traceback, which shows local variables."""
        self._close_messages_no_wait()

    def panic(self, *renderables: RenderableType) -> None:
        """The framework gives up (its input thread ended): the same three lines, without what it wants to show."""
        del renderables
        self._return_code = 1
        self._end_with_report(RuntimeError("the terminal's input ended unexpectedly"))
        self._close_messages_no_wait()

    def report(self, error: BaseException) -> str:
        """Write a report; answers its path, or why there is none."""
        try:
            return str(write_report(self.report_folder, error))
        except OSError as trouble:
            return t("frame.crash-unwritten", reason=trouble.strerror or type(trouble).__name__)

    def before_unexpected_end(self) -> None:
        """The last chance to remember something; the terminal is not ours any more."""

    def _end_with_report(self, error: BaseException) -> None:
        self.before_unexpected_end()
        lines = (
            t("frame.crash-what", error=type(error).__name__),
            t("frame.crash-report", path=self.report(error)),
            t("frame.crash-send"),
        )
        self._exit_renderables[:] = [Text("\n".join(lines), no_wrap=True, overflow="ignore")]

    # -- ending because somebody outside says so -------------------------------------------------------------------

    def heed_signals(self, loop: asyncio.AbstractEventLoop) -> None:
        """End in good order when told to end or when the line drops; who hangs meanwhile is ended by the alarm.

        Call it before the loop runs: from its first byte on the terminal has to be given back.
        """
        for number, code in EXIT_CODES.items():
            loop.add_signal_handler(number, self._end_in_order, code)

    def on_ready(self) -> None:
        self._is_ready = True
        if self._end_code is not None:
            self.exit(return_code=self._end_code)

    def _end_in_order(self, code: int) -> None:
        signal.alarm(ORDERLY_END_S)
        self._end_code = code
        if self._is_ready:  # The framework cannot end before it has begun: then the first frame is waited for.
            self.exit(return_code=code)

    # -- what is typed ahead ---------------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Keys and pastes in their order, each where the one before left the focus."""
        if not isinstance(event, (events.Key, events.Paste)) or event.is_forwarded:
            await super().on_event(event)
            return
        self._type_ahead.waiting.append(event)
        await self._hand_on()

    async def on_came_through(self, marker: CameThrough) -> None:
        if not marker.send_again():
            self._type_ahead.came_through(marker.number)
            await self._hand_on()

    async def _hand_on(self) -> None:
        """Hand on what waits, up to and with the next key that may move the focus."""
        ahead = self._type_ahead
        while ahead.waiting and not ahead.on_its_way and self.screen_stack:  # Without screens: the app is ending.
            typed = ahead.waiting.popleft()
            target, is_last = self.focused or self.screen, may_move_focus(typed, self.focused)
            await super().on_event(typed)
            if is_last:
                ahead.send_marker(target)
        if ahead.waiting:
            self.set_timer(LOST_S, partial(self._give_up, ahead.on_its_way))

    async def _give_up(self, number: int) -> None:
        self._type_ahead.came_through(number)
        await self._hand_on()

    # -- painting only as fast as the terminal reads ---------------------------------------------------------------

    @property
    def queued_writes(self) -> int:
        """Writes waiting for the terminal; 0 where there is no writer thread (tests, inline)."""
        writer = getattr(self._driver, "_writer_thread", None)
        return 0 if writer is None else writer._queue.qsize()

    @property
    def may_paint_market(self) -> bool:
        """Whether a frame of market data may be painted now; what is dirty stays dirty until then."""
        return not self._is_holding and self.pacer.may_paint(self.queued_writes)

    def market_frame_painted(self) -> None:
        """A market frame was marked for painting: ask the terminal to tell when it has arrived."""
        if self.pacer.answers:
            self.screen.call_after_refresh(self._ask_terminal)

    def _ask_terminal(self) -> None:
        if self._driver is not None and not self.is_headless:
            self._driver.write(ASK)
            self.pacer.asked()

    def on_terminal_supports_synchronized_output(self) -> None:
        self.pacer.answered()

    def post_display_hook(self) -> None:
        """After every paint: where the terminal has stopped reading, hold all painting until the queue is empty."""
        if not self._is_holding and self.queued_writes >= HOLD_AT:
            self._is_holding = True
            self._begin_batch()
            self.set_timer(LOOK_AGAIN_S, self._release)

    def _release(self) -> None:
        if self.queued_writes:
            self.set_timer(LOOK_AGAIN_S, self._release)
            return
        self._is_holding = False
        self._end_batch()
        self.screen.refresh()

    # -- the clipboard ---------------------------------------------------------------------------------------------

    def copy_text(self, text: str) -> None:
        """Send `text` to the terminal's clipboard and say so; nobody can know whether the terminal took it."""
        self.copied_text = text
        self.copy_to_clipboard(text)
        key = key_name(ACTIONS["show_text"].while_typing)
        self.notify(t("frame.copied", count=len(text), key=key), markup=False)

    def free_mouse(self, free: bool) -> None:
        """Leave the mouse to the terminal, so that text can be selected with it; or take it back."""
        name = "_disable_mouse_support" if free else "_enable_mouse_support"
        switch = getattr(self._driver, name, None)
        if switch is not None:
            switch()

    # -- looking behind the visible screen -------------------------------------------------------------------------

    @property
    def screen_stacks(self) -> list[list[Screen[object]]]:
        """The stacks of every place that has been shown; Textual gives only the visible one."""
        return [list(stack) for stack in self._screen_stacks.values()]

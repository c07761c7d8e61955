"""Faults of the push stream: lost, doubled, swapped and late frames."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from exchanges.sandbox.faults import Faults


class FrameFaults:
    """Stands between a session and its queue.

    Args:
        faults: The venue's switches.
        send: Takes what comes through.
    """

    def __init__(self, faults: Faults, send: Callable[[str], None]) -> None:
        self._faults = faults
        self._send = send
        self._seen = 0
        self._held: str | None = None
        self._late: set[asyncio.TimerHandle] = set()

    def put(self, frame: str) -> None:
        """Pass a push on, as the active faults allow."""
        self._seen += 1
        drop = self._faults.find("drop")
        if drop is not None and self._seen % drop.number("n", 50) == 0:
            return
        delay = self._faults.find("delay")
        if delay is not None:
            self._later(frame, delay.number("ms", 500) / 1000)
        else:
            self._swap(frame)

    def stop(self) -> None:
        """Forget what is still on its way."""
        for timer in self._late:
            timer.cancel()
        self._late.clear()

    def _later(self, frame: str, seconds: float) -> None:
        def due() -> None:
            self._late.discard(timer)
            self._swap(frame)

        timer = asyncio.get_running_loop().call_later(seconds, due)
        self._late.add(timer)

    def _swap(self, frame: str) -> None:
        if self._faults.find("reorder") is not None and self._held is None:
            self._held = frame
            return
        held, self._held = self._held, None
        for item in (frame, held):
            if item is not None:
                self._double(item)

    def _double(self, frame: str) -> None:
        self._send(frame)
        if self._faults.find("duplicate") is not None:
            self._send(frame)

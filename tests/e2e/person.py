"""A person at the keyboard: presses keys, reads the screen, waits until the screen says something.

Everything goes through what a person has: keys in, characters out. Waiting is always for words on the screen, with a
limit after which the whole screen is shown in the failure.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from textual import events
from textual.keys import _character_to_key

from app.shell import BinnacleApp

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from app.settings import Settings

PATIENCE_S = 30.0
"""How long a person waits before they say that it does not work."""


class Person:
    def __init__(self, app: BinnacleApp, pilot: Pilot[object]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def screen(self) -> str:
        """What stands on the screen now, line by line."""
        width, height = self.app.size
        lines = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text[:width].rstrip() for strip in lines[:height])

    async def press(self, *keys: str) -> None:
        """Each key is taken in before the next one comes.

        Pilot's own `press` waits until the whole process is idle, which it never is with a market moving inside it.
        """
        for key in keys:
            self._send(key)
            await self.settle()

    def _send(self, key: str) -> None:
        name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
        event = events.Key(name, key if len(key) == 1 else None)
        event.set_sender(self.app)
        assert self.app._driver is not None
        self.app._driver.send_message(event)

    async def settle(self) -> None:
        """Until everything posted by now has been handled."""
        await self.pilot.pause(0)

    async def type(self, text: str) -> None:
        """Key by key, as fast as hands never are."""
        for key in text:
            self._send(key)
        await self.settle()

    async def paste(self, text: str) -> None:
        """As the terminal's bracketed paste brings it: to the app, which knows where it belongs."""
        self.app.post_message(events.Paste(text))
        await self.settle()

    async def clear(self) -> None:
        """Empty the field the cursor is in."""
        await self.press("end", "ctrl+u")

    async def is_in(self, field_id: str) -> None:
        """Wait until the cursor is in a field."""
        await self._wait(lambda _: getattr(self.app.focused, "id", "") == field_id, f"come to {field_id}", PATIENCE_S)

    async def sees(self, *words: str, within_s: float = PATIENCE_S) -> str:
        """Wait until all words stand on the screen; answers the screen."""
        return await self._wait(lambda seen: all(word in seen for word in words), f"see {words}", within_s)

    async def sees_across_lines(self, *words: str) -> None:
        """Wait until all of this stands on the screen, wherever its lines are broken: a path may be of any length."""
        wanted = [_joined(word) for word in words]
        await self._wait(lambda seen: all(word in _joined(seen) for word in wanted), f"see {words}", PATIENCE_S)

    async def sees_pattern(self, pattern: str, within_s: float = PATIENCE_S) -> re.Match[str]:
        found = re.compile(pattern)
        seen = await self._wait(lambda text: found.search(text) is not None, f"see /{pattern}/", within_s)
        match = found.search(seen)
        assert match is not None
        return match

    async def sees_no_more(self, *words: str, within_s: float = PATIENCE_S) -> str:
        return await self._wait(lambda seen: not any(word in seen for word in words), f"stop seeing {words}", within_s)

    async def _wait(self, holds: Callable[[str], bool], what: str, within_s: float) -> str:
        deadline = time.monotonic() + within_s
        while not holds(seen := self.screen):
            if time.monotonic() > deadline:
                raise AssertionError(
                    f"waited {within_s:.0f} s to {what}; the screen says:\n{seen}\nmeanwhile:\n{self._meanwhile()}"
                )
            await asyncio.sleep(0.06)
            await self.settle()
        return seen

    def _meanwhile(self) -> str:
        """What the screen does not tell of why it stands still: keys that wait, scans of chains, tasks under way."""
        ahead, services = self.app._type_ahead, self.app.services
        lines = [f"keys that wait: {list(ahead.waiting)}, behind number {ahead.on_its_way}"]
        if services is not None:
            lines += [str(services.deposits.status(chain)) for chain in services.deposits.chains]
        lines += [f"task {task.get_name()}: {_awaited(task)}" for task in asyncio.all_tasks()]
        return "\n".join(lines)


def _awaited(task: asyncio.Task[object]) -> str:
    """Where a task stands, from its own function down to what it waits for."""
    step: Any = task.get_coro()
    places = []
    while (frame := getattr(step, "cr_frame", None) or getattr(step, "gi_frame", None)) is not None:
        places.append(f"{frame.f_code.co_name}:{frame.f_lineno}")
        step = getattr(step, "cr_await", None) or getattr(step, "gi_yieldfrom", None)
    return " > ".join(places)


def _joined(text: str) -> str:
    """Without white space, and without the bar at the side of a notification."""
    return re.sub(r"[\s▌]+", "", text)


@asynccontextmanager
async def at_the_keyboard(settings: Settings, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Person]:
    """The real app in a terminal of `size`, and somebody in front of it."""
    app = BinnacleApp(settings)
    async with app.run_test(size=size, notifications=True) as pilot:
        yield Person(app, pilot)

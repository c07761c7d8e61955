"""A photographer: the app in one language and size, opened on a copy of a prepared folder."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, cast

from textual.pilot import Pilot
from textual.widgets import Input

from app.locale.catalogue import Language
from app.remembered import Spot, keep_spot
from app.services.assembly import Services
from app.services.session import Session
from app.settings import Settings
from tests.e2e.person import PATIENCE_S, Person
from tests.snapshots.still import NOON_MS, StillApp, StillSandbox, stillness
from tests.snapshots.voyage import OPERATOR, Somebody, Voyage, demo_settings, real_settings, settle
from tests.stores import ManualClock

SIZES = {"80x24": (80, 24), "120x40": (120, 40)}
Compare = Callable[..., bool]


class Folders:
    """Prepared data folders, each made at first need; one a language, since names are in them.

    Args:
        root: Where they are made; processes that share it share them.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    def demo(self, language: Language) -> Path:
        """Of a lived-in demo."""
        return self._prepared(f"voyage-{language}", lambda folder: Voyage(folder, language).sail())

    def house(self, language: Language) -> Path:
        """Of a store with one account."""
        return self._prepared(f"house-{language}", lambda folder: settle(folder, language))

    def _prepared(self, name: str, prepare: Callable[[Path], None]) -> Path:
        ready, raw = self._root / name, self._root / f"{name}.raw"
        with (self._root / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not ready.exists():
                prepare(raw)
                raw.rename(ready)
        return ready


class Scene(Person):
    """A person in front of the app, with the simulation behind it."""

    def __init__(self, app: StillApp, pilot: Pilot[Any], clock: ManualClock) -> None:
        super().__init__(app, cast("Pilot[object]", pilot))
        self.clock = clock

    @property
    def sandbox(self) -> StillSandbox:
        return StillSandbox.newest

    @property
    def services(self) -> Services:
        assert self.app.services is not None
        return self.app.services

    @property
    def session(self) -> Session:
        assert self.app.session is not None
        return self.app.session

    async def until(self, holds: Callable[[], object], what: str = "it is so") -> None:
        """Wait for something that cannot be read on the screen."""
        await self._wait(lambda _: bool(holds()), f"wait until {what}", PATIENCE_S)

    async def at_the_door(self) -> None:
        """The services are open, and the door has looked at them."""
        await self.until(lambda: self.app.services is not None, "services are open")
        await self.rest()

    async def enter(self, who: Somebody = OPERATOR, *, place: str = "") -> None:
        """Signed in, every account live, at a place."""
        await self.at_the_door()
        keep_spot(self.app.data_dir, Spot(who.username, place))
        await self.app.enter(await self.services.accounts.login(who.username, who.login))
        await self.until(self.is_live, "all links are live")
        await self.rest()

    def is_live(self) -> bool:
        """Whether every account that is watched was confirmed just now."""
        fresh = [book.freshness(self.clock.ms) for book in self.app.books]
        return all(each.is_live and each.age_ms == 0 for each in fresh)

    async def rest(self) -> None:
        """Nothing is being worked on, no toast is left, row 1 is up to date and all is painted."""
        await self.until(lambda: not any(worker.is_running for worker in self.app.workers), "no worker runs")
        self.app.clear_notifications()
        await self.pilot.pause()
        self.app.fill_strip(self.app.screen)
        await self.pilot.pause()

    async def fill(self, **values: str) -> None:
        """Fill in fields one after the other, leaving each as tab does."""
        for field_id, value in values.items():
            field = self.app.screen.query_one(f"#{field_id}", Input)
            field.focus()
            await self.pilot.pause()
            field.value = value
        await self.press("tab")
        await self.rest()


Act = Callable[[Scene], Awaitable[None]]


class Photographer:
    """Opens the app, lets somebody act, and compares what is seen then.

    Args:
        view: Language and size.
        folder: Of this picture alone.
    """

    def __init__(self, compare: Compare, view: tuple[Language, str], folder: Path, folders: Folders) -> None:
        self.language, size = view
        self.size = SIZES[size]
        self.clock = ManualClock(NOON_MS)
        self._compare = compare
        self._folder = folder
        self._folders = folders

    def demo(self, act: Act, **values: Any) -> bool:
        """In the lived-in demo."""
        shutil.copytree(self._folders.demo(self.language), self._folder, dirs_exist_ok=True)
        return self.take(demo_settings(self._folder, self.language, **values), act)

    def first_start(self, act: Act) -> bool:
        """Without any simulation, on an empty folder."""
        return self.take(real_settings(self._folder, self.language), act)

    def house(self, act: Act, **values: Any) -> bool:
        """Without any simulation, where Wang Fang is the operator."""
        shutil.copytree(self._folders.house(self.language), self._folder, dirs_exist_ok=True)
        return self.take(real_settings(self._folder, self.language, **values), act)

    def take(self, settings: Settings, act: Act) -> bool:
        with stillness(self.clock, seed=2):
            app = StillApp(settings, self.clock)

            async def run_before(pilot: Pilot[Any]) -> None:
                await act(Scene(app, pilot, self.clock))

            return self._compare(app, terminal_size=self.size, run_before=run_before)

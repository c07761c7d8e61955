"""A photographer: the app in one language, opened on a copy of a prepared folder, seen in every size."""

from __future__ import annotations

import asyncio
import fcntl
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, cast

from pytest_textual_snapshot import SVGImageExtension
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot
from textual.widgets import Input

from app.locale.catalogue import Language
from app.remembered import Spot, keep_spot
from app.screens.ticking import TickingScreen
from app.services.assembly import Services
from app.services.session import Session
from app.settings import Settings
from tests.e2e.person import PATIENCE_S, Person
from tests.snapshots.still import NOON_MS, StillApp, StillSandbox, stillness
from tests.snapshots.voyage import OPERATOR, Somebody, Voyage, demo_settings, real_settings, settle
from tests.stores import ManualClock

SIZES = {"80x24": (80, 24), "120x40": (120, 40)}


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

    @property
    def is_painted(self) -> bool:
        """Whether nothing of the books waits to be painted; a page that shows none of them takes nothing."""
        return not isinstance(self.app.screen, TickingScreen) or not any(book.dirty for book in self.app.books)

    async def rest(self) -> None:
        """Nothing is being worked on, no toast is left, row 1 is up to date and all is painted."""
        await self.until(lambda: not any(worker.is_running for worker in self.app.workers), "no worker runs")
        await self.until(lambda: self.is_painted, "what the venues sent is painted")
        self.app.clear_notifications()
        await self.pilot.pause()
        self.app.fill_strip(self.app.screen)
        await self.pilot.pause()

    async def grow(self, size: tuple[int, int]) -> None:
        """The terminal gets another size, and all is painted anew."""
        await self.pilot.resize_terminal(*size)
        await self.painted()

    async def painted(self) -> None:
        """Nothing is left to be laid out or painted, and row 1 is up to date."""
        await self.pilot.pause()
        self.app.fill_strip(self.app.screen)
        await self.pilot.wait_for_scheduled_animations()
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
    """Opens the app, lets somebody act, and compares what is seen then, in each size of the terminal.

    Args:
        accepted: The pictures that were looked at and accepted.
        folder: Of this picture alone; a picture that is not as accepted is left there.
    """

    def __init__(self, accepted: SnapshotAssertion, language: Language, folder: Path, folders: Folders) -> None:
        self.language = language
        self.clock = ManualClock(NOON_MS)
        self._accepted = accepted.use_extension(SVGImageExtension)
        self._folder = folder
        self._folders = folders

    def demo(self, act: Act, *sizes: str, **values: Any) -> None:
        """In the lived-in demo."""
        shutil.copytree(self._folders.demo(self.language), self._folder, dirs_exist_ok=True)
        self.take(demo_settings(self._folder, self.language, **values), act, *sizes)

    def first_start(self, act: Act) -> None:
        """Without any simulation, on an empty folder."""
        self.take(real_settings(self._folder, self.language), act)

    def house(self, act: Act, **values: Any) -> None:
        """Without any simulation, where Wang Fang is the operator."""
        shutil.copytree(self._folders.house(self.language), self._folder, dirs_exist_ok=True)
        self.take(real_settings(self._folder, self.language, **values), act)

    def take(self, settings: Settings, act: Act, *sizes: str) -> None:
        """Pictures in these sizes, or in all: the terminal grows from one to the next, as under a person's hand."""
        with stillness(self.clock, seed=2):
            pictures = asyncio.run(self._pictures(StillApp(settings, self.clock), act, sizes or tuple(SIZES)))
        changed = [self._kept(size, picture) for size, picture in pictures.items() if not self._is_known(size, picture)]
        assert not changed, f"not as accepted: {', '.join(map(str, changed))}"

    async def _pictures(self, app: StillApp, act: Act, sizes: tuple[str, ...]) -> dict[str, str]:
        pictures = {}
        async with app.run_test(size=SIZES[sizes[0]], notifications=True) as pilot:
            scene = Scene(app, pilot, self.clock)
            await act(scene)
            await scene.painted()
            for size in sizes:
                if size != sizes[0]:
                    await scene.grow(SIZES[size])
                pictures[size] = app.export_screenshot()
        return pictures

    def _is_known(self, size: str, picture: str) -> bool:
        return bool(self._accepted(name=size) == picture)

    def _kept(self, size: str, picture: str) -> Path:
        left = self._folder / f"{size}.svg"
        left.write_text(picture)
        return left

"""The numbered places, and where their screens live; a screen is imported when it is first shown."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.screen import Screen


@dataclass(frozen=True, slots=True)
class Place:
    id: str
    digit: str
    module: str
    screen: str
    """Class name in the module."""

    @property
    def label(self) -> str:
        """Text key of the place's name."""
        return f"frame.place-{self.id}"

    def build(self) -> Screen[None]:
        """A fresh screen; imports its module."""
        built: Screen[None] = getattr(import_module(self.module), self.screen)()
        return built


PLACES = (
    Place("home", "1", "app.screens.home", "HomeScreen"),
    Place("positions", "2", "app.screens.positions", "PositionsScreen"),
    Place("orders", "3", "app.screens.orders", "OrdersScreen"),
    Place("history", "4", "app.screens.history", "HistoryScreen"),
    Place("keys", "5", "app.screens.keys", "KeysScreen"),
    Place("compute", "6", "app.screens.compute", "ComputeScreen"),
    Place("inbox", "7", "app.screens.inbox", "InboxScreen"),
    Place("desk", "8", "app.screens.desk", "DeskScreen"),
)

DOOR = Place("door", "", "app.screens.signin", "SignInScreen")
"""Where everyone starts, and comes back to after logging out."""

LOCK = Place("lock", "", "app.screens.lock", "LockScreen")

DEMO_INSTEAD = 64
"""The app ends with this code when somebody at the door wants the demo: it is started in its place."""

"""A queue of the operator's desk: what waits in it, the evidence beside it, and how it is decided."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from textual.content import Content

from app.screens.refusal import RefusalScreen

if TYPE_CHECKING:
    from app.screens.telling import TellingScreen


class Queue:
    """One queue; items are kept by id, in the order they are shown."""

    id: ClassVar[str]
    REASONS: ClassVar[tuple[str, ...]] = ()
    """Templates offered when something of this queue is refused."""

    def __init__(self, screen: TellingScreen) -> None:
        self._screen = screen
        self.items: dict[str, Any] = {}

    async def read(self) -> None:
        """Ask the service what waits."""
        raise NotImplementedError

    async def look_into(self, item: Any) -> None:
        """Read what the evidence of one item needs besides."""
        del item

    def row(self, item: Any) -> Content:
        """One line in the list."""
        raise NotImplementedError

    def evidence(self, item: Any) -> Content:
        """What the person said, and what chain or venue says."""
        raise NotImplementedError

    async def approve(self, item: Any) -> None:
        """Ask for what it takes and carry it out; runs in a worker."""
        raise NotImplementedError

    def refuse(self, item: Any) -> None:
        """Open the page that asks for the reason."""
        raise NotImplementedError

    def _push_refusal(self, title: str, act: Any, done: str, label: str = "desk.refuse") -> None:
        self._screen.app.push_screen(RefusalScreen(title, act, done, self.REASONS, label=label))


def day_and_time(ms: int) -> str:
    """`11-21 12:04`, UTC."""
    return f"{datetime.fromtimestamp(ms / 1000, UTC):%m-%d %H:%M}"

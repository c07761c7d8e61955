"""Screens whose numbers move: a frame tick takes what is dirty in the books and repaints those rows.

The tick runs only while the screen is visible, and only when the terminal is ready for more; what is dirty stays
dirty until then. A screen that comes back shows everything anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.timer import Timer

from app.screens.frame import FrameScreen
from widgets.line_table import LineTable

if TYPE_CHECKING:
    from app.services.book import Book, Dirty, Freshness

TICKS_PER_S = 5
"""Frames of market data a second, at most."""
RESORT_TICKS = 5 * TICKS_PER_S
"""A sorted table follows its numbers every five seconds, not with each tick."""


class TickingScreen(FrameScreen):
    """`show_all` draws everything, `show_changes` what changed since the last frame."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._ticker: Timer | None = None
        self._ticks = 0
        self._is_composing = False
        self._known: dict[str, tuple[object, ...]] = {}

    def show_all(self) -> None:
        """Draw everything from the books."""
        raise NotImplementedError

    def show_changes(self, changes: dict[str, Dirty]) -> None:
        """Draw what changed.

        Args:
            changes: By binding id; a book that is here with an empty `Dirty` changed its freshness only.
        """
        raise NotImplementedError

    def every_few_seconds(self) -> None:
        """For what should follow the numbers, but calmly."""

    def on_mount(self) -> None:
        self._ticker = self.set_interval(1 / TICKS_PER_S, self._tick, name="frame tick")

    def on_screen_resume(self) -> None:
        self._forget()
        for table in self.query(LineTable):
            table.flash = self.shell.look.flash
        self.show_all()
        if self._ticker is not None:
            self._ticker.resume()

    def on_screen_suspend(self) -> None:
        if self._ticker is not None:
            self._ticker.pause()

    async def relabel(self) -> None:
        self._is_composing = True
        await super().relabel()
        self._is_composing = False
        self._forget()
        self.show_all()

    def _tick(self) -> None:
        if self._is_composing or not self.is_current or self.shell.session is None:
            return
        if not self.shell.may_paint_market:
            return
        self._ticks += 1
        changes = self._take_changes()
        self.show_changes(changes)
        if self._ticks % RESORT_TICKS == 0:
            self.every_few_seconds()
        if changes:
            self.shell.market_frame_painted()

    def _take_changes(self) -> dict[str, Dirty]:
        """Books that changed, or whose numbers began or ceased to be live, or whose age reads differently."""
        now_ms = self.shell.clock_ms()
        changes = {}
        for book in self.shell.books:
            fresh = book.freshness(now_ms)
            known = _as_shown(fresh)
            dirty = book.take_dirty()
            if dirty or self._known.get(book.binding_id) != known:
                changes[book.binding_id] = dirty
            self._known[book.binding_id] = known
        return changes

    def _forget(self) -> None:
        """Everything is about to be drawn anew: what is dirty by now is drawn with it."""
        now_ms = self.shell.clock_ms()
        for book in self.shell.books:
            book.take_dirty()
            self._known[book.binding_id] = _as_shown(book.freshness(now_ms))

    def freshness(self, book: Book) -> Freshness:
        return book.freshness(self.shell.clock_ms())


def _as_shown(fresh: Freshness) -> tuple[object, ...]:
    """What of a freshness can be seen: a live one shows no age, an old one shows it in seconds."""
    age_s = None if fresh.is_live or fresh.age_ms is None else fresh.age_ms // 1000
    return (fresh.state, age_s, fresh.progress, fresh.reason)

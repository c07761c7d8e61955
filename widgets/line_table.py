"""A table for data that ticks: fixed columns, one cached strip per row, only changed rows are painted again."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from widgets.table_layout import Align, Column, Slot, fit, set_text
from widgets.table_rows import PointRooms, Row, RowSet, Sorting

HEADER = 1
"""Lines the header takes; it never scrolls."""


class LineTable(ScrollView, can_focus=True):
    """Rows of cells with a cursor; takes data, knows no domain.

    `show(rows)` replaces everything, `change(rows)` paints changed rows again, `begin_frame()` ends the flash of the
    frame before. The order changes on `sort`, with the set of rows and on `resort`, never with a tick: a row under the
    cursor must not run away. Texts are data, never markup.
    """

    DEFAULT_CSS = """
    LineTable { height: 1fr; overflow-x: hidden; scrollbar-size-vertical: 1; }
    LineTable > .line-table--header { color: $text-muted; }
    LineTable > .line-table--sorted { color: $primary; text-style: bold; }
    LineTable > .line-table--cursor { background: $foreground 10%; }
    LineTable:focus > .line-table--cursor { background: $primary 30%; }
    LineTable > .line-table--gain { color: $text-success; }
    LineTable > .line-table--loss { color: $text-error; }
    LineTable > .line-table--quiet { color: $text-muted; }
    LineTable > .line-table--warning { color: $text-warning; }
    LineTable > .line-table--stale { color: $text-disabled; }
    LineTable > .line-table--flash { text-style: bold; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"line-table--{part}"
        for part in ("header", "sorted", "cursor", "gain", "loss", "quiet", "warning", "stale", "flash")
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "edge(False)", show=False),
        Binding("end", "edge(True)", show=False),
    ]

    flash: reactive[bool] = reactive(True)
    """Whether a changed cell stands out for one frame."""

    @dataclass
    class Highlighted(Message):
        """The cursor stands on another row; `key` is None in an empty table."""

        table: LineTable
        key: Hashable | None

        @property
        def control(self) -> LineTable:
            return self.table

    def __init__(self, columns: Sequence[Column], *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._set = RowSet(columns)
        self._cursor: Hashable | None = None
        self._slots: tuple[Slot, ...] = ()
        self._rooms = PointRooms()
        self._strips: dict[Hashable, Strip] = {}
        self._styles: dict[str, Style] = {}
        self._flashing: dict[Hashable, frozenset[int]] = {}

    # -- data ------------------------------------------------------------------------------------------------------

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._set.columns

    @property
    def rows(self) -> list[Row]:
        """Rows in the order shown."""
        return [self._set[key] for key in self._set.order]

    @property
    def cursor_key(self) -> Hashable | None:
        """Key of the row under the cursor."""
        return self._cursor

    def set_columns(self, columns: Sequence[Column], rows: Iterable[Row]) -> None:
        """Other columns, and rows with as many cells; cursor and sorting stay."""
        sorting = self._set.sorting
        self._set = RowSet(columns)
        self._set.sorting = sorting
        self._set.replace(rows)
        self._flashing.clear()
        self._lay_out()
        self._arrange()

    def show(self, rows: Iterable[Row]) -> None:
        """These rows and no others; unchanged ones keep their strips."""
        fresh = list(rows)
        if len(fresh) == len(self._set) and all(row.key in self._set for row in fresh):
            self.change(fresh)
            return
        before = self._set.replace(fresh)
        for key, old in before.items():
            if key not in self._set or self._set[key] != old:
                self._strips.pop(key, None)
                self._flashing.pop(key, None)
        self._arrange()

    def change(self, rows: Iterable[Row]) -> None:
        """Newer versions of rows that are in the table; only those that differ are painted."""
        changed = self._set.change(rows)
        for old, new in changed:
            if self.flash and not new.is_stale:
                self._flashing[new.key] = _differing(old, new)
        if self._rooms.grow(new for _, new in changed):
            self._repaint_all()
        else:
            self._repaint(new.key for _, new in changed)

    def begin_frame(self) -> None:
        """A new frame group: what flashed in the last one calms down."""
        calmed = list(self._flashing)
        self._flashing.clear()
        self._repaint(calmed)

    # -- order and cursor ------------------------------------------------------------------------------------------

    @property
    def sorting(self) -> Sorting | None:
        """What the rows are sorted by; None keeps the order of `show`."""
        return self._set.sorting

    def sort(self, sorting: Sorting | None) -> None:
        self._set.sorting = sorting
        self._arrange()

    def resort(self) -> None:
        """Sort again by the values of now."""
        if self._set.sorting is not None:
            self._arrange()

    def move_to(self, key: Hashable) -> None:
        """Put the cursor on a row, if it is there."""
        if key != self._cursor and key in self._set:
            before, self._cursor = self._cursor, key
            self._repaint(k for k in (before, key) if k is not None)
            self._keep_cursor_visible()
            self.post_message(self.Highlighted(self, key))

    def _arrange(self) -> None:
        old_line, old_order = self._set.line(self._cursor) or 0, self._set.order
        self._set.arrange()
        if self._set.line(self._cursor) is None:
            self._cursor = self._set.order[min(old_line, len(self._set) - 1)] if len(self._set) else None
            self.post_message(self.Highlighted(self, self._cursor))
        if self._rooms.measure(self._slots, self.rows):
            self._strips.clear()
        self.virtual_size = Size(self._width, len(self._set) + HEADER)
        if old_order != self._set.order:
            self.call_after_refresh(self._keep_cursor_visible)
        self.refresh()

    def action_move(self, step: int) -> None:
        if self._set.order:
            line = (self._set.line(self._cursor) or 0) + step
            self.move_to(self._set.order[max(0, min(len(self._set) - 1, line))])

    def action_page(self, direction: int) -> None:
        self.action_move(direction * max(1, self.size.height - HEADER - 1))

    def action_edge(self, end: bool) -> None:
        if self._set.order:
            self.move_to(self._set.order[-1 if end else 0])

    def on_click(self, event: events.Click) -> None:
        line = event.y - HEADER + self.scroll_offset.y
        if event.y >= HEADER and 0 <= line < len(self._set):
            self.move_to(self._set.order[line])

    def _keep_cursor_visible(self) -> None:
        line = self._set.line(self._cursor) or 0
        top, visible = self.scroll_offset.y, max(1, self.size.height - HEADER)
        if line < top:
            self.scroll_to(y=line, animate=False)
        elif line >= top + visible:
            self.scroll_to(y=line - visible + 1, animate=False)

    # -- painting --------------------------------------------------------------------------------------------------

    @property
    def _width(self) -> int:
        return self.scrollable_content_region.width

    def on_resize(self) -> None:
        self._lay_out()
        self._keep_cursor_visible()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._styles.clear()
        self._strips.clear()

    def _lay_out(self) -> None:
        self._slots = fit(self._set.columns, self._width)
        self._rooms.measure(self._slots, self.rows)
        self.virtual_size = Size(self._width, len(self._set) + HEADER)
        self._repaint_all()

    def _repaint_all(self) -> None:
        self._strips.clear()
        self.refresh()

    def _repaint(self, keys: Iterable[Hashable]) -> None:
        """Forget the strips of these rows and have the visible ones painted: whole rows, never parts."""
        regions = []
        for key in keys:
            self._strips.pop(key, None)
            line = self._set.line(key)
            y = -1 if line is None else line - self.scroll_offset.y
            if 0 <= y < self.size.height - HEADER:
                regions.append(Region(0, y + HEADER, self.size.width, 1))
        if regions:
            self.refresh(*regions)

    def render_line(self, y: int) -> Strip:
        if y < HEADER:
            return self._header()
        line = y - HEADER + self.scroll_offset.y
        if line >= len(self._set):
            return Strip.blank(self._width, self.rich_style)
        key = self._set.order[line]
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self._draw(self._set[key])
        if key != self._cursor:
            return strip
        marked = Style(bgcolor=self._style("cursor").bgcolor)
        return Strip(Segment.apply_style(strip, post_style=marked), strip.cell_length)

    def _header(self) -> Strip:
        plain, sorted_by = self._style("header"), self._style("sorted")
        segments = []
        for slot in self._slots:
            align = Align.LEFT if slot.column.align is Align.LEFT else Align.RIGHT
            is_sorted = self._set.sorting is not None and self._set.sorting.column_id == slot.column.id
            text = set_text(slot.column.title, slot.width, align)
            segments += [Segment(text, sorted_by if is_sorted else plain), Segment(" ", plain)]
        return Strip(segments).simplify().adjust_cell_length(self._width, plain)

    def _draw(self, row: Row) -> Strip:
        base = self._style("stale") if row.is_stale else self.rich_style
        flashing = self._flashing.get(row.key, frozenset())
        segments = []
        for slot in self._slots:
            cell = row.cells[slot.index]
            style = base if row.is_stale or not cell.tone else self._style(cell.tone)
            if slot.index in flashing:
                style += self._style("flash")
            text = set_text(cell.text, slot.width, slot.column.align, self._rooms.room(slot.index))
            segments += [Segment(text, style), Segment(" ", base)]
        return Strip(segments).simplify().adjust_cell_length(self._width, base)

    def _style(self, part: str) -> Style:
        """Style of a component class, looked up once per change of styles."""
        style = self._styles.get(part)
        if style is None:
            style = self.get_component_rich_style(f"line-table--{part}", partial=part == "flash")
            self._styles[part] = style
        return style


def _differing(old: Row, new: Row) -> frozenset[int]:
    pairs = zip(old.cells, new.cells, strict=True)
    return frozenset(index for index, (before, after) in enumerate(pairs) if before.text != after.text)

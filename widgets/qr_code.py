"""A QR code in the terminal: black on white whatever the theme says, so that every phone reads it."""

from __future__ import annotations

import segno
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

BORDER = 2
"""Quiet zone in modules; read back reliably by phones and by our tests."""

_INK = Style(color="#000000", bgcolor="#ffffff")
_BLACK = Style(bgcolor="#000000")
_WHITE = Style(bgcolor="#ffffff")
_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def qr_matrix(data: str) -> list[list[bool]]:
    """Rows of modules with the quiet zone around them; True is black."""
    code = segno.make(data, error="m", micro=False)
    return [[bool(module) for module in row] for row in code.matrix_iter(border=BORDER)]


class QrCode(Widget):
    """Draws `data` as a QR code.

    Half blocks: one cell is two modules high. `fallback` draws each module as two coloured blanks instead, for
    terminals where block characters are two cells wide.
    """

    DEFAULT_CSS = "QrCode { width: auto; height: auto; }"

    data: reactive[str] = reactive("", layout=True)
    fallback: reactive[bool] = reactive(False, layout=True)

    def __init__(self, data: str = "", *, fallback: bool = False, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._strips: list[Strip] = []
        self.set_reactive(QrCode.fallback, fallback)
        self.set_reactive(QrCode.data, data)
        self._draw()

    def watch_data(self) -> None:
        self._draw()

    def watch_fallback(self) -> None:
        self._draw()

    def _draw(self) -> None:
        rows = qr_matrix(self.data) if self.data else []
        self._strips = _blank_rows(rows) if self.fallback else _half_rows(rows)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        del container, viewport
        return self._strips[0].cell_length if self._strips else 0

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        del container, viewport, width
        return len(self._strips)

    def render_line(self, y: int) -> Strip:
        return self._strips[y] if y < len(self._strips) else Strip.blank(self.size.width)


def _half_rows(rows: list[list[bool]]) -> list[Strip]:
    if not rows:
        return []
    padded = rows if len(rows) % 2 == 0 else [*rows, [False] * len(rows[0])]
    pairs = zip(padded[::2], padded[1::2], strict=True)
    return [
        Strip([Segment("".join(_HALVES[pair] for pair in zip(upper, lower, strict=True)), _INK)])
        for upper, lower in pairs
    ]


def _blank_rows(rows: list[list[bool]]) -> list[Strip]:
    return [Strip([Segment("  ", _BLACK if module else _WHITE) for module in row]) for row in rows]

"""A camera reads our QR codes, in both drawings and whatever the theme."""

from __future__ import annotations

import pytest
import zxingcpp
from PIL import Image
from textual.app import App, ComposeResult

from widgets.qr_code import QrCode

pytestmark = pytest.mark.anyio

ADDRESS = "TXa4WGq7rQ9pRkYvLmN8sT2uVwXyZ3bCdE"
CELL = 8
"""Pixels across one cell; a cell is twice as high."""


class Bench(App[None]):
    def __init__(self, *, fallback: bool = False) -> None:
        super().__init__()
        self.code = QrCode(ADDRESS, fallback=fallback)

    def compose(self) -> ComposeResult:
        yield self.code


def photograph(code: QrCode) -> Image.Image:
    """What a terminal draws: block characters in their colours, pixel by pixel."""
    picture = Image.new("L", (code.size.width * CELL, code.size.height * CELL * 2))
    for y in range(code.size.height):
        x = 0
        for segment in code.render_line(y):
            ink = _grey(segment.style.color) if segment.style and segment.style.color else 255
            paper = _grey(segment.style.bgcolor)
            for character in segment.text:
                halves = {"▀": (ink, paper), "▄": (paper, ink), "█": (ink, ink), " ": (paper, paper)}[character]
                for half, grey in enumerate(halves):
                    top = (y * 2 + half) * CELL
                    picture.paste(grey, (x * CELL, top, (x + 1) * CELL, top + CELL))
                x += 1
    return picture


def _grey(color: object) -> int:
    return color.get_truecolor().red


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark"])
@pytest.mark.parametrize("fallback", [False, True])
async def test_a_camera_reads_the_address(theme: str, fallback: bool) -> None:
    app = Bench(fallback=fallback)
    app.theme = theme
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        found = zxingcpp.read_barcodes(photograph(app.code))
        assert [code.text for code in found] == [ADDRESS]


async def test_a_bare_address_fits_beside_the_amount_at_eighty_columns() -> None:
    app = Bench()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.code.size == (33, 17)


async def test_another_address_draws_another_code() -> None:
    app = Bench()
    async with app.run_test(size=(80, 40)) as pilot:
        app.code.data = "0x52908400098527886E0F7030069857D2E4169EE7"
        await pilot.pause()
        assert [c.text for c in zxingcpp.read_barcodes(photograph(app.code))] == [app.code.data]

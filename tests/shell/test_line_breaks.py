"""Long texts break where a reader of their language expects it."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.app import ComposeResult
from textual.widgets import Static

from app.line_breaks import UNBREAKABLE
from app.terminal import TerminalApp

pytestmark = pytest.mark.anyio
CHINESE = "从交易所转出：OKX 需先把地址加入提现白名单（共 34 位），币安不需要。手续费另计。"
ENGLISH = "Paying from an exchange: OKX wants the address first; Binance does not."


class Page(TerminalApp):
    def __init__(self, folder: Path, text: str) -> None:
        super().__init__(folder)
        self._text = text

    def compose(self) -> ComposeResult:
        yield Static(self._text, markup=False)


async def lines_of(folder: Path, text: str, width: int) -> list[str]:
    """The text as it stands in a terminal of this width."""
    app = Page(folder, text)
    async with app.run_test(size=(width, 12)):
        shown = app.query_one(Static)
        return [line for y in range(shown.size.height) if (line := shown.render_line(y).text.rstrip())]


async def test_chinese_fills_its_lines(tmp_path: Path) -> None:
    assert await lines_of(tmp_path, CHINESE, 24) == [
        "从交易所转出：OKX 需先把",
        "地址加入提现白名单（共",
        "34 位），币安不需要。手",
        "续费另计。",
    ]


@pytest.mark.parametrize("width", range(12, 40))
async def test_no_line_begins_with_closing_punctuation(tmp_path: Path, width: int) -> None:
    lines = await lines_of(tmp_path, CHINESE, width)
    assert not any(line[0] in "，。；：）" for line in lines)
    assert not any(line[-1] == "（" for line in lines)


async def test_english_breaks_at_blanks(tmp_path: Path) -> None:
    assert await lines_of(tmp_path, ENGLISH, 30) == [
        "Paying from an exchange: OKX",
        "wants the address first;",
        "Binance does not.",
    ]


def test_nothing_of_a_text_is_lost() -> None:
    for text in (CHINESE, ENGLISH, "，，。a（", "（（", "a，b", "  x "):
        assert "".join(UNBREAKABLE.findall(text)) == text

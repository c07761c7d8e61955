"""Style sheets are parsed once for each theme, and a wrong one changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.color import Color
from textual.css.errors import StylesheetError
from textual.css.stylesheet import StylesheetParseError

from app.style_sheets import SheetsParsedOnce
from tests.shell.stage import stage

SHEET = "Tide { color: $water; }"


def sheets(water: str, *more: str) -> SheetsParsedOnce:
    made = SheetsParsedOnce(variables={"water": water})
    for number, css in enumerate((SHEET, *more)):
        made.add_source(css, read_from=("tide.tcss", str(number)))
    made.reparse()
    return made


def test_a_sheet_is_parsed_once_however_often_the_rules_are_put_together() -> None:
    first, second = sheets("blue"), sheets("blue", "Harbour { color: red; }")
    assert first.rules[0] is second.rules[0]
    assert len(second.rules) == 2


def test_other_colours_make_other_rules() -> None:
    made = sheets("blue")
    assert made.rules[0].styles.color == Color.parse("blue")
    made.set_variables({"water": "green"})
    made.reparse()
    assert made.rules[0].styles.color == Color.parse("green")


def test_a_wrong_sheet_is_told_and_the_rules_stay_as_they_were() -> None:
    made = sheets("blue")
    made.add_source("Tide { color: no-such-colour; }", read_from=("wrong.tcss", ""))
    with pytest.raises((StylesheetError, StylesheetParseError)):
        made.reparse()
    made.source.pop(("wrong.tcss", ""))
    made.reparse()
    assert [rule.styles.color for rule in made.rules] == [Color.parse("blue")]


@pytest.mark.anyio
async def test_the_app_uses_them_for_every_page(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        assert isinstance(at.app.stylesheet, SheetsParsedOnce)

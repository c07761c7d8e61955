"""Colours follow the reader's habit, in every theme, and nothing is told by colour alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.color import Color

from app.remembered import Look
from app.themes import PALETTES, all_themes, build_theme, theme_name
from exchanges.core.model import LinkChanged, LinkState
from tests.shell.stage import Clocks, filled_book, stage

MEANINGS = {"gain", "loss", "stale", "quiet", "armed", "demo", "cursor"}
BLENDED = [palette for palette in PALETTES if not palette.ansi]


@pytest.mark.parametrize("theme", all_themes(), ids=lambda theme: theme.name)
def test_every_theme_has_a_colour_for_every_meaning(theme: object) -> None:
    assert set(theme.variables) >= MEANINGS


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
def test_with_red_up_gains_and_losses_change_places_and_warnings_do_not(palette: object) -> None:
    green_up, red_up = build_theme(palette, red_up=False), build_theme(palette, red_up=True)
    assert red_up.variables["gain"] == green_up.variables["loss"] == palette.red
    assert red_up.variables["loss"] == green_up.variables["gain"] == palette.green
    assert (red_up.error, red_up.success, red_up.warning) == (palette.red, palette.green, palette.warning)


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two colours."""

    def luminance(text: str) -> float:
        channels = (value / 255 for value in Color.parse(text).rgb)
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("palette", BLENDED, ids=lambda palette: palette.name)
def test_every_colour_can_be_read_on_the_background_and_on_panels(palette: object) -> None:
    for colour in (palette.foreground, palette.accent, palette.green, palette.red, palette.warning, palette.quiet):
        assert contrast(colour, palette.background) >= 4.5, colour
        assert contrast(colour, palette.panel) >= 4, colour
    assert contrast(palette.foreground, palette.cursor) >= 4.5


@pytest.mark.anyio
@pytest.mark.parametrize("theme", all_themes(), ids=lambda theme: theme.name)
async def test_every_theme_draws_the_positions_with_old_rows_dim(tmp_path: Path, theme: object) -> None:
    clocks = Clocks()
    own = filled_book(clocks)
    own.apply(LinkChanged(LinkState.DOWN, clocks.wall_ms))
    async with stage(tmp_path, filled_book(clocks, "A", "b0"), own, clocks=clocks, place="positions") as at:
        palette = theme.name.removesuffix("-red-up")
        at.app.wear(Look(palette, red_up=theme.name != palette))
        await at.pilot.pause()
        assert at.app.theme == theme_name(palette, red_up=theme.name != palette)
        table = at.app.screen.table
        styles = {row.is_stale: table.render_line(y + 1) for y, row in enumerate(table.rows) if y > 0}
        colours = {old: {segment.style.color for segment in strip} for old, strip in styles.items()}
        assert len(colours[False]) > len(colours[True])
        assert not colours[True] & colours[False]

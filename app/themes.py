"""Colours by meaning: `$gain`, `$loss`, `$stale`, `$armed`, `$demo`, `$cursor`; no other module names a colour.

A theme says which colours it has for good and bad; the reader's habit says which of them is "up". With `red_up`
(红涨绿跌) the two change places, for gains and losses only: warnings and errors keep their colours.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual.theme import BUILTIN_THEMES, Theme


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme."""

    name: str
    dark: bool
    foreground: str
    background: str
    panel: str
    accent: str
    quiet: str
    """Labels, stale rows, what is not the point."""
    green: str
    red: str
    warning: str
    cursor: str
    """Behind the row under the cursor."""
    ansi: bool = False
    """Only the terminal's own colours; nothing is blended."""


PALETTES = (
    Palette(
        "dark", True, "#d8dee9", "#12161c", "#1d242e", "#6cb6ff", "#7f8b99", "#5fd787", "#ff6b6b", "#ffb454", "#2b4560"
    ),
    Palette(
        "light",
        False,
        "#1f2328",
        "#fbfbf9",
        "#ecebe6",
        "#0550ae",
        "#6b7280",
        "#116329",
        "#b3261e",
        "#8a5300",
        "#b4c9e4",
    ),
    # Blue and vermilion (Okabe-Ito) stay apart for every common kind of colour blindness.
    Palette(
        "vermilion",
        True,
        "#d8dee9",
        "#12161c",
        "#1d242e",
        "#b0b8ff",
        "#7f8b99",
        "#56b4e9",
        "#f0713a",
        "#f0e442",
        "#444b6e",
    ),
    # The terminal's own sixteen colours: fewest bytes, and whatever the person has chosen there. The framework has two
    # themes of these names, and asks for variables that only they define.
    Palette(
        "ansi-dark",
        True,
        "ansi_default",
        "ansi_default",
        "ansi_black",
        "ansi_cyan",
        "ansi_bright_black",
        "ansi_green",
        "ansi_bright_red",
        "ansi_yellow",
        "ansi_blue",
        ansi=True,
    ),
    Palette(
        "ansi-light",
        False,
        "ansi_default",
        "ansi_default",
        "ansi_bright_white",
        "ansi_blue",
        "ansi_bright_black",
        "ansi_green",
        "ansi_red",
        "ansi_magenta",
        "ansi_bright_cyan",
        ansi=True,
    ),
)


def theme_name(palette: str, *, red_up: bool) -> str:
    """Name under which a palette with a habit is registered."""
    return f"{palette}-red-up" if red_up else palette


def build_theme(palette: Palette, *, red_up: bool) -> Theme:
    gain, loss = (palette.red, palette.green) if red_up else (palette.green, palette.red)
    return Theme(
        name=theme_name(palette.name, red_up=red_up),
        dark=palette.dark,
        ansi=palette.ansi,
        primary=palette.accent,
        secondary=palette.quiet,
        accent=palette.accent,
        foreground=palette.foreground,
        background=palette.background,
        surface=palette.background,
        panel=palette.panel,
        success=palette.green,
        boost=palette.panel if palette.ansi else None,
        warning=palette.warning,
        error=palette.red,
        variables={
            **(BUILTIN_THEMES[palette.name].variables if palette.ansi else {}),
            "gain": gain,
            "loss": loss,
            "stale": palette.quiet,
            "quiet": palette.quiet,
            "armed": palette.warning,
            "demo": palette.warning,
            "cursor": palette.cursor,
            "block-cursor-background": palette.cursor,
            "block-cursor-foreground": palette.foreground,
        },
    )


def all_themes() -> list[Theme]:
    """Every palette with both habits."""
    return [build_theme(palette, red_up=red_up) for palette in PALETTES for red_up in (False, True)]

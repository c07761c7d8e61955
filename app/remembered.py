"""What the screen remembers between two starts: its look, and where it was when it ended unexpectedly.

Two small JSON files in the data folder; a file that is missing or cannot be read is as good as none. Whoever signs in
brings along the look they chose last; the one kept here is the machine's, for the door.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.themes import PALETTES


@dataclass(frozen=True, slots=True)
class Look:
    """How the screen is drawn."""

    palette: str
    red_up: bool
    flash: bool = True
    """Whether a changed number stands out for one frame."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where somebody was."""

    username: str
    place: str


def load_look(folder: Path, *, default: Look) -> Look:
    return look_of(_read(folder / "look.json"), default=default)


def look_of(kept: Mapping[str, Any], *, default: Look) -> Look:
    """A look from plain data; what is missing or not known here is as in `default`."""
    palette = kept.get("palette")
    known = palette in {each.name for each in PALETTES}
    return Look(
        palette=str(palette) if known else default.palette,
        red_up=bool(kept.get("red_up", default.red_up)),
        flash=bool(kept.get("flash", default.flash)),
    )


def keep_look(folder: Path, look: Look) -> None:
    _write(folder / "look.json", asdict(look))


def keep_spot(folder: Path, spot: Spot) -> None:
    _write(folder / "resume.json", asdict(spot))


def take_spot(folder: Path, username: str) -> str:
    """The place this person was at when the app ended unexpectedly; empty otherwise. It is told once."""
    path = folder / "resume.json"
    kept = _read(path)
    path.unlink(missing_ok=True)
    return str(kept.get("place", "")) if kept.get("username") == username else ""


def _read(path: Path) -> dict[str, Any]:
    try:
        kept = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _write(path: Path, kept: dict[str, Any]) -> None:
    """Write it whole or not at all; a folder that cannot be written only means that nothing is remembered."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh.write_text(json.dumps(kept), "utf-8")
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)

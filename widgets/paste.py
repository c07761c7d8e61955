"""Cleans what is pasted into a secret field: clipboards bring blanks, line breaks and characters nobody sees."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

MAX_PASTE_BYTES = 4096
"""No venue's key, secret or passphrase comes near this."""


class Refusal(StrEnum):
    """Why a paste was not taken."""

    EMPTY = "empty"
    SEVERAL_LINES = "several-lines"
    TOO_LONG = "too-long"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What is left of a paste, and what was taken away."""

    value: str
    """Empty when refused."""
    blanks: int = 0
    """Blanks and tabs at the ends of the line."""
    invisible: int = 0
    """Zero-width and control characters, byte-order marks."""
    line_breaks: int = 0
    refusal: Refusal | None = None

    @property
    def removed(self) -> int:
        """Characters taken away in all."""
        return self.blanks + self.invisible + self.line_breaks


def _is_invisible(character: str) -> bool:
    return character != "\t" and unicodedata.category(character) in ("Cf", "Cc", "Zl", "Zp")


def clean_paste(text: str) -> Cleaned:
    """The only non-empty line of `text`, without blanks at its ends and without characters nobody sees.

    Blanks inside the line stay: a passphrase may hold one.
    """
    if len(text.encode("utf-8", "replace")) > MAX_PASTE_BYTES:
        return Cleaned("", refusal=Refusal.TOO_LONG)
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    line_breaks = unified.count("\n")
    visible = [[c for c in line if not _is_invisible(c)] for line in unified.split("\n")]
    invisible = len(unified) - line_breaks - sum(map(len, visible))
    lines = [("".join(characters), "".join(characters).strip()) for characters in visible]
    values = [stripped for _, stripped in lines if stripped]
    if len(values) != 1:
        return Cleaned("", refusal=Refusal.SEVERAL_LINES if values else Refusal.EMPTY)
    blanks = sum(len(line) - len(stripped) for line, stripped in lines)
    return Cleaned(values[0], blanks, invisible, line_breaks)

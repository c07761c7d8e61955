"""Foreign text made harmless at the border: what a venue or chain sends may be read, but never acts on a terminal."""

from __future__ import annotations

import unicodedata

MAX_LENGTH = 300

_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Unicode categories that control, hide or are unassigned: C0, C1, ESC, bidi marks, zero-width, surrogates."""
_INVISIBLE_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0") | {chr(c) for c in range(0xFE00, 0xFE10)}
"""Letters and marks that draw nothing, in categories that otherwise are text."""
_TAGS = range(0xE0000, 0xE1000)


def clean(foreign: object, *, limit: int = MAX_LENGTH) -> str:
    """Foreign text with everything unseen turned into visible escapes, at most `limit` characters long.

    Chinese, accents and ordinary spaces stay; a line break becomes a blank; ESC is shown as four characters, `\\x1b`.

    Args:
        foreign: Text, or anything whose `str` is wanted; `None` gives "".
        limit: Longest answer; a cut is marked by three dots.
    """
    if foreign is None:
        return ""
    text = foreign if isinstance(foreign, str) else str(foreign)
    if len(text) <= limit and text.isascii() and text.isprintable():
        return text
    shown: list[str] = []
    length = 0
    for character in text:
        piece = _visible(character)
        length += len(piece)
        if length > limit:
            return _cut("".join(shown), limit)
        shown.append(piece)
    return "".join(shown)


def _visible(character: str) -> str:
    if character in "\n\r\t":
        return " "
    code = ord(character)
    category = unicodedata.category(character)
    if category in _HIDDEN or character in _INVISIBLE_LETTERS or code in _TAGS:
        return _escape(code)
    return " " if category == "Zs" else character


def _escape(code: int) -> str:
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _cut(text: str, limit: int) -> str:
    return text[: max(limit - 3, 0)] + "..."[:limit]

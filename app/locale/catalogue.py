"""Looks texts up: one key, two languages side by side, values filled in.

A texts module is `TEXTS: dict[str, tuple[str, str]]`, key -> (English, Chinese). Keys start with the module's own name
(`login.title` stands in `app/locale/login.py`), so a module is loaded when its first text is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import Literal

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")

_loaded: dict[str, dict[str, tuple[str, str]]] = {}
_language: Language = "en"


def set_language(language: Language) -> None:
    """Every later `t` answers in this language; screens recompose themselves after the call."""
    global _language
    _language = language


def language() -> Language:
    return _language


def t(key: str, /, **values: object) -> str:
    """The text of `key` in the current language, `{name}` fields filled from `values`.

    Raises:
        KeyError: no such key; a test holds that every key used exists in both languages.
    """
    text = t_all(key)[LANGUAGES.index(_language)]
    return text.format(**values) if values else text


def t_all(key: str, /) -> tuple[str, str]:
    """The text of `key` in every language, fields unfilled: what a search looks in."""
    area = key.partition(".")[0]
    texts = _loaded.get(area)
    if texts is None:
        texts = _loaded[area] = import_module(f"app.locale.{area}").TEXTS
    return texts[key]


def pick(pair: tuple[str, str]) -> str:
    """The current language's half of an (English, Chinese) pair, as venue guides carry them."""
    return pair[LANGUAGES.index(_language)]

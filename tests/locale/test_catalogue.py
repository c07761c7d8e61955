"""Every text exists in both languages, every text asked for exists, and no text stands unused."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCALE = ROOT / "app" / "locale"
AREAS = sorted(file.stem for file in LOCALE.glob("*.py") if file.stem not in ("__init__", "catalogue"))
ASKING = {"t": 0, "t_all": 0, "Refused": 0, "Reason": 0, "use": 1}
"""Calls that take a text's key, and which argument it is."""


def texts(area: str) -> dict[str, tuple[str, str]]:
    return import_module(f"app.locale.{area}").TEXTS


def all_keys() -> set[str]:
    return {key for area in AREAS for key in texts(area)}


@cache
def nodes() -> tuple[ast.AST, ...]:
    files = [ROOT / "tui.py", *(f for room in ("app", "widgets") for f in (ROOT / room).rglob("*.py"))]
    trees = [ast.parse(file.read_text("utf-8")) for file in files if file.parent != LOCALE or file.stem == "catalogue"]
    return tuple(node for tree in trees for node in ast.walk(tree))


def asked_for() -> Iterator[str]:
    """Keys written out where a text is asked for."""
    for node in nodes():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ASKING:
            at = ASKING[node.func.id]
            if len(node.args) > at and isinstance(key := node.args[at], ast.Constant) and key.value:
                yield str(key.value)


def used() -> re.Pattern[str]:
    """Every string constant, and every f-string with anything in its gaps; an action's label brings its help along."""
    patterns = set()
    for node in nodes():
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            patterns.add(re.escape(node.value))
        elif isinstance(node, ast.JoinedStr):
            parts = [
                re.escape(str(v.value)) if isinstance(v, ast.Constant) else r"[\w-]+(\.[\w-]+)*" for v in node.values
            ]
            if isinstance(node.values[0], ast.Constant) and str(node.values[0].value).partition(".")[0] in AREAS:
                patterns.add("".join(parts))
    return re.compile(f"({'|'.join(sorted(patterns))})(-help)?")


@pytest.mark.parametrize("area", AREAS)
def test_every_text_is_there_in_english_and_in_chinese(area: str) -> None:
    for key, (english, chinese) in texts(area).items():
        assert key.startswith(f"{area}."), key
        assert english.strip(), key
        assert chinese.strip(), key


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_fill_in_the_same_values(area: str) -> None:
    def fields(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for key, (english, chinese) in texts(area).items():
        assert fields(english) == fields(chinese), key


def test_every_text_the_code_asks_for_exists() -> None:
    assert set(asked_for()) - all_keys() == set()


def test_no_text_stands_unused() -> None:
    is_used = used()
    assert {key for key in all_keys() if not is_used.fullmatch(key)} == set()

"""The rooms load what they need and nothing of the screen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def modules_loaded_by(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint('\\n'.join(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def modules_below(folder: str) -> list[str]:
    files = sorted((ROOT / folder).rglob("*.py"))
    names = [str(file.relative_to(ROOT).with_suffix("")).replace("/", ".") for file in files]
    return [
        name.removesuffix(".__init__")
        for name in names
        if not name.endswith(("__main__", "migrations.env")) and ".versions." not in name
    ]


@pytest.mark.parametrize("room", ["exchanges", "store", "app/services"])
def test_importing_a_room_without_a_screen_does_not_load_textual(room: str) -> None:
    loaded = modules_loaded_by("\n".join(f"import {name}" for name in modules_below(room)))
    assert "textual" not in loaded


def test_the_shell_paints_before_anything_heavy_is_imported() -> None:
    loaded = modules_loaded_by("import app.shell")
    assert not loaded & {
        "sqlmodel",
        "sqlalchemy",
        "httpx",
        "websockets",
        "starlette",
        "uvicorn",
        "cryptography",
        "alembic",
    }


def test_no_project_file_names_this_machine_or_a_package_index() -> None:
    here = Path(__file__).relative_to(ROOT)
    pattern = r"/(work|root)/|py" r"pi\.org|registry\.np" r"mjs|--(extra-)?index-url +http|--find-links"
    run = subprocess.run(
        ["git", "grep", "-nIE", pattern, "--", ".", f":!{here}"], cwd=ROOT, capture_output=True, text=True
    )
    assert run.stdout == ""

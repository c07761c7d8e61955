"""The log tells what happened and nothing that could be a secret."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.logs import log_to


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    root = logging.getLogger()
    before = (
        root.handlers[:],
        root.level,
        {name: logging.getLogger(name).level for name in ("app", "exchanges", "store")},
    )
    log_to(tmp_path / "data" / "binnacle.log")
    yield tmp_path / "data" / "binnacle.log"
    for handler in root.handlers:
        handler.close()
    root.handlers[:], level, levels = before
    root.setLevel(level)
    for name, kept in levels.items():
        logging.getLogger(name).setLevel(kept)


def test_events_are_written_with_time_level_and_place(file: Path) -> None:
    logging.getLogger("app.services.mail").info("mail %s is tried again later", "m-1")
    assert "INFO app.services.mail: mail m-1 is tried again later" in file.read_text()


def test_libraries_are_heard_from_warnings_on(file: Path) -> None:
    logging.getLogger("httpx").info("GET https://venue.example/?signature=1")
    logging.getLogger("httpx").warning("slow")
    assert "signature" not in file.read_text()
    assert "WARNING httpx: slow" in file.read_text()


def test_what_looks_like_a_key_is_replaced_also_inside_errors(file: Path) -> None:
    key = "4f1d2c3b5a69788796a5b4c3d2e1f00f"
    try:
        int(f"refused key {key}")
    except ValueError:
        logging.getLogger("app").exception("went wrong with %s", key)
    text = file.read_text()
    assert key not in text
    assert "ValueError: invalid literal" in text
    assert "refused key ***" in text
    assert "test_logs.py" in text


def test_only_its_owner_reads_it(file: Path) -> None:
    logging.getLogger("app").warning("hello")
    assert file.stat().st_mode & 0o777 == 0o600

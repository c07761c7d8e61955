"""Settings of a small installation, real and simulated, for a person at the keyboard."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from app.settings import Kdf, Settings, Simulation, load

QUICK = Kdf(memory_kib=19_456, iterations=2, lanes=1)
"""The least that is accepted, so that a test that signs in does not wait long."""


@pytest.fixture
def empty_settings(tmp_path: Path, sqlite_url: str) -> Settings:
    """An installation that nobody has started yet."""
    settings = load(data_dir=tmp_path / "data", database_url=sqlite_url, environ={})
    return msgspec.structs.replace(settings, kdf=QUICK)


@pytest.fixture
def demo_settings(tmp_path: Path, sqlite_url: str) -> Settings:
    """A demo whose chain is in a hurry."""
    settings = load(data_dir=tmp_path / "data", database_url=sqlite_url, demo=True, environ={})
    return msgspec.structs.replace(settings, kdf=QUICK, simulation=Simulation(block_ms=40, venues=("okx",)))

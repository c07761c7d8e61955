"""Pictures in both languages, on folders that are prepared once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import cast

import pytest
from syrupy.assertion import SnapshotAssertion

from app.locale.catalogue import Language
from tests.snapshots.photographer import Folders, Photographer


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """One for all processes of this run."""
    own = tmp_path_factory.getbasetemp()
    return Folders(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


@pytest.fixture(params=["en", "zh"])
def photo(
    request: pytest.FixtureRequest,
    snapshot: SnapshotAssertion,
    tmp_path: Path,
    folders: Folders,
    monkeypatch: pytest.MonkeyPatch,
) -> Photographer:
    """Takes pictures in one language."""
    monkeypatch.setattr("textual.widgets.Input.cursor_blink", False)
    return Photographer(snapshot, cast("Language", request.param), tmp_path, folders)

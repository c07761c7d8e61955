"""One picture for every language and size, on folders that are prepared once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from app.locale.catalogue import Language, set_language
from tests.snapshots.photographer import SIZES, Compare, Folders, Photographer
from tests.snapshots.still import parse_sheets_once

VIEWS = [pytest.param((language, size), id=f"{language}-{size}") for language in ("en", "zh") for size in SIZES]


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """One for all processes of this run."""
    own = tmp_path_factory.getbasetemp()
    return Folders(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


@pytest.fixture(scope="session", autouse=True)
def sheets() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        parse_sheets_once(patch)
        yield


@pytest.fixture(params=VIEWS)
def view(request: pytest.FixtureRequest) -> tuple[Language, str]:
    """Language and size of a picture."""
    return cast("tuple[Language, str]", request.param)


@pytest.fixture
def photo(
    snap_compare: Compare,
    view: tuple[Language, str],
    tmp_path: Path,
    folders: Folders,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Photographer]:
    monkeypatch.setattr("textual.widgets.Input.cursor_blink", False)
    yield Photographer(snap_compare, view, tmp_path, folders)
    set_language("en")

"""What every test shares."""

from __future__ import annotations

import pytest

pytest_plugins = ("tests.postgres", "tests.stores")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Async tests run on plain asyncio, through anyio's pytest plugin."""
    return "asyncio"

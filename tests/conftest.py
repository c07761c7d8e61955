"""What every test shares."""

from __future__ import annotations

import gc

import pytest
from hypothesis import HealthCheck, settings

import tui

# How fast examples are made tells of the machine, not of the product.
settings.register_profile("binnacle", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("binnacle")

gc.set_threshold(*tui.COLLECT_AFTER)
"""As in the program."""

pytest_plugins = ("tests.postgres", "tests.stores", "tests.chains.evm_nodes")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Async tests run on plain asyncio, through anyio's pytest plugin."""
    return "asyncio"

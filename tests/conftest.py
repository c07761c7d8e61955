"""What every test shares."""

from __future__ import annotations

import gc

import pytest
from hypothesis import HealthCheck, settings

import tui
from app.locale.catalogue import set_language

# How fast examples are made tells of the machine, not of the product.
settings.register_profile("binnacle", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("binnacle")

gc.set_threshold(*tui.COLLECT_AFTER)
"""As in the program."""

pytest_plugins = ("tests.postgres", "tests.stores", "tests.chains.evm_nodes")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Every test, and whatever is prepared for it, begins in English: the language is the process's."""
    set_language("en")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Async tests run on plain asyncio, through anyio's pytest plugin."""
    return "asyncio"

"""What every test shares."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

# How fast examples are made tells of the machine, not of the product.
settings.register_profile("binnacle", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("binnacle")

pytest_plugins = ("tests.postgres", "tests.stores", "tests.chains.evm_nodes")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Async tests run on plain asyncio, through anyio's pytest plugin."""
    return "asyncio"

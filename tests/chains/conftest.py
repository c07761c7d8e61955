"""The simulated network, and our client of it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from exchanges.chains.tron import TronChain
from tests.chains.network import Network, network


@pytest.fixture
async def tron() -> AsyncIterator[Network]:
    async with network() as running:
        yield running


@pytest.fixture
async def chain(tron: Network) -> AsyncIterator[TronChain]:
    client = tron.chain()
    yield client
    await client.aclose()

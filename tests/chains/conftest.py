"""The networks, and our clients of them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from exchanges.chains.evm.chain import EvmChain
from exchanges.chains.tron import TronChain
from tests.chains.evm_world import EvmWorld
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


@pytest.fixture
async def evm_chain(evm: EvmWorld) -> AsyncIterator[EvmChain]:
    client = evm.chain()
    yield client
    await client.aclose()

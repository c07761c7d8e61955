"""The networks, and our clients of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from exchanges.chains.evm.chain import EvmChain
from exchanges.chains.tron import TronChain
from tests.chains.anvil import NoAnvil
from tests.chains.evm_world import EvmWorld, evm_world
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


def _world(key: str) -> Iterator[EvmWorld]:
    try:
        with evm_world(key) as made:
            yield made
    except NoAnvil as reason:
        pytest.skip(f"A real EVM node is needed: {reason}.")


@pytest.fixture(scope="module")
def bsc_node() -> Iterator[EvmWorld]:
    """A node that plays BNB Smart Chain, with USDT of 18 decimals."""
    yield from _world("bsc")


@pytest.fixture(scope="module")
def eth_node() -> Iterator[EvmWorld]:
    """A node that plays Ethereum, with USDT of 6 decimals and final blocks far below the newest."""
    yield from _world("eth")


@pytest.fixture
def bsc(bsc_node: EvmWorld) -> Iterator[EvmWorld]:
    with bsc_node.undone():
        yield bsc_node


@pytest.fixture
def eth(eth_node: EvmWorld) -> Iterator[EvmWorld]:
    with eth_node.undone():
        yield eth_node


@pytest.fixture(params=["bsc", "eth"])
def evm(request: pytest.FixtureRequest) -> EvmWorld:
    """Each of the two in turn."""
    world: EvmWorld = request.getfixturevalue(request.param)
    return world


@pytest.fixture
async def evm_chain(evm: EvmWorld) -> AsyncIterator[EvmChain]:
    client = evm.chain()
    yield client
    await client.aclose()

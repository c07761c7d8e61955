"""Real EVM nodes for any test that asks for `bsc`, `eth`, or `evm` (each in turn).

One node serves all tests of a module and forgets after each what it did. Where the node cannot be had the tests are
skipped with a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.chains.anvil import NoAnvil
from tests.chains.evm_world import EvmWorld, evm_world


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


@pytest.fixture(scope="module")
def tron_node() -> Iterator[EvmWorld]:
    """A node that plays TRON, as far as blocks and contracts go."""
    yield from _world("tron")


@pytest.fixture
def tron_like(tron_node: EvmWorld) -> Iterator[EvmWorld]:
    with tron_node.undone():
        yield tron_node


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

"""A simulated Bitget for the tests of margin: real HTTP and WebSockets on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from exchanges.core.limits import Limits
from exchanges.sandbox.server import SandboxThread
from tests.bitget.conftest import HastyLimits
from tests.bitget_margin.margin_house import MarginHouse


@pytest.fixture(scope="module")
def sandbox() -> Iterator[SandboxThread]:
    with SandboxThread(seed=13, venues=("bitget",)) as running:
        yield running


@pytest.fixture(scope="module")
def limits() -> Limits:
    """One set of budgets for one venue, as in the program."""
    return HastyLimits()


@pytest.fixture
async def house(sandbox: SandboxThread, limits: Limits) -> AsyncIterator[MarginHouse]:
    async with MarginHouse(sandbox, limits) as opened:
        yield opened

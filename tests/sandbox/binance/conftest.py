"""A running Binance and its people."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Protocol

import pytest

from exchanges.sandbox.server import Sandbox
from tests.sandbox.binance.trader import Trader


class Hire(Protocol):
    def __call__(self, name: str = "main") -> Trader: ...


@pytest.fixture
async def market() -> AsyncIterator[Sandbox]:
    async with Sandbox(seed=7, venues=("binance",)) as running:
        yield running


@pytest.fixture
async def hire(market: Sandbox) -> AsyncIterator[Hire]:
    """Makes people by the name of their account."""
    async with AsyncExitStack() as stack:

        def person(name: str = "main") -> Trader:
            made = Trader(market, name)
            stack.push_async_callback(made.aclose)
            return made

        yield person


@pytest.fixture
async def main(hire: Hire) -> Trader:
    return hire("main")

"""A running sandbox with CrossEx, and its people."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack

import pytest

from exchanges.sandbox.server import Sandbox
from tests.sandbox.gate_crossex.trader import Trader

Meet = Callable[[str], Trader]


@pytest.fixture
async def crossex() -> AsyncIterator[Sandbox]:
    async with Sandbox(seed=7, venues=["gate_crossex"]) as running:
        yield running


@pytest.fixture
async def meet(crossex: Sandbox) -> AsyncIterator[Meet]:
    """Makes people by the name of their account."""
    async with AsyncExitStack() as stack:

        def trader(name: str) -> Trader:
            made = Trader(crossex, name)
            stack.push_async_callback(made.aclose)
            return made

        yield trader


@pytest.fixture
async def main(meet: Meet) -> Trader:
    return meet("main")

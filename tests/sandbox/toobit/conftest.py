"""A running Toobit and its people."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from typing import Protocol

import pytest

from exchanges.sandbox.server import SandboxThread
from tests.sandbox.toobit.trader import Trader


class Hire(Protocol):
    def __call__(self, name: str = "main") -> Trader: ...


@pytest.fixture(scope="module")
def market() -> Iterator[SandboxThread]:
    with SandboxThread(seed=7, venues=("toobit",)) as running:
        yield running


@pytest.fixture
async def hire(market: SandboxThread) -> AsyncIterator[Hire]:
    """Makes people by the name of their account; all faults are gone afterwards."""
    async with AsyncExitStack() as stack:
        people: list[Trader] = []

        def person(name: str = "main") -> Trader:
            made = Trader(market, name)
            stack.push_async_callback(made.aclose)
            people.append(made)
            return made

        yield person
        for each in people[:1]:
            await each.control.delete("/faults")


@pytest.fixture
async def main(hire: Hire) -> Trader:
    return hire("main")

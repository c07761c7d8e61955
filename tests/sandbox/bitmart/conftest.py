"""A running sandbox with BitMart, and its people."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack

import pytest

from exchanges.sandbox.server import Sandbox
from tests.sandbox.bitmart.client import Person

Meet = Callable[[str], Person]


@pytest.fixture
async def bitmart() -> AsyncIterator[Sandbox]:
    async with Sandbox(seed=7, venues=["bitmart"]) as running:
        yield running


@pytest.fixture
async def meet(bitmart: Sandbox) -> AsyncIterator[Meet]:
    """Makes people by the name of their account."""
    async with AsyncExitStack() as stack:

        def person(name: str) -> Person:
            made = Person(bitmart, name)
            stack.push_async_callback(made.aclose)
            return made

        yield person


@pytest.fixture
async def main(meet: Meet) -> Person:
    return meet("main")

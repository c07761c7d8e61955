"""A running sandbox and its people."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Protocol

import pytest

from exchanges.sandbox.server import Sandbox
from tests.sandbox.client import Person


class Meet(Protocol):
    def __call__(self, name: str = "main") -> Person: ...


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(seed=7) as running:
        running.served["okx"].front.connects_per_s = 100
        yield running


@pytest.fixture
async def meet(sandbox: Sandbox) -> AsyncIterator[Meet]:
    """Makes people by the name of their account."""
    async with AsyncExitStack() as stack:

        def person(name: str = "main") -> Person:
            made = Person(sandbox, name)
            stack.push_async_callback(made.aclose)
            return made

        yield person


@pytest.fixture
async def main(meet: Meet) -> Person:
    return meet("main")

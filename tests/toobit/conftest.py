"""A simulated Toobit for the tests that need one: real HTTP and WebSockets on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from exchanges.core.endpoint import Bucket, Endpoint
from exchanges.core.limits import Limits
from exchanges.sandbox.server import SandboxThread
from tests.toobit.toobit_house import House


@pytest.fixture(scope="module")
def sandbox() -> Iterator[SandboxThread]:
    with SandboxThread(seed=11, venues=("toobit",)) as running:
        yield running


class HastyLimits(Limits):
    """Budgets that let everything through: these tests ask and dial in seconds what a venue allows in minutes."""

    async def acquire(
        self, endpoint: Endpoint, *, account: str = "", instrument: str = "", weight: int | None = None
    ) -> None:
        return

    async def acquire_bucket(self, bucket: Bucket, *, account: str = "") -> None:
        return


@pytest.fixture(scope="module")
def limits() -> Limits:
    """One set of budgets for one venue, as in the program."""
    return HastyLimits()


@pytest.fixture
async def house(sandbox: SandboxThread, limits: Limits) -> AsyncIterator[House]:
    async with House(sandbox, limits) as opened:
        yield opened

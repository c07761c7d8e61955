"""A simulated CrossEx for the tests that need one: real HTTP and WebSockets on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from exchanges.core.endpoint import Bucket, Endpoint
from exchanges.core.limits import Limits
from exchanges.sandbox.server import SandboxThread
from tests.gate_crossex.world import World


@pytest.fixture(scope="module")
def sandbox() -> Iterator[SandboxThread]:
    with SandboxThread(seed=11, venues=("gate_crossex",)) as running:
        yield running


class HastyLimits(Limits):
    """Budgets that let everything through: these tests dial and ask more often than a venue would allow."""

    async def acquire_bucket(self, bucket: Bucket, *, account: str = "") -> None:
        return

    async def acquire(
        self, endpoint: Endpoint, *, account: str = "", instrument: str = "", weight: int | None = None
    ) -> None:
        return


@pytest.fixture(scope="module")
def limits() -> Limits:
    return HastyLimits()


@pytest.fixture
async def world(sandbox: SandboxThread, limits: Limits) -> AsyncIterator[World]:
    async with World(sandbox, limits) as opened:
        yield opened

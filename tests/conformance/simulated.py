"""Any venue in a simulation of its own, as a test handles it that knows nothing but its name."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module

from exchanges import venues
from exchanges.sandbox.server import SandboxThread
from tests.house import Dialling, House


def house_of(name: str) -> type[House]:
    """What a test does with the venue of that name."""
    kind: type[House] = import_module(f"tests.{name}.house").House
    return kind


@asynccontextmanager
async def simulated(name: str) -> AsyncIterator[House]:
    """A simulation of this venue alone, as strict as the venue in all but how often one may connect."""
    with SandboxThread(seed=23, venues=(venues.site_of(name),)) as sandbox:
        house = house_of(name)(sandbox, Dialling())
        house.settings = {"connects_per_s": 1000}  # type: ignore[misc]
        async with house as venue:
            yield venue

"""The simulated venue for the tests of this folder: real HTTP and WebSockets on loopback."""

from __future__ import annotations

from tests.house import fixtures
from tests.toobit.house import House

sandbox, limits, house = fixtures(House)

"""The simulated venue for the tests of this folder: real HTTP and WebSockets on loopback."""

from __future__ import annotations

from tests.bitmart.house import House
from tests.house import fixtures

sandbox, limits, house = fixtures(House)

"""The venues an account can be bound at, and how to reach them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from app.services.binding_views import VenueOffer
from app.services.sealed_keys import KeyKind
from app.services.venue_okx import OkxVenue
from app.settings import Settings
from exchanges.core.adapter import Adapter, Credentials, Environment
from exchanges.core.limits import Limits
from exchanges.core.link import Pace
from exchanges.core.stream import Timing
from exchanges.core.verdict import KeyReport


class Venue(Protocol):
    """What every venue gives to wizard and monitor."""

    @property
    def offer(self) -> VenueOffer:
        """What a person may bind there, and how."""
        ...

    def adapter(self, environment: Environment, credentials: Credentials) -> Adapter:
        """An adapter of one key; close it after use."""
        ...

    async def verify(
        self, kind: KeyKind, environment: Environment, credentials: Credentials, read_uid: str
    ) -> KeyReport:
        """Ask the venue about a key; a failure to reach it is a line of the report."""
        ...

    def ip_list(self, addresses: Sequence[str]) -> str:
        """Addresses as the venue's form takes them."""
        ...


class Venues:
    """All venues by name; they share one set of rate budgets, since venues count by address.

    Args:
        settings: Addresses of the venues.
        now: The clock, UTC milliseconds.
        pace: Intervals of the links; tests hurry them.
        timing: Deadlines of their sockets.
    """

    def __init__(
        self, settings: Settings, now: Callable[[], int], *, pace: Pace | None = None, timing: Timing | None = None
    ) -> None:
        self._by_name: dict[str, Venue] = {"okx": OkxVenue(settings, now, Limits(), pace, timing)}

    def offers(self) -> tuple[VenueOffer, ...]:
        """All that can be bound, in the order to show."""
        return tuple(venue.offer for venue in self._by_name.values())

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def __getitem__(self, name: str) -> Venue:
        """The venue of this name.

        Raises:
            KeyError: No such venue.
        """
        return self._by_name[name]

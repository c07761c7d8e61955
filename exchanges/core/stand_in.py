"""What tells a part of an account while its own calls are refused to the key, so that a person is not left blind."""

from __future__ import annotations

from typing import Protocol

from exchanges.core.changes import Snapshot
from exchanges.core.errors import VenueError

PARTIAL = "partial"
"""The code of a link that is stale because only a part of the account can be asked for."""


class StandIn(Protocol):
    """Another list of the venue that tells positions. What it shows is as old as the last answer, and never live."""

    every_s: float
    """Seconds between two questions."""
    reason: str
    """What is told and what is not, for people; short."""

    async def covers(self, error: VenueError) -> bool:
        """Whether the account's own calls are refused to this key, as `error` says, while this list answers.

        Raises:
            VenueError: That cannot be found out now.
        """
        ...

    async def snapshot(self) -> Snapshot:
        """The positions; whatever else is in it is not looked at.

        Raises:
            VenueError: The venue did not answer.
        """
        ...

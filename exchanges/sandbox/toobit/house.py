"""What all parts of the simulated Toobit share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from exchanges.sandbox.faults import Faults
from exchanges.sandbox.state import Account, Key
from exchanges.sandbox.toobit.listen_keys import ListenKeys
from exchanges.sandbox.toobit.text import Row
from exchanges.sandbox.toobit.weights import Budgets
from exchanges.sandbox.venue import Venue


@dataclass(slots=True)
class House:
    """One simulated venue's parts, and how it is set."""

    venue: Venue
    faults: Faults
    budgets: Budgets
    listen_keys: ListenKeys
    send: Callable[[Account, Row], None]
    """Sends an event of the user stream to whoever listens to the account."""
    put_signs_body: bool = True
    """Whether the signature of a PUT covers its JSON body; the documents are of two minds."""
    idle_s: float = 60.0
    """A socket without any traffic is ended after that long."""
    price_s: float = 1.0
    """How often prices are pushed."""

    def find(self, api_key: str) -> tuple[Account, Key] | None:
        """The key and its account; None when the venue never made it or it was deleted."""
        return self.venue.find_key(api_key)

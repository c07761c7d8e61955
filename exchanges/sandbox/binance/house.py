"""What all parts of the simulated Binance share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from exchanges.sandbox.binance.listen_keys import ListenKeys
from exchanges.sandbox.binance.weights import Budgets
from exchanges.sandbox.faults import Faults
from exchanges.sandbox.state import Account, Key
from exchanges.sandbox.venue import Venue

Event = dict[str, object]


@dataclass(slots=True)
class House:
    """One simulated venue's parts, and how it is set."""

    venue: Venue
    faults: Faults
    budgets: Budgets
    listen_keys: ListenKeys
    send: Callable[[Account, Event], None]
    """Sends an event of the user stream to whoever listens to the account."""
    reading_suffices: bool = True
    """Whether a key that may only read is served account data and a listen key on futures (unsure of the real one)."""
    price_ms: int = 0
    """How often prices are pushed; 0 for each stream's own cadence."""

    def find(self, api_key: str, environment: str) -> tuple[Account, Key] | None:
        """The key and its account, if this environment knows it and its time is not over."""
        found = self.venue.find_key(api_key)
        if found is None or found[0].environment != environment or found[1].is_expired(self.venue.clock()):
            return None
        return found

    def tell_leverage(self, account: Account, symbol: str, leverage: int) -> None:
        self._tell_config(account, {"ac": {"s": symbol, "l": leverage}})

    def tell_asset_mode(self, account: Account, *, multi: bool) -> None:
        self._tell_config(account, {"ai": {"j": multi}})

    def _tell_config(self, account: Account, what: Event) -> None:
        now = self.venue.clock()
        self.send(account, {"e": "ACCOUNT_CONFIG_UPDATE", "T": now, "E": now} | what)

"""The simulated Bitget's accounts and engines: futures of the common engine, and margin beside them."""

from __future__ import annotations

from exchanges.sandbox.bitget.margin_engine import MarginEngine
from exchanges.sandbox.bitget.margin_house import MarginHouse
from exchanges.sandbox.bitget.margin_risk import MarginRisk
from exchanges.sandbox.clock import Clock
from exchanges.sandbox.events import Change, PricesMoved
from exchanges.sandbox.keys import KeyRules
from exchanges.sandbox.market import Market
from exchanges.sandbox.venue import Venue


class BitgetVenue(Venue):
    """One site: the same accounts and keys for both products; arguments as for `Venue`."""

    def __init__(self, market: Market, clock: Clock, seed: int, rules: KeyRules, *, bot: bool) -> None:
        super().__init__(market, clock, seed, rules, bot=bot)
        self.margin = MarginHouse(self.desk)
        self.margin_engine = MarginEngine(self.margin)
        self.margin_risk = MarginRisk(self.margin, self.margin_engine)
        self.desk.listen(self._heard)

    def _heard(self, change: Change) -> None:
        """Prices moved: resting orders may fill, debts may have become too large."""
        if isinstance(change, PricesMoved):
            self.margin.due()
            self.margin_engine.meet_market(change.contracts)
            self.margin_risk.look()

"""One simulated venue: accounts, engine, settings and keys around one market."""

from __future__ import annotations

import msgspec

from exchanges.sandbox.bot import Bot
from exchanges.sandbox.clock import Clock
from exchanges.sandbox.desk import Desk
from exchanges.sandbox.engine import Engine
from exchanges.sandbox.events import PricesMoved
from exchanges.sandbox.keys import KeyPage, KeyRules
from exchanges.sandbox.market import Market
from exchanges.sandbox.settlement import Settlement
from exchanges.sandbox.setup import Setup
from exchanges.sandbox.state import Account, Key

EGRESS_IP = "203.0.113.7"
REMEMBERED = 300
"""Finished orders, fills, bills and closed positions kept per account over a restart."""


class VenueState(msgspec.Struct):
    """Everything of a venue that survives a restart."""

    accounts: dict[str, Account]
    last_id: int
    next_funding_ms: int
    egress_ip: str


class Venue:
    """Accounts and the engine that moves them.

    Args:
        market: Prices; the venue follows them.
        clock: The venue's clock.
        seed: Start of its generators.
        rules: Of its key page.
        bot: A seeded trader keeps the accounts moving at every market step.
    """

    def __init__(self, market: Market, clock: Clock, seed: int, rules: KeyRules, *, bot: bool) -> None:
        self.clock = clock
        self.market = market
        self.egress_ip = EGRESS_IP
        self.desk = Desk(market, clock, seed)
        self.engine = Engine(self.desk)
        self.settlement = Settlement(self.desk, self.engine)
        self.setup = Setup(self.desk)
        self.keys = KeyPage(self.desk, rules)
        self.bot = Bot(self.desk, self.engine, seed) if bot else None
        self.notices: list[dict[str, str]] = []
        """Announced maintenance, as `system/status` lists it."""

    def begin(self) -> None:
        """Follow the market from now on; called when the accounts are furnished."""
        self.market.listen(self._on_prices)

    @property
    def accounts(self) -> dict[str, Account]:
        return self.desk.accounts

    def find_key(self, api_key: str) -> tuple[Account, Key] | None:
        """The key and its account; None when the venue never made it or it was deleted."""
        for account in self.desk.accounts.values():
            if api_key in account.keys:
                return account, account.keys[api_key]
        return None

    def dump(self) -> VenueState:
        """What to save; of the past only the newest part, so that saving stays quick."""
        accounts = {name: _remembered(account) for name, account in self.desk.accounts.items()}
        return VenueState(accounts, self.desk.last_id, self.settlement.next_funding_ms, self.egress_ip)

    def load(self, state: VenueState) -> None:
        """Continue where a dump was made."""
        self.desk.accounts.clear()
        self.desk.accounts.update(state.accounts)
        self.desk.last_id = state.last_id
        self.settlement.next_funding_ms = state.next_funding_ms
        self.egress_ip = state.egress_ip

    def _on_prices(self, contracts: list[str]) -> None:
        moved = frozenset(contracts)
        self.engine.orders_meet_market(moved)
        self.engine.triggers.meet_market(moved)
        self.settlement.on_prices()
        if self.bot is not None:
            self.bot.act()
        self.desk.tell(PricesMoved(tuple(contracts)))


def _remembered(account: Account) -> Account:
    return msgspec.structs.replace(
        account,
        finished_orders=account.finished_orders[-REMEMBERED:],
        finished_algos=account.finished_algos[-REMEMBERED:],
        fills=account.fills[-REMEMBERED:],
        bills=account.bills[-REMEMBERED:],
        history=account.history[-REMEMBERED:],
    )

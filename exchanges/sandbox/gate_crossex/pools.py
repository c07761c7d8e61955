"""Where an account's money is: one pool over all exchanges, or one per exchange in isolated mode.

A pool is an account of the engine; those of single exchanges are made when the account enters isolated mode.
"""

from __future__ import annotations

from exchanges.sandbox.events import BalanceChanged
from exchanges.sandbox.gate_crossex.words import (
    COIN,
    CROSS,
    EXCHANGES,
    ISOLATED,
    coin_of,
    exchange_of,
    is_isolated,
)
from exchanges.sandbox.state import ZERO, Account
from exchanges.sandbox.venue import Venue


class Pools:
    """Finds and makes the pools of accounts.

    Args:
        venue: Holds them.
    """

    def __init__(self, venue: Venue) -> None:
        self._venue = venue

    def of(self, account: Account) -> list[Account]:
        """The pools in use: the account itself, or one per exchange."""
        if not is_isolated(account):
            return [account]
        return [self._venue.accounts[pool_name(account, exchange)] for exchange in EXCHANGES]

    def at(self, account: Account, symbol: str) -> Account | None:
        """The pool a symbol is traded in; None for an exchange without one."""
        if not is_isolated(account):
            return account
        return self._venue.accounts.get(pool_name(account, exchange_of(symbol)))

    def owner(self, pool: Account) -> Account:
        """Whose pool it is."""
        return self._venue.accounts[pool.facts.get("pool_of", pool.name)]

    def isolate(self, account: Account) -> None:
        """Enter isolated mode: USDT goes to the pool of GATE, coins stay at their exchange."""
        account.facts["account_mode"] = ISOLATED
        for exchange in EXCHANGES:
            name = pool_name(account, exchange)
            if name not in self._venue.accounts:
                self._venue.accounts[name] = _pool(account, name, exchange)
        for currency, amount in list(account.cash.items()):
            target = self._venue.accounts.get(pool_name(account, coin_of(currency)[1] or "GATE"))
            if amount and target is not None:
                self._move(account, target, currency)
        self._venue.desk.tell(BalanceChanged(account, COIN, "settings"))

    def unite(self, account: Account) -> None:
        """Enter cross mode: everything is one pool again."""
        for pool in self.of(account):
            for currency in list(pool.cash):
                self._move(pool, account, currency)
        account.facts["account_mode"] = CROSS
        self._venue.desk.tell(BalanceChanged(account, COIN, "settings"))

    def _move(self, source: Account, target: Account, currency: str) -> None:
        desk, amount = self._venue.desk, source.cash.get(currency, ZERO)
        desk.credit(source, desk.bill("transfer", "transfer_out", -amount, currency))
        desk.credit(target, desk.bill("transfer", "transfer_in", amount, currency))
        del source.cash[currency]


def pool_name(account: Account, exchange: str) -> str:
    return f"{account.name}.{exchange}"


def _pool(account: Account, name: str, exchange: str) -> Account:
    return Account(
        name=name,
        uid=account.uid,
        environment=account.environment,
        created_ms=account.created_ms,
        position_mode=account.position_mode,
        default_leverage=account.default_leverage,
        trades_by_bot=False,
        facts={"pool_of": account.name, "exchange": exchange},
    )

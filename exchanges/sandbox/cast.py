"""Who lives at a simulated venue: accounts and keys made from short descriptions, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from exchanges.sandbox.intents import NewOrder
from exchanges.sandbox.keys import KeyWish
from exchanges.sandbox.margin import COIN
from exchanges.sandbox.market import to_tick
from exchanges.sandbox.state import Account, Leg, Order, Side
from exchanges.sandbox.venue import Venue

OTHER_ADDRESS = "198.51.100.23"
"""An address requests never come from."""
DEMO_SUFFIX = "-demo"
"""Ends the name of an account's twin in demo trading."""


@dataclass(frozen=True, slots=True)
class Part:
    """How one account starts."""

    name: str
    cash: str
    funding: str = "0"
    level: str = "2"
    mode: Literal["long_short_mode", "net_mode"] = "long_short_mode"
    unlocked: tuple[str, ...] = ("1", "2")
    bot: bool = True
    affiliate: bool = False
    invited: bool = True
    leverage: str = "10"


@dataclass(frozen=True, slots=True)
class KeyPart:
    """A key an account starts with."""

    kind: str
    """read, trade, trade_no_ip, withdraw, transfer, trade_wrong_ip, read_wrong_ip, expired, ..."""
    permissions: tuple[str, ...]
    bound: Literal["", "egress", "other"] = ""
    """To which address: none, the one requests come from, or another."""
    expired: bool = False
    algorithm: str = "hmac"
    public_key: str = ""


def seat(
    venue: Venue,
    chance: random.Random,
    part: Part,
    environment: Literal["live", "demo"] = "live",
    *,
    new_uid: Callable[[random.Random], str],
) -> Account:
    """Open an account and put its money in."""
    account = Account(
        name=part.name,
        uid=new_uid(chance),
        environment=environment,
        level=part.level,
        position_mode=part.mode,
        unlocked_levels=list(part.unlocked),
        created_ms=venue.clock(),
        is_affiliate=part.affiliate,
        trades_by_bot=part.bot,
        default_leverage=Decimal(part.leverage),
    )
    venue.accounts[account.name] = account
    account.funding[COIN] = Decimal(part.cash) + Decimal(part.funding)
    venue.desk.transfer(account, COIN, Decimal(part.cash))
    return account


def hand_out(
    venue: Venue, chance: random.Random, account: Account, keys: Sequence[KeyPart], passphrase: str = ""
) -> None:
    """Make an account's first keys."""
    for key in keys:
        ips = {"": [], "egress": [venue.egress_ip], "other": [OTHER_ADDRESS]}[key.bound]
        wish = KeyWish(
            label=key.kind,
            permissions=list(key.permissions),
            ips=ips,
            passphrase=passphrase,
            kind=key.kind,
            expires_ms=venue.clock() - 86_400_000 if key.expired else None,
            algorithm=key.algorithm,
            public_key=key.public_key,
        )
        venue.keys.create(account, wish, chance=chance)


def trade(venue: Venue, account: Account, contract: str, side: Side, leg: Leg, size: str) -> Order:
    """A cross order at market; `size` in contracts."""
    return venue.engine.place(account, NewOrder(contract, "cross", side, leg, "market", Decimal(size)))


def rest(venue: Venue, account: Account, contract: str, side: Side, leg: Leg, size: str, factor: str) -> Order:
    """A cross limit order at `factor` times the last price."""
    quote = venue.market.quotes[contract]
    price = to_tick(quote.contract, quote.last * Decimal(factor))
    return venue.engine.place(account, NewOrder(contract, "cross", side, leg, "limit", Decimal(size), price))


def past_trade(
    venue: Venue, account: Account, contract: str, side: Side, leg: Leg, size: str, factor: str
) -> tuple[Order, Order]:
    """Open and close again at `factor` times the price, without moving the market."""
    opened = trade(venue, account, contract, side, leg, size)
    back: Side = "sell" if side == "buy" else "buy"
    closing = rest(venue, account, contract, back, leg, size, "1.04" if back == "sell" else "0.96")
    quote = venue.market.quotes[contract]
    venue.engine.fill(account, closing, closing.size, to_tick(quote.contract, quote.last * Decimal(factor)))
    return opened, closing

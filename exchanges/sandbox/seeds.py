"""The accounts every sandbox starts with: one for each thing a person can get right or wrong."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from exchanges.sandbox.chance import seeded
from exchanges.sandbox.intents import NewAlgo, NewOrder
from exchanges.sandbox.margin import COIN
from exchanges.sandbox.market import to_tick
from exchanges.sandbox.state import Account

if TYPE_CHECKING:
    from exchanges.sandbox.venue import Venue

PASSPHRASE = "Demo#Pass2026"  # noqa: S105 - the made-up passphrase of every seeded key
OTHER_ADDRESS = "198.51.100.23"
DEMO_SUFFIX = "-demo"


@dataclass(frozen=True, slots=True)
class Seed:
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


SEEDS = (
    Seed("main", "2500"),
    Seed("oneway", "3000", mode="net_mode"),
    Seed("spotmode", "2200", level="1", unlocked=("1",)),
    Seed("spotready", "2200", level="1", mode="net_mode"),
    Seed("poor", "200", funding="3000", bot=False),
    Seed("second", "5000", invited=False),
    Seed("busy", "2000", mode="net_mode"),
    Seed("affiliate", "1200", bot=False, affiliate=True, invited=False),
)
"""`spotmode` was never in futures mode (the API may not switch it first), `spotready` was; `busy` is one-way with an
open position and order, so its mode cannot be changed; `poor` has its money in the funding account; `second` belongs
to another person."""

KEYS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("read", ("read_only",), ""),
    ("trade", ("read_only", "trade"), "egress"),
    ("trade_no_ip", ("read_only", "trade"), ""),
    ("withdraw", ("read_only", "trade", "withdraw"), "egress"),
    ("trade_wrong_ip", ("read_only", "trade"), OTHER_ADDRESS),
    ("read_wrong_ip", ("read_only",), OTHER_ADDRESS),
)
DEMO_KEYS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("demo_read", ("read_only",), ""),
    ("demo_trade", ("read_only", "trade"), "egress"),
)


def seed_accounts(venue: Venue, seed: int) -> None:
    """Fill an empty venue; the same seed gives the same accounts and keys."""
    chance = seeded(seed)
    for item in SEEDS:
        live = _account(venue, chance, item)
        twin = _account(venue, chance, Seed(item.name + DEMO_SUFFIX, "10000", bot=item.name == "main"), "demo")
        for account, keys in ((live, KEYS), (twin, DEMO_KEYS)):
            for kind, permissions, bound in keys:
                ips = [venue.egress_ip if bound == "egress" else bound] if bound else []
                venue.keys.create(account, kind, list(permissions), ips, PASSPHRASE, kind=kind, chance=chance)
    for item in SEEDS:
        if item.invited:
            venue.accounts[item.name].inviter_uid = venue.accounts["affiliate"].uid
    _furnish_main(venue, venue.accounts["main"])
    _furnish_busy(venue, venue.accounts["busy"])


def _account(venue: Venue, chance: random.Random, item: Seed, environment: Literal["live", "demo"] = "live") -> Account:
    account = Account(
        name=item.name,
        uid=str(chance.randrange(10**17, 9 * 10**17)),
        environment=environment,
        level=item.level,
        position_mode=item.mode,
        unlocked_levels=list(item.unlocked),
        created_ms=venue.clock(),
        is_affiliate=item.affiliate,
        trades_by_bot=item.bot,
    )
    venue.accounts[account.name] = account
    account.funding[COIN] = Decimal(item.cash) + Decimal(item.funding)
    venue.desk.transfer(account, COIN, Decimal(item.cash))
    return account


def _furnish_main(venue: Venue, account: Account) -> None:
    """Positions on both legs, a past trade, resting orders and a target: something of everything there is to show."""
    past = "DOGE-USDT-SWAP"
    before = venue.market.quotes[past].last
    _trade(venue, account, past, "buy", "long", "3")
    venue.market.set_price(past, before * Decimal("1.012"))
    _trade(venue, account, past, "sell", "long", "3")
    venue.market.set_price(past, before)
    _trade(venue, account, "BTC-USDT-SWAP", "buy", "long", "3")
    _trade(venue, account, "ETH-USDT-SWAP", "buy", "long", "6")
    _trade(venue, account, "ETH-USDT-SWAP", "sell", "short", "4")
    _trade(venue, account, "SOL-USDT-SWAP", "sell", "short", "8")
    _rest(venue, account, "BTC-USDT-SWAP", "buy", "long", "2", "0.985")
    _rest(venue, account, "ETH-USDT-SWAP", "sell", "long", "2", "1.03")
    btc = venue.market.quotes["BTC-USDT-SWAP"]
    venue.engine.triggers.place(
        account,
        NewAlgo(
            "BTC-USDT-SWAP",
            "cross",
            "sell",
            "long",
            "oco",
            None,
            tp_trigger=to_tick(btc.contract, btc.last * Decimal("1.06")),
            tp_price=Decimal(-1),
            sl_trigger=to_tick(btc.contract, btc.last * Decimal("0.94")),
            sl_price=Decimal(-1),
        ),
    )


def _furnish_busy(venue: Venue, account: Account) -> None:
    _trade(venue, account, "XRP-USDT-SWAP", "buy", "net", "10")
    _rest(venue, account, "XRP-USDT-SWAP", "buy", "net", "5", "0.97")


def _trade(
    venue: Venue,
    account: Account,
    contract: str,
    side: Literal["buy", "sell"],
    leg: Literal["long", "short", "net"],
    size: str,
) -> None:
    venue.engine.place(account, NewOrder(contract, "cross", side, leg, "market", Decimal(size)))


def _rest(
    venue: Venue,
    account: Account,
    contract: str,
    side: Literal["buy", "sell"],
    leg: Literal["long", "short", "net"],
    size: str,
    factor: str,
) -> None:
    quote = venue.market.quotes[contract]
    price = to_tick(quote.contract, quote.last * Decimal(factor))
    venue.engine.place(account, NewOrder(contract, "cross", side, leg, "limit", Decimal(size), price))

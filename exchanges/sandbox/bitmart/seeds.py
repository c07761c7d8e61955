"""The accounts the simulated BitMart starts with: one for each thing a person can get right or wrong."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from exchanges.sandbox.bitmart.key_rules import FUTURES, READ_ONLY, RULES, SUBACCOUNT, WITHDRAW
from exchanges.sandbox.cast import DEMO_SUFFIX, KeyPart, Part, hand_out, past_trade, rest, seat, trade
from exchanges.sandbox.chance import seeded
from exchanges.sandbox.clock import Clock
from exchanges.sandbox.intents import NewAlgo
from exchanges.sandbox.market import Market, to_tick
from exchanges.sandbox.state import Account
from exchanges.sandbox.venue import Venue

if TYPE_CHECKING:
    import random

MEMO = "demo memo 2026"
"""The made-up memo of every seeded key; blanks count, as at the venue."""

SEEDS = (
    Part("main", "2500", funding="500"),
    Part("oneway", "3000", mode="net_mode"),
    Part("poor", "200", funding="3000", bot=False),
    Part("second", "5000", invited=False),
    Part("busy", "2000", mode="net_mode"),
    Part("desk", "1200", bot=False),
    Part("affiliate", "1200", bot=False, affiliate=True, invited=False),
)
"""`busy` is one-way with an open position and order, so its mode cannot be changed; `poor` has its money in spot;
`second` belongs to another person; `desk` is a sub-account of `main`, under the name desk-01."""

_TRADE = (READ_ONLY, FUTURES)
KEYS = (
    KeyPart("read", (READ_ONLY,)),
    KeyPart("trade", _TRADE, "egress"),
    KeyPart("trade_no_ip", _TRADE),
    KeyPart("withdraw", (*_TRADE, WITHDRAW), "egress"),
    KeyPart("transfer", (*_TRADE, SUBACCOUNT), "egress"),
    KeyPart("trade_wrong_ip", _TRADE, "other"),
    KeyPart("read_wrong_ip", (READ_ONLY,), "other"),
    KeyPart("expired", (READ_ONLY,), expired=True),
)
DEMO_KEYS = (
    KeyPart("demo_read", (READ_ONLY,)),
    KeyPart("demo_trade", _TRADE, "egress"),
)


def open_venue(market: Market, clock: Clock, seed: int, *, bot: bool) -> Venue:
    """BitMart with its accounts; the same seed gives the same accounts and keys."""
    venue = Venue(market, clock, seed, RULES, bot=bot)
    chance = seeded(seed)
    for item in SEEDS:
        live = seat(venue, chance, item, new_uid=_uid)
        twin_part = Part(item.name + DEMO_SUFFIX, "10000", mode=item.mode, bot=item.name == "main")
        twin = seat(venue, chance, twin_part, "demo", new_uid=_uid)
        hand_out(venue, chance, live, KEYS, MEMO)
        hand_out(venue, chance, twin, DEMO_KEYS, MEMO)
    affiliate = venue.accounts["affiliate"]
    for item in SEEDS:
        if item.invited:
            venue.accounts[item.name].inviter_uid = affiliate.uid
    venue.accounts["desk"].facts |= {"main": "main", "user": "desk-01"}
    _furnish(venue, venue.accounts["main"])
    trade(venue, venue.accounts["busy"], "XRPUSDT", "buy", "net", "1000")
    rest(venue, venue.accounts["busy"], "XRPUSDT", "buy", "net", "500", "0.97")
    venue.begin()
    return venue


def _uid(chance: random.Random) -> str:
    return str(chance.randrange(10**7, 9 * 10**7))


def _furnish(venue: Venue, account: Account) -> None:
    """Positions on both legs, a past trade, resting orders, a plan and targets: something of everything there is."""
    past_trade(venue, account, "DOGEUSDT", "buy", "long", "200", "1.012")
    trade(venue, account, "BTCUSDT", "buy", "long", "20")
    trade(venue, account, "ETHUSDT", "buy", "long", "500")
    trade(venue, account, "ETHUSDT", "sell", "short", "300")
    trade(venue, account, "SOLUSDT", "sell", "short", "600")
    rest(venue, account, "BTCUSDT", "buy", "long", "10", "0.985")
    rest(venue, account, "ETHUSDT", "sell", "long", "200", "1.03")
    for profit, factor in ((True, "1.06"), (False, "0.94")):
        _target(venue, account, "BTCUSDT", factor, profit=profit)
    quote = venue.market.quotes["SOLUSDT"]
    plan = NewAlgo("SOLUSDT", "cross", "buy", "long", "trigger", Decimal(200))
    plan.trigger = to_tick(quote.contract, quote.last * Decimal("0.93"))
    plan.order_price = to_tick(quote.contract, quote.last * Decimal("0.931"))
    venue.engine.triggers.place(account, plan)


def _target(venue: Venue, account: Account, name: str, factor: str, *, profit: bool) -> None:
    """A take profit or stop loss of a whole long position, at market."""
    quote = venue.market.quotes[name]
    price = to_tick(quote.contract, quote.last * Decimal(factor))
    intent = NewAlgo(
        name, "cross", "sell", "long", "conditional", None, reduce_only=True, cancel_on_close=True, sole=False
    )
    if profit:
        intent.tp_trigger, intent.tp_price = price, Decimal(-1)
    else:
        intent.sl_trigger, intent.sl_price = price, Decimal(-1)
    venue.engine.triggers.place(account, intent)

"""The accounts the simulated Toobit starts with: one for each thing a person can get right or wrong."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from typing import Any

from exchanges.sandbox.cast import KeyPart, Part, hand_out, past_trade, rest, seat, trade
from exchanges.sandbox.chance import seeded
from exchanges.sandbox.clock import Clock
from exchanges.sandbox.intents import NewAlgo
from exchanges.sandbox.market import Market, to_tick
from exchanges.sandbox.state import Account
from exchanges.sandbox.toobit.key_rules import READ, RULES, TRADE, TRANSFER, WITHDRAW
from exchanges.sandbox.toobit.leader_state import make_leader
from exchanges.sandbox.triggers import AT_MARKET
from exchanges.sandbox.venue import Venue

CAST = (
    Part("main", "2500", leverage="20"),
    Part("poor", "200", funding="3000", bot=False, leverage="20"),
    Part("second", "5000", invited=False, leverage="20"),
    Part("busy", "2000", bot=False, leverage="20"),
    Part("retired", "1500", bot=False, leverage="20"),
    Part("ordinary", "4000", bot=False, leverage="20"),
    Part("careful", "1800", bot=False, leverage="20"),
)
"""All are two-sided, as the venue knows nothing else. `retired` was a lead trader once; `ordinary` is a futures
account, not one for copy trading; `careful` demands that its keys are bound to addresses; `busy` has positions and
orders; `second` belongs to another person."""
KEYS = (
    KeyPart("read", (READ,)),
    KeyPart("trade", (READ, TRADE), "egress"),
    KeyPart("trade_no_ip", (READ, TRADE)),
    KeyPart("withdraw", (READ, TRADE, WITHDRAW), "egress"),
    KeyPart("transfer", (READ, TRADE, TRANSFER), "egress"),
    KeyPart("trade_wrong_ip", (READ, TRADE), "other"),
    KeyPart("read_wrong_ip", (READ,), "other"),
    KeyPart("read_bound", (READ,), "egress"),
    KeyPart("expired", (READ,), expired=True),
)


def open_venue(market: Market, clock: Clock, seed: int, *, bot: bool) -> Venue:
    """Toobit with its accounts; the same seed gives the same accounts and keys."""
    venue = Venue(market, clock, seed, RULES, bot=bot)
    chance = seeded(seed + 60)
    for part in CAST:
        account = seat(venue, chance, part, new_uid=_uid)
        hand_out(venue, chance, account, KEYS)
        account.facts["kind"] = "futures"
        if part.name != "ordinary":
            make_leader(account, market, chance, clock())
    venue.accounts["retired"].facts["leader"] = "retired"
    venue.accounts["careful"].facts["must_bind"] = "true"
    _furnish_main(venue, venue.accounts["main"])
    _furnish_busy(venue, venue.accounts["busy"])
    venue.begin()
    return venue


def _uid(chance: random.Random) -> str:
    """An account id, as rows name it."""
    return str(chance.randrange(10**18, 2 * 10**18))


def _furnish_main(venue: Venue, account: Account) -> None:
    """Positions on both legs, past trades, resting orders, a plan and targets: something of everything."""
    past_trade(venue, account, "DOGE-SWAP-USDT", "buy", "long", "3000", "1.012")
    past_trade(venue, account, "LTC-SWAP-USDT", "sell", "short", "200", "1.006")
    trade(venue, account, "BTC-SWAP-USDT", "buy", "long", "30")
    trade(venue, account, "ETH-SWAP-USDT", "buy", "long", "60")
    trade(venue, account, "ETH-SWAP-USDT", "sell", "short", "40")
    trade(venue, account, "SOL-SWAP-USDT", "sell", "short", "80")
    account.margin_modes["XRP-SWAP-USDT"] = "isolated"
    rest(venue, account, "BTC-SWAP-USDT", "buy", "long", "20", "0.985")
    rest(venue, account, "ETH-SWAP-USDT", "sell", "long", "20", "1.03")
    btc = venue.market.quotes["BTC-SWAP-USDT"]
    low, high, deep = (to_tick(btc.contract, btc.last * Decimal(factor)) for factor in ("0.94", "1.06", "0.92"))
    for intent in (
        _target("STOP_LONG_LOSS_1", sl_trigger=low, sl_price=AT_MARKET, sl_trigger_type="mark"),
        _target("STOP_LONG_PROFIT_1", Decimal(10), tp_trigger=high, tp_price=to_tick(btc.contract, high + 50)),
        NewAlgo(
            "BTC-SWAP-USDT",
            "cross",
            "buy",
            "long",
            "trigger",
            Decimal(10),
            client_id="plan-1",
            trigger=deep,
            order_price=AT_MARKET,
        ),
    ):
        venue.engine.triggers.place(account, intent)


def _target(client_id: str, size: Decimal | None = None, **levels: Any) -> NewAlgo:
    """A target of the long BTC position."""
    made = NewAlgo("BTC-SWAP-USDT", "cross", "sell", "long", "conditional", size, client_id=client_id, **levels)
    return replace(made, cancel_on_close=True, reduce_only=True, sole=False)


def _furnish_busy(venue: Venue, account: Account) -> None:
    trade(venue, account, "XRP-SWAP-USDT", "buy", "long", "1000")
    rest(venue, account, "XRP-SWAP-USDT", "buy", "long", "500", "0.97")

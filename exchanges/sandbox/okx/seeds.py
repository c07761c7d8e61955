"""The accounts every sandbox starts with: one for each thing a person can get right or wrong."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from exchanges.sandbox.cast import DEMO_SUFFIX, KeyPart, Part, hand_out, rest, seat, trade
from exchanges.sandbox.chance import seeded
from exchanges.sandbox.clock import Clock
from exchanges.sandbox.intents import NewAlgo
from exchanges.sandbox.market import Market, to_tick
from exchanges.sandbox.okx.key_rules import RULES
from exchanges.sandbox.state import Account
from exchanges.sandbox.venue import Venue

if TYPE_CHECKING:
    import random

PASSPHRASE = "Demo#Pass2026"  # noqa: S105 - the made-up passphrase of every seeded key

SEEDS = (
    Part("main", "2500"),
    Part("oneway", "3000", mode="net_mode"),
    Part("spotmode", "2200", level="1", unlocked=("1",)),
    Part("spotready", "2200", level="1", mode="net_mode"),
    Part("poor", "200", funding="3000", bot=False),
    Part("second", "5000", invited=False),
    Part("busy", "2000", mode="net_mode"),
    Part("affiliate", "1200", bot=False, affiliate=True, invited=False),
)
"""`spotmode` was never in futures mode (the API may not switch it first), `spotready` was; `busy` is one-way with an
open position and order, so its mode cannot be changed; `poor` has its money in the funding account; `second` belongs
to another person."""

KEYS = (
    KeyPart("read", ("read_only",)),
    KeyPart("trade", ("read_only", "trade"), "egress"),
    KeyPart("trade_no_ip", ("read_only", "trade")),
    KeyPart("withdraw", ("read_only", "trade", "withdraw"), "egress"),
    KeyPart("trade_wrong_ip", ("read_only", "trade"), "other"),
    KeyPart("read_wrong_ip", ("read_only",), "other"),
)
DEMO_KEYS = (
    KeyPart("demo_read", ("read_only",)),
    KeyPart("demo_trade", ("read_only", "trade"), "egress"),
)


def open_venue(market: Market, clock: Clock, seed: int, *, bot: bool) -> Venue:
    """OKX with its accounts; the same seed gives the same accounts and keys."""
    venue = Venue(market, clock, seed, RULES, bot=bot)
    chance = seeded(seed)
    for item in SEEDS:
        live = seat(venue, chance, item, new_uid=_uid)
        demo = Part(item.name + DEMO_SUFFIX, "10000", bot=item.name == "main")
        twin = seat(venue, chance, demo, "demo", new_uid=_uid)
        hand_out(venue, chance, live, KEYS, PASSPHRASE)
        hand_out(venue, chance, twin, DEMO_KEYS, PASSPHRASE)
    for item in SEEDS:
        if item.invited:
            venue.accounts[item.name].inviter_uid = venue.accounts["affiliate"].uid
    _furnish_main(venue, venue.accounts["main"])
    _furnish_busy(venue, venue.accounts["busy"])
    venue.begin()
    return venue


def _uid(chance: random.Random) -> str:
    return str(chance.randrange(10**17, 9 * 10**17))


def _furnish_main(venue: Venue, account: Account) -> None:
    """Positions on both legs, a past trade, resting orders and a target: something of everything there is to show."""
    past = "DOGE-USDT-SWAP"
    before = venue.market.quotes[past].last
    trade(venue, account, past, "buy", "long", "3")
    venue.market.set_price(past, before * Decimal("1.012"))
    trade(venue, account, past, "sell", "long", "3")
    venue.market.set_price(past, before)
    trade(venue, account, "BTC-USDT-SWAP", "buy", "long", "3")
    trade(venue, account, "ETH-USDT-SWAP", "buy", "long", "6")
    trade(venue, account, "ETH-USDT-SWAP", "sell", "short", "4")
    trade(venue, account, "SOL-USDT-SWAP", "sell", "short", "8")
    rest(venue, account, "BTC-USDT-SWAP", "buy", "long", "2", "0.985")
    rest(venue, account, "ETH-USDT-SWAP", "sell", "long", "2", "1.03")
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
    trade(venue, account, "XRP-USDT-SWAP", "buy", "net", "10")
    rest(venue, account, "XRP-USDT-SWAP", "buy", "net", "5", "0.97")

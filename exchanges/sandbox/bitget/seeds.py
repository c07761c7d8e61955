"""The accounts the simulated Bitget starts with: one for each thing a person can get right or wrong."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from exchanges.sandbox.bitget.key_rules import READ_AND_WRITE, READ_ONLY, RULES
from exchanges.sandbox.bitget.margin_seeds import furnish_margin
from exchanges.sandbox.bitget.venue import BitgetVenue
from exchanges.sandbox.cast import DEMO_SUFFIX, KeyPart, Part, hand_out, past_trade, rest, seat, trade
from exchanges.sandbox.chance import seeded
from exchanges.sandbox.clock import Clock
from exchanges.sandbox.intents import NewAlgo
from exchanges.sandbox.market import Market, to_tick
from exchanges.sandbox.state import Account, Leg
from exchanges.sandbox.venue import Venue

if TYPE_CHECKING:
    import random

PASSPHRASE = "DemoPass2026"  # noqa: S105 - the made-up passphrase of every seeded key
RSA_PUBLIC_KEY = """-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAvqPOagwYFqD61CVwrAYQ
c83T2PX9kk87/QqHkSSBwRA/puF8poHRXWw9h3d76tD0raftwClsbq+JQGW1dB3Z
XwsAHuVxrGXmeOcR2EHtQKOvKdreQ9K/pAhNl9ra8c6HD4YFvYGVk0Vkwpvl513s
EXydDNX+O//30/zmzHEC8v5yN9Zuo8fKzJKfHfkaGxOjm8mBt/R++JLMk/F8qfmQ
ItAMmM6eBZi5Zy/Daub2Cwt+MVuaHazj4YCWL24ckWq1wF7l7l0JgWbir0wQajNU
SpntBeyhHA+q70ai27TwaPXsTB7HTtl330/Kh7PJILtfyYSoj4Q5pp9rFmWVYQDR
twIDAQAB
-----END PUBLIC KEY-----
"""
"""Belongs to the published private key of the signature vectors; keys of kind `rsa_...` are made with it."""

SEEDS = (
    Part("main", "2500", funding="500", leverage="20"),
    Part("oneway", "3000", mode="net_mode", leverage="20"),
    Part("poor", "200", funding="3000", bot=False, leverage="20"),
    Part("second", "5000", invited=False, leverage="20"),
    Part("busy", "2000", mode="net_mode", leverage="20"),
    Part("lead", "4000", bot=False, leverage="20"),
    Part("unified", "2500", leverage="20"),
    Part("unified_oneway", "3000", mode="net_mode", leverage="20"),
    Part("affiliate", "1200", bot=False, affiliate=True, invited=False, leverage="20"),
)
"""`busy` is one-way with an open position and order, so its mode cannot be changed; `poor` has its money in spot;
`second` belongs to another person; `lead` is a lead trader, whose order calls are limited to one a second; the two
`unified` ones are closed to the classic calls."""

_READ = ("coor", "cpor", "stor", "smor")
_TRADE = ("coow", "cpow", "stow", "smow")
KEYS = (
    KeyPart("read", _READ),
    KeyPart("trade", _TRADE, "egress"),
    KeyPart("trade_no_ip", _TRADE),
    KeyPart("withdraw", (*_TRADE, "wwow"), "egress"),
    KeyPart("transfer", (*_TRADE, "wtow"), "egress"),
    KeyPart("trade_wrong_ip", _TRADE, "other"),
    KeyPart("read_wrong_ip", _READ, "other"),
    KeyPart("read_no_spot", ("coor", "cpor")),
    KeyPart("read_spot_only", ("stor",)),
    KeyPart("margin_read", ("smor", "stor")),
    KeyPart("margin_trade", ("smow", "stow"), "egress"),
    KeyPart("expired", _READ, expired=True),
    KeyPart("rsa_read", _READ, algorithm="rsa", public_key=RSA_PUBLIC_KEY),
    KeyPart("rsa_trade", _TRADE, "egress", algorithm="rsa", public_key=RSA_PUBLIC_KEY),
)
DEMO_KEYS = (
    KeyPart("demo_read", _READ),
    KeyPart("demo_trade", _TRADE, "egress"),
)
_UNIFIED_READ = (READ_ONLY, "uta_trade", "uta_mgt")
_UNIFIED_TRADE = (READ_AND_WRITE, "uta_trade", "uta_mgt")
UNIFIED_KEYS = (
    KeyPart("read", _UNIFIED_READ),
    KeyPart("trade", _UNIFIED_TRADE, "egress"),
    KeyPart("trade_no_ip", _UNIFIED_TRADE),
    KeyPart("withdraw", (*_UNIFIED_TRADE, "withdraw"), "egress"),
    KeyPart("trade_wrong_ip", _UNIFIED_TRADE, "other"),
    KeyPart("read_wrong_ip", _UNIFIED_READ, "other"),
    KeyPart("trade_no_mgt", (READ_AND_WRITE, "uta_trade"), "egress"),
    KeyPart("expired", _UNIFIED_READ, expired=True),
)
UNIFIED_DEMO_KEYS = (
    KeyPart("demo_read", _UNIFIED_READ),
    KeyPart("demo_trade", _UNIFIED_TRADE, "egress"),
)


def open_venue(market: Market, clock: Clock, seed: int, *, bot: bool) -> BitgetVenue:
    """Bitget with its accounts; the same seed gives the same accounts and keys."""
    venue = BitgetVenue(market, clock, seed, RULES, bot=bot)
    chance = seeded(seed)
    for item in SEEDS:
        live = seat(venue, chance, item, new_uid=_uid)
        twin = seat(
            venue,
            chance,
            Part(item.name + DEMO_SUFFIX, "10000", mode=item.mode, bot=item.name in ("main", "unified"), leverage="20"),
            "demo",
            new_uid=_uid,
        )
        unified = item.name.startswith("unified")
        if unified:
            live.facts["kind"] = twin.facts["kind"] = "unified"
        hand_out(venue, chance, live, UNIFIED_KEYS if unified else KEYS, PASSPHRASE)
        hand_out(venue, chance, twin, UNIFIED_DEMO_KEYS if unified else DEMO_KEYS, PASSPHRASE)
    affiliate = venue.accounts["affiliate"]
    for item in SEEDS:
        if item.invited:
            venue.accounts[item.name].inviter_uid = affiliate.uid
            venue.accounts[item.name].facts["channel_code"] = f"ch{affiliate.uid[-4:]}"
    venue.accounts["lead"].facts["trader"] = "lead"
    for name in ("main", "unified"):
        _furnish(venue, venue.accounts[name])
    _furnish_busy(venue, venue.accounts["busy"])
    for name in ("main", "second"):
        furnish_margin(venue, venue.accounts[name])
    venue.begin()
    return venue


def _uid(chance: random.Random) -> str:
    return str(chance.randrange(10**9, 9 * 10**9))


def _furnish(venue: Venue, account: Account) -> None:
    """Positions on both legs, a past trade, resting orders, a plan and targets: something of everything there is."""
    past_trade(venue, account, "DOGEUSDT", "buy", "long", "2000", "1.012")
    trade(venue, account, "BTCUSDT", "buy", "long", "0.02")
    trade(venue, account, "ETHUSDT", "buy", "long", "0.5")
    trade(venue, account, "ETHUSDT", "sell", "short", "0.3")
    trade(venue, account, "SOLUSDT", "sell", "short", "6")
    rest(venue, account, "BTCUSDT", "buy", "long", "0.01", "0.985")
    rest(venue, account, "ETHUSDT", "sell", "long", "0.2", "1.03")
    for kind, factor in (("pos_profit", "1.06"), ("pos_loss", "0.94")):
        _target(venue, account, "BTCUSDT", "long", kind, factor)
    quote = venue.market.quotes["SOLUSDT"]
    plan = NewAlgo("SOLUSDT", "cross", "buy", "long", "trigger", Decimal(2), facts={"planType": "normal_plan"})
    plan.client_id = venue.desk.new_id()
    plan.trigger = to_tick(quote.contract, quote.last * Decimal("0.93"))
    plan.order_price = to_tick(quote.contract, quote.last * Decimal("0.931"))
    venue.engine.triggers.place(account, plan)


def _target(venue: Venue, account: Account, name: str, leg: Leg, kind: str, factor: str) -> None:
    """A take profit or stop loss of a whole position, at market."""
    quote = venue.market.quotes[name]
    price = to_tick(quote.contract, quote.last * Decimal(factor))
    intent = NewAlgo(
        name,
        "cross",
        "sell" if leg == "long" else "buy",
        leg,
        "conditional",
        None,
        client_id=venue.desk.new_id(),
        reduce_only=True,
        cancel_on_close=True,
        sole=False,
        facts={"planType": kind},
    )
    if kind == "pos_profit":
        intent.tp_trigger, intent.tp_price = price, Decimal(-1)
    else:
        intent.sl_trigger, intent.sl_price = price, Decimal(-1)
    venue.engine.triggers.place(account, intent)


def _furnish_busy(venue: Venue, account: Account) -> None:
    trade(venue, account, "XRPUSDT", "buy", "net", "1000")
    rest(venue, account, "XRPUSDT", "buy", "net", "500", "0.97")

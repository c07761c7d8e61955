"""The accounts the simulated CrossEx starts with: one for each thing a person can get right or wrong."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from exchanges.sandbox.cast import KeyPart, Part, hand_out, past_trade, rest, seat, trade
from exchanges.sandbox.chance import seeded
from exchanges.sandbox.clock import Clock
from exchanges.sandbox.gate_crossex.key_rules import RULES
from exchanges.sandbox.gate_crossex.pools import Pools
from exchanges.sandbox.market import Market
from exchanges.sandbox.state import Account
from exchanges.sandbox.venue import Venue

if TYPE_CHECKING:
    import random

SEEDS = (
    Part("main", "3000", funding="500"),
    Part("oneway", "3000", mode="net_mode"),
    Part("poor", "200", funding="3000", bot=False),
    Part("second", "5000"),
    Part("busy", "2500", mode="net_mode"),
    Part("isolated", "4000", bot=False),
    Part("unopened", "0", funding="2000", bot=False),
)
"""`busy` is one-way with an open position and order, so its mode cannot be changed; `poor` has its money in spot;
`second` belongs to another person; `isolated` has a pool per exchange; `unopened` never opened a CrossEx account."""

_READ, _TRADE = ("crossx:read",), ("crossx:write",)
KEYS = (
    KeyPart("read", _READ),
    KeyPart("trade", _TRADE, "egress"),
    KeyPart("trade_no_ip", _TRADE),
    KeyPart("withdraw", (*_TRADE, "withdraw:write"), "egress"),
    KeyPart("transfer", (*_TRADE, "wallet:write"), "egress"),
    KeyPart("trade_wrong_ip", _TRADE, "other"),
    KeyPart("read_wrong_ip", _READ, "other"),
    KeyPart("read_no_crossex", ("spot:read", "futures:read")),
    KeyPart("expired", _READ, expired=True),
)


def open_venue(market: Market, clock: Clock, seed: int, *, bot: bool) -> Venue:
    """CrossEx with its accounts; the same seed gives the same accounts and keys."""
    venue = Venue(market, clock, seed, RULES, bot=bot)
    chance = seeded(seed)
    for item in SEEDS:
        hand_out(venue, chance, seat(venue, chance, item, new_uid=_uid), KEYS)
    venue.accounts["unopened"].facts["crossex"] = "none"
    _furnish(venue, venue.accounts["main"])
    _furnish_busy(venue, venue.accounts["busy"])
    _furnish_isolated(venue, venue.accounts["isolated"])
    venue.begin()
    return venue


def _uid(chance: random.Random) -> str:
    return str(chance.randrange(10**7, 9 * 10**8))


def _furnish(venue: Venue, account: Account) -> None:
    """The same coin on three exchanges, both legs, a margin loan, coins, resting orders, a past trade."""
    past_trade(venue, account, "BINANCE_FUTURE_XRP_USDT", "buy", "long", "500", "1.012")
    trade(venue, account, "BINANCE_FUTURE_ADA_USDT", "buy", "long", "600")
    trade(venue, account, "OKX_FUTURE_ADA_USDT", "buy", "long", "500")
    trade(venue, account, "GATE_FUTURE_ADA_USDT", "sell", "short", "400")
    trade(venue, account, "OKX_FUTURE_ETH_USDT", "buy", "long", "0.4")
    trade(venue, account, "OKX_FUTURE_ETH_USDT", "sell", "short", "0.25")
    account.leverage["BINANCE_MARGIN_ADA_USDT|cross|net"] = Decimal(3)
    trade(venue, account, "BINANCE_MARGIN_ADA_USDT", "buy", "long", "300")
    trade(venue, account, "BINANCE_SPOT_ADA_USDT", "buy", "net", "250")
    rest(venue, account, "BINANCE_FUTURE_BTC_USDT", "buy", "long", "0.005", "0.985")
    rest(venue, account, "OKX_FUTURE_ETH_USDT", "sell", "long", "0.1", "1.03")
    rest(venue, account, "OKX_SPOT_ETH_USDT", "buy", "net", "0.02", "0.97")


def _furnish_busy(venue: Venue, account: Account) -> None:
    trade(venue, account, "BINANCE_FUTURE_XRP_USDT", "buy", "net", "1000")
    rest(venue, account, "BINANCE_FUTURE_XRP_USDT", "buy", "net", "500", "0.97")


def _furnish_isolated(venue: Venue, account: Account) -> None:
    pools = Pools(venue)
    pools.isolate(account)
    for source, target, amount in (("GATE", "BINANCE", "1500"), ("GATE", "OKX", "1000")):
        giving, getting = (venue.accounts[f"{account.name}.{place}"] for place in (source, target))
        venue.desk.credit(giving, venue.desk.bill("transfer", "transfer_out", -Decimal(amount)))
        venue.desk.credit(getting, venue.desk.bill("transfer", "transfer_in", Decimal(amount)))
    trade(venue, venue.accounts[f"{account.name}.BINANCE"], "BINANCE_FUTURE_SOL_USDT", "buy", "long", "3")
    trade(venue, venue.accounts[f"{account.name}.OKX"], "OKX_FUTURE_SOL_USDT", "sell", "short", "2")

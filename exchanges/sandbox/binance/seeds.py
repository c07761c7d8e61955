"""The accounts the simulated Binance starts with: one for each thing a person can get right or wrong."""

from __future__ import annotations

import base64
import hashlib
import random
from dataclasses import replace
from decimal import Decimal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from exchanges.sandbox.binance.key_rules import FUTURES, READING, RULES, WITHDRAWALS
from exchanges.sandbox.cast import DEMO_SUFFIX, KeyPart, Part, hand_out, past_trade, rest, seat, trade
from exchanges.sandbox.chance import seeded
from exchanges.sandbox.clock import Clock
from exchanges.sandbox.intents import NewAlgo
from exchanges.sandbox.market import Market, to_tick
from exchanges.sandbox.state import Account
from exchanges.sandbox.triggers import AT_MARKET
from exchanges.sandbox.venue import Venue

CAST = (
    Part("main", "2500", leverage="20"),
    Part("oneway", "3000", mode="net_mode", leverage="20"),
    Part("poor", "200", funding="3000", bot=False, leverage="20"),
    Part("second", "5000", invited=False, leverage="20"),
    Part("busy", "2000", mode="net_mode", leverage="20"),
    Part("multi", "4000", bot=False, leverage="20"),
    Part("nofutures", "0", funding="1500", bot=False, leverage="20"),
    Part("portfolio", "9000", bot=False, leverage="20"),
)
"""`busy` is one-way with an open position and order; `poor` has its money in the spot account; `multi` is in
multi-assets mode; `nofutures` never opened its futures account; `portfolio` trades under portfolio margin; `second`
belongs to another person."""


def private_pem(seed: str) -> str:
    """A made-up Ed25519 key, the same for the same text; PKCS#8 as people upload and paste it."""
    made = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(seed.encode()).digest())
    return made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def public_pem(seed: str) -> str:
    made = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(seed.encode()).digest())
    return made.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def keys_of(name: str) -> tuple[KeyPart, ...]:
    """The keys of a live account."""
    signed = KeyPart("read_ed25519", (READING,), algorithm="ed25519", public_key=public_pem(name))
    return (
        KeyPart("read", (READING,)),
        KeyPart("trade", (READING, FUTURES), "egress"),
        KeyPart("trade_no_ip", (READING, FUTURES)),
        KeyPart("withdraw", (READING, FUTURES, WITHDRAWALS), "egress"),
        KeyPart("transfer", (READING, FUTURES, "enableInternalTransfer", "permitsUniversalTransfer"), "egress"),
        KeyPart("trade_wrong_ip", (READING, FUTURES), "other"),
        KeyPart("read_wrong_ip", (READING,), "other"),
        KeyPart("no_reading", ()),
        KeyPart("expired", (READING,), expired=True),
        signed,
        replace(signed, kind="trade_ed25519", permissions=(READING, FUTURES), bound="egress"),
    )


DEMO_KEYS = (KeyPart("demo_read", (READING,)), KeyPart("demo_trade", (READING, FUTURES)))


def open_venue(market: Market, clock: Clock, seed: int, *, bot: bool) -> Venue:
    """Binance with its accounts; the same seed gives the same accounts and keys."""
    venue = Venue(market, clock, seed, RULES, bot=bot)
    chance = seeded(seed + 20)
    for part in CAST:
        live = seat(venue, chance, part, new_uid=_uid)
        demo = Part(part.name + DEMO_SUFFIX, "15000", mode=part.mode, bot=part.name == "main", leverage="20")
        twin = seat(venue, chance, demo, "demo", new_uid=_uid)
        hand_out(venue, chance, live, keys_of(part.name))
        hand_out(venue, chance, twin, DEMO_KEYS)
        for account in (live, twin):
            account.facts |= {"alias": base64.b32encode(account.uid.encode()).decode()[:10], "futures": "open"}
    venue.accounts["multi"].facts["multi"] = "true"
    venue.accounts["nofutures"].facts["futures"] = "closed"
    venue.accounts["portfolio"].facts["portfolio"] = "true"
    _furnish_main(venue, venue.accounts["main"])
    _furnish_busy(venue, venue.accounts["busy"])
    venue.begin()
    return venue


def _uid(chance: random.Random) -> str:
    return str(chance.randrange(10**8, 10**9))


def _furnish_main(venue: Venue, account: Account) -> None:
    """Positions on both legs, a past trade, resting orders and targets: something of everything there is to show."""
    past_trade(venue, account, "DOGEUSDT", "buy", "long", "3000", "1.012")
    trade(venue, account, "BTCUSDT", "buy", "long", "0.030")
    trade(venue, account, "ETHUSDT", "buy", "long", "0.600")
    trade(venue, account, "ETHUSDT", "sell", "short", "0.400")
    trade(venue, account, "SOLUSDT", "sell", "short", "8")
    account.margin_modes["XRPUSDT"] = "isolated"
    rest(venue, account, "BTCUSDT", "buy", "long", "0.020", "0.985")
    rest(venue, account, "ETHUSDT", "sell", "long", "0.200", "1.03")
    btc = venue.market.quotes["BTCUSDT"]
    for kind, factor in (("STOP_MARKET", "0.94"), ("TAKE_PROFIT_MARKET", "1.06")):
        trigger = to_tick(btc.contract, btc.last * Decimal(factor))
        losing = kind == "STOP_MARKET"
        venue.engine.triggers.place(
            account,
            NewAlgo(
                "BTCUSDT",
                "cross",
                "sell",
                "long",
                "conditional",
                None,
                client_id=f"seeded-{'sl' if losing else 'tp'}",
                sl_trigger=trigger if losing else None,
                sl_price=AT_MARKET if losing else None,
                sl_trigger_type="mark",
                tp_trigger=None if losing else trigger,
                tp_price=None if losing else AT_MARKET,
                tp_trigger_type="mark",
                sole=False,
                facts={"type": kind, "workingType": "MARK_PRICE"},
            ),
        )


def _furnish_busy(venue: Venue, account: Account) -> None:
    trade(venue, account, "XRPUSDT", "buy", "net", "1000")
    rest(venue, account, "XRPUSDT", "buy", "net", "500", "0.97")

"""The channels of the stream: which address has them, what their argument names, and who may hear them.

A further product adds its own rows to `CHANNELS`, and its rows to `greetings` and `pushes`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from exchanges.sandbox.bitget.auth import Caller, is_unified
from exchanges.sandbox.bitget.key_rules import READ_FUTURES, READ_MARGIN, READ_ORDERS, READ_POSITIONS, UNIFIED_READ
from exchanges.sandbox.bitget.login import TEXTS

FUTURES = ("USDT-FUTURES", "COIN-FUTURES", "USDC-FUTURES")
MARGIN, FIRST_MARGIN = "MARGIN", "mabl"
SPOT_MARK = "_SPBL"
"""Ends the names of pairs in the first generation's streams."""
_EVERYONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Address:
    """One WebSocket address."""

    kind: str
    """"public" or "private"; faults select by it."""
    version: str
    """"v1", "v2" or "v3": the dialect spoken there."""

    def has(self, kind: str) -> bool:
        """Whether channels of this kind are found there; the first generation has one address for both."""
        return kind == self.kind or self.version == "v1"

    @property
    def naming(self) -> tuple[str, str]:
        """What the fields of an argument are called: the channel, and what it is about."""
        return ("topic", "symbol") if self.version == "v3" else ("channel", "instId")


ADDRESSES: dict[str, Address] = {
    "/spot/v1/stream": Address("private", "v1"),
    "/v2/ws/public": Address("public", "v2"),
    "/v2/ws/private": Address("private", "v2"),
    "/v3/ws/public": Address("public", "v3"),
    "/v3/ws/private": Address("private", "v3"),
}


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel as the documents describe it."""

    version: str
    kind: str
    products: tuple[str, ...]
    """Which `instType` it exists for."""
    by: str = ""
    """The field that names a contract, a coin, or "default"; empty when there is none."""
    takes: str = "any"
    """What that field may say: "default" only, a "contract" only, a "pair" of the first generation, or "any" of default
    and contract; "maybe" may be left out."""
    permissions: frozenset[str] = _EVERYONE


def _classic(by: str, takes: str, permissions: frozenset[str]) -> Channel:
    return Channel("v2", "private", FUTURES, by, takes, permissions)


def _margin(by: str, takes: str = "default") -> Channel:
    return Channel("v2", "private", (MARGIN,), by, takes, READ_MARGIN)


def _first(takes: str, permissions: frozenset[str] = READ_MARGIN) -> Channel:
    return Channel("v1", "private" if permissions else "public", (FIRST_MARGIN,), "instId", takes, permissions)


def _unified(by: str = "", takes: str = "maybe") -> Channel:
    return Channel("v3", "private", ("UTA",), by, takes, UNIFIED_READ)


CHANNELS: dict[tuple[str, str], Channel] = {
    ("v2", "account"): _classic("coin", "any", READ_FUTURES),
    ("v2", "positions"): _classic("instId", "default", READ_POSITIONS),
    ("v2", "orders"): _classic("instId", "any", READ_ORDERS),
    ("v2", "orders-algo"): _classic("instId", "any", READ_ORDERS),
    ("v2", "fill"): _classic("instId", "any", READ_ORDERS),
    ("v2", "positions-history"): _classic("instId", "default", READ_POSITIONS),
    ("v2", "equity"): _classic("instId", "maybe", READ_FUTURES),
    ("v2", "adl-noti"): _classic("instId", "default", READ_POSITIONS),
    ("v2", "ticker"): Channel("v2", "public", FUTURES, "instId", "contract"),
    ("v2", "books5"): Channel("v2", "public", FUTURES, "instId", "contract"),
    ("v2", "index-price"): Channel("v2", "public", (MARGIN,), "instId", "default"),
    ("v2", "account-crossed"): _margin("coin"),
    ("v2", "account-isolated"): _margin("coin"),
    ("v2", "orders-crossed"): _margin("instId", "any"),
    ("v2", "orders-isolated"): _margin("instId", "any"),
    ("v1", "indexPrice"): _first("default", _EVERYONE),
    ("v1", "cross_account"): _first("default"),
    ("v1", "isolate_account"): _first("default"),
    ("v1", "cross_orders"): _first("pair"),
    ("v1", "isolate_orders"): _first("pair"),
    ("v3", "account"): _unified(),
    ("v3", "position"): _unified(),
    ("v3", "order"): _unified(),
    ("v3", "fill"): _unified(),
    ("v3", "strategy-order"): _unified("symbol"),
    ("v3", "ticker"): Channel("v3", "public", FUTURES, "symbol", "contract"),
    ("v3", "books5"): Channel("v3", "public", FUTURES, "symbol", "contract"),
}
"""Dialect and name to the channel."""


@dataclass(slots=True)
class Subscription:
    """One argument a connection has subscribed to."""

    arg: dict[str, str]
    """As the client said it; pushes repeat it."""
    name: str
    """Of the channel."""
    about: str
    """A contract or a coin; empty for all."""
    version: str

    @property
    def product(self) -> str:
        return self.arg["instType"].upper()

    @property
    def has_news(self) -> bool:
        """Whether anything ever happens there: the other products are empty."""
        return self.product in ("USDT-FUTURES", "UTA", MARGIN, FIRST_MARGIN.upper())

    def wants(self, contract: str) -> bool:
        """True when it is about this contract."""
        return self.has_news and self.about in ("", contract)


class SubscriptionRefused(Exception):
    """Why a subscription is not taken."""

    def __init__(self, code: int, text: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.text = text or TEXTS.get(code, "")


def arg_key(arg: Mapping[str, object]) -> str:
    """The same argument in any order of its fields."""
    return json.dumps(arg, sort_keys=True)


def read(arg: Mapping[str, object], address: Address, caller: Caller | None, contracts: frozenset[str]) -> Subscription:
    """What a client asks for.

    Args:
        arg: One element of `args`.
        address: Where the connection came to.
        caller: Who has logged in on it.
        contracts: What is listed.

    Raises:
        SubscriptionRefused: With the stream's code and text.
    """
    naming, _ = address.naming
    name, product = str(arg.get(naming, "")), str(arg.get("instType", ""))
    named = ",".join(f"{field}:{value}" for field, value in arg.items())
    channel = CHANNELS.get((address.version, name))
    spelled = product.upper() if address.version == "v3" else product
    if channel is None or not address.has(channel.kind) or spelled not in channel.products:
        raise SubscriptionRefused(30001, f"{named} doesn't exist")
    if channel.kind == "private":
        _check_caller(channel, caller)
    about = str(arg.get(channel.by) or "") if channel.by else ""
    if channel.takes == "pair":
        if not about.endswith(SPOT_MARK):
            raise SubscriptionRefused(30001, f"{named} doesn't exist")
        about = about.removesuffix(SPOT_MARK)
    if channel.takes in ("contract", "pair") and about not in contracts:
        raise SubscriptionRefused(30001, f"{named} doesn't exist")
    if channel.takes == "default" and about != "default":
        raise SubscriptionRefused(30016, f"Param error: {channel.by}")
    if channel.takes == "any" and not about:
        raise SubscriptionRefused(30016, f"Param error: {channel.by}")
    if channel.takes == "any" and channel.by != "coin" and about not in contracts | {"default"}:
        raise SubscriptionRefused(30001, f"{named} doesn't exist")
    subscribed = {field: str(value) for field, value in arg.items()}
    return Subscription(subscribed, name, "" if about == "default" else about, address.version)


def _check_caller(channel: Channel, caller: Caller | None) -> None:
    if caller is None:
        raise SubscriptionRefused(30004)
    unified = is_unified(caller.account)
    if channel.version != "v3" and unified:
        raise SubscriptionRefused(
            40085, "You are in Unified Account mode, and the Classic Account API is not supported"
        )
    if channel.version == "v3" and not unified:
        raise SubscriptionRefused(
            40084, "You are in Classic Account mode, and the Unified Account API is not supported"
        )
    if not channel.permissions & set(caller.key.permissions):
        raise SubscriptionRefused(40014, "Incorrect permissions")

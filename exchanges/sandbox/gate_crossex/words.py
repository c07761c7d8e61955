"""CrossEx's own words for what the engine says."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from exchanges.sandbox.contracts import Contract
from exchanges.sandbox.figures import txt
from exchanges.sandbox.state import Account, Order, Position

Row = dict[str, object]
COIN = "USDT"
EXCHANGES = ("BINANCE", "OKX", "GATE")
"""Exchanges of the isolated mode; symbols may name others."""
CROSS, ISOLATED = "CROSS_EXCHANGE", "ISOLATED_EXCHANGE"
CROSSEX = "CROSSEX"
OLD, NEW = "1.0.0", "1.0.2"
"""Versions of the document; they differ in the names of some fields and in three shapes."""
FORCES = {"GTC": "limit", "IOC": "ioc", "FOK": "fok", "POC": "post_only"}
_TIFS = {kind: word for word, kind in FORCES.items()} | {"market": "GTC"}
_ATTRIBUTES = {"normal": "COMMON", "full_liquidation": "LIQ", "adl": "ADL"}
_OLD_NAMES = {"time_in_force": "tif", "fee_coin": "fee_currency", "entry_price": "avg_price"}
"""What the samples of the first document call these."""


def exchange_of(symbol: str) -> str:
    """`OKX` of `OKX_FUTURE_ADA_USDT`."""
    return symbol.split("_", 1)[0]


def business_of(symbol: str) -> str:
    """`FUTURE` of `OKX_FUTURE_ADA_USDT`."""
    return symbol.split("_", 2)[1]


def coin_of(currency: str) -> tuple[str, str]:
    """A balance's coin and exchange; the settlement coin belongs to none."""
    coin, _, exchange = currency.partition("@")
    return coin, exchange


def position_mode(account: Account) -> str:
    return "DUAL" if account.hedged else "SINGLE"


def account_mode(account: Account) -> str:
    return account.facts.get("account_mode", CROSS)


def is_isolated(account: Account) -> bool:
    return account_mode(account) == ISOLATED


def side_word(leg: str) -> str:
    return {"long": "LONG", "short": "SHORT"}.get(leg, "NONE")


def signed_size(position: Position) -> str:
    """Negative for a one-way short, whose row names no side."""
    return txt(-position.size if position.leg == "net" and position.direction < 0 else position.size)


def force(order: Order) -> str:
    return _TIFS.get(order.kind, "GTC")


def attribute(order: Order) -> str:
    return _ATTRIBUTES.get(order.category, "COMMON")


def state(order: Order) -> str:
    """Accepted, open, partly or wholly filled, ended by the person, by the exchange (POC) or by CrossEx."""
    if order.state == "canceled":
        return {"post_only": "REJECT", "funds": "FAIL"}.get(order.cancel_source, "CANCELLED")
    return {"live": "OPEN", "partially_filled": "PARTIALLY_FILLED", "filled": "FILLED"}[order.state]


def text_of(order: Order) -> str:
    """The client's id, or the venue's where none was given."""
    return order.client_id or order.id


def is_dust(contract: Contract, position: Position, value: Decimal) -> bool:
    """Too small for an ordinary order."""
    return position.size <= contract.minimum or value <= contract.min_notional


def worded(row: Mapping[str, object], document: str) -> Row:
    """A row under the names its document uses."""
    if document == OLD:
        return {_OLD_NAMES.get(name, name): value for name, value in row.items()}
    return dict(row)

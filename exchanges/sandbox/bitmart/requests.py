"""Reading a client's parameters: what is demanded, what is a number, what is one of a few words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from exchanges.sandbox.bitmart.errors import BitmartError
from exchanges.sandbox.bitmart.prints import Prints
from exchanges.sandbox.market import Quote
from exchanges.sandbox.state import Account, Key, MarginMode
from exchanges.sandbox.venue import Venue

Fields = Mapping[str, object]
Row = dict[str, object]
Generation = Literal["v1", "v2"]
COIN = "USDT"
COINS = (COIN, "BTC", "ETH")
"""Coins of the futures wallet."""
DAY_MS = 86_400_000
LONGEST_NUMBER = 36
LONGEST_CLIENT_ID = 32
_CLIENT_ID = re.compile(r"[A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Call:
    """One request on its way to a handler; public calls have neither account nor key."""

    venue: Venue
    params: Fields
    """Query of a GET, or the JSON body of a POST."""
    generation: Generation
    prints: Prints
    signed_by: tuple[Account, Key] | None = None

    @property
    def is_v2(self) -> bool:
        return self.generation == "v2"

    @property
    def account(self) -> Account:
        if self.signed_by is None:
            raise BitmartError("30001")
        return self.signed_by[0]

    @property
    def quotes(self) -> dict[str, Quote]:
        return self.venue.market.quotes


def word(fields: Fields, name: str, default: str = "") -> str:
    """A text; numbers are accepted as the venue accepts them."""
    value = fields.get(name)
    return default if value is None or value == "" or isinstance(value, bool) else str(value)


def need(fields: Fields, name: str) -> str:
    """A parameter that must be there.

    Raises:
        BitmartError: 40011.
    """
    value = word(fields, name)
    if not value:
        raise BitmartError("40011", name)
    return value


def decimal(fields: Fields, name: str) -> Decimal | None:
    """A number, or None when absent.

    Raises:
        BitmartError: 40011 when something else stands there.
    """
    text = word(fields, name)
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise BitmartError("40011", name) from None
    if not value.is_finite() or len(text) > LONGEST_NUMBER or abs(value.adjusted()) > LONGEST_NUMBER // 2:
        raise BitmartError("40011", name)
    return value


def need_decimal(fields: Fields, name: str) -> Decimal:
    value = decimal(fields, name)
    if value is None:
        raise BitmartError("40011", name)
    return value


def price(fields: Fields, name: str) -> Decimal | None:
    """A price; absent and 0 both mean none."""
    value = decimal(fields, name)
    if value is not None and value < 0:
        raise BitmartError("40044", name)
    return value or None


def need_price(fields: Fields, name: str) -> Decimal:
    value = price(fields, name)
    if value is None:
        raise BitmartError("40011", name)
    return value


def number(fields: Fields, name: str, default: int | None = None) -> int | None:
    """A whole number, or the default when absent.

    Raises:
        BitmartError: 40011.
    """
    text = word(fields, name)
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 19):
        raise BitmartError("40011", name)
    return int(text)


def within(fields: Fields, name: str, least: int, most: int, default: int | None = None) -> int:
    """A whole number between two others; it must be there when there is no default.

    Raises:
        BitmartError: 40011.
    """
    value = number(fields, name, default)
    if value is None or not least <= value <= most:
        raise BitmartError("40011", name)
    return value


def one_of(fields: Fields, name: str, words: tuple[str, ...], default: str = "", code: str = "40011") -> str:
    """One of a few words.

    Raises:
        BitmartError: `code`.
    """
    value = word(fields, name, default)
    if value not in words:
        raise BitmartError(code, name)
    return value


def contract(call: Call, fields: Fields | None = None) -> str:
    """The contract `symbol` names.

    Raises:
        BitmartError: 40011 or 40034.
    """
    name = need(fields if fields is not None else call.params, "symbol")
    if name not in call.quotes:
        raise BitmartError("40034")
    return name


def wanted_contract(call: Call) -> str:
    """`symbol` as a filter of a list; empty means all."""
    return contract(call) if word(call.params, "symbol") else ""


def size(fields: Fields) -> Decimal:
    """A whole number of contracts.

    Raises:
        BitmartError: 40011 or 40043.
    """
    value = need_decimal(fields, "size")
    if value % 1:
        raise BitmartError("40043", "size")
    return value


def open_type(fields: Fields) -> MarginMode:
    """Raises:
    BitmartError: 40045.
    """
    wanted = one_of(fields, "open_type", ("cross", "isolated"), code="40045")
    return "isolated" if wanted == "isolated" else "cross"


def client_id(fields: Fields) -> str:
    """A client's own id; empty when it has none.

    Raises:
        BitmartError: 40048 or 40049.
    """
    value = word(fields, "client_order_id")
    if value and not _CLIENT_ID.fullmatch(value):
        raise BitmartError("40048")
    if len(value) > LONGEST_CLIENT_ID:
        raise BitmartError("40049")
    return value


def span(call: Call, per: int, *, start: str = "start_time", end: str = "end_time") -> tuple[int, int]:
    """From when to when a history is asked for, in milliseconds; the last seven days unless said.

    Args:
        per: Milliseconds in one unit of the parameters.

    Raises:
        BitmartError: 40011 for more than ninety days, or for an end before the start.
    """
    since, until = number(call.params, start), number(call.params, end)
    last = until * per + per - 1 if until is not None else call.venue.clock()
    first = since * per if since is not None else last - 7 * DAY_MS
    if first > last or last - first > 90 * DAY_MS + per:
        raise BitmartError("40011", start)
    return first, last


def is_copied(call: Call) -> bool:
    """Whether the copy-trading account is asked for, which is empty here.

    Raises:
        BitmartError: 40011 for an account that does not exist.
    """
    return one_of(call.params, "account", ("futures", "copy_trading"), "futures") == "copy_trading"

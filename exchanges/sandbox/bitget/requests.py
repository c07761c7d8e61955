"""Reading a client's parameters: what is demanded, what is a number, what is one of a few words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import cast

from exchanges.sandbox.bitget.errors import BitgetError
from exchanges.sandbox.bitget.margin_terms import Pair
from exchanges.sandbox.bitget.venue import BitgetVenue
from exchanges.sandbox.market import Quote
from exchanges.sandbox.state import Account, Key, MarginMode, Side

Fields = Mapping[str, object]
Row = dict[str, object]
PRODUCTS = ("USDT-FUTURES", "COIN-FUTURES", "USDC-FUTURES", "SUSDT-FUTURES", "SCOIN-FUTURES", "SUSDC-FUTURES")
USDT_FUTURES = "USDT-FUTURES"
"""The one product with contracts; the others exist and are empty."""
COIN = "USDT"
LONGEST_NUMBER = 36
"""Characters of a number; half as many digits may stand on either side of the point."""
_CLIENT_ID = re.compile(r"[A-Za-z0-9_.:#-]{1,50}")


@dataclass(frozen=True, slots=True)
class Call:
    """One request on its way to a handler; public calls have neither account nor key."""

    venue: BitgetVenue
    params: Fields
    """Query of a GET, or the fields of a POST body that is an object."""
    body: object
    """The parsed JSON body of a POST."""
    signed_by: tuple[Account, Key] | None = None
    environment: str = "live"

    @property
    def account(self) -> Account:
        if self.signed_by is None:
            raise BitgetError("40006")
        return self.signed_by[0]

    @property
    def key(self) -> Key:
        if self.signed_by is None:
            raise BitgetError("40006")
        return self.signed_by[1]

    @property
    def quotes(self) -> dict[str, Quote]:
        return self.venue.market.quotes


def word(fields: Fields, name: str, default: str = "") -> str:
    """A text; numbers are accepted as the venue accepts them."""
    value = fields.get(name)
    if value is None or value == "":
        return default
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def need(fields: Fields, name: str) -> str:
    """A parameter that must be there.

    Raises:
        BitgetError: 40019.
    """
    value = word(fields, name)
    if not value:
        raise BitgetError("40019", param=name)
    return value


def decimal(fields: Fields, name: str) -> Decimal | None:
    """A number, or None when absent.

    Raises:
        BitgetError: 40020 when something else stands there.
    """
    text = word(fields, name)
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise BitgetError("40020", param=name) from None
    if not value.is_finite() or len(text) > LONGEST_NUMBER or abs(value.adjusted()) > LONGEST_NUMBER // 2:
        raise BitgetError("40020", param=name)
    return value


def price(fields: Fields, name: str) -> Decimal | None:
    """A price; absent and 0 both mean none."""
    return decimal(fields, name) or None


def need_decimal(fields: Fields, name: str) -> Decimal:
    value = decimal(fields, name)
    if value is None:
        raise BitgetError("40019", param=name)
    return value


def number(fields: Fields, name: str) -> int | None:
    """A whole number, or None when absent.

    Raises:
        BitgetError: 40020.
    """
    text = word(fields, name)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 20):
        raise BitgetError("40020", param=name)
    return int(text)


def one_of(fields: Fields, name: str, words: tuple[str, ...], default: str = "") -> str:
    """One of a few words, in any case of letters.

    Raises:
        BitgetError: 40019 when absent without a default, 400172 when another word stands there.
    """
    value = word(fields, name, default)
    if not value:
        raise BitgetError("40019", param=name)
    for known in words:
        if known.lower() == value.lower():
            return known
    raise BitgetError("400172")


def product(fields: Fields, name: str = "productType") -> str:
    """`productType`, in the upper-case spelling."""
    return one_of(fields, name, PRODUCTS)


def contract(call: Call, fields: Fields) -> str:
    """The contract `symbol` names.

    Raises:
        BitgetError: 40019 or 40034.
    """
    name = need(fields, "symbol")
    if name.upper() not in call.quotes:
        raise BitgetError("40034", param=name)
    return name.upper()


def margin_pair(call: Call, fields: Fields) -> Pair:
    """The pair `symbol` names.

    Raises:
        BitgetError: 40019 or 50005.
    """
    return call.venue.margin.pair(need(fields, "symbol").upper())


def wanted_contract(fields: Fields) -> str:
    """`symbol` as a filter of a list; empty means all."""
    return word(fields, "symbol").upper()


def margin_coin(fields: Fields) -> None:
    """`marginCoin` must be the coin the contracts settle in.

    Raises:
        BitgetError: 40019 or 40778.
    """
    coin = need(fields, "marginCoin")
    if coin.upper() != COIN:
        raise BitgetError("40778", symbol=word(fields, "symbol"), coin=coin)


def side(fields: Fields) -> Side:
    return cast(Side, one_of(fields, "side", ("buy", "sell")))


def margin_mode(fields: Fields, default: str = "") -> MarginMode:
    """The engine's word for `marginMode`."""
    return "isolated" if one_of(fields, "marginMode", ("crossed", "isolated"), default) == "isolated" else "cross"


def client_id(call: Call, fields: Fields, name: str = "clientOid") -> str:
    """A client's own id, or one the venue makes.

    Raises:
        BitgetError: 40304.
    """
    return own_id(fields, name) or call.venue.desk.new_id()


def own_id(fields: Fields, name: str) -> str:
    """A client's own id; empty when there is none.

    Raises:
        BitgetError: 40304.
    """
    value = word(fields, name)
    if value and not _CLIENT_ID.fullmatch(value):
        raise BitgetError("40304")
    return value


def items(body: object, name: str, most: int) -> list[Fields]:
    """A list of objects inside a POST body; `name` empty: the body itself.

    Raises:
        BitgetError: 40017, 40019 or 40306.
    """
    found = body.get(name) if name and isinstance(body, dict) else body
    if not found:
        raise BitgetError("40019", param=name)
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise BitgetError("40017", param=name)
    if len(found) > most:
        raise BitgetError("40306", most=str(most))
    return found

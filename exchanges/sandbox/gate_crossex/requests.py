"""Reading a client's parameters: what is demanded, what is a number, what is one of a few words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from exchanges.sandbox.gate_crossex.errors import CrossexError
from exchanges.sandbox.gate_crossex.pools import Pools
from exchanges.sandbox.gate_crossex.words import business_of, exchange_of
from exchanges.sandbox.market import Quote
from exchanges.sandbox.state import Account, Key
from exchanges.sandbox.venue import Venue

Fields = Mapping[str, object]
PARAM = "COMMON_PARAM_BIND_ERROR"
LONGEST_NUMBER = 36


@dataclass(slots=True)
class Manners:
    """How this simulation behaves where the document's versions, or the venue's days, differ."""

    document: str
    """"1.0.0" speaks as the first document's samples, "1.0.2" as the later ones."""
    later_s: float = 0.03
    """So long after its 202 a change is done."""
    close_by: frozenset[str] = frozenset({"POST", "DELETE"})
    """Methods that close dust: DELETE in the first document, POST later."""
    introspection: bool = True
    """Whether Gate tells a key's permissions to the key itself."""
    limited: bool = True
    """Whether rate limits are enforced."""
    push_event: str = "update"
    """The event pushes carry; the documents show "update" and "subscribe"."""
    idle_s: float = 30.0
    """A connection without any frame of the client lives so long."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request on its way to a handler; public calls have neither account nor key."""

    venue: Venue
    pools: Pools
    manners: Manners
    params: Fields
    """Query, path parts and JSON body, as one."""
    signed_by: tuple[Account, Key] | None = None
    method: str = "GET"

    @property
    def account(self) -> Account:
        if self.signed_by is None:
            raise CrossexError("INVALID_KEY")
        return self.signed_by[0]

    @property
    def key(self) -> Key:
        if self.signed_by is None:
            raise CrossexError("INVALID_KEY")
        return self.signed_by[1]

    @property
    def quotes(self) -> dict[str, Quote]:
        return self.venue.market.quotes


def word(fields: Fields, name: str, default: str = "") -> str:
    """A text; numbers and truth values are taken as their text."""
    value = fields.get(name)
    if value is None or value == "":
        return default
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def need(fields: Fields, name: str, label: str = PARAM) -> str:
    """A parameter that must be there.

    Raises:
        CrossexError: `label`.
    """
    value = word(fields, name)
    if not value:
        raise CrossexError(label)
    return value


def decimal(fields: Fields, name: str, label: str = PARAM) -> Decimal | None:
    """A number, or None when absent.

    Raises:
        CrossexError: `label`, when something else stands there.
    """
    text = word(fields, name)
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise CrossexError(label) from None
    if not value.is_finite() or len(text) > LONGEST_NUMBER or abs(value.adjusted()) > LONGEST_NUMBER // 2:
        raise CrossexError(label)
    return value


def number(fields: Fields, name: str) -> int | None:
    """A whole number, or None when absent."""
    text = word(fields, name)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 20):
        raise CrossexError(PARAM)
    return int(text)


def one_of(fields: Fields, name: str, words: tuple[str, ...], label: str, default: str = "") -> str:
    """One of a few words.

    Raises:
        CrossexError: `label`.
    """
    value = word(fields, name, default)
    if value not in words:
        raise CrossexError(label)
    return value


def symbol(call: Call, fields: Fields, business: tuple[str, ...] = (), label: str = "TRADE_SYM_NOT_SUPPORT") -> str:
    """A listed symbol, of one of these businesses.

    Raises:
        CrossexError: 400 for none at all, TRADE_SYM_NOT_SUPPORT for an unlisted one, else `label`.
    """
    name = need(fields, "symbol")
    if name not in call.quotes:
        raise CrossexError("TRADE_SYM_NOT_SUPPORT")
    if business and business_of(name) not in business:
        raise CrossexError(label)
    return name


def listed(call: Call, name: str = "symbols") -> list[str]:
    """A list with commas of listed symbols; unlisted ones are passed over."""
    wanted = [part.strip() for part in word(call.params, name).split(",")]
    return [part for part in wanted if part in call.quotes]


def fits(call: Call, contract: str) -> bool:
    """Whether a row of this symbol is wanted, by `symbol`, `exchange_type` and `business_type`."""
    return (
        word(call.params, "symbol") in ("", contract)
        and word(call.params, "exchange_type") in ("", exchange_of(contract))
        and word(call.params, "business_type") in ("", business_of(contract))
    )

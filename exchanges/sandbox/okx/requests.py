"""Reading a client's parameters: what is demanded, what is a number, what is one of a few words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import cast

from exchanges.sandbox.okx.errors import OkxError, translate
from exchanges.sandbox.refusals import Refusal
from exchanges.sandbox.rules import quote_for
from exchanges.sandbox.state import Account, Attached, Key, Leg, MarginMode, Side
from exchanges.sandbox.venue import Venue

Fields = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Call:
    """One request on its way to a handler; public calls have neither account nor key."""

    venue: Venue
    params: dict[str, str]
    """Query of a GET, or the plain fields of a POST body."""
    body: object
    """The parsed JSON body of a POST."""
    signed_by: tuple[Account, Key] | None = None
    expires: str = ""
    """The `expTime` header: later than this the request is not to be carried out."""

    @property
    def account(self) -> Account:
        if self.signed_by is None:
            raise OkxError("50114")
        return self.signed_by[0]

    @property
    def key(self) -> Key:
        if self.signed_by is None:
            raise OkxError("50114")
        return self.signed_by[1]

    def check_expiry(self) -> None:
        """Refuse what arrived after its `expTime`.

        Raises:
            OkxError: 51149.
        """
        if self.expires.isdigit() and self.venue.clock() > int(self.expires):
            raise OkxError("51149")

    def need(self, name: str) -> str:
        """A parameter that must be there.

        Raises:
            OkxError: 50014.
        """
        return need(self.params, name)


def need(fields: Fields, name: str) -> str:
    value = word(fields, name)
    if not value:
        raise OkxError("50014", param=name)
    return value


def word(fields: Fields, name: str, default: str = "") -> str:
    """A text; numbers and booleans are accepted as OKX accepts them."""
    value = fields.get(name)
    if value is None or value == "":
        return default
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def decimal(fields: Fields, name: str) -> Decimal | None:
    """A number, or None when absent.

    Raises:
        OkxError: Something else stands there.
    """
    text = word(fields, name)
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise OkxError("51000", param=name) from None
    if not value.is_finite():
        raise OkxError("51000", param=name)
    return value


def one_of(fields: Fields, name: str, words: tuple[str, ...], default: str = "") -> str:
    """One of a few words.

    Raises:
        OkxError: 50014 when absent without a default, 51000 when another word stands there.
    """
    value = word(fields, name, default)
    if not value:
        raise OkxError("50014", param=name)
    if value not in words:
        raise OkxError("51000", param=name)
    return value


def client_id(fields: Fields, name: str) -> str:
    """A client's own id: up to 32 letters and digits."""
    value = word(fields, name)
    if value and not (len(value) <= 32 and value.isascii() and value.isalnum()):
        raise OkxError("51000", param=name)
    return value


def tag(fields: Fields) -> str:
    value = word(fields, "tag")
    if value and not (len(value) <= 16 and value.isascii() and value.isalnum()):
        raise OkxError("51000", param="tag")
    return value


def margin_mode(fields: Fields, name: str = "tdMode") -> MarginMode:
    return cast(MarginMode, one_of(fields, name, ("cross", "isolated")))


def side(fields: Fields) -> Side:
    return cast(Side, one_of(fields, "side", ("buy", "sell")))


def leg(account: Account, fields: Fields) -> Leg:
    """`posSide`, which hedge mode demands and one-way mode leaves out.

    Raises:
        OkxError: 51000 when it does not fit the position mode; 51010 in spot mode.
    """
    if account.level == "1":
        raise OkxError("51010")
    value = word(fields, "posSide", "" if account.hedged else "net")
    if value not in (("long", "short") if account.hedged else ("net",)):
        raise OkxError("51000", param="posSide")
    return cast(Leg, value)


def attached(fields: Fields, new_id: str) -> Attached:
    """One element of `attachAlgoOrds`."""
    item = Attached(
        id=new_id,
        client_id=client_id(fields, "attachAlgoClOrdId"),
        tp_trigger=decimal(fields, "tpTriggerPx"),
        tp_trigger_type=price_type(fields, "tpTriggerPxType"),
        tp_price=decimal(fields, "tpOrdPx"),
        sl_trigger=decimal(fields, "slTriggerPx"),
        sl_trigger_type=price_type(fields, "slTriggerPxType"),
        sl_price=decimal(fields, "slOrdPx"),
        size=decimal(fields, "sz"),
    )
    if item.tp_trigger is None and item.sl_trigger is None:
        raise OkxError("51000", param="attachAlgoOrds")
    if item.tp_trigger is not None and item.tp_price is None:
        raise OkxError("50014", param="tpOrdPx")
    if item.sl_trigger is not None and item.sl_price is None:
        raise OkxError("50014", param="slOrdPx")
    return item


def price_type(fields: Fields, name: str) -> str:
    return one_of(fields, name, ("last", "index", "mark"), "last")


def known_contract(call: Call, contract: str) -> str:
    """The contract's name, when it is tradable.

    Raises:
        OkxError: 51001 or 51022.
    """
    try:
        return quote_for(call.venue.market, contract).contract.id
    except Refusal as refusal:
        raise translate(refusal, contract=contract) from None

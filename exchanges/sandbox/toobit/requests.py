"""A call as it came, and careful reading of its parameters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from exchanges.sandbox.market import Market, Quote
from exchanges.sandbox.state import Account, Key, Leg, Side
from exchanges.sandbox.toobit.errors import ToobitError
from exchanges.sandbox.toobit.house import House
from exchanges.sandbox.venue import Venue

CLIENT_ID = re.compile(r"^[\w.:/-]{1,64}$")
LEGS: dict[str, Leg] = {"LONG": "long", "SHORT": "short"}
POSITION_SIDES = {"long": "LONG", "short": "SHORT", "net": "LONG"}
CATEGORIES = {"": "USDT", "USDT": "USDT", "USDC": "USDC"}


@dataclass(slots=True)
class Call:
    """One request to be answered.

    `signed_by` is None for calls without a key.
    """

    house: House
    params: dict[str, str]
    body: Any = None
    """The JSON that was sent; None for a form."""
    signed_by: tuple[Account, Key] | None = None

    @property
    def venue(self) -> Venue:
        return self.house.venue

    @property
    def market(self) -> Market:
        return self.house.venue.market

    @property
    def account(self) -> Account:
        return self._signed[0]

    @property
    def key(self) -> Key:
        return self._signed[1]

    @property
    def _signed(self) -> tuple[Account, Key]:
        if self.signed_by is None:
            raise ToobitError(-1107)
        return self.signed_by

    def now(self) -> int:
        return self.venue.clock()

    def text(self, name: str, default: str = "") -> str:
        return self.params.get(name, "") or default

    def need(self, name: str) -> str:
        """A parameter that has to be there.

        Raises:
            ToobitError: -1102.
        """
        value = self.params.get(name, "")
        if not value:
            raise ToobitError(-1102, param=name)
        return value

    def whole(self, name: str, default: int = 0) -> int:
        """A whole number.

        Raises:
            ToobitError: -1130.
        """
        value = self.params.get(name, "")
        if not value:
            return default
        if not re.fullmatch(r"-?\d{1,19}", value):
            raise ToobitError(-1130, param=name)
        return int(value)

    def number(self, name: str) -> Decimal | None:
        """A decimal number; None where it is missing or zero, which means the same here.

        Raises:
            ToobitError: -1130.
        """
        value = self.params.get(name, "")
        if not value:
            return None
        if not re.fullmatch(r"-?[0-9.]{1,40}", value):
            raise ToobitError(-1130, param=name)
        try:
            return Decimal(value) or None
        except InvalidOperation:
            raise ToobitError(-1130, param=name) from None

    def choice(self, name: str, known: tuple[str, ...], default: str = "", code: int = -1130) -> str:
        """One of a few words.

        Raises:
            ToobitError: -1102, or `code`.
        """
        value = self.params.get(name, "") or default
        if not value:
            raise ToobitError(-1102, param=name)
        if value not in known:
            raise ToobitError(code, param=name)
        return value

    def quote(self, symbol: str = "") -> Quote:
        """The quote of a symbol, else of the one the call names, which has to be there then.

        Raises:
            ToobitError: -1102 or -1121.
        """
        found = self.market.quotes.get(symbol or self.need("symbol"))
        if found is None:
            raise ToobitError(-1121)
        return found

    def symbols(self) -> set[str] | None:
        """The symbols named, with commas between them; None for all."""
        named = [name.strip() for name in self.text("symbol").split(",") if name.strip()]
        return {self.quote(name).contract.id for name in named} if named else None

    def wants(self, contract_id: str) -> bool:
        """Whether the call is about this contract, by its symbol and its category."""
        category = CATEGORIES.get(self.text("category"))
        if category is None:
            raise ToobitError(-1130, param="category")
        symbols = self.symbols()
        same = self.market.quotes[contract_id].contract.settle == category
        return same and (symbols is None or contract_id in symbols)

    def side(self) -> Side:
        return "buy" if self.choice("side", ("BUY", "SELL"), code=-1117) == "BUY" else "sell"

    def leg(self, name: str) -> Leg:
        return LEGS[self.choice(name, ("LONG", "SHORT"))]

    def client_id(self, name: str) -> str:
        value = self.params.get(name, "")
        if value and not CLIENT_ID.fullmatch(value):
            raise ToobitError(-1130, param=name)
        return value

    def limit(self, usual: int = 20, most: int = 1_000) -> int:
        value = self.whole("limit", usual)
        if not 1 <= value <= most:
            raise ToobitError(-1130, param="limit")
        return value

    def window(self, usual_ms: int) -> tuple[int, int]:
        """From and to, both included; what is not said, or is not positive, is the usual.

        Raises:
            ToobitError: -1130 when turned around.
        """
        start, end = self.whole("startTime"), self.whole("endTime")
        last = end if end > 0 else self.now() + 60_000
        first = start if start > 0 else last - usual_ms
        if first > last:
            raise ToobitError(-1130, param="startTime")
        return first, last

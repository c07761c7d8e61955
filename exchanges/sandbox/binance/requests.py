"""A call as it came, and careful reading of its parameters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from exchanges.sandbox.binance.errors import BinanceError
from exchanges.sandbox.binance.house import House
from exchanges.sandbox.market import Market, Quote
from exchanges.sandbox.state import Account, Key, Leg, Side
from exchanges.sandbox.venue import Venue

Environment = Literal["live", "demo"]
CLIENT_ID = re.compile(r"^[\.A-Z\:/a-z0-9_-]{1,36}$")


@dataclass(slots=True)
class Call:
    """One request to be answered.

    `signed_by` is None for calls without a key.
    """

    house: House
    environment: Environment
    params: dict[str, str]
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
            raise BinanceError(-2014)
        return self.signed_by

    def now(self) -> int:
        return self.venue.clock()

    def text(self, name: str, default: str = "") -> str:
        return self.params.get(name, "") or default

    def need(self, name: str) -> str:
        """A parameter that has to be there.

        Raises:
            BinanceError: -1102.
        """
        value = self.params.get(name, "")
        if not value:
            raise BinanceError(-1102, param=name)
        return value

    def whole(self, name: str, default: int | None = None) -> int | None:
        """A whole number.

        Raises:
            BinanceError: -1130, or -1102 where it is something else.
        """
        value = self.params.get(name, "")
        if not value:
            return default
        if not re.fullmatch(r"-?\d{1,19}", value):
            raise BinanceError(-1102, param=name)
        return int(value)

    def number(self, name: str) -> Decimal | None:
        """A decimal number in plain notation.

        Raises:
            BinanceError: -1100 or -1102.
        """
        value = self.params.get(name, "")
        if not value:
            return None
        if not re.fullmatch(r"[0-9.]{1,40}", value):
            legal = "^([0-9]{1,20})(\\.[0-9]{1,20})?$"
            raise BinanceError(-1100, param=name, range=legal)
        try:
            return Decimal(value)
        except InvalidOperation:
            raise BinanceError(-1102, param=name) from None

    def flag(self, name: str, *, needed: bool = False) -> bool | None:
        """ "true" or "false"; None when nothing is said."""
        value = (self.need(name) if needed else self.params.get(name, "")).lower()
        if value in ("true", "false"):
            return value == "true"
        if value:
            raise BinanceError(-1102, param=name)
        return None

    def choice(self, name: str, known: tuple[str, ...], default: str = "", code: int = -1130) -> str:
        value = self.params.get(name, "") or default
        if not value:
            raise BinanceError(-1102, param=name)
        if value not in known:
            raise BinanceError(code, param=name)
        return value

    def quote(self, symbol: str = "") -> Quote:
        """The quote of a symbol, else of the one the call names, which has to be there then.

        Raises:
            BinanceError: -1102 or -1121.
        """
        return self._find(symbol or self.need("symbol"))

    def quotes(self) -> list[Quote]:
        """The symbol's quote, or all when none is named."""
        if self.params.get("symbol"):
            return [self._find(self.params["symbol"])]
        return list(self.market.quotes.values())

    def symbols(self) -> set[str] | None:
        """The symbol named; None for all."""
        return {self.quote().contract.id} if self.params.get("symbol") else None

    def _find(self, symbol: str) -> Quote:
        found = self.market.quotes.get(symbol)
        if found is None:
            raise BinanceError(-1121)
        return found

    def side(self) -> Side:
        return "buy" if self.choice("side", ("BUY", "SELL"), code=-1117) == "BUY" else "sell"

    def leg(self) -> Leg:
        """`positionSide` as the account's mode demands it.

        Raises:
            BinanceError: -4061.
        """
        value = self.choice("positionSide", ("BOTH", "LONG", "SHORT"), "BOTH")
        if (value == "BOTH") == self.account.hedged:
            raise BinanceError(-4061)
        return LEGS[value]

    def client_id(self, name: str) -> str:
        value = self.params.get(name, "")
        if value and not CLIENT_ID.fullmatch(value):
            raise BinanceError(-4015)
        return value

    def limit(self, usual: int, most: int) -> int:
        value = self.whole("limit", usual) or usual
        if value < 1:
            raise BinanceError(-1130, param="limit")
        return min(value, most)

    def window(self, longest_ms: int, *, usual_ms: int, reach_ms: int) -> tuple[int, int]:
        """From and to, both included.

        Raises:
            BinanceError: -1127 when too long, -1130 when turned around.
        """
        start, end, now = self.whole("startTime"), self.whole("endTime"), self.now()
        last = end if end is not None else (now if start is None else min(now, start + longest_ms))
        first = start if start is not None else last - usual_ms
        if first > last:
            raise BinanceError(-1130, param="startTime")
        if last - first > longest_ms:
            raise BinanceError(-4165 if longest_ms < 8 * 86_400_000 else -1127)
        return max(first, now - reach_ms), last


LEGS: dict[str, Leg] = {"BOTH": "net", "LONG": "long", "SHORT": "short"}
POSITION_SIDES = {"net": "BOTH", "long": "LONG", "short": "SHORT"}

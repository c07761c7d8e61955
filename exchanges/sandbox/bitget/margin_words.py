"""The two generations of the margin calls: what each names fields, paths and states. Pure.

Rows are made in the words of the first document; the second generation renames them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from exchanges.sandbox.bitget.requests import Fields, Row

_CAPITAL = re.compile("[A-Z]")


def _lower(found: re.Match[str]) -> str:
    return f"_{found[0].lower()}"


@dataclass(frozen=True, slots=True)
class Listed:
    """A list that stands in an envelope of its own: `message` for `msg`, and the ids of the page beside the rows."""

    data: object
    beside: Row = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Words:
    """One generation."""

    version: str
    asked: Mapping[str, str]
    """What the first document calls a parameter, and what this one does."""
    states: Mapping[str, str]
    order: Mapping[str, str]
    """Renamed fields of an order, and so on."""
    loan: Mapping[str, str]
    repay: Mapping[str, str]
    interest: Mapping[str, str]
    liquidation: Mapping[str, str]
    cursors: tuple[str, ...]
    size: str
    """The page size."""

    @property
    def is_first(self) -> bool:
        return self.version == "v1"

    def fields(self, told: Fields) -> Fields:
        """A request in the first document's words."""
        if self.is_first:
            return told
        names = {new: old for old, new in self.asked.items()}
        return {names.get(name, name): value for name, value in told.items()}

    def kind(self, word: str) -> str:
        """`auto_loan` as this generation writes types."""
        return re.sub(r"_(\w)", lambda found: found[1].upper(), word) if self.is_first else word

    def side(self, side: str, origin: str) -> str:
        """The direction; of trades the system made, with what made them."""
        if not origin:
            return side
        if self.is_first:
            return f"{origin}-{side}"
        return f"{_CAPITAL.sub(_lower, origin)}_{side}"

    def paged(self, rows: Sequence[Row], name: str, ids: Sequence[str]) -> object:
        """A page of a list with the ids of its first and last row."""
        span: Row = {"maxId": ids[0] if ids else None, "minId": ids[-1] if ids else None}
        if self.is_first:
            return Listed({name: list(rows), **span})
        return {name: list(rows) or None, **span}


def renamed(row: Row, names: Mapping[str, str]) -> Row:
    """The row with some of its fields called otherwise."""
    return {names.get(name, name): value for name, value in row.items()}


_SAME: Mapping[str, str] = {}
FIRST = Words(
    version="v1",
    asked=_SAME,
    states={"live": "new", "partially_filled": "partial_fill", "filled": "full_fill", "cancelled": "cancelled"},
    order=_SAME,
    loan=_SAME,
    repay=_SAME,
    interest=_SAME,
    liquidation={"liqFee": "LiqFee"},
    cursors=("pageId", "minId", "lastFillId"),
    size="pageSize",
)
SECOND = Words(
    version="v2",
    asked={"timeInForce": "force", "baseQuantity": "baseSize", "quoteAmount": "quoteSize", "symbols": "symbolList"},
    states={"live": "live", "partially_filled": "partially_fill", "filled": "filled", "cancelled": "cancelled"},
    order={
        "source": "enterPointSource",
        "baseQuantity": "baseSize",
        "quoteAmount": "quoteSize",
        "fillPrice": "priceAvg",
        "fillQuantity": "size",
        "fillTotalAmount": "amount",
        "timeInForce": "force",
    },
    loan={"amount": "borrowAmount", "type": "borrowType"},
    repay={
        "amount": "repayPrincipal",
        "interest": "repayInterest",
        "totalAmount": "repayAmount",
        "type": "repayType",
    },
    interest={"amount": "interestAmount", "interestRate": "dailyInterestRate", "type": "interstType"},
    liquidation={"liqRisk": "liqRiskRatio"},
    cursors=("idLessThan",),
    size="limit",
)

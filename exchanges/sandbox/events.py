"""What the engine tells its listeners, at the moment it happens."""

from __future__ import annotations

from dataclasses import dataclass

from exchanges.sandbox.state import Account, Algo, Fill, Order, Position


@dataclass(frozen=True, slots=True)
class OrderChanged:
    account: Account
    order: Order
    fill: Fill | None = None
    amend_result: str = ""
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class AlgoChanged:
    account: Account
    algo: Algo


@dataclass(frozen=True, slots=True)
class AlgoFired:
    """A conditional order's price has come; the order it becomes follows, and then `AlgoChanged`."""

    account: Account
    algo: Algo


@dataclass(frozen=True, slots=True)
class PositionChanged:
    account: Account
    position: Position
    """Size zero means it is closed."""
    cause: str
    """filled, funding_fee, set_leverage, adjust_margin, liquidation, adl."""


@dataclass(frozen=True, slots=True)
class BalanceChanged:
    account: Account
    currency: str
    cause: str
    """filled, transferred, funding_fee, liquidation, adl, settings."""


@dataclass(frozen=True, slots=True)
class PricesMoved:
    contracts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyGone:
    """A key was edited or deleted on the venue's site."""

    account: Account
    api_key: str


Change = OrderChanged | AlgoChanged | AlgoFired | PositionChanged | BalanceChanged | PricesMoved | KeyGone

"""What a client wants of the engine: read from a request by a venue's server, judged by the engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from exchanges.sandbox.state import Attached, Leg, MarginMode, Side

TAKING = frozenset({"market", "ioc", "fok", "optimal_limit_ioc"})
"""Order kinds that never rest."""
AT_MARKET = frozenset({"market", "optimal_limit_ioc"})


@dataclass(slots=True)
class NewOrder:
    """An ordinary order; sizes in contracts."""

    contract: str
    margin_mode: MarginMode
    side: Side
    leg: Leg
    kind: str
    size: Decimal
    price: Decimal | None = None
    client_id: str = ""
    tag: str = ""
    reduce_only: bool = False
    attached: list[Attached] = field(default_factory=list)
    source: str = ""
    algo_id: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    """What the venue's server wants to find on the order again."""


@dataclass(slots=True)
class NewAlgo:
    """A conditional order; `size` None means the whole position."""

    contract: str
    margin_mode: MarginMode
    side: Side
    leg: Leg
    kind: str
    size: Decimal | None
    client_id: str = ""
    tag: str = ""
    reduce_only: bool = False
    cancel_on_close: bool = False
    tp_trigger: Decimal | None = None
    tp_trigger_type: str = "last"
    tp_price: Decimal | None = None
    sl_trigger: Decimal | None = None
    sl_trigger_type: str = "last"
    sl_price: Decimal | None = None
    trigger: Decimal | None = None
    trigger_type: str = "last"
    order_price: Decimal | None = None
    callback_ratio: Decimal | None = None
    callback_spread: Decimal | None = None
    active_price: Decimal | None = None
    parent_order_id: str = ""
    sole: bool = True
    """Of several orders for the same whole position only one may wait."""
    facts: dict[str, str] = field(default_factory=dict)
    """What the venue's server wants to find on the order, and on the order it becomes."""

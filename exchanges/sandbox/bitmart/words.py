"""BitMart's numbers for sides, states and modes."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from typing import NamedTuple

from exchanges.sandbox.bitmart.errors import BitmartError
from exchanges.sandbox.bitmart.requests import Fields, number
from exchanges.sandbox.margin import is_closing
from exchanges.sandbox.state import Account, Algo, Attached, Fill, Leg, Order, Position, Side

OPEN, FINISHED = 2, 4
"""States of an order; 1, approving, is over before anybody can see it."""
KINDS = {1: "limit", 2: "fok", 3: "ioc", 4: "post_only"}
"""`mode`: good till cancelled, fill or kill, immediate or cancel, maker only."""
MODES = {kind: mode for mode, kind in KINDS.items()}
TRIGGERS = {1: "last", 2: "mark"}
TRIGGER_CODES = {kind: code for code, kind in TRIGGERS.items()}
HEDGE, ONE_WAY = "hedge_mode", "one_way_mode"
_FORCED = {"full_liquidation": "liquidate", "adl": "adl"}
_EIGHT = Decimal("1e-8")


class Direction(NamedTuple):
    """What a side number means on an account."""

    side: Side
    leg: Leg
    closes: bool


def direction(account: Account, code: int | None) -> Direction:
    """1 and 4 open (one-way: buy and sell), 2 closes a short, 3 a long (one-way: reduce only).

    Raises:
        BitmartError: 40041.
    """
    if code not in (1, 2, 3, 4):
        raise BitmartError("40041")
    side: Side = "buy" if code in (1, 2) else "sell"
    if not account.hedged:
        return Direction(side, "net", code in (2, 3))
    leg: Leg = "long" if code in (1, 3) else "short"
    return Direction(side, leg, code in (2, 3))


def side_code(side: str, leg: str, *, reduces: bool = False) -> int:
    """The number of a side; `reduces` counts in one-way mode only."""
    closes = reduces if leg == "net" else is_closing(side, leg)
    return {("buy", False): 1, ("buy", True): 2, ("sell", True): 3, ("sell", False): 4}[(side, closes)]


def order_side(order: Order | Algo) -> int:
    return side_code(order.side, order.leg, reduces=order.reduce_only)


def fill_side(account: Account, fill: Fill) -> int:
    """A fill's side; one-way fills tell by their order whether they only reduced."""
    orders = (*account.orders.values(), *reversed(account.finished_orders))
    made_by = next((order for order in orders if order.id == fill.order_id), None)
    return side_code(fill.side, fill.leg, reduces=made_by is not None and made_by.reduce_only)


def order_type(order: Order) -> str:
    """limit, market, or what the venue calls a forced end."""
    if order.category in _FORCED:
        return _FORCED[order.category]
    return "limit" if order.price is not None else "market"


def plan_word(algo: Algo) -> str:
    """plan, take_profit, stop_loss or trailing."""
    if algo.kind == "move_order_stop":
        return "trailing"
    if algo.trigger is not None:
        return "plan"
    return "take_profit" if algo.tp_trigger is not None else "stop_loss"


def position_type(position: Position) -> int:
    return 1 if position.direction > 0 else 2


def open_type_code(margin_mode: str) -> int:
    """The streams' and the affiliates' number for cross and isolated."""
    return 1 if margin_mode == "isolated" else 2


def trigger_kind(fields: Fields, name: str = "price_type", default: int = 1) -> str:
    """Which price triggers, in the engine's word.

    Raises:
        BitmartError: 40011.
    """
    code = number(fields, name, default)
    if code not in TRIGGERS:
        raise BitmartError("40011", name)
    return TRIGGERS[code]


def preset(attached: list[Attached]) -> dict[str, object]:
    """The targets an order carries, as its row names them."""
    row: dict[str, object] = {}
    for item in attached:
        if item.tp_trigger is not None:
            row["preset_take_profit_price_type"] = TRIGGER_CODES[item.tp_trigger_type]
            row["preset_take_profit_price"] = f"{item.tp_trigger:f}"
        if item.sl_trigger is not None:
            row["preset_stop_loss_price_type"] = TRIGGER_CODES[item.sl_trigger_type]
            row["preset_stop_loss_price"] = f"{item.sl_trigger:f}"
    return row


def cents(amount: Decimal) -> Decimal:
    """Money as BitMart writes it: eight digits."""
    return amount.quantize(_EIGHT, rounding=ROUND_HALF_EVEN)

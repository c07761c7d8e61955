"""From the parameters of an order to what the engine is asked for, in the words of v1 and of v2."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from exchanges.sandbox.intents import NewAlgo, NewOrder
from exchanges.sandbox.market import Quote
from exchanges.sandbox.state import ZERO, Attached, Leg, MarginMode, Side
from exchanges.sandbox.toobit.account_rows import margin_mode
from exchanges.sandbox.toobit.errors import ToobitError
from exchanges.sandbox.toobit.order_rows import TRIGGERS
from exchanges.sandbox.toobit.requests import Call
from exchanges.sandbox.triggers import AT_MARKET

KINDS = {"GTC": "limit", "IOC": "ioc", "FOK": "fok", "POST_ONLY": "post_only", "LIMIT_MAKER": "post_only"}
WATCHED = {word: name for name, word in TRIGGERS.items()}
V1_SIDES: dict[str, tuple[Side, Leg]] = {
    "BUY_OPEN": ("buy", "long"),
    "SELL_OPEN": ("sell", "short"),
    "BUY_CLOSE": ("buy", "short"),
    "SELL_CLOSE": ("sell", "long"),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """An order of either kind as its parameters say it."""

    side: Side
    leg: Leg
    is_plan: bool
    at_market: bool


def read_v1(call: Call) -> Wish:
    """`type` LIMIT or STOP with a `priceType`; the side says what it opens or closes."""
    side, leg = V1_SIDES[call.choice("side", tuple(V1_SIDES), code=-1117)]
    kind = call.choice("type", ("LIMIT", "STOP"), code=-1116)
    at_market = call.choice("priceType", ("INPUT", "MARKET"), "INPUT") == "MARKET"
    return Wish(side, leg, is_plan=kind == "STOP", at_market=at_market)


def read_v2(call: Call, *, plan: bool) -> Wish:
    """Two sides, and types that tell limit and market apart."""
    kinds = ("STOP", "STOP_MARKET") if plan else ("LIMIT", "MARKET")
    kind = call.choice("type", kinds, code=-1116)
    return Wish(call.side(), call.leg("positionSide"), is_plan=plan, at_market=kind.endswith("MARKET"))


def order_intent(call: Call, wish: Wish) -> NewOrder:
    """An ordinary order.

    Raises:
        ToobitError: A parameter is missing or breaks a rule of its own.
    """
    quote, client_id = call.quote(), _client_id(call)
    kind = KINDS[call.choice("timeInForce", tuple(KINDS), "GTC", code=-1115)]
    price = None if wish.at_market else call.number("price")
    if price is None and not wish.at_market:
        raise ToobitError(-1102, param="price")
    return NewOrder(
        contract=quote.contract.id,
        margin_mode=mode_of(call, quote.contract.id),
        side=wish.side,
        leg=wish.leg,
        kind="market" if wish.at_market else kind,
        size=size_of(call, quote, price),
        price=price,
        client_id=client_id,
        attached=_attached(call),
    )


def plan_intent(call: Call, wish: Wish) -> NewAlgo:
    """A plan order.

    Raises:
        ToobitError: A parameter is missing or breaks a rule of its own.
    """
    quote, client_id = call.quote(), _client_id(call)
    trigger, price = call.number("stopPrice"), call.number("price")
    if trigger is None:
        raise ToobitError(-1102, param="stopPrice")
    if price is None and not wish.at_market:
        raise ToobitError(-1102, param="price")
    return NewAlgo(
        contract=quote.contract.id,
        margin_mode=mode_of(call, quote.contract.id),
        side=wish.side,
        leg=wish.leg,
        kind="trigger",
        size=size_of(call, quote, trigger),
        client_id=client_id,
        trigger=trigger,
        trigger_type=watched(call, "triggerBy"),
        order_price=AT_MARKET if wish.at_market else price,
    )


def target_intent(
    call: Call, leg: Leg, *, profit: Decimal | None = None, loss: Decimal | None = None, size: Decimal | None = None
) -> NewAlgo:
    """A target of a position: it closes so much of it, or all."""
    name = "tp" if profit is not None else "sl"
    return NewAlgo(
        contract=call.quote().contract.id,
        margin_mode=mode_of(call, call.quote().contract.id),
        side="sell" if leg == "long" else "buy",
        leg=leg,
        kind="conditional",
        size=size,
        reduce_only=True,
        cancel_on_close=True,
        tp_trigger=profit,
        tp_trigger_type=watched(call, f"{name}TriggerBy"),
        tp_price=AT_MARKET if profit is not None else None,
        sl_trigger=loss,
        sl_trigger_type=watched(call, f"{name}TriggerBy"),
        sl_price=AT_MARKET if loss is not None else None,
        sole=False,
    )


def trailing_intent(call: Call, leg: Leg, size: Decimal | None) -> NewAlgo:
    """A trailing stop of a position.

    Raises:
        ToobitError: -1102 or -1130.
    """
    way, distance = call.choice("fallbackType", ("RATE", "PRICE")), call.number("fallbackQuantity")
    if distance is None or distance < ZERO:
        raise ToobitError(-1102, param="fallbackQuantity")
    return NewAlgo(
        contract=call.quote().contract.id,
        margin_mode=mode_of(call, call.quote().contract.id),
        side="sell" if leg == "long" else "buy",
        leg=leg,
        kind="move_order_stop",
        size=size,
        reduce_only=True,
        cancel_on_close=True,
        callback_ratio=distance if way == "RATE" else None,
        callback_spread=distance if way == "PRICE" else None,
        active_price=call.number("activePrice"),
        sole=False,
    )


def size_of(call: Call, quote: Quote, price: Decimal | None) -> Decimal:
    """Contracts: said, or as many as a value in USDT pays for; the quantity counts when both are said."""
    quantity, value = call.number("quantity"), call.number("valueQuantity")
    if quantity is not None:
        if quantity < ZERO:
            raise ToobitError(-1130, param="quantity")
        return quantity
    if value is None or value < ZERO:
        raise ToobitError(-1102, param="quantity")
    contract = quote.contract
    contracts = value / ((price or quote.last) * contract.unit)
    return contracts // contract.lot * contract.lot


def mode_of(call: Call, symbol: str) -> MarginMode:
    return "isolated" if margin_mode(call.account, symbol) == "isolated" else "cross"


def watched(call: Call, name: str) -> str:
    """Which price a trigger looks at."""
    return WATCHED[call.choice(name, tuple(WATCHED), "CONTRACT_PRICE")]


def _client_id(call: Call) -> str:
    if not call.text("newClientOrderId"):
        raise ToobitError(-1118)
    return call.client_id("newClientOrderId")


def _attached(call: Call) -> list[Attached]:
    """Targets that ride on the order; each becomes a row of its own."""
    found = []
    for name, word in (("tp", "takeProfit"), ("sl", "stopLoss")):
        trigger = call.number(word)
        if trigger is None:
            continue
        limited = call.choice(f"{name}OrderType", ("MARKET", "LIMIT"), "MARKET") == "LIMIT"
        limit = call.number(f"{name}LimitPrice") if limited else AT_MARKET
        if limit is None:
            raise ToobitError(-1102, param=f"{name}LimitPrice")
        item = Attached(id=call.venue.desk.new_id())
        if name == "tp":
            item.tp_trigger, item.tp_trigger_type, item.tp_price = trigger, watched(call, "tpTriggerBy"), limit
        else:
            item.sl_trigger, item.sl_trigger_type, item.sl_price = trigger, watched(call, "slTriggerBy"), limit
        found.append(item)
    return found

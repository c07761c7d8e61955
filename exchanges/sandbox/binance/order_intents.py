"""From the parameters of an order to what the engine is asked for, with Binance's checks on the way."""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.binance.account_rows import margin_mode
from exchanges.sandbox.binance.contracts import trait_of
from exchanges.sandbox.binance.errors import BinanceError
from exchanges.sandbox.binance.requests import Call
from exchanges.sandbox.binance.text import decimals, made_up_id
from exchanges.sandbox.contracts import Contract
from exchanges.sandbox.intents import NewAlgo, NewOrder
from exchanges.sandbox.margin import COIN, is_closing
from exchanges.sandbox.market import Quote
from exchanges.sandbox.state import Leg, MarginMode, Side
from exchanges.sandbox.triggers import AT_MARKET

PLAIN_TYPES = ("LIMIT", "MARKET")
ALGO_TYPES = ("STOP", "STOP_MARKET", "TAKE_PROFIT", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET")
KINDS = {"GTC": "limit", "GTD": "limit", "IOC": "ioc", "FOK": "fok", "GTX": "post_only", "RPI": "post_only"}
GTD_AHEAD_MS, GTD_LAST_MS = 600_000, 253_402_300_799_000
MATCHES = ("NONE", "OPPONENT", "OPPONENT_5", "OPPONENT_10", "OPPONENT_20", "QUEUE", "QUEUE_5", "QUEUE_10", "QUEUE_20")
MOST_ALGOS = 200


def read_order(call: Call) -> NewOrder:
    """An ordinary order.

    Raises:
        BinanceError: A parameter is missing or breaks a rule of its own.
    """
    quote, side = call.quote(), call.side()
    kind = call.choice("type", (*PLAIN_TYPES, *ALGO_TYPES), code=-1116)
    if kind in ALGO_TYPES:
        raise BinanceError(-4120)
    leg, reduce_only = call.leg(), call.flag("reduceOnly")
    if reduce_only is not None and leg != "net":
        raise BinanceError(-1106, param="reduceonly")
    check_tradable(call, quote.contract)
    size = call.number("quantity")
    if size is None:
        raise BinanceError(-1102, param="quantity")
    check_quantity(quote.contract, size)
    tif, price = _tif_and_price(call, quote, kind, side)
    intent = NewOrder(
        contract=quote.contract.id,
        margin_mode=mode_of(call, quote.contract.id),
        side=side,
        leg=leg,
        kind="market" if kind == "MARKET" else KINDS[tif],
        size=size,
        price=price,
        client_id=call.client_id("newClientOrderId") or made_up_id(call.venue.desk.new_id()),
        reduce_only=bool(reduce_only),
        facts=_facts(call, tif),
    )
    _check_takes(call, intent)
    return intent


def read_algo(call: Call) -> NewAlgo:
    """A conditional order.

    Raises:
        BinanceError: A parameter is missing or breaks a rule of its own.
    """
    call.choice("algoType", ("CONDITIONAL",))
    quote, side = call.quote(), call.side()
    kind = call.choice("type", ALGO_TYPES, code=-1116)
    leg, reduce_only = call.leg(), call.flag("reduceOnly")
    if reduce_only is not None and leg != "net":
        raise BinanceError(-1106, param="reduceonly")
    check_tradable(call, quote.contract)
    size = _algo_size(call, quote.contract, kind, reduce_only=reduce_only)
    working = call.choice("workingType", ("MARK_PRICE", "CONTRACT_PRICE"), "CONTRACT_PRICE")
    intent = NewAlgo(
        contract=quote.contract.id,
        margin_mode=mode_of(call, quote.contract.id),
        side=side,
        leg=leg,
        kind="move_order_stop" if kind == "TRAILING_STOP_MARKET" else "conditional",
        size=size,
        client_id=call.client_id("clientAlgoId") or made_up_id(call.venue.desk.new_id()),
        reduce_only=bool(reduce_only),
        sole=False,
        facts=_facts(call, call.choice("timeInForce", tuple(KINDS), "GTC", code=-1115)) | {"type": kind},
    )
    if kind == "TRAILING_STOP_MARKET":
        _read_trailing(call, quote.contract, intent)
    else:
        _read_trigger(call, quote.contract, intent, kind, "mark" if working == "MARK_PRICE" else "last")
    _check_beside(call, intent)
    return intent


def check_tradable(call: Call, contract: Contract) -> None:
    """What forbids trading a symbol whatever the order says."""
    if call.account.facts.get("futures") == "closed":
        raise BinanceError(-4109)
    if contract.state != "live":
        raise BinanceError(-4108)
    trait = trait_of(contract)
    if trait.kind == "TRADIFI_PERPETUAL" and call.account.facts.get("tradfi") != "signed":
        raise BinanceError(-4411)
    if contract.settle != COIN:
        raise BinanceError(-2019)  # Nobody here owns another margin asset.


def check_quantity(contract: Contract, size: Decimal) -> None:
    if size <= 0:
        raise BinanceError(-4003)
    if -int(size.normalize().as_tuple().exponent) > decimals(contract.lot):
        raise BinanceError(-1111)
    if size < contract.minimum:
        raise BinanceError(-4004)
    if size % contract.lot:
        raise BinanceError(-4023)


def check_price(contract: Contract, price: Decimal) -> None:
    if price < contract.tick:
        raise BinanceError(-4013)
    if -int(price.normalize().as_tuple().exponent) > decimals(contract.tick) + 1:
        raise BinanceError(-1111)
    if price % contract.tick:
        raise BinanceError(-4014)


def mode_of(call: Call, symbol: str) -> MarginMode:
    return "isolated" if margin_mode(call.account, symbol) == "isolated" else "cross"


def _tif_and_price(call: Call, quote: Quote, kind: str, side: Side) -> tuple[str, Decimal | None]:
    if kind == "MARKET":
        if call.text("price"):
            raise BinanceError(-1106, param="price")
        if call.text("timeInForce"):
            raise BinanceError(-1106, param="timeInForce")
        return "GTC", None
    tif = call.choice("timeInForce", tuple(KINDS), code=-1115)
    match = call.choice("priceMatch", MATCHES, "NONE")
    if match != "NONE":
        return tif, _matched(quote, side, match)
    price = call.number("price")
    if price is None:
        raise BinanceError(-1102, param="price")
    check_price(quote.contract, price)
    return tif, price


def _matched(quote: Quote, side: Side, match: str) -> Decimal:
    """The price a level of the book gives: the other side's, or our own."""
    word, _, depth = match.partition("_")
    other = quote.asks if side == "buy" else quote.bids
    own = quote.bids if side == "buy" else quote.asks
    levels = other if word == "OPPONENT" else own
    return levels[min(int(depth or 1), len(levels)) - 1].price


def _facts(call: Call, tif: str) -> dict[str, str]:
    """What the engine does not care about and the rows show again."""
    facts = {"tif": tif}
    for name in ("priceMatch", "workingType"):
        if call.text(name):
            facts[name] = call.text(name)
    if call.flag("priceProtect"):
        facts["priceProtect"] = "true"
    stp = call.choice(
        "selfTradePreventionMode", ("NONE", "EXPIRE_TAKER", "EXPIRE_MAKER", "EXPIRE_BOTH"), "EXPIRE_MAKER"
    )
    facts["stp"] = stp
    if tif == "GTD":
        till = call.whole("goodTillDate")
        if till is None:
            raise BinanceError(-1102, param="goodTillDate")
        if not call.now() + GTD_AHEAD_MS < till < GTD_LAST_MS:
            raise BinanceError(-5040)
        facts["goodTillDate"] = str(till // 1_000 * 1_000)
    return facts


def _check_takes(call: Call, intent: NewOrder) -> None:
    """Post-only orders that would take and fill-or-kill orders that cannot are not even recorded."""
    takes = call.venue.engine.takeable(intent.contract, intent.side, intent.price)
    if intent.kind == "post_only" and takes:
        raise BinanceError(-5022)
    if intent.kind == "fok" and takes < intent.size:
        raise BinanceError(-5021)


def _algo_size(call: Call, contract: Contract, kind: str, *, reduce_only: bool | None) -> Decimal | None:
    """The quantity; None with `closePosition`."""
    size = call.number("quantity")
    if call.flag("closePosition"):
        if kind not in ("STOP_MARKET", "TAKE_PROFIT_MARKET"):
            raise BinanceError(-4136, type=kind, close="true")
        if size is not None:
            raise BinanceError(-4137)
        if reduce_only is not None:
            raise BinanceError(-1106, param="reduceOnly")
        return None
    if size is None:
        raise BinanceError(-1102, param="quantity")
    check_quantity(contract, size)
    return size


def _read_trigger(call: Call, contract: Contract, intent: NewAlgo, kind: str, watched: str) -> None:
    trigger = call.number("triggerPrice")
    if trigger is None:
        raise BinanceError(-1102, param="triggerPrice")
    if trigger <= 0:
        raise BinanceError(-4006)
    check_price(contract, trigger)
    limit: Decimal | None = AT_MARKET
    if not kind.endswith("_MARKET"):
        limit = call.number("price")
        if limit is None:
            raise BinanceError(-1102, param="price")
        check_price(contract, limit)
    if kind.startswith("STOP"):
        intent.sl_trigger, intent.sl_trigger_type, intent.sl_price = trigger, watched, limit
    else:
        intent.tp_trigger, intent.tp_trigger_type, intent.tp_price = trigger, watched, limit


def _read_trailing(call: Call, contract: Contract, intent: NewAlgo) -> None:
    rate = call.number("callbackRate")
    if rate is None:
        raise BinanceError(-1102, param="callbackRate")
    if not Decimal("0.1") <= rate <= 20:
        raise BinanceError(-1130, param="callbackRate")
    intent.callback_ratio = rate / 100
    intent.active_price = call.number("activatePrice")
    if intent.active_price is not None:
        check_price(contract, intent.active_price)


def _check_beside(call: Call, intent: NewAlgo) -> None:
    """Not too many, and of each kind one whole-position order per direction."""
    waiting = call.account.algos.values()
    if len(waiting) >= MOST_ALGOS:
        raise BinanceError(-2025)
    if intent.size is not None:
        return
    place: tuple[str, Leg, Side, str] = (intent.contract, intent.leg, intent.side, intent.facts["type"])
    if any(
        algo.close_fraction and (algo.contract, algo.leg, algo.side, algo.facts.get("type")) == place
        for algo in waiting
    ):
        raise BinanceError(-4130)


def is_reducing(intent: NewOrder) -> bool:
    return intent.reduce_only or is_closing(intent.side, intent.leg)

"""Writing to an account: what is lost on the way is asked for, and no order is ever placed twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

import pytest

from exchanges.bitmart.adapter import BitmartAdapter
from exchanges.core.adapter import OrderRequest
from exchanges.core.errors import (
    BadRequest,
    InsufficientFunds,
    NotFound,
    OutcomeUnknown,
    PermissionDenied,
    VenueUnavailable,
)
from exchanges.core.model import MarginMode, Order, OrderKind, OrderSide, OrderStatus, OrderType, Side, TimeInForce
from tests.bitmart.house import House

pytestmark = pytest.mark.anyio

SYMBOL, NAME = "SOL/USDT:USDT", "SOLUSDT"
PLACE = "/contract/private/submit-order"


@pytest.fixture
async def adapter(house: House, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[BitmartAdapter]:
    opened = house.adapter("main", "trade")

    async def at_once(_: float) -> None:
        return

    monkeypatch.setattr(opened._trading, "_sleep", at_once)
    monkeypatch.setattr("exchanges.bitmart.trading.ORDER_LIFE_S", 1)
    yield opened
    await opened.aclose()


async def wish(house: House, *, size: str = "2", away: str = "0.97", **more: object) -> OrderRequest:
    """A limit order that rests."""
    price = (await house.last(NAME) * Decimal(away)).quantize(Decimal("0.01"))
    fields: dict[str, object] = {
        "client_id": uuid4().hex,
        "symbol": SYMBOL,
        "side": OrderSide.BUY,
        "position_side": Side.LONG,
        "type": OrderType.LIMIT,
        "size_base": Decimal(size),
        "price": price,
    }
    return OrderRequest(**{**fields, **more})  # type: ignore[arg-type]


async def placed(house: House, client_id: str) -> int:
    """How many orders of that id the venue holds or held."""
    truth = await house.truth()
    return sum(row["client_id"] == client_id for row in (*truth["orders"], *truth["finished_orders"]))


async def found(adapter: BitmartAdapter, client_id: str) -> Order:
    order = await adapter.account.by_client_id(NAME, client_id, 0)
    assert order is not None
    return order


async def test_an_order_is_placed_in_whole_contracts_and_cancelled(house: House, adapter: BitmartAdapter) -> None:
    request = await wish(house, size="2.005", tif=TimeInForce.POST_ONLY)
    order_id = await adapter.place_order(request)
    order = await found(adapter, request.client_id)
    assert (order.id, order.size_base, order.price) == (order_id, 2, request.price)
    assert (order.side, order.position_side, order.reduce_only) == (OrderSide.BUY, Side.LONG, False)
    truth = next(row for row in (await house.truth())["orders"] if row["id"] == order_id)
    assert (truth["size"], truth["kind"]) == ("200", "post_only")
    await adapter.cancel(order)
    assert (await found(adapter, request.client_id)).status is OrderStatus.CANCELED
    await adapter.cancel(order)


async def test_an_order_without_an_id_is_never_cancelled_since_that_would_cancel_all(
    house: House, adapter: BitmartAdapter
) -> None:
    request = await wish(house)
    await adapter.place_order(request)
    order = await found(adapter, request.client_id)
    for empty in ("", " "):
        with pytest.raises(BadRequest):
            await adapter.cancel(replace(order, id=empty))
    assert order.id in {row["id"] for row in (await house.truth())["orders"]}
    await adapter.cancel(order)


async def test_every_way_to_open_and_close_both_legs(house: House, adapter: BitmartAdapter) -> None:
    xrp = {"symbol": "XRP/USDT:USDT", "type": OrderType.MARKET, "price": None}
    for side, leg, held in (
        (OrderSide.BUY, Side.LONG, {"long": "50"}),
        (OrderSide.SELL, Side.SHORT, {"long": "50", "short": "50"}),
        (OrderSide.SELL, Side.LONG, {"short": "50"}),
        (OrderSide.BUY, Side.SHORT, {}),
    ):
        await adapter.place_order(await wish(house, size="50", side=side, position_side=leg, **xrp))
        truth = await house.truth()
        assert {row["leg"]: row["base"] for row in truth["positions"] if row["contract"] == "XRPUSDT"} == held


async def test_one_way_accounts_open_and_reduce(house: House) -> None:
    adapter = house.adapter("oneway", "trade")
    market = {"position_side": None, "type": OrderType.MARKET, "price": None}
    await adapter.place_order(await wish(house, side=OrderSide.SELL, **market))
    held = await adapter.account.positions()
    assert [(row.side, row.size_base) for row in held] == [(Side.SHORT, 2)]
    await adapter.place_order(await wish(house, side=OrderSide.BUY, size="1", reduce_only=True, **market))
    held = await adapter.account.positions()
    await adapter.close_position(held[0], uuid4().hex)
    assert not await adapter.account.positions()
    await adapter.aclose()


async def test_too_small_and_unknown_are_refused_here(house: House, adapter: BitmartAdapter) -> None:
    with pytest.raises(BadRequest):
        await adapter.place_order(await wish(house, size="0.009"))
    with pytest.raises(NotFound):
        await adapter.place_order(await wish(house, symbol="NONE/USDT:USDT"))


async def test_a_refused_order_says_why(house: House, adapter: BitmartAdapter) -> None:
    with pytest.raises(InsufficientFunds):
        await adapter.place_order(await wish(house, size="1000"))
    with pytest.raises(BadRequest):
        await adapter.place_order(await wish(house, client_id="not-allowed"))
    with pytest.raises(NotFound):
        await adapter.place_order(await wish(house, symbol="ADA/USDT:USDT", side=OrderSide.SELL, size="10"))


async def test_an_order_whose_answer_was_lost_is_found_by_its_id_and_not_sent_again(
    house: House, adapter: BitmartAdapter
) -> None:
    request = await wish(house)
    await house.fault("lost_answer", path=PLACE)
    order_id = await adapter.place_order(request)
    assert await placed(house, request.client_id) == 1
    order = await found(adapter, request.client_id)
    assert order.id == order_id
    await adapter.cancel(order)


async def test_an_order_that_was_filled_while_its_answer_was_lost_is_found_in_the_history(
    house: House, adapter: BitmartAdapter
) -> None:
    request = await wish(house, size="1", type=OrderType.MARKET, price=None)
    await house.fault("lost_answer", path=PLACE)
    order_id = await adapter.place_order(request)
    assert (await found(adapter, request.client_id)).id == order_id
    assert await placed(house, request.client_id) == 1
    await house.do("POST", "/bitmart/accounts/main/close", {"contract": NAME, "leg": "long"})


@pytest.mark.parametrize("status", [502, 503])
async def test_an_order_that_never_arrived_is_said_to_be_so(house: House, adapter: BitmartAdapter, status: int) -> None:
    request = await wish(house)
    if status == 502:
        await house.fault("lost_request", path=PLACE)
    else:
        await house.fault("http", status=503, code="30014", path=PLACE)
    with pytest.raises(VenueUnavailable):
        await adapter.place_order(request)
    assert await placed(house, request.client_id) == 0


async def test_an_outcome_that_cannot_be_asked_for_stays_unknown(house: House, adapter: BitmartAdapter) -> None:
    request = await wish(house)
    await adapter.account.load_instruments()
    await house.fault("lost_answer", path=PLACE)
    await house.fault("http", status=502, body="html", count=0, path="/contract/private/get-open-orders")
    with pytest.raises(OutcomeUnknown):
        await adapter.place_order(request)
    await house.clear()
    assert await placed(house, request.client_id) == 1
    await adapter.cancel(await found(adapter, request.client_id))


async def test_a_position_is_closed_whole_although_an_order_waits_to_close_it(
    house: House, adapter: BitmartAdapter
) -> None:
    await house.order("main", "XRPUSDT", "buy", "long", "30")
    price = await house.last("XRPUSDT")
    await house.order("main", "XRPUSDT", "sell", "long", "30", price=f"{price * Decimal('1.03'):.4f}")
    await adapter.account.load_instruments()
    (position,) = (each for each in await adapter.account.positions() if each.symbol == "XRP/USDT:USDT")
    await adapter.close_position(position, uuid4().hex)
    truth = await house.truth()
    assert not [row for row in (*truth["positions"], *truth["orders"]) if row["contract"] == "XRPUSDT"]


async def test_conditional_orders_are_cancelled_in_their_own_family(house: House, adapter: BitmartAdapter) -> None:
    await adapter.account.load_instruments()
    algos = [order for order in await adapter.account.orders() if order.kind is OrderKind.ALGO]
    assert len(algos) >= 2
    for order in algos:
        await adapter.cancel(order)
        await adapter.cancel(order)
    assert not [order for order in await adapter.account.orders() if order.kind is OrderKind.ALGO]


async def test_leverage_and_margin_mode_are_set_and_repeated_by_orders(house: House, adapter: BitmartAdapter) -> None:
    doge = "DOGE/USDT:USDT"
    await adapter.set_leverage(doge, Decimal("5.0"), margin_mode=MarginMode.ISOLATED)
    await adapter.set_leverage(doge, Decimal(7))
    await adapter.set_leverage(doge, Decimal("7.0"))
    with pytest.raises(BadRequest):
        await adapter.set_leverage(doge, Decimal(5000))
    await adapter.place_order(await wish(house, symbol=doge, size="500", type=OrderType.MARKET, price=None))
    (position,) = (each for each in await adapter.account.positions() if each.symbol == doge)
    assert position.leverage == 7
    await adapter.close_position(position, uuid4().hex)


async def test_the_documents_generation_trades_with_the_leverage_it_was_told(house: House) -> None:
    adapter = house.adapter("second", "trade", v1=True)
    request = await wish(house, size="1", type=OrderType.MARKET, price=None)
    with pytest.raises(BadRequest):
        await adapter.place_order(request)
    await adapter.set_leverage(SYMBOL, Decimal(3))
    await adapter.place_order(request)
    (position,) = await adapter.account.positions()
    assert (position.leverage, position.size_base) == (3, 1)
    await adapter.close_position(position, uuid4().hex)
    await adapter.aclose()


async def test_a_read_key_cannot_write(house: House) -> None:
    reader = house.adapter("main", "read")
    with pytest.raises(PermissionDenied):
        await reader.place_order(await wish(house))
    await reader.aclose()

"""Writing to a CrossEx account: accepted is not done, what is lost is asked for, and no order is ever placed twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from decimal import Decimal
from uuid import uuid4

import pytest

from exchanges.core.adapter import OrderRequest
from exchanges.core.errors import (
    BadRequest,
    InsufficientFunds,
    NotFound,
    OutcomeUnknown,
    PermissionDenied,
    VenueUnavailable,
)
from exchanges.core.model import Order, OrderSide, OrderType, Position, Side, TimeInForce
from exchanges.gate_crossex.adapter import CrossexAdapter
from tests.gate_crossex.house import SOL, House

pytestmark = pytest.mark.anyio

SYMBOL, ORDERS = "SOL/USDT:USDT@OKX", "/api/v4/crossex/orders"
GATE_ADA = "ADA/USDT:USDT@GATE"


@pytest.fixture
async def adapter(house: House, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[CrossexAdapter]:
    monkeypatch.setattr("exchanges.gate_crossex.trading.ORDER_LIFE_S", 1)
    monkeypatch.setattr("exchanges.gate_crossex.trading._ASK_EVERY_S", 0.01)
    monkeypatch.setattr("exchanges.gate_crossex.trading._LOOK_EVERY_S", 0.02)
    opened = house.adapter("second", "trade")
    yield opened
    await opened.aclose()


async def wish(house: House, *, size: str = "2", away: str = "0.96", **more: object) -> OrderRequest:
    """A limit order that rests."""
    fields: dict[str, object] = {
        "client_id": uuid4().hex,
        "symbol": SYMBOL,
        "side": OrderSide.BUY,
        "position_side": Side.LONG,
        "type": OrderType.LIMIT,
        "size_base": Decimal(size),
        "price": (await house.last(SOL) * Decimal(away)).quantize(Decimal("0.01")),
    }
    return OrderRequest(**{**fields, **more})  # type: ignore[arg-type]


MARKET = {"type": OrderType.MARKET, "price": None}


async def placed(house: House, client_id: str) -> int:
    """How many orders of that id the venue holds or held."""
    truth = await house.truth("second")
    return sum(row["client_id"] == client_id for row in (*truth["orders"], *truth["finished_orders"]))


async def found(adapter: CrossexAdapter, client_id: str) -> Order:
    order = await adapter.account.reader.order(client_id)
    assert order is not None
    return order


async def held(adapter: CrossexAdapter, symbol: str) -> list[Position]:
    return [row for row in await adapter.account.reader.positions() if row.symbol == symbol]


async def test_an_order_is_placed_and_cancelled(house: House, adapter: CrossexAdapter) -> None:
    request = await wish(house, tif=TimeInForce.POST_ONLY)
    order_id = await adapter.place_order(request)
    order = await found(adapter, request.client_id)
    assert (order.id, order.size_base, order.price, order.tif) == (order_id, 2, request.price, TimeInForce.POST_ONLY)
    assert (order.side, order.position_side, order.reduce_only) == (OrderSide.BUY, Side.LONG, False)
    await adapter.cancel(order)
    assert (await found(adapter, request.client_id)).status.is_final
    await adapter.cancel(order)


async def test_every_way_to_open_and_close_both_legs(house: House, adapter: CrossexAdapter) -> None:
    for side, leg, expected in (
        (OrderSide.BUY, Side.LONG, {"long": "100"}),
        (OrderSide.SELL, Side.SHORT, {"long": "100", "short": "100"}),
        (OrderSide.SELL, Side.LONG, {"short": "100"}),
        (OrderSide.BUY, Side.SHORT, {}),
    ):
        await adapter.place_order(
            await wish(house, symbol=GATE_ADA, size="100", side=side, position_side=leg, **MARKET)
        )
        truth = await house.truth("second")
        told = {row["leg"]: row["base"] for row in truth["positions"] if row["contract"] == "GATE_FUTURE_ADA_USDT"}
        assert told == expected


async def test_one_way_accounts_open_and_reduce(house: House) -> None:
    adapter = house.adapter("oneway", "trade")
    await adapter.place_order(await wish(house, side=OrderSide.SELL, position_side=None, **MARKET))
    (row,) = await held(adapter, SYMBOL)
    assert (row.side, row.size_base) == (Side.SHORT, 2)
    await adapter.place_order(await wish(house, size="1", position_side=None, reduce_only=True, **MARKET))
    (row,) = await held(adapter, SYMBOL)
    await adapter.close_position(row, uuid4().hex)
    assert not await held(adapter, SYMBOL)
    await adapter.aclose()


async def test_spot_is_bought_by_value_which_takes_a_price(house: House, adapter: CrossexAdapter) -> None:
    spot = {"symbol": "ADA/USDT@GATE", "position_side": None, "type": OrderType.MARKET, "size": "40"}
    with pytest.raises(BadRequest):
        await adapter.place_order(await wish(house, price=None, **spot))  # type: ignore[arg-type]
    price = await house.last("GATE_SPOT_ADA_USDT")
    request = await wish(house, price=price, **spot)  # type: ignore[arg-type]
    await adapter.place_order(request)
    order = await found(adapter, request.client_id)
    assert abs(order.filled_base - 40) < 1
    assert not await held(adapter, "ADA/USDT@GATE")


async def test_sizes_are_rounded_down_to_a_step_and_too_small_ones_refused_here(
    house: House, adapter: CrossexAdapter
) -> None:
    request = await wish(house, size="1.2345")
    await adapter.place_order(request)
    order = await found(adapter, request.client_id)
    assert order.size_base == Decimal("1.23")
    await adapter.cancel(order)
    with pytest.raises(BadRequest):
        await adapter.place_order(await wish(house, size="0.004"))
    with pytest.raises(NotFound):
        await adapter.place_order(await wish(house, symbol="SOL/USDT:USDT"))


async def test_an_order_that_fails_after_it_was_accepted_says_why(house: House, adapter: CrossexAdapter) -> None:
    with pytest.raises(InsufficientFunds) as refused:
        await adapter.place_order(await wish(house, size="5000"))
    assert refused.value.code == "TRADE_INSUFFICIENT_AVAILABLE_MARGIN_ERROR"
    with pytest.raises(BadRequest) as rejected:
        await adapter.place_order(await wish(house, away="1.02", tif=TimeInForce.POST_ONLY))
    assert "filled immediately" in rejected.value.message
    with pytest.raises(BadRequest):
        await adapter.place_order(await wish(house, position_side=None))


async def test_an_order_whose_answer_was_lost_is_found_by_its_id_and_not_sent_again(
    house: House, adapter: CrossexAdapter
) -> None:
    await adapter.account.load_instruments()
    request = await wish(house)
    await house.fault("lost_answer", path=ORDERS)
    order_id = await adapter.place_order(request)
    assert await placed(house, request.client_id) == 1
    order = await found(adapter, request.client_id)
    assert order.id == order_id
    await adapter.cancel(order)


async def test_an_order_that_never_arrived_is_said_to_be_so(house: House, adapter: CrossexAdapter) -> None:
    await adapter.account.load_instruments()
    request = await wish(house)
    await house.fault("lost_request", path=ORDERS)
    with pytest.raises(VenueUnavailable):
        await adapter.place_order(request)
    assert await placed(house, request.client_id) == 0


@pytest.mark.parametrize("fault", [{"status": 503}, {"status": 500}, {"status": 502, "body": "html"}])
async def test_a_vague_answer_to_an_order_is_looked_into(
    house: House, adapter: CrossexAdapter, fault: dict[str, object]
) -> None:
    await adapter.account.load_instruments()
    request = await wish(house)
    await house.fault("http", path=ORDERS, **fault)
    with pytest.raises(VenueUnavailable):
        await adapter.place_order(request)
    assert await placed(house, request.client_id) == 0


async def test_what_can_neither_be_proved_nor_refuted_is_unknown(house: House, adapter: CrossexAdapter) -> None:
    await adapter.account.load_instruments()
    request = await wish(house)
    await house.fault("lost_answer", path=ORDERS)
    await house.fault("http", status=502, body="html", count=0, path=f"{ORDERS}/{request.client_id}")
    with pytest.raises(OutcomeUnknown):
        await adapter.place_order(request)
    await house.clear()
    assert await placed(house, request.client_id) == 1
    await adapter.cancel(await found(adapter, request.client_id))


async def test_a_position_is_closed_whole_although_an_order_waits_to_close_it(
    house: House, adapter: CrossexAdapter
) -> None:
    symbol, name = "XRP/USDT:USDT@BINANCE", "BINANCE_FUTURE_XRP_USDT"
    await house.order("second", name, "buy", "long", "60")
    price = await house.last(name)
    await house.order("second", name, "sell", "long", "60", price=f"{price * Decimal('1.03'):.4f}")
    (position,) = await held(adapter, symbol)
    await adapter.close_position(position, uuid4().hex)
    truth = await house.truth("second")
    assert not [row for row in (*truth["positions"], *truth["orders"]) if row["contract"] == name]


@pytest.mark.parametrize("leg", ["long", "short"])
async def test_a_loan_is_closed_by_selling_or_by_buying_back(house: House, adapter: CrossexAdapter, leg: str) -> None:
    side = "buy" if leg == "long" else "sell"
    await house.order("second", "BINANCE_MARGIN_SOL_USDT", side, leg, "1.5")
    (position,) = await held(adapter, "SOL/USDT@BINANCE-MARGIN")
    assert position.side.value == leg
    await adapter.close_position(position, uuid4().hex)
    assert not await held(adapter, "SOL/USDT@BINANCE-MARGIN")


@pytest.mark.parametrize("methods", [["POST"], ["DELETE"]])
async def test_dust_goes_by_whichever_method_the_venue_knows(
    house: House, adapter: CrossexAdapter, methods: list[str]
) -> None:
    await house.set(close_by=methods)
    await house.order("second", "GATE_FUTURE_ADA_USDT", "buy", "long", "20")
    await house.order("second", "GATE_FUTURE_ADA_USDT", "sell", "long", "10")
    await house.do("POST", "/gate_crossex/contracts", {"id": "GATE_FUTURE_ADA_USDT", "minimum": "20"})
    (position,) = await held(adapter, GATE_ADA)
    await adapter.close_position(position, uuid4().hex)
    assert not await held(adapter, GATE_ADA)
    await house.do("POST", "/gate_crossex/contracts", {"id": "GATE_FUTURE_ADA_USDT", "minimum": "10"})


@pytest.mark.parametrize("document", ["1.0.0", "1.0.2"])
async def test_leverage_is_read_back_until_it_is_set(house: House, adapter: CrossexAdapter, document: str) -> None:
    await house.set(document=document)
    wanted = Decimal(4) if document == "1.0.0" else Decimal("6.0")
    await adapter.set_leverage(SYMBOL, wanted)
    await adapter.set_leverage("SOL/USDT@BINANCE-MARGIN", Decimal(2))
    with pytest.raises(BadRequest):
        await adapter.set_leverage(SYMBOL, Decimal(500))
    await adapter.place_order(await wish(house, size="1", **MARKET))
    (position,) = await held(adapter, SYMBOL)
    assert position.leverage == wanted
    await adapter.close_position(position, uuid4().hex)


async def test_a_read_key_cannot_write(house: House) -> None:
    reader = house.adapter("second", "read")
    with pytest.raises(PermissionDenied):
        await reader.place_order(await wish(house))
    await reader.aclose()

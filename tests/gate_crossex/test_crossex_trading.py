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
from tests.gate_crossex.world import SOL, World

pytestmark = pytest.mark.anyio

SYMBOL, ORDERS = "SOL/USDT:USDT@OKX", "/api/v4/crossex/orders"
GATE_ADA = "ADA/USDT:USDT@GATE"


@pytest.fixture
async def adapter(world: World, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[CrossexAdapter]:
    monkeypatch.setattr("exchanges.gate_crossex.trading.ORDER_LIFE_S", 1)
    monkeypatch.setattr("exchanges.gate_crossex.trading._ASK_EVERY_S", 0.01)
    monkeypatch.setattr("exchanges.gate_crossex.trading._LOOK_EVERY_S", 0.02)
    opened = world.adapter("second", "trade")
    yield opened
    await opened.aclose()


async def wish(world: World, *, size: str = "2", away: str = "0.96", **more: object) -> OrderRequest:
    """A limit order that rests."""
    fields: dict[str, object] = {
        "client_id": uuid4().hex,
        "symbol": SYMBOL,
        "side": OrderSide.BUY,
        "position_side": Side.LONG,
        "type": OrderType.LIMIT,
        "size_base": Decimal(size),
        "price": (await world.last(SOL) * Decimal(away)).quantize(Decimal("0.01")),
    }
    return OrderRequest(**{**fields, **more})  # type: ignore[arg-type]


MARKET = {"type": OrderType.MARKET, "price": None}


async def placed(world: World, client_id: str) -> int:
    """How many orders of that id the venue holds or held."""
    truth = await world.truth("second")
    return sum(row["client_id"] == client_id for row in (*truth["orders"], *truth["finished_orders"]))


async def found(adapter: CrossexAdapter, client_id: str) -> Order:
    order = await adapter.account.reader.order(client_id)
    assert order is not None
    return order


async def held(adapter: CrossexAdapter, symbol: str) -> list[Position]:
    return [row for row in await adapter.account.reader.positions() if row.symbol == symbol]


async def test_an_order_is_placed_and_cancelled(world: World, adapter: CrossexAdapter) -> None:
    request = await wish(world, tif=TimeInForce.POST_ONLY)
    order_id = await adapter.place_order(request)
    order = await found(adapter, request.client_id)
    assert (order.id, order.size_base, order.price, order.tif) == (order_id, 2, request.price, TimeInForce.POST_ONLY)
    assert (order.side, order.position_side, order.reduce_only) == (OrderSide.BUY, Side.LONG, False)
    await adapter.cancel(order)
    assert (await found(adapter, request.client_id)).status.is_final
    await adapter.cancel(order)


async def test_every_way_to_open_and_close_both_legs(world: World, adapter: CrossexAdapter) -> None:
    for side, leg, expected in (
        (OrderSide.BUY, Side.LONG, {"long": "100"}),
        (OrderSide.SELL, Side.SHORT, {"long": "100", "short": "100"}),
        (OrderSide.SELL, Side.LONG, {"short": "100"}),
        (OrderSide.BUY, Side.SHORT, {}),
    ):
        await adapter.place_order(
            await wish(world, symbol=GATE_ADA, size="100", side=side, position_side=leg, **MARKET)
        )
        truth = await world.truth("second")
        told = {row["leg"]: row["base"] for row in truth["positions"] if row["contract"] == "GATE_FUTURE_ADA_USDT"}
        assert told == expected


async def test_one_way_accounts_open_and_reduce(world: World) -> None:
    adapter = world.adapter("oneway", "trade")
    await adapter.place_order(await wish(world, side=OrderSide.SELL, position_side=None, **MARKET))
    (row,) = await held(adapter, SYMBOL)
    assert (row.side, row.size_base) == (Side.SHORT, 2)
    await adapter.place_order(await wish(world, size="1", position_side=None, reduce_only=True, **MARKET))
    (row,) = await held(adapter, SYMBOL)
    await adapter.close_position(row, uuid4().hex)
    assert not await held(adapter, SYMBOL)
    await adapter.aclose()


async def test_spot_is_bought_by_value_which_takes_a_price(world: World, adapter: CrossexAdapter) -> None:
    spot = {"symbol": "ADA/USDT@GATE", "position_side": None, "type": OrderType.MARKET, "size": "40"}
    with pytest.raises(BadRequest):
        await adapter.place_order(await wish(world, price=None, **spot))  # type: ignore[arg-type]
    price = await world.last("GATE_SPOT_ADA_USDT")
    request = await wish(world, price=price, **spot)  # type: ignore[arg-type]
    await adapter.place_order(request)
    order = await found(adapter, request.client_id)
    assert abs(order.filled_base - 40) < 1
    assert not await held(adapter, "ADA/USDT@GATE")


async def test_sizes_are_rounded_down_to_a_step_and_too_small_ones_refused_here(
    world: World, adapter: CrossexAdapter
) -> None:
    request = await wish(world, size="1.2345")
    await adapter.place_order(request)
    order = await found(adapter, request.client_id)
    assert order.size_base == Decimal("1.23")
    await adapter.cancel(order)
    with pytest.raises(BadRequest):
        await adapter.place_order(await wish(world, size="0.004"))
    with pytest.raises(NotFound):
        await adapter.place_order(await wish(world, symbol="SOL/USDT:USDT"))


async def test_an_order_that_fails_after_it_was_accepted_says_why(world: World, adapter: CrossexAdapter) -> None:
    with pytest.raises(InsufficientFunds) as refused:
        await adapter.place_order(await wish(world, size="5000"))
    assert refused.value.code == "TRADE_INSUFFICIENT_AVAILABLE_MARGIN_ERROR"
    with pytest.raises(BadRequest) as rejected:
        await adapter.place_order(await wish(world, away="1.02", tif=TimeInForce.POST_ONLY))
    assert "filled immediately" in rejected.value.message
    with pytest.raises(BadRequest):
        await adapter.place_order(await wish(world, position_side=None))


async def test_an_order_whose_answer_was_lost_is_found_by_its_id_and_not_sent_again(
    world: World, adapter: CrossexAdapter
) -> None:
    await adapter.account.load_instruments()
    request = await wish(world)
    await world.fault("lost_answer", path=ORDERS)
    order_id = await adapter.place_order(request)
    assert await placed(world, request.client_id) == 1
    order = await found(adapter, request.client_id)
    assert order.id == order_id
    await adapter.cancel(order)


async def test_an_order_that_never_arrived_is_said_to_be_so(world: World, adapter: CrossexAdapter) -> None:
    await adapter.account.load_instruments()
    request = await wish(world)
    await world.fault("lost_request", path=ORDERS)
    with pytest.raises(VenueUnavailable):
        await adapter.place_order(request)
    assert await placed(world, request.client_id) == 0


@pytest.mark.parametrize("fault", [{"status": 503}, {"status": 500}, {"status": 502, "body": "html"}])
async def test_a_vague_answer_to_an_order_is_looked_into(
    world: World, adapter: CrossexAdapter, fault: dict[str, object]
) -> None:
    await adapter.account.load_instruments()
    request = await wish(world)
    await world.fault("http", path=ORDERS, **fault)
    with pytest.raises(VenueUnavailable):
        await adapter.place_order(request)
    assert await placed(world, request.client_id) == 0


async def test_what_can_neither_be_proved_nor_refuted_is_unknown(world: World, adapter: CrossexAdapter) -> None:
    await adapter.account.load_instruments()
    request = await wish(world)
    await world.fault("lost_answer", path=ORDERS)
    await world.fault("http", status=502, body="html", count=0, path=f"{ORDERS}/{request.client_id}")
    with pytest.raises(OutcomeUnknown):
        await adapter.place_order(request)
    await world.clear()
    assert await placed(world, request.client_id) == 1
    await adapter.cancel(await found(adapter, request.client_id))


async def test_a_position_is_closed_whole_although_an_order_waits_to_close_it(
    world: World, adapter: CrossexAdapter
) -> None:
    symbol, name = "XRP/USDT:USDT@BINANCE", "BINANCE_FUTURE_XRP_USDT"
    await world.order("second", name, "buy", "long", "60")
    price = await world.last(name)
    await world.order("second", name, "sell", "long", "60", price=f"{price * Decimal('1.03'):.4f}")
    (position,) = await held(adapter, symbol)
    await adapter.close_position(position, uuid4().hex)
    truth = await world.truth("second")
    assert not [row for row in (*truth["positions"], *truth["orders"]) if row["contract"] == name]


@pytest.mark.parametrize("leg", ["long", "short"])
async def test_a_loan_is_closed_by_selling_or_by_buying_back(world: World, adapter: CrossexAdapter, leg: str) -> None:
    side = "buy" if leg == "long" else "sell"
    await world.order("second", "BINANCE_MARGIN_SOL_USDT", side, leg, "1.5")
    (position,) = await held(adapter, "SOL/USDT@BINANCE-MARGIN")
    assert position.side.value == leg
    await adapter.close_position(position, uuid4().hex)
    assert not await held(adapter, "SOL/USDT@BINANCE-MARGIN")


@pytest.mark.parametrize("methods", [["POST"], ["DELETE"]])
async def test_dust_goes_by_whichever_method_the_venue_knows(
    world: World, adapter: CrossexAdapter, methods: list[str]
) -> None:
    await world.settings(close_by=methods)
    await world.order("second", "GATE_FUTURE_ADA_USDT", "buy", "long", "20")
    await world.order("second", "GATE_FUTURE_ADA_USDT", "sell", "long", "10")
    await world.do("POST", "/gate_crossex/contracts", {"id": "GATE_FUTURE_ADA_USDT", "minimum": "20"})
    (position,) = await held(adapter, GATE_ADA)
    await adapter.close_position(position, uuid4().hex)
    assert not await held(adapter, GATE_ADA)
    await world.do("POST", "/gate_crossex/contracts", {"id": "GATE_FUTURE_ADA_USDT", "minimum": "10"})


@pytest.mark.parametrize("document", ["1.0.0", "1.0.2"])
async def test_leverage_is_read_back_until_it_is_set(world: World, adapter: CrossexAdapter, document: str) -> None:
    await world.settings(document=document)
    wanted = Decimal(4) if document == "1.0.0" else Decimal("6.0")
    await adapter.set_leverage(SYMBOL, wanted)
    await adapter.set_leverage("SOL/USDT@BINANCE-MARGIN", Decimal(2))
    with pytest.raises(BadRequest):
        await adapter.set_leverage(SYMBOL, Decimal(500))
    await adapter.place_order(await wish(world, size="1", **MARKET))
    (position,) = await held(adapter, SYMBOL)
    assert position.leverage == wanted
    await adapter.close_position(position, uuid4().hex)


async def test_a_read_key_cannot_write(world: World) -> None:
    reader = world.adapter("second", "read")
    with pytest.raises(PermissionDenied):
        await reader.place_order(await wish(world))
    await reader.aclose()

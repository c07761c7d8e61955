"""Writing to an account: what is lost on the way is asked for, and no order is ever placed twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from decimal import Decimal
from uuid import uuid4

import pytest

from exchanges.binance.adapter import BinanceAdapter
from exchanges.core.adapter import OrderRequest
from exchanges.core.errors import (
    BadRequest,
    InsufficientFunds,
    NotFound,
    OutcomeUnknown,
    PermissionDenied,
    VenueUnavailable,
)
from exchanges.core.model import OrderKind, OrderSide, OrderType, Side, TimeInForce
from tests.binance.house import House

pytestmark = pytest.mark.anyio

SYMBOL, CONTRACT, PLACE = "SOL/USDT:USDT", "SOLUSDT", "/fapi/v1/order"


@pytest.fixture
async def adapter(house: House, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[BinanceAdapter]:
    opened = house.adapter("second", "trade")

    async def at_once(_: float) -> None:
        return

    monkeypatch.setattr(opened._trading, "_sleep", at_once)
    await opened.account.load_instruments()
    yield opened
    await opened.aclose()


def wish(**more: object) -> OrderRequest:
    """A limit order that rests."""
    fields: dict[str, object] = {
        "client_id": uuid4().hex,
        "symbol": SYMBOL,
        "side": OrderSide.BUY,
        "position_side": Side.LONG,
        "type": OrderType.LIMIT,
        "size_base": Decimal(2),
        "price": Decimal("165.00"),
    }
    return OrderRequest(**{**fields, **more})  # type: ignore[arg-type]


async def placed(house: House, client_id: str) -> int:
    """How many orders of that id the venue holds or held."""
    truth = await house.truth("second")
    return sum(row["client_id"] == client_id for row in (*truth["orders"], *truth["finished_orders"]))


async def test_an_order_is_placed_rounded_down_and_cancelled(house: House, adapter: BinanceAdapter) -> None:
    request = wish(size_base=Decimal("2.0049"), tif=TimeInForce.POST_ONLY)
    order_id = await adapter.place_order(request)
    found = await adapter.account.order_by(CONTRACT, {"origClientOrderId": request.client_id})
    assert found is not None
    assert (found.id, found.size_base, found.price) == (order_id, Decimal("2.00"), request.price)
    assert (found.tif, found.position_side) == (TimeInForce.POST_ONLY, Side.LONG)
    await adapter.cancel(found)
    ended = await adapter.account.find_order(found)
    assert ended is not None
    assert ended.status.is_final
    await adapter.cancel(found)


async def test_refused_orders_say_why(house: House, adapter: BinanceAdapter) -> None:
    with pytest.raises(BadRequest):
        await adapter.place_order(wish(size_base=Decimal("0.001")))
    with pytest.raises(NotFound):
        await adapter.place_order(wish(symbol="NONE/USDT:USDT"))
    with pytest.raises((InsufficientFunds, BadRequest)):
        await adapter.place_order(wish(size_base=Decimal(50_000)))
    with pytest.raises(BadRequest) as refused:
        await adapter.place_order(wish(position_side=None))
    assert refused.value.code == "-4061"


async def test_an_order_whose_answer_was_lost_is_found_by_its_id_and_not_sent_again(
    house: House, adapter: BinanceAdapter
) -> None:
    for fault in ({"kind": "lost_answer"}, {"kind": "lost_request"}):
        request = wish()
        await house.fault(**fault, path=PLACE)
        if fault["kind"] == "lost_answer":
            order_id = await adapter.place_order(request)
            found = await adapter.account.order_by(CONTRACT, {"orderId": order_id})
            assert found is not None
            await adapter.cancel(found)
            assert await placed(house, request.client_id) == 1
        else:
            with pytest.raises(VenueUnavailable):
                await adapter.place_order(request)
            assert await placed(house, request.client_id) == 0


async def test_a_503_that_may_have_executed_is_asked_for_and_one_that_failed_is_told(
    house: House, adapter: BinanceAdapter
) -> None:
    unknown = "Unknown error, please check your request or try again later."
    await house.fault("http", status=503, code=-1007, msg=unknown, path=PLACE)
    request = wish()
    with pytest.raises(VenueUnavailable):
        await adapter.place_order(request)
    assert await placed(house, request.client_id) == 0
    await house.fault("http", status=503, code=-1008, msg="Request throttled by system-level protection.", path=PLACE)
    asked = len(await house.requests())
    with pytest.raises(VenueUnavailable):
        await adapter.place_order(wish())
    assert [row["method"] for row in (await house.requests())[asked:]] == ["POST"]


async def test_an_outcome_that_cannot_be_asked_for_stays_unknown(house: House, adapter: BinanceAdapter) -> None:
    request = wish()
    await house.fault("lost_answer", path=PLACE)
    await house.fault("http", status=502, body="html", count=0, path=PLACE)
    with pytest.raises(OutcomeUnknown):
        await adapter.place_order(request)
    await house.clear()
    assert await placed(house, request.client_id) <= 1


async def test_a_position_is_closed_whole_in_both_position_modes(house: House, adapter: BinanceAdapter) -> None:
    await house.order("second", "ADAUSDT", "buy", "long", "300")
    await house.order("second", "ADAUSDT", "sell", "short", "200")
    held = [each for each in await adapter.account.positions() if each.symbol == "ADA/USDT:USDT"]
    assert sorted((each.side, each.size_base) for each in held) == [(Side.LONG, 300), (Side.SHORT, 200)]
    adapter.account.largest_at_market["ADAUSDT"] = Decimal(120)
    for each in held:
        await adapter.close_position(each, uuid4().hex)
    assert not [each for each in await adapter.account.positions() if each.symbol == "ADA/USDT:USDT"]
    one_way = house.adapter("busy", "trade")
    (position,) = await one_way.account.positions()
    await one_way.close_position(position, uuid4().hex)
    assert await one_way.account.positions() == []
    await one_way.aclose()


async def test_a_conditional_order_is_cancelled_in_its_own_family(house: House, adapter: BinanceAdapter) -> None:
    await house.order("second", "XRPUSDT", "buy", "long", "100")
    body = {"contract": "XRPUSDT", "side": "sell", "leg": "long", "sl_trigger": "0.5000"}
    await house.do("POST", "/binance/accounts/second/algos", body)
    (algo,) = [order for order in await adapter.account.orders() if order.kind is OrderKind.ALGO]
    await adapter.cancel(algo)
    ended = await adapter.account.find_order(algo)
    assert ended is not None
    assert ended.status.is_final
    await adapter.cancel(algo)


async def test_a_read_key_cannot_write(house: House) -> None:
    reader = house.adapter("second", "read")
    with pytest.raises(PermissionDenied):
        await reader.place_order(wish())
    await reader.aclose()

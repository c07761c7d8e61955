"""Writing to an account: what is lost on the way is asked for, and no order is ever placed twice."""

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
from exchanges.core.model import MarginMode, OrderKind, OrderSide, OrderType, Side, TimeInForce
from exchanges.toobit.adapter import ToobitAdapter
from tests.toobit.house import House

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(40)]

SYMBOL, CONTRACT, PLACE = "SOL/USDT:USDT", "SOL-SWAP-USDT", "/api/v2/futures/order"


@pytest.fixture
async def adapter(house: House, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ToobitAdapter]:
    opened = house.adapter("second", "trade")

    async def at_once(_: float) -> None:
        return

    monkeypatch.setattr(opened._trading, "_sleep", at_once)
    await opened.account.contracts.load()
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


async def test_an_order_is_placed_in_contracts_rounded_down_and_cancelled(house: House, adapter: ToobitAdapter) -> None:
    request = wish(size_base=Decimal("2.0949"), tif=TimeInForce.POST_ONLY)
    order_id = await adapter.place_order(request)
    found = await adapter.account.order_by({"origClientOrderId": request.client_id})
    assert found is not None
    assert (found.id, found.size_base, found.price) == (order_id, Decimal("2.0"), request.price)
    assert (found.tif, found.position_side) == (TimeInForce.POST_ONLY, Side.LONG)
    row = next(row for row in (await house.truth("second"))["orders"] if row["id"] == order_id)
    assert row["size"] == "20"
    await adapter.cancel(found)
    ended = await adapter.account.find_order(found)
    assert ended is not None
    assert ended.status.is_final
    await adapter.cancel(found)


async def test_without_a_leg_the_side_says_what_is_meant(house: House, adapter: ToobitAdapter) -> None:
    order_id = await adapter.place_order(wish(position_side=None, side=OrderSide.SELL, price=Decimal("195.00")))
    found = await adapter.account.order_by({"orderId": order_id})
    assert found is not None
    assert (found.position_side, found.reduce_only) == (Side.SHORT, False)
    await adapter.cancel(found)


async def test_refused_orders_say_why(house: House, adapter: ToobitAdapter) -> None:
    with pytest.raises(BadRequest, match=r"0\.1 SOL"):
        await adapter.place_order(wish(size_base=Decimal("0.01")))
    with pytest.raises(NotFound):
        await adapter.place_order(wish(symbol="NONE/USDT:USDT"))
    with pytest.raises((InsufficientFunds, BadRequest)):
        await adapter.place_order(wish(size_base=Decimal(50_000)))
    with pytest.raises(NotFound):
        await adapter.place_order(wish(side=OrderSide.SELL))


async def test_an_order_whose_answer_was_lost_is_found_by_its_id_and_not_sent_again(
    house: House, adapter: ToobitAdapter
) -> None:
    request = wish()
    await house.fault("lost_answer", path=PLACE)
    order_id = await adapter.place_order(request)
    found = await adapter.account.order_by({"orderId": order_id})
    assert found is not None
    await adapter.cancel(found)
    assert await placed(house, request.client_id) == 1
    request = wish()
    await house.fault("lost_request", path=PLACE)
    with pytest.raises(VenueUnavailable):
        await adapter.place_order(request)
    assert await placed(house, request.client_id) == 0


@pytest.mark.parametrize("code", [-1006, -1007, -1000])
async def test_a_server_error_that_may_have_executed_is_asked_for(
    house: House, adapter: ToobitAdapter, code: int
) -> None:
    await house.fault("http", status=500, code=code, path=PLACE)
    request = wish()
    with pytest.raises(VenueUnavailable):
        await adapter.place_order(request)
    posts = [row for row in await house.requests() if (row["method"], row["path"]) == ("POST", PLACE)]
    assert posts
    assert await placed(house, request.client_id) == 0


async def test_an_outcome_that_cannot_be_asked_for_stays_unknown(house: House, adapter: ToobitAdapter) -> None:
    request = wish()
    await house.fault("lost_answer", path=PLACE)
    await house.fault("http", status=502, body="html", count=0, path=PLACE)
    with pytest.raises(OutcomeUnknown):
        await adapter.place_order(request)
    await house.clear()
    assert await placed(house, request.client_id) <= 1


async def test_a_position_is_closed_whole_in_parts_and_past_the_orders_that_hold_it(
    house: House, adapter: ToobitAdapter
) -> None:
    await house.order("second", "ADA-SWAP-USDT", "buy", "long", "300")
    await house.order("second", "ADA-SWAP-USDT", "sell", "short", "200")
    await house.order("second", "ADA-SWAP-USDT", "sell", "long", "300", price="0.4700")
    held = [each for each in await adapter.account.positions() if each.symbol == "ADA/USDT:USDT"]
    assert sorted((each.side, each.size_base) for each in held) == [(Side.LONG, 300), (Side.SHORT, 200)]
    adapter.account.contracts.largest["ADA-SWAP-USDT"] = Decimal(120)
    for each in held:
        await adapter.close_position(each, uuid4().hex)
    assert not [each for each in await adapter.account.positions() if each.symbol == "ADA/USDT:USDT"]
    assert not [each for each in await adapter.account.orders() if each.symbol == "ADA/USDT:USDT"]
    with pytest.raises(NotFound):
        await adapter.close_position(held[0], uuid4().hex)


async def test_a_conditional_order_is_cancelled_in_its_own_family(house: House, adapter: ToobitAdapter) -> None:
    await house.order("second", "XRP-SWAP-USDT", "buy", "long", "100")
    body = {"contract": "XRP-SWAP-USDT", "side": "sell", "leg": "long", "sl_trigger": "0.5000"}
    await house.do("POST", "/toobit/accounts/second/algos", body)
    (algo,) = [order for order in await adapter.account.orders() if order.kind is OrderKind.ALGO]
    await adapter.cancel(algo)
    ended = await adapter.account.find_order(algo)
    assert ended is not None
    assert ended.status.is_final
    await adapter.cancel(algo)


async def test_the_margin_mode_is_only_changed_where_it_is_another(house: House, adapter: ToobitAdapter) -> None:
    for mode in (MarginMode.ISOLATED, MarginMode.ISOLATED, MarginMode.CROSS):
        await adapter.set_leverage("LTC/USDT:USDT", Decimal(9), margin_mode=mode)
    changes = [row for row in await house.requests() if row["path"] == "/api/v1/futures/marginType"]
    assert len(changes) == 2


async def test_a_read_key_cannot_write(house: House) -> None:
    reader = house.adapter("second", "read")
    with pytest.raises(PermissionDenied) as refused:
        await reader.place_order(wish())
    assert refused.value.code == "-1020"
    await reader.aclose()

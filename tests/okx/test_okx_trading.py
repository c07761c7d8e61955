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
from exchanges.okx.adapter import OkxAdapter
from tests.okx.house import House

pytestmark = pytest.mark.anyio

SYMBOL, INST = "SOL/USDT:USDT", "SOL-USDT-SWAP"


@pytest.fixture
async def adapter(house: House, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[OkxAdapter]:
    opened = house.adapter("main", "trade")

    async def at_once(_: float) -> None:
        return

    monkeypatch.setattr(opened._trading, "_sleep", at_once)
    yield opened
    await opened.aclose()


async def wish(house: House, *, size: str = "2", away: str = "0.9", **more: object) -> OrderRequest:
    """A limit order that rests."""
    price = (await house.last(INST) * Decimal(away)).quantize(Decimal("0.01"))
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
    return sum(row["clOrdId"] == client_id for row in (*truth["orders"], *truth["finished_orders"]))


async def test_an_order_is_placed_in_contracts_and_cancelled(house: House, adapter: OkxAdapter) -> None:
    request = await wish(house)
    order_id = await adapter.place_order(request)
    found = await adapter.account.order_by(INST, {"clOrdId": request.client_id})
    assert found is not None
    assert (found.id, found.size_base, found.price) == (order_id, Decimal(2), request.price)
    await adapter.cancel(found)
    ended = await adapter.account.order_by(INST, {"clOrdId": request.client_id})
    assert ended is not None
    assert ended.status.is_final
    await adapter.cancel(found)


async def test_sizes_are_rounded_down_to_a_step_and_too_small_ones_refused_here(
    house: House, adapter: OkxAdapter
) -> None:
    await adapter.account.load_instruments()
    contract = adapter.account.instrument(SYMBOL)
    step = contract.lot_contracts * contract.contract_size
    request = await wish(house, size=str(step * 3 + step / 3))
    await adapter.place_order(request)
    found = await adapter.account.order_by(INST, {"clOrdId": request.client_id})
    assert found is not None
    assert found.size_base == step * 3
    await adapter.cancel(found)
    with pytest.raises(BadRequest):
        await adapter.place_order(await wish(house, size=str(contract.min_contracts * contract.contract_size / 2)))
    with pytest.raises(NotFound):
        await adapter.place_order(await wish(house, symbol="NONE/USDT:USDT"))


async def test_a_refused_order_says_why(house: House, adapter: OkxAdapter) -> None:
    with pytest.raises((InsufficientFunds, BadRequest)) as refused:
        await adapter.place_order(await wish(house, size="5000"))
    assert refused.value.code.startswith("51")
    with pytest.raises(BadRequest):
        await adapter.place_order(await wish(house, position_side=None))


async def test_a_post_only_order_keeps_its_word(house: House, adapter: OkxAdapter) -> None:
    request = await wish(house, tif=TimeInForce.POST_ONLY)
    await adapter.place_order(request)
    found = await adapter.account.order_by(INST, {"clOrdId": request.client_id})
    assert found is not None
    assert found.tif is TimeInForce.POST_ONLY
    await adapter.cancel(found)


async def test_an_order_whose_answer_was_lost_is_found_by_its_id_and_not_sent_again(
    house: House, adapter: OkxAdapter
) -> None:
    await adapter.account.load_instruments()
    request = await wish(house)
    await house.fault("lost_answer", path="/api/v5/trade/order")
    order_id = await adapter.place_order(request)
    assert order_id
    assert await placed(house, request.client_id) == 1
    found = await adapter.account.order_by(INST, {"ordId": order_id})
    assert found is not None
    await adapter.cancel(found)


async def test_an_order_that_never_arrived_is_said_to_be_so(house: House, adapter: OkxAdapter) -> None:
    await adapter.account.load_instruments()
    request = await wish(house)
    await house.fault("lost_request", path="/api/v5/trade/order")
    with pytest.raises(VenueUnavailable):
        await adapter.place_order(request)
    assert await placed(house, request.client_id) == 0


async def test_an_outcome_that_cannot_be_asked_for_stays_unknown(house: House, adapter: OkxAdapter) -> None:
    await adapter.account.load_instruments()
    request = await wish(house)
    await house.fault("lost_answer", path="/api/v5/trade/order")
    await house.fault("http", status=502, body="html", count=0, path="/api/v5/trade/order")
    with pytest.raises(OutcomeUnknown):
        await adapter.place_order(request)
    await house.clear()
    assert await placed(house, request.client_id) <= 1


async def test_twenty_doubtful_orders_are_placed_once_or_not_at_all(house: House, adapter: OkxAdapter) -> None:
    await adapter.account.load_instruments()
    requests = [await wish(house, size="1") for _ in range(20)]
    for number, request in enumerate(requests):
        await house.fault(("lost_answer", "lost_request")[number % 2], path="/api/v5/trade/order")
        try:
            await adapter.place_order(request)
        except VenueUnavailable:
            assert await placed(house, request.client_id) == 0
        assert await placed(house, request.client_id) == (number + 1) % 2
    for order in await adapter.account.orders():
        if order.client_id in {request.client_id for request in requests}:
            await adapter.cancel(order)


async def test_a_position_is_closed_whole_with_its_waiting_orders(house: House, adapter: OkxAdapter) -> None:
    await house.order("main", "XRP-USDT-SWAP", "buy", "long", "3")
    price = await house.last("XRP-USDT-SWAP")
    await house.order(
        "main", "XRP-USDT-SWAP", "sell", "long", "3", ordType="limit", px=f"{price * Decimal('1.05'):.4f}"
    )
    (position,) = (each for each in await adapter.account.positions() if each.symbol == "XRP/USDT:USDT")
    await adapter.close_position(position, uuid4().hex)
    assert not [each for each in await adapter.account.positions() if each.symbol == "XRP/USDT:USDT"]


async def test_a_conditional_order_is_cancelled_in_its_own_family(house: House, adapter: OkxAdapter) -> None:
    algos = [order for order in await adapter.account.orders() if order.kind is OrderKind.ALGO]
    assert algos
    await adapter.cancel(algos[0])
    left = [order.id for order in await adapter.account.orders() if order.kind is OrderKind.ALGO]
    assert algos[0].id not in left
    ended = await adapter.account.find_order(algos[0])
    assert ended is not None
    assert ended.status.is_final


async def test_leverage_is_set_for_cross_and_for_each_isolated_leg(house: House, adapter: OkxAdapter) -> None:
    await adapter.set_leverage(SYMBOL, Decimal(7))
    await adapter.set_leverage(SYMBOL, Decimal("5.0"), margin_mode=MarginMode.ISOLATED, side=Side.LONG)
    from exchanges.okx import table

    cross = await adapter.rest.call(table.LEVERAGE_INFO, {"instId": INST, "mgnMode": "cross"})
    isolated = await adapter.rest.call(table.LEVERAGE_INFO, {"instId": INST, "mgnMode": "isolated"})
    assert {Decimal(row["lever"]) for row in cross} == {Decimal(7)}
    assert Decimal(next(row["lever"] for row in isolated if row["posSide"] == "long")) == Decimal(5)


async def test_a_read_key_cannot_write(house: House) -> None:
    reader = house.adapter("main", "read")
    with pytest.raises(PermissionDenied):
        await reader.place_order(await wish(house))
    await reader.aclose()

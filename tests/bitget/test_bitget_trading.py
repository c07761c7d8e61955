"""Writing to an account of either kind: what is lost on the way is asked for, and no order is ever placed twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from decimal import Decimal
from uuid import uuid4

import pytest

from exchanges.bitget.adapter import BitgetAdapter
from exchanges.core.adapter import OrderRequest
from exchanges.core.errors import (
    BadRequest,
    InsufficientFunds,
    NotFound,
    OutcomeUnknown,
    PermissionDenied,
    VenueUnavailable,
)
from exchanges.core.model import MarginMode, Order, OrderKind, OrderSide, OrderType, Side, TimeInForce
from tests.bitget.house import House

pytestmark = pytest.mark.anyio

SYMBOL, NAME = "SOL/USDT:USDT", "SOLUSDT"
PLACE = {"main": "/api/v2/mix/order/place-order", "unified": "/api/v3/trade/place-order"}


@pytest.fixture(params=["main", "unified"])
def account(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def adapter(house: House, account: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[BitgetAdapter]:
    opened = house.adapter(account, "trade")

    async def at_once(_: float) -> None:
        return

    monkeypatch.setattr(opened._trading, "_sleep", at_once)
    monkeypatch.setattr("exchanges.bitget.writing.ORDER_LIFE_S", 1)
    yield opened
    await opened.aclose()


async def wish(house: House, *, size: str = "2", away: str = "0.9", **more: object) -> OrderRequest:
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


async def placed(house: House, account: str, client_id: str) -> int:
    """How many orders of that id the venue holds or held."""
    truth = await house.truth(account)
    return sum(row["client_id"] == client_id for row in (*truth["orders"], *truth["finished_orders"]))


async def found(adapter: BitgetAdapter, client_id: str) -> Order:
    order = await (await adapter.account.reader()).by_client_id(NAME, client_id)
    assert order is not None
    return order


async def test_an_order_is_placed_and_cancelled(house: House, adapter: BitgetAdapter) -> None:
    request = await wish(house, tif=TimeInForce.POST_ONLY)
    order_id = await adapter.place_order(request)
    order = await found(adapter, request.client_id)
    assert (order.id, order.size_base, order.price, order.tif) == (order_id, 2, request.price, TimeInForce.POST_ONLY)
    assert (order.side, order.position_side, order.reduce_only) == (OrderSide.BUY, Side.LONG, False)
    await adapter.cancel(order)
    assert (await found(adapter, request.client_id)).status.is_final
    await adapter.cancel(order)


async def test_every_way_to_open_and_close_both_legs(house: House, adapter: BitgetAdapter, account: str) -> None:
    """The venue's `side` means another thing in v2 than in v3; what we say and are told means the trade."""
    xrp = {"symbol": "XRP/USDT:USDT", "type": OrderType.MARKET, "price": None}
    for side, leg, held in (
        (OrderSide.BUY, Side.LONG, {"long": "50"}),
        (OrderSide.SELL, Side.SHORT, {"long": "50", "short": "50"}),
        (OrderSide.SELL, Side.LONG, {"short": "50"}),
        (OrderSide.BUY, Side.SHORT, {}),
    ):
        await adapter.place_order(await wish(house, size="50", side=side, position_side=leg, **xrp))
        truth = await house.truth(account)
        assert {row["leg"]: row["base"] for row in truth["positions"] if row["contract"] == "XRPUSDT"} == held


async def test_one_way_accounts_open_and_reduce(house: House) -> None:
    for account in ("oneway", "unified_oneway"):
        adapter = house.adapter(account, "trade")
        market = {"position_side": None, "type": OrderType.MARKET, "price": None}
        await adapter.place_order(await wish(house, side=OrderSide.SELL, **market))
        held = await (await adapter.account.reader()).positions()
        assert [(row.side, row.size_base) for row in held] == [(Side.SHORT, 2)]
        await adapter.place_order(await wish(house, side=OrderSide.BUY, size="1", reduce_only=True, **market))
        await adapter.close_position(held[0], uuid4().hex)
        assert not await (await adapter.account.reader()).positions()
        await adapter.aclose()


async def test_sizes_are_rounded_down_to_a_step_and_too_small_ones_refused_here(
    house: House, adapter: BitgetAdapter
) -> None:
    await adapter.account.load_instruments()
    contract = adapter.account.instrument(SYMBOL)
    step = contract.lot_contracts
    request = await wish(house, size=str(step * 30 + step / 3))
    await adapter.place_order(request)
    order = await found(adapter, request.client_id)
    assert order.size_base == step * 30
    await adapter.cancel(order)
    with pytest.raises(BadRequest):
        await adapter.place_order(await wish(house, size=str(contract.min_contracts / 2)))
    with pytest.raises(NotFound):
        await adapter.place_order(await wish(house, symbol="NONE/USDT:USDT"))


async def test_a_refused_order_says_why(house: House, adapter: BitgetAdapter) -> None:
    with pytest.raises((InsufficientFunds, BadRequest)):
        await adapter.place_order(await wish(house, size="5000"))
    with pytest.raises(BadRequest):
        await adapter.place_order(await wish(house, position_side=None))


async def test_an_order_whose_answer_was_lost_is_found_by_its_id_and_not_sent_again(
    house: House, adapter: BitgetAdapter, account: str
) -> None:
    await adapter.account.load_instruments()
    request = await wish(house)
    await house.fault("lost_answer", path=PLACE[account])
    order_id = await adapter.place_order(request)
    assert await placed(house, account, request.client_id) == 1
    order = await found(adapter, request.client_id)
    assert order.id == order_id
    await adapter.cancel(order)


async def test_an_order_that_never_arrived_is_said_to_be_so(house: House, adapter: BitgetAdapter, account: str) -> None:
    await adapter.account.load_instruments()
    request = await wish(house)
    await house.fault("lost_request", path=PLACE[account])
    with pytest.raises(VenueUnavailable):
        await adapter.place_order(request)
    assert await placed(house, account, request.client_id) == 0


async def test_an_outcome_that_cannot_be_asked_for_stays_unknown(
    house: House, adapter: BitgetAdapter, account: str
) -> None:
    await adapter.account.load_instruments()
    await adapter.account.reader()
    request = await wish(house)
    await house.fault("lost_answer", path=PLACE[account])
    version = PLACE[account][:7]
    for path in (f"{version}/mix/order/detail", f"{version}/trade/unfilled-orders"):
        await house.fault("http", status=502, body="html", count=0, path=path)
    with pytest.raises(OutcomeUnknown):
        await adapter.place_order(request)
    await house.clear()
    assert await placed(house, account, request.client_id) <= 1


async def test_a_position_is_closed_whole_although_an_order_waits_to_close_it(
    house: House, adapter: BitgetAdapter, account: str
) -> None:
    await house.order(account, "XRPUSDT", "buy", "long", "30")
    price = await house.last("XRPUSDT")
    await house.order(account, "XRPUSDT", "sell", "long", "30", price=f"{price * Decimal('1.03'):.4f}")
    held = await (await adapter.account.reader()).positions()
    (position,) = (each for each in held if each.symbol == "XRP/USDT:USDT")
    await adapter.close_position(position, uuid4().hex)
    truth = await house.truth(account)
    assert not [row for row in (*truth["positions"], *truth["orders"]) if row["contract"] == "XRPUSDT"]


async def test_conditional_orders_are_cancelled_in_their_own_family(house: House, adapter: BitgetAdapter) -> None:
    reader = await adapter.account.reader()
    algos = [order for order in await reader.orders() if order.kind is OrderKind.ALGO]
    assert len(algos) >= 2
    for order in algos:
        await adapter.cancel(order)
        await adapter.cancel(order)
    assert not [order for order in await reader.orders() if order.kind is OrderKind.ALGO]


async def test_leverage_is_set_for_cross_and_for_an_isolated_leg(house: House, adapter: BitgetAdapter) -> None:
    await adapter.set_leverage("DOGE/USDT:USDT", Decimal("5.0"), margin_mode=MarginMode.ISOLATED, side=Side.LONG)
    await adapter.set_leverage("DOGE/USDT:USDT", Decimal(7))
    await adapter.set_leverage("DOGE/USDT:USDT", Decimal("7.0"))
    with pytest.raises(BadRequest):
        await adapter.set_leverage("DOGE/USDT:USDT", Decimal(5000))
    await adapter.place_order(await wish(house, symbol="DOGE/USDT:USDT", size="500", type=OrderType.MARKET, price=None))
    held = await (await adapter.account.reader()).positions()
    (position,) = (each for each in held if each.symbol == "DOGE/USDT:USDT")
    assert position.leverage == 7
    await adapter.close_position(position, uuid4().hex)


async def test_a_read_key_cannot_write(house: House, account: str) -> None:
    reader = house.adapter(account, "read")
    with pytest.raises(PermissionDenied):
        await reader.place_order(await wish(house))
    await reader.aclose()

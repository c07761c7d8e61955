"""Writing to a margin account: orders on credit, closing what a pair amounts to, loans; nothing is ever sent twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from exchanges.bitget_margin.adapter import MarginAdapter
from exchanges.bitget_margin.table import Version
from exchanges.core.adapter import OrderRequest
from exchanges.core.errors import (
    BadRequest,
    InsufficientFunds,
    NotFound,
    OutcomeUnknown,
    PermissionDenied,
    VenueUnavailable,
)
from exchanges.core.model import MarginMode, Order, OrderSide, OrderType, Side, TimeInForce
from tests.bitget_margin.house import House

pytestmark = pytest.mark.anyio

SYMBOL, NAME = "SOL/USDT", "SOLUSDT"
CROSS, ISOLATED = MarginMode.CROSS, MarginMode.ISOLATED
PLACE = {"v1": "/api/margin/v1/cross/order/placeOrder", "v2": "/api/v2/margin/crossed/place-order"}


@pytest.fixture(params=["v2", "v1"])
def version(request: pytest.FixtureRequest) -> Version:
    chosen: Version = request.param
    return chosen


async def at_once(_: float) -> None:
    return


@pytest.fixture
async def adapter(house: House, version: Version, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[MarginAdapter]:
    opened = house.adapter(kind="margin_trade", version=version)
    monkeypatch.setattr(opened._trading, "_sleep", at_once)
    monkeypatch.setattr("exchanges.bitget.writing.ORDER_LIFE_S", 1)
    yield opened
    await opened.aclose()


async def wish(house: House, *, size: str = "0.5", away: str = "0.97", **more: Any) -> OrderRequest:
    """A limit order that rests."""
    price = (await house.last(NAME) * Decimal(away)).quantize(Decimal("0.01"))
    fields: dict[str, Any] = {
        "client_id": uuid4().hex,
        "symbol": SYMBOL,
        "side": OrderSide.BUY,
        "position_side": None,
        "type": OrderType.LIMIT,
        "size_base": Decimal(size),
        "price": price,
    }
    return OrderRequest(**{**fields, **more})


def market(side: OrderSide, **more: Any) -> dict[str, Any]:
    return {"side": side, "type": OrderType.MARKET, "price": None, **more}


async def found(adapter: MarginAdapter, request: OrderRequest) -> Order:
    order = await adapter.account.margin.lookup(request.margin_mode, NAME, {"clientOid": request.client_id})
    assert order is not None
    return order


async def placed(house: House, client_id: str) -> int:
    """How many orders of that id the venue holds or held."""
    truth = await house.truth()
    return sum(row["client_id"] == client_id for row in (*truth["orders"], *truth["finished"]))


async def pot(house: House, pair: str, coin: str, account: str = "main") -> dict[str, Decimal]:
    rows = (await house.truth(account))["pots"]
    row = next((each for each in rows if (each["pair"], each["coin"]) == (pair, coin)), {})
    return {name: Decimal(row.get(name, "0")) for name in ("available", "borrow", "interest")}


async def test_an_order_is_placed_and_cancelled(house: House, adapter: MarginAdapter) -> None:
    request = await wish(house, tif=TimeInForce.POST_ONLY)
    order_id = await adapter.place_order(request)
    order = await found(adapter, request)
    assert (order.id, order.size_base, order.price, order.tif) == (
        order_id, Decimal("0.5"), request.price, TimeInForce.POST_ONLY,
    )  # fmt: skip
    assert (order.margin_mode, order.reduce_only, order.symbol) == (CROSS, False, SYMBOL)
    await adapter.cancel(order)
    assert (await found(adapter, request)).status.is_final
    await adapter.cancel(order)


async def test_what_is_bought_at_market_is_sized_in_coins_as_nearly_as_the_price_allows(
    house: House, adapter: MarginAdapter
) -> None:
    request = await wish(house, size="0.4", **market(OrderSide.BUY))
    await adapter.place_order(request)
    filled = (await found(adapter, request)).filled_base
    assert abs(filled - Decimal("0.4")) < Decimal("0.004")
    await adapter.place_order(await wish(house, size="0.3", **market(OrderSide.SELL)))


async def test_nothing_is_borrowed_unless_the_order_may(house: House, adapter: MarginAdapter) -> None:
    await house.decree("main", "deposit", coin="USDT", amount="200", pair=NAME)
    sale = market(OrderSide.SELL, margin_mode=ISOLATED)
    with pytest.raises(InsufficientFunds):
        await adapter.place_order(await wish(house, **sale))
    await adapter.place_order(await wish(house, may_borrow=True, **sale))
    assert (await pot(house, NAME, "SOL"))["borrow"] > 0
    reader = adapter.account.margin
    await reader.look()
    (short,) = [row for row in await reader.positions() if row.symbol == SYMBOL]
    assert (short.side, short.margin_mode) == (Side.SHORT, ISOLATED)
    resting = await wish(house, margin_mode=ISOLATED, size="0.1")
    await adapter.place_order(resting)
    await adapter.close_position(short, uuid4().hex)
    flat = await pot(house, NAME, "SOL")
    assert (flat["borrow"], flat["interest"]) == (0, 0)
    assert (await found(adapter, resting)).status.is_final
    await reader.look()
    assert SYMBOL not in {row.symbol for row in await reader.positions()}


async def test_what_was_bought_on_credit_is_sold_and_the_debt_paid(house: House, adapter: MarginAdapter) -> None:
    await house.decree("main", "deposit", coin="USDT", amount="100", pair="ADAUSDT")
    await house.decree("main", "orders", symbol="ADAUSDT", side="buy", quote="300", mode="isolated", loan="autoLoan")
    reader = adapter.account.margin
    await adapter.account.load_instruments()
    await reader.look()
    (long,) = [row for row in await reader.positions() if row.symbol == "ADA/USDT"]
    assert long.side is Side.LONG
    await adapter.close_position(long, uuid4().hex)
    left = await pot(house, "ADAUSDT", "USDT")
    assert (left["borrow"], left["interest"]) == (0, 0)
    await reader.look()
    assert "ADA/USDT" not in {row.symbol for row in await reader.positions()}


async def test_sizes_are_rounded_down_and_too_small_ones_refused_here(house: House, adapter: MarginAdapter) -> None:
    request = await wish(house, size="0.12345678")
    await adapter.place_order(request)
    assert (await found(adapter, request)).size_base == Decimal("0.123")
    with pytest.raises(BadRequest):
        await adapter.place_order(await wish(house, size="0.0001"))
    with pytest.raises(NotFound):
        await adapter.place_order(await wish(house, symbol="NOPE/USDT"))


async def test_a_lost_answer_is_asked_for_and_the_order_not_placed_again(
    house: House, adapter: MarginAdapter, version: Version
) -> None:
    request = await wish(house)
    await house.fault("lost_answer", path=PLACE[version], count=1)
    order_id = await adapter.place_order(request)
    assert (await found(adapter, request)).id == order_id
    assert await placed(house, request.client_id) == 1


async def test_a_lost_request_is_told_and_nothing_placed(
    house: House, adapter: MarginAdapter, version: Version
) -> None:
    request = await wish(house)
    await house.fault("lost_request", path=PLACE[version], count=1)
    with pytest.raises(VenueUnavailable):
        await adapter.place_order(request)
    assert await placed(house, request.client_id) == 0


async def test_a_read_key_may_write_nothing(house: House, version: Version) -> None:
    reader = house.adapter(kind="margin_read", version=version)
    with pytest.raises(PermissionDenied):
        await reader.place_order(await wish(house))
    with pytest.raises(PermissionDenied):
        await reader.loans.borrow(CROSS, "USDT", Decimal(1))
    await reader.aclose()


async def test_loans_are_taken_and_paid_back(house: House, adapter: MarginAdapter) -> None:
    loans = adapter.loans
    most = await loans.borrowable(CROSS, "USDT")
    assert most is not None
    assert most > 100
    assert await loans.borrow(CROSS, "USDT", Decimal("10.123456789")) == Decimal("10.12345678")
    owed = await pot(house, "", "USDT")
    left = await loans.repay(CROSS, "USDT", Decimal(5))
    assert left == owed["borrow"] + owed["interest"] - 5
    await loans.repay_what_is_there(CROSS, "USDT")
    assert (await pot(house, "", "USDT"))["borrow"] == 0
    with pytest.raises(InsufficientFunds):
        await loans.borrow(CROSS, "USDT", most * 3)
    with pytest.raises(NotFound):
        await loans.borrow(ISOLATED, "SOL", Decimal(1), "BTCUSDT")


async def test_terms_and_risk_are_told(house: House, adapter: MarginAdapter) -> None:
    loans = adapter.loans
    (usdt,) = await loans.lending(CROSS, "USDT")
    assert (usdt.coin, usdt.is_lent, usdt.may_come_in, usdt.most) == ("USDT", True, True, 143000)
    base, quote = await loans.lending(ISOLATED, "BTCUSDT")
    assert (base.coin, quote.coin) == ("BTC", "USDT")
    assert base.daily_rate == Decimal("0.000049")
    tiers = await loans.tiers(ISOLATED, "BTCUSDT")
    assert [tier.number for tier in tiers] == [1, 2]
    assert [coin for coin, _ in tiers[0].most] == ["BTC", "USDT"]
    cross, isolated = await loans.risk(CROSS), await loans.risk(ISOLATED, "ETHUSDT")
    assert cross is not None
    assert isolated is not None
    assert 0 < cross < isolated < 1
    coins = [await loans.borrowable(ISOLATED, coin, "ETHUSDT") for coin in ("ETH", "USDT")]
    assert None not in coins
    assert coins[0] != coins[1]
    assert await loans.removable(ISOLATED, "USDT", "ETHUSDT") is not None


async def test_a_flash_repayment_is_waited_for(house: House, adapter: MarginAdapter) -> None:
    await house.decree("main", "borrow", coin="USDT", amount="15", pair="BTCUSDT")
    await adapter.loans.flash_repay(ISOLATED, "BTCUSDT")
    assert (await pot(house, "BTCUSDT", "USDT"))["borrow"] == 0


async def test_a_lost_answer_to_a_loan_is_told_as_unknown(
    house: House, adapter: MarginAdapter, version: Version
) -> None:
    path = {"v1": "/api/margin/v1/cross/account/borrow", "v2": "/api/v2/margin/crossed/account/borrow"}[version]
    await house.fault("lost_answer", path=path, count=1)
    before = (await pot(house, "", "USDT"))["borrow"]
    with pytest.raises(OutcomeUnknown):
        await adapter.loans.borrow(CROSS, "USDT", Decimal(3))
    await house.clear()
    assert (await pot(house, "", "USDT"))["borrow"] == before + 3
    await adapter.loans.repay_what_is_there(CROSS, "USDT")

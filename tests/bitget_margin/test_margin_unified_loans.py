"""Debts of a unified account: what is owed, what pays it, what it cost; nothing is borrowed by asking."""

from __future__ import annotations

from collections.abc import AsyncIterator
from decimal import Decimal
from uuid import uuid4

import pytest

from exchanges.bitget_margin.adapter import MarginAdapter
from exchanges.bitget_margin.loans import MarginLoans
from exchanges.bitget_margin.unified_loans import UnifiedLoans
from exchanges.core.adapter import OrderRequest
from exchanges.core.clock import now_ms
from exchanges.core.errors import BadRequest, InsufficientFunds, NotFound, OutcomeUnknown, PermissionDenied
from exchanges.core.model import OrderSide, OrderType
from tests.bitget_margin.house import House

pytestmark = pytest.mark.anyio

REPAY = "/api/v3/account/repay"


@pytest.fixture
async def trader(house: House) -> AsyncIterator[MarginAdapter]:
    adapter = house.adapter("unified", "trade")
    yield adapter
    await adapter.aclose()


async def debts_of(adapter: MarginAdapter) -> UnifiedLoans:
    debts = await adapter.debts()
    assert isinstance(debts, UnifiedLoans)
    return debts


async def go_short(trader: MarginAdapter, house: House, more: str = "2") -> UnifiedLoans:
    """Owe SOL: sell so much more than there is."""
    there = {row["coin"]: Decimal(row["available"]) for row in (await house.truth("unified"))["pots"]}
    size = there.get("SOL", Decimal(0)).quantize(Decimal("0.1")) + Decimal(more)
    request = OrderRequest(uuid4().hex, "SOL/USDT", OrderSide.SELL, None, OrderType.MARKET, size)
    await trader.place_order(request)
    return await debts_of(trader)


async def test_what_is_owed_and_what_can_pay_it_is_told_in_coins_and_money(house: House, trader: MarginAdapter) -> None:
    debts = await go_short(trader, house)
    truth = {row["coin"]: row for row in (await house.truth("unified"))["pots"]}
    (sol,) = [each for each in await debts.owed() if each.coin == "SOL"]
    assert sol.amount == Decimal(truth["SOL"]["borrow"]) + Decimal(truth["SOL"]["interest"])
    assert sol.worth_usd
    means = {each.coin: each.amount for each in await debts.means()}
    assert means["USDT"] > 0
    assert "SOL" not in means


async def test_a_debt_is_paid_whole_with_the_coins_that_are_named(house: House, trader: MarginAdapter) -> None:
    since = now_ms()
    debts = await go_short(trader, house)
    with pytest.raises(InsufficientFunds):
        await debts.repay(["DOGE"], ["SOL"])
    await debts.repay(["USDT"], ["SOL"])
    assert "SOL" not in {each.coin for each in await debts.owed()}
    assert {(each.coin, each.amount > 0) for each in await debts.loans(since)} == {("SOL", True)}
    assert "SOL" in {each.coin for each in await debts.repayments(since)}
    assert {each.kind for each in await debts.interest(since)} == {"interest"}


async def test_all_debts_are_paid_when_none_is_named_and_without_any_there_is_nothing_to_do(
    house: House, trader: MarginAdapter
) -> None:
    debts = await go_short(trader, house)
    await debts.repay(["USDT"])
    assert await debts.owed() == []
    with pytest.raises(NotFound):
        await debts.repay(["USDT"])


async def test_nothing_is_borrowed_by_asking_and_the_refusal_says_how_it_is(trader: MarginAdapter) -> None:
    debts = await debts_of(trader)
    with pytest.raises(BadRequest, match="lent USDT by itself"):
        await debts.borrow("USDT", Decimal(5))


async def test_a_repayment_is_never_sent_twice(house: House, trader: MarginAdapter) -> None:
    debts = await go_short(trader, house)
    await house.fault("lost_answer", path=REPAY, count=1)
    with pytest.raises(OutcomeUnknown):
        await debts.repay(["USDT"], ["SOL"])
    assert "SOL" not in {each.coin for each in await debts.owed()}


async def test_a_read_only_key_pays_nothing(house: House, trader: MarginAdapter) -> None:
    await go_short(trader, house)
    reader = house.adapter("unified", "read")
    with pytest.raises(PermissionDenied):
        await (await debts_of(reader)).repay(["USDT"], ["SOL"])
    await reader.aclose()


async def test_a_classic_account_borrows_and_repays_by_its_own_calls(house: House) -> None:
    adapter = house.adapter("main", "read")
    assert isinstance(await adapter.debts(), MarginLoans)
    await adapter.aclose()

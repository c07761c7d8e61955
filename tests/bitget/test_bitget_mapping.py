"""From the venue's rows to the model, with the traps of its document."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from exchanges.bitget import key_info, mapping, order_mapping, unified_mapping
from exchanges.bitget.rows import Incomplete, is_ours, name_of, symbol_of
from exchanges.core.adapter import Right
from exchanges.core.changes import Gone
from exchanges.core.model import (
    IncomeKind,
    MarginMode,
    Order,
    OrderKind,
    OrderSide,
    OrderStatus,
    OrderType,
    Position,
    Side,
    TimeInForce,
)
from tests.bitget import bitget_rows as rows
from tests.bitget.bitget_rows import ASKED, KNOWN, SNAPSHOT, STREAM

D = Decimal


def held(row: dict[str, Any], reading: Any = SNAPSHOT) -> Position:
    found = mapping.position(row, reading)
    assert isinstance(found, Position)
    return found


# Contracts.


def test_a_contract_is_one_base_unit_with_its_steps() -> None:
    found = mapping.instrument(rows.CONTRACT)
    assert found is not None
    assert (found.symbol, found.venue_symbol, found.contract_size) == ("BTC/USDT:USDT", "BTCUSDT", 1)
    assert (found.tick_size, found.lot_contracts, found.min_contracts) == (D("0.5"), D("0.0001"), D("0.0001"))
    assert found.max_leverage == 150


@pytest.mark.parametrize(
    "more",
    [
        {"symbolType": "delivery"},
        {"quoteCoin": "USD"},
        {"sizeMultiplier": ""},
        {"pricePlace": None},
        {"pricePlace": "99"},
    ],
)
def test_other_contracts_are_none_of_ours(more: dict[str, Any]) -> None:
    assert mapping.instrument(rows.CONTRACT | more) is None


def test_symbols() -> None:
    assert symbol_of("1000BONKUSDT") == "1000BONK/USDT:USDT"
    assert name_of("1000BONK/USDT:USDT") == "1000BONKUSDT"
    assert [is_ours(name) for name in ("BTCUSDT", "BTCUSD", "USDT", "BTCPERP", "BTCUSDT_260327", None)] == [
        True, False, False, False, False, False,
    ]  # fmt: skip


# Positions and balances.


def test_a_position_by_rest() -> None:
    row = held(rows.POSITION)
    assert row.key == ("BTC/USDT:USDT", Side.SHORT, MarginMode.CROSS)
    assert (row.size_base, row.entry_price, row.mark_price) == (D("0.125"), D("90100.5"), D("89950.2"))
    assert (row.liquidation_price, row.leverage, row.unrealised_pnl) == (D("98011.4"), 10, D("18.7875"))
    assert (row.fee, row.funding, row.realised_pnl) == (D("5.6"), D("0.31"), 3 - D("5.6") + D("0.31"))
    assert (row.venue_ms, row.price_ms) == (1794872000000, ASKED)


def test_a_pushed_position_without_a_liquidation_price_or_funding_yet() -> None:
    row = held(rows.POSITION_PUSH, STREAM)
    assert (row.liquidation_price, row.funding, row.margin_mode) == (None, None, MarginMode.ISOLATED)
    assert (row.leverage, row.venue_id, row.side) == (10, "2311", Side.LONG)


def test_a_position_of_size_zero_is_gone_and_one_without_a_size_is_incomplete() -> None:
    gone = mapping.position(rows.POSITION | {"total": "0"}, SNAPSHOT)
    assert isinstance(gone, Gone)
    for spoiled in ({"total": ""}, {"holdSide": "both"}, {"marginMode": ""}, {"symbol": None}):
        with pytest.raises(Incomplete):
            mapping.position(rows.POSITION | spoiled, SNAPSHOT)


def test_a_balance_is_the_same_by_rest_and_push() -> None:
    told, pushed = mapping.balance(rows.BALANCE, SNAPSHOT), mapping.balance(rows.BALANCE_PUSH, STREAM)
    for each in (told, pushed):
        assert (each.asset, each.total, each.available, each.equity) == ("USDT", D("2086.1"), D("980.5"), D("2104.9"))
    flat = mapping.balance(rows.BALANCE | {"unrealizedPL": "", "accountEquity": "2086.1"}, SNAPSHOT)
    assert flat.total == D("2086.1")
    assert mapping.balance(rows.BALANCE | {"accountEquity": ""}, SNAPSHOT).total is None


def test_only_funding_is_money_without_a_fill() -> None:
    found = mapping.income(rows.BILL)
    assert found is not None
    assert (found.kind, found.amount, found.symbol) == (IncomeKind.FUNDING, D("-0.42"), "BTC/USDT:USDT")
    for word in ("open_long", "close_short", "trans_from_exchange", "burst_long_loss_query", "new_word"):
        assert mapping.income(rows.BILL | {"businessType": word}) is None


# Orders: side means the position in hedge mode.


@pytest.mark.parametrize(
    ("row", "side", "leg", "closes"),
    [
        ({"side": "buy", "tradeSide": "open", "posSide": "long"}, OrderSide.BUY, Side.LONG, False),
        ({"side": "buy", "tradeSide": "close", "posSide": "long"}, OrderSide.SELL, Side.LONG, True),
        ({"side": "sell", "tradeSide": "open", "posSide": "short"}, OrderSide.SELL, Side.SHORT, False),
        ({"side": "sell", "tradeSide": "close", "posSide": "short"}, OrderSide.BUY, Side.SHORT, True),
        ({"side": "sell", "tradeSide": "reduce_close_long", "posSide": ""}, OrderSide.SELL, Side.LONG, True),
        ({"side": "buy", "tradeSide": "burst_close_short", "posSide": "short"}, OrderSide.BUY, Side.SHORT, True),
        ({"side": "buy", "tradeSide": "offset_close_long", "posSide": "long"}, OrderSide.SELL, Side.LONG, True),
        ({"side": "buy", "tradeSide": "dte_sys_adl_close_short", "posSide": ""}, OrderSide.BUY, Side.SHORT, True),
        (
            {"side": "buy", "tradeSide": "buy_single", "posSide": "net", "posMode": "one_way_mode"},
            OrderSide.BUY,
            None,
            False,
        ),
        ({"side": "sell", "tradeSide": "", "posSide": "net", "posMode": "one_way_mode"}, OrderSide.SELL, None, False),
        ({"side": "sell", "tradeSide": "burst_sell_single", "posSide": ""}, OrderSide.SELL, None, True),
    ],
)
def test_the_true_direction_of_an_order(row: dict[str, Any], side: OrderSide, leg: Side | None, closes: bool) -> None:
    found = order_mapping.order(rows.ORDER | row, SNAPSHOT)
    assert (found.side, found.position_side, found.reduce_only) == (side, leg, closes)


def test_an_order_by_rest_counts_what_was_filled_and_a_push_its_total_not_its_last_fill() -> None:
    told, pushed = order_mapping.order(rows.ORDER, SNAPSHOT), order_mapping.order(rows.ORDER_PUSH, STREAM)
    assert (told.filled_base, pushed.filled_base) == (2, 3)
    assert (told.fee, pushed.fee) == (D("0.124"), D("0.186"))
    assert (told.client_id, pushed.client_id) == ("bn1", "bn1")
    assert (pushed.tif, pushed.side, pushed.position_side) == (TimeInForce.POST_ONLY, OrderSide.SELL, Side.LONG)


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("init", OrderStatus.OPEN),
        ("new", OrderStatus.OPEN),
        ("live", OrderStatus.OPEN),
        ("partially_filled", OrderStatus.PARTIALLY_FILLED),
        ("filled", OrderStatus.FILLED),
        ("canceled", OrderStatus.CANCELED),
        ("cancelled", OrderStatus.CANCELED),
        ("reject", OrderStatus.REJECTED),
        ("something new", OrderStatus.UNKNOWN),
    ],
)
def test_states(word: str, status: OrderStatus) -> None:
    found = order_mapping.order(rows.ORDER | {"status": "", "state": word}, SNAPSHOT)
    assert (found.status, found.venue_status) == (status, word)


def test_a_market_order_has_no_price() -> None:
    found = order_mapping.order(rows.ORDER | {"orderType": "market", "price": "0"}, SNAPSHOT)
    assert (found.type, found.price) == (OrderType.MARKET, None)


# Plans.


@pytest.mark.parametrize(
    ("more", "kind", "trigger", "closes"),
    [
        ({}, OrderType.STOP, D(3300), False),
        ({"planType": "track_plan", "callbackRatio": "1"}, OrderType.TRAILING_STOP, D(3300), False),
        ({"planType": "profit_plan"}, OrderType.TAKE_PROFIT, D(3300), True),
        ({"planType": "loss_plan", "triggerPrice": "", "stopLossTriggerPrice": "2900"}, OrderType.STOP, D(2900), True),
        (
            {"planType": "pos_profit", "triggerPrice": "0", "stopSurplusTriggerPrice": "3500"},
            OrderType.TAKE_PROFIT,
            D(3500),
            True,
        ),
        ({"planType": "moving_plan"}, OrderType.TRAILING_STOP, D(3300), True),
        ({"planType": "newest_plan"}, OrderType.OTHER, D(3300), False),
    ],
)
def test_plans(more: dict[str, Any], kind: OrderType, trigger: Decimal, closes: bool) -> None:
    found = order_mapping.plan(rows.PLAN | more, SNAPSHOT)
    assert (found.kind, found.type, found.trigger_price, found.reduce_only) == (OrderKind.ALGO, kind, trigger, closes)
    assert found.side is (OrderSide.SELL if closes else OrderSide.BUY)


def test_a_pushed_plan_has_the_name_rest_gives_it() -> None:
    found = order_mapping.plan(rows.PLAN_PUSH, STREAM)
    assert (found.venue_type, found.type, found.size_base, found.price) == ("pos_loss", OrderType.STOP, None, None)
    assert (found.side, found.position_side, found.reduce_only) == (OrderSide.SELL, Side.LONG, True)
    triggered = order_mapping.plan(rows.PLAN_PUSH | {"status": "executed"}, STREAM)
    assert triggered.status is OrderStatus.TRIGGERED


def test_a_limit_price_after_the_trigger() -> None:
    assert order_mapping.plan(rows.PLAN, SNAPSHOT).price == 3290
    assert order_mapping.plan(rows.PLAN | {"executePrice": "3280"}, SNAPSHOT).price == 3280
    assert order_mapping.plan(rows.PLAN | {"orderType": "market"}, SNAPSHOT).price is None


# Fills.


def test_a_close_by_rest_names_the_side_that_opened_the_leg() -> None:
    found = order_mapping.fill(rows.FILL, SNAPSHOT)
    assert found is not None
    assert (found.side, found.position_side) == (OrderSide.SELL, Side.LONG)
    assert (found.fee, found.fee_asset, found.realised_pnl, found.is_maker) == (D("0.124"), "USDT", 12, False)
    assert found.id == "5151:881"


def test_a_pushed_close_is_decided_by_its_order_only() -> None:
    assert order_mapping.fill(rows.FILL_PUSH, STREAM) is None
    found = order_mapping.fill(rows.FILL_PUSH, KNOWN)
    assert found is not None
    assert (found.side, found.position_side) == (OrderSide.BUY, Side.SHORT)
    opened = order_mapping.fill(rows.FILL_PUSH | {"tradeSide": "open"}, STREAM)
    assert opened is not None
    assert (opened.side, opened.position_side) == (OrderSide.BUY, Side.LONG)


@pytest.mark.parametrize(
    ("details", "fee", "asset"),
    [
        ([{"feeCoin": "USDT", "totalFee": "0.01", "deduction": "no"}], D("-0.01"), "USDT"),
        ([{"feeCoin": "BGB", "totalFee": "0", "deduction": "yes", "totalDeductionFee": "-0.3"}], D("0.3"), "BGB"),
        ([{"feeCoin": "USDT", "totalFee": "-1"}, {"feeCoin": "USDT", "totalFee": "-2"}], D(3), "USDT"),
        ([], D(0), ""),
        (None, D(0), ""),
    ],
)
def test_fees(details: Any, fee: Decimal, asset: str) -> None:
    assert order_mapping.paid(details) == (fee, asset)


# Unified accounts.


def test_a_unified_position_by_rest_and_push() -> None:
    for row, liquidation in ((rows.UTA_POSITION, None), (rows.UTA_POSITION_PUSH, D(70000))):
        found = unified_mapping.position(row, SNAPSHOT)
        assert isinstance(found, Position)
        assert (found.side, found.size_base, found.margin) == (Side.LONG, D("0.5"), 2250)
        assert (found.fee, found.funding, found.realised_pnl) == (27, D("-0.5"), D("-26.5"))
        assert found.liquidation_price == liquidation
    ended = unified_mapping.position(rows.UTA_POSITION_PUSH | {"positionStatus": "ended", "size": "0"}, STREAM)
    assert isinstance(ended, Gone)


def test_a_unified_order_tells_its_true_direction_and_fees_as_costs() -> None:
    found = unified_mapping.order(rows.UTA_ORDER, STREAM)
    assert (found.side, found.position_side, found.reduce_only, found.fee) == (
        OrderSide.SELL,
        Side.LONG,
        True,
        D("1.9"),
    )
    one_way = unified_mapping.order(rows.UTA_ORDER | {"holdMode": "one_way_mode"}, STREAM)
    assert (one_way.position_side, one_way.reduce_only) == (None, False)
    fill = unified_mapping.fill(rows.UTA_FILL, SNAPSHOT)
    assert (fill.side, fill.position_side, fill.fee, fill.realised_pnl) == (OrderSide.SELL, Side.LONG, D("1.9"), 500)


def test_unified_conditional_orders() -> None:
    both = unified_mapping.strategy(rows.UTA_STRATEGY, SNAPSHOT)
    assert (both.type, both.trigger_price, both.trigger_price_2) == (OrderType.OCO, 80000, 100000)
    assert (both.side, both.reduce_only, both.status) == (OrderSide.SELL, True, OrderStatus.OPEN)
    profit = unified_mapping.strategy(rows.UTA_STRATEGY | {"stopLoss": ""}, SNAPSHOT)
    assert (profit.type, profit.trigger_price) == (OrderType.TAKE_PROFIT, 100000)
    trigger: Order = unified_mapping.strategy(
        rows.UTA_STRATEGY | {"takeProfit": "", "stopLoss": "", "triggerPrice": "70000", "side": "buy"}, SNAPSHOT
    )
    assert (trigger.type, trigger.trigger_price, trigger.side, trigger.reduce_only) == (
        OrderType.STOP, 70000, OrderSide.BUY, False,
    )  # fmt: skip


# Keys.


@pytest.mark.parametrize(
    ("authorities", "rights"),
    [
        (["coor", "cpor", "stor"], {Right.READ}),
        (["coow", "cpow", "stor"], {Right.READ, Right.TRADE}),
        (["coow", "cpor", "stor"], {Right.READ, Right.OTHER}),
        (["coor", "stow"], {Right.READ, Right.OTHER}),
        (["coow", "cpow", "wwow"], {Right.TRADE, Right.WITHDRAW}),
        (["coor", "wtow"], {Right.READ, Right.TRANSFER}),
        (["coor", "p2p"], {Right.READ, Right.C2C}),
        (["readonly"], {Right.OTHER}),
        (["trade"], {Right.OTHER}),
        ([], set()),
        (None, set()),
    ],
)
def test_boxes_of_a_classic_key(authorities: Any, rights: set[Right]) -> None:
    facts = key_info.classic(rows.KEY_INFO | {"authorities": authorities})
    assert facts.rights == rights


def test_a_classic_key() -> None:
    facts = key_info.classic(rows.KEY_INFO)
    assert (facts.uid, facts.main_uid, facts.inviter, facts.ip_list) == ("1001", "1001", "77", ("203.0.113.7",))
    for unbound in ("", None, []):
        assert key_info.classic(rows.KEY_INFO | {"ips": unbound}).ip_list == ()


@pytest.mark.parametrize(
    ("kind", "permissions", "rights"),
    [
        ("read_only", ["uta_trade", "uta_mgt"], {Right.READ}),
        ("read-only", ["uta_trade"], {Right.READ}),
        ("read_and_write", ["uta_trade", "uta_mgt"], {Right.READ, Right.TRADE}),
        ("read-and-write", ["uta_mgt"], {Right.READ, Right.OTHER}),
        ("read_and_write", ["uta_trade", "withdraw"], {Right.READ, Right.TRADE, Right.WITHDRAW}),
        ("read_only", ["withdraw"], {Right.READ, Right.WITHDRAW}),
        ("", ["uta_trade"], {Right.READ, Right.TRADE}),
        ("read_and_write", ["copy_futures_order"], {Right.READ, Right.OTHER}),
    ],
)
def test_boxes_of_a_unified_key(kind: str, permissions: list[str], rights: set[Right]) -> None:
    row = {"permType": kind, "permissions": permissions, "uid": 5, "parentId": "4", "ips": "203.0.113.7,203.0.113.8"}
    facts = key_info.unified(row)
    assert facts.rights == rights
    assert (facts.uid, facts.main_uid, len(facts.ip_list or ())) == ("5", "4", 2)

"""Rows of documents and stream in the model's words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from exchanges.core.model import (
    IncomeKind,
    MarginMode,
    OrderSide,
    OrderStatus,
    OrderType,
    PositionKey,
    Side,
    TimeInForce,
)
from exchanges.core.numbers import encode_json
from exchanges.toobit import leader_mapping, mapping, order_mapping
from exchanges.toobit.leader_mapping import LeadKey
from exchanges.toobit.rows import Incomplete, Reading
from exchanges.toobit.seen import Seen
from tests.toobit import toobit_rows as rows
from tests.toobit.toobit_rows import SNAPSHOT, STREAM


def test_sizes_become_base_units_and_the_margin_mode_is_told_or_known() -> None:
    held = mapping.position(rows.POSITION, SNAPSHOT)
    assert held is not None
    assert (held.key, held.size_base, held.size_contracts) == (
        PositionKey("ETH/USDT:USDT", Side.SHORT, MarginMode.CROSS), Decimal("0.4"), 40,
    )  # fmt: skip
    assert (held.liquidation_price, held.margin, held.unrealised_pnl) == (
        Decimal("3600.1"), Decimal("62.01"), Decimal("4.2"),
    )  # fmt: skip
    isolated = Reading(SNAPSHOT.instruments, 0, 0, SNAPSHOT.origin, {"ETH-SWAP-USDT": MarginMode.ISOLATED})
    told = mapping.position({**rows.POSITION, "marginType": None}, isolated)
    assert told is not None
    assert told.margin_mode is MarginMode.ISOLATED
    assert mapping.position({**rows.POSITION, "position": "0"}, SNAPSHOT) is None
    unknown = mapping.position({**rows.POSITION, "symbol": "NEW-SWAP-USDT"}, SNAPSHOT)
    assert unknown is not None
    assert (unknown.symbol, unknown.size_base, unknown.size_known) == ("NEW-SWAP-USDT", 40, False)


def test_a_push_of_no_contracts_closes_the_leg_in_both_modes() -> None:
    held, gone = mapping.pushed_position(rows.POSITION_PUSH, STREAM)
    assert held is not None
    assert (held.margin_mode, held.venue_ms, held.liquidation_price) == (MarginMode.ISOLATED, 1794873600000, None)
    assert [each.key.margin_mode for each in gone] == [MarginMode.CROSS]
    nothing, gone = mapping.pushed_position({**rows.POSITION_PUSH, "P": "0"}, STREAM)
    assert nothing is None
    assert {each.key for each in gone} == {PositionKey("ETH/USDT:USDT", Side.LONG, mode) for mode in MarginMode}


def test_balances_of_list_and_stream_mean_the_same() -> None:
    listed = mapping.balance(rows.BALANCE, SNAPSHOT)
    assert (listed.total, listed.available, listed.equity, listed.margin_used) == (
        Decimal("2500.5"), 2000, Decimal("2490.5"), Decimal("500.5"),
    )  # fmt: skip
    assert mapping.balance({**rows.BALANCE, "coin": None, "asset": "USDT"}, SNAPSHOT).asset == "USDT"
    pushed = mapping.pushed_balance(rows.BALANCE_PUSH["B"][0], 5, listed, (), STREAM)
    assert (pushed.total, pushed.available, pushed.margin_used, pushed.venue_ms) == (
        listed.total, listed.available, listed.margin_used, 5,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("side", "leg", "acted_on", "reduces"),
    [
        ("BUY", "LONG", Side.LONG, False),
        ("SELL", "LONG", Side.LONG, True),
        ("SELL", "SHORT", Side.SHORT, False),
        ("BUY", "SHORT", Side.SHORT, True),
        ("BUY_OPEN", None, Side.LONG, False),
        ("SELL_OPEN", None, Side.SHORT, False),
        ("BUY_CLOSE", None, Side.SHORT, True),
        ("SELL_CLOSE", None, Side.LONG, True),
    ],
)
def test_sides_of_both_versions(side: str, leg: str | None, acted_on: Side, reduces: bool) -> None:
    order = order_mapping.order({**rows.ORDER, "side": side, "positionSide": leg}, SNAPSHOT)
    assert (order.position_side, order.reduce_only) == (acted_on, reduces)
    assert order.side is (OrderSide.BUY if side.startswith("BUY") else OrderSide.SELL)


def test_orders_of_list_and_stream() -> None:
    listed = order_mapping.order(rows.ORDER, SNAPSHOT)
    assert (listed.size_base, listed.filled_base, listed.price, listed.tif) == (
        Decimal("0.2"), Decimal("0.05"), 3000, TimeInForce.POST_ONLY,
    )  # fmt: skip
    pushed = order_mapping.pushed_order(rows.ORDER_PUSH, STREAM)
    assert (pushed.position_side, pushed.reduce_only, pushed.average_price) == (Side.SHORT, True, 3000)
    assert pushed.venue_ms == listed.venue_ms
    assert order_mapping.pushed_order({**rows.ORDER_PUSH, "Z": "15000"}, STREAM).average_price is None
    market = order_mapping.pushed_order({**rows.ORDER_PUSH, "pt": "MARKET"}, STREAM)
    assert (market.type, market.price, market.tif) == (OrderType.MARKET, None, TimeInForce.IOC)
    taken = order_mapping.pushed_order({**rows.ORDER_PUSH, "o": "LIQUI_IOC_ORDER"}, STREAM)
    assert (taken.type, taken.reason) == (OrderType.MARKET, "liquidation")
    with pytest.raises(Incomplete):
        order_mapping.order({**rows.ORDER, "side": "HOLD"}, SNAPSHOT)


@pytest.mark.parametrize(
    ("word", "status"),
    {
        "PENDING_NEW": OrderStatus.OPEN, "NEW": OrderStatus.OPEN, "PARTIALLY_FILLED": OrderStatus.PARTIALLY_FILLED,
        "FILLED": OrderStatus.FILLED, "CANCELED": OrderStatus.CANCELED, "PARTIALLY_CANCELED": OrderStatus.CANCELED,
        "PENDING_CANCEL": OrderStatus.OPEN, "REJECTED": OrderStatus.REJECTED, "ORDER_NEW": OrderStatus.OPEN,
        "ORDER_FILLED": OrderStatus.TRIGGERED, "ORDER_CANCELED": OrderStatus.CANCELED,
        "ORDER_REJECTED": OrderStatus.REJECTED, "ORDER_FAILED": OrderStatus.REJECTED,
        "ORDER_NOT_EFFECTIVE": OrderStatus.OPEN, "BRAND_NEW": OrderStatus.UNKNOWN,
    }.items(),
)  # fmt: skip
def test_every_status(word: str, status: OrderStatus) -> None:
    assert order_mapping.order({**rows.ORDER, "status": word}, SNAPSHOT).status is status


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, OrderType.TAKE_PROFIT),
        ({"stopOrderType": "STOP_LOSS"}, OrderType.STOP),
        ({"type": "STOP", "stopOrderType": None}, OrderType.STOP),
        ({"stopType": "TRAILING_STOP"}, OrderType.TRAILING_STOP),
    ],
)
def test_kinds_of_listed_plans(changes: dict[str, Any], kind: OrderType) -> None:
    plan = order_mapping.plan({**rows.PLAN, **changes}, SNAPSHOT)
    assert (plan.type, plan.size_base, plan.trigger_price) == (kind, None, 3300)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("STOP_COMMON", OrderType.STOP),
        ("STOP_LONG_PROFIT", OrderType.TAKE_PROFIT),
        ("STOP_SHORT_PROFIT", OrderType.TAKE_PROFIT),
        ("STOP_LONG_LOSS", OrderType.STOP),
        ("STOP_PROFIT_LOSS", OrderType.STOP),
    ],
)
def test_kinds_of_pushed_plans(word: str, kind: OrderType) -> None:
    plan = order_mapping.pushed_plan({**rows.PLAN_PUSH, "planOrderType": word}, STREAM)
    assert (plan.type, plan.price, plan.status) == (kind, None, OrderStatus.TRIGGERED)


def test_a_fill_is_named_as_the_stream_names_it_and_a_commission_is_a_cost() -> None:
    fill = order_mapping.fill(rows.FILL, SNAPSHOT)
    assert (fill.id, fill.bill_id, fill.size_base, fill.fee) == ("5151:880", "77", Decimal("0.2"), Decimal("0.124"))
    assert (fill.realised_pnl, fill.is_maker, fill.position_side) == (12, True, Side.LONG)


def test_flows_that_are_no_fills_are_incomes() -> None:
    paid = mapping.income(rows.FLOW, SNAPSHOT)
    assert paid is not None
    assert (paid.kind, paid.amount, paid.symbol) == (IncomeKind.FUNDING, Decimal("-0.42"), "ETH/USDT:USDT")
    for changes in ({"flowTypeValue": 10}, {"flowTypeValue": "28"}, {"flowType": "USER_ACCOUNT_TRANSFER"}):
        assert mapping.income({**rows.FLOW, **changes}, SNAPSHOT) is None
    taken = mapping.income({**rows.FLOW, "flowTypeValue": 700, "flowType": "LIQUIDATION"}, SNAPSHOT)
    assert taken is not None
    assert taken.kind is IncomeKind.LIQUIDATION_PENALTY
    assert mapping.traded_symbol({**rows.FLOW, "flowTypeValue": 28}) == "ETH-SWAP-USDT"
    assert mapping.traded_symbol(rows.FLOW) == ""


def test_a_contracts_filters_speak_of_coins() -> None:
    found = mapping.instrument(rows.CONTRACT)
    assert found is not None
    assert (found.symbol, found.contract_size, found.lot_contracts, found.min_contracts) == (
        "ETH/USDT:USDT", Decimal("0.01"), Decimal("0.1"), Decimal("0.2"),
    )  # fmt: skip
    assert found.max_leverage == 125
    assert mapping.largest_order(rows.CONTRACT) == 40_000
    for changes in (
        {"symbol": "ETH-SWAP-USDC"}, {"marginToken": "USDC"}, {"inverse": True}, {"contractMultiplier": ""},
        {"symbol": "ETHUSDT"},
    ):  # fmt: skip
        assert mapping.instrument({**rows.CONTRACT, **changes}) is None


@pytest.mark.parametrize(
    "message",
    [
        {"symbol": "ETH-SWAP-USDT", "topic": "markPrice", "data": [{"markPrice": "3100", "time": 7}]},
        {"topic": "markPrice", "data": [{"symbol": "ETH-SWAP-USDT", "markPrice": "3100", "time": "7"}]},
        {"topic": "markPrice", "data": {"exchangeId": 301, "symbolId": "ETH-SWAP-USDT", "price": "3100", "time": 7}},
    ],
)
def test_mark_prices_as_documented_and_as_on_the_wire(message: dict[str, Any]) -> None:
    (mark,) = mapping.marks(message, STREAM)
    assert (mark.symbol, mark.price, mark.venue_ms) == ("ETH/USDT:USDT", 3100, 7)


def test_lists_of_positions_get_their_times_from_what_was_seen() -> None:
    seen = Seen()
    row = mapping.position(rows.POSITION, SNAPSHOT)
    assert row is not None
    (first,) = seen.list_positions([row], 10_000)
    assert first.venue_ms == 9_500
    (same,) = seen.list_positions([row], 20_000)
    assert (same.venue_ms, same.price_ms) == (9_500, 20_000)
    moved, _ = mapping.pushed_position(
        {**rows.POSITION_PUSH, "S": "SHORT", "mt": "CROSS", "P": "50", "E": "25000"}, STREAM
    )
    assert moved is not None
    pushed = seen.push_position(moved)
    (lagging,) = seen.list_positions([row], 25_500)
    assert lagging.venue_ms < pushed.venue_ms
    (later,) = seen.list_positions([row], 40_000)
    assert later.venue_ms == 39_500
    again = seen.push_position(pushed)
    assert again.venue_ms < later.venue_ms
    seen.push_position(moved)
    seen.forget()
    (after_an_outage,) = seen.list_positions([row], 41_000)
    assert after_an_outage.venue_ms == later.venue_ms


def test_of_several_changes_in_one_millisecond_the_last_counts() -> None:
    seen = Seen()
    opened, _ = mapping.pushed_position({**rows.POSITION_PUSH, "mt": "CROSS"}, STREAM)
    assert opened is not None
    first = seen.push_position(opened)
    assert seen.push_position(opened).price_ms == first.price_ms
    _, (gone, _) = mapping.pushed_position({**rows.POSITION_PUSH, "P": "0", "mt": "CROSS"}, STREAM)
    closed = seen.close_position(gone)
    assert (closed.venue_ms, closed.price_ms > first.price_ms) == (first.venue_ms, True)
    reopened = seen.push_position(opened)
    assert reopened.price_ms > closed.price_ms


# The lead trader's own rows.


def test_the_examples_of_the_document_are_read() -> None:
    led = leader_mapping.current(rows.example("orders/current"))
    assert led.key == LeadKey("BTC-SWAP-USDT", Side.LONG, 1717200000000)
    assert (led.margin_mode, led.followers, led.profit_rate) == (MarginMode.CROSS, 12, Decimal("0.0123"))
    past = leader_mapping.past(rows.example("orders/history"))
    assert (past.is_whole, past.fees, past.closed_ms) == (True, Decimal("0.2"), 1717203600000)
    results = leader_mapping.results(rows.example("trade-data"))
    assert (results.profit_to_loss, results.days, results.trades) == (Decimal("2.18"), 30, 18)
    share = leader_mapping.share(rows.example("profit-sharings/history"))
    assert (share.date, share.total, share.kept) == ("2026-06-01", Decimal("10.5"), 9)
    assert leader_mapping.lead_symbol(rows.example("symbols")).is_led
    follower = leader_mapping.follower(rows.example("followers"))
    assert (follower.nickname, follower.invested, follower.follows_for_ms) == ("****644", 880, 61_200_000)


def test_settings_are_submitted_as_the_example_of_the_document_byte_for_byte() -> None:
    config = leader_mapping.config(rows.CONFIG)
    assert encode_json(config.body()) == encode_json(rows.CONFIG)


def test_what_does_not_apply_is_not_submitted() -> None:
    plain = leader_mapping.config({**rows.CONFIG, "unLeadType": 0, "recommendShare": 0, "isNeedInvite": 0})
    left = set(rows.CONFIG) - set(plain.body())
    assert left == {"unLeadStartTime", "unLeadEndTime", "recommendShareRate", "inviteCode"}
    for name in ("symbolIds", "profitRate", "inviteScope", "tradeProtect"):
        with pytest.raises(Incomplete):
            leader_mapping.config({key: value for key, value in rows.CONFIG.items() if key != name})


def test_what_would_be_switched_off_is_named() -> None:
    known = leader_mapping.config(rows.CONFIG)
    wanted = leader_mapping.config({**rows.CONFIG, "symbolIds": ["ETH-SWAP-USDT"], "profitRate": "0.2"})
    assert known.switched_off(wanted) == ("BTC-SWAP-USDT",)
    assert set(known.differences(wanted)) == {"symbol_ids", "profit_rate"}
    assert not known.fulfils(wanted)
    assert known.fulfils(leader_mapping.config({**rows.CONFIG, "symbolIds": ["ETH-SWAP-USDT", "BTC-SWAP-USDT"]}))


@pytest.mark.parametrize("name", ["isLong", "symbolId", "openTime"])
def test_a_led_position_without_its_key_cannot_be_shown(name: str) -> None:
    with pytest.raises(Incomplete):
        leader_mapping.current({**rows.example("orders/current"), name: None})


def test_two_led_positions_of_one_leg_are_one() -> None:
    row = {"symbolId": "BTC-SWAP-USDT", "isLong": 1, "positionType": 1, "leverage": "20", "markPrice": "61000"}
    early, late = (
        leader_mapping.held(
            leader_mapping.current(row | {"openTime": at, "quantity": size, "openPrice": price}), SNAPSHOT
        )
        for at, size, price in (("1000", "0.1", "60000"), ("2000", "0.3", "64000"))
    )
    both = leader_mapping.joined(early, late)
    assert (both.side, both.margin_mode, both.opened_ms) == (Side.LONG, MarginMode.ISOLATED, 1000)
    assert (both.size_base, both.entry_price, both.size_known) == (Decimal("0.4"), Decimal(63000), False)

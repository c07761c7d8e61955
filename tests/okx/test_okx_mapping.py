"""The venue's rows in the model's words."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchanges.core.model import (
    IncomeKind,
    MarginMode,
    OrderKind,
    OrderSide,
    OrderStatus,
    OrderType,
    Origin,
    Position,
    PositionKey,
    Side,
    TimeInForce,
)
from exchanges.okx import mapping, order_mapping
from exchanges.okx.rows import Incomplete, inst_id_of, is_ours, symbol_of
from tests.okx.okx_rows import ALGO, ASKED, AT, BALANCE, BILL, FILL, INSTRUMENT, ORDER, POSITION, SNAPSHOT, STREAM

TRIGGER = {"ordType": "trigger", "slTriggerPx": ""}
TRAILING = {"ordType": "move_order_stop", "slTriggerPx": ""}
POISON = "\x1b]52;c;AAAA\x07\u202eevil\u200b"


def held(row: dict[str, Any], **more: Any) -> Position:
    found, _ = mapping.position(row | more, SNAPSHOT)
    assert found is not None
    return found


# Positions.


def test_a_position_in_contracts_becomes_one_in_coins() -> None:
    found = held(POSITION)
    assert found.symbol == "BTC/USDT:USDT"
    assert (found.side, found.margin_mode) == (Side.SHORT, MarginMode.CROSS)
    assert (found.size_base, found.size_contracts) == (Decimal("0.125"), Decimal("12.5"))
    assert (found.entry_price, found.mark_price, found.liquidation_price) == (
        Decimal("90100.5"),
        Decimal("89950.2"),
        Decimal("98011.4"),
    )
    assert (found.leverage, found.unrealised_pnl, found.realised_pnl) == (
        Decimal(10),
        Decimal("18.7875"),
        Decimal("-5.29"),
    )
    assert (found.margin, found.fee, found.funding) == (Decimal("1124.37"), Decimal("5.6"), Decimal("0.31"))
    assert (found.venue_ms, found.price_ms, found.opened_ms) == (1_794_872_000_000, ASKED, 1_794_870_000_000)
    assert (found.learned_ms, found.origin, found.venue_id) == (AT, Origin.SNAPSHOT, "2311")
    assert found.size_known


def test_the_two_legs_of_a_hedge_are_two_positions() -> None:
    long, short = held(POSITION, posSide="long"), held(POSITION)
    assert long.key != short.key
    assert (long.side, short.side) == (Side.LONG, Side.SHORT)


@pytest.mark.parametrize(("pos", "side", "other"), [("3", Side.LONG, Side.SHORT), ("-3", Side.SHORT, Side.LONG)])
def test_in_one_way_mode_the_sign_is_the_side_and_the_other_side_is_not_held(pos: str, side: Side, other: Side) -> None:
    found, gone = mapping.position(POSITION | {"posSide": "net", "pos": pos}, STREAM)
    assert found is not None
    assert (found.side, found.size_contracts) == (side, Decimal(3))
    assert [each.key.side for each in gone] == [other]


def test_a_closed_position_is_told_as_gone_although_most_of_its_numbers_are_empty() -> None:
    row = {
        "instId": "BTC-USDT-SWAP",
        "mgnMode": "cross",
        "posSide": "long",
        "pos": "0",
        "avgPx": "",
        "uTime": "1794872000001",
    }
    found, gone = mapping.position(row | {"pTime": "1794872000002"}, STREAM)
    assert found is None
    (closed,) = gone
    assert closed.key == PositionKey("BTC/USDT:USDT", Side.LONG, MarginMode.CROSS)
    assert (closed.venue_ms, closed.price_ms) == (1_794_872_000_001, 1_794_872_000_002)


def test_a_flat_account_in_one_way_mode_holds_neither_side() -> None:
    _, gone = mapping.position(POSITION | {"posSide": "net", "pos": "0"}, STREAM)
    assert {each.key.side for each in gone} == {Side.LONG, Side.SHORT}


def test_isolated_margin_is_told_elsewhere_than_cross() -> None:
    assert held(POSITION, mgnMode="isolated", margin="77", imr="").margin == Decimal(77)
    assert held(POSITION, mgnMode="cross", margin="77", imr="").margin is None


@pytest.mark.parametrize("empty", ["", None])
def test_empty_is_unknown_and_never_zero(empty: object) -> None:
    names = ("avgPx", "markPx", "liqPx", "lever", "upl", "realizedPnl", "imr", "fee", "fundingFee", "cTime")
    found = held(POSITION, **dict.fromkeys(names, empty))
    assert (found.entry_price, found.mark_price, found.liquidation_price, found.leverage) == (None,) * 4
    assert (found.unrealised_pnl, found.realised_pnl, found.margin, found.fee, found.funding) == (None,) * 5


@pytest.mark.parametrize("lever", ["10.0", "3.33"])
def test_leverage_is_a_decimal(lever: str) -> None:
    assert held(POSITION, lever=lever).leverage == Decimal(lever)


def test_an_unknown_contract_shows_its_contracts_and_says_so() -> None:
    found = held(POSITION, instId="NEW-USDT-SWAP")
    assert (found.size_base, found.size_known) == (Decimal("12.5"), False)


@pytest.mark.parametrize("missing", ["instId", "pos", "posSide", "mgnMode"])
def test_a_row_without_what_it_cannot_be_shown_without_is_incomplete(missing: str) -> None:
    with pytest.raises(Incomplete):
        mapping.position({name: value for name, value in POSITION.items() if name != missing}, STREAM)
    with pytest.raises(Incomplete):
        mapping.position(POSITION | {missing: ""}, STREAM)


def test_a_word_nobody_knows_for_side_or_margin_is_incomplete_and_not_guessed() -> None:
    for name in ("posSide", "mgnMode"):
        with pytest.raises(Incomplete):
            mapping.position(POSITION | {name: "sideways"}, STREAM)


@pytest.mark.parametrize(
    ("inst_id", "ours"),
    [
        ("BTC-USDT-SWAP", True),
        ("1000SATS-USDT-SWAP", True),
        ("BTC-USD-SWAP", False),
        ("BTC-USD_UM-SWAP", False),
        ("BTC-USDC-SWAP", False),
        ("BTC-USDT", False),
        ("BTC-USDT-260327", False),
        ("", False),
        (None, False),
    ],
)
def test_only_usdt_margined_swaps_are_ours(inst_id: object, ours: bool) -> None:
    assert is_ours(inst_id) is ours


def test_symbols_go_both_ways() -> None:
    assert inst_id_of(symbol_of("ETH-USDT-SWAP")) == "ETH-USDT-SWAP"


# Orders.


def test_an_open_limit_order() -> None:
    found = order_mapping.order(ORDER, SNAPSHOT)
    assert (found.id, found.client_id, found.kind) == ("880", "bn1", OrderKind.PLAIN)
    assert (found.symbol, found.side, found.position_side) == ("ETH/USDT:USDT", OrderSide.BUY, Side.LONG)
    assert (found.type, found.tif, found.status) == (OrderType.LIMIT, TimeInForce.GTC, OrderStatus.OPEN)
    assert (found.size_base, found.filled_base, found.price) == (Decimal("0.5"), Decimal(0), Decimal(3100))
    assert (found.average_price, found.trigger_price, found.reduce_only) == (None, None, False)
    assert (found.created_ms, found.venue_ms) == (1_794_873_599_000, 1_794_873_599_000)


@pytest.mark.parametrize(
    ("word", "kind", "tif"),
    [
        ("market", OrderType.MARKET, TimeInForce.IOC),
        ("limit", OrderType.LIMIT, TimeInForce.GTC),
        ("post_only", OrderType.LIMIT, TimeInForce.POST_ONLY),
        ("ioc", OrderType.LIMIT, TimeInForce.IOC),
        ("fok", OrderType.LIMIT, TimeInForce.FOK),
        ("optimal_limit_ioc", OrderType.MARKET, TimeInForce.IOC),
        ("rpi", OrderType.LIMIT, TimeInForce.POST_ONLY),
        ("elp", OrderType.LIMIT, TimeInForce.POST_ONLY),
        ("from_the_future", OrderType.OTHER, TimeInForce.GTC),
    ],
)
def test_order_types(word: str, kind: OrderType, tif: TimeInForce) -> None:
    found = order_mapping.order(ORDER | {"ordType": word}, SNAPSHOT)
    assert (found.type, found.tif, found.venue_type) == (kind, tif, word)


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("live", OrderStatus.OPEN),
        ("partially_filled", OrderStatus.PARTIALLY_FILLED),
        ("filled", OrderStatus.FILLED),
        ("canceled", OrderStatus.CANCELED),
        ("mmp_canceled", OrderStatus.CANCELED),
        ("suspended_by_moon", OrderStatus.UNKNOWN),
    ],
)
def test_order_states_and_a_new_word_is_kept(word: str, status: OrderStatus) -> None:
    found = order_mapping.order(ORDER | {"state": word}, SNAPSHOT)
    assert (found.status, found.venue_status) == (status, word)


@pytest.mark.parametrize("none", ["", "0", "-1", None])
def test_no_price_is_none(none: object) -> None:
    found = order_mapping.order(ORDER | {"px": none, "avgPx": none}, SNAPSHOT)
    assert (found.price, found.average_price) == (None, None)


@pytest.mark.parametrize(
    ("side", "leg", "flag", "reduces"),
    [
        ("sell", "long", "false", True),
        ("buy", "short", "false", True),
        ("buy", "long", "false", False),
        ("sell", "short", "false", False),
        ("sell", "net", "true", True),
        ("sell", "net", "false", False),
    ],
)
def test_reduce_only_is_the_flag_or_a_closing_pair(side: str, leg: str, flag: str, reduces: bool) -> None:
    assert (
        order_mapping.order(ORDER | {"side": side, "posSide": leg, "reduceOnly": flag}, SNAPSHOT).reduce_only is reduces
    )


def test_in_one_way_mode_an_order_has_no_leg() -> None:
    assert order_mapping.order(ORDER | {"posSide": "net"}, SNAPSHOT).position_side is None


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"cancelSource": "31"}, "post-only would take"),
        ({"cancelSource": "99"}, "99"),
        ({"cancelSourceReason": "Too far", "cancelSource": "15"}, "Too far"),
        ({"category": "adl"}, "adl"),
        ({"category": "full_liquidation"}, "full_liquidation"),
        ({}, ""),
    ],
)
def test_why_an_order_ended(told: dict[str, str], reason: str) -> None:
    assert order_mapping.order(ORDER | told, SNAPSHOT).reason == reason


# Conditional orders.


def test_a_stop_on_the_whole_position() -> None:
    found = order_mapping.algo_order(ALGO, SNAPSHOT)
    assert (found.id, found.client_id, found.kind) == ("901", None, OrderKind.ALGO)
    assert (found.type, found.trigger_price, found.price) == (OrderType.STOP, Decimal(2900), None)
    assert (found.size_base, found.reduce_only, found.status) == (None, True, OrderStatus.OPEN)
    assert found.tif is TimeInForce.IOC


@pytest.mark.parametrize(
    ("row", "kind", "triggers", "price"),
    [
        ({"slTriggerPx": "", "tpTriggerPx": "3500", "tpOrdPx": "-1"}, OrderType.TAKE_PROFIT, ("3500", None), None),
        ({"slTriggerPx": "", "tpTriggerPx": "3500", "tpOrdPx": "3490"}, OrderType.TAKE_PROFIT, ("3500", None), "3490"),
        ({"slOrdPx": "2895"}, OrderType.STOP, ("2900", None), "2895"),
        ({"ordType": "oco", "tpTriggerPx": "3500"}, OrderType.OCO, ("2900", "3500"), None),
        ({**TRIGGER, "triggerPx": "2500", "ordPx": "2490"}, OrderType.STOP, ("2500", None), "2490"),
        ({**TRIGGER, "triggerPx": "2500", "ordPx": "-1"}, OrderType.STOP, ("2500", None), None),
        ({**TRAILING, "moveTriggerPx": "2800"}, OrderType.TRAILING_STOP, ("2800", None), None),
        ({**TRAILING, "activePx": "2700"}, OrderType.TRAILING_STOP, ("2700", None), None),
        ({"ordType": "chase", "slTriggerPx": ""}, OrderType.OTHER, (None, None), None),
    ],
)
def test_kinds_of_conditional_orders(
    row: dict[str, str], kind: OrderType, triggers: tuple[str | None, str | None], price: str | None
) -> None:
    found = order_mapping.algo_order(ALGO | row, SNAPSHOT)
    assert found.type is kind
    assert (found.trigger_price, found.trigger_price_2) == tuple(Decimal(each) if each else None for each in triggers)
    assert found.price == (Decimal(price) if price else None)


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("pause", OrderStatus.OPEN),
        ("effective", OrderStatus.TRIGGERED),
        ("partially_effective", OrderStatus.TRIGGERED),
        ("order_failed", OrderStatus.REJECTED),
        ("partially_failed", OrderStatus.REJECTED),
        ("canceled", OrderStatus.CANCELED),
    ],
)
def test_states_of_conditional_orders(word: str, status: OrderStatus) -> None:
    assert order_mapping.algo_order(ALGO | {"state": word}, SNAPSHOT).status is status


def test_a_failed_conditional_order_says_its_code() -> None:
    assert order_mapping.algo_order(ALGO | {"state": "order_failed", "failCode": "51008"}, SNAPSHOT).reason == "51008"
    assert order_mapping.algo_order(ALGO | {"failCode": "0"}, SNAPSHOT).reason == ""


# Fills and bills.


def test_a_fill_from_rest() -> None:
    found = order_mapping.fill(FILL, SNAPSHOT)
    assert found is not None
    assert (found.id, found.order_id, found.bill_id) == ("ETH-USDT-SWAP:5151:880", "880", "7001")
    assert (found.price, found.size_base, found.fee, found.fee_asset) == (
        Decimal(3100),
        Decimal("0.2"),
        Decimal("0.124"),
        "USDT",
    )
    assert (found.is_maker, found.realised_pnl, found.time_ms) == (True, Decimal(0), 1_794_873_600_100)


def test_the_same_fill_from_the_stream_has_the_same_identity_and_money() -> None:
    pushed = ORDER | {
        "tradeId": "5151", "fillPx": "3100", "fillSz": "2", "fillPnl": "0", "fillFee": "-0.124", "fillFeeCcy": "USDT",
        "execType": "M", "fillTime": "1794873600100", "accFillSz": "2", "state": "partially_filled",
    }  # fmt: skip
    told, listed = order_mapping.pushed_fill(pushed, STREAM), order_mapping.fill(FILL, STREAM)
    assert told is not None
    assert listed is not None
    differing = {each.name for each in fields(told) if getattr(told, each.name) != getattr(listed, each.name)}
    assert differing == {"bill_id"}


@pytest.mark.parametrize("row", [{}, {"tradeId": "9", "fillSz": "0"}, {"tradeId": "", "fillSz": "2"}])
def test_a_push_without_a_fill_has_none(row: dict[str, str]) -> None:
    assert order_mapping.pushed_fill(ORDER | row, STREAM) is None


def test_fills_of_liquidation_share_trade_ids_and_are_told_apart_by_their_bill() -> None:
    first = order_mapping.fill(FILL | {"tradeId": "-1", "billId": "71"}, SNAPSHOT)
    second = order_mapping.fill(FILL | {"tradeId": "-1", "billId": "72", "execType": ""}, SNAPSHOT)
    assert first is not None
    assert second is not None
    assert (first.id, second.id, second.is_maker) == ("bill:71", "bill:72", None)


@pytest.mark.parametrize(
    ("row", "asks"),
    [
        ({"accFillSz": "5", "category": "full_liquidation", "fillSz": "5", "fillFee": "0"}, True),
        ({"accFillSz": "5", "state": "filled", "fillSz": "0"}, True),
        ({"accFillSz": "5", "state": "filled", "fillSz": "5", "fillFee": ""}, True),
        ({"accFillSz": "5", "state": "filled", "fillSz": "5", "fillFee": "-1"}, False),
        ({}, False),
    ],
)
def test_some_fills_are_only_told_fully_by_rest(row: dict[str, str], asks: bool) -> None:
    assert order_mapping.needs_rest(ORDER | row) is asks


def test_a_fill_of_an_unknown_contract_is_not_guessed() -> None:
    assert order_mapping.fill(FILL | {"instId": "NEW-USDT-SWAP"}, SNAPSHOT) is None


def test_a_rebate_is_a_negative_cost() -> None:
    found = order_mapping.fill(FILL | {"fee": "0.05"}, SNAPSHOT)
    assert found is not None
    assert found.fee == Decimal("-0.05")


def test_funding_paid_is_a_negative_income() -> None:
    found = mapping.income(BILL)
    assert found is not None
    assert (found.id, found.kind, found.symbol) == ("7002", IncomeKind.FUNDING, "BTC/USDT:USDT")
    assert (found.amount, found.asset, found.time_ms) == (Decimal("-0.42"), "USDT", 1_794_844_800_000)


def test_funding_of_isolated_margin_is_told_in_the_position() -> None:
    found = mapping.income(BILL | {"mgnMode": "isolated", "balChg": "0", "posBalChg": "-0.42"})
    assert found is not None
    assert found.amount == Decimal("-0.42")


@pytest.mark.parametrize("kind", ["1", "2", "5", "9", "27", "28"])
def test_bills_that_fills_or_transfers_tell_are_no_income(kind: str) -> None:
    assert mapping.income(BILL | {"type": kind}) is None


# Balances, contracts, prices.


def test_a_balance() -> None:
    found = mapping.balance(BALANCE["details"][0], SNAPSHOT)
    assert (found.asset, found.total, found.available) == ("USDT", Decimal("2086.1"), Decimal("980.5"))
    assert (found.equity, found.unrealised_pnl, found.margin_used) == (
        Decimal("2104.9"),
        Decimal("18.8"),
        Decimal("1124.4"),
    )
    assert found.venue_ms == 1_794_873_599_000


def test_without_available_equity_the_available_balance_counts() -> None:
    assert mapping.balance(BALANCE["details"][0] | {"availEq": ""}, SNAPSHOT).available == Decimal("980.5")
    assert mapping.balance(BALANCE["details"][0] | {"availEq": "0"}, SNAPSHOT).available == Decimal(0)


def test_a_contract() -> None:
    found = mapping.instrument(INSTRUMENT)
    assert found is not None
    assert (found.symbol, found.base, found.quote, found.settle) == ("BTC/USDT:USDT", "BTC", "USDT", "USDT")
    assert (found.contract_size, found.tick_size, found.lot_contracts) == (
        Decimal("0.01"),
        Decimal("0.1"),
        Decimal("0.01"),
    )


def test_the_contract_size_is_value_times_multiplier() -> None:
    found = mapping.instrument(INSTRUMENT | {"ctMult": "10"})
    assert found is not None
    assert found.contract_size == Decimal("0.1")


@pytest.mark.parametrize(
    "row", [{"ctType": "inverse"}, {"settleCcy": "BTC"}, {"ctVal": ""}, {"ctVal": "0"}, {"lotSz": ""}]
)
def test_a_contract_we_cannot_reckon_with_is_left_out(row: dict[str, str]) -> None:
    assert mapping.instrument(INSTRUMENT | row) is None


def test_a_mark_price() -> None:
    found = mapping.mark({"instId": "BTC-USDT-SWAP", "markPx": "90000.1", "ts": "1794873600000"})
    assert found is not None
    assert (found.symbol, found.price, found.venue_ms) == ("BTC/USDT:USDT", Decimal("90000.1"), 1_794_873_600_000)
    assert mapping.mark({"instId": "BTC-USDT-SWAP", "markPx": "", "ts": "1"}) is None


# Poison.


def test_text_that_acts_on_terminals_arrives_as_visible_escapes() -> None:
    rows = [
        order_mapping.order(
            ORDER | {"clOrdId": POISON, "state": POISON, "ordType": POISON, "cancelSource": POISON}, SNAPSHOT
        ),
        held(POSITION, posId=POISON),
        mapping.balance(BALANCE["details"][0] | {"ccy": POISON}, SNAPSHOT),
        order_mapping.fill(FILL | {"feeCcy": POISON, "clOrdId": POISON}, SNAPSHOT),
    ]
    for row in rows:
        assert row is not None
        for name in (each.name for each in fields(row)):
            value = getattr(row, name)
            assert not isinstance(value, str) or value.isprintable()


@given(
    st.dictionaries(
        st.sampled_from(sorted(POSITION)),
        st.one_of(st.text(max_size=8), st.none(), st.integers(), st.lists(st.none(), max_size=1)),
        max_size=6,
    )
)
def test_whatever_a_row_holds_it_is_read_or_called_incomplete(changes: dict[str, Any]) -> None:
    for read, row in (
        (mapping.position, POSITION),
        (order_mapping.order, ORDER),
        (order_mapping.algo_order, ALGO),
        (order_mapping.fill, FILL),
        (mapping.balance, BALANCE["details"][0]),
    ):
        changed = row | changes
        if not is_ours(changed.get("instId", "BTC-USDT-SWAP")):
            continue  # Such rows are put aside before.
        try:
            read(changed, STREAM)
        except Incomplete:
            continue

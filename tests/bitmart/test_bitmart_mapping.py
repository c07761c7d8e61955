"""What BitMart writes, in the model's words: contracts become coins, numbers become sides, values become prices."""

from __future__ import annotations

import zlib
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchanges.bitmart import mapping, order_mapping
from exchanges.bitmart.codec import BitmartWire
from exchanges.bitmart.rows import Incomplete, side_number, time_of, trade_of
from exchanges.bitmart.structures import Structures
from exchanges.core.changes import Gone
from exchanges.core.errors import AuthError, BadRequest, VenueUnavailable
from exchanges.core.frames import Chatter, Data, Refused
from exchanges.core.model import (
    MarginMode,
    OrderKind,
    OrderSide,
    OrderStatus,
    OrderType,
    Origin,
    Position,
    Side,
)
from exchanges.core.numbers import encode_json
from tests.bitmart import bitmart_rows as rows
from tests.bitmart.bitmart_rows import ONE_WAY, SIZE, SNAPSHOT, STREAM

WIRE = BitmartWire(None, lambda: 0)


# Contracts.


def test_a_contract_says_how_many_coins_it_is() -> None:
    known = mapping.instrument(rows.CONTRACT)
    assert known is not None
    assert (known.symbol, known.contract_size, known.tick_size) == ("BTC/USDT:USDT", SIZE, Decimal("0.1"))
    assert (known.lot_contracts, known.min_contracts, known.max_leverage) == (1, 1, 100)
    renamed = {name: value for name, value in rows.CONTRACT.items() if name != "vol_precision"}
    assert mapping.instrument(renamed | {"volume_precision": "2"}).lot_contracts == 2  # type: ignore[union-attr]
    inverse = mapping.instrument(rows.CONTRACT | {"symbol": "BTCUSD", "quote_currency": "USD"})
    assert inverse is not None
    assert inverse.symbol == "BTC/USD:BTC"


@pytest.mark.parametrize(
    "change",
    [{"product_type": 2}, {"contract_size": "0"}, {"contract_size": ""}, {"price_precision": None}, {"symbol": ""}],
)
def test_what_is_no_perpetual_contract_or_lacks_its_steps_is_none(change: dict[str, Any]) -> None:
    assert mapping.instrument(rows.CONTRACT | change) is None


# Positions.


def test_the_documents_position() -> None:
    row = mapping.position(rows.POSITION, SNAPSHOT)
    assert row is not None
    assert (row.side, row.size_contracts, row.size_base) == (Side.SHORT, 899, Decimal("0.899"))
    assert row.entry_price == 20201
    assert row.mark_price == Decimal("16673.27053207877") / Decimal("0.899")
    assert (row.unrealised_pnl, row.leverage) == (Decimal("1903.956643943943943944339"), 5)
    assert row.margin == Decimal("18584.272343943943943944339") / 5
    assert (row.opened_ms, row.price_ms) == (1662714817820, 1663814313531)
    assert row.liquidation_price is None


def test_todays_position() -> None:
    row = mapping.position(rows.POSITION_V2, SNAPSHOT)
    assert row is not None
    assert (row.side, row.size_base, row.margin_mode) == (Side.SHORT, Decimal("0.899"), MarginMode.CROSS)
    assert (row.mark_price, row.liquidation_price) == (Decimal("18546.46"), Decimal("24000.1"))
    assert (row.unrealised_pnl, row.margin) == (Decimal("1487.42"), Decimal("3716.85"))
    long = mapping.position(rows.POSITION_V2 | {"position_side": "long", "open_type": "isolated"}, SNAPSHOT)
    assert long is not None
    assert (long.side, long.margin_mode) == (Side.LONG, MarginMode.ISOLATED)
    older = mapping.position(rows.POSITION | {"mark_value": "16673", "mark_price": "18546.4"}, SNAPSHOT)
    assert older is not None
    assert older.mark_price == Decimal("18546.4")


def test_hedge_legs_of_equal_size_are_two_positions() -> None:
    legs = [mapping.position(rows.POSITION | {"position_type": kind}, SNAPSHOT) for kind in (1, 2)]
    assert len({row.key for row in legs if row is not None}) == 2


def test_an_empty_position_is_none_and_a_pushed_one_is_gone() -> None:
    assert mapping.position(rows.POSITION_V2 | {"current_amount": "0"}, SNAPSHOT) is None
    gone = mapping.pushed_position(rows.POSITION_PUSH | {"hold_volume": "0"}, STREAM)
    assert isinstance(gone, Gone)
    assert gone.key == ("BTC/USDT:USDT", Side.LONG, MarginMode.ISOLATED)


def test_a_pushed_position() -> None:
    row = mapping.pushed_position(rows.POSITION_PUSH, STREAM)
    assert isinstance(row, Position)
    assert (row.size_base, row.entry_price, row.venue_ms) == (2, Decimal("19406.2092"), 1662692862255)
    assert row.liquidation_price == Decimal("15621.998406")
    assert (row.mark_price, row.leverage, row.unrealised_pnl) == (None, None, None)


def test_a_contract_nobody_knows_is_shown_in_contracts_and_marked_so() -> None:
    row = mapping.position(rows.POSITION_V2 | {"symbol": "NEWUSDT"}, SNAPSHOT)
    assert row is not None
    assert (row.symbol, row.size_base, row.size_known) == ("NEWUSDT", 899, False)
    order = order_mapping.order(rows.ORDER | {"symbol": "NEWUSDT"}, SNAPSHOT)
    assert (order.size_base, order.size_known) == (1000, False)
    with pytest.raises(Incomplete):
        order_mapping.fill(rows.FILL | {"symbol": "NEWUSDT"}, SNAPSHOT)


@pytest.mark.parametrize("field", ["symbol", "current_amount", "position_side"])
def test_a_position_without_what_makes_it_one_is_incomplete(field: str) -> None:
    with pytest.raises(Incomplete):
        mapping.position(rows.POSITION_V2 | {field: None}, SNAPSHOT)


@pytest.mark.parametrize("empty", ["", None])
def test_empty_and_null_are_unknown_and_never_zero(empty: str | None) -> None:
    bare = dict.fromkeys(("mark_price", "unrealized_pnl", "realized_value", "leverage", "initial_margin"), empty)
    row = mapping.position(rows.POSITION_V2 | bare | {"position_value": empty, "liquidation_price": empty}, SNAPSHOT)
    assert row is not None
    told = (row.mark_price, row.unrealised_pnl, row.realised_pnl, row.leverage, row.margin, row.liquidation_price)
    assert told == (None,) * 6


# Times of structure.


def test_an_unchanged_position_keeps_the_time_of_its_last_change() -> None:
    structures = Structures()
    pushed = mapping.pushed_position(rows.POSITION_PUSH, STREAM)
    assert isinstance(pushed, Position)
    structures.completed(pushed)
    same = {
        "symbol": "BTCUSDT",
        "current_amount": "2000",
        "entry_price": "19406.2092",
        "open_timestamp": 1662692862255,
        "position_side": "long",
        "open_type": "isolated",
        "leverage": "5",
        "realized_value": "1.5",
        "timestamp": 1700000000000,
    }
    read = mapping.position(same, SNAPSHOT)
    assert read is not None
    (dated,) = structures.dated([read])
    assert (dated.venue_ms, dated.price_ms) == (1662692862255, 1700000000000)
    grown = mapping.position(same | {"current_amount": "3000"}, SNAPSHOT)
    assert grown is not None
    assert structures.dated([grown])[0].venue_ms == 1700000000000 - 1


def test_a_pushed_position_is_completed_by_what_rest_told() -> None:
    structures = Structures()
    read = mapping.position(rows.POSITION_V2 | {"position_side": "long", "open_type": "isolated"}, SNAPSHOT)
    assert read is not None
    structures.dated([read])
    pushed = mapping.pushed_position(rows.POSITION_PUSH | {"update_time": 1663814400000}, STREAM)
    row = structures.completed(pushed)
    assert isinstance(row, Position)
    assert (row.leverage, row.mark_price) == (5, Decimal("18546.46"))
    assert row.unrealised_pnl == (Decimal("18546.46") - Decimal("19406.2092")) * 2
    assert row.realised_pnl is None


# Orders.


def test_the_documents_order() -> None:
    row = order_mapping.order(rows.HISTORY, SNAPSHOT)
    assert (row.id, row.client_id, row.kind) == ("220908185908509", "BM123", OrderKind.PLAIN)
    assert (row.side, row.position_side, row.reduce_only) == (OrderSide.SELL, Side.LONG, True)
    assert (row.size_base, row.filled_base, row.status) == (Decimal("7.216"), Decimal("7.216"), OrderStatus.FILLED)
    assert (row.price, row.average_price) == (14277, 14277)


@pytest.mark.parametrize(
    ("change", "action", "status"),
    [
        ({"state": 1, "deal_size": "0"}, "", OrderStatus.OPEN),
        ({"state": 2, "deal_size": "0"}, "", OrderStatus.OPEN),
        ({"state": 2, "deal_size": "3"}, "", OrderStatus.PARTIALLY_FILLED),
        ({"state": 4, "deal_size": "1000"}, "", OrderStatus.FILLED),
        ({"state": 4, "deal_size": "999"}, "", OrderStatus.CANCELED),
        ({"state": 4, "deal_size": "1000"}, "3", OrderStatus.CANCELED),
        ({"state": 9}, "", OrderStatus.UNKNOWN),
        ({"state": None}, "", OrderStatus.UNKNOWN),
    ],
)
def test_the_status_of_an_order(change: dict[str, Any], action: str, status: OrderStatus) -> None:
    assert order_mapping.order(rows.ORDER | change, SNAPSHOT, action).status is status


@pytest.mark.parametrize(
    ("number", "side", "leg", "closes"),
    [
        (1, OrderSide.BUY, Side.LONG, False),
        (2, OrderSide.BUY, Side.SHORT, True),
        (3, OrderSide.SELL, Side.LONG, True),
        (4, OrderSide.SELL, Side.SHORT, False),
    ],
)
def test_the_four_sides_of_both_position_modes(number: int, side: OrderSide, leg: Side, closes: bool) -> None:
    assert trade_of({"side": number}, SNAPSHOT) == (side, leg, closes)
    assert trade_of({"side": number}, ONE_WAY) == (side, None, closes)
    assert trade_of({"side": number, "position_mode": "one_way_mode"}, SNAPSHOT) == (side, None, closes)
    assert side_number(side, leg, reduce_only=False) == number
    assert side_number(side, None, reduce_only=closes) == number


def test_a_market_order_has_no_price_and_a_trailing_one_its_activation() -> None:
    market = order_mapping.order(rows.ORDER | {"type": "market", "price": "0"}, SNAPSHOT)
    assert (market.type, market.price, market.average_price) == (OrderType.MARKET, None, None)
    trailing = order_mapping.order(rows.ORDER | rows.TRAILING, SNAPSHOT)
    assert (trailing.type, trailing.trigger_price, trailing.price) == (OrderType.TRAILING_STOP, 20000, None)


def test_words_nobody_knows_are_kept_and_made_harmless() -> None:
    row = order_mapping.order(rows.ORDER | {"type": "iceberg\x1b[2J", "client_order_id": "[/]\x07"}, SNAPSHOT)
    assert (row.type, row.venue_type, row.client_id) == (OrderType.OTHER, "iceberg\\x1b[2J", "[/]\\x07")


def test_the_documents_plan_closes_the_whole_position() -> None:
    row = order_mapping.plan(rows.PLAN | {"state": 2}, SNAPSHOT)
    assert (row.kind, row.type, row.status) == (OrderKind.ALGO, OrderType.STOP, OrderStatus.OPEN)
    assert (row.size_base, row.trigger_price, row.price) == (None, 14277, 14277)
    part = order_mapping.plan(rows.PLAN | {"plan_category": 1, "executive_price": "0"}, SNAPSHOT)
    assert (part.size_base, part.price) == (Decimal("7.216"), None)


def test_how_a_plan_ended() -> None:
    pushed = rows.ORDER_PUSH | {"type": "plan_order", "state": 4, "trigger_price": "100", "execution_price": "-"}
    assert order_mapping.either(pushed, STREAM, "3").status is OrderStatus.CANCELED
    fired = order_mapping.either(pushed, STREAM, "1")
    assert (fired.status, fired.venue_type, fired.kind) == (OrderStatus.TRIGGERED, "plan", OrderKind.ALGO)
    past = rows.HISTORY | {"type": "take_profit"}
    assert order_mapping.either(past, SNAPSHOT).status is OrderStatus.TRIGGERED
    assert order_mapping.either(past | {"executive_order_id": ""}, SNAPSHOT).status is OrderStatus.CANCELED


def test_a_pushed_order_tells_whether_it_was_filled() -> None:
    assert order_mapping.has_trade(rows.ORDER_PUSH)
    assert not order_mapping.has_trade(rows.ORDER_PUSH | {"last_trade": None})


def test_a_fill() -> None:
    row = order_mapping.fill(rows.FILL, SNAPSHOT)
    assert (row.id, row.size_base, row.price) == ("1141853921:220921197409432", Decimal("0.108"), Decimal("19313.3"))
    assert (row.side, row.position_side, row.is_maker) == (OrderSide.BUY, Side.LONG, True)
    assert (row.realised_pnl, row.fee, row.fee_asset, row.time_ms) == (Decimal("-0.00832"), 0, "USDT", 1663663818589)


# Money.


def test_balances_by_rest_and_by_push() -> None:
    read = mapping.balance(rows.BALANCE, SNAPSHOT)
    assert (read.asset, read.total, read.equity, read.unrealised_pnl) == ("USDT", 0, 100, 100)
    pushed = mapping.balance(rows.BALANCE_PUSH, STREAM, Decimal(7))
    assert (pushed.total, pushed.equity, pushed.available) == (3000, 3007, 1000)
    unknown = mapping.balance(rows.BALANCE_PUSH | {"frozen_balance": ""}, STREAM)
    assert (unknown.total, unknown.equity) == (None, None)


def test_only_funding_is_income() -> None:
    told = mapping.income(rows.LEDGER, SNAPSHOT)
    assert told is not None
    assert (told.amount, told.symbol, told.time_ms) == (Decimal("-0.0123"), "BTC/USDT:USDT", 1663663818589)
    for flow in (1, 2, 4, 5):
        assert mapping.income(rows.LEDGER | {"flow_type": flow}, SNAPSHOT) is None


def test_a_ticker_has_a_mark_price_or_a_fair_one() -> None:
    assert mapping.mark(rows.TICKER, "BTC/USDT:USDT", 5).price == Decimal("146.24")  # type: ignore[union-attr]
    today = {"symbol": "BTCUSDT", "mark_price": "147.5"}
    assert mapping.mark(today, "BTC/USDT:USDT", 5).price == Decimal("147.5")  # type: ignore[union-attr]
    assert mapping.mark({"symbol": "BTCUSDT"}, "BTC/USDT:USDT", 5) is None


@pytest.mark.parametrize(
    ("told", "ms"),
    [(1662518160, 1662518160000), ("1663663818589", 1663663818589), (0, None), ("", None), (None, None)],
)
def test_seconds_are_told_from_milliseconds_by_their_size(told: object, ms: int | None) -> None:
    assert time_of(told) == ms


# Frames.


def test_binary_frames_are_deflated_text() -> None:
    text = encode_json({"group": "futures/ticker:BTCUSDT", "data": {"symbol": "BTCUSDT"}})
    machine = zlib.compressobj(wbits=-15)
    packed = machine.compress(text) + machine.flush()
    assert WIRE.read(packed) == WIRE.read(text.decode()) == WIRE.read(text)
    bomb = zlib.compressobj(wbits=-15)
    for broken in (b"\xff\xfe\xfd", bomb.compress(b" " * 2**25) + bomb.flush()):
        with pytest.raises(ValueError):
            WIRE.read(broken)


@pytest.mark.parametrize("kind", ["snapshot", "update"])
def test_changes_of_a_depth_are_news_of_their_channel(kind: str) -> None:
    rows = '"asks":[{"price":"60000.1","vol":"0"}],"bids":[]'
    data = f'{{"symbol":"BTCUSDT",{rows},"ms_t":1,"version":2,"type":"{kind}"}}'
    frame = WIRE.read(f'{{"group":"futures/depthIncrease20:BTCUSDT@100ms","data":{data}}}')
    assert isinstance(frame, Data)
    assert frame.channel == "futures/depthIncrease20"
    assert frame.payload["data"]["type"] == kind


@pytest.mark.parametrize("text", ["pong", '{"group":"System","data":"pong"}', '{"action":"ping"}'])
def test_every_kind_of_pong_is_a_sign_of_life(text: str) -> None:
    assert isinstance(WIRE.read(text), Chatter)


def test_a_speed_in_a_topic_does_not_hide_its_channel() -> None:
    frame = WIRE.read('{"group":"futures/depth20@100ms:BTCUSDT","data":{}}')
    assert isinstance(frame, Data)
    assert frame.channel == "futures/depth20"


@pytest.mark.parametrize(
    ("text", "kind", "channel"),
    [
        ('{"action":"access","success":false,"error":"access failed: openapi auth failed"}', AuthError, ""),
        ('{"action":"access","success":false}', AuthError, ""),
        ('{"action":"access","success":false,"error":"temporarily unavailable"}', VenueUnavailable, ""),
        ('{"action":"subscribe","group":"x","success":false,"error":"need authenication"}', VenueUnavailable, "x"),
        ('{"action":"subscribe","group":"x","success":false,"error":"group [x] not exist"}', BadRequest, "x"),
    ],
)
def test_refusals_in_words_have_their_class(text: str, kind: type[Exception], channel: str) -> None:
    frame = WIRE.read(text)
    assert isinstance(frame, Refused)
    assert type(frame.error) is kind
    assert frame.channel == channel


@given(st.recursive(st.none() | st.text() | st.integers() | st.booleans(), lambda inner: st.lists(inner)))
def test_no_value_of_a_row_breaks_the_reading(value: object) -> None:
    """A row is read, or it is incomplete; nothing else happens, whatever stands in a field."""
    for row, read in (
        (rows.POSITION_V2, lambda each: mapping.position(each, SNAPSHOT)),
        (rows.POSITION_PUSH, lambda each: mapping.pushed_position(each, STREAM)),
        (rows.ORDER, lambda each: order_mapping.either(each, SNAPSHOT)),
        (rows.PLAN, lambda each: order_mapping.either(each, SNAPSHOT)),
        (rows.FILL, lambda each: order_mapping.fill(each, SNAPSHOT)),
        (rows.BALANCE, lambda each: mapping.balance(each, SNAPSHOT)),
        (rows.LEDGER, lambda each: mapping.income(each, SNAPSHOT)),
        (rows.CONTRACT, mapping.instrument),
    ):
        for name in row:
            try:
                read(row | {name: value})
            except Incomplete:
                continue


def test_what_a_snapshot_and_a_push_say_of_the_same_order_has_one_key() -> None:
    listed = order_mapping.plan(rows.PLAN, SNAPSHOT)
    pushed = order_mapping.either(rows.ORDER_PUSH | {"type": "stop_loss", "order_id": listed.id}, STREAM)
    assert listed.key == pushed.key
    assert pushed.origin is Origin.STREAM

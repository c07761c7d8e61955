"""CrossEx's rows and frames in the model's words: aliases, signs, unknown words, nothing invented."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from exchanges.core.errors import AuthError, BadRequest, IpNotAllowed
from exchanges.core.frames import Acknowledged, Chatter, Data, LoggedIn, Refused
from exchanges.core.model import (
    MarginMode,
    OrderKind,
    OrderStatus,
    OrderType,
    Origin,
    PositionKey,
    Side,
    TimeInForce,
)
from exchanges.gate_crossex import mapping, order_mapping
from exchanges.gate_crossex.codec import CrossexWire, subscription
from exchanges.gate_crossex.held import Held
from exchanges.gate_crossex.rows import Incomplete, Reading, symbol_of
from exchanges.gate_crossex.standing import pool

AT, ASKED = 1_794_873_700_000, 1_794_873_650_000
SNAPSHOT = Reading(AT, ASKED, Origin.SNAPSHOT)
POSITION: dict[str, Any] = {
    "user_id": "1", "position_id": "77", "symbol": "OKX_FUTURE_ADA_USDT", "position_side": "LONG",
    "initial_margin": "5.79934625", "maintenance_margin": "0.06", "position_qty": "10", "position_value": "5.795",
    "upnl": "0.369", "upnl_rate": "0.068", "entry_price": "0.5426", "mark_price": "0.5795", "leverage": "1",
    "max_leverage": "18", "risk_limit": "1", "fee": "0.002713", "funding_fee": "-0.01", "funding_time": "0",
    "create_time": "1750682334273", "update_time": "1750730699867", "closed_pnl": "12",
}  # fmt: skip
ORDER: dict[str, Any] = {
    "user_id": "1", "order_id": "900", "text": "mine", "state": "OPEN", "symbol": "GATE_FUTURE_BTC_USDT",
    "side": "SELL",
    "type": "LIMIT", "attribute": "COMMON", "exchange_type": "GATE", "business_type": "FUTURE", "qty": "0.2",
    "quote_qty": "0", "price": "61000", "time_in_force": "POC", "executed_qty": "0", "executed_amount": "0",
    "executed_avg_price": "0", "fee_coin": "", "fee": "0", "reduce_only": "false", "leverage": "10", "reason": "",
    "position_side": "LONG", "create_time": "1750681141933", "update_time": "1750681142379",
}  # fmt: skip


@pytest.mark.parametrize(
    ("symbol", "unified"),
    [
        ("OKX_FUTURE_ADA_USDT", "ADA/USDT:USDT@OKX"),
        ("GATE_SPOT_ADA_USDT", "ADA/USDT@GATE"),
        ("BINANCE_MARGIN_ADA_USDT", "ADA/USDT@BINANCE-MARGIN"),
        ("HYPERLIQUID_FUTURE_BTC_USDC", "BTC/USDC:USDC@HYPERLIQUID"),
        ("NEWPLACE_FUTURE_A_B_USDT", "A_B/USDT:USDT@NEWPLACE"),
        ("US_STOCK_AAPL_USD", "AAPL/USD@US-STOCK"),
        ("nonsense", "nonsense"),
    ],
)
def test_the_exchange_belongs_to_the_symbol_and_is_an_open_value(symbol: str, unified: str) -> None:
    assert symbol_of(symbol) == unified


def test_contract_size_is_never_multiplied() -> None:
    row = {
        "symbol": "OKX_FUTURE_ADA_USDT", "state": "live", "min_size": "10", "lot_size": "10", "tick_size": "0.0001",
        "contract_size": "100",
    }  # fmt: skip
    listed = mapping.instrument(row)
    assert listed is not None
    assert (listed.contract_size, listed.lot_contracts, listed.min_contracts) == (1, 10, 10)
    assert mapping.instrument(row | {"lot_size": None}) is None


def test_a_position_is_in_base_units_and_its_profit_net() -> None:
    row = mapping.position(POSITION, SNAPSHOT)
    assert row is not None
    assert (row.symbol, row.side, row.size_base, row.margin_mode) == (
        "ADA/USDT:USDT@OKX", Side.LONG, Decimal(10), MarginMode.CROSS,
    )  # fmt: skip
    assert row.realised_pnl == Decimal(12) - Decimal("0.002713") - Decimal("0.01")
    assert (row.margin, row.liquidation_price, row.venue_ms) == (Decimal("5.79934625"), None, 1750730699867)


def test_the_samples_name_of_the_entry_price_is_read_as_well() -> None:
    old = {name: value for name, value in POSITION.items() if name != "entry_price"} | {"avg_price": "0.5426"}
    row = mapping.position(old, SNAPSHOT)
    assert row is not None
    assert row.entry_price == Decimal("0.5426")


def test_a_one_way_row_without_a_side_says_it_by_its_sign() -> None:
    short = mapping.position(POSITION | {"position_side": "NONE", "position_qty": "-3"}, SNAPSHOT)
    assert short is not None
    assert (short.side, short.size_base) == (Side.SHORT, 3)
    assert mapping.position(POSITION | {"position_qty": "0", "position_side": "NONE"}, SNAPSHOT) is None


def test_an_isolated_position_has_its_own_margin_and_a_liquidation_price() -> None:
    more = {"margin_mode": "ISOLATED", "isolated_margin": "7", "liq_price": "0.2"}
    row = mapping.position(POSITION | more, SNAPSHOT)
    assert row is not None
    assert (row.margin_mode, row.margin, row.liquidation_price) == (MarginMode.ISOLATED, 7, Decimal("0.2"))


@pytest.mark.parametrize("lost", ["symbol", "position_qty"])
def test_a_row_without_what_makes_it_one_is_incomplete(lost: str) -> None:
    with pytest.raises(Incomplete):
        mapping.position(POSITION | {lost: None}, SNAPSHOT)


def test_empty_and_null_are_unknown_never_zero() -> None:
    row = mapping.position(POSITION | {"upnl": "", "mark_price": None, "leverage": "", "closed_pnl": None}, SNAPSHOT)
    assert row is not None
    assert (row.unrealised_pnl, row.mark_price, row.leverage, row.realised_pnl) == (None, None, None, None)


def test_a_resting_order() -> None:
    row = order_mapping.order(ORDER, SNAPSHOT)
    assert (row.id, row.client_id, row.kind, row.type, row.tif) == (
        "900", "mine", OrderKind.PLAIN, OrderType.LIMIT, TimeInForce.POST_ONLY,
    )  # fmt: skip
    assert (row.status, row.price, row.size_base, row.fee) == (OrderStatus.OPEN, 61000, Decimal("0.2"), None)
    assert (row.position_side, row.reduce_only) == (Side.LONG, True)


def test_the_venues_id_repeated_as_text_is_no_id_of_ours() -> None:
    assert order_mapping.order(ORDER | {"text": "900"}, SNAPSHOT).client_id is None
    old = {name: value for name, value in ORDER.items() if name != "text"} | {"client_order_id": "mine"}
    assert order_mapping.order(old, SNAPSHOT).client_id == "mine"


def test_ids_and_leverage_may_be_numbers() -> None:
    assert order_mapping.order(ORDER | {"order_id": 2048522992198912}, SNAPSHOT).id == "2048522992198912"
    row = mapping.position(POSITION | {"leverage": 3}, SNAPSHOT)
    assert row is not None
    assert row.leverage == 3


def test_a_market_buy_by_value_has_no_size_until_it_is_done() -> None:
    row = ORDER | {
        "symbol": "OKX_SPOT_ADA_USDT", "side": "BUY", "type": "MARKET", "qty": "6", "quote_qty": "6", "price": "0",
        "executed_qty": "11.0354", "position_side": "NONE", "fee": "0.0110354", "fee_coin": "ADA",
    }  # fmt: skip
    partly = order_mapping.order(row | {"state": "PARTIALLY_FILLED"}, SNAPSHOT)
    assert (partly.size_base, partly.filled_base, partly.price) == (None, Decimal("11.0354"), None)
    assert (partly.fee, partly.tif) == (Decimal("0.0110354"), TimeInForce.IOC)
    assert order_mapping.order(row | {"state": "FILLED"}, SNAPSHOT).size_base == Decimal("11.0354")


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("NEW", OrderStatus.OPEN),
        ("PENDING_CANCEL", OrderStatus.OPEN),
        ("PARTIALLY_FILLED", OrderStatus.PARTIALLY_FILLED),
        ("CANCELLED", OrderStatus.CANCELED),
        ("CANCELED", OrderStatus.CANCELED),
        ("FAIL", OrderStatus.REJECTED),
        ("REJECT", OrderStatus.REJECTED),
        ("SOMETHING_NEW", OrderStatus.UNKNOWN),
    ],
)
def test_states_nobody_lists_are_read_and_new_ones_kept(word: str, status: OrderStatus) -> None:
    row = order_mapping.order(ORDER | {"state": word}, SNAPSHOT)
    assert (row.status, row.venue_status) == (status, word)


def test_why_an_order_ended() -> None:
    told = json.dumps({"label": "TRADE_X", "message": "no \u001b[2Jmargin"})
    assert order_mapping.reason_of({"reason": told}) == ("TRADE_X", "no \\x1b[2Jmargin")
    assert order_mapping.reason_of({"reason": "{broken"}) == ("", "{broken")
    assert order_mapping.reason_of({"reason": "", "attribute": "LIQ"}) == ("", "LIQ")
    assert order_mapping.reason_of({"reason": "", "attribute": "COMMON"}) == ("", "")


def test_a_fill_of_a_one_way_account_names_a_side_and_means_no_leg() -> None:
    row = {
        "transaction_id": "5", "order_id": "6", "text": "6", "symbol": "BINANCE_FUTURE_ADA_USDT", "side": "SELL",
        "qty": "10", "price": "0.5597", "fee": "0.0027985", "fee_coin": "USDT", "match_role": "maker",
        "rpnl": "-0.001", "position_mode": "BOTH", "position_side": "LONG", "create_time": "1750941402661",
    }  # fmt: skip
    fill = order_mapping.fill(row, SNAPSHOT)
    assert (fill.id, fill.position_side, fill.is_maker, fill.client_id) == ("5:6", None, True, None)
    assert (fill.fee, fill.realised_pnl) == (Decimal("0.0027985"), Decimal("-0.001"))
    assert order_mapping.fill(row | {"position_mode": "DUAL"}, SNAPSHOT).position_side is Side.LONG


def test_the_common_pools_money_is_plain_and_every_other_coin_names_its_exchange() -> None:
    row = {"coin": "USDT", "exchange_type": "BINANCE", "balance": "1000", "upnl": "200", "equity": "1200"}
    assert mapping.balance(row, SNAPSHOT).asset == "USDT"
    isolated = Reading(AT, ASKED, Origin.SNAPSHOT, is_pooled=False)
    assert mapping.balance(row, isolated).key == "USDT BINANCE"
    coin = mapping.balance(
        {"coin": "ADA", "exchange_type": "OKX", "balance": "5", "upnl": "0", "equity": "0"}, SNAPSHOT
    )
    assert (coin.key, coin.equity, coin.margin_used) == ("ADA OKX", 5, None)


def test_margin_rates_are_kept_as_they_are_balance_over_requirement() -> None:
    told = pool({
        "margin_balance": "1200", "initial_margin": "500", "maintenance_margin": "250", "initial_margin_rate": "2.4",
        "maintenance_margin_rate": "4.8", "position_mode": "SINGLE", "exchange_type": "CROSSEX",
    })  # fmt: skip
    assert (told.initial_rate, told.maintenance_rate) == (Decimal("2.4"), Decimal("4.8"))
    idle = pool({"initial_margin": "0", "maintenance_margin": "0", "maintenance_margin_rate": "999999"})
    assert idle.maintenance_rate is None


@pytest.mark.parametrize("name", ["type", "statement_type"])
def test_only_what_no_fill_tells_is_an_income(name: str) -> None:
    row = {"id": "1", "coin": "USDT", "change": "-0.5", "create_time": "1750941402661"}
    funding = mapping.income(row | {name: "FUNDING_FEE"})
    assert funding is not None
    assert (funding.kind.value, funding.amount) == ("funding", Decimal("-0.5"))
    for word in ("TRANSACTION", "TRADING_FEE", "TRANSFER_IN", "AUTO_REPAY"):
        assert mapping.income(row | {name: word}) is None
    other = mapping.income(row | {name: "SECURITY_DIVIDEND"})
    assert other is not None
    assert other.kind.value == "other"


def key(side: Side, symbol: str = "ADA/USDT:USDT@OKX") -> PositionKey:
    return PositionKey(symbol, side, MarginMode.CROSS)


def test_a_flat_row_closes_the_leg_of_its_id_and_not_the_other_leg() -> None:
    held, other = Held(), mapping.position(POSITION | {"position_id": "78", "position_side": "SHORT"}, SNAPSHOT)
    mine = mapping.position(POSITION, SNAPSHOT)
    assert mine is not None
    assert other is not None
    held.learn([mine, other])
    flat = POSITION | {"position_qty": "0", "position_side": "NONE"}
    assert held.knows(flat)
    assert held.took(flat, None, one_way=False) == [key(Side.LONG)]
    assert not held.knows(flat)
    assert held.took(flat, None, one_way=False) == []


def test_a_one_way_position_that_turned_leaves_its_old_side() -> None:
    held = Held()
    for side in ("LONG", "SHORT"):
        row = POSITION | {"position_side": side}
        turned = mapping.position(row, SNAPSHOT)
        gone = held.took(row, turned, one_way=True)
    assert gone == [key(Side.LONG)]


# Frames.


def frame(**body: Any) -> str:
    return json.dumps({"time": 1, "time_ms": 1000} | body)


OK = {"code": "100000", "message": "success"}


def test_news_and_acknowledgements_are_told_apart_by_the_payload_alone() -> None:
    wire = CrossexWire(None, lambda: 0)
    wire.subscribe(subscription("order"))
    news = wire.read(frame(channel="order", event="subscribe", payload={"order_id": "1"}, result=OK))
    assert isinstance(news, Data)
    assert news.channel == "order"
    assert wire.read(frame(channel="order", event="subscribe", payload=["!all"], result=OK)) == Acknowledged("order")
    assert isinstance(wire.read(frame(channel="order", event="update", payload={"a": 1}, result=OK)), Data)
    assert wire.read(frame(event="login", payload={"conn_id": "x"}, result=OK)) == LoggedIn()
    assert wire.read(frame(channel="place_order", event="api", payload={"order_id": "1"}, result=OK)) == Chatter()
    assert wire.read(frame(channel="order", event="unsubscribe", payload=["!all"], result=OK)) == Chatter()


def test_public_acknowledgements_may_leave_out_the_topic() -> None:
    wire = CrossexWire(None, lambda: 5_000)
    sent = [wire.subscribe(subscription("mark_price", name)) for name in ("A_FUTURE_X_Y", "B_FUTURE_X_Y")]
    assert json.loads(sent[0]) == {
        "time": 5,
        "event": "subscribe",
        "channel": "mark_price",
        "payload": ["A_FUTURE_X_Y"],
    }
    told = {"channel": "mark_price", "event": "subscribe", "result": {"status": "success"}}
    assert wire.read(frame(**told, payload=["B_FUTURE_X_Y"])) == Acknowledged("mark_price B_FUTURE_X_Y")
    assert wire.read(frame(**told)) == Acknowledged("mark_price A_FUTURE_X_Y")
    price = {"s": "A_FUTURE_X_Y", "mp": "1"}
    assert isinstance(wire.read(frame(channel="mark_price", event="update", result=price)), Data)


@pytest.mark.parametrize(
    ("body", "kind", "code"),
    [
        ({"event": "login", "result": {"code": "100006", "message": "login failed"}}, AuthError, "100006"),
        (
            {"event": "login", "result": {"code": "100006", "message": "IP_FORBIDDEN: not in whitelist: 198.51.100.9"}},
            IpNotAllowed,
            "IP_FORBIDDEN",
        ),
        (
            {"channel": "order", "event": "subscribe", "result": {"code": "100001", "message": "bad"}},
            BadRequest,
            "100001",
        ),
        (
            {
                "channel": "mark_price",
                "event": "subscribe",
                "error": {"code": 2, "message": "invalidSymbols:[X]"},
                "result": {"status": "failed"},
            },
            BadRequest,
            "100001",
        ),
    ],
)
def test_refusals_of_the_stream(body: dict[str, Any], kind: type[Exception], code: str) -> None:
    told = CrossexWire(None, lambda: 0).read(frame(**body))
    assert isinstance(told, Refused)
    assert isinstance(told.error, kind)
    assert told.error.code == code
    assert told.channel == body.get("channel", "")


@pytest.mark.parametrize("raw", ["[]", "{}", "x", b"\xff\xfe", '{"event":'])
def test_what_is_no_frame_is_garbage(raw: str | bytes) -> None:
    with pytest.raises(ValueError):
        CrossexWire(None, lambda: 0).read(raw)

"""From the venue's rows to the model, with the traps of its document."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchanges.binance import account, mapping, marks, order_mapping
from exchanges.binance.rows import Incomplete
from exchanges.core.adapter import Right
from exchanges.core.changes import Gone
from exchanges.core.frames import Data
from exchanges.core.model import (
    IncomeKind,
    MarginMode,
    Order,
    OrderKind,
    OrderSide,
    OrderStatus,
    OrderType,
    Origin,
    Position,
    Side,
    TimeInForce,
)
from exchanges.core.text import MAX_LENGTH
from tests.binance import binance_rows as rows
from tests.binance.binance_rows import AT, CONTRACTS, SNAPSHOT, STREAM, UNSET, listed

D = Decimal
ESCAPES, BIDI = "\x1b]52;c;AAAA\x07", "\u202eevil\u200b"
POISON = [ESCAPES, BIDI, "A" * 5_000, "\x9b31m", "\ud800", "a\nb", "\U000e0041"]


def held(row: dict[str, Any], reading: Any = SNAPSHOT) -> Position:
    found = mapping.position(row, reading)
    assert found is not None
    return found


def pushed(row: dict[str, Any], reading: Any = STREAM) -> tuple[Position | None, tuple[Gone, ...]]:
    return mapping.pushed_position(row, AT, reading)


# Contracts.


def test_a_contract_is_one_base_unit_with_the_steps_of_its_filters() -> None:
    found = mapping.instrument(rows.CONTRACT)
    assert found is not None
    assert (found.symbol, found.venue_symbol, found.contract_size) == ("ETH/USDT:USDT", "ETHUSDT", 1)
    assert (found.tick_size, found.lot_contracts, found.min_contracts) == (D("0.01"), D("0.001"), D("0.001"))
    assert (found.status, mapping.largest_at_market(rows.CONTRACT)) == ("TRADING", 2000)


def test_a_contract_named_by_a_thousand_coins_has_that_as_its_base_and_nothing_is_multiplied() -> None:
    found = mapping.instrument(listed("1000PEPE", "0.0000001", "1"))
    assert found is not None
    assert (found.symbol, found.base, found.contract_size) == ("1000PEPE/USDT:USDT", "1000PEPE", 1)
    row = held(rows.POSITION | {"symbol": "1000PEPEUSDT", "positionAmt": "-250000", "entryPrice": "0.0112"})
    assert (row.symbol, row.size_base, row.size_contracts) == ("1000PEPE/USDT:USDT", 250_000, 250_000)
    assert row.entry_price == D("0.0112")
    order = order_mapping.order(rows.ORDER | {"symbol": "1000PEPEUSDT", "origQty": "5000"}, SNAPSHOT)
    fill = order_mapping.fill(rows.FILL | {"symbol": "1000PEPEUSDT", "qty": "5000"}, SNAPSHOT)
    assert (order.size_base, fill.size_base, fill.symbol) == (5000, 5000, "1000PEPE/USDT:USDT")


def test_symbols_are_told_by_the_list_of_contracts_and_never_cut() -> None:
    chinese = mapping.instrument(listed("币安人生", "0.0001", "1"))
    assert chinese is not None
    assert (chinese.symbol, chinese.venue_symbol) == ("币安人生/USDT:USDT", "币安人生USDT")
    stock = mapping.instrument(listed("TSLA", "0.01", "0.01", contractType="TRADIFI_PERPETUAL"))
    assert stock is not None
    new = held(rows.POSITION | {"symbol": "NEWUSDT"})
    assert (new.symbol, new.size_base, new.size_known) == ("NEWUSDT", D("1.2"), False)


@pytest.mark.parametrize(
    "more",
    [
        {"symbol": "BTCUSDT_261225", "contractType": "CURRENT_QUARTER"},
        {"symbol": "BTCUSDC", "marginAsset": "USDC"},
        {"contractType": ["PERPETUAL"]},
        {"contractType": ""},
        {"marginAsset": None},
    ],
)
def test_other_contracts_are_none_of_ours(more: dict[str, Any]) -> None:
    assert not mapping.is_ours(rows.CONTRACT | more)
    assert mapping.instrument(rows.CONTRACT | more) is None


@pytest.mark.parametrize(
    "more",
    [
        {"baseAsset": ""},
        {"quoteAsset": None},
        {"filters": None},
        {"filters": [{"filterType": "PRICE_FILTER", "tickSize": "0"}, {"filterType": "LOT_SIZE", "stepSize": "1"}]},
        {"filters": [{"filterType": "PRICE_FILTER", "tickSize": "-1"}, {"filterType": "LOT_SIZE", "stepSize": "1"}]},
    ],
)
def test_a_contract_we_cannot_reckon_with_is_not_offered_but_its_positions_are_not_hidden(more: dict[str, Any]) -> None:
    assert mapping.instrument(rows.CONTRACT | more) is None
    assert mapping.is_ours(rows.CONTRACT | more)


# Positions.


def test_a_position_by_rest() -> None:
    row = held(rows.POSITION)
    assert row.key == ("ETH/USDT:USDT", Side.SHORT, MarginMode.CROSS)
    assert (row.size_base, row.entry_price, row.mark_price) == (D("1.2"), D("3105.5"), D("3090.12"))
    assert (row.liquidation_price, row.leverage, row.unrealised_pnl) == (D("4410.7"), 20, D("18.456"))
    assert (row.margin, row.realised_pnl, row.fee, row.funding) == (D("185.4"), None, None, None)
    assert (row.venue_ms, row.price_ms, row.learned_ms) == (1_794_873_000_123, rows.ASKED, AT)


def test_the_two_legs_of_a_hedge_are_two_positions_although_shorts_are_negative_there_too() -> None:
    long = held(rows.POSITION | {"positionSide": "LONG", "positionAmt": "0.300"})
    short = held(rows.POSITION)
    assert (long.side, long.size_base) == (Side.LONG, D("0.3"))
    assert (short.side, short.size_base) == (Side.SHORT, D("1.2"))
    assert long.key != short.key


@pytest.mark.parametrize(("amount", "side"), [("0.5", Side.LONG), ("-0.5", Side.SHORT)])
def test_in_one_way_mode_the_sign_is_the_side_and_the_other_side_is_not_held(amount: str, side: Side) -> None:
    told = held(rows.POSITION | {"positionSide": "BOTH", "positionAmt": amount})
    found, gone = pushed(rows.POSITION_PUSH | {"ps": "BOTH", "pa": amount})
    assert found is not None
    assert (told.side, told.size_base) == (found.side, found.size_base) == (side, D("0.5"))
    assert {each.key.side for each in gone} == {Side.LONG, Side.SHORT} - {side}


def test_a_pushed_leg_of_zero_is_closed_and_says_nothing_of_the_other_leg() -> None:
    found, gone = pushed(rows.POSITION_PUSH | {"ps": "LONG", "pa": "0"})
    assert found is None
    assert {each.key.side for each in gone} == {Side.LONG}
    assert {each.key.margin_mode for each in gone} == set(MarginMode)
    _, both = pushed(rows.POSITION_PUSH | {"ps": "BOTH", "pa": "0"})
    assert {each.key.side for each in both} == {Side.LONG, Side.SHORT}


@pytest.mark.parametrize("word", ["", None, "SIDEWAYS"])
@pytest.mark.parametrize("amount", ["0", "-1.2"])
def test_a_side_nobody_knows_neither_opens_nor_closes_anything(word: object, amount: str) -> None:
    with pytest.raises(Incomplete):
        pushed(rows.POSITION_PUSH | {"ps": word, "pa": amount})
    with pytest.raises(Incomplete):
        held(rows.POSITION | {"positionSide": word})


def test_a_row_that_only_stands_for_an_open_order_is_no_position() -> None:
    assert mapping.position(rows.POSITION | {"positionAmt": "0.000"}, SNAPSHOT) is None


def test_isolated_margin_is_told_by_the_settings_or_gives_itself_away() -> None:
    isolated = rows.POSITION | {"isolatedMargin": "88", "isolatedWallet": "70"}
    assert held(isolated, SNAPSHOT).margin_mode is MarginMode.CROSS
    row = held(isolated, UNSET)
    assert (row.margin_mode, row.margin, row.leverage) == (MarginMode.ISOLATED, 70, None)
    found, _ = pushed(rows.POSITION_PUSH | {"mt": "isolated", "iw": "70"})
    assert found is not None
    assert (found.margin_mode, found.margin) == (MarginMode.ISOLATED, 70)
    unnamed, _ = pushed(rows.POSITION_PUSH | {"mt": "", "iw": "70"}, UNSET)
    assert unnamed is not None
    assert unnamed.margin_mode is MarginMode.ISOLATED


def test_a_push_leaves_unknown_what_it_does_not_tell() -> None:
    found, gone = pushed(rows.POSITION_PUSH)
    assert found is not None
    assert gone == ()
    assert (found.mark_price, found.liquidation_price, found.margin, found.realised_pnl) == (None,) * 4
    assert (found.entry_price, found.unrealised_pnl, found.origin) == (D("3105.5"), D("18.456"), Origin.STREAM)


@pytest.mark.parametrize("empty", ["", None])
def test_empty_is_unknown_and_never_zero(empty: object) -> None:
    names = ("entryPrice", "markPrice", "liquidationPrice", "unRealizedProfit", "positionInitialMargin", "updateTime")
    row = held(rows.POSITION | dict.fromkeys(names, empty))
    assert (row.entry_price, row.mark_price, row.liquidation_price) == (None,) * 3
    assert (row.unrealised_pnl, row.margin, row.venue_ms) == (None, None, rows.ASKED)
    told = mapping.balance(rows.BALANCE | dict.fromkeys(("walletBalance", "availableBalance"), empty), SNAPSHOT)
    assert told is not None
    assert (told.total, told.available, told.equity) == (None, None, D("1518.456"))
    for order in (
        order_mapping.order(rows.ORDER | dict.fromkeys(("price", "avgPrice", "stopPrice", "origQty"), empty), SNAPSHOT),
        order_mapping.algo_order(rows.ALGO | dict.fromkeys(("price", "triggerPrice", "quantity"), empty), SNAPSHOT),
    ):
        assert (order.price, order.average_price, order.trigger_price, order.size_base) == (None,) * 4


def test_a_liquidation_price_of_zero_is_none() -> None:
    assert held(rows.POSITION | {"liquidationPrice": "0"}).liquidation_price is None


@pytest.mark.parametrize("missing", ["symbol", "positionAmt", "positionSide"])
def test_a_row_without_what_it_cannot_be_shown_without_is_incomplete(missing: str) -> None:
    for spoiled in ("", None):
        with pytest.raises(Incomplete):
            held(rows.POSITION | {missing: spoiled})


# Balances and incomes.


def test_a_balance_by_rest() -> None:
    found = mapping.balance(rows.BALANCE, SNAPSHOT)
    assert found is not None
    assert (found.asset, found.total, found.available, found.equity) == ("USDT", 1500, 1333, D("1518.456"))
    assert (found.unrealised_pnl, found.margin_used, found.venue_ms) == (D("18.456"), D("185.4"), 1_794_873_000_123)


def test_assets_never_held_are_not_shown() -> None:
    never = rows.BALANCE | {"asset": "BNFCR", "walletBalance": "0", "marginBalance": "0", "updateTime": 0}
    assert mapping.balance(never, SNAPSHOT) is None


def test_a_pushed_balance_tells_the_cash_and_equity_follows_from_the_positions() -> None:
    last = mapping.balance(rows.BALANCE, SNAPSHOT)
    found = mapping.pushed_balance(rows.BALANCE_PUSH | {"wb": "1490"}, AT, last, [held(rows.POSITION)], STREAM)
    assert (found.total, found.equity, found.available, found.margin_used) == (1490, D("1508.456"), 1333, D("185.4"))
    unknown = held(rows.POSITION | {"unRealizedProfit": ""})
    assert mapping.pushed_balance(rows.BALANCE_PUSH, AT, last, [unknown], STREAM).equity is None


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("FUNDING_FEE", IncomeKind.FUNDING),
        ("SPECIAL_FUNDING_FEE", IncomeKind.FUNDING),
        ("INSURANCE_CLEAR", IncomeKind.LIQUIDATION_PENALTY),
        ("REFERRAL_KICKBACK", IncomeKind.OTHER),
        ("COMMISSION_REBATE", IncomeKind.OTHER),
        ("API_REBATE", IncomeKind.OTHER),
        ("WELCOME_BONUS", IncomeKind.OTHER),
        ("CONTEST_REWARD", IncomeKind.OTHER),
        ("POSITION_LIMIT_INCREASE_FEE", IncomeKind.OTHER),
        ("FEE_RETURN", IncomeKind.OTHER),
        ("BFUSD_REWARD", IncomeKind.OTHER),
        ("A_NEW_WORD", IncomeKind.OTHER),
    ],
)
def test_money_that_moved_without_a_fill(word: str, kind: IncomeKind) -> None:
    found = mapping.income(rows.INCOME | {"incomeType": word}, SNAPSHOT)
    assert found is not None
    assert (found.kind, found.amount, found.symbol) == (kind, D("-0.12"), "ETH/USDT:USDT")
    assert found.id == f"{word}:9001:ETHUSDT"


@pytest.mark.parametrize(
    "word",
    ["REALIZED_PNL", "COMMISSION", "TRANSFER", "INTERNAL_TRANSFER", "CROSS_COLLATERAL_TRANSFER", "AUTO_EXCHANGE"],
)
def test_what_fills_tell_and_what_only_changed_its_place_is_no_income(word: str) -> None:
    assert mapping.income(rows.INCOME | {"incomeType": word}, SNAPSHOT) is None


# Orders of both families in one model.


def test_plain_and_conditional_orders_are_of_one_model_and_their_numbers_never_meet() -> None:
    plain = order_mapping.order(rows.ORDER | {"orderId": 77}, SNAPSHOT)
    waiting = order_mapping.algo_order(rows.ALGO, SNAPSHOT)
    assert type(plain) is type(waiting) is Order
    assert (plain.id, waiting.id) == ("77", "77")
    assert plain.key != waiting.key
    assert (plain.kind, plain.type, plain.size_base, plain.price) == (
        OrderKind.PLAIN, OrderType.LIMIT, D("0.5"), 3150,
    )  # fmt: skip
    assert (waiting.kind, waiting.type, waiting.trigger_price) == (OrderKind.ALGO, OrderType.STOP, 3300)
    assert (waiting.size_base, waiting.price, waiting.reduce_only) == (None, None, True)
    assert (plain.client_id, waiting.client_id) == ("bn-1", "bn-sl-1")


def test_a_push_tells_an_order_as_the_list_does() -> None:
    told = order_mapping.order(rows.ORDER | {"status": "PARTIALLY_FILLED", "executedQty": "0.2"}, SNAPSHOT)
    news = order_mapping.pushed_order(rows.ORDER_PUSH, STREAM)
    algo, algo_news = (
        order_mapping.algo_order(rows.ALGO, SNAPSHOT),
        order_mapping.pushed_algo_order(rows.ALGO_PUSH, AT, STREAM),
    )
    same = ("key", "client_id", "symbol", "side", "position_side", "type", "tif", "size_base", "filled_base", "price",
            "trigger_price", "reduce_only", "status", "venue_status", "venue_type", "reason")  # fmt: skip
    for one, other in ((told, news), (algo, algo_news)):
        for name in same:
            assert getattr(one, name) == getattr(other, name), name
    assert (news.venue_ms, algo_news.venue_ms) == (1_794_873_300_000, AT)


@pytest.mark.parametrize(
    ("word", "kind", "priced"),
    [
        ("LIMIT", OrderType.LIMIT, True),
        ("MARKET", OrderType.MARKET, False),
        ("STOP", OrderType.STOP, True),
        ("STOP_MARKET", OrderType.STOP, False),
        ("TAKE_PROFIT", OrderType.TAKE_PROFIT, True),
        ("TAKE_PROFIT_MARKET", OrderType.TAKE_PROFIT, False),
        ("TRAILING_STOP_MARKET", OrderType.TRAILING_STOP, False),
        ("LIQUIDATION", OrderType.MARKET, False),
        ("FROM_THE_FUTURE", OrderType.OTHER, True),
    ],
)
def test_types_in_both_families_and_a_new_word_is_kept(word: str, kind: OrderType, priced: bool) -> None:
    for found in (
        order_mapping.order(rows.ORDER | {"type": word}, SNAPSHOT),
        order_mapping.algo_order(rows.ALGO | {"orderType": word, "price": "3150"}, SNAPSHOT),
        order_mapping.pushed_order(rows.ORDER_PUSH | {"o": word}, STREAM),
    ):
        assert (found.type, found.venue_type) == (kind, word)
        assert found.price == (3150 if priced else None)
        assert priced or found.tif is TimeInForce.IOC


@pytest.mark.parametrize(
    ("word", "tif"),
    [
        ("GTC", TimeInForce.GTC),
        ("GTD", TimeInForce.GTC),
        ("GTE_GTC", TimeInForce.GTC),
        ("IOC", TimeInForce.IOC),
        ("FOK", TimeInForce.FOK),
        ("GTX", TimeInForce.POST_ONLY),
        ("RPI", TimeInForce.POST_ONLY),
    ],
)
def test_how_long_an_order_stands(word: str, tif: TimeInForce) -> None:
    assert order_mapping.order(rows.ORDER | {"timeInForce": word}, SNAPSHOT).tif is tif


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("NEW", OrderStatus.OPEN),
        ("NEW_INSURANCE", OrderStatus.OPEN),
        ("NEW_ADL", OrderStatus.OPEN),
        ("PARTIALLY_FILLED", OrderStatus.PARTIALLY_FILLED),
        ("FILLED", OrderStatus.FILLED),
        ("CANCELED", OrderStatus.CANCELED),
        ("EXPIRED", OrderStatus.CANCELED),
        ("EXPIRED_IN_MATCH", OrderStatus.CANCELED),
        ("REJECTED", OrderStatus.REJECTED),
        ("suspended by the moon", OrderStatus.UNKNOWN),
    ],
)
def test_states_and_a_new_word_is_kept(word: str, status: OrderStatus) -> None:
    for found in (
        order_mapping.order(rows.ORDER | {"status": word}, SNAPSHOT),
        order_mapping.pushed_order(rows.ORDER_PUSH | {"X": word}, STREAM),
    ):
        assert (found.status, found.venue_status) == (status, word)


@pytest.mark.parametrize(
    ("word", "filled", "status"),
    [
        ("NEW", "0", OrderStatus.OPEN),
        ("TRIGGERING", "0", OrderStatus.TRIGGERED),
        ("TRIGGERED", "0", OrderStatus.TRIGGERED),
        ("FINISHED", "0.00000", OrderStatus.TRIGGERED),
        ("FINISHED", "0.5", OrderStatus.FILLED),
        ("REJECTED", "0", OrderStatus.REJECTED),
        ("EXPIRED", "0", OrderStatus.CANCELED),
        ("CANCELED", "0", OrderStatus.CANCELED),
    ],
)
def test_states_of_conditional_orders(word: str, filled: str, status: OrderStatus) -> None:
    found = order_mapping.pushed_algo_order(rows.ALGO_PUSH | {"X": word, "aq": filled}, AT, STREAM)
    assert (found.status, found.venue_status) == (status, word)


@pytest.mark.parametrize(
    ("side", "leg", "more", "reduces"),
    [
        ("SELL", "LONG", {}, True),
        ("BUY", "SHORT", {}, True),
        ("BUY", "LONG", {}, False),
        ("SELL", "SHORT", {}, False),
        ("SELL", "BOTH", {}, False),
        ("SELL", "BOTH", {"reduceOnly": True}, True),
        ("SELL", "BOTH", {"closePosition": True}, True),
    ],
)
def test_reduce_only_is_the_flag_the_whole_position_or_a_closing_pair(
    side: str, leg: str, more: dict[str, Any], reduces: bool
) -> None:
    found = order_mapping.order(rows.ORDER | {"side": side, "positionSide": leg} | more, SNAPSHOT)
    assert found.reduce_only is reduces
    assert found.position_side == {"LONG": Side.LONG, "SHORT": Side.SHORT, "BOTH": None}[leg]


def test_a_trailing_stop_shows_from_where_it_follows_the_price() -> None:
    row = rows.ALGO | {"orderType": "TRAILING_STOP_MARKET", "triggerPrice": "", "activatePrice": "3200"}
    assert order_mapping.algo_order(row, SNAPSHOT).trigger_price == 3200
    became = order_mapping.pushed_algo_order(rows.ALGO_PUSH | {"act": "3", "tp": "0"}, AT, STREAM)
    assert became.trigger_price is None, "the type of the order it became is no price"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"er": "0"}, ""),
        ({"er": 0}, ""),
        ({"er": "2", "X": "EXPIRED"}, "IOC"),
        ({"er": 4, "X": "EXPIRED"}, "reduce-only"),
        ({"er": "77", "X": "EXPIRED"}, "77"),
        ({"er": None, "X": "EXPIRED_IN_MATCH"}, "EXPIRED_IN_MATCH"),
        ({"c": "autoclose-123"}, "liquidation"),
        ({"c": "adl_autoclose"}, "ADL"),
        ({"c": "settlement_autoclose-9"}, "delisting"),
    ],
)
def test_why_an_order_ended(row: dict[str, Any], reason: str) -> None:
    assert order_mapping.pushed_order(rows.ORDER_PUSH | row, STREAM).reason == reason


def test_a_refused_conditional_order_says_why() -> None:
    found = order_mapping.pushed_algo_order(
        rows.ALGO_PUSH | {"X": "REJECTED", "rm": "Margin is insufficient"}, AT, STREAM
    )
    assert (found.status, found.reason) == (OrderStatus.REJECTED, "Margin is insufficient")


# Fills.


def test_a_fill_has_the_same_identity_and_money_by_rest_and_by_push() -> None:
    told, news = order_mapping.fill(rows.FILL, STREAM), order_mapping.pushed_fill(rows.ORDER_PUSH, STREAM)
    assert news is not None
    assert {each.name for each in fields(told) if getattr(told, each.name) != getattr(news, each.name)} == {"client_id"}
    assert (told.id, told.order_id, told.side, told.position_side) == (
        "ETHUSDT:5551", "991", OrderSide.SELL, Side.SHORT,
    )  # fmt: skip
    assert (told.fee, told.fee_asset, told.realised_pnl, told.is_maker) == (D("0.126"), "USDT", 0, True)


def test_a_rebate_is_a_negative_cost_and_a_fee_that_is_absent_was_none() -> None:
    assert order_mapping.fill(rows.FILL | {"commission": "-0.01"}, SNAPSHOT).fee == D("-0.01")
    free = order_mapping.pushed_fill({k: v for k, v in rows.ORDER_PUSH.items() if k not in ("n", "N")}, STREAM)
    assert free is not None
    assert (free.fee, free.fee_asset) == (0, "")


@pytest.mark.parametrize(
    ("row", "is_fill", "asks"),
    [
        ({}, True, False),
        ({"x": "CALCULATED"}, True, False),
        ({"x": "CALCULATED", "t": 0}, False, True),
        ({"x": "NEW", "t": 0, "l": "0"}, False, False),
        ({"x": "AMENDMENT"}, False, False),
        ({"x": "CANCELED", "l": "0"}, False, False),
    ],
)
def test_which_pushes_hold_a_fill(row: dict[str, Any], is_fill: bool, asks: bool) -> None:
    assert (order_mapping.pushed_fill(rows.ORDER_PUSH | row, STREAM) is not None) is is_fill
    assert order_mapping.needs_rest(rows.ORDER_PUSH | row) is asks


# The key, prices.


def test_a_right_that_is_new_at_the_venue_is_named_and_counts() -> None:
    facts = account.key_facts({"enableReading": True, "enableTimeTravel": True, "ipRestrict": False}, "1001")
    assert facts.permissions == {"enableReading", "enableTimeTravel"}
    assert facts.rights != {Right.READ}
    assert facts.ip_list == ()
    assert account.key_facts({"enableReading": True, "ipRestrict": True}, "1001").ip_list is None


def test_a_mark_price() -> None:
    read = marks.tape("wss://none.test", CONTRACTS).read
    (found,) = read(Data("markPriceUpdate", rows.MARK_PUSH))
    assert (found.symbol, found.price, found.venue_ms) == ("ETH/USDT:USDT", D("3090.12"), 1_794_873_600_000)
    for more in ({"p": ""}, {"s": "ETHUSD_PERP"}, {"E": None}):
        assert list(read(Data("markPriceUpdate", rows.MARK_PUSH | more))) == []


# Poison.


@pytest.mark.parametrize("poison", POISON, ids=ascii)
def test_text_that_acts_on_terminals_arrives_as_visible_escapes_and_cut(poison: str) -> None:
    contract = mapping.instrument(rows.CONTRACT | {"status": poison, "baseAsset": poison, "symbol": poison})
    found, _ = pushed(rows.POSITION_PUSH | {"s": poison, "mt": poison})
    orders = [
        order_mapping.order(
            rows.ORDER | dict.fromkeys(("clientOrderId", "status", "type", "timeInForce", "symbol"), poison), SNAPSHOT
        ),
        order_mapping.pushed_order(rows.ORDER_PUSH | dict.fromkeys(("c", "X", "o", "er", "s", "i"), poison), STREAM),
        order_mapping.algo_order(
            rows.ALGO | dict.fromkeys(("clientAlgoId", "algoStatus", "orderType"), poison), STREAM
        ),
        order_mapping.pushed_algo_order(rows.ALGO_PUSH | dict.fromkeys(("caid", "X", "o", "rm"), poison), AT, STREAM),
    ]
    others = [
        held(rows.POSITION | {"symbol": poison}),
        mapping.balance(rows.BALANCE | {"asset": poison}, SNAPSHOT),
        mapping.pushed_balance(rows.BALANCE_PUSH | {"a": poison}, AT, None, (), STREAM),
        mapping.income(rows.INCOME | dict.fromkeys(("incomeType", "asset", "symbol", "tranId"), poison), SNAPSHOT),
        order_mapping.fill(rows.FILL | dict.fromkeys(("commissionAsset", "symbol", "orderId", "id"), poison), SNAPSHOT),
    ]
    for row in (contract, found, *orders, *others):
        assert row is not None
        for name in (each.name for each in fields(row)):
            value = getattr(row, name)
            assert not isinstance(value, str) or value.isprintable(), name
            # Names made of several parts hold each of them cut.
            assert not isinstance(value, str) or len(value) <= 3 * MAX_LENGTH + 10, name
    facts = account.key_facts({f"enable{poison}": True}, "1001")
    assert all(word.isprintable() and len(word) <= 60 for word in facts.permissions)


def test_numbers_that_mean_no_price_or_size_are_unknown() -> None:
    for poison in ("1e999999", "NaN", "Infinity", "9" * 5_000, "٣", ["1"], {"a": 1}, True):
        assert held(rows.POSITION | {"entryPrice": poison, "unRealizedProfit": poison}).entry_price is None
        with pytest.raises(Incomplete):
            held(rows.POSITION | {"positionAmt": poison})


ANY = st.one_of(st.text(max_size=8), st.none(), st.integers(), st.booleans(), st.lists(st.none(), max_size=1))
READERS: list[tuple[Any, dict[str, Any]]] = [
    (lambda row: mapping.position(row, UNSET), rows.POSITION),
    (lambda row: mapping.pushed_position(row, AT, UNSET), rows.POSITION_PUSH),
    (lambda row: mapping.balance(row, SNAPSHOT), rows.BALANCE),
    (lambda row: mapping.pushed_balance(row, AT, None, (), STREAM), rows.BALANCE_PUSH),
    (lambda row: mapping.income(row, SNAPSHOT), rows.INCOME),
    (mapping.instrument, rows.CONTRACT),
    (lambda row: order_mapping.order(row, SNAPSHOT), rows.ORDER),
    (lambda row: order_mapping.pushed_order(row, STREAM), rows.ORDER_PUSH),
    (lambda row: order_mapping.pushed_fill(row, STREAM), rows.ORDER_PUSH),
    (lambda row: order_mapping.algo_order(row, SNAPSHOT), rows.ALGO),
    (lambda row: order_mapping.pushed_algo_order(row, AT, STREAM), rows.ALGO_PUSH),
    (lambda row: order_mapping.fill(row, SNAPSHOT), rows.FILL),
]


@given(st.sampled_from(READERS), st.data())
def test_whatever_a_row_holds_it_is_read_or_called_incomplete(reader: Any, data: st.DataObject) -> None:
    read, row = reader
    changes = data.draw(st.dictionaries(st.sampled_from(sorted(row)), ANY, max_size=6))
    try:
        read(row | changes)
    except Incomplete:
        return

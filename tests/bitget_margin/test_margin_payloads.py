"""Every example payload of the document decodes, and each of its fields is mapped or named as left out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from exchanges.bitget.rows import Reading
from exchanges.bitget_margin import mapping, records
from exchanges.bitget_margin.codec import MarginDialect, MarginWire, subscriptions
from exchanges.bitget_margin.left_out import LEFT_OUT
from exchanges.bitget_margin.table import CALLS, CHANNELS, ENDPOINTS, FIRST, PAIRS
from exchanges.core.endpoint import Endpoint
from exchanges.core.errors import AuthError, BadRequest
from exchanges.core.frames import Acknowledged, Chatter, Data, LoggedIn, Refused
from exchanges.core.model import MarginMode, OrderSide, OrderStatus, Origin, TimeInForce
from tests.bitget.test_bitget_fields import Watched

EXAMPLES = json.loads((Path(__file__).parents[1] / "data/vectors/bitget_margin_examples.json").read_text("utf-8"))
READING = Reading(1_794_873_600_000, 1_794_873_600_000, Origin.SNAPSHOT)
SYMBOLS = {"BTCUSDT": "BTC/USDT"}
CROSS, ISOLATED = MarginMode.CROSS, MarginMode.ISOLATED
BY_CALL = {each.call: each for each in ENDPOINTS}
OTHERS = ("/api/spot/", "/api/mix/")
"""Signing samples of other products."""


def of(endpoint: str, kind: str = "response") -> list[Any]:
    return [each["payload"] for each in EXAMPLES if each["endpoint"] == endpoint and each["kind"] == kind]


def answers(name: str) -> Iterable[tuple[MarginMode, Any]]:
    """What the document prints for a call, both kinds, out of its envelope."""
    for mode in MarginMode:
        call = CALLS["v1", mode, name]
        for payload in of(call.call):
            yield mode, MarginDialect(None, "live").read(call, 200, payload)


def listed(name: str, where: str = "resultList") -> list[Any]:
    """The rows of such answers, each with its kind."""
    found = [(mode, answer if isinstance(answer, list) else answer.get(where, [])) for mode, answer in answers(name)]
    return [(mode, row) for mode, rows in found for row in rows]


def test_all_ninety_one_payloads_are_here_and_name_calls_we_have() -> None:
    assert len(EXAMPLES) == 91
    for each in EXAMPLES:
        name = each["endpoint"]
        if not name.startswith("WS") and not any(other in name for other in OTHERS):
            assert name in BY_CALL, name
    told = {
        each["endpoint"] for each in EXAMPLES if each["endpoint"].startswith(("GET /api/margin", "POST /api/margin"))
    }
    assert told == {each.call for each in ENDPOINTS if each.path.startswith("/api/margin/v1/")}
    assert len(told) == 45


@pytest.mark.parametrize(
    "each", [each for each in EXAMPLES if each["kind"] == "request"], ids=lambda each: each["line"]
)
def test_every_parameter_of_a_sample_request_is_in_the_table(each: Any) -> None:
    endpoint: Endpoint | None = BY_CALL.get(each["endpoint"])
    if endpoint is not None:
        assert set(each["payload"]) <= set(endpoint.params)


def test_every_answer_is_read_out_of_its_envelope() -> None:
    dialect, seen = MarginDialect(None, "live"), 0
    for each in EXAMPLES:
        call = BY_CALL.get(each["endpoint"])
        if each["kind"] == "response" and call is not None:
            assert dialect.read(call, 200, each["payload"]) is not None
            seen += 1
    assert seen == 45


ORDERS = [*listed("open_orders", "orderList"), *listed("history", "orderList")]
PUSHES = {name: [row for push in of(f"WS {name}", "push") for row in push["data"]] for name in FIRST.channels.values()}


def order(mode: MarginMode, row: Any) -> Any:
    return mapping.order(row, READING, mode, SYMBOLS)


def test_orders_of_the_document() -> None:
    assert len(ORDERS) == 4
    for mode, row in ORDERS:
        found = order(mode, row)
        assert (found.symbol, found.margin_mode, found.side) == ("BTC/USDT", mode, OrderSide.BUY)
        assert (found.size_base, found.filled_base, found.average_price) == (1, 1, 17000)
        assert (found.status, found.venue_status, found.tif) == (OrderStatus.OPEN, "new", TimeInForce.GTC)


def test_order_pushes_of_the_document_spell_some_words_otherwise() -> None:
    for channel, mode in (("cross_orders", CROSS), ("isolate_orders", ISOLATED)):
        (row,) = PUSHES[channel]
        found = order(mode, row)
        assert (found.status, found.tif) == (OrderStatus.FILLED, TimeInForce.GTC)
        assert found.average_price == Decimal(19055)
        assert not found.reduce_only


def test_fills_of_the_document_with_fees_as_costs() -> None:
    for mode, row in listed("fills"):
        fill = mapping.fill(row, READING, SYMBOLS, "BTCUSDT")
        assert (fill.symbol, fill.price, fill.size_base) == ("BTC/USDT", Decimal("38293.12"), 1)
        assert (fill.fee, fill.fee_asset) == (Decimal("0.0001"), "BTC" if mode is CROSS else "USDT")
        assert fill.is_maker is None
        assert fill.id == "102211:100021"


def test_money_of_the_document() -> None:
    ((_, cross), (_, isolated)) = listed("assets")
    held = mapping.balance(cross, READING)
    assert (held.key, held.total, held.available) == ("USDT", Decimal("96245.92605537"), Decimal("90745.92605537"))
    assert (held.borrowed, held.interest) == (Decimal("0.00001153"), Decimal("0.00028974"))
    assert held.equity == held.worth_usdt == Decimal("96245.92575410")
    pair = mapping.balance(isolated, READING, "BTC/USDT", Decimal(20000))
    assert (pair.key, pair.worth_usdt) == ("BTC BTC/USDT", Decimal("0.80089820") * 20000)
    (push,) = PUSHES["isolate_account"]
    assert mapping.pair_name(push) == "BTCUSDT"
    told = mapping.balance(push, READING, "BTC/USDT")
    assert told.total == told.equity == Decimal("10010.00000000")
    assert told.venue_ms == 1679728870940


def test_records_of_the_document() -> None:
    for mode, row in listed("loans"):
        loan = records.loan(row)
        assert (loan.coin, loan.amount, loan.kind) == ("BTC", Decimal("22.22"), "auto_loan")
        assert loan.pair == ("" if mode is CROSS else "BTCUSDT")
    for _, row in listed("repayments"):
        repaid = records.repayment(row)
        assert (repaid.principal, repaid.interest, repaid.kind) == (22, Decimal("0.22"), "auto_repay")
    for _, row in listed("interest"):
        charged = records.interest(row)
        assert (charged.amount, charged.daily_rate, charged.kind) == (Decimal("22.22"), Decimal("0.00001"), "first")
        assert records.interest_income(charged, "BTC/USDT").amount == Decimal("-22.22")
    for _, row in listed("liquidations"):
        taken = records.liquidation(row)
        assert (taken.risk, taken.debt, taken.fee) == (Decimal("1.01"), 1100, Decimal("1.2"))
    for _, row in listed("entries"):
        entry = records.entry(row)
        assert (entry.kind, entry.amount, entry.fee, entry.balance) == (
            "transfer_in", 1400, Decimal("1.01"), Decimal("1242.34"),
        )  # fmt: skip


def test_terms_of_the_document() -> None:
    ((_, cross), (_, isolated)) = listed("rates")
    assert records.cross_lending(cross).most == 143000
    base, quote = records.isolated_lending(isolated)
    assert (base.coin, base.is_lent, base.daily_rate, quote.coin) == ("BTC", True, Decimal("0.00004900"), "USDT")
    ((_, coin), (_, pair)) = listed("tiers")
    assert records.tier(coin).most == (("USDT", Decimal(143000)),)
    assert [name for name, _ in records.tier(pair).most] == ["BTC", "USDT"]
    (row,) = of(PAIRS["v1"].call)[0]["data"]
    listed_pair = mapping.instrument(row)
    assert listed_pair is not None
    assert (listed_pair.symbol, listed_pair.tick_size, listed_pair.max_leverage) == ("ETH/USDT", Decimal("0.0001"), 10)


def test_the_index_price_of_the_document() -> None:
    for row in PUSHES["indexPrice"]:
        assert mapping.index_price(row) == ("TRXUSDT", Decimal("0.06362400"), 1679732272775)


def test_socket_frames_of_the_document() -> None:
    wire = MarginWire(None, lambda: 0)
    accepted, refused = of("WS login")
    assert isinstance(wire.read(json.dumps(accepted)), LoggedIn)
    frame = wire.read(json.dumps(refused))
    assert isinstance(frame, Refused)
    assert isinstance(frame.error, AuthError)
    assert isinstance(wire.read(json.dumps(of("WS unsubscribe indexPrice")[0])), Chatter)
    for channel, pushes in PUSHES.items():
        assert pushes
        data = wire.read(json.dumps(of(f"WS {channel}", "push")[0]))
        assert isinstance(data, Data)
        assert data.channel == channel
        role = next(role for role, name in FIRST.channels.items() if name == channel)
        (wanted,) = subscriptions(FIRST, role, ["BTCUSDT"])
        asked = json.loads(wire.subscribe(wanted))
        assert asked in of(f"WS subscribe {channel}", "request")


def test_many_pairs_are_asked_for_in_few_frames_and_confirmed_together() -> None:
    names = [f"COIN{number}USDT" for number in range(50)]
    groups = subscriptions(FIRST, "orders cross", names)
    assert len(groups) == 2
    wire = MarginWire(None, lambda: 0)
    frame = wire.subscribe(groups[0])
    assert len(frame) < 4096
    args = json.loads(frame)["args"]
    confirmed = [wire.read(json.dumps({"event": "subscribe", "arg": arg})) for arg in args]
    assert all(isinstance(each, Chatter) for each in confirmed[:-1])
    assert confirmed[-1] == Acknowledged(groups[0].channel)
    refusal = {"event": "error", "arg": args[0], "code": "30001", "msg": "no"}
    refused = wire.read(json.dumps(refusal))
    assert isinstance(refused, Refused)
    assert (refused.channel, type(refused.error)) == (groups[0].channel, BadRequest)


@pytest.mark.parametrize(
    ("word", "side", "origin"),
    [
        ("buy", OrderSide.BUY, ""),
        ("liquidation-sell", OrderSide.SELL, "liquidation"),
        ("systemRepay-buy", OrderSide.BUY, "systemrepay"),
        ("system_repay_sell", OrderSide.SELL, "system_repay"),
        ("systemRepay-selll", OrderSide.SELL, "systemrepay"),
    ],
)
def test_sides_tell_who_made_the_trade(word: str, side: OrderSide, origin: str) -> None:
    assert mapping.side_of({"side": word}) == (side, origin)


@pytest.mark.parametrize("word", ["autoRepay", "auto-repay", "auto_loan_and_repay"])
def test_a_repaying_order_reduces(word: str) -> None:
    assert order(CROSS, ORDERS[0][1] | {"loanType": word}).reduce_only


def test_fees_of_the_second_generation_are_negative_and_may_be_paid_with_bonus() -> None:
    detail = {"feeCoin": "btc", "totalFee": "-0.1", "deduction": "yes", "totalDeductionFee": "-0.08"}
    assert mapping.paid({"feeDetail": detail}) == (Decimal("0.08"), "BTC")
    assert mapping.paid({"feeDetail": [detail | {"deduction": "no"}]}) == (Decimal("0.1"), "BTC")


# Fields.


def failing(row: Any) -> None:
    """What a batch's answer tells: its first failure."""
    row.read |= {name for name in ("failure",) if row.get(name)}
    error = MarginDialect(None, "live").failure(CALLS["v1", CROSS, "place_batch"], row)
    assert isinstance(error, BadRequest)
    assert error.message == "clientOid duplicate"


def figure(*names: str) -> Callable[[Any], Any]:
    return lambda row: mapping.first_of(row, *names)


def texts(*names: str) -> Callable[[Any], Any]:
    return lambda row: [row.get(name) for name in names]


def data(name: str, mode: MarginMode) -> Any:
    return next(answer for kind, answer in answers(name) if kind is mode)


def row_of(name: str, mode: MarginMode, where: str = "resultList") -> Any:
    return next(row for kind, row in listed(name, where) if kind is mode)


FIELDS: dict[str, tuple[Any, Callable[[Any], Any]]] = {
    "rates cross": (row_of("rates", CROSS), records.cross_lending),
    "rates isolated": (row_of("rates", ISOLATED), records.isolated_lending),
    "tier cross": (row_of("tiers", CROSS), records.tier),
    "tier isolated": (row_of("tiers", ISOLATED), records.tier),
    "pair": (of(PAIRS["v1"].call)[0]["data"][0], mapping.instrument),
    "assets cross": (row_of("assets", CROSS), lambda row: mapping.balance(row, READING)),
    "assets isolated": (
        row_of("assets", ISOLATED),
        lambda row: mapping.balance(row, READING, mapping.pair_name(row)),
    ),
    "borrow": (data("borrow", ISOLATED), figure("borrowAmount")),
    "repay": (data("repay", ISOLATED), figure("remainDebtAmount")),
    "risk cross": (data("risk", CROSS), figure("riskRate")),
    "risk isolated": (row_of("risk", ISOLATED), figure("riskRate")),
    "borrowable": (data("borrowable", ISOLATED), figure("maxBorrowableAmount")),
    "removable": (data("removable", ISOLATED), figure("maxTransferOutAmount")),
    "flash repay": (row_of("flash_repay", ISOLATED) | data("flash_repay", CROSS), texts("id")),
    "flash status": (row_of("flash_status", CROSS), texts("id", "status")),
    "placed": (data("place", CROSS), texts("orderId")),
    "batch": (data("place_batch", CROSS), failing),
    "order": (ORDERS[0][1], lambda row: order(CROSS, row)),
    "order push": (PUSHES["cross_orders"][0], lambda row: order(CROSS, row)),
    "fill": (row_of("fills", CROSS), lambda row: mapping.fill(row, READING, SYMBOLS)),
    "loan": (row_of("loans", ISOLATED), records.loan),
    "repayment": (row_of("repayments", ISOLATED), records.repayment),
    "interest": (row_of("interest", ISOLATED), records.interest),
    "liquidation": (row_of("liquidations", ISOLATED), records.liquidation),
    "entry": (row_of("entries", ISOLATED), records.entry),
    "index push": (PUSHES["indexPrice"][0], lambda row: (mapping.index_price(row), row.get("key"))),
    "money push": (PUSHES["cross_account"][0], lambda row: mapping.balance(row, READING)),
    "isolated money push": (
        PUSHES["isolate_account"][0],
        lambda row: mapping.balance(row, READING, mapping.pair_name(row)),
    ),
}


BESIDES: dict[str, dict[str, Any]] = {
    "order": {"fillTotalAmount": ""},
    "order push": {"fillTotalAmount": ""},
    "pair": {"maxIsolatedLeverage": "0"},
}
"""What a row may lack, so that another field is read in its place."""


@pytest.mark.parametrize("kind", sorted(FIELDS))
def test_every_documented_field_is_mapped_or_named_as_left_out(kind: str) -> None:
    row, mapper = FIELDS[kind]
    read: set[str] = set()
    for more in ({}, BESIDES.get(kind, {})):
        mapper(Watched(row | more, read))
    assert set(row) - read - LEFT_OUT[kind] == set(), "neither mapped nor left out"
    assert LEFT_OUT[kind] & read & set(row) == set(), "read after all"
    assert LEFT_OUT[kind] - set(row) == set(), "not documented"


def test_nothing_else_is_named() -> None:
    assert set(LEFT_OUT) == set(FIELDS)
    assert len(CHANNELS) == 13

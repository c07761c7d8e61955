"""What the mapping makes of the document's example payloads, value by value."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from exchanges.bitget_margin import mapping, records
from exchanges.bitget_margin.codec import MarginWire, subscriptions
from exchanges.bitget_margin.table import CHANNELS, ENDPOINTS, FIRST, PAIRS
from exchanges.core.errors import BadRequest
from exchanges.core.frames import Acknowledged, Chatter, Refused
from exchanges.core.model import OrderSide, OrderStatus, TimeInForce
from tests.bitget_margin.payloads import CROSS, EXAMPLES, ISOLATED, ORDERS, PUSHES, READING, SYMBOLS, listed, of, order

BY_CALL = {each.call: each for each in ENDPOINTS}
OTHERS = ("/api/spot/", "/api/mix/")
"""Signing samples of other products."""


def test_the_payloads_name_all_calls_of_the_first_generation_and_no_others() -> None:
    for each in EXAMPLES:
        name = each["endpoint"]
        if not name.startswith("WS") and not any(other in name for other in OTHERS):
            assert name in BY_CALL, name
    told = {
        each["endpoint"] for each in EXAMPLES if each["endpoint"].startswith(("GET /api/margin", "POST /api/margin"))
    }
    assert told == {each.call for each in ENDPOINTS if each.path.startswith("/api/margin/v1/")}
    assert len(told) == 45


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


def test_what_we_subscribe_to_is_asked_for_as_the_document_asks() -> None:
    wire = MarginWire(None, lambda: 0)
    for channel in PUSHES:
        role = next(role for role, name in FIRST.channels.items() if name == channel)
        (wanted,) = subscriptions(FIRST, role, ["BTCUSDT"])
        assert json.loads(wire.subscribe(wanted)) in of(f"WS subscribe {channel}", "request")


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


def test_every_channel_is_in_the_table() -> None:
    assert len(CHANNELS) == 13
    assert all(PUSHES.values())

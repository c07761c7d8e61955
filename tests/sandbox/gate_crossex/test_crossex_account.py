"""The account of the simulated CrossEx: its rates, modes, pools, transfers, small conversions, the ledger."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.sandbox.gate_crossex.conftest import Meet
from tests.sandbox.gate_crossex.trader import BTC, MARGIN_ADA, Trader

pytestmark = pytest.mark.anyio


async def test_margin_rates_are_balance_over_requirement_so_that_larger_is_safer(main: Trader) -> None:
    told = {
        name: Decimal(str(value)) for name, value in (await main.get("accounts")).items() if name.endswith("_margin")
    }
    row = await main.get("accounts")
    for name in ("initial", "maintenance"):
        rate = Decimal(row["margin_balance"]) / told[f"{name}_margin"]
        assert abs(Decimal(row[f"{name}_margin_rate"]) - rate) < Decimal("0.000001")
    assert Decimal(row["maintenance_margin_rate"]) > Decimal(row["initial_margin_rate"]) > 1
    assert (row["account_mode"], row["exchange_type"], row["position_mode"]) == ("CROSS_EXCHANGE", "CROSSEX", "DUAL")


@pytest.mark.parametrize(
    ("body", "label"),
    [
        ({}, "UPDATE_ACCOUNT_PARAMETERS_ALL_EMPTY_ERROR"),
        ({"exchange_type": "OKX"}, "UPDATE_ACCOUNT_EXCHANGE_TYPE_PARAMETERS_ERROR"),
        ({"position_mode": "DUAL", "account_mode": "CROSS_EXCHANGE"}, "UPDATE_ACCOUNT_PARAMETERS_ERROR"),
        ({"account_mode": "BOTH"}, "UPDATE_ACCOUNT_ACCOUNT_MODE_ERROR"),
        ({"account_mode": "ISOLATED_EXCHANGE"}, "UPDATE_ACCOUNT_MODE_OPEN_ORDERS_EXIST_ERROR"),
        ({"position_mode": "DUAL"}, "TRADE_CHANGE_PZ_MODE_SAME_ERROR"),
        ({"position_mode": "SINGLE"}, "TRADE_PZ_MODE_HAVE_ORDER_ERROR"),
        ({"position_mode": "SINGLE", "exchange_type": "MOON"}, "UPDATE_ACCOUNT_EXCHANGE_TYPE_ERROR"),
        (
            {"position_mode": "SINGLE", "exchange_type": "OKX"},
            "UPDATE_ACCOUNT_CROSSEX_MODE_EXCHANGE_TYPE_NOT_CROSSEX_ERROR",
        ),
    ],
)
async def test_what_is_in_the_way_of_a_change_of_modes_is_named(main: Trader, body: dict[str, str], label: str) -> None:
    assert await main.label("PUT", "accounts", None, body) == label


async def test_the_position_mode_changes_a_moment_after_it_was_accepted(meet: Meet) -> None:
    oneway = meet("oneway")
    answer = await oneway.do("PUT", "accounts", {"position_mode": "DUAL"}, status=202)
    assert answer["position_mode"] == "DUAL"
    await oneway.until("accounts", lambda told: told["position_mode"] == "DUAL")


async def test_in_isolated_mode_every_exchange_has_money_and_modes_of_its_own(meet: Meet) -> None:
    isolated = meet("isolated")
    assert await isolated.label("GET", "accounts") == "QUERY_INVALID_EXCHANGE_TYPE"
    assert await isolated.label("GET", "accounts", {"exchange_type": "BYBIT"}) == "QUERY_INVALID_EXCHANGE_TYPE"
    rows = [await isolated.get("accounts", {"exchange_type": name}) for name in ("BINANCE", "OKX", "GATE")]
    assert [row["exchange_type"] for row in rows] == ["BINANCE", "OKX", "GATE"]
    assert [row["assets"][0]["exchange_type"] for row in rows] == ["BINANCE", "OKX", "GATE"]
    assert {row["symbol"] for row in await isolated.get("positions")} == {
        "BINANCE_FUTURE_SOL_USDT", "OKX_FUTURE_SOL_USDT",
    }  # fmt: skip
    body = {"symbol": MARGIN_ADA, "side": "BUY", "type": "MARKET", "quote_qty": "50", "position_side": "LONG"}
    assert await isolated.label("POST", "orders", None, body) == "MARGIN_ORDER_NOT_SUPPORT"
    wanted = {"position_mode": "SINGLE", "exchange_type": "GATE"}
    await isolated.do("PUT", "accounts", wanted, status=202)
    await isolated.until("accounts", lambda told: told["position_mode"] == "SINGLE", {"exchange_type": "GATE"})
    await isolated.do("POST", "transfers", {"coin": "USDT", "amount": "100", "from": "CROSSEX_OKX", "to": "CROSSEX"})
    moved = await isolated.get("accounts", {"exchange_type": "GATE"})
    assert Decimal(moved["assets"][0]["balance"]) == Decimal(rows[2]["assets"][0]["balance"]) + 100


async def test_an_empty_account_enters_and_leaves_isolated_mode(meet: Meet) -> None:
    second = meet("second")
    before = await second.get("accounts")
    await second.do("PUT", "accounts", {"account_mode": "ISOLATED_EXCHANGE"}, status=202)
    await second.answers("accounts", {"exchange_type": "GATE"})
    gate = await second.get("accounts", {"exchange_type": "GATE"})
    assert gate["margin_balance"] == before["margin_balance"]
    await second.do("PUT", "accounts", {"account_mode": "CROSS_EXCHANGE"}, status=202)
    await second.answers("accounts")
    assert (await second.get("accounts"))["margin_balance"] == before["margin_balance"]


async def test_money_moves_from_the_one_named_from_to_the_one_named_to(meet: Meet) -> None:
    poor = meet("poor")
    body = {"coin": "USDT", "amount": "1000", "from": "SPOT", "to": "CROSSEX_OKX", "text": "mine"}
    answer = (await poor.ask("POST", "transfers", None, body, key="transfer")).json()
    assert answer["text"] == "mine"
    assert (await poor.get("accounts"))["margin_balance"] == "1200"
    (row,) = await poor.get("transfers", {"order_id": "mine"})
    assert (row["status"], row["from_account_type"], row["to_account_type"]) == ("SUCCESS", "SPOT", "CROSSEX")
    await poor.ask("POST", "transfers", None, body | {"amount": "90000", "text": "much"}, key="transfer")
    (row,) = await poor.get("transfers", {"order_id": "much"})
    assert (row["status"], row["fail_reason"]) == ("FAIL", "Insufficient transferAvailable")
    assert row["actual_receive"] is None


async def test_small_sums_are_converted_by_a_quote_that_is_taken_once(meet: Meet) -> None:
    second = meet("second")
    wanted = {"exchange_type": "GATE", "from_coin": "USDT", "to_coin": "BTC", "from_amount": "5"}
    quoted = await second.do("POST", "convert/quote", wanted)
    assert quoted["valid_ms"] == "5000"
    assert await second.do("POST", "convert/orders", {"quote_id": quoted["quote_id"]}) == {}
    again = await second.label("POST", "convert/orders", None, {"quote_id": quoted["quote_id"]})
    assert again == "CONVERT_TRADE_QUOTE_UNKNOWN_ERROR"
    coins = {(row["coin"], row["exchange_type"]): row["balance"] for row in (await second.get("accounts"))["assets"]}
    assert Decimal(coins["BTC", "GATE"]) == Decimal(quoted["to_amount"])
    for changes, label in (
        ({"exchange_type": "BYBIT"}, "EXCHANGE_INVALID"),
        ({"from_coin": "XYZ"}, "FROM_COIN_INVALID"),
        ({"exchange_type": "BINANCE"}, "TO_COIN_INVALID"),
        ({"from_amount": "x"}, "FROM_AMOUNT_INVALID"),
        ({"from_amount": "0"}, "FROM_AMOUNT_LIMIT"),
        ({"from_amount": "11"}, "FROM_AMOUNT_MAX"),
    ):
        told = await second.label("POST", "convert/quote", None, wanted | changes)
        assert told == f"CONVERT_TRADE_QUOTE_{label}_ERROR"


async def test_every_change_of_the_balance_stands_in_the_ledger(meet: Meet) -> None:
    second = meet("second")
    await second.place()
    await second.control.post("/market/funding")
    await second.place(side="SELL")
    rows = [row for row in await second.get("account_book") if row["coin"] == "USDT"]
    assert {row["statement_type"] for row in rows} >= {"TRADING_FEE", "TRANSACTION", "FUNDING_FEE", "TRANSFER_IN"}
    balance = (await second.get("accounts"))["assets"][0]["balance"]
    assert sum(Decimal(row["change"]) for row in rows) == Decimal(balance) == Decimal(rows[0]["balance"])
    first, other = (
        await second.get("account_book", {"limit": "1"}),
        await second.get("account_book", {"limit": "1", "page": "2"}),
    )
    assert (first[0]["id"], other[0]["id"]) == (rows[0]["id"], rows[1]["id"])
    await second.settings(document="1.0.0")
    assert "type" in (await second.get("account_book"))[0]


async def test_fees_rates_and_discounts_are_told_in_the_shape_of_the_document(main: Trader) -> None:
    assert [row["exchange_type"] for row in await main.get("fee")] == ["BINANCE", "OKX", "GATE"]
    await main.settings(document="1.0.0")
    assert (await main.get("fee"))["special_fee_list"][0]["symbol"] == "OKX_SPOT_ADA_USDT"
    (rate,) = await main.get("interest_rate", {"coin": "ADA", "exchange_type": "BINANCE"})
    assert rate["hour_interest_rate"] == "0.000003655833"
    assert len(await main.get("coin_discount_rate", {"coin": "SOL", "exchange_type": "GATE"})) == 3
    (info,) = await main.get("market/funding_info", {"symbols": BTC})
    assert info["symbol"] == BTC

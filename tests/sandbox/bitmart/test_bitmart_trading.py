"""Orders, plans, modes and money at the simulated BitMart, by REST."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.sandbox.bitmart.client import MINE, PUBLIC, Person, now_ms
from tests.sandbox.bitmart.conftest import Meet

pytestmark = pytest.mark.anyio
SUB = "/account/contract/sub-account/"


async def near(person: Person, factor: float) -> str:
    """A whole price beside the last one of BTCUSDT."""
    return str(int(await person.last("BTCUSDT") * factor))


async def test_sizes_are_contracts_and_the_details_say_how_much_one_is(meet: Meet) -> None:
    second = meet("second")
    await second.place(size=25)
    (row,) = await second.get(f"{MINE}position-v2")
    assert (row["current_amount"], row["position_side"], row["open_type"]) == ("25", "long", "cross")
    (held,) = (await second.truth())["positions"]
    details = (await second.get(f"{PUBLIC}details", {"symbol": "BTCUSDT"}))["symbols"][0]
    assert Decimal(held["base"]) == 25 * Decimal(details["contract_size"]) == Decimal("0.025")
    assert Decimal(row["mark_value"]) == Decimal(row["mark_price"]) * Decimal(held["base"])


async def test_the_document_calls_a_value_mark_price_and_today_it_is_a_price(meet: Meet) -> None:
    second = meet("second")
    await second.place(size=25)
    (old,) = await second.get(f"{MINE}position", host="spot")
    (new,) = await second.get(f"{MINE}position")
    assert "mark_value" not in old
    assert Decimal(old["mark_price"]) == Decimal(new["mark_value"])
    assert Decimal(new["mark_price"]) > 10_000
    assert new["margin_type"] == "Cross"
    details = "open_timestamp"
    seconds = (await second.get(f"{PUBLIC}details", host="spot"))["symbols"][0][details]
    assert (await second.get(f"{PUBLIC}details"))["symbols"][0][details] == seconds * 1_000


async def test_a_limit_order_rests_and_is_cancelled(meet: Meet) -> None:
    second = meet("second")
    price = await near(second, 0.97)
    placed = await second.place(type="limit", price=price, mode=1, client_order_id="BM1234")
    assert isinstance(placed["order_id"], int)
    assert placed["price"] == price
    (row,) = await second.get(f"{MINE}get-open-orders", {"symbol": "BTCUSDT"})
    assert (row["order_id"], row["client_order_id"], row["state"]) == (str(placed["order_id"]), "BM1234", 2)
    assert (row["side"], row["type"], row["deal_avg_price"], row["deal_size"]) == (1, "limit", "0", "0")
    cancelled = await second.post(f"{MINE}cancel-order", {"symbol": "BTCUSDT", "order_id": row["order_id"]})
    assert cancelled == {}
    assert await second.code("POST", f"{MINE}cancel-order", {"symbol": "BTCUSDT", "order_id": row["order_id"]}) == 40036
    one = await second.get(f"{MINE}order", {"symbol": "BTCUSDT", "order_id": row["order_id"]})
    assert one["state"] == 4
    past = await second.get(f"{MINE}order-history", {"symbol": "BTCUSDT", "client_order_id": "BM1234"})
    assert past[0]["order_id"] == row["order_id"]


async def test_cancelling_without_an_id_takes_every_order_of_the_contract(meet: Meet) -> None:
    second = meet("second")
    low = await near(second, 0.97)
    for _ in range(2):
        await second.place(type="limit", price=low)
    assert await second.code("POST", f"{MINE}cancel-order", {"symbol": "BTCUSDT"}, host="spot") == 40011
    assert len(await second.get(f"{MINE}get-open-orders")) == 2
    await second.post(f"{MINE}cancel-order", {"symbol": "BTCUSDT"})
    assert await second.get(f"{MINE}get-open-orders") == []


async def test_hedge_legs_are_opened_and_closed_by_four_numbers(meet: Meet) -> None:
    second = meet("second")
    await second.place(side=1, size=10)
    await second.place(side=4, size=6)
    rows = await second.get(f"{MINE}position-v2", {"symbol": "BTCUSDT"})
    assert {(row["position_side"], row["current_amount"]) for row in rows} == {("long", "10"), ("short", "6")}
    assert await second.code("POST", f"{MINE}submit-order", second.order(side=2, size=7)) == 40020
    close = {"symbol": "BTCUSDT", "type": "market", "size": 6}
    await second.post(f"{MINE}submit-order", close | {"side": 2})
    await second.post(f"{MINE}submit-order", close | {"side": 3})
    (left,) = await second.get(f"{MINE}position-v2")
    assert (left["position_side"], left["current_amount"]) == ("long", "4")
    fills = await second.get(f"{MINE}trades", {"symbol": "BTCUSDT"})
    assert [row["side"] for row in fills[-2:]] == [4, 1]
    assert all(Decimal(row["paid_fees"]) > 0 and row["exec_type"] == "Taker" for row in fills)


async def test_one_way_accounts_have_one_signed_position(meet: Meet) -> None:
    oneway = meet("oneway")
    assert (await oneway.get(f"{MINE}get-position-mode"))["position_mode"] == "one_way_mode"
    await oneway.place(side=4, size=10)
    (row,) = await oneway.get(f"{MINE}position-v2")
    assert (row["position_side"], row["position_amount"], row["current_amount"]) == ("both", "-10", "10")
    await oneway.post(f"{MINE}submit-order", {"symbol": "BTCUSDT", "type": "market", "side": 2, "size": 10})
    assert await oneway.get(f"{MINE}position-v2") == []
    await oneway.post(f"{MINE}set-position-mode", {"position_mode": "hedge_mode"})
    assert (await oneway.get(f"{MINE}get-position-mode"))["position_mode"] == "hedge_mode"
    busy = meet("busy")
    assert await busy.code("POST", f"{MINE}set-position-mode", {"position_mode": "hedge_mode"}) == 40059


async def test_an_opening_order_repeats_leverage_and_margin_mode_of_the_position(meet: Meet) -> None:
    second = meet("second")
    await second.place(leverage="10")
    assert await second.code("POST", f"{MINE}submit-order", second.order(leverage="20")) == 40040
    assert await second.code("POST", f"{MINE}submit-order", second.order(open_type="isolated")) == 40012
    settings = {"symbol": "BTCUSDT", "leverage": "20", "open_type": "cross"}
    assert (await second.post(f"{MINE}submit-leverage", settings))["max_value"] == "100"
    await second.place(leverage="20")
    assert await second.code("POST", f"{MINE}submit-leverage", settings | {"open_type": "isolated"}) == 40012
    await second.place(symbol="ETHUSDT", open_type="isolated", leverage="5")
    rows = await second.get(f"{MINE}position-v2", {"symbol": "ETHUSDT"})
    held = next(row for row in rows if row["current_amount"] != "0")
    assert (held["open_type"], held["leverage"]) == ("isolated", "5")
    assert Decimal(held["initial_margin"]) > 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"symbol": "NOPEUSDT"}, 40034),
        ({"symbol": None}, 40011),
        ({"side": 5}, 40041),
        ({"type": "wish"}, 40042),
        ({"type": "trailing"}, 40042),
        ({"type": "limit", "price": None}, 40011),
        ({"type": "limit", "price": "60000.03"}, 40043),
        ({"type": "limit", "price": "1000000"}, 40044),
        ({"size": "1.5"}, 40043),
        ({"size": 0}, 40044),
        ({"size": 99_999}, 40027),
        ({"leverage": "101"}, 40029),
        ({"leverage": "0"}, 40030),
        ({"leverage": "2.5"}, 40040),
        ({"open_type": "shared"}, 40045),
        ({"client_order_id": "a-b"}, 40048),
        ({"client_order_id": "a" * 33}, 40049),
        ({"side": 3}, 40021),
    ],
)
async def test_senseless_orders_are_refused_with_the_documents_codes(
    meet: Meet, changes: dict[str, Any], code: int
) -> None:
    second = meet("second")
    assert await second.code("POST", f"{MINE}submit-order", second.order(**changes)) == code


async def test_an_own_order_number_is_taken_once(meet: Meet) -> None:
    second = meet("second")
    await second.place(client_order_id="once")
    assert await second.code("POST", f"{MINE}submit-order", second.order(client_order_id="once")) == 40050


async def test_an_order_is_amended_in_place(meet: Meet) -> None:
    second = meet("second")
    placed, lower = await second.place(type="limit", price=await near(second, 0.97)), await near(second, 0.96)
    change = {"symbol": "BTCUSDT", "order_id": placed["order_id"], "price": lower, "size": 12}
    await second.post(f"{MINE}modify-limit-order", change)
    (row,) = await second.get(f"{MINE}get-open-orders")
    assert (row["order_id"], row["price"], row["size"]) == (str(placed["order_id"]), lower, "12")


async def test_plans_wait_and_fire(meet: Meet) -> None:
    second = meet("second")
    last = await second.last("BTCUSDT")
    plan = {
        **second.order(type="market"),
        "trigger_price": f"{last * 1.02:.1f}",
        "price_way": 1,
        "price_type": 1,
    }
    placed = await second.post(f"{MINE}submit-plan-order", plan)
    (row,) = await second.get(f"{MINE}current-plan-order")
    assert (row["order_id"], row["type"], row["executive_price"]) == (str(placed["order_id"]), "plan", "0")
    assert (row["price_way"], row["state"], row["plan_category"]) == (1, 2, 1)
    assert await second.get(f"{MINE}get-open-orders") == []
    await second.move("BTCUSDT", last * 1.021)
    assert await second.get(f"{MINE}current-plan-order") == []
    (held,) = await second.get(f"{MINE}position-v2")
    assert held["current_amount"] == "10"
    past = await second.get(f"{MINE}order-history", {"symbol": "BTCUSDT", "order_id": row["order_id"]})
    assert past[0]["type"] == "plan_order"
    assert past[0]["executive_order_id"]


async def test_targets_belong_to_a_position_and_go_with_it(meet: Meet) -> None:
    second = meet("second")
    target = {
        "symbol": "BTCUSDT",
        "type": "stop_loss",
        "side": 3,
        "trigger_price": f"{await second.last('BTCUSDT') * 0.9:.1f}",
        "executive_price": "0",
        "price_type": 2,
    }
    assert await second.code("POST", f"{MINE}submit-tp-sl-order", target) == 40021
    await second.place()
    await second.post(f"{MINE}submit-tp-sl-order", target)
    (row,) = await second.get(f"{MINE}current-plan-order", {"plan_type": "profit_loss"})
    assert (row["type"], row["plan_category"], row["size"], row["price_type"]) == ("stop_loss", 2, "10", 2)
    lower = {"symbol": "BTCUSDT", "order_id": row["order_id"], "trigger_price": "50000", "price_type": 1}
    await second.post(f"{MINE}modify-tp-sl-order", lower | {"executive_price": "0"})
    (row,) = await second.get(f"{MINE}current-plan-order")
    assert (row["trigger_price"], row["price_type"]) == ("50000", 1)
    await second.post(f"{MINE}close-all-position", {"contractType": 1, "symbol": "BTCUSDT"})
    assert await second.get(f"{MINE}current-plan-order") == []


async def test_presets_become_targets_when_the_order_is_filled(meet: Meet) -> None:
    second = meet("second")
    last = await second.last("BTCUSDT")
    presets = {"preset_take_profit_price": f"{last * 1.1:.1f}", "preset_stop_loss_price": f"{last * 0.9:.1f}"}
    await second.place(**presets, preset_stop_loss_price_type=2)
    rows = await second.get(f"{MINE}current-plan-order")
    assert {row["type"] for row in rows} == {"take_profit", "stop_loss"}


@pytest.mark.parametrize("host", ["live", "spot"])
async def test_a_trailing_order_stands_among_the_ordinary_ones(meet: Meet, host: str) -> None:
    second = meet("second")
    await second.place(size=20)
    last = await second.last("BTCUSDT")
    body = {
        **second.order(side=3),
        "type": "trailing",
        "activation_price": f"{last * 1.01:.1f}",
        "callback_rate": "1",
        "activation_price_type": 1,
    }
    path = "submit-trail-order" if host == "live" else "submit-order"
    placed = await second.post(MINE + path, body, host=host)
    (row,) = await second.get(f"{MINE}get-open-orders", {"type": "trailing"})
    assert (row["order_id"], row["callback_rate"]) == (str(placed["order_id"]), "1")
    await second.move("BTCUSDT", last * 1.03)
    await second.move("BTCUSDT", last * 1.015)
    assert await second.get(f"{MINE}get-open-orders") == []
    one = await second.get(f"{MINE}order", {"symbol": "BTCUSDT", "order_id": row["order_id"]})
    assert (one["state"], one["deal_size"]) == (4, "10")


async def test_balances_add_up(main: Person) -> None:
    (usdt, *_) = await main.get(f"{MINE}assets-detail")
    truth = await main.truth()
    parts = sum(Decimal(usdt[name]) for name in ("available_balance", "frozen_balance", "position_deposit"))
    assert parts == Decimal(usdt["equity"]) - Decimal(usdt["unrealized"]) == Decimal(truth["balances"]["USDT"])


async def test_the_ledger_tells_profit_fee_and_funding_apart(main: Person) -> None:
    assert (await main.control.post("/market/funding")).status_code == 200
    rows = await main.get(f"{MINE}transaction-history", {"page_size": "1000"})
    assert {row["flow_type"] for row in rows} >= {1, 2, 3, 4}
    assert len({row["tran_id"] for row in rows}) == len(rows)
    truth = await main.truth()
    assert sum(Decimal(row["amount"]) for row in rows) == Decimal(truth["balances"]["USDT"])
    fees = await main.get(f"{MINE}transaction-history", {"flow_type": "4"})
    assert all(Decimal(row["amount"]) < 0 for row in fees)


async def test_money_moves_between_the_own_wallets(meet: Meet) -> None:
    poor = meet("poor")
    await poor.post("/account/v1/transfer-contract", {"currency": "USDT", "amount": "10", "type": "spot_to_contract"})
    listed = await poor.post("/account/v1/transfer-contract-list", {"page": 1, "limit": 10})
    newest = listed["records"][0]
    assert (newest["amount"], newest["type"], newest["state"]) == ("10", "spot_to_contract", "FINISHED")
    assert Decimal((await poor.truth())["balances"]["USDT"]) == 210


async def test_money_moves_between_main_and_sub_account_once_per_request(meet: Meet) -> None:
    main, desk = meet("main"), meet("desk")
    move = {"requestNo": "a-1", "amount": "7", "currency": "USDT", "subAccount": "desk-01"}
    assert await main.post(f"{SUB}main/v1/main-to-sub", move, key="transfer") == {}
    assert await main.code("POST", f"{SUB}main/v1/main-to-sub", move, key="transfer") == 40003
    assert await main.code("POST", f"{SUB}main/v1/main-to-sub", move, key="trade") == 30012
    back = {"requestNo": "a-2", "amount": "2", "currency": "USDT"}
    await desk.post(f"{SUB}sub/v1/sub-to-main", back, key="transfer")
    wallet = await main.get(f"{SUB}main/v1/wallet", {"subAccount": "desk-01"}, key="transfer")
    assert wallet["wallet"][0]["available"] == "1205"
    rows = await main.get(f"{SUB}main/v1/transfer-list", {"subAccount": "desk-01", "limit": 10}, key="transfer")
    assert [(row["fromAccount"], row["amount"]) for row in rows] == [("desk-01", "2"), ("main", "7")]
    assert rows[0]["submissionTime"] < now_ms() // 100
    own = await desk.get(f"{SUB}v1/transfer-history", {"limit": 10}, key="transfer")
    assert own == rows
    stranger = meet("second")
    assert await stranger.code("POST", f"{SUB}main/v1/sub-to-main", move, key="transfer") == 30019


async def test_affiliates_see_what_their_people_trade(meet: Meet) -> None:
    affiliate, main = meet("affiliate"), meet("main")
    path = f"{MINE}affiliate/"
    told = (await affiliate.ask("GET", f"{path}rebate-list", {"page": 1, "size": 10}, key="read")).json()
    assert told["code"] == "1000"
    assert told["data"]["usdt_rebate_sum"] > 0
    assert int(main.uid) in {row["trade_user_id"] for row in told["data"]["rebate_detail_page_data"]}
    query = {"user_id": main.uid, "type": 1, "page": 1, "size": 100}
    trades = await affiliate.get(f"{path}trade-list", query)
    assert trades["total"] == len((await main.truth())["fills"])
    assert await main.code("GET", f"{path}rebate-list", {"page": 1, "size": 10}, key="read") == 30012


async def test_prices_depth_and_candles(main: Person) -> None:
    depth = await main.get(f"{PUBLIC}depth", {"symbol": "BTCUSDT"})
    assert Decimal(depth["asks"][0][0]) > Decimal(depth["bids"][0][0])
    assert Decimal(depth["asks"][1][2]) == Decimal(depth["asks"][0][1]) + Decimal(depth["asks"][1][1])
    now = now_ms() // 1_000
    query = {"symbol": "BTCUSDT", "step": 5, "start_time": now - 3_600, "end_time": now}
    rows = await main.get(f"{PUBLIC}kline", query)
    assert len(rows) == 12
    assert float(rows[-1]["close_price"]) == await main.last("BTCUSDT")
    assert await main.code("GET", f"{PUBLIC}kline", query | {"step": 7}) == 40038
    funding = await main.get(f"{PUBLIC}funding-rate", {"symbol": "BTCUSDT"})
    assert funding["funding_time"] > now_ms()
    for path in ("leverage-bracket", "market-trade", "funding-rate-history", "funding-rate-v2", "open-interest"):
        assert await main.get(PUBLIC + path, {"symbol": "BTCUSDT"})
    assert await main.get(f"{PUBLIC}markprice-kline", query)
    await main.move("BTCUSDT", 60_500)
    assert (await main.get(f"{PUBLIC}market-trade", {"symbol": "BTCUSDT"}))[0]["price"] == "60500"


async def test_demo_trading_hands_out_play_money(main: Person) -> None:
    before = Decimal((await main.get(f"{MINE}assets-detail", key="demo_read", host="demo"))[0]["equity"])
    given = await main.post(f"{MINE}claim", {}, key="demo_trade", host="demo")
    after = Decimal((await main.get(f"{MINE}assets-detail", key="demo_read", host="demo"))[0]["equity"])
    assert after - before == Decimal(given["amount"])
    assert await main.code("POST", f"{MINE}claim", {}) == 30000


async def test_orders_are_cancelled_when_nobody_calls_again(meet: Meet) -> None:
    second = meet("second")
    await second.place(type="limit", price=await near(second, 0.97))
    path = f"{MINE}cancel-all-after"
    assert await second.code("POST", path, {"symbol": "BTCUSDT", "timeout": 3}) == 40011
    set_ = await second.post(path, {"symbol": "BTCUSDT", "timeout": 5})
    assert set_["cancel_time"] == set_["set_time"] + 5
    await second.fault("skew", ms=6_000)
    await second.move("BTCUSDT", await second.last("BTCUSDT"))
    assert (await second.truth())["orders"] == []

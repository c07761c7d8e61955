"""Orders, trigger orders, positions and settings of classic accounts at the simulated Bitget."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import Any

import pytest

from tests.sandbox.bitget.client import FUTURES, MARGIN, Person
from tests.sandbox.bitget.conftest import Meet

pytestmark = pytest.mark.anyio

PLACE, DETAIL, PENDING = "v2/mix/order/place-order", "v2/mix/order/detail", "v2/mix/order/orders-pending"
BTC = FUTURES | {"symbol": "BTCUSDT"}


@pytest.fixture(autouse=True)
async def unhurried(main: Person) -> None:
    await main.settings(limited=False)


async def positions(person: Person, symbol: str = "") -> dict[tuple[str, str], dict[str, Any]]:
    rows = await person.get("v2/mix/position/all-position", FUTURES | {"marginCoin": "USDT"})
    return {(row["symbol"], row["holdSide"]): row for row in rows if symbol in ("", row["symbol"])}


async def pending(person: Person, **filters: str) -> list[dict[str, Any]]:
    return (await person.get(PENDING, FUTURES | filters))["entrustedList"] or []


async def plans(person: Person, kind: str, **filters: str) -> list[dict[str, Any]]:
    query = FUTURES | {"planType": kind} | filters
    return (await person.get("v2/mix/order/orders-plan-pending", query))["entrustedList"] or []


async def test_sizes_are_base_coins_and_equity_adds_up(main: Person) -> None:
    held = await positions(main)
    assert set(held) == {("BTCUSDT", "long"), ("ETHUSDT", "long"), ("ETHUSDT", "short"), ("SOLUSDT", "short")}
    btc = held["BTCUSDT", "long"]
    assert (btc["total"], btc["posMode"], btc["marginMode"], btc["leverage"]) == ("0.02", "hedge_mode", "crossed", "20")
    margin = Decimal(btc["total"]) * Decimal(btc["markPrice"]) / 20
    assert Decimal(btc["marginSize"]) == margin
    profit = (Decimal(btc["markPrice"]) - Decimal(btc["openPriceAvg"])) * Decimal(btc["total"])
    assert Decimal(btc["unrealizedPL"]) == profit
    assert "posId" not in btc
    (money,) = await main.get("v2/mix/account/accounts", FUTURES)
    parts = sum(Decimal(money[name]) for name in ("available", "locked", "unrealizedPL"))
    assert Decimal(money["accountEquity"]) == parts
    one = await main.get("v2/mix/account/account", MARGIN | {"symbol": "BTCUSDT"})
    assert (one["posMode"], one["marginMode"], one["crossedMarginLeverage"]) == ("hedge_mode", "crossed", 20)
    assert await main.get("v2/mix/account/accounts", {"productType": "COIN-FUTURES"}) == []
    (contract,) = await main.public("v2/mix/market/contracts", BTC)
    assert (contract["sizeMultiplier"], contract["pricePlace"], contract["priceEndStep"]) == ("0.0001", "1", "1")


async def test_hedge_mode_names_the_position_not_the_trade(main: Person) -> None:
    opened = await main.place(symbol="ETHUSDT", size="0.1", side="sell")
    closed = await main.place(symbol="ETHUSDT", size="0.1", side="sell", tradeSide="close")
    for placed, word, true_side in ((opened, "open", "sell"), (closed, "close", "buy")):
        row = await main.get(DETAIL, FUTURES | {"symbol": "ETHUSDT", "orderId": placed["orderId"]})
        assert (row["side"], row["tradeSide"], row["posSide"], row["state"]) == ("sell", word, "short", "filled")
        fills = await main.get("v2/mix/order/fills", FUTURES | {"orderId": placed["orderId"]})
        assert {(fill["side"], fill["tradeSide"]) for fill in fills["fillList"]} == {("sell", word)}
        assert all(Decimal(fill["feeDetail"][0]["totalFee"]) < 0 for fill in fills["fillList"])
        truth = await main.truth()
        assert {fill["side"] for fill in truth["fills"] if fill["order_id"] == placed["orderId"]} == {true_side}
    assert (await positions(main))["ETHUSDT", "short"]["total"] == "0.3"
    assert await main.code("POST", PLACE, main.order(tradeSide="")) == "40774"
    assert await main.code("POST", PLACE, main.order(size="0.05", tradeSide="close")) == "40804"
    assert await main.code("POST", PLACE, main.order(symbol="XRPUSDT", size="50", tradeSide="close")) == "22002"
    # 0.2 of the 0.5 ETH are promised to an order that waits to close them.
    assert await main.code("POST", PLACE, main.order(symbol="ETHUSDT", size="0.4", tradeSide="close")) == "40757"


async def test_one_way_mode_knows_reduce_only_and_ends_older_ones(meet: Meet) -> None:
    oneway = meet("oneway")
    await oneway.place(tradeSide="")
    assert (await positions(oneway))["BTCUSDT", "long"]["posMode"] == "one_way_mode"
    assert await oneway.code("POST", PLACE, oneway.order()) == "40774"
    reducing = {"tradeSide": "", "side": "sell", "reduceOnly": "YES", "orderType": "limit"}
    first = await oneway.place(**reducing, price="63000", size="0.008")
    second = await oneway.place(**reducing, price="63500", size="0.006")
    assert [row["orderId"] for row in await pending(oneway)] == [second["orderId"]]
    row = await oneway.get(DETAIL, BTC | {"orderId": first["orderId"]})
    assert (row["state"], row["posSide"], row["tradeSide"], row["reduceOnly"]) == (
        "canceled",
        "net",
        "sell_single",
        "YES",
    )
    await oneway.place(tradeSide="", side="sell", size="0.01")
    assert await positions(oneway) == {}
    assert await oneway.code("POST", PLACE, oneway.order(tradeSide="", side="sell", reduceOnly="YES")) == "22002"


async def test_orders_that_break_a_rule_are_refused_by_its_code(main: Person) -> None:
    limit = {"orderType": "limit", "price": "60000"}
    expected = {
        "40034": {"symbol": "NOSUCHUSDT"},
        "45111": {"size": "0.00001"},
        "40808": {"size": "0.00015"},
        "40762": {"size": "30"},
        "45115": limit | {"price": "60000.05"},
        "40815": limit | {"price": "70000"},
        "40816": limit | {"price": "50000", "side": "sell"},
        "45110": limit | {"size": "0.0001", "price": "40000"},
        "400172": {"orderType": "iceberg"},
        "40304": {"clientOid": "x" * 51},
        "40778": {"marginCoin": "BTC"},
        "40019": {"size": ""},
    }
    senseless = [("40020", {"size": size}) for size in ("many", "NaN", "1e30", "1" * 50)]
    for code, changes in (*expected.items(), *senseless):
        answer = (await main.ask("POST", PLACE, main.order(**changes))).json()
        assert answer["code"] == code, (changes, answer)
    await main.place(**limit, clientOid="twice")
    assert await main.code("POST", PLACE, main.order(**limit, clientOid="twice")) == "40786"
    await main.post("v2/mix/order/cancel-order", BTC | {"clientOid": "twice"})
    assert await main.code("POST", "v2/mix/order/cancel-order", BTC | {"clientOid": "twice"}) == "40817"
    assert await main.code("POST", "v2/mix/order/cancel-order", BTC | {"orderId": "1"}) == "40768"
    assert await main.code("GET", DETAIL, BTC | {"orderId": "1"}) == "40109"


async def test_a_modified_order_becomes_another_one_a_moment_later(main: Person) -> None:
    old = await main.place(orderType="limit", price="60000", clientOid="before")
    body = BTC | {"orderId": old["orderId"], "newClientOid": "after", "newSize": "0.02", "newPrice": "59990"}
    assert (
        await main.code("POST", "v2/mix/order/modify-order", BTC | {"orderId": old["orderId"], "newSize": "1"})
        == "40019"
    )
    answer = await main.post("v2/mix/order/modify-order", body)
    assert answer["clientOid"] == "after"
    async with asyncio.timeout(5):
        while not (found := await pending(main, clientOid="after")):
            pass
    assert found[0]["orderId"] != old["orderId"]
    assert (found[0]["size"], found[0]["price"], found[0]["status"]) == ("0.02", "59990", "live")
    assert (await main.get(DETAIL, BTC | {"clientOid": "before"}))["state"] == "canceled"


async def test_batches_tell_of_each_part_and_an_empty_list_means_everything(main: Person) -> None:
    common = {"symbol": "LTCUSDT", "marginMode": "crossed"} | MARGIN
    part = {"size": "1", "side": "buy", "tradeSide": "open", "orderType": "limit", "price": "80"}
    body = common | {"orderList": [part | {"clientOid": "a"}, part | {"clientOid": "b", "size": "0.01"}]}
    answer = await main.post("v2/mix/order/batch-place-order", body)
    assert [row["clientOid"] for row in answer["successList"]] == ["a"]
    assert [(row["clientOid"], row["errorCode"]) for row in answer["failureList"]] == [("b", "45111")]
    chosen = FUTURES | {"symbol": "LTCUSDT", "orderIdList": [{"clientOid": "a"}, {"clientOid": "nobody"}]}
    answer = await main.post("v2/mix/order/batch-cancel-orders", chosen)
    assert (len(answer["successList"]), answer["failureList"][0]["errorCode"]) == (1, "40768")
    assert len(await pending(main)) == 2
    assert len((await main.post("v2/mix/order/batch-cancel-orders", FUTURES))["successList"]) == 2
    empty = await main.get(PENDING, FUTURES)
    assert (empty["entrustedList"], empty["endId"]) == (None, None)
    assert await main.code("POST", "v2/mix/order/cancel-all-orders", FUTURES) == "22001"
    assert len(await plans(main, "profit_loss")) == 2


async def test_open_trigger_orders_live_in_three_lists(main: Person) -> None:
    body = main.order(size="0.001") | {"planType": "normal_plan", "triggerPrice": "59000", "triggerType": "mark_price"}
    normal = await main.post("v2/mix/order/place-plan-order", body)
    trailing = await main.post(
        "v2/mix/order/place-plan-order",
        body | {"planType": "track_plan", "triggerPrice": "62000", "callbackRatio": "1", "tradeSide": "close"},
    )
    target = FUTURES | {"marginCoin": "USDT", "symbol": "ETHUSDT", "planType": "loss_plan", "size": "0.1"}
    target |= {"triggerPrice": "2900", "triggerType": "fill_price", "executePrice": "0", "holdSide": "long"}
    loss = await main.post("v2/mix/order/place-tpsl-order", target)
    assert {row["orderId"] for row in await plans(main, "track_plan")} == {trailing["orderId"]}
    assert normal["orderId"] in {row["orderId"] for row in await plans(main, "normal_plan")}
    listed = {row["orderId"]: row for row in await plans(main, "profit_loss")}
    row = listed[loss["orderId"]]
    assert (row["planType"], row["triggerPrice"], row["executePrice"], row["planStatus"]) == (
        "loss_plan",
        "2900",
        "0",
        "live",
    )
    assert (row["posSide"], row["tradeSide"], row["side"]) == ("long", "close", "buy")
    assert {item["planType"] for item in listed.values()} == {"loss_plan", "pos_profit", "pos_loss"}
    assert await main.code("GET", "v2/mix/order/orders-plan-pending", FUTURES) == "40019"
    refused = (await main.ask("POST", "v2/mix/order/place-tpsl-order", target | {"holdSide": "buy"})).json()
    assert refused["code"] == "43011"
    btc = (await positions(main))["BTCUSDT", "long"]
    assert btc["takeProfitId"]
    assert btc["stopLossId"]
    moved = {"orderId": loss["orderId"], "triggerPrice": "2850", "executePrice": "", "size": "0.2"}
    await main.post("v2/mix/order/modify-tpsl-order", target | moved)
    assert (await plans(main, "profit_loss", orderId=loss["orderId"]))[0]["triggerPrice"] == "2850"
    await main.post("v2/mix/order/cancel-plan-order", FUTURES | {"orderIdList": [{"orderId": loss["orderId"]}]})
    query = FUTURES | {"planType": "profit_loss", "planStatus": "cancelled"}
    ended = await main.get("v2/mix/order/orders-plan-history", query)
    assert ended["entrustedList"][0]["orderId"] == loss["orderId"]
    await main.move("BTCUSDT", "58900")
    query = FUTURES | {"planType": "normal_plan", "planStatus": "executed"}
    executed = (await main.get("v2/mix/order/orders-plan-history", query))["entrustedList"][0]
    assert executed["executeOrderId"]
    came = await main.get(DETAIL, BTC | {"orderId": executed["executeOrderId"]})
    assert (came["orderSource"], came["tradeSide"]) == ("plan_market", "open")


async def test_targets_that_ride_on_an_order_wait_for_its_fill(main: Person) -> None:
    order = await main.place(symbol="LTCUSDT", size="1", presetStopSurplusPrice="100", presetStopLossPrice="70")
    waiting = {row["planType"]: row for row in await plans(main, "profit_loss", symbol="LTCUSDT")}
    assert {kind: row["triggerPrice"] for kind, row in waiting.items()} == {"profit_plan": "100", "loss_plan": "70"}
    assert order["orderId"]
    both = FUTURES | {"marginCoin": "USDT", "symbol": "LTCUSDT", "holdSide": "long"}
    both |= {"stopSurplusTriggerPrice": "101", "stopLossTriggerPrice": "69"}
    assert len(await main.post("v2/mix/order/place-pos-tpsl", both)) == 2
    await main.post("v2/mix/order/close-positions", FUTURES | {"symbol": "LTCUSDT"})
    assert await plans(main, "profit_loss", symbol="LTCUSDT") == []


async def test_flash_close_takes_a_side_a_symbol_or_everything(main: Person) -> None:
    close = "v2/mix/order/close-positions"
    await main.post(close, FUTURES | {"symbol": "ETHUSDT", "holdSide": "short"})
    assert set(await positions(main, "ETHUSDT")) == {("ETHUSDT", "long")}
    answer = await main.post(close, FUTURES)
    assert {row["symbol"] for row in answer["successList"]} == {"BTCUSDT", "ETHUSDT", "SOLUSDT"}
    assert await positions(main) == {}
    assert await main.code("POST", close, FUTURES) == "22002"
    history = await main.get("v2/mix/position/history-position", FUTURES | {"limit": "2"})
    assert len(history["list"]) == 2
    more = await main.get("v2/mix/position/history-position", FUTURES | {"idLessThan": history["endId"]})
    ids = [row["positionId"] for row in (*history["list"], *more["list"])]
    assert len(set(ids)) == len(ids) == 5
    row = next(item for item in (*history["list"], *more["list"]) if item["symbol"] == "BTCUSDT")
    net = sum(Decimal(row[name]) for name in ("pnl", "openFee", "closeFee", "totalFunding"))
    assert Decimal(row["netProfit"]) == net
    assert "utime" in row


async def test_bills_add_up_to_the_balance_and_name_funding(main: Person) -> None:
    await main.control.post("/market/funding")
    funding = await main.get("v2/mix/account/bill", FUTURES | {"businessType": "contract_settle_fee"})
    assert {row["symbol"] for row in funding["bills"]} == {"BTCUSDT", "ETHUSDT", "SOLUSDT"}
    rows: list[dict[str, Any]] = []
    query = FUTURES | {"limit": "3"}
    while page := (await main.get("v2/mix/account/bill", query))["bills"]:
        rows += page
        query["idLessThan"] = page[-1]["billId"]
    total = sum(Decimal(row["amount"]) + Decimal(row["fee"]) for row in rows)
    assert total == Decimal((await main.truth())["balances"]["USDT"])
    assert {"trans_from_exchange", "open_long", "close_long", "open_short"} <= {row["businessType"] for row in rows}
    held = await positions(main)
    assert held["BTCUSDT", "long"]["totalFee"] not in ("", "0")


async def test_settings_change_only_while_nothing_is_in_the_way(main: Person, meet: Meet) -> None:
    mode = FUTURES | {"posMode": "one_way_mode"}
    assert await main.code("POST", "v2/mix/account/set-position-mode", mode) == "40920"
    assert (
        await meet("busy").code("POST", "v2/mix/account/set-position-mode", FUTURES | {"posMode": "hedge_mode"})
        == "40920"
    )
    poor = meet("poor")
    assert (await poor.post("v2/mix/account/set-position-mode", mode))["posMode"] == "one_way_mode"
    assert (await poor.get("v2/mix/account/account", MARGIN | {"symbol": "BTCUSDT"}))["posMode"] == "one_way_mode"
    leverage = MARGIN | {"symbol": "BTCUSDT", "leverage": "10"}
    assert (await main.post("v2/mix/account/set-leverage", leverage))["crossMarginLeverage"] == "10"
    assert (await positions(main))["BTCUSDT", "long"]["leverage"] == "10"
    assert await main.code("POST", "v2/mix/account/set-leverage", leverage | {"leverage": "500"}) == "40797"
    margin = MARGIN | {"symbol": "BTCUSDT", "marginMode": "isolated"}
    assert await main.code("POST", "v2/mix/account/set-margin-mode", margin) == "45117"
    await main.post("v2/mix/account/set-margin-mode", margin | {"symbol": "LTCUSDT"})
    sides = MARGIN | {"symbol": "LTCUSDT", "longLeverage": "5", "shortLeverage": "7"}
    answer = await main.post("v2/mix/account/set-leverage", sides)
    assert (answer["longLeverage"], answer["shortLeverage"], answer["marginMode"]) == ("5", "7", "isolated")
    await main.place(symbol="LTCUSDT", size="2", marginMode="isolated")
    before = (await positions(main))["LTCUSDT", "long"]
    assert (before["marginMode"], before["leverage"]) == ("isolated", "5")
    await main.post("v2/mix/account/set-margin", MARGIN | {"symbol": "LTCUSDT", "holdSide": "long", "amount": "10"})
    after = (await positions(main))["LTCUSDT", "long"]
    assert Decimal(after["marginSize"]) - Decimal(before["marginSize"]) == 10
    assert (
        await main.code(
            "POST", "v2/mix/account/set-margin", MARGIN | {"symbol": "BTCUSDT", "holdSide": "long", "amount": "1"}
        )
        == "40727"
    )


async def test_a_liquidation_is_told_as_one(main: Person) -> None:
    async with main.socket(args=({"instType": "USDT-FUTURES", "channel": "orders", "instId": "default"},)) as stream:
        await main.site("liquidate", {"contract": "SOLUSDT", "leg": "short"})
        row = (await stream.push("orders"))["data"][0]
    assert (row["tradeSide"], row["status"]) == ("burst_close_short", "filled")
    bills = (await main.get("v2/mix/account/bill", FUTURES))["bills"]
    assert bills[0]["businessType"] == "force_close_short"


async def test_lists_refuse_windows_that_are_too_long_or_turned_round(main: Person) -> None:
    now = int((await main.public("v2/public/time"))["serverTime"])
    day = 86_400_000
    history = "v2/mix/order/orders-history"

    async def told(path: str, begin: int, end: int) -> str:
        return await main.code("GET", path, FUTURES | {"startTime": str(begin), "endTime": str(end)})

    assert await told(history, now - 89 * day, now) == "00000"
    assert await told(history, now - 100 * day, now - 99 * day) == "40704"
    assert await told(history, now, now - day) == "40707"
    assert await told("v2/mix/order/fill-history", now - 8 * day, now) == "40705"
    page = await main.get(history, FUTURES | {"limit": "2"})
    following = await main.get(history, FUTURES | {"limit": "2", "idLessThan": page["endId"]})
    first, second = ([row["orderId"] for row in item["entrustedList"]] for item in (page, following))
    assert sorted(first + second, reverse=True) == first + second
    assert page["endId"] == first[-1]

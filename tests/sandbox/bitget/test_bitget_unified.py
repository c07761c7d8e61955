"""Unified accounts at the simulated Bitget: the v3 calls."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.sandbox.bitget.client import Person
from tests.sandbox.bitget.conftest import Meet

pytestmark = pytest.mark.anyio

FUTURES = {"category": "USDT-FUTURES"}
BTC = FUTURES | {"symbol": "BTCUSDT"}
PLACE = "v3/trade/place-order"


@pytest.fixture
async def unified(meet: Meet) -> Person:
    person = meet("unified")
    await person.settings(limited=False)
    return person


async def held(person: Person) -> dict[tuple[str, str], dict[str, Any]]:
    rows = (await person.get("v3/position/current-position", FUTURES))["list"] or []
    return {(row["symbol"], row["posSide"]): row for row in rows}


async def orders(person: Person) -> list[dict[str, Any]]:
    return (await person.get("v3/trade/unfilled-orders", FUTURES))["list"] or []


async def test_modes_money_and_positions_have_their_own_names(unified: Person) -> None:
    settings = await unified.get("v3/account/settings")
    assert (settings["uid"], settings["accountMode"], settings["holdMode"]) == (unified.uid, "unified", "hedge_mode")
    btc = next(row for row in settings["symbolConfigList"] if row["symbol"] == "BTCUSDT")
    assert (btc["marginMode"], btc["leverage"]) == ("crossed", "20")
    assets = await unified.get("v3/account/assets")
    coin = assets["assets"][0]
    assert coin["coin"] == "USDT"
    assert Decimal(coin["equity"]) == Decimal(coin["balance"]) + Decimal(assets["unrealisedPnl"])
    position = (await held(unified))["BTCUSDT", "long"]
    assert (position["total"], position["marginMode"], position["positionStatus"]) == ("0.02", "crossed", "normal")
    assert "positionBalance" in position
    ticker = await unified.public("v3/market/tickers", BTC)
    assert {"lastPrice", "markPrice", "bid1Price", "ask1Price"} <= set(ticker[0])
    listed = await unified.public("v3/market/instruments", BTC)
    assert (listed[0]["priceMultiplier"], listed[0]["quantityMultiplier"]) == ("0.1", "0.0001")
    assert await unified.public("v3/market/instruments", {"category": "COIN-FUTURES"}) == []


async def test_the_side_is_the_true_one_and_fees_are_costs(unified: Person) -> None:
    order = BTC | {"qty": "0.01", "orderType": "market", "posSide": "long"}
    opened = await unified.post(PLACE, order | {"side": "buy", "clientOid": "in"})
    closed = await unified.post(PLACE, order | {"side": "sell", "clientOid": "out"})
    for placed, side, does in ((opened, "buy", "open"), (closed, "sell", "close")):
        row = await unified.get("v3/trade/order-info", {"orderId": placed["orderId"]})
        assert (row["side"], row["posSide"], row["orderStatus"], row["cumExecQty"]) == (side, "long", "filled", "0.01")
        fills = (await unified.get("v3/trade/fills", FUTURES | {"orderId": placed["orderId"]}))["list"]
        assert {(fill["side"], fill["tradeSide"]) for fill in fills} == {(side, does)}
        assert all(Decimal(fill["feeDetail"][0]["fee"]) > 0 for fill in fills)
    assert (await held(unified))["BTCUSDT", "long"]["total"] == "0.02"
    assert await unified.code("POST", PLACE, order | {"side": "buy", "posSide": ""}) == "25236"
    assert await unified.code("POST", PLACE, order | {"side": "buy", "posSide": "", "holdSide": "long"}) == "25236"
    assert await unified.code("POST", PLACE, order | {"side": "buy", "qty": "30"}) == "25203"
    assert await unified.code("POST", PLACE, order | {"side": "buy", "clientOid": "in"}) == "25212"
    assert await unified.code("POST", "v3/trade/cancel-order", {"orderId": "1"}) == "25204"
    none = FUTURES | {"symbol": "LTCUSDT"}
    assert await unified.code("POST", "v3/trade/close-positions", none) == "25227"


async def test_orders_rest_change_and_go(unified: Person) -> None:
    order = BTC | {"qty": "0.01", "orderType": "limit", "price": "60000", "side": "buy", "posSide": "long"}
    placed = await unified.post(PLACE, order | {"timeInForce": "post_only", "clientOid": "mine"})
    row = next(item for item in await orders(unified) if item["orderId"] == placed["orderId"])
    assert (row["orderStatus"], row["timeInForce"], row["qty"]) == ("live", "post_only", "0.01")
    changed = await unified.post("v3/trade/modify-order", {"clientOid": "mine", "price": "59900", "qty": "0.02"})
    assert changed["orderId"] == placed["orderId"]
    row = next(item for item in await orders(unified) if item["orderId"] == placed["orderId"])
    assert (row["price"], row["qty"]) == ("59900", "0.02")
    batch = await unified.post("v3/trade/place-batch", [order | {"clientOid": "a"}, order | {"clientOid": "a"}])
    assert [item["code"] for item in batch] == ["00000", "25212"]
    gone = await unified.post("v3/trade/cancel-batch", [BTC | {"clientOid": "a"}, BTC | {"orderId": "1"}])
    assert [item["code"] for item in gone] == ["00000", "25204"]
    await unified.post("v3/trade/cancel-symbol-order", BTC)
    assert {item["symbol"] for item in await orders(unified)} == {"ETHUSDT"}
    history = await unified.get("v3/trade/history-orders", FUTURES | {"limit": "3"})
    following = await unified.get("v3/trade/history-orders", FUTURES | {"cursor": history["cursor"]})
    ids = [int(item["orderId"]) for item in (*history["list"], *following["list"])]
    assert sorted(ids, reverse=True) == ids
    assert {item["orderStatus"] for item in history["list"]} == {"cancelled"}


async def test_strategy_orders_wait_and_fire(unified: Person) -> None:
    target = FUTURES | {"symbol": "ETHUSDT", "posSide": "long", "qty": "0.1", "type": "tpsl", "stopLoss": "2900"}
    target |= {"slTriggerBy": "market", "slOrderType": "limit", "slLimitPrice": "2890"}
    placed = await unified.post("v3/trade/place-strategy-order", target)
    trigger = BTC | {
        "type": "trigger",
        "side": "buy",
        "posSide": "long",
        "triggerPrice": "59000",
        "triggerQty": "0.001",
    }
    fired = await unified.post("v3/trade/place-strategy-order", trigger)
    listed = {row["orderId"]: row for row in await unified.get("v3/trade/unfilled-strategy-orders", FUTURES)}
    row = listed[placed["orderId"]]
    assert (row["stopLoss"], row["slLimitPrice"], row["posSide"], row["status"]) == ("2900", "2890", "long", "live")
    assert listed[fired["orderId"]]["triggerPrice"] == "59000"
    assert await unified.post("v3/trade/cancel-strategy-order", {"orderId": placed["orderId"]}) is None
    await unified.move("BTCUSDT", "58900")
    waiting = await unified.get("v3/trade/unfilled-strategy-orders", FUTURES)
    assert fired["orderId"] not in {row["orderId"] for row in waiting}
    assert (await held(unified))["BTCUSDT", "long"]["total"] == "0.031"  # the resting order was reached too


async def test_settings_follow_the_rules_of_the_account(unified: Person, meet: Meet) -> None:
    assert await unified.code("POST", "v3/account/set-hold-mode", {"holdMode": "one_way_mode"}) == "40920"
    oneway = meet("unified_oneway")
    assert await oneway.post("v3/account/set-hold-mode", {"holdMode": "hedge_mode"}) == "success"
    assert (await oneway.get("v3/account/settings"))["holdMode"] == "hedge_mode"
    assert await unified.post("v3/account/set-leverage", BTC | {"leverage": "10"}) == "success"
    assert (await held(unified))["BTCUSDT", "long"]["leverage"] == "10"
    assert await unified.code("POST", "v3/account/set-leverage", BTC | {"leverage": "1000"}) == "40797"
    assert (await unified.get("v3/account/repayable-coins"))["repayableCoinList"] == []
    await unified.post("v3/trade/close-positions", FUTURES)
    assert await held(unified) == {}
    closed = (await unified.get("v3/position/history-position", FUTURES))["list"]
    assert {"cumRealisedPnl", "netProfit", "openFeeTotal"} <= set(closed[0])
    records = (await unified.get("v3/account/financial-records", FUTURES))["list"]
    total = sum(Decimal(row["amount"]) + Decimal(row["fee"]) for row in records)
    assert total == Decimal((await unified.truth())["balances"]["USDT"])

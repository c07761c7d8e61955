"""What the simulated Bitget pushes, and how its connections behave."""

from __future__ import annotations

import json

import pytest

from tests.sandbox.bitget.client import FUTURES, Person
from tests.sandbox.bitget.conftest import Meet

pytestmark = pytest.mark.anyio


def arg(channel: str, instrument: str = "default", **more: str) -> dict[str, str]:
    name = "coin" if channel == "account" else "instId"
    return {"instType": "USDT-FUTURES", "channel": channel, name: instrument} | more


ALL = tuple(map(arg, ("account", "positions", "orders", "orders-algo", "fill", "positions-history")))


async def test_a_subscriber_is_greeted_with_money_and_positions_and_hears_a_trade(main: Person) -> None:
    async with main.socket(args=ALL) as stream:
        money = await stream.push("account")
        held = await stream.push("positions")
        assert money["action"] == held["action"] == "snapshot"
        assert money["arg"] == arg("account")
        listed = await main.get("v2/mix/position/all-position", FUTURES | {"marginCoin": "USDT"})
        assert {(row["instId"], row["holdSide"], row["total"]) for row in held["data"]} == {
            (row["symbol"], row["holdSide"], row["total"]) for row in listed
        }
        placed = await main.place(clientOid="desk-1", symbol="ETHUSDT", size="0.02")
        first = (await stream.push("orders"))["data"][0]
        assert (first["orderId"], first["clientOid"], first["status"]) == (placed["orderId"], "desk-1", "live")
        done = (await stream.push("orders", lambda rows: rows[0]["status"] == "filled"))["data"][0]
        assert done["accBaseVolume"] == "0.02"
        assert float(done["fillFee"]) < 0
        assert done["tradeScope"] == "T"
        fill = (await stream.push("fill", lambda rows: rows[0]["tradeId"] == done["tradeId"]))["data"][0]
        assert (fill["side"], fill["tradeSide"], fill["orderId"]) == ("buy", "open", placed["orderId"])
        whole = (await stream.push("positions"))["data"]
        assert len(whole) == len(listed)
        eth = next(row for row in whole if (row["instId"], row["holdSide"]) == ("ETHUSDT", "long"))
        assert eth["total"] == "0.52"
        assert isinstance(eth["leverage"], int)
        assert (await stream.push("account"))["data"][0]["marginCoin"] == "USDT"


async def test_a_closed_position_is_missing_from_the_next_push_and_told_in_the_history(main: Person) -> None:
    async with main.socket(args=(arg("positions"), arg("positions-history"), arg("orders"), arg("fill"))) as stream:
        assert any(row["instId"] == "SOLUSDT" for row in (await stream.push("positions"))["data"])
        await main.post("v2/mix/order/close-positions", FUTURES | {"symbol": "SOLUSDT", "holdSide": "short"})
        gone = await stream.push("positions", lambda rows: all(row["instId"] != "SOLUSDT" for row in rows))
        assert len(gone["data"]) == 3
        closed = (await stream.push("positions-history"))["data"][0]
        assert (closed["instId"], closed["holdSide"], closed["closeSize"]) == ("SOLUSDT", "short", "6")
        order = (await stream.push("orders"))["data"][0]
        assert (order["side"], order["tradeSide"], order["posSide"]) == ("sell", "close", "short")
        fill = (await stream.push("fill"))["data"][0]
        assert (fill["side"], fill["tradeSide"]) == ("buy", "close")


async def test_a_flat_account_is_greeted_with_an_empty_list(meet: Meet) -> None:
    async with meet("oneway").socket(args=(arg("positions"),)) as stream:
        assert (await stream.push("positions"))["data"] == []


async def test_positions_are_not_pushed_when_only_the_price_moves(main: Person) -> None:
    async with main.socket(args=(arg("positions"), arg("account"))) as stream:
        await stream.push("positions")
        await stream.push("account")
        await main.move("BTCUSDT", "61500")
        async with main.socket("ws_public", login="", args=(arg("ticker", "BTCUSDT"),)) as prices:
            assert (await prices.push("ticker"))["data"][0]["lastPr"] == "61500"
            await main.move("BTCUSDT", "61600")
            await prices.push("ticker", lambda rows: rows[0]["lastPr"] == "61600")
        assert await stream.fence() == []


async def test_a_trigger_order_is_followed_from_placing_to_its_order(main: Person) -> None:
    async with main.socket(args=(arg("orders-algo"), arg("orders"))) as stream:
        plan = {"planType": "normal_plan", "triggerPrice": "59000", "triggerType": "fill_price"}
        body = main.order(symbol="BTCUSDT", size="0.001") | plan
        placed = await main.post("v2/mix/order/place-plan-order", body)
        live = (await stream.push("orders-algo"))["data"][0]
        assert (live["orderId"], live["planType"], live["status"]) == (placed["orderId"], "pl", "live")
        await main.move("BTCUSDT", "58900")

        def of(status: str):
            return lambda rows: rows[0]["orderId"] == placed["orderId"] and rows[0]["status"] == status

        await stream.push("orders-algo", of("executing"))
        await stream.push("orders-algo", of("executed"))
        await stream.push("orders", lambda rows: rows[0]["tradeSide"] == "open" and rows[0]["status"] == "filled")


async def test_unified_accounts_hear_the_same_in_their_own_words(meet: Meet) -> None:
    unified = meet("unified")
    topics = [{"instType": "UTA", "topic": name} for name in ("account", "position", "order", "fill")]
    topics.append({"instType": "UTA", "topic": "strategy-order", "symbol": "default"})
    async with unified.socket("ws_private_v3", args=topics) as stream:
        money = (await stream.push("account"))["data"][0]
        assert money["coin"][0]["coin"] == "USDT"
        held = (await stream.push("position"))["data"]
        assert {"size", "liqPrice", "marginSize", "totalFundingFee"} <= set(held[0])
        body = {"category": "USDT-FUTURES", "symbol": "SOLUSDT", "posSide": "short"}
        await unified.post("v3/trade/close-positions", body)
        order = (await stream.push("order", lambda rows: rows[0]["orderStatus"] == "filled"))["data"][0]
        assert (order["category"], order["side"], order["holdSide"]) == ("usdt-futures", "buy", "short")
        assert float(order["feeDetail"][0]["fee"]) > 0
        fill = (await stream.push("fill"))["data"][0]
        assert (fill["category"], fill["side"], fill["tradeSide"]) == ("USDT-FUTURES", "buy", "close")
        changed = (await stream.push("position"))["data"]
        assert [(row["symbol"], row["size"], row["positionStatus"]) for row in changed] == [("SOLUSDT", "0", "ended")]
    async with unified.socket(login="read") as classic:
        await classic.say(op="subscribe", args=[arg("positions")])
        assert (await classic.event("error"))["code"] == 40085


async def test_wrong_requests_are_answered_with_the_streams_codes(main: Person) -> None:
    async with main.socket() as stream:

        async def told(**body: object) -> int:
            await stream.say(**body)
            return int((await stream.event("error"))["code"])

        assert await told(op="subscribe", args=[arg("nothing")]) == 30001
        assert await told(op="subscribe", args=[arg("positions") | {"instType": "usdt-futures"}]) == 30001
        assert await told(op="subscribe", args=[arg("positions", "BTCUSDT")]) == 30016
        assert await told(op="subscribe", args=[arg("ticker", "BTCUSDT")]) == 30001
        assert await told(op="dance", args=[]) == 30003
        await stream.raw.send("not json")
        assert (await stream.event("error"))["code"] == 30002
        await stream.say(op="subscribe", args=[arg("orders", "BTCUSDT")])
        assert (await stream.event("subscribe"))["arg"] == arg("orders", "BTCUSDT")
        await stream.say(op="unsubscribe", args=[arg("orders", "BTCUSDT")])
        assert (await stream.event("unsubscribe"))["arg"] == arg("orders", "BTCUSDT")
    async with main.socket("ws_private_v3") as stream:
        await stream.say(op="subscribe", args=[{"instType": "UTA", "topic": "position"}])
        assert (await stream.event("error"))["code"] == "40084"


async def test_a_connection_needs_pings_and_not_too_many_frames(main: Person) -> None:
    async with main.socket(login="") as stream:
        await stream.raw.send("ping")
        assert await stream.text() == "pong"
        for _ in range(12):
            await stream.raw.send(json.dumps({"op": "login", "args": []}))
        assert (await stream.frame(lambda frame: frame["code"] == 30006))["event"] == "error"
        assert await stream.closed() == 1000
    async with main.socket() as stream:
        await main.settings(idle_s=0)
        assert await stream.closed() == 1000


async def test_faults_of_the_stream_reach_this_venue(main: Person) -> None:
    await main.fault("lost_ack", channel="positions")
    await main.fault("refuse_subscribe", channel="fill", code="30001")
    async with main.socket() as stream:
        await stream.say(op="subscribe", args=[arg("positions"), arg("fill")])
        assert (await stream.event("error"))["arg"] == arg("fill")
        frames = await stream.fence()
        assert [frame.get("event") for frame in frames] == [None]
        await main.fault("retire")
        assert await stream.closed() == 1000
    await main.fault("refuse_login", code="30005")
    async with main.socket(login="") as stream:
        await stream.raw.send(main.login_frame("read"))
        assert (await stream.event("error"))["code"] == 30005


async def test_a_turned_one_way_position_ends_one_and_begins_another(meet: Meet) -> None:
    oneway, unified = meet("oneway"), meet("unified_oneway")
    async with (
        oneway.socket(args=(arg("positions"), arg("positions-history"))) as classic,
        unified.socket("ws_private_v3", args=({"instType": "UTA", "topic": "position"},)) as stream,
    ):
        await oneway.place(tradeSide="", size="0.01")
        await oneway.place(tradeSide="", size="0.03", side="sell")
        closed = (await classic.push("positions-history"))["data"][0]
        assert (closed["holdSide"], closed["closeSize"]) == ("long", "0.01")
        turned = await classic.push("positions", lambda rows: [row["holdSide"] for row in rows] == ["short"])
        assert turned["data"][0]["total"] == "0.02"
        order = {"category": "USDT-FUTURES", "symbol": "BTCUSDT", "orderType": "market"}
        await unified.post("v3/trade/place-order", order | {"side": "buy", "qty": "0.01"})
        await unified.post("v3/trade/place-order", order | {"side": "sell", "qty": "0.03"})
        rows = (await stream.push("position", lambda rows: len(rows) == 2))["data"]
        assert {(row["posSide"], row["size"], row["positionStatus"]) for row in rows} == {
            ("short", "0.02", "normal"),
            ("long", "0", "ended"),
        }
        await oneway.settings(limited=False)
        frames = [frame for frame in await classic.fence() if frame["arg"]["channel"] == "positions-history"]
        assert frames == []


async def test_products_without_contracts_are_greeted_and_stay_silent(main: Person) -> None:
    other = arg("positions") | {"instType": "COIN-FUTURES"}
    async with main.socket(args=(other, arg("positions"))) as stream:
        first = await stream.frame(lambda frame: frame.get("arg") == other and "data" in frame)
        assert first["data"] == []
        await stream.push("positions", lambda rows: len(rows) == 4)
        await main.place(symbol="ETHUSDT", size="0.02")
        await stream.push("positions")
        assert all(frame["arg"] != other for frame in await stream.fence())

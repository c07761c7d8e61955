"""User streams and market streams on the routed paths."""

from __future__ import annotations

import asyncio
import json
from decimal import Decimal

import pytest

from tests.sandbox.binance.conftest import Hire
from tests.sandbox.binance.trader import Trader

pytestmark = pytest.mark.anyio
KEY = "/fapi/v1/listenKey"


async def test_a_fill_is_told_by_trade_account_and_order_at_one_time(main: Trader):
    async with main.listening() as stream:
        placed = await main.order(newClientOrderId="told")
        new = await stream.named("ORDER_TRADE_UPDATE")
        assert (new["o"]["x"], new["o"]["X"], new["o"]["c"]) == ("NEW", "NEW", "told")
        account = await stream.named("ACCOUNT_UPDATE")
        trade = await stream.named("ORDER_TRADE_UPDATE")
        lite = await stream.named("TRADE_LITE")
        assert account["T"] == trade["T"]
        assert (trade["o"]["x"], trade["o"]["X"], trade["o"]["i"]) == ("TRADE", "FILLED", placed["orderId"])
        assert lite["t"] == trade["o"]["t"]
        assert account["a"]["m"] == "ORDER"
        changed = account["a"]["P"]
        assert [(row["s"], row["ps"], row["pa"], row["mt"]) for row in changed] == [
            ("BTCUSDT", "LONG", "0.040", "cross")
        ]
        row = next(item for item in await main.get("/fapi/v3/positionRisk", key="read") if item["symbol"] == "BTCUSDT")
        assert row["positionAmt"] == changed[0]["pa"]
        assert row["updateTime"] <= account["T"]
        balance = next(item for item in await main.get("/fapi/v3/balance", key="read") if item["asset"] == "USDT")
        assert account["a"]["B"][0]["wb"] == balance["balance"]
        listed = (await main.get("/fapi/v1/userTrades", key="read", symbol="BTCUSDT"))[-1]
        assert (listed["id"], listed["commission"]) == (trade["o"]["t"], trade["o"]["n"])


async def test_orders_that_rest_change_and_end_are_told_without_account_news(main: Trader):
    async with main.listening() as stream:
        placed = await main.limit("59000.0")
        await main.send(
            "PUT",
            "/fapi/v1/order",
            symbol="BTCUSDT",
            side="BUY",
            orderId=placed["orderId"],
            price="58000",
            quantity="0.02",
        )
        await main.delete("/fapi/v1/order", symbol="BTCUSDT", orderId=placed["orderId"])
        await main.limit("61000.1", timeInForce="IOC", quantity="0.300")
        frames = await stream.fence()
    told = [(frame["o"]["x"], frame["o"]["X"]) for frame in frames if frame["e"] == "ORDER_TRADE_UPDATE"]
    assert told[:3] == [("NEW", "NEW"), ("AMENDMENT", "NEW"), ("CANCELED", "CANCELED")]
    assert told[-1] == ("EXPIRED", "EXPIRED")
    rest = next(frame for frame in reversed(frames) if frame["e"] == "ORDER_TRADE_UPDATE")
    assert rest["o"]["er"] == "2"
    assert all(frame["a"]["m"] == "ORDER" for frame in frames if frame["e"] == "ACCOUNT_UPDATE")


async def test_a_conditional_order_is_told_from_waiting_to_finished(main: Trader):
    async with main.listening() as stream:
        placed = await main.stop(triggerPrice="58000", type="STOP", price="58500", quantity="0.020")
        await main.price("BTCUSDT", "57900")
        frames = await stream.fence()
        mine = [frame for frame in frames if frame["e"] == "ALGO_UPDATE" and frame["o"]["aid"] == placed["algoId"]]
        assert [frame["o"]["X"] for frame in mine] == ["NEW", "TRIGGERING", "TRIGGERED"]
        order = int(mine[-1]["o"]["ai"])
        child = next(frame for frame in frames if frame["e"] == "ORDER_TRADE_UPDATE" and frame["o"]["i"] == order)
        assert (child["o"]["o"], child["o"]["ot"]) == ("LIMIT", "STOP")
        assert frames.index(mine[1]) < frames.index(child) < frames.index(mine[2])
        await main.delete("/fapi/v1/order", symbol="BTCUSDT", orderId=order)
        ended = await stream.named("ALGO_UPDATE", lambda frame: frame["o"]["X"] == "FINISHED")
        assert ended["o"]["aid"] == placed["algoId"]
        other = await main.stop(triggerPrice="55000")
        await main.delete("/fapi/v1/algoOrder", algoId=other["algoId"])
        assert (await stream.named("ALGO_UPDATE", lambda frame: frame["o"]["X"] == "CANCELED"))["o"]["aid"]


async def test_funding_transfers_leverage_and_liquidation_are_told(main: Trader):
    async with main.listening() as stream:
        await main.do("/market/funding")
        funding = await stream.named("ACCOUNT_UPDATE")
        assert funding["a"]["m"] == "FUNDING_FEE"
        assert funding["a"]["P"] == []
        assert funding["a"]["S"] in {"BTCUSDT", "ETHUSDT", "SOLUSDT"}
        await main.do("/binance/accounts/main/deposit", amount="100")
        await main.do("/binance/accounts/main/transfer", amount="100")
        moved = await stream.named("ACCOUNT_UPDATE", lambda frame: frame["a"]["m"] == "DEPOSIT")
        assert Decimal(moved["a"]["B"][0]["bc"]) == 100
        await main.post("/fapi/v1/leverage", symbol="LTCUSDT", leverage=7)
        assert (await stream.named("ACCOUNT_CONFIG_UPDATE"))["ac"] == {"s": "LTCUSDT", "l": 7}
        await main.do("/binance/accounts/main/liquidate", contract="SOLUSDT", leg="short")
        forced = await stream.named("ORDER_TRADE_UPDATE", lambda frame: frame["o"]["x"] == "CALCULATED")
        assert forced["o"]["c"].startswith("autoclose-")
        assert forced["o"]["o"] == "LIQUIDATION"
        gone = await stream.named("ACCOUNT_UPDATE", lambda frame: any(row["s"] == "SOLUSDT" for row in frame["a"]["P"]))
        assert gone["a"]["P"][0]["pa"] == "0"


async def test_a_margin_call_comes_once_when_the_margin_gets_short(hire: Hire):
    poor = hire("poor")
    await poor.post("/fapi/v1/leverage", symbol="BTCUSDT", leverage=100)
    await poor.order(quantity="0.200")
    async with poor.listening() as stream:
        await poor.price("BTCUSDT", "60350")
        warned = await stream.named("MARGIN_CALL")
        assert warned["p"][0]["s"] == "BTCUSDT"
        await poor.price("BTCUSDT", "60345")
        assert "MARGIN_CALL" not in [frame["e"] for frame in await stream.fence()]


async def test_listen_keys_live_an_hour_and_end_loudly(main: Trader):
    made = (await main.post(KEY, key="read", signed=False))["listenKey"]
    assert (await main.post(KEY, key="read", signed=False))["listenKey"] == made
    assert (await main.send("PUT", KEY, key="read", signed=False)).json() == {"listenKey": made}
    async with main.socket(f"/private/ws/{made}") as stream:
        assert (await main.fault("expire", account="main"))["hit"] == 1
        assert (await stream.named("listenKeyExpired"))["listenKey"] == made
        await main.order()
        assert await stream.fence() == []
    gone = await main.send("PUT", KEY, key="read", signed=False)
    assert (gone.status_code, gone.json()["code"]) == (400, -1125)
    fresh = (await main.post(KEY, key="read", signed=False))["listenKey"]
    assert fresh != made
    await main.fault("skew", ms=61 * 60_000)
    main.sandbox.served["binance"].due()
    assert (await main.send("PUT", KEY, key="read", signed=False)).json()["code"] == -1125
    assert (await main.post(KEY, key="read_wrong_ip", signed=False))["code"] == -2015
    assert (await main.send("DELETE", KEY, key="read", signed=False)).json()["code"] == -1125


async def test_only_the_right_path_carries_user_data(main: Trader):
    made = (await main.post(KEY, key="read", signed=False))["listenKey"]
    paths = (
        f"/private/ws?listenKey={made}",
        f"/private/ws?listenKey={made}&events=ORDER_TRADE_UPDATE",
        f"/private/stream?listenKey={made}",
        f"/ws/{made}",
        f"/market/ws/{made}",
        "/private/ws/unknown",
    )
    heard = []
    for path in paths:
        async with main.socket(path) as stream:
            await main.limit("59000")
            await main.order()
            frames = await stream.fence()
            heard.append({frame.get("data", frame)["e"] for frame in frames})
            if "stream?" in path:
                assert {frame["stream"] for frame in frames} == {made}
    whole = {"ORDER_TRADE_UPDATE", "TRADE_LITE", "ACCOUNT_UPDATE"}
    assert heard == [whole, {"ORDER_TRADE_UPDATE"}, whole, set(), set(), set()]
    demo = (await main.post(KEY, key="demo_read", signed=False, demo=True))["listenKey"]
    async with main.socket(f"/ws/{demo}", demo=True) as stream:
        await main.send(
            "POST",
            "/fapi/v1/order",
            key="demo_trade",
            demo=True,
            symbol="BTCUSDT",
            side="BUY",
            positionSide="LONG",
            type="MARKET",
            quantity="0.01",
        )
        assert await stream.named("ACCOUNT_UPDATE")


async def test_market_streams_push_in_their_own_category(main: Trader):
    await main.do("/binance/settings", price_ms=20)
    async with main.socket("/market/ws/btcusdt@markPrice@1s") as stream:
        mark = await stream.named("markPriceUpdate")
        assert (mark["s"], mark["st"]) == ("BTCUSDT", 1)
        assert {"p", "ap", "i", "P", "r", "T"} <= set(mark)
        await stream.say(method="SUBSCRIBE", params=["!markPrice@arr@1s", "ethusdt@ticker", "btcusdt@bookTicker"], id=4)
        assert await stream.frame(lambda frame: isinstance(frame, dict) and frame.get("id") == 4) == {
            "result": None,
            "id": 4,
        }
        arrays = [await stream.frame(lambda frame: isinstance(frame, list)) for _ in range(2)]
        assert {row["st"] for rows in arrays for row in rows} == {1, 2}
        assert any({row["s"] for row in rows} == {"XAUUSDT"} for rows in arrays)
        assert (await stream.named("24hrTicker"))["s"] == "ETHUSDT"
        assert "bookTicker" not in {frame.get("e") for frame in await stream.fence() if isinstance(frame, dict)}
    async with main.socket("/public/stream?streams=btcusdt@bookTicker/ethusdt@depth5@100ms") as stream:
        seen = [await stream.frame(lambda frame: "stream" in frame) for _ in range(4)]
        assert {frame["stream"] for frame in seen} == {"btcusdt@bookTicker", "ethusdt@depth5@100ms"}
        depth = next(frame["data"] for frame in seen if frame["data"]["e"] == "depthUpdate")
        assert len(depth["b"]) == len(depth["a"]) == 5
    async with main.socket("/ws/btcusdt@markPrice") as stream:
        await stream.say(method="SUBSCRIBE", params=["btcusdt@bookTicker"], id=1)
        assert (await stream.named("bookTicker"))["s"] == "BTCUSDT"
        assert "markPriceUpdate" not in {frame.get("e") for frame in await stream.fence()}


async def test_what_a_client_says_wrong_is_answered_and_too_much_of_it_ends_the_connection(main: Trader):
    async with main.socket("/market/ws") as stream:
        await stream.send("{torn")
        assert (await stream.frame(lambda frame: "error" in frame))["error"]["code"] == 3
        await stream.say(method="DANCE", id=9)
        assert (await stream.frame(lambda frame: frame.get("id") == 9))["error"]["code"] == 2
        await stream.say(method="SUBSCRIBE", params=["btcusdt@kline_1m"], id=10)
        await stream.say(method="LIST_SUBSCRIPTIONS", id=11)
        listed = await stream.frame(lambda frame: frame.get("id") == 11)
        assert listed["result"] == ["btcusdt@kline_1m"]
        for number in range(20):
            await stream.say(method="LIST_SUBSCRIPTIONS", id=number)
        assert (await stream.closed())[0] == 1008


async def test_a_day_ends_connections_and_faults_break_streams(main: Trader):
    async with main.listening() as stream:
        assert (await main.fault("retire", socket="private"))["hit"] == 1
        await stream.closed()
    await main.fault("duplicate")
    async with main.listening() as stream:
        await main.limit("59000")
        frames = [json.dumps(frame) for frame in await stream.fence()]
        assert len(frames) == 2 * len(set(frames))
        assert (await main.fault("kill", socket="private"))["hit"] == 1
        await stream.closed()
    await main.fault("refuse_connect", status=503)
    with pytest.raises(Exception, match="503"):
        async with main.socket("/market/ws"):
            pass


async def test_a_deleted_key_takes_its_listen_key_along(main: Trader):
    made = await main.do("/binance/accounts/main/keys", label="mine", perms=["enableReading"], ips=[])
    main.keys["made"] = made
    async with main.listening(key="made") as stream:
        assert (await main.control.delete(f"/binance/accounts/main/keys/{made['api_key']}")).status_code == 200
        async with asyncio.timeout(5):
            assert await stream.named("listenKeyExpired")

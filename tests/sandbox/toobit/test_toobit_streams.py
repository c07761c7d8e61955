"""Streams of the simulated Toobit: listen keys and their life, events of the account, market topics, idle sockets."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.sandbox.toobit.conftest import Hire
from tests.sandbox.toobit.trader import BTC, Trader

pytestmark = pytest.mark.anyio
KEY = "/api/v1/listenKey"


async def test_a_listen_key_is_one_per_account_kept_and_closed(main: Trader):
    first = (await main.send("POST", KEY, key="read")).json()["listenKey"]
    assert (await main.send("POST", "/api/v1/userDataStream")).json()["listenKey"] == first
    assert (await main.send("PUT", KEY, key="read", listenKey=first)).json() == {}
    assert await main.code("PUT", KEY, listenKey="other") == -1125
    assert await main.code("PUT", KEY) == -1102
    async with main.socket(f"{main.venue['ws_private']}/{first}") as stream:
        assert (await main.send("DELETE", KEY, listenKey=first)).json() == {}
        with pytest.raises(ConnectionClosed):
            await stream.frame()
    with pytest.raises(InvalidStatus):
        async with connect(f"{main.venue['ws_private']}/{first}"):
            pass
    assert (await main.send("POST", KEY)).json()["listenKey"] != first


async def test_the_end_of_a_key_is_announced_and_then_comes(main: Trader):
    async with main.listening() as stream:
        await main.do("/toobit/settings", listen_left_s=200)
        event = (await stream.until("listenKeyWillExpire"))[-1]
        assert set(event) == {"eventTime", "eventType", "listenKey"}
        assert (await main.send("PUT", KEY, key="read", listenKey=event["listenKey"])).json() == {}
        await main.fault("expire", account="main")
        with pytest.raises(ConnectionClosed):
            await stream.frame()
        assert await main.code("PUT", KEY, listenKey=event["listenKey"]) == -1125


async def test_a_deleted_key_ends_the_streams_it_opened(hire: Hire):
    busy = hire("busy")
    made = await busy.do("/toobit/accounts/busy/keys", label="x", perms=["read"])
    busy.keys["made"] = made
    async with busy.listening(key="made") as stream:
        await busy.control.delete(f"/toobit/accounts/busy/keys/{made['api_key']}")
        with pytest.raises(ConnectionClosed):
            await stream.frame()


async def test_a_market_order_is_told_in_orders_deals_position_and_balance(main: Trader):
    async with main.listening() as stream:
        placed = (await main.order(quantity="2"))["data"]
        events = await stream.until("outboundContractAccountInfo")
        named = [event["e"] for event in events]
        assert named[0] == "contractExecutionReport"
        assert {"ticketInfo", "outboundContractPositionInfo"} <= set(named)
        new, filled = events[0], next(event for event in events if event.get("X", "").endswith("FILLED"))
        assert (new["X"], new["i"], new["C"], new["pt"]) == ("NEW", placed["orderId"], False, "MARKET")
        assert Decimal(filled["n"]) > 0
        position = next(event for event in events if event["e"] == "outboundContractPositionInfo")
        (row,) = await main.get("/api/v1/futures/positions", symbol=BTC, side="LONG")
        assert (position["P"], position["mt"], position["v"]) == (row["position"], "CROSS", "20.0")
        money = events[-1]["B"][0]
        (balance,) = await main.get("/api/v1/futures/balance")
        assert Decimal(money["f"]) + Decimal(money["l"]) == Decimal(balance["balance"])


async def test_a_closed_position_is_told_with_nothing_left(hire: Hire):
    second = hire("second")
    await second.order(symbol="SOL-SWAP-USDT", quantity="10")
    async with second.listening() as stream:
        await second.order(symbol="SOL-SWAP-USDT", side="SELL", quantity="10")
        event = (await stream.until("outboundContractPositionInfo", P="0"))[-1]
        assert (event["S"], event["p"], event["m"]) == ("LONG", "0", "0")
        events = await stream.until("outboundContractAccountInfo")
        assert events


async def test_plans_are_told_as_objects(main: Trader):
    async with main.listening() as stream:
        price = f"{await main.last() * Decimal('0.9'):.1f}"
        body = {"symbol": BTC, "side": "BUY", "positionSide": "LONG", "type": "STOP", "stopPrice": price,
                "price": price, "quantity": "1", "newClientOrderId": "told"}  # fmt: skip
        plan = (await main.send("POST", "/api/v2/futures/algo-order", body=body)).json()["data"]
        frame = json.loads(await stream.raw.recv())
        assert (frame["eventType"], frame["orderId"]) == ("planExecutionReport", plan["orderId"])
        assert (frame["planOrderType"], frame["side"], frame["priceType"]) == ("STOP_COMMON", "BUY_OPEN", "INPUT")
        await main.send("DELETE", "/api/v2/futures/algo-order", orderId=plan["orderId"])
        assert (await stream.until("planExecutionReport", status="ORDER_CANCELED"))[-1]["orderId"] == plan["orderId"]


async def test_market_topics_acknowledge_by_their_first_frame_and_errors_name_nothing(main: Trader):
    await main.do("/toobit/settings", price_s=0.05)
    async with main.socket(main.venue["ws_public"]) as stream:
        await stream.say(symbol=f"{BTC},ETH-SWAP-USDT", topic="markPrice", event="sub", params={"binary": False})
        first = await stream.frame()
        assert (first["symbol"], first["f"], first["data"]) == (BTC, True, [])
        mark = (await stream.until("markPrice", f=False))[-1]
        assert "symbol" not in mark
        assert set(mark["data"]) == {"exchangeId", "symbolId", "price", "time"}
    async with main.socket(main.venue["ws_public"]) as stream:
        for message, code in (
            ({"symbol": f"{BTC}, LTC-SWAP-USDT", "topic": "depth", "event": "sub"}, "-100010"),
            ({"symbol": BTC, "topic": "nope", "event": "sub"}, "-10004"),
            ({"symbol": BTC, "topic": "depth"}, "-10002"),
        ):
            await stream.say(**message)
            while "code" not in (frame := await stream.frame()):
                pass
            assert frame["code"] == code
        await stream.say(ping=1)
        while "pong" not in (frame := await stream.frame()):
            pass
        assert frame["pong"] > 1
    await main.do("/toobit/settings", price_s=1)


async def test_who_says_too_much_or_nothing_is_cut_off(main: Trader):
    async with main.socket(main.venue["ws_public"]) as stream:
        for _ in range(7):
            await stream.say(ping=1)
        with pytest.raises(ConnectionClosed) as closed:
            while True:
                await stream.frame()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1008
    await main.do("/toobit/settings", idle_s=0.2)
    async with main.socket(main.venue["ws_public"]) as stream:
        with pytest.raises(ConnectionClosed):
            await stream.frame()
    await main.do("/toobit/settings", idle_s=60)

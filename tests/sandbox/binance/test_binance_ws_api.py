"""Calls over a socket: signed one by one, or after a logon with an Ed25519 key."""

from __future__ import annotations

import json
import time
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tests.sandbox.binance.trader import Trader, sign

pytestmark = pytest.mark.anyio


class Talk:
    """Asks and reads the answers, one after the other."""

    def __init__(self, trader: Trader, stream: Any) -> None:
        self.trader = trader
        self.stream = stream

    async def ask(self, method: str, *, key: str = "", **params: Any) -> dict[str, Any]:
        if key:
            chosen = self.trader.keys[key]
            params |= {"apiKey": chosen["api_key"], "timestamp": time.time_ns() // 1_000_000}
            text = "&".join(f"{name}={params[name]}" for name in sorted(params))
            params["signature"] = sign(chosen["secret"], text)
        await self.stream.say(id=method, method=method, params=params)
        return json.loads(await self.stream.text())


@asynccontextmanager
async def talking(trader: Trader):
    async with trader.socket("/ws-fapi/v1") as stream:
        yield Talk(trader, stream)


async def test_signed_calls_are_answered_as_over_rest(main: Trader):
    async with talking(main) as talk:
        status = await talk.ask("v2/account.status", key="read")
        assert status["status"] == 200
        assert status["result"]["totalWalletBalance"]
        assert status["rateLimits"][0]["limit"] == 2400
        fields = {"symbol": "BTCUSDT", "side": "BUY", "positionSide": "LONG", "type": "LIMIT", "timeInForce": "GTC"}
        placed = await talk.ask("order.place", key="trade", **fields, quantity="0.010", price="59000")
        number = placed["result"]["orderId"]
        assert (await talk.ask("order.status", key="read", symbol="BTCUSDT", orderId=number))["result"][
            "status"
        ] == "NEW"
        gone = await talk.ask("order.cancel", key="trade", symbol="BTCUSDT", orderId=number)
        assert gone["result"]["status"] == "CANCELED"
        refused = await talk.ask("order.place", key="read", **fields, quantity="0.010", price="59000")
        assert (refused["status"], refused["error"]["code"]) == (401, -2015)
        assert (await talk.ask("ticker.price", symbol="BTCUSDT"))["result"]["symbol"] == "BTCUSDT"
        assert (await talk.ask("make.coffee"))["error"]["code"] == -1000


async def test_a_logon_makes_signatures_unnecessary(main: Trader):
    async with talking(main) as talk:
        assert (await talk.ask("session.logon", key="trade"))["error"]["msg"].startswith("HMAC_SHA256")
        assert (await talk.ask("session.status"))["result"]["apiKey"] is None
        logged = await talk.ask("session.logon", key="trade_ed25519")
        assert logged["result"]["apiKey"] == main.keys["trade_ed25519"]["api_key"]
        now = time.time_ns() // 1_000_000
        rows = (await talk.ask("v2/account.position", timestamp=now))["result"]
        assert {row["symbol"] for row in rows} >= {"BTCUSDT", "ETHUSDT"}
        assert (await talk.ask("v2/account.position", timestamp=now - 60_000))["error"]["code"] == -1021
        assert (await talk.ask("userDataStream.start"))["result"]["listenKey"]
        assert (await talk.ask("session.logout"))["status"] == 200
        assert (await talk.ask("v2/account.position", timestamp=now))["error"]["code"] == -1002

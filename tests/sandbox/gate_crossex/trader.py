"""A person with Gate keys, speaking plain HTTP and WebSocket; signs by itself, shares nothing with the sandbox."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode

import httpx
from websockets.asyncio.client import ClientConnection, connect

from exchanges.sandbox.server import Sandbox

PREFIX = "/api/v4/crossex"
BTC, ADA, ETH = "BINANCE_FUTURE_BTC_USDT", "BINANCE_FUTURE_ADA_USDT", "OKX_FUTURE_ETH_USDT"
MARGIN_ADA, SPOT_ADA = "OKX_MARGIN_ADA_USDT", "OKX_SPOT_ADA_USDT"


def sign(secret: str, text: str) -> str:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha512).hexdigest()


class Trader:
    """One account's keys against one running sandbox."""

    def __init__(self, sandbox: Sandbox, name: str = "main") -> None:
        described = sandbox.describe()
        account = next(item for item in described["venues"]["gate_crossex"]["accounts"] if item["name"] == name)
        self.name = name
        self.uid = account["uid"]
        self.keys = {key["kind"]: key for key in account["keys"]}
        self.hosts = sandbox.hosts("gate_crossex")["live"]
        plain: dict[str, Any] = {"verify": False, "trust_env": False}
        self.rest = httpx.AsyncClient(base_url=self.hosts["rest"], **plain)
        self.control = httpx.AsyncClient(base_url=described["control"], **plain)

    async def ask(
        self,
        method: str,
        path: str,
        query: dict[str, str] | None = None,
        body: Any = None,
        *,
        key: str = "trade",
        stamp: str = "",
        **headers: str,
    ) -> httpx.Response:
        """One signed call; `path` without the prefix unless it begins with a slash."""
        full = path if path.startswith("/") else f"{PREFIX}/{path}"
        asked = urlencode(query, safe=",") if query else ""
        content = json.dumps(body, separators=(",", ":")) if body is not None else ""
        stamp = stamp or str(int(time.time()))
        digest = hashlib.sha512(content.encode()).hexdigest()
        named = self.keys[key]
        signed = {
            "KEY": named["api_key"],
            "Timestamp": stamp,
            "SIGN": sign(named["secret"], f"{method}\n{full}\n{asked}\n{digest}\n{stamp}"),
            "Content-Type": "application/json",
        }
        target = full + (f"?{asked}" if asked else "")
        return await self.rest.request(method, target, content=content, headers=signed | headers)

    async def label(self, method: str, path: str, query: Any = None, body: Any = None, **more: Any) -> str:
        """The label of a refusal."""
        answer = await self.ask(method, path, query, body, **more)
        assert answer.status_code >= 400, answer.text
        return str(answer.json()["label"])

    async def get(self, path: str, query: dict[str, str] | None = None, *, key: str = "read") -> Any:
        answer = await self.ask("GET", path, query, key=key)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def do(self, method: str, path: str, body: Any = None, *, status: int = 200) -> Any:
        answer = await self.ask(method, path, None, body)
        assert answer.status_code == status, answer.text
        return answer.json()

    async def public(self, path: str, query: dict[str, str] | None = None) -> Any:
        answer = await self.rest.get(f"{PREFIX}/{path}", params=query or {})
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def place(self, name: str = BTC, side: str = "BUY", leg: str = "LONG", qty: str = "0.01", **more: str) -> Any:
        body = {"symbol": name, "side": side, "type": "MARKET", "qty": qty, "position_side": leg} | more
        return await self.do("POST", "orders", {name: value for name, value in body.items() if value})

    async def last(self, name: str) -> float:
        return float((await self.get("market/tickers", {"symbols": name}))[0]["last_price"])

    # The site and the hand of fate.

    async def truth(self, name: str = "") -> dict[str, Any]:
        return (await self.control.get(f"/gate_crossex/accounts/{name or self.name}/truth")).json()

    async def site(self, path: str, body: Any) -> Any:
        answer = await self.control.post(f"/gate_crossex/accounts/{self.name}/{path}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def fault(self, kind: str, **fields: Any) -> None:
        answer = await self.control.post("/faults", json={"venue": "gate_crossex", "kind": kind} | fields)
        assert answer.status_code == 200, answer.text

    async def settings(self, **fields: Any) -> None:
        assert (await self.control.post("/gate_crossex/settings", json=fields)).status_code == 200

    async def until(self, path: str, wanted: Any, query: dict[str, str] | None = None) -> Any:
        """Ask until the answer is as wanted: a 202 is done a moment later."""
        await self.settings(limited=False)
        async with asyncio.timeout(10):
            while not wanted(told := await self.get(path, query)):
                await asyncio.sleep(0.01)
        return told

    async def answers(self, path: str, query: dict[str, str] | None = None) -> None:
        """Until the call is not refused any more."""
        await self.settings(limited=False)
        async with asyncio.timeout(10):
            while (await self.ask("GET", path, query)).status_code != 200:
                await asyncio.sleep(0.01)

    # Streams.

    def login_frame(self, kind: str, at_s: int | None = None, **changes: str) -> str:
        key, stamp = self.keys[kind], int(time.time()) if at_s is None else at_s
        payload = {
            "method": "api_key",
            "api_key": key["api_key"],
            "sign": sign(key["secret"], f"channel=&event=login&time={stamp}"),
        }
        return json.dumps({"time": stamp, "event": "login", "payload": payload | changes})

    @asynccontextmanager
    async def socket(self, name: str = "ws_private", *, login: str = "read", **topics: list[str]) -> AsyncIterator[Any]:
        """An open connection; logged in unless `login` is empty; subscribed to channels given by name."""
        async with connect(self.hosts[name], max_size=None) as raw:
            stream = Stream(raw)
            if login:
                await raw.send(self.login_frame(login))
                assert (await stream.event("login"))["result"]["code"] == "100000"
            for channel, wanted in topics.items():
                await stream.say(event="subscribe", channel=channel, payload=wanted)
                await stream.ack(channel)
            yield stream

    async def aclose(self) -> None:
        await self.rest.aclose()
        await self.control.aclose()


class Stream:
    """Reads a socket's frames and keeps what nobody has asked for yet."""

    def __init__(self, raw: ClientConnection) -> None:
        self.raw = raw
        self._kept: list[dict[str, Any]] = []

    async def say(self, **body: Any) -> None:
        await self.raw.send(json.dumps({"time": int(time.time())} | body))

    async def frame(self, wanted: Any) -> dict[str, Any]:
        """The first frame, kept or coming, for which `wanted` is true."""
        for frame in self._kept:
            if wanted(frame):
                self._kept.remove(frame)
                return frame
        async with asyncio.timeout(10):
            while True:
                frame = json.loads(await self.raw.recv())
                if wanted(frame):
                    return frame
                self._kept.append(frame)

    async def event(self, name: str) -> dict[str, Any]:
        return await self.frame(lambda frame: frame.get("event") == name)

    async def ack(self, channel: str) -> dict[str, Any]:
        """The answer to a subscription: like a push, but its payload is a list."""
        return await self.frame(
            lambda frame: frame.get("channel") == channel and not isinstance(frame.get("payload"), dict)
        )

    async def push(self, channel: str, wanted: Any = lambda row: True) -> dict[str, Any]:
        """The first pushed row of a channel that is wanted."""

        def fits(frame: dict[str, Any]) -> bool:
            row = frame.get("payload")
            return frame.get("channel") == channel and isinstance(row, dict) and wanted(row)

        return (await self.frame(fits))["payload"]

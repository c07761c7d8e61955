"""A person with an OKX key, speaking plain HTTP and WebSocket; signs by itself, shares nothing with the sandbox."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import time
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect

from exchanges.sandbox.server import Sandbox

BTC, ETH, SOL = "BTC-USDT-SWAP", "ETH-USDT-SWAP", "SOL-USDT-SWAP"


def sign(secret: str, text: str) -> str:
    return base64.b64encode(hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()).decode()


def stamp(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Person:
    """One account's keys against one running sandbox."""

    def __init__(self, sandbox: Sandbox, name: str = "main") -> None:
        described = sandbox.describe()
        self.okx = described["venues"]["okx"]
        self.name = name
        account = next(item for item in self.okx["accounts"] if item["name"] == name)
        self.uid = account["uid"]
        self.keys = {key["kind"]: key for key in account["keys"]}
        self.sandbox = sandbox
        plain = {
            "verify": False,
            "trust_env": False,
        }  # No TLS on loopback: loading certificates takes longer than most tests.
        self.rest = httpx.AsyncClient(base_url=self.okx["rest"], **plain)
        self.control = httpx.AsyncClient(base_url=described["control"], **plain)

    def headers(self, method: str, target: str, body: str, kind: str, at_ms: int | None = None) -> dict[str, str]:
        key = self.keys[kind]
        when = stamp(time.time_ns() // 1_000_000 if at_ms is None else at_ms)
        return {
            "OK-ACCESS-KEY": key["api_key"],
            "OK-ACCESS-SIGN": sign(key["secret"], when + method + target + body),
            "OK-ACCESS-TIMESTAMP": when,
            "OK-ACCESS-PASSPHRASE": key["passphrase"],
            "Content-Type": "application/json",
        }

    async def ask(
        self, method: str, path: str, body: Any = None, *, key: str = "trade", demo: bool = False
    ) -> httpx.Response:
        target = f"/api/v5/{path}"
        text = "" if body is None else json.dumps(body)
        headers = self.headers(method, target, text, key) | ({"x-simulated-trading": "1"} if demo else {})
        return await self.rest.request(method, target, content=text, headers=headers)

    async def get(self, path: str, *, key: str = "read", demo: bool = False) -> dict[str, Any]:
        return (await self.ask("GET", path, key=key, demo=demo)).json()

    async def post(self, path: str, body: Any, *, key: str = "trade") -> dict[str, Any]:
        return (await self.ask("POST", path, body, key=key)).json()

    async def rows(self, path: str) -> list[dict[str, Any]]:
        answer = await self.get(path)
        assert answer["code"] == "0", answer
        return answer["data"]

    async def order(self, **fields: Any) -> dict[str, Any]:
        """Place an order; answers its row (with sCode)."""
        body = {
            "instId": BTC,
            "tdMode": "cross",
            "side": "buy",
            "posSide": "long",
            "ordType": "market",
            "sz": "1",
        } | fields
        return (await self.post("trade/order", {name: value for name, value in body.items() if value is not None}))[
            "data"
        ][0]

    async def truth(self) -> dict[str, Any]:
        return (await self.control.get(f"/okx/accounts/{self.name}/truth")).json()

    async def fault(self, kind: str, **fields: Any) -> dict[str, Any]:
        answer = await self.control.post("/faults", json={"venue": "okx", "kind": kind} | fields)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def price(self, contract: str, price: str) -> None:
        assert (await self.control.post("/market/step", json={"instId": contract, "price": price})).status_code == 200

    async def step(self, count: int = 1) -> None:
        assert (await self.control.post("/market/step", json={"n": count})).status_code == 200

    def login_frame(self, kind: str, at_s: int | None = None, **changes: str) -> str:
        key = self.keys[kind]
        when = str(int(time.time()) if at_s is None else at_s)
        arg = {
            "apiKey": key["api_key"],
            "passphrase": key["passphrase"],
            "timestamp": when,
            "sign": sign(key["secret"], f"{when}GET/users/self/verify"),
        }
        return json.dumps({"op": "login", "args": [arg | changes]})

    @asynccontextmanager
    async def socket(self, url: str = "private", *, login: str = "read", args: list[dict[str, str]] | None = None):
        """An open connection; logged in unless `login` is empty; subscribed to `args`."""
        async with connect(self.okx[f"ws_{url}"], max_size=None) as raw:
            stream = Stream(raw)
            if login:
                await stream.send(self.login_frame(login))
                assert (await stream.event("login"))["code"] == "0"
            if args:
                await stream.send(json.dumps({"op": "subscribe", "args": args}))
                for _ in args:
                    await stream.event("subscribe")
            yield stream

    async def aclose(self) -> None:
        await self.rest.aclose()
        await self.control.aclose()


class Stream:
    """Reads a socket's frames and keeps what nobody has asked for yet."""

    def __init__(self, raw: ClientConnection) -> None:
        self.raw = raw
        self._kept: list[dict[str, Any]] = []

    async def send(self, text: str) -> None:
        await self.raw.send(text)

    async def say(self, **body: Any) -> None:
        await self.raw.send(json.dumps(body))

    async def text(self) -> str | bytes:
        async with asyncio.timeout(10):
            return await self.raw.recv()

    async def frame(self, wanted: Any) -> dict[str, Any]:
        """The first frame, kept or coming, for which `wanted` is true."""
        for frame in self._kept:
            if wanted(frame):
                self._kept.remove(frame)
                return frame
        while True:
            frame = json.loads(await self.text())
            if wanted(frame):
                return frame
            self._kept.append(frame)

    async def event(self, name: str) -> dict[str, Any]:
        return await self.frame(lambda frame: frame.get("event") == name)

    async def push(self, channel: str, wanted: Any = lambda frame: True) -> dict[str, Any]:
        return await self.frame(lambda frame: "data" in frame and frame["arg"]["channel"] == channel and wanted(frame))

    async def fence(self) -> list[dict[str, Any]]:
        """Every frame that was sent before the answer to a ping of ours."""
        await self.raw.send("ping")
        frames, self._kept = self._kept, []
        while (text := await self.text()) != "pong":
            frames.append(json.loads(text))
        return frames

    async def closed(self) -> tuple[int | None, str]:
        """Wait for the end; its code and reason."""
        async with asyncio.timeout(10):
            await self.raw.wait_closed()
        return self.raw.close_code, self.raw.close_reason or ""

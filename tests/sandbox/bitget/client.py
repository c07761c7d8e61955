"""A person with Bitget keys, speaking plain HTTP and WebSocket; signs by itself, shares nothing with the sandbox."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import time
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode

import httpx
from websockets.asyncio.client import ClientConnection, connect

from exchanges.sandbox.server import Sandbox

FUTURES = {"productType": "USDT-FUTURES"}
MARGIN = FUTURES | {"marginCoin": "USDT"}


def sign(secret: str, text: str) -> str:
    return base64.b64encode(hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()).decode()


def now_ms() -> int:
    return time.time_ns() // 1_000_000


class Person:
    """One account's keys against one running sandbox."""

    def __init__(self, sandbox: Sandbox, name: str = "main") -> None:
        described = sandbox.describe()
        account = next(item for item in described["venues"]["bitget"]["accounts"] if item["name"] == name)
        self.name = name
        self.uid = account["uid"]
        self.keys = {key["kind"]: key for key in account["keys"]}
        self.hosts = sandbox.hosts("bitget")
        plain = {"verify": False, "trust_env": False}
        self.rest = httpx.AsyncClient(base_url=self.hosts["live"]["rest"], **plain)
        self.control = httpx.AsyncClient(base_url=described["control"], **plain)

    def headers(self, text: str, kind: str, at_ms: int | None = None) -> dict[str, str]:
        key, stamp = self.keys[kind], str(now_ms() if at_ms is None else at_ms)
        return {
            "ACCESS-KEY": key["api_key"],
            "ACCESS-SIGN": sign(key["secret"], stamp + text),
            "ACCESS-TIMESTAMP": stamp,
            "ACCESS-PASSPHRASE": key["passphrase"],
            "Content-Type": "application/json",
        }

    async def ask(
        self, method: str, path: str, fields: Any = None, *, key: str = "trade", **changes: str
    ) -> httpx.Response:
        """One signed call; `changes` replace headers (with `_` for `-`)."""
        target, body = f"/api/{path}", ""
        if method == "POST":
            body = json.dumps(fields if fields is not None else {}, separators=(",", ":"))
        elif fields:
            target += "?" + urlencode(sorted(fields.items()))
        headers = self.headers(method + target + body, key)
        headers |= {name.replace("_", "-"): value for name, value in changes.items()}
        return await self.rest.request(method, target, content=body, headers=headers)

    async def code(self, method: str, path: str, fields: Any = None, **more: str) -> str:
        return (await self.ask(method, path, fields, **more)).json()["code"]

    async def get(self, path: str, fields: dict[str, str] | None = None, *, key: str = "read", **more: str) -> Any:
        """The data of a successful read."""
        answer = (await self.ask("GET", path, fields, key=key, **more)).json()
        assert answer["code"] == "00000", answer
        return answer["data"]

    async def post(self, path: str, fields: Any, *, key: str = "trade", **more: str) -> Any:
        """The data of a successful call."""
        answer = (await self.ask("POST", path, fields, key=key, **more)).json()
        assert answer["code"] == "00000", answer
        return answer["data"]

    async def public(self, path: str, fields: dict[str, str] | None = None) -> Any:
        answer = (await self.rest.get(f"/api/{path}", params=fields or {})).json()
        assert answer["code"] == "00000", answer
        return answer["data"]

    def order(self, **changes: str) -> dict[str, str]:
        """The body of an order that opens a long at market."""
        body = MARGIN | {
            "symbol": "BTCUSDT",
            "marginMode": "crossed",
            "size": "0.01",
            "side": "buy",
            "tradeSide": "open",
            "orderType": "market",
        }
        return {name: value for name, value in (body | changes).items() if value}

    async def place(self, **changes: str) -> dict[str, str]:
        return await self.post("v2/mix/order/place-order", self.order(**changes))

    async def truth(self) -> dict[str, Any]:
        return (await self.control.get(f"/bitget/accounts/{self.name}/truth")).json()

    async def site(self, path: str, body: Any) -> Any:
        answer = await self.control.post(f"/bitget/accounts/{self.name}/{path}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def fault(self, kind: str, **fields: Any) -> None:
        answer = await self.control.post("/faults", json={"venue": "bitget", "kind": kind} | fields)
        assert answer.status_code == 200, answer.text

    async def settings(self, **fields: Any) -> None:
        assert (await self.control.post("/bitget/settings", json=fields)).status_code == 200

    async def move(self, contract: str, price: str) -> None:
        body = {"venue": "bitget", "instId": contract, "price": price}
        assert (await self.control.post("/market/step", json=body)).status_code == 200

    async def last(self, contract: str) -> float:
        return float((await self.public("v2/mix/market/ticker", FUTURES | {"symbol": contract}))[0]["lastPr"])

    def login_frame(self, kind: str, at_s: int | None = None, **changes: str) -> str:
        key, stamp = self.keys[kind], str(int(time.time()) if at_s is None else at_s)
        arg = {
            "apiKey": key["api_key"],
            "passphrase": key["passphrase"],
            "timestamp": stamp,
            "sign": sign(key["secret"], f"{stamp}GET/user/verify"),
        }
        return json.dumps({"op": "login", "args": [arg | changes]})

    @asynccontextmanager
    async def socket(self, name: str = "ws_private", *, login: str = "read", args: Any = (), environment: str = "live"):
        """An open connection; logged in unless `login` is empty; subscribed to `args`."""
        async with connect(self.hosts[environment][name], max_size=None) as raw:
            stream = Stream(raw)
            if login:
                await raw.send(self.login_frame(login))
                assert str((await stream.event("login"))["code"]) == "0"
            if args:
                await stream.say(op="subscribe", args=list(args))
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

    async def say(self, **body: Any) -> None:
        await self.raw.send(json.dumps(body))

    async def text(self) -> str:
        async with asyncio.timeout(10):
            return str(await self.raw.recv())

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

    async def push(self, channel: str, wanted: Any = lambda rows: True) -> dict[str, Any]:
        """The first push of a channel whose rows are wanted."""

        def fits(frame: dict[str, Any]) -> bool:
            arg = frame.get("arg", {})
            return "data" in frame and channel in (arg.get("channel"), arg.get("topic")) and wanted(frame["data"])

        return await self.frame(fits)

    async def fence(self) -> list[dict[str, Any]]:
        """Every frame that was sent before the answer to a ping of ours."""
        await self.raw.send("ping")
        frames, self._kept = self._kept, []
        while (text := await self.text()) != "pong":
            frames.append(json.loads(text))
        return frames

    async def closed(self) -> int | None:
        async with asyncio.timeout(10):
            await self.raw.wait_closed()
        return self.raw.close_code

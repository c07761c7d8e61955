"""A person with BitMart keys, speaking plain HTTP and WebSocket; signs by itself, shares nothing with the sandbox."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from contextlib import asynccontextmanager
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect

from exchanges.sandbox.server import Sandbox

MINE = "/contract/private/"
PUBLIC = "/contract/public/"


def now_ms() -> int:
    return time.time_ns() // 1_000_000


def signature(key: dict[str, str], stamp: str, text: str) -> str:
    payload = f"{stamp}#{key['passphrase']}#{text}"
    return hmac.new(key["secret"].encode(), payload.encode(), hashlib.sha256).hexdigest()


class Person:
    """One account's keys against one running sandbox."""

    def __init__(self, sandbox: Sandbox, name: str = "main") -> None:
        self.described = sandbox.describe()["venues"]["bitmart"]
        account = next(item for item in self.described["accounts"] if item["name"] == name)
        self.name = name
        self.uid = account["uid"]
        self.keys = {key["kind"]: key for key in account["keys"]}
        self.hosts = sandbox.hosts("bitmart")
        self.rest = httpx.AsyncClient(verify=False, trust_env=False)
        self.control = httpx.AsyncClient(base_url=sandbox.describe()["control"], verify=False, trust_env=False)

    def base(self, host: str) -> str:
        """ "live", "demo", "spot" (also where the document's generation is)."""
        return self.hosts["live"]["spot"] if host == "spot" else self.hosts[host]["rest"]

    async def ask(
        self,
        method: str,
        path: str,
        fields: Any = None,
        *,
        key: str = "trade",
        host: str = "live",
        at_ms: int | None = None,
        **changes: str | None,
    ) -> httpx.Response:
        """One call with everything a signed one needs; `changes` replace headers, None removes one."""
        made, stamp = self.keys[key], str(now_ms() if at_ms is None else at_ms)
        body = json.dumps(fields or {}) if method == "POST" else ""
        headers: dict[str, str | None] = {"X-BM-KEY": made["api_key"]}
        if method == "POST":
            headers |= {
                "X-BM-TIMESTAMP": stamp,
                "X-BM-SIGN": signature(made, stamp, body),
                "Content-Type": "application/json",
            }
        headers |= {name.replace("_", "-"): value for name, value in changes.items()}
        sent = {name: value for name, value in headers.items() if value is not None}
        query = fields if method == "GET" else None
        return await self.rest.request(method, self.base(host) + path, params=query, content=body or None, headers=sent)

    async def code(self, method: str, path: str, fields: Any = None, **more: Any) -> int:
        return int((await self.ask(method, path, fields, **more)).json()["code"])

    async def get(self, path: str, fields: Any = None, *, key: str = "read", **more: Any) -> Any:
        """The data of a successful read."""
        answer = (await self.ask("GET", path, fields, key=key, **more)).json()
        assert str(answer["code"]) == "1000", answer
        return answer["data"]

    async def post(self, path: str, fields: Any = None, **more: Any) -> Any:
        """The data of a successful call."""
        answer = (await self.ask("POST", path, fields, **more)).json()
        assert str(answer["code"]) == "1000", answer
        return answer["data"]

    def order(self, **changes: Any) -> dict[str, Any]:
        """The body of an order that opens a long at market."""
        body = {
            "symbol": "BTCUSDT",
            "side": 1,
            "type": "market",
            "leverage": "10",
            "open_type": "cross",
            "size": 10,
        }
        return {name: value for name, value in (body | changes).items() if value is not None}

    async def place(self, **changes: Any) -> Any:
        return await self.post(f"{MINE}submit-order", self.order(**changes))

    async def last(self, contract: str) -> float:
        rows = await self.get(f"{PUBLIC}details", {"symbol": contract})
        return float(rows["symbols"][0]["last_price"])

    async def truth(self) -> dict[str, Any]:
        return (await self.control.get(f"/bitmart/accounts/{self.name}/truth")).json()

    async def site(self, path: str, body: Any, method: str = "POST") -> Any:
        answer = await self.control.request(method, f"/bitmart/accounts/{self.name}/{path}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def fault(self, kind: str, **fields: Any) -> None:
        answer = await self.control.post("/faults", json={"venue": "bitmart", "kind": kind} | fields)
        assert answer.status_code == 200, answer.text

    async def settings(self, **fields: Any) -> None:
        assert (await self.control.post("/bitmart/settings", json=fields)).status_code == 200

    async def move(self, contract: str, price: float | str) -> None:
        body = {"venue": "bitmart", "instId": contract, "price": str(price)}
        assert (await self.control.post("/market/step", json=body)).status_code == 200

    def login_frame(self, kind: str, at_ms: int | None = None) -> dict[str, Any]:
        key, stamp = self.keys[kind], str(now_ms() if at_ms is None else at_ms)
        return {"action": "access", "args": [key["api_key"], stamp, signature(key, stamp, "bitmart.WebSocket"), "web"]}

    @asynccontextmanager
    async def socket(self, *topics: str, login: str = "", version: str = "v2", environment: str = "live"):
        """An open connection, logged in as `login` names a key, subscribed to `topics`."""
        side = "ws_private" if login else "ws_public"
        url = self.described[f"{side}_v1"] if version == "v1" else self.hosts[environment][side]
        async with connect(url, max_size=None) as raw:
            stream = Stream(raw)
            if login:
                await stream.say(**self.login_frame(login))
                assert (await stream.action("access"))["success"]
            if topics:
                await stream.say(action="subscribe", args=list(topics))
                for _ in topics:
                    assert (await stream.action("subscribe"))["success"]
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

    async def action(self, name: str) -> dict[str, Any]:
        return await self.frame(lambda frame: frame.get("action") == name)

    async def push(self, group: str, wanted: Any = lambda data: True) -> Any:
        """The data of the first push of a topic that is wanted."""
        found = await self.frame(
            lambda frame: frame.get("group") == group and "data" in frame and wanted(frame["data"])
        )
        return found["data"]

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

"""A person with Toobit keys, speaking plain HTTP and WebSocket; signs by itself, shares nothing with the sandbox."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import Any
from uuid import uuid4

import httpx
from websockets.asyncio.client import ClientConnection, connect

from exchanges.sandbox.server import SandboxThread

PLAIN: dict[str, Any] = {"verify": False, "trust_env": False}
LEADER = "/api/v2/copy-trading/leader"
BTC = "BTC-SWAP-USDT"


def sign(secret: str, text: str) -> str:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


class Trader:
    """One account's keys against one running sandbox."""

    def __init__(self, sandbox: SandboxThread, name: str = "main") -> None:
        described = sandbox.describe()
        self.venue = described["venues"]["toobit"]
        self.name = name
        account = next(item for item in self.venue["accounts"] if item["name"] == name)
        self.uid = account["uid"]
        self.keys = {key["kind"]: key for key in account["keys"]}
        self.http = httpx.AsyncClient(base_url=self.venue["rest"], **PLAIN)
        self.control = httpx.AsyncClient(base_url=described["control"], **PLAIN)

    async def send(
        self,
        method: str,
        path: str,
        *,
        key: str = "trade",
        at_ms: int | None = None,
        form: dict[str, Any] | None = None,
        body: Any = None,
        signs_body: bool = True,
        headers: dict[str, str] | None = None,
        **params: Any,
    ) -> httpx.Response:
        """Parameters in the query, `form` as a form, `body` as JSON; signed as the documents say."""
        chosen = self.keys[key]
        params["timestamp"] = time.time_ns() // 1_000_000 if at_ms is None else at_ms
        query = "&".join(f"{name}={value}" for name, value in params.items() if value is not None)
        text = json.dumps(body, separators=(",", ":")) if body is not None else ""
        if form is not None:
            text = "&".join(f"{name}={value}" for name, value in form.items())
        made = sign(chosen["secret"], query + (text if signs_body else ""))
        sent = {"X-BB-APIKEY": chosen["api_key"]} | (headers or {})
        if body is not None:
            sent["Content-Type"] = "application/json"
        elif form is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        return await self.http.request(method, f"{path}?{query}&signature={made}", content=text, headers=sent)

    async def get(self, path: str, **params: Any) -> Any:
        return (await self.send("GET", path, **params)).json()

    async def data(self, path: str, **params: Any) -> Any:
        """The data of an answer of v2."""
        answer = await self.get(path, **params)
        assert (answer["code"], answer["msg"]) == (200, "success"), answer
        return answer["data"]

    async def code(self, method: str, path: str, **more: Any) -> int:
        """The code of the answer."""
        told = (await self.send(method, path, **more)).json()
        return int(told["code"]) if isinstance(told, dict) and "code" in told else 200

    async def order(self, **fields: Any) -> Any:
        """Place an order of v2; buys BTC at market unless told otherwise."""
        usual = {"symbol": BTC, "side": "BUY", "positionSide": "LONG", "type": "MARKET", "quantity": "1"}
        body = usual | {"newClientOrderId": uuid4().hex} | fields
        return (await self.send("POST", "/api/v2/futures/order", body=body)).json()

    async def limit(self, factor: str = "0.97", **fields: Any) -> Any:
        price = (await self.last() * Decimal(factor)).quantize(Decimal("0.1"))
        return await self.order(**{"type": "LIMIT", "price": str(price)} | fields)

    async def last(self, symbol: str = BTC) -> Decimal:
        rows = (await self.http.get("/quote/v1/contract/ticker/price", params={"symbol": symbol})).json()
        return Decimal(rows[0]["p"])

    async def truth(self) -> Any:
        return (await self.control.get(f"/toobit/accounts/{self.name}/truth")).json()

    async def do(self, path: str, /, **body: Any) -> Any:
        answer = await self.control.post(path, json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def fault(self, kind: str, **fields: Any) -> Any:
        return await self.do("/faults", venue="toobit", kind=kind, **fields)

    async def facts(self, **facts: str) -> None:
        await self.do(f"/toobit/accounts/{self.name}/facts", **facts)

    @asynccontextmanager
    async def socket(self, url: str) -> AsyncIterator[Stream]:
        async with connect(url, max_size=None) as raw:
            yield Stream(raw)

    @asynccontextmanager
    async def listening(self, *, key: str = "read") -> AsyncIterator[Stream]:
        made = (await self.send("POST", "/api/v1/listenKey", key=key)).json()
        async with self.socket(f"{self.venue['ws_private']}/{made['listenKey']}") as stream:
            yield stream

    async def aclose(self) -> None:
        await self.http.aclose()
        await self.control.aclose()


class Stream:
    """Reads frames; events of arrays one by one."""

    def __init__(self, raw: ClientConnection) -> None:
        self.raw = raw

    async def frame(self) -> Any:
        return json.loads(await asyncio.wait_for(self.raw.recv(), 10))

    async def say(self, **message: Any) -> None:
        await self.raw.send(json.dumps(message))

    async def until(self, name: str, **wanted: Any) -> list[Any]:
        """All events up to one of that name with these fields, which comes last."""
        events: list[Any] = []
        while True:
            frame = await self.frame()
            for event in frame if isinstance(frame, list) else [frame]:
                events.append(event)
                if name == (event.get("e") or event.get("eventType") or event.get("topic")) and all(
                    event.get(field) == value for field, value in wanted.items()
                ):
                    return events

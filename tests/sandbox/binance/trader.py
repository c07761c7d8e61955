"""A person with Binance keys, speaking plain HTTP and WebSocket; signs by itself, shares nothing with the sandbox."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote_plus, urlencode

import httpx
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from websockets.asyncio.client import connect

from exchanges.sandbox.server import Sandbox
from tests.sandbox.client import Stream

PLAIN = {"verify": False, "trust_env": False}


def sign(secret: str, text: str) -> str:
    if secret.startswith("-----"):
        return base64.b64encode(load_pem_private_key(secret.encode(), None).sign(text.encode())).decode()  # type: ignore[union-attr,call-arg]
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


class Trader:
    """One account's keys against one running sandbox."""

    def __init__(self, sandbox: Sandbox, name: str = "main") -> None:
        described = sandbox.describe()
        self.venue = described["venues"]["binance"]
        self.hosts = sandbox.hosts("binance")
        self.name = name
        account = next(item for item in self.venue["accounts"] if item["name"] == name)
        self.uid = account["uid"]
        self.keys = {key["kind"]: key for key in account["keys"]}
        self.sandbox = sandbox
        self.http = httpx.AsyncClient(**PLAIN)
        self.control = httpx.AsyncClient(base_url=described["control"], **PLAIN)

    async def send(
        self,
        method: str,
        path: str,
        *,
        key: str = "trade",
        signed: bool = True,
        demo: bool = False,
        at_ms: int | None = None,
        headers: dict[str, str] | None = None,
        **params: Any,
    ) -> httpx.Response:
        chosen = self.keys[key]
        names = {name: _word(value) for name, value in params.items() if value is not None}
        if signed:
            names["timestamp"] = str(time.time_ns() // 1_000_000 if at_ms is None else at_ms)
        text = urlencode(names)
        if signed:
            text += f"&signature={quote_plus(sign(chosen['secret'], text))}"
        host = self.hosts["demo" if demo else "live"]["sapi" if path.startswith(("/sapi", "/api")) else "rest"]
        sent = {"X-MBX-APIKEY": chosen["api_key"]} | (headers or {})
        if method in ("POST", "PUT") and not path.endswith("listenKey"):
            sent["Content-Type"] = "application/x-www-form-urlencoded"
            return await self.http.request(method, host + path, content=text, headers=sent)
        return await self.http.request(method, f"{host}{path}?{text}", headers=sent)

    async def get(self, path: str, **params: Any) -> Any:
        return (await self.send("GET", path, **params)).json()

    async def post(self, path: str, **params: Any) -> Any:
        return (await self.send("POST", path, **params)).json()

    async def delete(self, path: str, **params: Any) -> Any:
        return (await self.send("DELETE", path, **params)).json()

    async def order(self, **fields: Any) -> Any:
        """Place an order; a BTC market buy unless told otherwise."""
        usual = {"symbol": "BTCUSDT", "side": "BUY", "positionSide": "LONG", "type": "MARKET", "quantity": "0.010"}
        return await self.post("/fapi/v1/order", **usual | fields)

    async def limit(self, price: str, **fields: Any) -> Any:
        return await self.order(**{"type": "LIMIT", "timeInForce": "GTC", "price": price} | fields)

    async def stop(self, **fields: Any) -> Any:
        usual = {"algoType": "CONDITIONAL", "symbol": "BTCUSDT", "side": "SELL", "positionSide": "LONG"}
        usual |= {"type": "STOP_MARKET", "triggerPrice": "58000", "quantity": "0.010", "workingType": "MARK_PRICE"}
        return await self.post("/fapi/v1/algoOrder", **usual | fields)

    async def truth(self) -> Any:
        return (await self.control.get(f"/binance/accounts/{self.name}/truth")).json()

    async def do(self, path: str, /, **body: Any) -> Any:
        answer = await self.control.post(path, json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def fault(self, kind: str, **fields: Any) -> Any:
        return await self.do("/faults", venue="binance", kind=kind, **fields)

    async def price(self, symbol: str, price: str) -> None:
        await self.do("/market/step", venue="binance", instId=symbol, price=price)

    async def facts(self, **facts: str) -> None:
        await self.do(f"/binance/accounts/{self.name}/facts", **facts)

    @asynccontextmanager
    async def socket(self, path: str, *, demo: bool = False):
        """An open connection to a path after the streams' host."""
        streams = self.hosts["demo" if demo else "live"]["ws_public"].removesuffix("/public")
        async with connect(streams + path, max_size=None) as raw:
            yield UserStream(raw)

    @asynccontextmanager
    async def listening(self, *, key: str = "read"):
        made = await self.post("/fapi/v1/listenKey", key=key, signed=False)
        async with self.socket(f"/private/ws/{made['listenKey']}") as stream:
            yield stream

    async def aclose(self) -> None:
        await self.http.aclose()
        await self.control.aclose()


class UserStream(Stream):
    """Reads frames by their event name."""

    async def named(self, name: str, wanted: Any = lambda frame: True) -> dict[str, Any]:
        return await self.frame(lambda frame: isinstance(frame, dict) and frame.get("e") == name and wanted(frame))

    async def fence(self) -> list[dict[str, Any]]:
        """Every frame that was sent before the answer to a question of ours."""
        await self.raw.send(json.dumps({"method": "LIST_SUBSCRIPTIONS", "id": "fence"}))
        frames, self._kept = self._kept, []
        while True:
            frame = json.loads(await self.text())
            if isinstance(frame, dict) and frame.get("id") == "fence":
                return frames
            frames.append(frame)


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, separators=(",", ":")) if isinstance(value, list | dict) else str(value)

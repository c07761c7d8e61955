"""A provider in front of a real node that can be made to fail, lag or lie."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from tests.chains.serving import served

Answer = dict[str, Any]


class Facade:
    """Answers as the node does, but for what is switched."""

    def __init__(self, node_url: str) -> None:
        self._node_url = node_url
        self._client = httpx.AsyncClient(trust_env=False, verify=False)
        self.url = ""
        self.calls: Counter[str] = Counter()
        self.response: Response | None = None
        """Given to every call instead of an answer."""
        self.errors: dict[str, dict[str, Any]] = {}
        """Method -> the JSON-RPC error it ends with."""
        self.lag = 0
        """So many of the newest blocks are not there yet."""
        self.largest_range: int | None = None
        self.range_error: dict[str, Any] = {"code": -32602, "message": "exceed max block range"}
        self.is_frozen_at: int | None = None
        """Height at which what is final stands still."""
        self.forge: Callable[[str, list[Any], Any], Any] = lambda method, params, result: result
        """(method, params, result) -> another result."""
        self.pause: asyncio.Event | None = None
        """Calls wait for it."""

    async def answer(self, request: Request) -> Response:
        asked = await request.json()
        method, params = asked["method"], asked["params"]
        self.calls[method] += 1
        if self.pause is not None:
            await self.pause.wait()
        if self.response is not None:
            return self.response
        head = await self._head()
        told: Answer = {"jsonrpc": "2.0", "id": asked["id"]}
        if method in self.errors:
            return JSONResponse(told | {"error": self.errors[method]})
        if refusal := self._refused(method, params):
            return JSONResponse(told | {"error": refusal})
        result = await self._result(method, params, head)
        return JSONResponse(told | {"result": self.forge(method, params, result)})

    async def _head(self) -> int:
        return int(await self._ask("eth_blockNumber", []), 16) - self.lag

    def _refused(self, method: str, params: list[Any]) -> dict[str, Any] | None:
        if method != "eth_getLogs" or self.largest_range is None:
            return None
        span = int(params[0]["toBlock"], 16) - int(params[0]["fromBlock"], 16) + 1
        return self.range_error if span > self.largest_range else None

    async def _result(self, method: str, params: list[Any], head: int) -> Any:
        """A lagging node says nothing of the newest blocks, and does not say that it says nothing."""
        if method == "eth_getBlockByNumber":
            return await self._block(params[0], head)
        if method == "eth_getLogs":
            params = [params[0] | {"toBlock": hex(min(int(params[0]["toBlock"], 16), head))}]
            if int(params[0]["fromBlock"], 16) > head:
                return []
        result = await self._ask(method, params)
        is_receipt = method == "eth_getTransactionReceipt" and result is not None
        return None if is_receipt and int(result["blockNumber"], 16) > head else result

    async def _block(self, tag: str, head: int) -> Any:
        if tag == "latest":
            tag = hex(head)
        if tag == "finalized":
            newest = await self._ask("eth_getBlockByNumber", ["finalized", False])
            height = int(newest["number"], 16) - self.lag
            tag = hex(height if self.is_frozen_at is None else min(height, self.is_frozen_at))
        return await self._ask("eth_getBlockByNumber", [tag, False]) if int(tag, 16) <= head else None

    async def _ask(self, method: str, params: list[Any]) -> Any:
        question = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        return (await self._client.post(self._node_url, json=question)).json().get("result")

    async def aclose(self) -> None:
        await self._client.aclose()


@asynccontextmanager
async def facade(node_url: str) -> AsyncIterator[Facade]:
    made = Facade(node_url)
    async with served(Starlette(routes=[Route("/", made.answer, methods=["POST"])])) as url:
        made.url = url
        yield made
    await made.aclose()


def throttled() -> Response:
    return JSONResponse({"error": "too many"}, 429, headers={"Retry-After": "7"})


def html() -> Response:
    return HTMLResponse("<html>502 Bad Gateway</html>", 502)


def forbidden() -> Response:
    return JSONResponse({"Success": False, "Error": "blocked for exceeding the quota", "StatusCode": 403}, 403)

"""A simulated TRON network behind real HTTP, with its switches at hand."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.routing import Mount

from exchanges.chains.tron import TronChain
from exchanges.chains.tron_rest import TronNetwork
from exchanges.core.clock import now_ms
from exchanges.sandbox.tron import TronNode
from tests.chains.serving import served

SOLID_AFTER = 18


class Network:
    """What a test does to the chain, over its control address."""

    def __init__(self, node: TronNode, base_url: str, control: httpx.AsyncClient) -> None:
        self.node = node
        self.base_url = base_url
        self.described = node.describe(base_url)
        self.deposit = node.address("operator")
        self._control = control

    async def post(self, call: str, **body: Any) -> dict[str, Any]:
        answer = await self._control.post(f"/{call}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def pay(self, amount: str, **more: Any) -> str:
        """A transfer to the operator's address that waits for a block; answers its id."""
        tx_id: str = (await self.post("transfer", **({"to": self.deposit, "amount": amount} | more)))["tx_id"]
        return tx_id

    async def mine(self, blocks: int = 1) -> None:
        await self.post("mine", blocks=blocks)

    async def settle(self) -> None:
        """What waits comes into a block, and that block becomes solid."""
        await self.mine(SOLID_AFTER + 1)

    async def fault(self, name: str, **more: Any) -> None:
        await self.post("faults", name=name, **more)

    async def heal(self) -> None:
        assert (await self._control.delete("/faults")).status_code == 200

    async def wallet(self) -> dict[str, Any]:
        return (await self._control.get("/wallet")).json()

    def chain(self, now: Callable[[], int] = now_ms, **changes: Any) -> TronChain:
        settings = {"rest": self.base_url, "requests_per_s": 0.0, "timeout_s": 5.0} | changes
        return TronChain(TronNetwork(**settings), now=now)


@asynccontextmanager
async def network(node: TronNode | None = None) -> AsyncIterator[Network]:
    node = node or TronNode(seed=7, block_ms=None)
    both = Starlette(routes=[Mount("/control", node.control), Mount("/", node.app)])
    async with (
        served(both) as base_url,
        httpx.AsyncClient(base_url=f"{base_url}/control", trust_env=False, verify=False) as control,
    ):
        yield Network(node, base_url, control)

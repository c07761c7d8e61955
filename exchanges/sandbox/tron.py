"""A simulated TRON network: full node, solidity node, indexer and a funded wallet, all in one process.

It shares no code with `exchanges.chains`: a mistake there must not cancel itself out here.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware

from exchanges.sandbox.tron_blocks import Blocks, Token
from exchanges.sandbox.tron_codec import base58_of, sha
from exchanges.sandbox.tron_control import Control
from exchanges.sandbox.tron_faults import Faults, FaultyAnswers
from exchanges.sandbox.tron_index_api import IndexApi
from exchanges.sandbox.tron_jsonrpc import JsonRpcApi
from exchanges.sandbox.tron_node_api import NodeApi

USDT = "a614f803b6fd780986a42c78ec9c7f77e6ded13c"
"""The real contract's address, so that transfers look exactly like those of the main network."""
WALLET_USDT_RAW = 1_000_000 * 10**6
WALLET_TRX_SUN = 100_000 * 10**6


def _wall_ms() -> int:
    return time.time_ns() // 1_000_000


class TronNode:
    """The node and its switches.

    Args:
        seed: The same seed and steps give the same addresses, ids and blocks.
        block_ms: Time between blocks while `run()` runs; None makes blocks only when the control address asks.
        now: UTC milliseconds.
    """

    def __init__(self, seed: int, block_ms: int | None = 3_000, *, now: Callable[[], int] = _wall_ms) -> None:
        self._seed = seed
        self._block_ms = block_ms
        self._wallet, fake = self._body("wallet"), self._body("fake token")
        self.blocks = Blocks(seed, now)
        self.blocks.tokens = {USDT: Token("Tether USD", "USDT", 6), fake: Token("Tether USD", "USDT", 6)}
        for token in self.blocks.tokens:
            self.blocks.mint(token, self._wallet, WALLET_USDT_RAW)
        self.blocks.trx_sun[self._wallet] = WALLET_TRX_SUN
        faults = Faults()
        index = IndexApi(self.blocks, faults, fake, now)
        routes = [*index.routes(), *JsonRpcApi(self.blocks).routes(), *NodeApi(self.blocks).routes()]
        self.app = Starlette(routes=routes, middleware=[Middleware(FaultyAnswers, faults=faults)])
        """What a TRON provider serves."""
        control = Control(self.blocks, faults, {"usdt": USDT, "fake": fake}, self._wallet)
        self.control = Starlette(routes=control.routes())
        """What only the simulation has; see `tron_control`."""

    def describe(self, base_url: str) -> dict[str, str]:
        """Where it is and what is there, once it is served at `base_url`."""
        return {"rest": base_url, "usdt": base58_of(USDT), "wallet": base58_of(self._wallet)}

    def address(self, name: str) -> str:
        """A valid address that belongs to `name`: always the same for one seed."""
        return base58_of(self._body(name))

    async def run(self) -> None:
        """Produces blocks until cancelled."""
        if self._block_ms is None:
            await asyncio.Event().wait()
            return
        while True:
            await asyncio.sleep(self._block_ms / 1000)
            self.blocks.mine()

    def dump(self) -> dict[str, Any]:
        """The whole chain as plain data, for a demo that goes on after a restart."""
        return self.blocks.dump()

    def load(self, data: dict[str, Any]) -> None:
        """Goes on from what `dump` gave; the seed must be the same."""
        self.blocks.load(data)

    def _body(self, name: str) -> str:
        return sha(f"{self._seed}:{name}")[:40]

"""A simulated TRON network: full node, solidity node, indexer and a funded wallet, all in one process.

It shares no code with `exchanges.chains`: a mistake there must not cancel itself out here.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware

from exchanges.sandbox.chain_blocks import Blocks, Rules, Token
from exchanges.sandbox.chain_codec import sha
from exchanges.sandbox.chain_control import Control, Spelling
from exchanges.sandbox.chain_faults import Faults, FaultyAnswers
from exchanges.sandbox.chain_rpc import ChainRpc
from exchanges.sandbox.tron_codec import base58_of, body_of
from exchanges.sandbox.tron_index_api import IndexApi
from exchanges.sandbox.tron_node_api import NodeApi

USDT = "a614f803b6fd780986a42c78ec9c7f77e6ded13c"
"""The real contract's address, so that transfers look exactly like those of the main network."""
CHAIN_ID = 0x2B6653DC
RULES = Rules(
    first_height=70_000_000,
    block_ms=3_000,
    solid_after=18,  # 19 of the 27 producers have then built on it.
    effort_to_holder=64_285,
    effort_to_newcomer=130_285,
    price=100,
)
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
        self.blocks = Blocks(seed, RULES, now)
        self.blocks.tokens = {USDT: Token("Tether USD", "USDT", 6), fake: Token("Tether USD", "USDT", 6)}
        for token in self.blocks.tokens:
            self.blocks.mint(token, self._wallet, WALLET_USDT_RAW)
        self.blocks.coins[self._wallet] = WALLET_TRX_SUN
        faults = Faults()
        index = IndexApi(self.blocks, faults, fake, now)
        routes = [
            *index.routes(),
            *ChainRpc(self.blocks, "/jsonrpc", CHAIN_ID).routes(),
            *NodeApi(self.blocks).routes(),
        ]
        self.app = Starlette(routes=routes, middleware=[Middleware(FaultyAnswers, faults=faults)])
        """What a TRON provider serves."""
        tokens, spelling = {"usdt": USDT, "fake": fake}, Spelling(body_of, base58_of)
        control = Control(self.blocks, faults, tokens, self._wallet, spelling)
        self.control = Starlette(routes=control.routes())
        """What only the simulation has; see `chain_control`."""

    def describe(self, base_url: str) -> dict[str, str]:
        """Where it is and what is there, once it is served at `base_url`."""
        return {"rest": base_url, "usdt": base58_of(USDT), "wallet": base58_of(self._wallet)}

    def address(self, name: str) -> str:
        """A valid address that belongs to `name`: always the same for one seed."""
        return base58_of(self._body(name))

    async def run(self) -> None:
        """Produces blocks until cancelled."""
        await self.blocks.run(self._block_ms)

    def dump(self) -> dict[str, Any]:
        """The whole chain as plain data, for a demo that goes on after a restart."""
        return self.blocks.dump()

    def load(self, data: dict[str, Any]) -> None:
        """Goes on from what `dump` gave; the seed must be the same."""
        self.blocks.load(data)

    def _body(self, name: str) -> str:
        return sha(f"{self._seed}:{name}")[:40]

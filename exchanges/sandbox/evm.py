"""Simulated EVM networks: a node with the real USDT contract's address on it, and a funded wallet.

They share no code with `exchanges.chains`: a mistake there must not cancel itself out here.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware

from exchanges.sandbox.chain_blocks import Blocks, Rules, Token
from exchanges.sandbox.chain_codec import sha
from exchanges.sandbox.chain_control import Control, Spelling
from exchanges.sandbox.chain_faults import Faults, FaultyAnswers
from exchanges.sandbox.evm_codec import address_of, body_of
from exchanges.sandbox.evm_rpc import EvmRpc

WALLET_USDT = 1_000_000
WALLET_COINS = 100
COIN_DECIMALS = 18


@dataclass(frozen=True, slots=True)
class EvmKind:
    """One of the networks."""

    chain_id: int
    usdt: str
    """The real contract's address, so that transfers look exactly like those of the main network."""
    decimals: int
    client: str
    """What its nodes call themselves."""
    rules: Rules


KINDS = {
    "bsc": EvmKind(
        chain_id=56,
        usdt="55d398326f99059ff775485246999027b3197955",
        decimals=18,
        client="Geth/v1.6.3/linux-amd64 (simulated)",
        rules=Rules(
            first_height=70_000_000,
            block_ms=450,
            solid_after=2,  # Fast finality.
            effort_to_holder=34_500,
            effort_to_newcomer=51_600,
            price=50_000_000,
        ),
    ),
    "eth": EvmKind(
        chain_id=1,
        usdt="dac17f958d2ee523a2206206994597c13d831ec7",
        decimals=6,
        client="Geth/v1.17.0/linux-amd64 (simulated)",
        rules=Rules(
            first_height=24_000_000,
            block_ms=12_000,
            solid_after=79,  # Two epochs and some: about 16 minutes.
            effort_to_holder=46_100,
            effort_to_newcomer=63_200,
            price=1_000_000_000,
        ),
    ),
}
"""The networks there are, by the key their control address has."""


def _wall_ms() -> int:
    return time.time_ns() // 1_000_000


class EvmNode:
    """One network's node and its switches.

    Args:
        kind: Which network: a key of `KINDS`.
        seed: The same seed and steps give the same addresses, ids and blocks.
        block_ms: Time between blocks while `run()` runs; None makes blocks only when the control address asks.
        now: UTC milliseconds.
    """

    def __init__(
        self, kind: str, seed: int, block_ms: int | None = 1_000, *, now: Callable[[], int] = _wall_ms
    ) -> None:
        self._block_ms = block_ms
        self._seed = f"{seed}:{kind}"
        self.kind = KINDS[kind]
        self._wallet, fake = self._body("wallet"), self._body("fake token")
        self.blocks = Blocks(self._seed, self.kind.rules, now)
        token = Token("Tether USD", "USDT", self.kind.decimals)
        self.blocks.tokens = {self.kind.usdt: token, fake: token}
        for contract in self.blocks.tokens:
            self.blocks.mint(contract, self._wallet, WALLET_USDT * 10**self.kind.decimals)
        self.blocks.coins[self._wallet] = WALLET_COINS * 10**COIN_DECIMALS
        faults = Faults()
        rpc = EvmRpc(self.blocks, "/", self.kind.chain_id, client=self.kind.client)
        self.app = Starlette(routes=rpc.routes(), middleware=[Middleware(FaultyAnswers, faults=faults)])
        """What a provider serves."""
        tokens = {"usdt": self.kind.usdt, "fake": fake}
        control = Control(self.blocks, faults, tokens, self._wallet, Spelling(body_of, address_of))
        self.control = Starlette(routes=control.routes())
        """What only the simulation has; see `chain_control`."""

    def describe(self, base_url: str) -> dict[str, str]:
        """Where it is and what is there, once it is served at `base_url`."""
        return {"rpc": base_url, "usdt": address_of(self.kind.usdt), "wallet": address_of(self._wallet)}

    def address(self, name: str) -> str:
        """An address that belongs to `name`: always the same for one seed."""
        return address_of(self._body(name))

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

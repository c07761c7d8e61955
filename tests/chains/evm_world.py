"""What a test does to a chain on a real EVM node: the real USDT address, people who pay, reorganisations."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import httpx

from exchanges.chains.evm.chain import EvmChain
from exchanges.chains.evm.keccak import keccak256
from exchanges.chains.evm.network import EvmNetwork
from exchanges.chains.facts import CHAINS, ChainFacts
from exchanges.core.secret import Secret
from tests.chains.anvil import anvil
from tests.chains.contracts import COMPILED, batch, call, word

BALANCES_SLOT = 1
EPOCH_SLOTS = {"bsc": 2, "eth": 16, "tron": 9}
"""So that the final block lies 4, 32 and 18 blocks below the newest: on Ethereum deeper than the 20 of small sums."""
PLAYED = dict(CHAINS) | {"tron": replace(CHAINS["tron"], usdt="0xa614f803b6fd780986a42c78ec9c7f77e6ded13c")}
"""Facts of what a node can play; on TRON a contract's address is the same 20 bytes, written otherwise."""
START_MS = 1_789_000_000_000
DEPOSIT = "0x2B5AD5c4795c026514f8317c7a215E218DcCD6cF"
WALLET = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
"""The node's first account, which signs without being asked."""


class RpcRefused(Exception):
    pass


@dataclass(frozen=True)
class Contracts:
    usdt: str
    """At the address that is USDT on the main network, with the decimals it has there."""
    fake: str
    """The same contract somewhere else."""
    fee: str
    silent: str
    batch: str


class EvmWorld:
    """One chain; its blocks carry the time of `now`.

    Args:
        url: A node that makes blocks only on request.
    """

    def __init__(self, facts: ChainFacts, url: str, now: Callable[[], int]) -> None:
        self.facts = facts
        self.url = url
        self.now = now
        self._client = httpx.Client(trust_env=False, verify=False, timeout=30)
        self.wallet = WALLET
        _, self.spender, self.penniless, *_ = self.rpc("eth_accounts")
        self.deposit = DEPOSIT
        self.contracts: Contracts

    # -- the node ----------------------------------------------------------------------------------------------------

    def rpc(self, method: str, *params: Any) -> Any:
        question = {"jsonrpc": "2.0", "id": 1, "method": method, "params": list(params)}
        answer = self._client.post(self.url, json=question).json()
        if "error" in answer:
            raise RpcRefused(answer["error"])
        return answer["result"]

    def close(self) -> None:
        self._client.close()

    @property
    def head(self) -> int:
        return int(self.rpc("eth_blockNumber"), 16)

    def mine(self, blocks: int = 1) -> None:
        """Makes blocks; the first takes all that waits. They carry the time of `now`, or a second more each."""
        newest_s = int(self.rpc("eth_getBlockByNumber", "latest", False)["timestamp"], 16)
        self.rpc("evm_setNextBlockTimestamp", max(self.now() // 1000, newest_s + 1))
        self.rpc("anvil_mine", hex(blocks), "0x1")

    @property
    def final_after(self) -> int:
        """So many blocks on top make a block final for every sum."""
        return 2 * EPOCH_SLOTS[self.facts.key]

    def settle(self) -> None:
        """What waits comes into a block, and that block becomes final."""
        self.mine(self.final_after + 1)

    def rollback(self, depth: int) -> None:
        self.rpc("anvil_rollback", depth)

    @contextmanager
    def undone(self) -> Iterator[None]:
        """The node forgets what happens inside."""
        snapshot = self.rpc("evm_snapshot")
        try:
            yield
        finally:
            self.rpc("evm_revert", snapshot)
            self.rpc("anvil_dropAllTransactions")

    # -- contracts ---------------------------------------------------------------------------------------------------

    def furnish(self) -> None:
        """Puts the token where USDT is on the main network, and others elsewhere; the wallet owns plenty of all."""
        model = self._deploy("Token", self.facts.decimals)
        usdt = self.facts.usdt
        self.rpc("anvil_setCode", usdt, self.rpc("eth_getCode", model, "latest"))
        slot = "0x" + keccak256(bytes.fromhex(word(self.wallet) + word(BALANCES_SLOT))).hex()
        self.rpc("anvil_setStorageAt", usdt, slot, "0x" + word(10**9 * 10**self.facts.decimals))
        self.contracts = Contracts(
            usdt=usdt,
            fake=model,
            fee=self._deploy("FeeToken", self.facts.decimals),
            silent=self._deploy("SilentToken", self.facts.decimals),
            batch=self._deploy("Batch"),
        )
        for token in (usdt, model):
            self.send(self.wallet, token, call("approve", self.contracts.batch, 2**255))
            self.send(self.wallet, token, call("approve", self.spender, 2**255))
        self.settle()

    def place(self, contract: str) -> None:
        """Another of the contracts takes the place of USDT; balances stay."""
        self.rpc("anvil_setCode", self.facts.usdt, self.rpc("eth_getCode", contract, "latest"))

    def _deploy(self, name: str, *arguments: int) -> str:
        code = "0x" + COMPILED["bytecode"][name] + "".join(word(value) for value in arguments)
        tx = self.rpc("eth_sendTransaction", {"from": self.wallet, "data": code, "gas": hex(5_000_000)})
        self.mine()
        address: str = self.rpc("eth_getTransactionReceipt", tx)["contractAddress"]
        return address

    # -- payments ----------------------------------------------------------------------------------------------------

    def raw(self, usdt: str) -> int:
        """`200.37` in the token's smallest unit."""
        whole, _, rest = usdt.partition(".")
        return int(whole + rest.ljust(self.facts.decimals, "0"))

    def send(self, sender: str, to: str, data: str) -> str:
        """A call that waits for a block; answers the hash of its transaction."""
        wanted = {"from": sender, "to": to, "data": data, "gas": hex(500_000), "gasPrice": hex(10**10)}
        tx: str = self.rpc("eth_sendTransaction", wanted)
        return tx.removeprefix("0x")

    def pay(self, raw: int, *, to: str = "", token: str = "", sender: str = "") -> str:
        """A transfer to the operator that waits for a block."""
        data = call("transfer", to or self.deposit, raw)
        return self.send(sender or self.wallet, token or self.contracts.usdt, data)

    def pay_for(self, raw: int) -> str:
        """Somebody else moves the wallet's money by its allowance."""
        return self.send(self.spender, self.contracts.usdt, call("transferFrom", self.wallet, self.deposit, raw))

    def pay_many(self, *payments: tuple[str, str, int]) -> str:
        """(token, to, raw) of each, all in one transaction of a contract."""
        tokens, to, raws = ([payment[place] for payment in payments] for place in range(3))
        selector = keccak256(b"pay(address[],address[],uint256[])").hex()[:8]
        return self.send(self.wallet, self.contracts.batch, batch(selector, tokens, to, raws))

    # -- our client --------------------------------------------------------------------------------------------------

    def network(self, *providers: str, **changes: Any) -> EvmNetwork:
        urls = tuple(Secret(url) for url in providers or (self.url,))
        settings: dict[str, Any] = {"requests_per_s": 0.0, "timeout_s": 5.0} | changes
        return EvmNetwork(self.facts, urls, **settings)

    def chain(self, *providers: str, **changes: Any) -> EvmChain:
        return EvmChain(self.network(*providers, **changes), now=self.now)

    def address(self, name: str) -> str:
        """An address of nobody in particular, always the same for one name."""
        return "0x" + hashlib.sha256(name.encode()).hexdigest()[:40]


@contextmanager
def evm_world(key: str, now: Callable[[], int] = lambda: START_MS) -> Iterator[EvmWorld]:
    """A furnished chain of its own.

    Raises:
        NoAnvil: the node cannot be had on this machine.
    """
    with anvil(PLAYED[key].chain_id, EPOCH_SLOTS[key], now()) as url:
        world = EvmWorld(PLAYED[key], url, now)
        try:
            world.furnish()
            yield world
        finally:
            world.close()

"""One node of an EVM chain: whether it is the right one, how far it is, and what it says of a transaction."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from typing import Any

from exchanges.chains.chain import Heads, Point
from exchanges.chains.evm import address
from exchanges.chains.evm.network import EvmNetwork
from exchanges.chains.evm.receipt import Block, PlacedProof, Receipt, placed_proof
from exchanges.chains.log_finder import LogFinder
from exchanges.chains.provider_http import ProviderHttp, into
from exchanges.chains.transfer_log import word
from exchanges.core.errors import BadRequest, Unexpected, VenueError, VenueUnavailable
from exchanges.core.secret import Secret

OLDEST_HEAD_MS = 5 * 60_000
_DECIMALS_CALL = "0x313ce567"


class EvmNode:
    """The node behind one address. Its answers are its own; what is believed is decided by `EvmChain`.

    Args:
        network: Which chain it should be.
        url: Its JSON-RPC address.
        now: UTC milliseconds, to judge whether it is up to date.
        monotonic: Seconds, for pacing.
    """

    def __init__(
        self,
        network: EvmNetwork,
        url: Secret,
        *,
        now: Callable[[], int],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.chain = network.facts.key
        self._facts = network.facts
        self._usdt = address.from_text(network.facts.usdt)
        self._now = now
        self._http = ProviderHttp(
            network.facts.key,
            url,
            requests_per_s=network.requests_per_s,
            timeout_s=network.timeout_s,
            monotonic=monotonic,
        )
        self._is_checked = False
        self.host = self._http.host
        self.height = 0
        """The newest block it told of."""
        self.contradiction: VenueError | None = None
        """Set by the chain while this node says something else than the others."""
        self.finder = LogFinder(
            self._http.rpc,
            self._usdt,
            address.from_text,
            block_ms=network.facts.block_ms,
            largest_range=network.largest_range,
        )

    @property
    def trouble(self) -> VenueError | None:
        """Why it is of no use just now; None when it is."""
        return self._http.trouble or self.contradiction

    async def heads(self) -> Heads:
        """How far it is; a node that is not known to be the right one is looked at first.

        Raises:
            Unexpected: it is a node of another network, or lacks the token or the finality that is needed.
            VenueUnavailable: it does not answer, or is minutes behind.
        """
        try:
            if not self._is_checked:
                await self._check()
                self._is_checked = True
            return await self._heads()
        except VenueError as error:
            self._http.trouble = error
            raise

    async def proof(self, tx_hash: str, recipients: Collection[bytes]) -> PlacedProof | None:
        """What it says of a transaction; None when it knows none, or none in a block of its chain.

        Raises:
            Unexpected: the answer is about another transaction, or cannot be read.
        """
        answer = await self._http.rpc("eth_getTransactionReceipt", ["0x" + tx_hash])
        if answer is None:
            return None
        receipt = into(Receipt, answer, self._facts.key, "receipt")
        if word(receipt.transaction_hash) != bytes.fromhex(tx_hash):
            raise self._unexpected("the receipt is not the one asked for", "receipt")
        block = await self._block(receipt.block_number)
        if block is None:
            return None
        try:
            return placed_proof(receipt, block, self._facts.key, self._usdt, recipients)
        except ValueError as error:
            raise self._unexpected(str(error), "receipt") from error

    async def aclose(self) -> None:
        await self._http.aclose()

    async def _check(self) -> None:
        facts = self._facts
        if self._number(await self._http.rpc("eth_chainId", []), "chain_id") != facts.chain_id:
            raise self._unexpected(f"this node is not of {facts.network}", "chain_id")
        if await self._http.rpc("eth_getCode", [facts.usdt, "latest"]) in (None, "", "0x"):
            raise self._unexpected("there is no contract at the USDT address", "code")
        told = await self._http.rpc("eth_call", [{"to": facts.usdt, "data": _DECIMALS_CALL}, "latest"])
        decimals = self._number(told, "decimals")
        if decimals != facts.decimals:
            raise self._unexpected(f"the contract counts in {decimals} decimals", "decimals")

    async def _heads(self) -> Heads:
        """The final block is read first, so that it never lies above the head of the same round."""
        finalized = await self._finalized()
        newest = await self._point("latest")
        # A lagging peer behind the same address may answer with an older head than the final block we know.
        head = newest if newest.height >= finalized.height else finalized
        self.height = head.height
        age_ms = self._now() - head.time_ms
        if age_ms > OLDEST_HEAD_MS:
            raise VenueUnavailable(
                f"the newest block is {age_ms // 60_000} minutes old", venue=self._facts.key, endpoint="head"
            )
        deep = head.height - self._facts.depth + 1 if self._facts.depth else 0
        final = finalized if deep <= finalized.height else await self._point(hex(deep))
        return Heads(head, final, finalized)

    async def _finalized(self) -> Point:
        try:
            return await self._point("finalized")
        except BadRequest as refused:
            # Never a smaller depth instead: a node that does not know what is final cannot be used.
            raise self._unexpected("this node does not tell which block is final", "finalized") from refused

    async def _point(self, tag: str) -> Point:
        block = await self._block(tag)
        if block is None:
            raise self._unexpected(f"this node has no {tag} block", "block")
        return Point(self._number(block.number, "block"), self._number(block.timestamp, "block") * 1000)

    async def _block(self, tag: str) -> Block | None:
        answer = await self._http.rpc("eth_getBlockByNumber", [tag, False])
        return None if answer is None else into(Block, answer, self._facts.key, "block")

    def _number(self, told: Any, endpoint: str) -> int:
        try:
            return int(told, 16)
        except (TypeError, ValueError):
            raise self._unexpected("an answer that is not a number", endpoint) from None

    def _unexpected(self, words: str, endpoint: str) -> Unexpected:
        return Unexpected(words, venue=self._facts.key, endpoint=endpoint)

"""TRON: finds USDT (TRC-20) transfers and proves them at the solidity node."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection

import msgspec

from exchanges.chains import tron_address
from exchanges.chains.chain import Finder, Heads, Point, Proof, ProviderHealth
from exchanges.chains.log_finder import LogFinder
from exchanges.chains.provider_http import into
from exchanges.chains.transfer_log import word
from exchanges.chains.tron_index import IndexFinder
from exchanges.chains.tron_receipt import TransactionInfo, proof_from
from exchanges.chains.tron_rest import VENUE, TronNetwork, TronRest
from exchanges.core.errors import NotFound, Unexpected, VenueUnavailable

CONFIRMATIONS = 19  # Of 27 block producers; a block is solid when 18 more follow.
OLDEST_HEAD_MS = 5 * 60_000


class RawHeader(msgspec.Struct):
    number: int = 0  # The genesis block's zero is left out of the answer.
    timestamp: int = 0


class BlockHeader(msgspec.Struct):
    raw_data: RawHeader


class Block(msgspec.Struct):
    block_header: BlockHeader


class ConstantAnswer(msgspec.Struct):
    constant_result: list[str] = []


class TronChain:
    """A `Chain` over one provider's full node, solidity node and indexer."""

    key = VENUE
    confirmations_needed = CONFIRMATIONS

    def __init__(
        self,
        network: TronNetwork | None = None,
        *,
        now: Callable[[], int],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """
        Args:
            network: Addresses and pace; the public main network when left out.
            now: UTC milliseconds, to judge whether the node is up to date.
            monotonic: Seconds, for pacing.

        Raises:
            ValueError: the contract's address is none.
        """
        network = network or TronNetwork()
        self._usdt = tron_address.from_text(network.usdt)
        self._rest = TronRest(network, monotonic=monotonic)
        self._now = now
        self._height = 0
        self.token = tron_address.to_text(self._usdt)
        self.decimals = network.decimals
        kinds: dict[str, Callable[[], Finder]] = {
            "index": lambda: IndexFinder(self._rest, self._usdt),
            "logs": lambda: LogFinder(self._rest.rpc, self._usdt, tron_address.from_text),
        }
        self.finders = tuple(kinds[name]() for name in network.finders)

    @property
    def providers(self) -> tuple[ProviderHealth, ...]:
        return (ProviderHealth(self._rest.host, self._height, self._rest.trouble),)

    async def check(self) -> None:
        """Refuses a node that is behind, and a contract that is absent or counts in other decimals.

        Raises:
            VenueUnavailable: the node's newest block is older than five minutes.
            Unexpected: the contract is not the one this configuration means.
        """
        heads = await self.heads()
        age_ms = self._now() - heads.head.time_ms
        if age_ms > OLDEST_HEAD_MS:
            raise VenueUnavailable(
                f"the newest block is {age_ms // 60_000} minutes old", venue=VENUE, endpoint="now_block"
            )
        contract = await self._rest.post(
            "contract", "/wallet/getcontract", {"value": tron_address.to_hex41(self._usdt)}
        )
        if not contract:
            raise Unexpected("there is no contract at the USDT address", venue=VENUE, endpoint="contract")
        decimals = await self._decimals()
        if decimals not in (None, self.decimals):
            raise Unexpected(f"the contract counts in {decimals} decimals", venue=VENUE, endpoint="decimals")

    async def heads(self) -> Heads:
        """The final block is read first, so that it never lies above the head of the same round."""
        final = await self._block("/walletsolidity/getnowblock")
        head = await self._block("/wallet/getnowblock")
        # A lagging node behind the same address may answer with an older head than the solid block we know.
        self._height = max(head.height, final.height)
        return Heads(head if head.height >= final.height else final, final, final)

    async def prove(self, tx_hash: str, recipients: Collection[str], *, final: bool) -> Proof | None:
        """The receipt of `tx_hash` at the solidity node, or at the full node; None while it is unknown there.

        Raises:
            Unexpected: the answer is about another transaction, or cannot be read.
        """
        level = "walletsolidity" if final else "wallet"
        answer = await self._rest.post("receipt", f"/{level}/gettransactioninfobyid", {"value": tx_hash})
        if not answer:
            return None
        info = into(TransactionInfo, answer, VENUE, "receipt")
        if info.id != tx_hash or info.block_number <= 0 or info.block_time_stamp <= 0:
            raise Unexpected("the receipt is not the one asked for", venue=VENUE, endpoint="receipt")
        return proof_from(info, self._usdt, {tron_address.from_text(text) for text in recipients})

    async def aclose(self) -> None:
        await self._rest.aclose()

    async def _block(self, path: str) -> Point:
        header = into(Block, await self._rest.post("now_block", path, {}), VENUE, "now_block").block_header.raw_data
        return Point(header.number, header.timestamp)

    async def _decimals(self) -> int | None:
        """What the contract answers to `decimals()`; None where the node does not run calls for others."""
        question = {
            "owner_address": tron_address.to_hex41(self._usdt),
            "contract_address": tron_address.to_hex41(self._usdt),
            "function_selector": "decimals()",
        }
        try:
            answer = await self._rest.post("decimals", "/wallet/triggerconstantcontract", question)
        except NotFound:
            return None
        words = into(ConstantAnswer, answer, VENUE, "decimals").constant_result
        told = word(words[0]) if words else None
        if told is None:
            raise Unexpected("the contract does not tell its decimals", venue=VENUE, endpoint="decimals")
        return int.from_bytes(told, "big")

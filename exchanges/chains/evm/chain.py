"""An EVM chain: finds USDT transfers in its logs and proves them by their receipts."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Sequence

from exchanges.chains.amounts import micro_from_raw
from exchanges.chains.chain import Finder, Heads, Proof, ProviderHealth
from exchanges.chains.evm import address
from exchanges.chains.evm.agreement import agreed_proof
from exchanges.chains.evm.finder import AgreedFinder
from exchanges.chains.evm.network import EvmNetwork
from exchanges.chains.evm.node import EvmNode
from exchanges.chains.evm.nodes import Nodes
from exchanges.chains.evm.receipt import PlacedProof
from exchanges.core.errors import Unexpected

_log = logging.getLogger(__name__)
Told = Sequence[tuple[EvmNode, PlacedProof | None]]


class EvmChain:
    """A `Chain`. Where two nodes or more are configured, nothing counts that two of them do not say alike."""

    def __init__(
        self,
        network: EvmNetwork,
        *,
        now: Callable[[], int],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """
        Args:
            network: The chain, and where it is read.
            now: UTC milliseconds, to judge whether nodes are up to date.
            monotonic: Seconds, for pacing.

        Raises:
            ValueError: no provider, or the contract's address is none.
        """
        if not network.providers:
            raise ValueError("an EVM chain needs a provider")
        facts = network.facts
        self.key = facts.key
        self.token = address.to_text(address.from_text(facts.usdt))
        self.decimals = facts.decimals
        self.confirmations_needed = facts.confirmations
        self._large_micro = network.large_micro
        members = [EvmNode(network, url, now=now, monotonic=monotonic) for url in network.providers]
        self._nodes = Nodes(members, monotonic=monotonic)
        self.finders: tuple[Finder, ...] = (AgreedFinder(self._nodes, facts.block_ms),)

    @property
    def providers(self) -> tuple[ProviderHealth, ...]:
        return self._nodes.health

    async def check(self) -> None:
        """Refuses when not enough nodes are of this network, know the token and its decimals, and are up to date.

        Each node is checked before its first answer counts, also one that comes back later; see `EvmNode.heads`.
        """
        await self._nodes.heads()

    async def heads(self) -> Heads:
        return await self._nodes.heads()

    async def prove(self, tx_hash: str, recipients: Collection[str], *, final: bool) -> Proof | None:
        """What enough nodes say alike of a transaction; None while they do not know it, or not at that level.

        Raises:
            VenueError: not enough nodes answer.
        """
        heads = await self._nodes.recent_heads()
        ours = {address.from_text(text) for text in recipients}
        told = await self._nodes.ask(lambda node: node.proof(tx_hash, ours))
        agreed = agreed_proof([placed for _, placed in told], self._nodes.enough)
        self._note_contradictions(told, agreed, heads)
        if agreed is None or (final and not self._is_final(agreed.proof, heads)):
            return None
        return agreed.proof

    async def aclose(self) -> None:
        await self._nodes.aclose()

    def _is_final(self, proof: Proof, heads: Heads) -> bool:
        """Whether what it pays may be credited: large sums wait for the network's own word."""
        if proof.height <= heads.finalized.height:
            return True
        micro = sum(micro_from_raw(transfer.raw, self.decimals)[0] for transfer in proof.transfers)
        return proof.height <= heads.final.height and micro < self._large_micro

    def _note_contradictions(self, told: Told, agreed: PlacedProof | None, heads: Heads) -> None:
        """Shows which node tells of a final block what the others do not; near the head nodes differ honestly."""
        for node, placed in told:
            if placed is None:
                continue
            is_alone = placed != agreed and placed.proof.height <= heads.final.height
            node.contradiction = None
            if is_alone and len(told) > 1:
                words = f"it alone tells so of transaction {placed.proof.tx_hash[:16]}"
                node.contradiction = Unexpected(words, venue=self.key, endpoint="receipt")
                _log.warning("%s: %s: %s", self.key, node.host, words)

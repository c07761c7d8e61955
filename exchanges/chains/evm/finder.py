"""Finds transfers in the event logs of several nodes: what one leaves out, another tells."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from exchanges.chains.chain import Found, Heads, Point
from exchanges.chains.evm.agreement import merged
from exchanges.chains.evm.node import EvmNode
from exchanges.chains.evm.nodes import Nodes
from exchanges.chains.log_finder import reaches


class AgreedFinder:
    """Positions are block heights; the cursor moves where enough nodes have listed everything.

    Args:
        block_ms: Usual time between two blocks.
    """

    key = "logs"

    def __init__(self, nodes: Nodes, block_ms: int) -> None:
        self._nodes = nodes
        self.overlap, self.patience = reaches(block_ms)
        # A node alone that leaves a log out is not noticed; asking it again later is all that can be done.
        self.may_lag = nodes.is_single

    def position(self, point: Point) -> int:
        return point.height

    async def position_at(self, time_ms: int, heads: Heads) -> int:
        """The earliest that the nodes say: a scan that begins too early finds the same."""
        told = await self._nodes.ask(lambda node: node.finder.position_at(time_ms, heads))
        return min(position for _, position in told)

    async def find(self, recipients: Collection[str], after: int, upto: int, *, final: bool, beyond: int = 0) -> Found:
        """Lists transfers in the blocks of (after, upto]; see `Finder.find`."""

        async def scan(node: EvmNode) -> Found:
            # What it does not have yet it cannot have listed, whatever it answers.
            last = min(upto, node.height)
            found = await node.finder.find(recipients, after, last, final=final, beyond=beyond)
            return replace(found, reached=min(found.reached, last))

        told = await self._nodes.ask(scan)
        return merged([found for _, found in told], upto, self._nodes.enough)

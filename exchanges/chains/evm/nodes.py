"""The nodes one chain is read from, of which any may fail, lag or lie."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from exchanges.chains.chain import Heads, ProviderHealth
from exchanges.chains.evm.agreement import agreed_heads, needed
from exchanges.chains.evm.node import EvmNode
from exchanges.core.errors import VenueError, VenueUnavailable

HEADS_KEPT_S = 5.0
"""Whoever asks for heights again within this time gets those of before."""

T = TypeVar("T")


class Nodes:
    """Asks all of them at once, and is content when enough answer.

    Args:
        members: At least one.
        monotonic: Seconds.
    """

    def __init__(self, members: Sequence[EvmNode], *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.enough = needed(len(members))
        self._members = members
        self._monotonic = monotonic
        self._live: list[EvmNode] = []
        self._heads: Heads | None = None
        self._heads_at = 0.0

    @property
    def is_single(self) -> bool:
        """Whether there is nobody to contradict the one node."""
        return len(self._members) == 1

    @property
    def health(self) -> tuple[ProviderHealth, ...]:
        return tuple(ProviderHealth(node.host, node.height, node.trouble) for node in self._members)

    async def heads(self) -> Heads:
        """How far the chain is. Nodes that fail here are not asked for anything until they are well again.

        Raises:
            VenueError: not enough nodes are of use; the trouble of the first that is not.
        """
        told = await self._ask(self._members, EvmNode.heads)
        self._live = [node for node, _ in told]
        self._heads = agreed_heads([heads for _, heads in told], self.enough)
        self._heads_at = self._monotonic()
        return self._heads

    async def recent_heads(self) -> Heads:
        """As `heads`, a few seconds old at most."""
        if self._heads is None or self._monotonic() - self._heads_at > HEADS_KEPT_S:
            return await self.heads()
        return self._heads

    async def ask(self, call: Callable[[EvmNode], Awaitable[T]]) -> list[tuple[EvmNode, T]]:
        """What the nodes that are well answer to `call`, those that fail left out.

        Raises:
            VenueError: not enough of them answer; the trouble of the first that does not.
        """
        await self.recent_heads()
        return await self._ask(self._live, call)

    async def aclose(self) -> None:
        for node in self._members:
            await node.aclose()

    async def _ask(self, nodes: Sequence[EvmNode], call: Callable[[EvmNode], Awaitable[T]]) -> list[tuple[EvmNode, T]]:
        answers = await asyncio.gather(*(_outcome(call(node)) for node in nodes))
        told = [(node, answer[0]) for node, answer in zip(nodes, answers, strict=True) if isinstance(answer, tuple)]
        if len(told) < self.enough:
            failed = next((answer for answer in answers if isinstance(answer, VenueError)), None)
            raise failed or VenueUnavailable("too few nodes are of use", venue=nodes[0].chain if nodes else "")
        return told


async def _outcome(answer: Awaitable[T]) -> tuple[T] | VenueError:
    try:
        return (await answer,)
    except VenueError as error:
        return error

"""What every chain offers: heights, finders that give hints, and the proof of one transaction.

Find, then prove: a hint comes from an index or a log scan and is worth nothing by itself; only the receipt of the
transaction, read at the level that is asked for, says what arrived.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from exchanges.core.errors import VenueError


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the chain."""

    height: int
    """Block number."""
    time_ms: int
    """The block's own timestamp, UTC milliseconds."""


@dataclass(frozen=True, slots=True)
class Heads:
    """How far the chain is, read in one round."""

    head: Point
    """The newest block."""
    final: Point
    """The newest block whose payments may be credited, at least small ones: what is credited lies at or below it."""
    finalized: Point
    """The newest block the network itself calls final; large sums wait for it where `final` is only a depth."""


@dataclass(frozen=True, slots=True)
class ProviderHealth:
    """How one of the nodes does that the chain is read from."""

    host: str
    """Never its whole address, which may hold a key."""
    height: int
    """The newest block it told of; 0 before it told any."""
    trouble: VenueError | None
    """What keeps it from being used now: it does not answer, lags, or contradicts the others."""


@dataclass(frozen=True, slots=True)
class Hint:
    """A transaction that may have paid us; unproved."""

    tx_hash: str
    """64 lower-case hex digits, without `0x`."""
    position: int
    """Where the finder saw it, in the finder's own unit."""
    recipient: str
    """The address it is said to have paid, in the chain's usual text form."""
    raw: int
    """The amount it is said to have paid, in the token's smallest unit."""


@dataclass(frozen=True, slots=True)
class Found:
    """The outcome of one scan."""

    hints: tuple[Hint, ...]
    reached: int
    """Everything up to here has been listed, so the cursor may move here; less than asked when the work was capped."""
    backlog: bool
    """Whether more is known to wait behind `reached`."""


@dataclass(frozen=True, slots=True)
class ProvenTransfer:
    """One USDT transfer to one of our addresses, as its receipt tells it."""

    chain: str
    tx_hash: str
    log_pos: int
    """Position in the receipt's own list of logs; with chain and hash it is the identity of the transfer, and it is
    the same after a reorganisation."""
    sender: str
    recipient: str
    raw: int
    """In the token's smallest unit, above 0."""
    height: int
    block_ms: int


@dataclass(frozen=True, slots=True)
class Proof:
    """What the receipt of one transaction says."""

    tx_hash: str
    height: int
    block_ms: int
    succeeded: bool
    transfers: tuple[ProvenTransfer, ...]
    """Empty when the transaction failed or paid none of the addresses asked for with the real token."""


class Finder(Protocol):
    """One way of learning which transactions may have paid us; it has a durable cursor of its own."""

    key: str
    """Unique within the chain; part of the cursor's key."""
    overlap: int
    """How far behind the cursor each scan begins again, in the finder's unit."""
    patience: int
    """How long the cursor waits for a hint that cannot be proved, in the finder's unit; about a day."""
    may_lag: bool
    """Whether it can list transactions long after their block, so that a scan now and then must look back further."""

    def position(self, point: Point) -> int:
        """`point` in the finder's unit."""
        ...

    async def position_at(self, time_ms: int, heads: Heads) -> int:
        """A position not later than `time_ms`; used once, for the first scan."""
        ...

    async def find(self, recipients: Collection[str], after: int, upto: int, *, final: bool, beyond: int = 0) -> Found:
        """Lists transfers to `recipients` in (after, upto], final ones only or all.

        The work of one call is capped, but a capped scan ends no earlier than past `beyond`, so that a cursor
        there always moves on.
        """
        ...


class Chain(Protocol):
    """One network and its USDT contract. Raises only `VenueError`s."""

    key: str
    token: str
    """The contract of USDT in the chain's usual text form."""
    decimals: int
    confirmations_needed: int
    """How many confirmations a person is shown as the goal; crediting itself asks the chain for finality."""
    finders: tuple[Finder, ...]

    @property
    def providers(self) -> tuple[ProviderHealth, ...]:
        """As the last calls found them."""
        ...

    async def check(self) -> None:
        """Asks whether this is the network and the contract it is meant to be; raises when it is not."""
        ...

    async def heads(self) -> Heads: ...

    async def prove(self, tx_hash: str, recipients: Collection[str], *, final: bool) -> Proof | None:
        """The receipt at final level, or at the newest one; None while the transaction is not known there."""
        ...

    async def aclose(self) -> None: ...

"""The simulated TRON chain: blocks, tokens, transfers, and what a reorganisation does to them.

Addresses are 40 lower-case hex digits throughout.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from exchanges.sandbox.tron_codec import sha

FIRST_HEIGHT = 70_000_000
BLOCK_MS = 3_000
SOLID_AFTER = 18
"""A block is solid when so many more follow it: 19 of the 27 producers have then built on it."""
KEPT_BLOCKS = 4_000
"""So many newest blocks are kept; of older ones only those that hold transactions."""
ENERGY_PRICE_SUN = 100
ENERGY_TO_HOLDER = 64_285
ENERGY_TO_NEWCOMER = 130_285


class Refused(Exception):
    """What was asked of the node cannot be done; the message says why."""


@dataclass(frozen=True, slots=True)
class Token:
    """A TRC-20 contract; anybody may give theirs the name and symbol of another."""

    name: str
    symbol: str
    decimals: int


@dataclass(frozen=True, slots=True)
class Event:
    """What a token contract tells: `kind` is Transfer or Approval."""

    kind: str
    token: str
    owner: str
    other: str
    value: int


@dataclass(slots=True)
class Transaction:
    id: str
    caller: str
    called: str
    """The contract that was called; the events may come from others it calls."""
    events: list[Event]
    """What happens when it succeeds."""
    ok: bool = True
    fee_sun: int = 0
    height: int = 0
    """0 while it waits for a block."""


@dataclass(slots=True)
class Block:
    number: int
    time_ms: int
    id: str
    parent: str
    tx_ids: list[str] = field(default_factory=list)


class Blocks:
    """The chain and the state at its head.

    Args:
        seed: Makes ids; the same seed and the same steps give the same chain.
        now: UTC milliseconds for the times of blocks.
    """

    def __init__(self, seed: int, now: Callable[[], int]) -> None:
        self._seed = seed
        self._now = now
        self._counter = 0
        self.tokens: dict[str, Token] = {}
        self.balances: Counter[tuple[str, str]] = Counter()
        """(token, holder) -> raw amount at the head."""
        self.trx_sun: Counter[str] = Counter()
        self.transactions: dict[str, Transaction] = {}
        self.waiting: list[str] = []
        self._blocks: dict[int, Block] = {}
        self.is_solid_frozen = False
        """While it is, no further block becomes solid (a fault)."""
        start = now() - (SOLID_AFTER + 1) * BLOCK_MS
        self.head = Block(FIRST_HEIGHT - 1, start - BLOCK_MS, sha("before"), sha("before that"))
        self._solid = self.head
        for place in range(SOLID_AFTER + 2):
            self._append(start + place * BLOCK_MS, [])

    @property
    def solid(self) -> Block:
        """The newest block that stays; it never goes back, whatever happens above it."""
        return self._solid

    def at(self, number: int) -> Block | None:
        """The block of this height; None above the head, and for old blocks that are not kept."""
        return self._blocks.get(number)

    def mint(self, token: str, holder: str, raw: int) -> None:
        self.balances[token, holder] += raw

    def submit(self, caller: str, called: str, events: list[Event]) -> str:
        """Puts a transaction into the waiting room; the next block takes it. Answers its id."""
        tx_id = sha(f"{self._seed}:tx:{self._next()}")
        self.transactions[tx_id] = Transaction(tx_id, caller, called, events)
        self.waiting.append(tx_id)
        return tx_id

    def mine(self, count: int = 1) -> None:
        """Produces blocks; the first one takes all that waits."""
        for _ in range(count):
            taken, self.waiting = self.waiting, []
            self._append(max(self._now(), self.head.time_ms + 1), taken)

    def rollback(self, depth: int) -> list[str]:
        """Takes the newest blocks away and answers the ids of their transactions, which are in no block afterwards.

        Raises:
            Refused: a solid block would go.
        """
        if not 0 < depth <= self.head.number - self.solid.number:
            raise Refused(f"depth must be 1 to {self.head.number - self.solid.number}: solid blocks stay")
        top = self.head.number
        dropped = [self._blocks.pop(number) for number in range(top - depth + 1, top + 1)]
        self.head = self._blocks[top - depth]
        ids = [tx_id for block in dropped for tx_id in block.tx_ids]
        for tx_id in reversed(ids):
            self._undo(self.transactions[tx_id])
        return ids

    def reorganise(self, depth: int, *, keep: bool) -> None:
        """Replaces the newest blocks by one more of others; their transactions move to the last of these, or vanish."""
        ids = self.rollback(depth)
        kept, self.waiting = (self.waiting + ids if keep else self.waiting), []
        self.mine(depth)
        self.waiting = kept
        self.mine()

    def happened(self, upto: int) -> Iterator[tuple[Block, Transaction]]:
        """Successful transactions in blocks up to this height, oldest first."""
        for height in sorted({tx.height for tx in self.transactions.values() if 0 < tx.height <= upto}):
            block = self._blocks[height]
            for tx_id in block.tx_ids:
                if self.transactions[tx_id].ok:
                    yield block, self.transactions[tx_id]

    def dump(self) -> dict[str, Any]:
        """Everything as plain data."""
        return {
            "counter": self._counter,
            "balances": [[token, holder, str(raw)] for (token, holder), raw in self.balances.items()],
            "trx_sun": dict(self.trx_sun),
            "transactions": [asdict(tx) for tx in self.transactions.values()],
            "waiting": list(self.waiting),
            "solid": self._solid.number,
            "blocks": [asdict(block) for block in self._blocks.values()],
        }

    def load(self, data: dict[str, Any]) -> None:
        """Takes the place of everything; the counterpart of `dump`."""
        self._counter = data["counter"]
        self.balances = Counter({(token, holder): int(raw) for token, holder, raw in data["balances"]})
        self.trx_sun = Counter(data["trx_sun"])
        rows = [row | {"events": [Event(**event) for event in row["events"]]} for row in data["transactions"]]
        self.transactions = {row["id"]: Transaction(**row) for row in rows}
        self.waiting = list(data["waiting"])
        self._blocks = {row["number"]: Block(**row) for row in data["blocks"]}
        self.head = self._blocks[max(self._blocks)]
        self._solid = self._blocks[data["solid"]]

    def _next(self) -> int:
        self._counter += 1
        return self._counter

    def _append(self, time_ms: int, tx_ids: list[str]) -> None:
        number = self.head.number + 1
        block_id = f"{number:016x}" + sha(f"{self._seed}:block:{self._next()}")[16:]
        self.head = self._blocks[number] = Block(number, time_ms, block_id, self.head.id, tx_ids)
        for tx_id in tx_ids:
            self._execute(self.transactions[tx_id], number)
        if not self.is_solid_frozen and number - SOLID_AFTER > self._solid.number:
            self._solid = self._blocks.get(number - SOLID_AFTER, self._solid)
        old = self._blocks.get(number - KEPT_BLOCKS)
        if old is not None and not old.tx_ids and old.number < self._solid.number:
            del self._blocks[old.number]

    def _execute(self, tx: Transaction, height: int) -> None:
        """All of a transaction happens or nothing does; the fee is paid either way."""
        moves = [event for event in tx.events if event.kind == "Transfer"]
        energy = sum(self._energy(move) for move in moves) or ENERGY_TO_HOLDER
        before = self.balances.copy()
        tx.ok, tx.height, tx.fee_sun = True, height, energy * ENERGY_PRICE_SUN
        for move in moves:
            self.balances[move.token, move.owner] -= move.value
            self.balances[move.token, move.other] += move.value
            tx.ok = tx.ok and self.balances[move.token, move.owner] >= 0
        if not tx.ok:
            self.balances = before
        self.trx_sun[tx.caller] -= tx.fee_sun

    def _energy(self, move: Event) -> int:
        return ENERGY_TO_HOLDER if self.balances[move.token, move.other] else ENERGY_TO_NEWCOMER

    def _undo(self, tx: Transaction) -> None:
        for move in (event for event in tx.events if event.kind == "Transfer" and tx.ok):
            self.balances[move.token, move.owner] += move.value
            self.balances[move.token, move.other] -= move.value
        self.trx_sun[tx.caller] += tx.fee_sun
        tx.height = 0

"""A simulated chain: blocks, tokens, transfers, and what a reorganisation does to them.

Addresses are 40 lower-case hex digits throughout.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from exchanges.sandbox.chain_codec import sha

KEPT_BLOCKS = 4_000
"""So many newest blocks are kept; of older ones only those that hold transactions."""


class Refused(Exception):
    """What was asked of the node cannot be done; the message says why."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What tells one chain from another."""

    first_height: int
    block_ms: int
    """Between the blocks that are there at the start."""
    solid_after: int
    """A block is solid (stays for ever) when so many more follow it."""
    effort_to_holder: int
    """Energy or gas of a transfer to somebody who has the token already."""
    effort_to_newcomer: int
    price: int
    """Of one unit of effort, in the smallest unit of the chain's own coin."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token contract; anybody may give theirs the name and symbol of another."""

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
    effort: int = 0
    fee: int = 0
    """In the smallest unit of the chain's own coin."""
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
        rules: Of the chain.
        now: UTC milliseconds for the times of blocks.
    """

    def __init__(self, seed: int | str, rules: Rules, now: Callable[[], int]) -> None:
        self.rules = rules
        self._seed = seed
        self._now = now
        self._counter = 0
        self.tokens: dict[str, Token] = {}
        self.balances: Counter[tuple[str, str]] = Counter()
        """(token, holder) -> raw amount at the head."""
        self.coins: Counter[str] = Counter()
        """Holder -> amount of the chain's own coin, which pays for fees."""
        self.transactions: dict[str, Transaction] = {}
        self.waiting: list[str] = []
        self._blocks: dict[int, Block] = {}
        self.is_solid_frozen = False
        """While it is, no further block becomes solid (a fault)."""
        start = now() - (rules.solid_after + 1) * rules.block_ms
        self.head = Block(rules.first_height - 1, start - rules.block_ms, sha("before"), sha("before that"))
        self._solid = self.head
        for place in range(rules.solid_after + 2):
            self._append(start + place * rules.block_ms, [])

    @property
    def solid(self) -> Block:
        """The newest block that stays; it never goes back, whatever happens above it."""
        return self._solid

    async def run(self, block_ms: int | None) -> None:
        """Produces blocks until cancelled; with None none by itself."""
        while block_ms is not None:
            await asyncio.sleep(block_ms / 1000)
            self.mine()
        await asyncio.Event().wait()

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
            "coins": {holder: str(amount) for holder, amount in self.coins.items()},
            "transactions": [asdict(tx) for tx in self.transactions.values()],
            "waiting": list(self.waiting),
            "solid": self._solid.number,
            "blocks": [asdict(block) for block in self._blocks.values()],
        }

    def load(self, data: dict[str, Any]) -> None:
        """Takes the place of everything; the counterpart of `dump`."""
        self._counter = data["counter"]
        self.balances = Counter({(token, holder): int(raw) for token, holder, raw in data["balances"]})
        self.coins = Counter({holder: int(amount) for holder, amount in data["coins"].items()})
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
        solid = number - self.rules.solid_after
        if not self.is_solid_frozen and solid > self._solid.number:
            self._solid = self._blocks.get(solid, self._solid)
        old = self._blocks.get(number - KEPT_BLOCKS)
        if old is not None and not old.tx_ids and old.number < self._solid.number:
            del self._blocks[old.number]

    def _execute(self, tx: Transaction, height: int) -> None:
        """All of a transaction happens or nothing does; the fee is paid either way."""
        moves = [event for event in tx.events if event.kind == "Transfer"]
        tx.effort = sum(self._effort(move) for move in moves) or self.rules.effort_to_holder
        before = self.balances.copy()
        tx.ok, tx.height, tx.fee = True, height, tx.effort * self.rules.price
        for move in moves:
            self.balances[move.token, move.owner] -= move.value
            self.balances[move.token, move.other] += move.value
            tx.ok = tx.ok and self.balances[move.token, move.owner] >= 0
        if not tx.ok:
            self.balances = before
        self.coins[tx.caller] -= tx.fee

    def _effort(self, move: Event) -> int:
        has_some = self.balances[move.token, move.other]
        return self.rules.effort_to_holder if has_some else self.rules.effort_to_newcomer

    def _undo(self, tx: Transaction) -> None:
        for move in (event for event in tx.events if event.kind == "Transfer" and tx.ok):
            self.balances[move.token, move.owner] += move.value
            self.balances[move.token, move.other] -= move.value
        self.coins[tx.caller] += tx.fee
        tx.height = 0

"""Finds transfers in a node's event logs, through Ethereum JSON-RPC; TRON speaks it too.

Unlike an index the node lists by block height, so nothing comes late: what lies at or below the final height is
complete there. One node behind a shared address may still lag, which is why each scan begins again behind the cursor.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterator
from typing import Any, Protocol

import msgspec

from exchanges.chains.chain import Found, Heads, Hint, Point
from exchanges.chains.transfer_log import TRANSFER_TOPIC, address_in, word
from exchanges.core.errors import BadRequest, Unexpected, VenueError

CALLS_A_SCAN = 20
OVERLAP_BLOCKS = 64
OVERLAP_MS = 120_000
"""The overlap of a quick chain: its blocks are so short that 64 of them are no time at all."""
DAY_MS = 24 * 3_600_000
RECIPIENTS_A_CALL = 50

_TOPIC = "0x" + TRANSFER_TOPIC.hex()
_NO_SUCH_METHOD = "-32601"


def reaches(block_ms: int) -> tuple[int, int]:
    """Overlap and patience of a finder of logs, in blocks; see `Finder`."""
    return max(OVERLAP_BLOCKS, OVERLAP_MS // block_ms), DAY_MS // block_ms


class Rpc(Protocol):
    """One JSON-RPC call; raises `VenueError` with the error's code."""

    def __call__(self, method: str, params: list[Any]) -> Awaitable[Any]: ...


class LogEntry(msgspec.Struct, rename="camel"):
    topics: list[str]
    data: str
    block_number: str
    transaction_hash: str
    removed: bool = False


class LogFinder:
    """Positions are block heights.

    Args:
        rpc: Makes the calls.
        contract: The token's 20 bytes.
        to_bytes: The chain's text form of an address to its 20 bytes.
        block_ms: Usual time between two blocks.
        largest_range: Blocks one call may span; halved while the provider refuses it.
    """

    key = "logs"
    may_lag = False

    def __init__(
        self,
        rpc: Rpc,
        contract: bytes,
        to_bytes: Callable[[str], bytes],
        *,
        block_ms: int = 3_000,
        largest_range: int = 5_000,
    ) -> None:
        self.overlap, self.patience = reaches(block_ms)
        self._block_ms = block_ms
        self._rpc = rpc
        self._contract = contract
        self._to_bytes = to_bytes
        self._largest_range = largest_range
        self._range = largest_range

    def position(self, point: Point) -> int:
        return point.height

    async def position_at(self, time_ms: int, heads: Heads) -> int:
        """The last block made at or before `time_ms`; blocks a node does not keep count as older.

        Found by halving what lies between two blocks, the older of which is first guessed by the chain's pace: on a
        chain of many millions of blocks that spares most of the calls.
        """
        low, high = await self._bracket(time_ms, heads.final)
        while low < high:
            middle = (low + high + 1) // 2
            made_s = await self._block_time_s(middle)
            if made_s is None or made_s * 1000 <= time_ms:
                low = middle
            else:
                high = middle - 1
        return low

    async def _bracket(self, time_ms: int, newest: Point) -> tuple[int, int]:
        """Heights between which the last block of that time lies, both included."""
        high, back = newest.height, max((newest.time_ms - time_ms) // self._block_ms, 1)
        while (low := newest.height - back) > 0:
            made_s = await self._block_time_s(low)
            if made_s is None or made_s * 1000 <= time_ms:
                return low, high
            high, back = low - 1, back * 2
        return 0, high

    async def find(self, recipients: Collection[str], after: int, upto: int, *, final: bool, beyond: int = 0) -> Found:
        """Lists transfers in the blocks of (after, upto]; `final` changes nothing, heights say it all."""
        del final
        addresses = {self._to_bytes(text): text for text in recipients}
        hints: dict[tuple[str, str, int], Hint] = {}
        reached, calls = max(after, -1), 0
        while reached < upto and (calls < CALLS_A_SCAN or reached <= beyond):
            last = min(reached + self._range, upto)
            try:
                entries = await self._logs(list(addresses), reached + 1, last)
            except VenueError as error:
                if not self._narrower(error):
                    raise
                continue
            hints |= {(hint.tx_hash, hint.recipient, hint.raw): hint for hint in _hints(entries, addresses)}
            reached, calls = last, calls + 1
            self._range = min(self._range + self._range // 4 + 1, self._largest_range)
        return Found(tuple(hints.values()), max(reached, after), backlog=reached < upto)

    async def _block_time_s(self, height: int) -> int | None:
        block = await self._rpc("eth_getBlockByNumber", [hex(height), False])
        try:
            return None if block is None else int(block["timestamp"], 16)
        except (KeyError, TypeError, ValueError) as error:
            raise Unexpected("a block without a readable time", endpoint="eth_getBlockByNumber") from error

    async def _logs(self, addresses: list[bytes], first: int, last: int) -> list[LogEntry]:
        entries: list[LogEntry] = []
        for start in range(0, len(addresses), RECIPIENTS_A_CALL):
            topics = ["0x" + address.hex().rjust(64, "0") for address in addresses[start : start + RECIPIENTS_A_CALL]]
            wanted = {"fromBlock": hex(first), "toBlock": hex(last), "address": "0x" + self._contract.hex()}
            answer = await self._rpc("eth_getLogs", [wanted | {"topics": [_TOPIC, None, topics]}])
            try:
                entries += msgspec.convert(answer, list[LogEntry])
            except msgspec.ValidationError as error:
                raise Unexpected(str(error), endpoint="eth_getLogs") from error
        return entries

    def _narrower(self, refusal: VenueError) -> bool:
        """Whether a narrower span is left to try after the node refused this one, which it does for many reasons."""
        is_refusal = isinstance(refusal, BadRequest) and refusal.code not in ("", _NO_SUCH_METHOD)
        if not is_refusal or self._range == 1:
            return False
        self._range = max(self._range // 2, 1)
        return True


def _hints(entries: list[LogEntry], addresses: dict[bytes, str]) -> Iterator[Hint]:
    for entry in entries:
        hint = _hint(entry, addresses)
        if hint is not None:
            yield hint


def _hint(entry: LogEntry, addresses: dict[bytes, str]) -> Hint | None:
    if entry.removed or len(entry.topics) != 3:
        return None
    recipient = addresses.get(address_in(entry.topics[2]) or b"")
    amount, tx_hash = word(entry.data), word(entry.transaction_hash)
    try:
        height = int(entry.block_number, 16)
    except ValueError:
        return None
    if recipient is None or amount is None or tx_hash is None:
        return None
    return Hint(tx_hash.hex(), height, recipient, int.from_bytes(amount, "big"))

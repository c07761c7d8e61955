"""Finds transfers in the indexer's list of an account's TRC-20 transactions.

The list is cheap and quick to ask, but it is an index: it has been seen to miss rows, to come late and to lose the
mark of the next page. A row is a hint to prove, a missing row says nothing.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Collection

import msgspec

from exchanges.chains import tron_address
from exchanges.chains.chain import Found, Heads, Hint, Point
from exchanges.chains.provider_http import into
from exchanges.chains.tron_rest import VENUE, TronRest
from exchanges.core.errors import Unexpected

PAGE_ROWS = 200
PAGES_A_SCAN = 10
OVERLAP_MS = 10 * 60_000
PATIENCE_MS = 24 * 3_600_000

_ENDPOINT = "account_trc20"
_TX_ID = re.compile(r"[0-9a-f]{64}")
_log = logging.getLogger(__name__)


class TokenInfo(msgspec.Struct):
    """What the token says of itself: only its address can be believed, and that only after the proof."""

    address: str = ""


class Row(msgspec.Struct, rename={"recipient": "to"}):
    transaction_id: str
    block_timestamp: int
    recipient: str
    type: str
    value: str
    token_info: TokenInfo


class Meta(msgspec.Struct):
    fingerprint: str = ""


class Page(msgspec.Struct):
    success: bool
    data: list[object] = []
    meta: Meta = msgspec.field(default_factory=Meta)


class IndexFinder:
    """Positions are block times in milliseconds: the list knows no block numbers."""

    key = "index"
    overlap = OVERLAP_MS
    patience = PATIENCE_MS
    may_lag = True

    def __init__(self, rest: TronRest, usdt: bytes) -> None:
        self._rest = rest
        self._usdt = usdt

    def position(self, point: Point) -> int:
        return point.time_ms

    async def position_at(self, time_ms: int, heads: Heads) -> int:
        return min(time_ms, heads.final.time_ms)

    async def find(self, recipients: Collection[str], after: int, upto: int, *, final: bool, beyond: int = 0) -> Found:
        """Lists transfers whose block time lies in [after, upto]; see `Finder.find`."""
        hints: dict[tuple[str, str, int], Hint] = {}
        reached = upto
        for recipient in sorted(recipients):
            rows, listed_to = await self._rows(recipient, (max(after, 0), upto), final=final, beyond=beyond)
            reached = min(reached, listed_to)
            found = (hint for row in rows if (hint := self._hint(row, recipient)))
            hints |= {(hint.tx_hash, hint.recipient, hint.raw): hint for hint in found}
        return Found(tuple(hints.values()), reached, backlog=reached < upto)

    async def _rows(self, recipient: str, span: tuple[int, int], *, final: bool, beyond: int) -> tuple[list[Row], int]:
        """All rows of the span, and the time up to which they are complete."""
        start, upto = span
        rows: list[Row] = []
        marks: set[str] = set()
        mark, pages = "", 0
        while True:
            page, page_rows = await self._page(recipient, start, upto, final, mark)
            rows += page_rows
            pages += 1
            last = rows[-1].block_timestamp if rows else start
            mark = page.meta.fingerprint
            if mark in marks:
                raise Unexpected("the indexer repeats a page", venue=VENUE, endpoint=_ENDPOINT)
            if not mark and len(page.data) < PAGE_ROWS:
                return rows, upto
            if pages >= PAGES_A_SCAN and last - 1 > beyond:
                return rows, min(last - 1, upto)
            if mark:
                marks.add(mark)
            elif last > start:
                start = (
                    last  # A full page without the mark of the next one: the indexer lost it; go on from the last row.
                )
            else:
                raise Unexpected("the indexer does not page on", venue=VENUE, endpoint=_ENDPOINT)

    async def _page(self, recipient: str, start: int, upto: int, final: bool, mark: str) -> tuple[Page, list[Row]]:
        query = {
            "contract_address": tron_address.to_text(self._usdt),
            "only_to": "true",
            "limit": str(PAGE_ROWS),
            "order_by": "block_timestamp,asc",
            "min_timestamp": str(start),
            "max_timestamp": str(upto),
        }
        query |= {"only_confirmed": "true"} if final else {}
        query |= {"fingerprint": mark} if mark else {}
        answer = await self._rest.get(_ENDPOINT, f"/v1/accounts/{recipient}/transactions/trc20", query)
        page = into(Page, answer, VENUE, _ENDPOINT)
        return page, [row for raw in page.data if (row := _row(raw))]

    def _hint(self, row: Row, recipient: str) -> Hint | None:
        """The row as a hint, or None for what is plainly no transfer of the real token to us."""
        if row.type != "Transfer" or not _TX_ID.fullmatch(row.transaction_id.lower()) or not row.value.isdecimal():
            return None
        try:
            token, to = tron_address.from_text(row.token_info.address), tron_address.from_text(row.recipient)
        except ValueError:
            return None
        if token != self._usdt or to != tron_address.from_text(recipient):
            return None
        return Hint(row.transaction_id.lower(), row.block_timestamp, recipient, int(row.value))


def _row(raw: object) -> Row | None:
    try:
        return msgspec.convert(raw, Row)
    except msgspec.ValidationError as error:
        # One odd row must not hide the others; the log finder and later sweeps do not depend on it.
        _log.warning("tron indexer: unreadable row (%s)", error)
        return None

"""Back-filling what happened while nobody listened: flows and trades, page by page, the newest first."""

from __future__ import annotations

from exchanges.core.endpoint import Endpoint
from exchanges.core.numbers import ms
from exchanges.core.rest import Rest
from exchanges.core.text import clean
from exchanges.toobit import table
from exchanges.toobit.rows import Row

DAY_MS = 86_400_000
KEPT_MS = 89 * DAY_MS
"""Older rows are not listed."""
MOST_PAGES = 200


async def flows(rest: Rest, from_ms: int, now_ms: int) -> list[Row]:
    """Every change of the balance at or after that time."""
    return await _since(rest, table.FLOWS, {}, "created", from_ms, now_ms)


async def trades(rest: Rest, symbol: str, from_ms: int, now_ms: int) -> list[Row]:
    """Every trade of one contract at or after that time."""
    return await _since(rest, table.USER_TRADES, {"symbol": symbol}, "time", from_ms, now_ms)


async def _since(
    rest: Rest, endpoint: Endpoint, about: dict[str, str], time: str, from_ms: int, now_ms: int
) -> list[Row]:
    """Page by page; each begins with the last millisecond of the one before, which may hold rows of both."""
    start_ms = max(from_ms, now_ms - KEPT_MS)
    found: dict[str, Row] = {}
    end: dict[str, str] = {}
    for _ in range(MOST_PAGES):
        span = {"startTime": str(start_ms), **end, "limit": str(table.MOST_ROWS)}
        rows: list[Row] = await rest.call(endpoint, {**about, **span})
        fresh = {clean(row.get("id")): row for row in rows if clean(row.get("id")) not in found}
        found.update(fresh)
        oldest_ms = min((ms(row.get(time)) or now_ms for row in rows), default=0)
        if len(rows) < table.MOST_ROWS or not fresh:
            break
        end = {"endTime": str(max(oldest_ms, start_ms))}
    return list(found.values())


async def open_ones(rest: Rest, endpoint: Endpoint, about: dict[str, str]) -> list[Row]:
    """Every open order of a list, which goes on below the last id."""
    found: list[Row] = []
    below: dict[str, str] = {}
    for _ in range(MOST_PAGES):
        rows: list[Row] = await rest.call(endpoint, {**about, **below, "limit": str(table.MOST_ROWS)})
        found += rows
        if len(rows) < table.MOST_ROWS:
            break
        below = {"orderId": clean(rows[-1].get("orderId"))}
    return found

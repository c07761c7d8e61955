"""Back-filling what happened while nobody listened: incomes and trades, page by page, oldest first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exchanges.binance import table
from exchanges.binance.rows import Row
from exchanges.core.numbers import dec, ms
from exchanges.core.rest import Rest
from exchanges.core.text import clean

DAY_MS = 86_400_000
LONGEST_SPAN_MS = 7 * DAY_MS - 1
"""A question may reach over seven days."""
KEPT_MS = 89 * DAY_MS
"""Older rows are not listed any more."""
MOST_PAGES = 200


async def incomes(rest: Rest, from_ms: int, now_ms: int) -> list[Row]:
    """Every income at or after that time, of all kinds."""
    found: dict[tuple[str, ...], Row] = {}
    start_ms = _asked_from(from_ms, now_ms)
    for _ in range(MOST_PAGES):
        span = _span(start_ms, now_ms)
        rows = await rest.call(table.INCOME, {**span, "limit": str(table.PAGE)})
        found.update({_income_key(row): row for row in rows})
        last_ms = max((ms(row.get("time")) or 0 for row in rows), default=0)
        if len(rows) >= table.PAGE:
            # The next page begins with the same millisecond, which may hold rows of both.
            start_ms = max(last_ms, start_ms + 1)
        elif "endTime" in span:
            start_ms = int(span["endTime"]) + 1
        else:
            break
    return list(found.values())


async def trades(rest: Rest, symbol: str, from_ms: int, now_ms: int) -> list[Row]:
    """Every trade of one contract at or after that time."""
    rows = await _first_trades(rest, symbol, _asked_from(from_ms, now_ms), now_ms)
    found: list[Row] = list(rows)
    for _ in range(MOST_PAGES):
        if not rows or (len(rows) < table.PAGE and now_ms - from_ms <= LONGEST_SPAN_MS):
            break
        after = max(int(dec(row.get("id")) or 0) for row in rows) + 1
        rows = await rest.call(table.USER_TRADES, {"symbol": symbol, "fromId": str(after), "limit": str(table.PAGE)})
        found += rows
        if len(rows) < table.PAGE:
            break
    return found


async def _first_trades(rest: Rest, symbol: str, start_ms: int, now_ms: int) -> list[dict[str, Any]]:
    """The first page that holds anything."""
    while True:
        span = _span(start_ms, now_ms)
        rows: list[dict[str, Any]] = await rest.call(
            table.USER_TRADES, {"symbol": symbol, **span, "limit": str(table.PAGE)}
        )
        if rows or "endTime" not in span:
            return rows
        start_ms = int(span["endTime"]) + 1


def _asked_from(from_ms: int, now_ms: int) -> int:
    """No further back than the venue keeps."""
    return max(from_ms, now_ms - KEPT_MS)


def _span(start_ms: int, now_ms: int) -> Mapping[str, str]:
    """From that time on; with an end where now is further away than a question may reach."""
    if now_ms - start_ms <= LONGEST_SPAN_MS:
        return {"startTime": str(start_ms)}
    return {"startTime": str(start_ms), "endTime": str(start_ms + LONGEST_SPAN_MS)}


def _income_key(row: Row) -> tuple[str, ...]:
    return tuple(clean(row.get(name)) for name in ("incomeType", "tranId", "symbol", "tradeId"))

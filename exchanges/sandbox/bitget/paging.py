"""Lists, newest first: windows of time, cursors and page sizes of both generations."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from exchanges.sandbox.bitget.errors import BitgetError
from exchanges.sandbox.bitget.requests import Call, number

T = TypeVar("T")
DAY_MS = 86_400_000
REACH_MS = 90 * DAY_MS
MOST = 100


def page(
    call: Call,
    rows: Iterable[T],
    cursor: Callable[[T], int],
    time: Callable[[T], int],
    *,
    by: str = "idLessThan",
    usual: int = MOST,
    span_days: int = 90,
    reach_ms: int = REACH_MS,
    sized: str = "limit",
    most: int = MOST,
) -> list[T]:
    """The rows a request asks for, newest first.

    Args:
        call: May carry `startTime`, `endTime`, `limit` and the cursor.
        rows: All there are.
        cursor: The growing number a row is paged by.
        time: The time the window looks at.
        by: Name of the cursor; rows below it are answered.
        usual: Page size unless asked for.
        span_days: The longest window between `startTime` and `endTime`.
        reach_ms: How far back the list goes.
        sized: Name of the page size.
        most: The largest page size.

    Raises:
        BitgetError: 40704, 40705, 40707, or 40020 for what is no number.
    """
    begin, end = window(call, span_days, reach_ms)
    below = number(call.params, by)
    chosen = [row for row in rows if begin <= time(row) <= end and (below is None or cursor(row) < below)]
    chosen.sort(key=cursor, reverse=True)
    return chosen[: size(call, usual, sized, most)]


def window(call: Call, span_days: int, reach_ms: int) -> tuple[int, int]:
    """First and last time asked for; a client's clock may run a little ahead."""
    now = call.venue.clock()
    begin, end = number(call.params, "startTime"), number(call.params, "endTime")
    if begin is not None and begin < now - REACH_MS - DAY_MS:
        raise BitgetError("40704")
    if begin is not None and end is not None:
        if begin > end:
            raise BitgetError("40707")
        if end - begin > span_days * DAY_MS:
            raise BitgetError("40705", days=str(span_days))
    latest = end if end is not None else now + DAY_MS
    return max(begin or 0, now - reach_ms), latest


def size(call: Call, usual: int, name: str = "limit", most: int = MOST) -> int:
    """Rows of a page.

    Raises:
        BitgetError: 40020.
    """
    wanted = number(call.params, name)
    if wanted == 0:
        raise BitgetError("40020", param=name)
    return min(wanted or usual, most)


def end_id(cursors: list[str]) -> str | None:
    """Where the next page begins; null after an empty one."""
    return cursors[-1] if cursors else None

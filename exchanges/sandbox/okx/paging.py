"""Paging of OKX's lists: newest first, `after` older, `before` newer, at most a hundred rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from exchanges.sandbox.okx.errors import OkxError

T = TypeVar("T")
LIMIT = 100


def page(
    items: Iterable[T],
    params: Mapping[str, str],
    cursor: Callable[[T], str],
    *,
    time: Callable[[T], int] | None = None,
    key: Callable[[T], int] | None = None,
) -> list[T]:
    """The rows a request asks for.

    Args:
        items: All rows, in any order.
        params: `after`, `before`, `limit`, and `begin`/`end` where `time` is given.
        cursor: The id a row is paged by (digits).
        time: The time `begin` and `end` look at.
        key: What to sort by; the cursor itself unless given.
    """
    rank = key or (lambda item: int(cursor(item)))
    rows = sorted(items, key=rank, reverse=True)
    after, before = number(params, "after"), number(params, "before")
    begin, end = number(params, "begin"), number(params, "end")
    if after is not None:
        rows = [row for row in rows if int(cursor(row)) < after]
    if before is not None:
        rows = [row for row in rows if int(cursor(row)) > before]
    if time is not None and begin is not None:
        rows = [row for row in rows if time(row) >= begin]
    if time is not None and end is not None:
        rows = [row for row in rows if time(row) <= end]
    return rows[: size(params)]


def size(params: Mapping[str, str]) -> int:
    """The wanted number of rows, a hundred at most.

    Raises:
        OkxError: Not a number of at least one.
    """
    wanted = number(params, "limit")
    if wanted is None:
        return LIMIT
    if wanted < 1:
        raise OkxError("51000", param="limit")
    return min(wanted, LIMIT)


def number(params: Mapping[str, str], name: str) -> int | None:
    """A whole number, or None when absent.

    Raises:
        OkxError: Something else stands there.
    """
    text = params.get(name, "")
    if not text:
        return None
    if not text.lstrip("-").isdigit():
        raise OkxError("51000", param=name)
    return int(text)


def chosen(params: Mapping[str, str], name: str) -> list[str]:
    """A comma list, empty when absent."""
    return [part.strip() for part in params.get(name, "").split(",") if part.strip()]

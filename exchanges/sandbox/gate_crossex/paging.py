"""Lists, newest first, by pages that count from 1."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from exchanges.sandbox.gate_crossex.errors import CrossexError
from exchanges.sandbox.gate_crossex.requests import PARAM, Call, number

T = TypeVar("T")
USUAL, MOST = 100, 1000


def page(call: Call, rows: Iterable[T], time: Callable[[T], int], order: Callable[[T], int]) -> list[T]:
    """The rows a request asks for by `from`, `to`, `page` and `limit`.

    Raises:
        CrossexError: COMMON_PARAM_BIND_ERROR for what is no number, or a page or limit that cannot be.
    """
    begin, end = number(call.params, "from") or 0, number(call.params, "to")
    which, size = number(call.params, "page"), number(call.params, "limit")
    if which == 0 or size == 0 or (size or 0) > MOST:
        raise CrossexError(PARAM)
    chosen = [row for row in rows if begin <= time(row) and (end is None or time(row) <= end)]
    chosen.sort(key=order, reverse=True)
    start = ((which or 1) - 1) * (size or USUAL)
    return chosen[start : start + (size or USUAL)]

"""Events of accounts as JSON lines: numbers exact as text, times UTC milliseconds, `null` for unknown; pure ASCII.

| type | fields beside `binding`, `label`, `venue`, `environment`, `at_ms` |
| --- | --- |
| link | state, reason, code, next_try_ms, progress, seen_ip |
| book | origin, and the lists that changed: positions, orders, balances, fills, incomes; `_gone` of the first three |
| confirmed | none: the state still stands as of `at_ms` |
| trading | allowed, reason: whether to trade with this account; told at the start and at every change |

Until an account's first `trading` line, and from one with `allowed` false on (`reason`: "compute-used-up"), whoever
trades with these events holds; all other lines go on meanwhile.

One `book` line is one atomic difference; all lines in order give the venue's truth.
"""

from __future__ import annotations

import json
from typing import Any

import msgspec

from app.services.book import Book
from app.services.trading_gate import Trading
from exchanges.core.model import BookChanged, Confirmed, Event, LinkChanged
from exchanges.core.text import clean

_ROWS = ("positions", "orders", "balances", "fills", "incomes")


def line_of(book: Book, event: Event) -> bytes:
    """The line of one event, with its line break."""
    return encode(_kind(event) | _whose(book) | _content(event))


def trading_line(book: Book, trading: Trading, at_ms: int) -> bytes:
    """The line that tells whether an account may be traded with."""
    told = {"at_ms": at_ms, "allowed": trading.is_allowed, "reason": trading.paused_by}
    return encode({"type": "trading"} | _whose(book) | told)


def encode(fields: dict[str, Any]) -> bytes:
    """Any line of the stream. ASCII, so that no terminal finds anything to obey in it."""
    return json.dumps(fields, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"


def _kind(event: Event) -> dict[str, Any]:
    kinds = {LinkChanged: "link", BookChanged: "book", Confirmed: "confirmed"}
    return {"type": kinds[type(event)]}


def _whose(book: Book) -> dict[str, Any]:
    return {
        "binding": book.binding_id,
        "label": clean(book.label),
        "venue": book.venue,
        "environment": book.environment,
    }


def _content(event: Event) -> dict[str, Any]:
    if not isinstance(event, BookChanged):
        plain: dict[str, Any] = msgspec.to_builtins(event)
        return plain
    fields: dict[str, Any] = {"at_ms": event.at_ms, "origin": event.origin.value}
    for name in _ROWS:
        if rows := getattr(event, name):
            fields[name] = msgspec.to_builtins(rows)
    if event.positions_gone:
        fields["positions_gone"] = [msgspec.to_builtins(key._asdict()) for key in event.positions_gone]
    if event.orders_gone:
        fields["orders_gone"] = [msgspec.to_builtins(key._asdict()) for key in event.orders_gone]
    if event.balances_gone:
        fields["balances_gone"] = list(event.balances_gone)
    return fields

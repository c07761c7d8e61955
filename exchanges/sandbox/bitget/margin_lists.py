"""The lists of margin: orders, fills, loans, repayments, interest, liquidations, financial records."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from exchanges.sandbox.bitget.margin_rows import (
    entry_row,
    fill_row,
    interest_row,
    liquidation_row,
    loan_row,
    order_row,
    repay_row,
)
from exchanges.sandbox.bitget.margin_state import Kind, Mode, Record, SpotOrder
from exchanges.sandbox.bitget.margin_words import Listed, Words
from exchanges.sandbox.bitget.paging import page
from exchanges.sandbox.bitget.requests import Call, Row, margin_pair, need, word

T = TypeVar("T")
MOST = 500
USUAL = 100
_ROWS: dict[Kind, tuple[Callable[[Record, Words], Row], str]] = {
    "loan": (loan_row, "loanId"),
    "repay": (repay_row, "repayId"),
    "interest": (interest_row, ""),
    "entry": (entry_row, ""),
}


def open_orders(call: Call, mode: Mode, words: Words) -> object:
    """Of one pair. The first generation has no cursor here; the second demands `startTime`."""
    if not words.is_first:
        need(call.params, "startTime")
    orders = call.venue.margin.purse(call.account).orders.values()
    return _orders(call, mode, words, orders)


def history(call: Call, mode: Mode, words: Words) -> object:
    """Orders of one pair, finished ones and, as the document's sample shows, open ones too."""
    need(call.params, "startTime")
    purse = call.venue.margin.purse(call.account)
    source = word(call.params, "source")
    found = [each for each in (*purse.orders.values(), *purse.finished) if source.upper() in ("", each.source)]
    return _orders(call, mode, words, found)


def _orders(call: Call, mode: Mode, words: Words, found: Iterable[SpotOrder]) -> object:
    name = margin_pair(call, call.params).symbol
    order_id, client = word(call.params, "orderId"), word(call.params, "clientOid")
    chosen = [
        each
        for each in found
        if (each.mode, each.symbol) == (mode, name) and order_id in ("", each.id) and client in ("", each.client_id)
    ]
    rows = _page(call, words, chosen, lambda each: each.id, lambda each: each.created_ms)
    return words.paged([order_row(each, words) for each in rows], "orderList", [each.id for each in rows])


def fills(call: Call, mode: Mode, words: Words) -> object:
    """Fills of one pair."""
    need(call.params, "startTime")
    name, order_id = margin_pair(call, call.params).symbol, word(call.params, "orderId")
    chosen = [
        each
        for each in call.venue.margin.purse(call.account).fills
        if (each.mode, each.symbol) == (mode, name) and order_id in ("", each.order_id)
    ]
    rows = _page(call, words, chosen, lambda each: each.id, lambda each: each.time_ms)
    listed = "resultList" if words.is_first else "fills"
    return words.paged([fill_row(each, words) for each in rows], listed, [each.id for each in rows])


def records(call: Call, mode: Mode, words: Words, kind: Kind) -> object:
    """Loans, repayments, interest or financial records; isolated ones of one pair."""
    make, id_name = _ROWS[kind]
    chosen = _chosen(call, mode, kind)
    wanted = word(call.params, id_name) if id_name else ""
    types = word(call.params, "marginType")
    chosen = [each for each in chosen if wanted in ("", each.id) and types in ("", each.word, words.kind(each.word))]
    rows = _page(call, words, chosen, lambda each: each.id, lambda each: each.time_ms)
    return words.paged([make(each, words) for each in rows], "resultList", [each.id for each in rows])


def liquidations(call: Call, mode: Mode, words: Words) -> object:
    """The first generation lists them without a frame, and tells the page's ids beside them."""
    rows = _page(call, words, _chosen(call, mode, "liquidation"), lambda each: each.id, lambda each: each.time_ms)
    listed, ids = [liquidation_row(each, words) for each in rows], [each.id for each in rows]
    if not words.is_first:
        return words.paged(listed, "resultList", ids)
    return Listed(listed, {"maxId": ids[0], "minId": ids[-1]} if ids else {})


def _chosen(call: Call, mode: Mode, kind: Kind) -> list[Record]:
    need(call.params, "startTime")
    name = margin_pair(call, call.params).symbol if mode == "isolated" else ""
    coin = word(call.params, "coin").upper()
    found = call.venue.margin.purse(call.account).records
    return [each for each in found if (each.kind, each.symbol) == (kind, name) and coin in ("", each.coin)]


def _page(call: Call, words: Words, rows: Iterable[T], cursor: Callable[[T], str], time: Callable[[T], int]) -> list[T]:
    by = next((name for name in words.cursors if word(call.params, name)), words.cursors[0])
    return page(call, rows, lambda row: int(cursor(row)), time, by=by, usual=USUAL, sized=words.size, most=MOST)

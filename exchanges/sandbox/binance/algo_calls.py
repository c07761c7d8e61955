"""Conditional orders: place, cancel and list."""

from __future__ import annotations

from exchanges.sandbox.binance.errors import BinanceError, translate
from exchanges.sandbox.binance.order_intents import read_algo
from exchanges.sandbox.binance.order_rows import algo_acknowledgement, algo_client_id, algo_row
from exchanges.sandbox.binance.requests import Call
from exchanges.sandbox.binance.text import Row
from exchanges.sandbox.refusals import Refusal
from exchanges.sandbox.state import Algo

WEEK_MS = 7 * 86_400_000
QUARTER_MS = 90 * 86_400_000


def place(call: Call) -> Row:
    intent = read_algo(call)
    try:
        algo = call.venue.engine.triggers.place(call.account, intent)
    except Refusal as refusal:
        raise translate(refusal, side=intent.side) from None
    return algo_acknowledgement(call.account, algo, call.market)


def cancel(call: Call) -> Row:
    algo = _find(call, code=-2011)
    _end(call, algo)
    return {"algoId": int(algo.id), "clientAlgoId": algo_client_id(algo), "code": "200", "msg": "success"}


def cancel_all(call: Call) -> Row:
    symbol = call.quote().contract.id
    for algo in [algo for algo in call.account.algos.values() if algo.contract == symbol]:
        _end(call, algo)
    return {"code": 200, "msg": "The operation of cancel all open order is done."}


def query(call: Call) -> Row:
    return algo_row(call.account, _find(call, code=-2013), call.market)


def open_algos(call: Call) -> list[Row]:
    symbols, wanted = call.symbols(), call.whole("algoId")
    return [
        algo_row(call.account, algo, call.market)
        for algo in call.account.algos.values()
        if (symbols is None or algo.contract in symbols) and wanted in (None, int(algo.id))
    ]


def all_algos(call: Call) -> list[Row]:
    """Waiting and ended ones of a symbol, oldest first; from an id on, or of a week."""
    symbol, first_id = call.quote().contract.id, call.whole("algoId")
    start, end = call.window(WEEK_MS, usual_ms=WEEK_MS, reach_ms=QUARTER_MS)
    rows = [
        algo_row(call.account, algo, call.market)
        for algo in (*call.account.finished_algos, *call.account.algos.values())
        if algo.contract == symbol
        and (int(algo.id) >= first_id if first_id is not None else start <= algo.created_ms <= end)
    ]
    rows.sort(key=lambda row: str(row["algoId"]))
    limit = call.limit(500, 1_000)
    return rows[:limit] if first_id is not None else rows[-limit:]


def _find(call: Call, *, code: int) -> Algo:
    algo_id, client = call.whole("algoId"), call.text("clientAlgoId")
    if algo_id is None and not client:
        raise BinanceError(-1102, "Param 'clientAlgoId' or 'algoId' must be sent, but both were empty/null!")
    try:
        algo = call.venue.engine.triggers.find(call.account, "" if algo_id is None else str(algo_id), client)
    except Refusal:
        raise BinanceError(code) from None
    if code == -2011 and algo.state != "live":
        raise BinanceError(code)
    return algo


def _end(call: Call, algo: Algo) -> None:
    algo.facts["ended"] = "user"  # Told apart from what ends with its position.
    call.venue.engine.triggers.cancel(call.account, algo)

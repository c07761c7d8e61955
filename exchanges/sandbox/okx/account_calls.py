"""The `account` calls that tell what an account is and has."""

from __future__ import annotations

from exchanges.sandbox.okx.account_rows import balance_row, bill_row, config_row
from exchanges.sandbox.okx.errors import OkxError
from exchanges.sandbox.okx.paging import chosen, page
from exchanges.sandbox.okx.position_rows import closed_row, position_row
from exchanges.sandbox.okx.requests import Call
from exchanges.sandbox.okx.text import Row
from exchanges.sandbox.okx.words import ENDINGS

WEEK_MS = 7 * 86_400_000
QUARTER_MS = 90 * 86_400_000


def config(call: Call) -> list[Row]:
    return [config_row(call.account, call.key)]


def balance(call: Call) -> list[Row]:
    wanted = chosen(call.params, "ccy")
    return [balance_row(call.account, call.venue.market, wanted or None)]


def positions(call: Call) -> list[Row]:
    contracts, ids = chosen(call.params, "instId"), chosen(call.params, "posId")
    if len(contracts) > 10:
        raise OkxError("50025", param="instId", limit="10")
    if len(ids) > 20:
        raise OkxError("50025", param="posId", limit="20")
    if call.params.get("instType", "SWAP") != "SWAP":
        return []
    return [
        position_row(call.account, call.venue.market, position)
        for position in call.account.positions.values()
        if (not contracts or position.contract in contracts) and (not ids or position.id in ids)
    ]


def positions_history(call: Call) -> list[Row]:
    kinds, mode, position_id = call.params.get("type"), call.params.get("mgnMode"), call.params.get("posId")
    contract = call.params.get("instId")
    since = call.venue.clock() - QUARTER_MS
    rows = [
        row
        for row in call.account.history
        if row.updated_ms >= since
        and (not kinds or ENDINGS[row.kind] == kinds)
        and (not mode or row.position.margin_mode == mode)
        and (not position_id or row.position.id == position_id)
        and (not contract or row.position.contract == contract)
        and call.params.get("instType", "SWAP") == "SWAP"
    ]
    return [closed_row(row, call.venue.market) for row in page(rows, call.params, lambda row: str(row.updated_ms))]


def bills(call: Call) -> list[Row]:
    return _bills(call, WEEK_MS)


def bills_archive(call: Call) -> list[Row]:
    return _bills(call, QUARTER_MS)


def _bills(call: Call, reach_ms: int) -> list[Row]:
    wanted = {
        name: call.params[name] for name in ("ccy", "type", "subType", "mgnMode", "instId") if call.params.get(name)
    }
    since = call.venue.clock() - reach_ms
    rows = [bill_row(bill) for bill in call.account.bills if bill.time_ms >= since]
    if call.params.get("instType"):
        rows = [row for row in rows if row["instType"] == call.params["instType"]]
    rows = [row for row in rows if all(row[name] == value for name, value in wanted.items())]
    return page(rows, call.params, lambda row: str(row["billId"]), time=lambda row: int(str(row["ts"])))

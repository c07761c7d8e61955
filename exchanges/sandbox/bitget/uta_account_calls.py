"""The account and position calls of v3."""

from __future__ import annotations

from exchanges.sandbox.bitget import uta_margin_calls
from exchanges.sandbox.bitget.errors import BitgetError
from exchanges.sandbox.bitget.mix_account_calls import (
    change_leverage,
    change_margin_mode,
    change_position_mode,
    move_margin,
)
from exchanges.sandbox.bitget.mix_position_rows import episode_id
from exchanges.sandbox.bitget.paging import page
from exchanges.sandbox.bitget.requests import (
    COIN,
    USDT_FUTURES,
    Call,
    Row,
    contract,
    margin_mode,
    need_decimal,
    one_of,
    wanted_contract,
    word,
)
from exchanges.sandbox.bitget.uta_account_rows import assets, record, settings
from exchanges.sandbox.bitget.uta_margin_calls import is_margin
from exchanges.sandbox.bitget.uta_margin_rows import with_debts
from exchanges.sandbox.bitget.uta_market_calls import category
from exchanges.sandbox.bitget.uta_position_rows import unified_closed_row, unified_position_row
from exchanges.sandbox.bitget.words import hold_side
from exchanges.sandbox.figures import txt

DONE = "success"
SPAN_DAYS = 30


def account_assets(call: Call) -> Row:
    return with_debts(assets(call.account, call.venue.market), call.account, call.venue.margin)


def funding_assets(call: Call) -> list[Row]:
    wanted = word(call.params, "coin").upper()
    return [
        {"coin": coin, "available": txt(amount), "frozen": "0", "balance": txt(amount)}
        for coin, amount in call.account.funding.items()
        if not wanted or coin == wanted
    ]


def account_settings(call: Call) -> Row:
    return settings(call.account, call.venue.market)


def financial_records(call: Call) -> Row:
    if is_margin(call.params):
        return uta_margin_calls.records(call)
    coin, kind = word(call.params, "coin").upper(), word(call.params, "type")
    chosen = [
        bill
        for bill in call.account.bills
        if (not coin or bill.currency == coin) and (not kind or record(bill)["type"] == kind)
    ]
    rows = page(call, chosen, lambda bill: int(bill.id), lambda bill: bill.time_ms, by="cursor", span_days=SPAN_DAYS)
    return {"list": [record(bill) for bill in rows] or None, "cursor": rows[-1].id if rows else None}


def set_leverage(call: Call) -> str:
    """Of a contract; isolated hedge positions have one of their own, named by `posSide`."""
    if category(call) != USDT_FUTURES:
        raise BitgetError("400172")
    name, account = contract(call, call.params), call.account
    mode = account.margin_modes.get(name, "cross")
    if word(call.params, "marginMode"):
        mode = margin_mode(call.params)
        change_margin_mode(account, name, mode)
    leverage = need_decimal(call.params, "leverage")
    if mode == "cross" or not account.hedged:
        change_leverage(call, name, mode, "net", leverage)
        return DONE
    wanted = word(call.params, "posSide")
    for leg in (wanted,) if wanted in ("long", "short") else ("long", "short"):
        change_leverage(call, name, mode, leg, leverage)
    return DONE


def set_hold_mode(call: Call) -> str:
    change_position_mode(call, one_of(call.params, "holdMode", ("hedge_mode", "one_way_mode")))
    return DONE


def set_margin(call: Call) -> str:
    """Into or out of an isolated position."""
    leg = "net" if not call.account.hedged else one_of(call.params, "posSide", ("long", "short"))
    amount = need_decimal(call.params, "amount")
    if word(call.params, "operation") == "reduce":
        amount = -amount
    move_margin(call, contract(call, call.params), leg, amount)
    return DONE


def positions(call: Call) -> Row:
    if category(call) != USDT_FUTURES:
        return {"list": None}
    name, wanted = wanted_contract(call.params), word(call.params, "posSide")
    held = [
        item
        for item in call.account.positions.values()
        if (not name or item.contract == name) and (not wanted or hold_side(item) == wanted)
    ]
    return {"list": [unified_position_row(call.account, call.venue.market, item) for item in held] or None}


def position_history(call: Call) -> Row:
    if category(call) != USDT_FUTURES:
        return {"list": None, "cursor": None}
    name = wanted_contract(call.params)
    closed = [
        row
        for row in call.account.history
        if row.kind != "partly_closed" and (not name or row.position.contract == name)
    ]
    rows = page(call, closed, episode_id, lambda row: row.updated_ms, by="cursor", usual=20, span_days=SPAN_DAYS)
    return {
        "list": [unified_closed_row(call.account, row) for row in rows] or None,
        "cursor": str(episode_id(rows[-1])) if rows else None,
    }


def adl_rank(call: Call) -> list[Row]:
    return [
        {"symbol": item.contract, "marginCoin": COIN, "adlRank": "2", "holdSide": hold_side(item)}
        for item in call.account.positions.values()
    ]

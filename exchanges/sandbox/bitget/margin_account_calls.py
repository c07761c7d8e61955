"""Assets, borrowing, repaying, risk and what may be borrowed or moved, in either generation's words."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from decimal import Decimal

from exchanges.sandbox.bitget.errors import BitgetError
from exchanges.sandbox.bitget.margin_rows import money, pot_row
from exchanges.sandbox.bitget.margin_state import Mode, Pot
from exchanges.sandbox.bitget.margin_words import Words
from exchanges.sandbox.bitget.requests import Call, Row, margin_pair, need, need_decimal, number, word
from exchanges.sandbox.state import Account

MOST_REPAID = 100
REPAY_AFTER_S = 0.05
"""A flash repayment is done so much later than its answer."""


def assets(call: Call, mode: Mode, words: Words) -> list[Row]:
    """Every coin of cross margin, or both coins of every isolated pair that was ever opened."""
    pots = call.venue.margin.purse(call.account).pots.values()
    chosen = [pot for pot in pots if bool(pot.pair) == (mode == "isolated")]
    wanted = word(call.params, "coin" if mode == "cross" else "symbol").upper()
    return [pot_row(pot, words) for pot in chosen if wanted in ("", pot.coin if mode == "cross" else pot.pair)]


def borrow(call: Call, mode: Mode, words: Words) -> Row:
    pot = _pot(call, mode)
    loan = call.venue.margin.borrow(call.account, pot, need_decimal(call.params, "borrowAmount"))
    told: Row = {"clientOid": None} if words.is_first else {"loanId": loan.id}
    return told | _where(pot) | {"borrowAmount": money(loan.amount)}


def repay(call: Call, mode: Mode, words: Words) -> Row:
    pot = _pot(call, mode)
    paid = call.venue.margin.repay(call.account, pot, need_decimal(call.params, "repayAmount"))
    told: Row = {"clientOid": None} if words.is_first else {"repayId": paid.id}
    left = {"remainDebtAmount": money(pot.debt), "repayAmount": money(paid.amount + paid.interest)}
    return told | _where(pot) | left


def cross_risk(call: Call, mode: Mode, words: Words) -> Row:
    """Of the whole account, although the first generation demands a coin."""
    del mode
    if words.is_first:
        need(call.params, "coin")
    name = "riskRate" if words.is_first else "riskRateRatio"
    return {name: money(call.venue.margin.risk(call.account, ""))}


def isolated_risk(call: Call, mode: Mode, words: Words) -> list[Row]:
    """By pair; the second generation lists all when none is named."""
    del mode
    house, account = call.venue.margin, call.account
    if words.is_first:
        need(call.params, "symbol")
    wanted = word(call.params, "symbol").upper()
    opened = sorted({pot.pair for pot in house.purse(account).pots.values() if pot.pair})
    pairs = [margin_pair(call, call.params).symbol] if wanted else opened
    page, size = number(call.params, "pageNum") or 1, min(number(call.params, "pageSize") or 100, 500)
    name = "riskRate" if words.is_first else "riskRateRatio"
    shown = pairs[(page - 1) * size : page * size]
    return [{"symbol": pair, name: money(house.risk(account, pair))} for pair in shown]


def borrowable(call: Call, mode: Mode, words: Words) -> Row:
    return _most(call, mode, words, call.venue.margin.borrowable, "maxBorrowableAmount", "MaxBorrowAmount")


def removable(call: Call, mode: Mode, words: Words) -> Row:
    return _most(call, mode, words, call.venue.margin.removable, "maxTransferOutAmount", "MaxTransferOutAmount")


def _most(
    call: Call, mode: Mode, words: Words, figure: Callable[[Account, str, str], Decimal], name: str, ending: str
) -> Row:
    """A figure of one coin; of both coins of a pair in the second generation."""
    account = call.account
    if mode == "isolated" and not words.is_first:
        pair = margin_pair(call, call.params)
        most = [money(figure(account, pair.symbol, coin)) for coin in pair.coins]
        names: Row = {"symbol": pair.symbol, "baseCoin": pair.base, "quoteCoin": pair.coins[1]}
        return names | {f"baseCoin{ending}": most[0], f"quoteCoin{ending}": most[1]}
    where, coin = _place(call, mode)
    told: Row = {"symbol": where} if where else {}
    return told | {"coin": coin, name: money(figure(account, where, coin))}


def flash_repay_cross(call: Call, mode: Mode, words: Words) -> Row:
    """One coin's debt, or all; accepted at once, done a moment later."""
    del mode
    coin = word(call.params, "coin").upper()
    if coin:
        call.venue.margin.price_of(coin)
    pots = [pot for pot in call.venue.margin.purse(call.account).of("") if coin in ("", pot.coin)]
    told: Row = {"id" if words.is_first else "repayId": _repay_soon(call, call.account, pots)}
    return told | ({"coin": coin} if coin else {})


def flash_repay_isolated(call: Call, mode: Mode, words: Words) -> list[Row]:
    """The debts of some pairs, or of all."""
    del mode
    purse = call.venue.margin.purse(call.account)
    listed = _texts(words.fields(call.params).get("symbols"), "symbols", needed=False)
    pairs = listed or sorted({pot.pair for pot in purse.pots.values() if pot.pair and pot.debt})
    rows: list[Row] = []
    for pair in pairs:
        name = call.venue.margin.pair(pair.upper()).symbol
        id_ = _repay_soon(call, call.account, list(purse.of(name)))
        rows.append({"id" if words.is_first else "repayId": id_, "symbol": name})
    code = "code" if words.is_first else "result"
    return [row | {code: "success"} for row in rows]


def flash_repay_status(call: Call, mode: Mode, words: Words) -> list[Row]:
    del mode
    known = call.venue.margin.purse(call.account).repayments
    asked = _texts(call.params.get("idList"), "idList", needed=True)
    name = "id" if words.is_first else "repayId"
    return [{name: each, "status": known[each]} for each in asked if each in known]


def _repay_soon(call: Call, account: Account, pots: Iterable[Pot]) -> str:
    purse, id_, owing = call.venue.margin.purse(account), call.venue.desk.new_id(), [pot for pot in pots if pot.debt]
    purse.repayments[id_] = "BEGIN"

    def due() -> None:
        for pot in owing:
            call.venue.margin_risk.settle(account, pot, "systemRepay", "manual_repay")
        purse.repayments[id_] = "FINISH"

    asyncio.get_running_loop().call_later(REPAY_AFTER_S, due)
    return id_


def _texts(value: object, name: str, *, needed: bool) -> list[str]:
    """A list of at most a hundred texts."""
    if not value and not needed:
        return []
    if not isinstance(value, list) or not value:
        raise BitgetError("40019" if value in (None, "", []) else "40017", param=name)
    if len(value) > MOST_REPAID:
        raise BitgetError("40306", most=str(MOST_REPAID))
    return [str(item) for item in value]


def _place(call: Call, mode: Mode) -> tuple[str, str]:
    """The pair (empty in cross margin) and the coin a request names."""
    pair = margin_pair(call, call.params) if mode == "isolated" else None
    coin = need(call.params, "coin").upper()
    call.venue.margin.price_of(coin)
    if pair is not None and coin not in pair.coins:
        raise BitgetError("50039")
    return (pair.symbol if pair else ""), coin


def _pot(call: Call, mode: Mode) -> Pot:
    where, coin = _place(call, mode)
    return call.venue.margin.pot(call.account, where, coin)


def _where(pot: Pot) -> Row:
    where: Row = {"symbol": pot.pair} if pot.pair else {}
    return where | {"coin": pot.coin}

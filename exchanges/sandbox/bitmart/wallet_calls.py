"""Money between wallets (spot and futures, main and sub-accounts), rebates of affiliates, demo money."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from exchanges.sandbox.bitmart.account_rows import wallet
from exchanges.sandbox.bitmart.errors import BitmartError
from exchanges.sandbox.bitmart.requests import (
    COIN,
    Call,
    Row,
    need,
    need_decimal,
    number,
    one_of,
    span,
    within,
    word,
)
from exchanges.sandbox.bitmart.words import fill_side, open_type_code
from exchanges.sandbox.events import BalanceChanged
from exchanges.sandbox.figures import txt
from exchanges.sandbox.margin import leverage_of
from exchanges.sandbox.state import ZERO, Account, Bill

INTO, OUT = "spot_to_contract", "contract_to_spot"
LEAST, MOST = Decimal("0.01"), Decimal(10_000_000_000)
LONGEST_REQUEST_NO = 64
LONGEST_WINDOW_MS = 60_000
REBATE = Decimal("0.4")
CLAIM = Decimal(1_000)


def _check_window(call: Call) -> None:
    """`recvWindow` is only read for its bounds: the signature's time is checked before."""
    if not 0 < (number(call.params, "recvWindow", 5_000) or 0) <= LONGEST_WINDOW_MS:
        raise BitmartError("40011", "recvWindow")


def transfer(call: Call) -> Row:
    """Between the own spot and futures wallets."""
    _check_window(call)
    amount = need_decimal(call.params, "amount")
    if need(call.params, "currency") != COIN:
        raise BitmartError("40011", "currency")
    if not LEAST <= amount <= MOST:
        raise BitmartError("40044", "amount")
    into = one_of(call.params, "type", (INTO, OUT)) == INTO
    if not into and amount > wallet(call.account, call.venue.market)["available_balance"]:
        raise BitmartError("42000")
    if not call.venue.desk.transfer(call.account, COIN, amount if into else -amount):
        raise BitmartError("42000")
    return {"currency": COIN, "amount": txt(amount)}


def wallet_transfer(call: Call) -> Row:
    """The same under the words of the wallets of today."""
    words = {"fund_to_contract": INTO, "contract_to_fund": OUT}
    kind = words[one_of(call.params, "type", tuple(words))]
    return transfer(Call(call.venue, {**call.params, "type": kind}, call.generation, call.prints, call.signed_by))


def transfers(call: Call) -> Row:
    """Movements between the own wallets, newest first, by pages."""
    _check_window(call)
    page, limit = within(call.params, "page", 1, 1_000), within(call.params, "limit", 10, 100)
    first, last = span(call, 1, start="time_start", end="time_end")
    coin = word(call.params, "currency")
    rows: list[Row] = [
        {
            "transfer_id": bill.id,
            "currency": bill.currency,
            "amount": txt(abs(bill.change)),
            "type": INTO if bill.change > 0 else OUT,
            "state": "FINISHED",
            "timestamp": bill.time_ms,
        }
        for bill in reversed(call.account.bills)
        if bill.kind == "transfer" and not bill.notes and first <= bill.time_ms <= last and coin in ("", bill.currency)
    ]
    return {"records": rows[(page - 1) * limit : page * limit]}


# Sub-accounts. An account's fact `main` names the main account it belongs to, `user` is its own name.


def user_of(account: Account) -> str:
    return account.facts.get("user", account.name)


def _subs(call: Call) -> Iterator[Account]:
    for account in call.venue.accounts.values():
        if account.facts.get("main") == call.account.name:
            yield account


def _sub(call: Call) -> Account:
    """The sub-account the call names.

    Raises:
        BitmartError: 30019 for callers without sub-accounts, 40001 for a name that is none of theirs.
    """
    name, subs = need(call.params, "subAccount"), list(_subs(call))
    if not subs:
        raise BitmartError("30019")
    for account in subs:
        if user_of(account) == name:
            return account
    raise BitmartError("40001")


def main_takes(call: Call) -> Row:
    return _move(call, _sub(call), call.account)


def main_gives(call: Call) -> Row:
    return _move(call, call.account, _sub(call))


def sub_gives(call: Call) -> Row:
    """A sub-account's own key sends to its main account."""
    main = call.venue.accounts.get(call.account.facts.get("main", ""))
    if main is None:
        raise BitmartError("30019")
    return _move(call, call.account, main)


def _move(call: Call, giver: Account, taker: Account) -> Row:
    """Between two futures wallets, once per request number."""
    request_no, amount = need(call.params, "requestNo"), need_decimal(call.params, "amount")
    if need(call.params, "currency") != COIN or amount <= 0 or len(request_no) > LONGEST_REQUEST_NO:
        raise BitmartError("40011")
    if any(bill.notes.startswith(f"{request_no}|") for bill in (*giver.bills, *taker.bills)):
        raise BitmartError("40003")
    if amount > wallet(giver, call.venue.market)["available_balance"]:
        raise BitmartError("42000")
    desk, notes = call.venue.desk, f"{request_no}|{user_of(giver)}|{user_of(taker)}"
    for account, change in ((giver, -amount), (taker, amount)):
        bill = desk.bill("transfer", "sub_transfer", change)
        bill.notes = notes
        desk.credit(account, bill)
        desk.tell(BalanceChanged(account, COIN, "transferred"))
    return {}


def sub_wallet(call: Call) -> Row:
    """Coins above zero of a sub-account's futures wallet."""
    parts = wallet(_sub(call), call.venue.market)
    if word(call.params, "currency", COIN) != COIN or parts["available_balance"] + parts["frozen_balance"] <= 0:
        return {"wallet": []}
    row = {"currency": COIN, "name": COIN, "available": txt(parts["available_balance"])}
    return {"wallet": [row | {"frozen": txt(parts["frozen_balance"] + parts["position_deposit"])}]}


def sub_transfers(call: Call) -> list[Row]:
    sub = _sub(call)
    return _transfer_rows(sub.bills, within(call.params, "limit", 1, 100))


def own_transfers(call: Call) -> list[Row]:
    return _transfer_rows(call.account.bills, within(call.params, "limit", 1, 100))


def _transfer_rows(bills: list[Bill], most: int) -> list[Row]:
    """Newest first; times in seconds."""
    rows: list[Row] = []
    for bill in reversed(bills):
        if bill.notes.count("|") == 2:
            _, giver, taker = bill.notes.split("|")
            row: Row = {"fromAccount": giver, "toAccount": taker, "toWalletType": "future", "fromWalletType": "future"}
            rows.append(row | {"currency": bill.currency, "amount": txt(abs(bill.change))})
            rows[-1]["submissionTime"] = bill.time_ms // 1_000
    return rows[:most]


# Affiliates.


def _invited(call: Call) -> list[Account]:
    """Raises:
    BitmartError: 30012 for everybody else.
    """
    if not call.account.is_affiliate:
        raise BitmartError("30012")
    return [item for item in call.venue.accounts.values() if item.inviter_uid == call.account.uid]


def rebates(call: Call) -> Row:
    """What came back of the invited people's fees."""
    page, size = within(call.params, "page", 1, 10_000), within(call.params, "size", 1, 100)
    wanted = word(call.params, "user_id")
    rows: list[Row] = []
    total = ZERO
    for account in _invited(call):
        earned = -sum((fill.fee for fill in account.fills), ZERO) * REBATE
        if wanted in ("", account.uid) and earned > 0:
            total += earned
            row: Row = {"rebate_coin": COIN, "trade_user_id": int(account.uid), "total_rebate_amount": float(earned)}
            rows.append(row | {"user_type": 1})
    sums: Row = {"btc_rebate_sum": 0, "usdt_rebate_sum": float(total), "eth_rebate_sum": 0}
    detail = rows[(page - 1) * size : page * size]
    return {"total": len(rows), "page": page, "size": size, **sums, "rebate_detail_page_data": detail}


def invited_trades(call: Call) -> Row:
    """What an invited person traded."""
    page, size = within(call.params, "page", 1, 10_000), within(call.params, "size", 1, 100)
    wanted, linear = need(call.params, "user_id"), within(call.params, "type", 1, 2) == 1
    chosen = [item for item in _invited(call) if item.uid == wanted and linear]
    rows = [row for account in chosen for row in _affiliate_rows(account)]
    return {"total": len(rows), "page": page, "size": size, "list": rows[(page - 1) * size : page * size]}


def _affiliate_rows(account: Account) -> Iterator[Row]:
    for fill in reversed(account.fills):
        leverage = leverage_of(account, fill.contract, fill.margin_mode, fill.leg)
        yield {
            "user_id": int(account.uid),
            "user_type": 1,
            "create_time": fill.time_ms,
            "symbol": fill.contract,
            "leverage": float(leverage),
            "select_copy_trade": 2,
            "open_type": open_type_code(fill.margin_mode),
            "way": fill_side(account, fill),
            "category": 1 if fill.maker else 2,
            "deal_price": float(fill.price),
            "deal_vol": float(fill.size),
            "fee": float(-fill.fee),
            "realised_profit": float(fill.pnl),
        }


# Demo money, and what only a key that may withdraw is told.


def claim(call: Call) -> Row:
    """Play money for demo trading."""
    call.account.funding[COIN] = call.account.funding.get(COIN, ZERO) + CLAIM
    call.venue.desk.transfer(call.account, COIN, CLAIM)
    return {"currency": COIN, "amount": txt(CLAIM)}


def withdraw_charge(call: Call) -> Row:
    """How much of a coin may be withdrawn, and what that costs."""
    need(call.params, "currency")
    spot = call.account.funding.get(COIN, ZERO)
    return {
        "today_available_withdraw_BTC": "100.0000",
        "min_withdraw": "10.00000000",
        "withdraw_precision": 8,
        "withdraw_fee": "1.00000000",
        "available_balance": txt(spot),
    }

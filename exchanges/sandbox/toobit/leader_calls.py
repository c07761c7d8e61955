"""The lead trader's calls of document v2: `/api/v2/copy-trading/leader`."""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.figures import txt
from exchanges.sandbox.margin import Margins
from exchanges.sandbox.state import ZERO, ClosedPosition, Position
from exchanges.sandbox.toobit.account_rows import fees, leverage, position_margin
from exchanges.sandbox.toobit.errors import ToobitError
from exchanges.sandbox.toobit.leader_config import read_config
from exchanges.sandbox.toobit.leader_state import (
    DAY_MS,
    check_leader,
    config_of,
    followers_of,
    is_copy_account,
    keep_config,
    keep_followers,
    lead_contracts,
    shares_of,
)
from exchanges.sandbox.toobit.requests import Call
from exchanges.sandbox.toobit.text import Row, money, number, price, rate

PERIODS = (7, 30, 90, 180, 365)
LARGEST_PAGE = 100


def current(call: Call) -> list[Row]:
    """The lead trader's open positions as followers see them; sizes in coins."""
    check_leader(call.account)
    followers = followers_of(call.account)
    copied = sum((Decimal(row.invested) for row in followers), ZERO)
    return [_current_row(call, position, len(followers), copied) for position in call.account.positions.values()]


def _current_row(call: Call, position: Position, count: int, copied: Decimal) -> Row:
    quote, margins = call.market.quotes[position.contract], Margins(call.account, call.market)
    contract = quote.contract
    return {
        "symbolId": contract.id,
        "symbolName": f"{contract.base}{contract.settle} Perpetual",
        "isLong": int(position.direction > 0),
        "positionType": int(position.margin_mode == "isolated"),
        "leverage": number(position.leverage),
        "openTime": str(position.created_ms),
        "quantity": txt(position.size * contract.unit),
        "newPrice": price(contract, quote.last),
        "openPrice": number(position.entry),
        "totalFollowerCount": str(count),
        "totalFollowerMargin": txt(copied),
        "profitRate": rate(margins.upl(position), position_margin(margins, position)),
        "markPrice": price(contract, quote.mark),
    }


def history(call: Call) -> Row:
    """Positions that were closed, wholly or in part, newest first."""
    check_leader(call.account)
    return _page(call, [_history_row(call, row) for row in reversed(call.account.history)])


def _history_row(call: Call, row: ClosedPosition) -> Row:
    position = row.position
    contract = call.market.quotes[position.contract].contract
    open_fee, close_fee = fees(contract, position)
    return {
        "symbolId": contract.id,
        "isLong": int(position.direction > 0),
        "positionType": int(position.margin_mode == "isolated"),
        "leverage": number(position.leverage),
        "openPrice": number(position.opened_cost / position.opened),
        "closePrice": number(position.closed_cost / position.closed),
        "openTime": str(position.created_ms),
        "closeTime": str(row.updated_ms),
        "profit": money(position.realised),
        "status": 2 if position.size == ZERO else 1,
        "openQty": txt(position.largest * contract.unit),
        "closeQty": txt(position.closed * contract.unit),
        "positionProfit": money(position.pnl),
        "openFee": money(open_fee),
        "closeFee": money(close_fee),
    }


def trade_data(call: Call) -> list[Row]:
    """What a period brought."""
    days = call.whole("type", 7)
    if days not in PERIODS:
        raise ToobitError(-1130, param="type")
    check_leader(call.account)
    since = call.now() - days * DAY_MS
    closed = [row.position for row in call.account.history if row.updated_ms >= since]
    gains = [item.realised for item in closed if item.realised > ZERO]
    losses = [-item.realised for item in closed if item.realised <= ZERO]
    made = sum(gains, ZERO) - sum(losses, ZERO)
    money_in = call.account.cash.get("USDT", ZERO) - made
    followers = followers_of(call.account)
    ratio = (sum(gains, ZERO) / (sum(losses, ZERO) or Decimal(1))).quantize(Decimal("0.01"))
    row: Row = {
        "profitRate": rate(made, money_in),
        "accumulatedProfit": money(made),
        "orderCount": len(closed),
        "winRate": rate(Decimal(len(gains)), Decimal(len(closed))),
        "currentFollowerCount": str(len(followers)),
        "followerTotalProfit": txt(sum((Decimal(item.profit) for item in followers), ZERO)),
        "sharpeRatio": _sharpe([item.realised for item in closed]),
        "totalFollowerCount": str(len(followers) + 7),
        "assetManagementScale": txt(sum((Decimal(item.invested) for item in followers), ZERO)),
        "profitLossRatio": f"{ratio}:1",
        "tradingFrequency": txt((Decimal(len(closed)) / days).quantize(Decimal("0.01"))),
        "tradingDays": days,
    }
    return [row]


def _sharpe(results: list[Decimal]) -> str:
    """Mean over deviation of what closed positions brought."""
    mean = sum(results, ZERO) / (len(results) or 1)
    deviation = (sum(((each - mean) ** 2 for each in results), ZERO) / (len(results) or 1)).sqrt()
    return rate(mean, deviation)


def shares(call: Call) -> list[Row]:
    check_leader(call.account)
    return shares_of(call.account)


def symbols(call: Call) -> list[Row]:
    """Every contract that may be led, and whether it is."""
    check_leader(call.account)
    led = config_of(call.account)["symbolIds"]
    return [
        {
            "symbolId": contract.id,
            "leverage": txt(leverage(call.account, contract.id)),
            "isLead": int(contract.id in led),
        }
        for contract in lead_contracts(call.market)
    ]


def config(call: Call) -> Row:
    """The settings as they would be submitted; times as text."""
    check_leader(call.account)
    kept = config_of(call.account)
    return kept | {name: str(kept[name]) for name in ("unLeadStartTime", "unLeadEndTime")}


def change_config(call: Call) -> None:
    """The whole of the settings at once: a contract that is not named is led no more."""
    check_leader(call.account)
    keep_config(call.account, read_config(call))


def followers(call: Call) -> Row:
    """Without their ids."""
    check_leader(call.account)
    now = call.now()
    rows: list[Row] = [
        {
            "followerNickname": row.nickname,
            "followAmountLimit": row.invested,
            "totalFollowMargin": row.margin,
            "totalProfit": row.profit,
            "followRunningMills": str(now - row.since_ms),
        }
        for row in followers_of(call.account)
    ]
    return _page(call, rows)


def remove_follower(call: Call) -> None:
    user_id = call.whole("followerUserId")
    if user_id < 1:
        raise ToobitError(-1130, param="followerUserId")
    if not is_copy_account(call.account):
        raise ToobitError(-120041)
    if call.account.facts.get("leader") != "active":
        raise ToobitError(-120047)
    kept = followers_of(call.account)
    found = next((row for row in kept if row.user_id == user_id), None)
    if found is None:
        raise ToobitError(-32045)
    if found.holds:
        raise ToobitError(-120055)
    keep_followers(call.account, [row for row in kept if row.user_id != user_id])


def _page(call: Call, rows: list[Row]) -> Row:
    page, size = call.whole("page", 1), call.whole("size", 10)
    if page < 1:
        raise ToobitError(-1130, param="page")
    if not 1 <= size <= LARGEST_PAGE:
        raise ToobitError(-1130, param="size")
    pages = -(-len(rows) // size)
    return {"pages": str(pages), "total": str(len(rows)), "list": rows[(page - 1) * size : page * size]}

"""Positions of a unified account as v3 lists and pushes them."""

from __future__ import annotations

from exchanges.sandbox.bitget.mix_position_rows import Held, episode_id, fees_of
from exchanges.sandbox.bitget.requests import COIN, USDT_FUTURES, Row
from exchanges.sandbox.bitget.words import hold_side, margin_word, position_mode
from exchanges.sandbox.figures import txt
from exchanges.sandbox.market import Market
from exchanges.sandbox.state import Account, ClosedPosition, Position


def unified_position_row(account: Account, market: Market, position: Position) -> Row:
    """One row of `position/current-position`."""
    held = Held(account, market, position)
    opening, closing = fees_of(position)
    return {
        "category": USDT_FUTURES,
        "symbol": position.contract,
        "marginCoin": COIN,
        "holdMode": position_mode(account),
        "posSide": hold_side(position),
        "marginMode": margin_word(position.margin_mode),
        "positionBalance": txt(held.margin),
        "available": txt(held.available),
        "frozen": txt(held.frozen),
        "total": txt(position.size),
        "leverage": txt(position.leverage),
        "curRealisedPnl": txt(position.pnl),
        "avgPrice": txt(position.entry),
        "positionStatus": "normal",
        "unrealisedPnl": txt(held.upl),
        "liquidationPrice": txt(held.liquidation) or "0",
        "mmr": txt(held.maintenance_rate),
        "profitRate": txt(held.profit_rate),
        "markPrice": txt(held.mark),
        "breakEvenPrice": txt(held.break_even),
        "totalFunding": txt(position.funding),
        "openFeeTotal": txt(opening),
        "closeFeeTotal": txt(closing),
        "createdTime": txt(position.created_ms),
        "updatedTime": txt(position.updated_ms),
    }


def unified_position_push(account: Account, market: Market, position: Position) -> Row:
    """One row of the `position` channel, whose names differ; an ended position comes once more with size 0."""
    row = unified_position_row(account, market, position)
    for listed, pushed in (
        ("total", "size"),
        ("liquidationPrice", "liqPrice"),
        ("positionBalance", "marginSize"),
        ("totalFunding", "totalFundingFee"),
    ):
        row[pushed] = row.pop(listed)
    del row["category"]
    if not position.size:
        row |= {"positionStatus": "ended", "avgPrice": "0", "liqPrice": "", "breakEvenPrice": "", "mmr": ""}
    return row


def unified_closed_row(account: Account, row: ClosedPosition) -> Row:
    """One row of `position/history-position`."""
    position = row.position
    opening, closing = fees_of(position)
    return {
        "positionId": str(episode_id(row)),
        "category": USDT_FUTURES,
        "symbol": position.contract,
        "marginCoin": COIN,
        "holdMode": position_mode(account),
        "posSide": hold_side(position),
        "marginMode": margin_word(position.margin_mode),
        "openPriceAvg": txt(position.opened_cost / position.opened),
        "closePriceAvg": txt(position.closed_cost / position.closed),
        "openTotalPos": txt(position.opened),
        "closeTotalPos": txt(position.closed),
        "cumRealisedPnl": txt(position.pnl),
        "netProfit": txt(position.realised),
        "totalFunding": txt(position.funding),
        "openFeeTotal": txt(opening),
        "closeFeeTotal": txt(closing),
        "createdTime": txt(position.created_ms),
        "updatedTime": txt(row.updated_ms),
    }

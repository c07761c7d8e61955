"""Open and closed positions of a classic user, as v2 lists and pushes them."""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.bitget.requests import COIN, Row
from exchanges.sandbox.bitget.words import hold_side, margin_word, plan_type, position_mode
from exchanges.sandbox.figures import txt
from exchanges.sandbox.margin import Margins
from exchanges.sandbox.market import Market
from exchanges.sandbox.state import ZERO, Account, ClosedPosition, Position, position_key


class Held:
    """A position with everything both generations tell about it."""

    def __init__(self, account: Account, market: Market, position: Position) -> None:
        quote = market.quotes[position.contract]
        margins = Margins(account, market)
        isolated = position.margin_mode == "isolated"
        self.mark = quote.mark
        self.maintenance_rate = quote.contract.maintenance_rate
        self.upl = margins.upl(position)
        self.margin = position.margin if isolated else margins.initial(position)
        self.available = margins.closable(position)
        self.frozen = position.size - self.available
        self.liquidation = margins.liquidation_price(position)
        self.break_even = margins.break_even(position)
        need = margins.maintenance(position) + margins.closing_fee(position)
        equity = position.margin + self.upl if isolated else margins.cash + margins.cross_upl
        self.risk = need / equity if equity > ZERO else Decimal(1)
        if not isolated and margins.ratio:
            self.risk = 1 / margins.ratio
        entered = position.entry * position.size * quote.contract.unit / position.leverage
        self.profit_rate = self.upl / entered if entered else ZERO
        self.opening = sum(
            (
                margins.opening_part(order)
                for order in account.orders.values()
                if position_key(order.contract, order.margin_mode, order.leg) == position.key
                and (order.side == "buy") == (position.direction > 0)
            ),
            ZERO,
        )


def position_row(account: Account, market: Market, position: Position) -> Row:
    """One row of `position/all-position`; it has no id."""
    held = Held(account, market, position)
    return {
        "marginCoin": COIN,
        "symbol": position.contract,
        "holdSide": hold_side(position),
        "openDelegateSize": txt(held.opening),
        "marginSize": txt(held.margin),
        "available": txt(held.available),
        "locked": txt(held.frozen),
        "total": txt(position.size),
        "leverage": txt(position.leverage),
        "achievedProfits": txt(position.pnl),
        "openPriceAvg": txt(position.entry),
        "marginMode": margin_word(position.margin_mode),
        "posMode": position_mode(account),
        "unrealizedPL": txt(held.upl),
        "liquidationPrice": txt(held.liquidation) or "0",
        "keepMarginRate": txt(held.maintenance_rate),
        "markPrice": txt(held.mark),
        "marginRatio": txt(held.risk),
        "breakEvenPrice": txt(held.break_even),
        "totalFee": txt(position.funding) if position.funding else "",
        "deductedFee": txt(-position.fee),
        "grant": "",
        "assetMode": "single",
        "autoMargin": "off",
        **_targets(account, position),
        "cTime": txt(position.created_ms),
        "uTime": txt(position.updated_ms),
    }


def position_push(account: Account, market: Market, position: Position) -> Row:
    """One row of the `positions` channel."""
    held = Held(account, market, position)
    return {
        "posId": position.id,
        "instId": position.contract,
        "marginCoin": COIN,
        "marginSize": txt(held.margin),
        "marginMode": margin_word(position.margin_mode),
        "holdSide": hold_side(position),
        "posMode": position_mode(account),
        "total": txt(position.size),
        "available": txt(held.available),
        "frozen": txt(held.frozen),
        "openPriceAvg": txt(position.entry),
        "leverage": int(position.leverage),
        "achievedProfits": txt(position.pnl),
        "unrealizedPL": txt(held.upl),
        "unrealizedPLR": txt(held.profit_rate),
        "liquidationPrice": txt(held.liquidation) or "0",
        "keepMarginRate": txt(held.maintenance_rate),
        "marginRate": txt(held.risk),
        "breakEvenPrice": txt(held.break_even),
        "totalFee": txt(position.funding) if position.funding else "",
        "deductedFee": txt(-position.fee),
        "markPrice": txt(held.mark),
        "assetMode": "single",
        "autoMargin": "off",
        "cTime": txt(position.created_ms),
        "uTime": txt(position.updated_ms),
    }


def _targets(account: Account, position: Position) -> Row:
    """Take profit and stop loss of the whole position."""
    row: Row = {"takeProfit": "", "stopLoss": "", "takeProfitId": "", "stopLossId": ""}
    for algo in account.algos.values():
        if position_key(algo.contract, algo.margin_mode, algo.leg) != position.key or not algo.close_fraction:
            continue
        if plan_type(algo) == "pos_profit":
            row |= {"takeProfit": txt(algo.tp_trigger), "takeProfitId": algo.id}
        elif plan_type(algo) == "pos_loss":
            row |= {"stopLoss": txt(algo.sl_trigger), "stopLossId": algo.id}
    return row


def episode_id(row: ClosedPosition) -> int:
    """A closed position's own id: the position's, told apart by when it was opened."""
    return int(row.position.id) + row.position.created_ms % 1_000_000_000


def fees_of(position: Position) -> tuple[Decimal, Decimal]:
    """What opening and closing cost; the engine keeps the sum, which is shared by what was turned over."""
    turned = position.opened_cost + position.closed_cost
    opening = (position.fee * position.opened_cost / turned).quantize(Decimal("1e-8")) if turned else ZERO
    return opening, position.fee - opening


def closed_row(account: Account, row: ClosedPosition) -> Row:
    """One row of `position/history-position`; live answers spell the times in small letters."""
    position = row.position
    opening, closing = fees_of(position)
    return {
        "positionId": str(episode_id(row)),
        "marginCoin": COIN,
        "symbol": position.contract,
        "holdSide": hold_side(position),
        "posMode": position_mode(account),
        "openAvgPrice": txt(position.opened_cost / position.opened),
        "closeAvgPrice": txt(position.closed_cost / position.closed),
        "marginMode": margin_word(position.margin_mode),
        "openTotalPos": txt(position.opened),
        "closeTotalPos": txt(position.closed),
        "pnl": txt(position.pnl),
        "netProfit": txt(position.realised),
        "totalFunding": txt(position.funding),
        "openFee": txt(opening),
        "closeFee": txt(closing),
        "ctime": txt(position.created_ms),
        "utime": txt(row.updated_ms),
    }


def closed_push(account: Account, row: ClosedPosition) -> Row:
    """One row of the `positions-history` channel."""
    position = row.position
    opening, closing = fees_of(position)
    return {
        "posId": position.id,
        "instId": position.contract,
        "marginCoin": COIN,
        "marginMode": "fixed" if position.margin_mode == "isolated" else "crossed",
        "holdSide": hold_side(position),
        "posMode": position_mode(account),
        "openPriceAvg": txt(position.opened_cost / position.opened),
        "closePriceAvg": txt(position.closed_cost / position.closed),
        "openSize": txt(position.opened),
        "closeSize": txt(position.closed),
        "achievedProfits": txt(position.pnl),
        "settleFee": txt(position.funding),
        "openFee": txt(opening),
        "closeFee": txt(closing),
        "cTime": txt(position.created_ms),
        "uTime": txt(row.updated_ms),
    }

"""Balances, positions and what became of them, as Toobit's futures calls list them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from exchanges.sandbox.contracts import Contract
from exchanges.sandbox.margin import COIN, Margins, leverage_of, notional
from exchanges.sandbox.market import Market
from exchanges.sandbox.state import ZERO, Account, Bill, ClosedPosition, Position
from exchanges.sandbox.toobit.requests import POSITION_SIDES
from exchanges.sandbox.toobit.text import Row, money, number, price, rate

FEE, PROFIT, FUNDING, TRANSFER, LIQUIDATION, ADL = 10, 28, 32, 51, 700, 701
FLOWS = {
    FEE: ("TRADE_FEE", "Fee"),
    PROFIT: ("REALIZED_PNL", "Realized PNL"),
    FUNDING: ("FUNDING_FEE", "Fund Fee"),
    TRANSFER: ("USER_ACCOUNT_TRANSFER", "Transfer"),
    LIQUIDATION: ("LIQUIDATION", "Force liquidation"),
    ADL: ("ADL", "ADL"),
}


def margin_mode(account: Account, symbol: str) -> str:
    """ "cross" or "isolated", as set for the symbol."""
    return account.margin_modes.get(symbol, "cross")


def leverage(account: Account, symbol: str) -> Decimal:
    return leverage_of(account, symbol, "cross", "net")


def margin_type(mode: str) -> str:
    return "ISOLATED" if mode == "isolated" else "CROSS"


def wallet(account: Account) -> Decimal:
    """All money, also what isolated positions carry."""
    return account.cash.get(COIN, ZERO) + sum((item.margin for item in account.positions.values()), ZERO)


def position_margin(margins: Margins, position: Position) -> Decimal:
    return position.margin if position.margin_mode == "isolated" else margins.initial(position)


def largest_notional(contract: Contract, at: Decimal) -> str:
    return str(int(contract.tier_usd * contract.max_leverage / at))


def balance_row(account: Account, market: Market) -> Row:
    """The row of `futures/balance`; the coin under its present name and under the one of before April 2026."""
    margins = Margins(account, market)
    held = sum((position_margin(margins, item) for item in account.positions.values()), ZERO)
    return {
        "coin": COIN,
        "asset": COIN,
        "balance": number(wallet(account)),
        "availableBalance": number(margins.available),
        "positionMargin": money(held),
        "orderMargin": money(margins.held_by_orders),
        "crossUnRealizedPnl": money(margins.cross_upl),
        "coupon": "0",
    }


def position_row(account: Account, market: Market, position: Position) -> Row:
    """A row of `futures/positions`; the value is that at the entry, as the documents' sample shows."""
    quote = market.quotes[position.contract]
    contract, margins = quote.contract, Margins(account, market)
    held = position_margin(margins, position)
    return {
        "symbol": contract.id,
        "side": POSITION_SIDES[position.leg],
        "avgPrice": number(position.entry),
        "position": number(position.size),
        "available": number(margins.closable(position)),
        "leverage": number(position.leverage),
        "lastPrice": price(contract, quote.last),
        "positionValue": money(notional(contract, position.size, position.entry)),
        "flp": price(contract, margins.liquidation_price(position)),
        "margin": money(held),
        "marginRate": "",
        "unrealizedPnL": money(margins.upl(position)),
        "profitRate": rate(margins.upl(position), held),
        "realizedPnL": money(position.realised),
        "minMargin": "0",
        "maxNotionalValue": largest_notional(contract, position.leverage),
        "marginType": margin_type(position.margin_mode),
        "markPrice": price(contract, quote.mark),
    }


def closed_row(market: Market, row: ClosedPosition) -> Row:
    """A row of `futures/historyPositions`."""
    position = row.position
    contract = market.quotes[position.contract].contract
    open_fee, close_fee = fees(contract, position)
    opened, closed = position.opened_cost * contract.unit, position.closed_cost * contract.unit
    return {
        "symbol": contract.id,
        "side": POSITION_SIDES[position.leg],
        "position": number(position.size),
        "openValue": money(opened),
        "closeValue": money(closed),
        "closeTotalQty": number(position.closed),
        "maxPosition": number(position.largest),
        "leverage": number(position.leverage),
        "marginType": margin_type(position.margin_mode),
        "realizedPnL": money(position.realised),
        "realizedPnlRate": rate(position.realised, opened),
        "realizedPnlWithoutFee": money(position.pnl),
        "unrealizedPnL": "0",
        "unrealizedPnlRate": "0",
        "status": "CLOSED" if position.size == ZERO else "PARTIAL_CLOSE",
        "openAvgPrice": number(position.opened_cost / position.opened),
        "closeAvgPrice": number(position.closed_cost / position.closed),
        "openFee": money(open_fee),
        "closeFee": money(close_fee),
        "openTime": position.created_ms,
        "closeTime": row.updated_ms,
        "id": str(int(position.id) + position.created_ms % 4096),
    }


def fees(contract: Contract, position: Position) -> tuple[Decimal, Decimal]:
    """What opening and what closing cost; only the sum is kept, so it is shared out by value."""
    opened, closed = position.opened_cost * contract.unit, position.closed_cost * contract.unit
    opening = -position.fee * opened / (opened + closed)
    return opening, -position.fee - opening


def flow_rows(account: Account, bill: Bill) -> Iterator[Row]:
    """A bill as the one or two rows Toobit makes of it."""
    for index, (kind, change) in enumerate(_parts(bill)):
        word, name = FLOWS[kind]
        yield {
            "id": str(int(bill.id) + index),
            "accountId": account.uid,
            "coin": bill.currency,
            "coinId": bill.currency,
            "coinName": bill.currency,
            "symbol": bill.contract,
            "symbolId": bill.contract,
            "flowTypeValue": kind,
            "flowType": word,
            "flowName": name,
            "change": number(change),
            "total": number(bill.balance),
            "voucherType": 0,
            "deductionAmount": "",
            "created": str(bill.time_ms),
        }


def _parts(bill: Bill) -> list[tuple[int, Decimal]]:
    if bill.kind == "funding":
        return [(FUNDING, bill.pnl)]
    if not bill.trade_id:
        return [(TRANSFER, bill.change)]
    penalty = bill.change + bill.position_change - bill.pnl - bill.fee
    kinds = ((PROFIT, bill.pnl), (FEE, bill.fee), (LIQUIDATION if bill.kind == "liquidation" else ADL, penalty))
    return [(kind, change) for kind, change in kinds if change != ZERO]

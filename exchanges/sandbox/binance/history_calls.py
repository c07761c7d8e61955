"""What happened: orders, trades, income, liquidations; oldest first."""

from __future__ import annotations

from collections.abc import Iterator

from exchanges.sandbox.binance.errors import BinanceError
from exchanges.sandbox.binance.order_rows import is_forced, order_row, trade_row
from exchanges.sandbox.binance.requests import Call
from exchanges.sandbox.binance.text import Row, money
from exchanges.sandbox.binance.trade_calls import is_remembered
from exchanges.sandbox.state import ZERO, Bill

DAY_MS = 86_400_000
WEEK_MS = 7 * DAY_MS
QUARTER_MS = 90 * DAY_MS
LONGEST_MS = 100 * 365 * DAY_MS
INCOME_TYPES = (
    "TRANSFER",
    "WELCOME_BONUS",
    "REALIZED_PNL",
    "FUNDING_FEE",
    "SPECIAL_FUNDING_FEE",
    "COMMISSION",
    "INSURANCE_CLEAR",
    "REFERRAL_KICKBACK",
    "COMMISSION_REBATE",
    "API_REBATE",
    "CONTEST_REWARD",
    "CROSS_COLLATERAL_TRANSFER",
    "OPTIONS_PREMIUM_FEE",
    "OPTIONS_SETTLE_PROFIT",
    "INTERNAL_TRANSFER",
    "AUTO_EXCHANGE",
    "DELIVERED_SETTELMENT",
    "COIN_SWAP_DEPOSIT",
    "COIN_SWAP_WITHDRAW",
    "POSITION_LIMIT_INCREASE_FEE",
    "FEE_RETURN",
    "BFUSD_REWARD",
)


def all_orders(call: Call) -> list[Row]:
    """Open and ended orders; from an id on, or of a week; the symbol is optional."""
    symbols, first_id = call.symbols(), call.whole("orderId")
    start, end = call.window(WEEK_MS, usual_ms=WEEK_MS, reach_ms=QUARTER_MS)
    rows = [
        order_row(order, call.market)
        for order in (*call.account.finished_orders, *call.account.orders.values())
        if (symbols is None or order.contract in symbols)
        and is_remembered(call, order)
        and (int(order.id) >= first_id if first_id is not None else start <= order.created_ms <= end)
    ]
    rows.sort(key=_order_number)
    limit = call.limit(500, 1_000)
    return rows[:limit] if first_id is not None else rows[-limit:]


def _order_number(row: Row) -> int:
    return int(str(row["orderId"]))


def trades(call: Call) -> list[Row]:
    """Fills of a symbol; by time (a week at most), by order, or from a trade id on."""
    symbol, first_id, order_id = call.quote().contract.id, call.whole("fromId"), call.whole("orderId")
    timed = bool(call.text("startTime") or call.text("endTime"))
    if first_id is not None and timed:
        raise BinanceError(-1128)
    start, end = call.window(WEEK_MS, usual_ms=WEEK_MS, reach_ms=QUARTER_MS)
    fills = [
        fill
        for fill in call.account.fills
        if fill.contract == symbol
        and order_id in (None, int(fill.order_id))
        and (fill.number >= first_id if first_id is not None else start <= fill.time_ms <= end)
    ]
    limit = call.limit(500, 1_000)
    chosen = fills[:limit] if first_id is not None or call.text("startTime") else fills[-limit:]
    return [trade_row(fill, call.market) for fill in chosen]


def income(call: Call) -> list[Row]:
    """Every change of the balance, by kind."""
    symbols, wanted = call.symbols(), call.text("incomeType")
    if wanted and wanted not in INCOME_TYPES:
        raise BinanceError(-1130, param="incomeType")
    start, end = call.window(LONGEST_MS, usual_ms=WEEK_MS, reach_ms=QUARTER_MS)
    rows = [
        row
        for bill in call.account.bills
        if start <= bill.time_ms <= end and (symbols is None or bill.contract in symbols)
        for row in _incomes(bill)
        if wanted in ("", row["incomeType"])
    ]
    limit = call.limit(100, 1_000)
    return rows[:limit] if call.text("startTime") else rows[-limit:]


def _incomes(bill: Bill) -> Iterator[Row]:
    """A bill as the one, two or three rows Binance makes of it."""
    number = bill.trade_id.removeprefix("-")
    base: Row = {"symbol": bill.contract, "asset": bill.currency, "time": bill.time_ms, "tranId": int(bill.id)}
    if bill.kind == "transfer":
        yield base | {"incomeType": "TRANSFER", "income": money(bill.change), "info": "TRANSFER", "tradeId": ""}
    elif bill.kind == "funding":
        yield base | {"incomeType": "FUNDING_FEE", "income": money(bill.pnl), "info": "FUNDING_FEE", "tradeId": ""}
    elif bill.trade_id:
        penalty = bill.change + bill.position_change - bill.pnl - bill.fee
        parts = (("REALIZED_PNL", bill.pnl), ("COMMISSION", bill.fee), ("INSURANCE_CLEAR", penalty))
        for kind, amount in parts:
            if amount != ZERO:
                yield base | {"incomeType": kind, "income": money(amount), "info": number, "tradeId": number}


def forced_orders(call: Call) -> list[Row]:
    """Own liquidations and deleveragings."""
    symbols = call.symbols()
    wanted = call.choice("autoCloseType", ("LIQUIDATION", "ADL"), "LIQUIDATION") if call.text("autoCloseType") else ""
    start, end = call.window(LONGEST_MS, usual_ms=WEEK_MS, reach_ms=QUARTER_MS)
    kinds = {"LIQUIDATION": "full_liquidation", "ADL": "adl"}
    orders = [
        order
        for order in call.account.finished_orders
        if is_forced(order)
        and (symbols is None or order.contract in symbols)
        and start <= order.updated_ms <= end
        and kinds.get(wanted, order.category) == order.category
    ]
    rows = [order_row(order, call.market) for order in orders[-call.limit(50, 100) :]]
    return [row | {"type": "LIMIT", "origType": "LIMIT", "timeInForce": "IOC"} for row in rows]

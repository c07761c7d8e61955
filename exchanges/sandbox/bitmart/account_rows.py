"""Balances, positions and the ledger as BitMart writes them."""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.bitmart.requests import COIN, COINS, Generation, Row
from exchanges.sandbox.bitmart.words import HEDGE, ONE_WAY, cents, open_type_code, position_type
from exchanges.sandbox.figures import txt
from exchanges.sandbox.margin import Margins, notional, unrealised
from exchanges.sandbox.market import Market
from exchanges.sandbox.state import ZERO, Account, Bill, Position

LARGEST_VALUE = "100000000"


def wallet(account: Account, market: Market) -> dict[str, Decimal]:
    """The coin's parts; available, frozen and deposit together are the money without unrealised profit."""
    margins = Margins(account, market)
    isolated = [item for item in account.positions.values() if item.margin_mode == "isolated"]
    fixed = sum((item.margin for item in isolated), ZERO)
    deposit, frozen = cents(margins.cross_initial + fixed), cents(margins.held_by_orders)
    total, unrealized = margins.cash + fixed, cents(margins.cross_upl + margins.isolated_upl)
    return {
        "position_deposit": deposit,
        "frozen_balance": frozen,
        "available_balance": total - deposit - frozen,
        "equity": total + unrealized,
        "unrealized": unrealized,
    }


def asset_rows(account: Account, market: Market) -> list[Row]:
    """One row per coin of the wallet, also of those that hold nothing."""
    rows: list[Row] = []
    for coin in COINS:
        parts = wallet(account, market) if coin == COIN else {}
        names = ("position_deposit", "frozen_balance", "available_balance", "equity", "unrealized")
        rows.append({"currency": coin, **{name: txt(parts.get(name, ZERO)) for name in names}})
    return rows


def asset_push(account: Account, market: Market, coin: str) -> Row:
    """The channel's row; neither equity nor unrealised profit."""
    parts = wallet(account, market) if coin == COIN else {}
    names = ("available_balance", "position_deposit", "frozen_balance")
    return {"currency": coin, **{name: txt(parts.get(name, ZERO)) for name in names}}


def mode_word(account: Account) -> str:
    return HEDGE if account.hedged else ONE_WAY


def position_row(account: Account, market: Market, position: Position, generation: Generation, now_ms: int) -> Row:
    """The document's row; v2 has the mark price where the document has a value."""
    quote = market.quotes[position.contract]
    entry_value = notional(quote.contract, position.size, position.entry)
    mark_value = notional(quote.contract, position.size, quote.mark)
    row: Row = {
        "symbol": position.contract,
        "leverage": txt(position.leverage),
        "timestamp": now_ms,
        "current_fee": txt(-position.fee),
        "open_timestamp": position.created_ms,
        "current_value": txt(notional(quote.contract, position.size, quote.last)),
        "mark_price": txt(mark_value),
        "position_value": txt(entry_value),
        "position_cross": txt(position.margin),
        "maintenance_margin": txt(mark_value * quote.contract.maintenance_rate),
        "close_vol": txt(position.closed),
        "close_avg_price": txt(position.closed_cost / position.closed if position.closed else ZERO),
        "open_avg_price": txt(position.opened_cost / position.opened if position.opened else ZERO),
        "entry_price": txt(position.entry),
        "current_amount": txt(position.size),
        "unrealized_value": txt(unrealised(position, quote.last, quote.contract)),
        "realized_value": txt(position.realised),
        "position_type": position_type(position),
    }
    if generation == "v1":
        return row
    return row | {
        "mark_price": txt(quote.mark),
        "mark_value": txt(mark_value),
        "margin_type": position.margin_mode.capitalize(),
        "position_mode": mode_word(account),
        "account": "futures",
    }


def position_v2_row(account: Account, market: Market, position: Position, now_ms: int) -> Row:
    """The row of `position-v2`."""
    quote, margins = market.quotes[position.contract], Margins(account, market)
    mark_value = notional(quote.contract, position.size, quote.mark)
    initial = position.margin if position.margin_mode == "isolated" else margins.initial(position)
    signed = position.size * position.direction
    return {
        "symbol": position.contract,
        "leverage": txt(position.leverage),
        "timestamp": now_ms,
        "current_fee": txt(-position.fee),
        "open_timestamp": position.created_ms,
        "current_value": txt(notional(quote.contract, position.size, quote.last)),
        "mark_value": txt(mark_value),
        "mark_price": txt(quote.mark),
        "position_value": txt(notional(quote.contract, position.size, position.entry)),
        "maintenance_margin": txt(mark_value * quote.contract.maintenance_rate),
        "close_vol": txt(position.closed),
        "close_avg_price": txt(position.closed_cost / position.closed if position.closed else ZERO),
        "open_avg_price": txt(position.opened_cost / position.opened if position.opened else ZERO),
        "entry_price": txt(position.entry),
        "current_amount": txt(position.size),
        "position_amount": txt(position.size if account.hedged else signed),
        "position_side": position.leg if account.hedged else "both",
        "unrealized_pnl": txt(unrealised(position, quote.mark, quote.contract)),
        "realized_value": txt(position.realised),
        "initial_margin": txt(initial),
        "liquidation_price": txt(margins.liquidation_price(position) or ZERO) if position.size else "0",
        "open_type": position.margin_mode,
        "max_notional_value": LARGEST_VALUE,
        "account": "futures",
    }


def risk_row(account: Account, market: Market, position: Position, now_ms: int) -> Row:
    """The row of `position-risk`."""
    quote, margins = market.quotes[position.contract], Margins(account, market)
    side = "Long" if position.direction > 0 else "Short"
    return {
        "symbol": position.contract,
        "position_amt": txt(position.size * position.direction),
        "mark_price": txt(quote.mark),
        "unrealized_profit": txt(margins.upl(position)),
        "liquidation_price": txt(margins.liquidation_price(position) or ZERO),
        "leverage": txt(position.leverage),
        "max_notional_value": LARGEST_VALUE,
        "margin_type": position.margin_mode.capitalize(),
        "isolated_margin": txt(position.margin),
        "position_side": side,
        "notional": txt(margins.value(position)),
        "update_time": now_ms,
        "account": "futures",
    }


def position_push(account: Account, market: Market, position: Position, generation: Generation) -> Row:
    """The channel's row; size zero says that the position is closed."""
    margins = Margins(account, market)
    row: Row = {
        "symbol": position.contract,
        "hold_volume": txt(position.size),
        "position_type": position_type(position),
        "open_type": open_type_code(position.margin_mode),
        "frozen_volume": txt(position.size - margins.closable(position)),
        "close_volume": txt(position.closed),
        "hold_avg_price": txt(position.entry),
        "close_avg_price": txt(position.closed_cost / position.closed if position.closed else ZERO),
        "open_avg_price": txt(position.opened_cost / position.opened if position.opened else ZERO),
        "liquidate_price": txt(margins.liquidation_price(position) or ZERO) if position.size else "0",
        "create_time": position.created_ms,
        "update_time": position.updated_ms,
    }
    return row | {"position_mode": mode_word(account)} if generation == "v2" else row


FLOWS = {1: "Transfer", 2: "Realized PNL", 3: "Funding Fee", 4: "Commission Fee", 5: "Liquidation Clearance"}


def ledger_rows(bill: Bill) -> list[Row]:
    """What one movement of money is in the ledger: profit and fee of a trade stand apart, zeros are left out."""
    penalty = bill.change - bill.pnl - bill.fee + bill.position_change
    parts: dict[int, Decimal]
    if bill.kind == "transfer":
        parts = {1: bill.change}
    elif bill.kind == "funding":
        parts = {3: bill.pnl}
    elif bill.kind == "trade":
        parts = {2: bill.pnl, 4: bill.fee}
    else:
        parts = {5: bill.pnl + bill.fee + penalty}
    return [
        {
            "symbol": bill.contract,
            "type": FLOWS[flow],
            "flow_type": flow,
            "amount": txt(amount),
            "asset": bill.currency,
            "time": str(bill.time_ms),
            "tran_id": f"{bill.id}{flow}",
            "account": "futures",
        }
        for flow, amount in parts.items()
        if amount
    ]

"""Futures and margin positions, open and past, as CrossEx lists and pushes them."""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.figures import txt
from exchanges.sandbox.gate_crossex.interest import paid_on
from exchanges.sandbox.gate_crossex.words import COIN, Row, business_of, position_mode, side_word, signed_size
from exchanges.sandbox.margin import Margins
from exchanges.sandbox.market import Market
from exchanges.sandbox.state import ZERO, Account, ClosedPosition, Position

EIGHT_HOURS_MS = 8 * 3_600_000


def is_margin(position: Position) -> bool:
    return business_of(position.contract) == "MARGIN"


def position_row(account: Account, market: Market, position: Position) -> Row:
    """POSITION; a flat one keeps its id and names no side."""
    margins, quote = Margins(account, market), market.quotes[position.contract]
    value, upl = margins.value(position), margins.upl(position)
    return {
        "user_id": account.uid,
        "position_id": position.id,
        "symbol": position.contract,
        "position_side": side_word(position.leg) if position.size else "NONE",
        "initial_margin": txt(margins.initial(position)),
        "maintenance_margin": txt(margins.maintenance(position)),
        "position_qty": signed_size(position),
        "position_value": txt(value),
        "upnl": txt(upl),
        "upnl_rate": txt(_rate(upl, position)),
        "entry_price": txt(position.entry) if position.size else "0",
        "mark_price": txt(quote.mark),
        "leverage": txt(position.leverage),
        "max_leverage": txt(quote.contract.max_leverage),
        "risk_limit": "1",
        "fee": txt(-position.fee),
        "funding_fee": txt(position.funding),
        "funding_time": txt(position.updated_ms) if position.funding else "0",
        "create_time": txt(position.created_ms),
        "update_time": txt(position.updated_ms),
        "closed_pnl": txt(position.pnl),
        "margin_mode": "CROSS",
        "isolated_margin": "0",
        "liq_price": "0",
    }


def _rate(upl: Decimal, position: Position) -> Decimal:
    """Profit over the value at entry."""
    cost = position.entry * position.size
    return upl / cost if cost else ZERO


def margin_row(account: Account, market: Market, position: Position) -> Row:
    """MPOSITION: what was bought or sold with borrowed money, and what is owed for it."""
    margins, quote = Margins(account, market), market.quotes[position.contract]
    upl = margins.upl(position)
    long = position.direction > 0
    return {
        "user_id": account.uid,
        "position_id": position.id,
        "symbol": position.contract,
        "position_side": side_word(position.leg),
        "initial_margin": txt(margins.initial(position)),
        "maintenance_margin": txt(margins.maintenance(position)),
        "asset_qty": txt(position.size),
        "asset_coin": quote.contract.base,
        "position_value": txt(margins.value(position)),
        "liability": txt(position.size * position.entry if long else position.size),
        "liability_coin": COIN if long else quote.contract.base,
        "interest": txt(paid_on(account, position)),
        "max_position_qty": txt(position.largest),
        "entry_price": txt(position.entry) if position.size else "0",
        "index_price": txt(quote.index),
        "upnl": txt(upl),
        "upnl_rate": txt(_rate(upl, position)),
        "leverage": txt(position.leverage),
        "max_leverage": txt(quote.contract.max_leverage),
        "create_time": txt(position.created_ms),
        "update_time": txt(position.updated_ms),
    }


def history_row(account: Account, row: ClosedPosition) -> Row:
    """HPOS of futures."""
    position = row.position
    told = _past(account, row) | {
        "fee": txt(-position.fee),
        "funding_fee": txt(position.funding),
        "position_mode": position_mode(account),
        "margin_mode": "CROSS",
    }
    return told | {"business_type": "FUTURE"}


def margin_history_row(account: Account, row: ClosedPosition) -> Row:
    """HPOS of margin pairs."""
    return _past(account, row) | {"interest": txt(paid_on(account, row.position)), "business_type": "MARGIN"}


def _past(account: Account, row: ClosedPosition) -> Row:
    position = row.position
    opened = position.opened_cost / position.opened
    return {
        "position_id": position.id,
        "user_id": account.uid,
        "symbol": position.contract,
        "closed_type": "PARTIAL_CLOSED" if row.kind == "partly_closed" else "COMPLETE_CLOSED",
        "closed_pnl": txt(position.pnl),
        "closed_pnl_rate": txt(position.pnl / position.opened_cost),
        "open_avg_price": txt(opened),
        "closed_avg_price": txt(position.closed_cost / position.closed),
        "max_position_qty": txt(position.largest),
        "closed_qty": txt(position.closed),
        "closed_value": txt(position.closed_cost),
        "liq_fee": txt(-position.penalty),
        "position_side": "LONG" if position.direction > 0 else "SHORT",
        "leverage": txt(position.leverage),
        "create_time": txt(position.created_ms),
        "update_time": txt(row.updated_ms),
    }

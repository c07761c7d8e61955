"""The money of an account as CrossEx lists and pushes it."""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.figures import txt
from exchanges.sandbox.gate_crossex.interest import rate_of
from exchanges.sandbox.gate_crossex.position_rows import is_margin
from exchanges.sandbox.gate_crossex.words import (
    COIN,
    CROSSEX,
    OLD,
    Row,
    account_mode,
    coin_of,
    exchange_of,
    position_mode,
)
from exchanges.sandbox.margin import Margins
from exchanges.sandbox.market import Market
from exchanges.sandbox.spot import held_by_sales
from exchanges.sandbox.state import ZERO, Account, Bill

NO_REQUIREMENT = "999999"
"""The rates of an account that needs no margin."""
_KINDS = {
    "trade": "TRANSACTION",
    "funding": "FUNDING_FEE",
    "liquidation": "TRANSACTION",
    "adl": "TRANSACTION",
    "interest": "AUTO_REPAY",
    "convert": "TRANSACTION",
}


def account_row(owner: Account, pool: Account, market: Market) -> Row:
    """ACCOUNT of one pool. The rates are balance over requirement: larger is safer."""
    margins = Margins(pool, market)
    initial, maintenance = margins.cross_initial + margins.held_by_orders, margins.cross_maintenance
    return {
        "user_id": owner.uid,
        "available_margin": txt(margins.available),
        "margin_balance": txt(margins.equity),
        "initial_margin": txt(initial),
        "maintenance_margin": txt(maintenance),
        "initial_margin_rate": _rate(margins.equity, initial),
        "maintenance_margin_rate": _rate(margins.equity, maintenance),
        "position_mode": position_mode(pool),
        "account_limit": "50000000",
        "create_time": txt(owner.created_ms),
        "update_time": txt(max((owner.created_ms, *pool.balance_ms.values()))),
        "account_mode": account_mode(owner),
        "exchange_type": exchange_type(pool),
        "assets": [asset_row(pool, market, currency) for currency in currencies(pool)],
    }


def exchange_type(pool: Account) -> str:
    """`CROSSEX`, or the exchange of an isolated pool."""
    return pool.facts.get("exchange", CROSSEX)


def currencies(pool: Account) -> list[str]:
    """Balances that are told: USDT always, coins that were ever there."""
    return [COIN, *(currency for currency in pool.cash if currency != COIN)]


def asset_row(pool: Account, market: Market, currency: str) -> Row:
    """ASSET: USDT carries the margins; of other coins only the balance says something."""
    coin, exchange = coin_of(currency)
    margins, balance = Margins(pool, market), pool.cash.get(currency, ZERO)
    row: Row = {
        "user_id": pool.uid,
        "coin": coin,
        "exchange_type": exchange or exchange_type(pool),
        "balance": txt(balance),
        "upnl": "0",
        "equity": "0",
        "futures_initial_margin": "0",
        "futures_maintenance_margin": "0",
        "borrowing_initial_margin": "0",
        "borrowing_maintenance_margin": "0",
        "available_balance": txt(balance - _on_sale(pool, market, currency)),
        "liability": "0",
    }
    if currency != COIN:
        return row
    own = [item for item in pool.positions.values() if not is_margin(item)]
    lent = [item for item in pool.positions.values() if is_margin(item)]
    return row | {
        "upnl": txt(margins.cross_upl),
        "equity": txt(margins.equity),
        "futures_initial_margin": txt(sum((margins.initial(item) for item in own), ZERO)),
        "futures_maintenance_margin": txt(sum((margins.maintenance(item) for item in own), ZERO)),
        "borrowing_initial_margin": txt(sum((margins.initial(item) for item in lent), ZERO)),
        "borrowing_maintenance_margin": txt(sum((margins.maintenance(item) for item in lent), ZERO)),
        "available_balance": txt(margins.available),
    }


def asset_push(pool: Account, market: Market, currency: str) -> Row:
    """ASSET of the `asset` channel: no liability, but a price."""
    row = asset_row(pool, market, currency)
    del row["liability"]
    return row | {"price": txt(_price(market, currency))}


def ledger_rows(account: Account, bill: Bill, document: str) -> list[Row]:
    """A bill as one or more LEDGER rows: what was traded, and the fee or penalty of it."""
    coin, exchange = coin_of(bill.currency)
    place = exchange or (exchange_of(bill.contract) if bill.contract else exchange_type(account))
    parts = [(_kind(bill), bill.change)]
    if bill.kind in ("trade", "liquidation", "adl"):
        penalty = bill.change - bill.pnl - bill.fee
        parts = [("TRANSACTION", bill.pnl), ("TRADING_FEE", bill.fee), ("LIQUIDATION_FEE", penalty)]
    balance = bill.balance - bill.change
    rows: list[Row] = []
    for index, (kind, change) in enumerate(part for part in parts if part[1] or len(parts) == 1):
        balance += change
        rows.append(
            {
                "id": str(int(bill.id) + index),
                "user_id": account.uid,
                "business_id": bill.order_id or bill.id,
                "type" if document == OLD else "statement_type": kind,
                "exchange_type": place,
                "coin": coin,
                "symbol": bill.contract,
                "change": txt(change),
                "balance": txt(balance),
                "create_time": txt(bill.time_ms),
            }
        )
    return rows


def interest_rate_row(coin: str, exchange: str, now_ms: int) -> Row:
    return {
        "coin": coin,
        "exchange_type": exchange,
        "hour_interest_rate": txt(rate_of(coin)),
        "time": txt(now_ms // 3_600_000 * 3_600_000),
    }


def _kind(bill: Bill) -> str:
    if bill.kind == "transfer":
        return "TRANSFER_IN" if bill.change > 0 else "TRANSFER_OUT"
    return _KINDS.get(bill.kind, "TRANSACTION")


def _rate(balance: Decimal, requirement: Decimal) -> str:
    return txt(balance / requirement) if requirement else NO_REQUIREMENT


def _on_sale(pool: Account, market: Market, currency: str) -> Decimal:
    for quote in market.quotes.values():
        if quote.contract.kind == "spot" and quote.contract.wallet == currency:
            return held_by_sales(pool, market, quote.contract)
    return ZERO


def _price(market: Market, currency: str) -> Decimal:
    coin, exchange = coin_of(currency)
    for quote in market.quotes.values():
        if quote.contract.base == coin and exchange_of(quote.contract.id) == exchange:
            return quote.last
    return Decimal(1)

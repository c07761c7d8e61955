"""Public calls: what is listed, risk tiers, coins that can be moved, and Gate's time; and two newer market lists."""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.contracts import Contract
from exchanges.sandbox.figures import txt
from exchanges.sandbox.gate_crossex.contracts import CONTRACT_SIZES
from exchanges.sandbox.gate_crossex.errors import CrossexError
from exchanges.sandbox.gate_crossex.requests import PARAM, Call, listed, need, word
from exchanges.sandbox.gate_crossex.words import COIN, OLD, Row, business_of, exchange_of
from exchanges.sandbox.market import FUNDING_PERIOD_MS, Quote

TIERS, RATE_STEP = 3, Decimal("0.001")
COINS = (COIN, "BTC", "ETH", "ADA", "SOL")


def symbols(call: Call) -> list[Row]:
    names = listed(call) if word(call.params, "symbols") else list(call.quotes)
    return [_symbol(call.quotes[name], call.manners.document) for name in names]


def _symbol(quote: Quote, document: str) -> Row:
    contract = quote.contract
    row: Row = {
        "symbol": contract.id,
        "exchange_type": exchange_of(contract.id),
        "business_type": business_of(contract.id),
        "state": "live" if contract.state == "live" else "suspend",
        "min_size": txt(contract.minimum),
        "min_notional": txt(contract.min_notional),
        "lot_size": txt(contract.lot),
        "tick_size": txt(contract.tick),
        "max_num_orders": txt(contract.max_orders),
        "max_market_size": txt(contract.max_market_size),
        "max_limit_size": txt(contract.max_limit_size),
        "contract_size": CONTRACT_SIZES.get(contract.id, "1"),
        "liquidation_fee": "0.0125" if contract.kind == "swap" else "0",
        "delist_time": "0",
    }
    if document == OLD:
        return row | {"default_leverage": "3"}
    return row | {"support_rpi": "false", "support_cross": "true", "tag": ""}


def risk_limits(call: Call) -> list[Row]:
    need(call.params, "symbols")
    named = (call.quotes[name].contract for name in listed(call))
    return [
        {"symbol": contract.id, "tiers": _tiers(contract, call.manners.document)}
        for contract in named
        if contract.kind != "spot"
    ]


def _tiers(contract: Contract, document: str) -> list[Row]:
    """Every further tier holds as much again, at a lower leverage and a higher rate."""
    rows: list[Row] = []
    less = Decimal(0)
    for index in range(TIERS):
        less += contract.tier_usd * index * (RATE_STEP if index else 0)
        row: Row = {
            "min_risk_limit_value": txt(contract.tier_usd * index),
            "max_risk_limit_value": txt(contract.tier_usd * (index + 1)),
            "leverage_max": txt(max(contract.max_leverage - 2 * index, Decimal(1))),
            "maintenance_rate": txt(contract.maintenance_rate + RATE_STEP * index),
            "tier": str(index + 1),
        }
        rows.append(row if document == OLD else row | {"quick_cal_amount": txt(less)})
    return rows


def transfer_coins(call: Call) -> list[Row]:
    wanted = word(call.params, "coin")
    return [
        {
            "coin": coin,
            "min_trans_amount": 0.1 if coin == COIN else 0.0001,
            "est_fee": 0,
            "precision": 8,
            "is_disabled": 0,
        }
        for coin in COINS
        if wanted in ("", coin)
    ]


def time(call: Call) -> Row:
    return {"server_time": call.venue.clock()}


def tickers(call: Call) -> list[Row]:
    need(call.params, "symbols")
    if any(business_of(name) == "MARGIN" for name in listed(call)):
        raise CrossexError(PARAM)
    return [_ticker(call, call.quotes[name]) for name in listed(call)]


def _ticker(call: Call, quote: Quote) -> Row:
    return {
        "symbol": quote.contract.id,
        "last_price": txt(quote.last),
        "open_24h": txt(quote.open_24h),
        "low_24h": txt(quote.low_24h),
        "high_24h": txt(quote.high_24h),
        "volume_24h_base": txt(quote.volume_24h),
        "volume_24h_quote": txt(quote.volume_24h * quote.last),
        "mark_price": txt(quote.mark),
        "index_price": txt(quote.index),
        "open_interest": "0",
        "open_interest_quote": "0",
        "timestamp": txt(call.venue.clock()),
    }


def funding_info(call: Call) -> list[Row]:
    need(call.params, "symbols")
    return [
        {
            "symbol": name,
            "funding_rate": txt(call.quotes[name].funding_rate),
            "funding_interval": txt(FUNDING_PERIOD_MS // 1000),
            "funding_time": txt(call.venue.market.next_funding_ms()),
        }
        for name in listed(call)
        if business_of(name) == "FUTURE"
    ]

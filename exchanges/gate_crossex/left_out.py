"""Documented fields of CrossEx's rows that the model has no place for, and why; a test holds this to the document."""

from __future__ import annotations


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


LEFT_OUT: dict[str, frozenset[str]] = {
    "symbol": _names(
        # The exchange and business stand in the symbol; limits the venue checks itself; information without meaning.
        "exchange_type business_type min_notional max_num_orders max_market_size max_limit_size contract_size "
        "liquidation_fee default_leverage delist_time"
    ),
    "account": _names(
        # Sums the pools' rates are made of beside what is kept; limits and times of the account itself.
        "account_limit create_time update_time"
    ),
    "asset": _names("user_id futures_maintenance_margin borrowing_maintenance_margin liability"),
    "position": _names("user_id maintenance_margin position_value upnl_rate max_leverage risk_limit funding_time"),
    "margin position": _names(
        # What is owed follows from size and entry; the model shows the interest that was paid.
        "user_id maintenance_margin asset_coin position_value liability max_position_qty upnl_rate max_leverage"
    ),
    "order": _names(
        # Said by the symbol, or told by the fills.
        "user_id exchange_type business_type executed_amount leverage last_executed_qty last_executed_price "
        "last_executed_amount"
    ),
    "fill": _names("user_id exchange_type business_type fee_rate"),
    "ledger": _names("user_id business_id exchange_type balance"),
    "interest": _names("user_id liability_id liability interest_rate interest_type exchange_type"),
}

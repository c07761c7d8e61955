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

SHOWN: dict[str, frozenset[str]] = {
    # What a person may look up, and what writing calls answer beside the order's id: kept nowhere, shown as it is.
    "GET rule/risk_limits": _names(
        "symbol tiers min_risk_limit_value max_risk_limit_value leverage_max maintenance_rate tier"
    ),
    "GET transfers/coin": _names("coin min_trans_amount est_fee precision is_disabled"),
    "POST transfers": _names("tx_id text"),
    "GET transfers": _names(
        "id text from_account_type to_account_type coin "
        "amount actual_receive status fail_reason create_time update_time"
    ),
    "POST orders": _names("order_id text"),
    "DELETE orders/{order_id}": _names("order_id text"),
    "PUT orders/{order_id}": _names("order_id text"),
    "POST convert/quote": _names("quote_id valid_ms from_coin to_coin from_amount to_amount price"),
    "PUT accounts": _names("position_mode account_mode exchange_type"),
    "POST positions/leverage": _names("symbol leverage"),
    "GET positions/leverage": _names("symbol leverage"),
    "POST margin_positions/leverage": _names("symbol leverage"),
    "GET margin_positions/leverage": _names("symbol leverage"),
    "DELETE position": _names("order_id text"),
    "GET interest_rate": _names("coin exchange_type hour_interest_rate time"),
    "GET fee": _names(
        "spot_maker_fee spot_taker_fee future_maker_fee future_taker_fee "
        "special_fee_list symbol taker_fee_rate maker_fee_rate"
    ),
    "GET adl_rank": _names("user_id symbol crossex_adl_rank exchange_adl_rank"),
    "GET history_positions": _names(
        "position_id user_id symbol closed_type closed_pnl closed_pnl_rate open_avg_price closed_avg_price "
        "max_position_qty closed_qty closed_value fee liq_fee funding_fee position_side position_mode "
        "leverage create_time update_time"
    ),
    "GET history_margin_positions": _names(
        "position_id user_id symbol closed_type closed_pnl closed_pnl_rate open_avg_price closed_avg_price "
        "max_position_qty closed_qty closed_value liq_fee position_side leverage interest bussiness_type "
        "create_time update_time"
    ),
    "GET coin_discount_rate": _names("coin exchange_type tier min_value max_value discount_rate"),
}
"""Fields of all other answers, by call."""

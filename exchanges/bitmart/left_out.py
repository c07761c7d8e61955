"""Documented fields of BitMart's rows that the model has no place for, and why; a test holds this to the document."""

from __future__ import annotations


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PRESETS = "preset_take_profit_price_type preset_stop_loss_price_type preset_take_profit_price preset_stop_loss_price"
"""Attached targets become plans of their own once the order fills."""
_TODAY = "account"
"""Copy trading has an account of its own, which is not asked for."""

LEFT_OUT: dict[str, frozenset[str]] = {
    "contract": _names(
        # Prices and volumes of the market; times; limits the venue checks itself.
        "open_timestamp expire_timestamp settle_timestamp last_price volume_24h turnover_24h index_price index_name "
        "min_leverage max_volume funding_rate expected_funding_rate open_interest open_interest_value"
    ),
    "position": _names(
        # Values of what is kept as prices; average prices of the past.
        "current_value position_cross maintenance_margin close_vol close_avg_price open_avg_price"
    ),
    "position v2": _names(
        "current_value maintenance_margin close_vol close_avg_price open_avg_price max_notional_value " + _TODAY
    ),
    "position push": _names("frozen_volume close_volume close_avg_price open_avg_price position_mode"),
    "balance": frozenset(),
    "balance push": frozenset(),
    "order": _names(
        # Said with the position; a trailing order's distance and kind of price.
        "leverage open_type callback_rate activation_price_type " + _TODAY + " " + _PRESETS
    ),
    "order push": _names(
        # What it came of; prices of plans, which are rows of their own.
        "leverage open_type plan_order_id trigger_price trigger_price_type execution_price activation_price "
        "activation_price_type callback_rate"
    ),
    "plan": _names("leverage open_type price_way price_type " + _PRESETS),
    "history": _names("leverage open_type " + _TODAY + " " + _PRESETS),
    "fill": _names("profit " + _TODAY),
    "ledger": _names("type " + _TODAY),
    "ticker": _names("symbol volume_24 last_price range ask_price ask_vol bid_price bid_vol index_price"),
}

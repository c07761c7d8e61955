"""Why the simulated matching engine refuses something, in words no venue owns."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Each venue's server maps these to its own codes and texts."""

    PARAMETER = "parameter"
    NO_INSTRUMENT = "no_instrument"
    SUSPENDED = "suspended"
    ACCOUNT_MODE = "account_mode"
    DUPLICATE_ID = "duplicate_id"
    TOO_SMALL = "too_small"
    TOO_LITTLE_VALUE = "too_little_value"
    NOT_A_LOT = "not_a_lot"
    PRICE_STEP = "price_step"
    LIMIT_TOO_LARGE = "limit_too_large"
    MARKET_TOO_LARGE = "market_too_large"
    PRICE_BAND = "price_band"
    TIER = "tier"
    TOO_MANY_ORDERS = "too_many_orders"
    NO_MARGIN = "no_margin"
    NO_BALANCE = "no_balance"
    NO_POSITION = "no_position"
    NOTHING_TO_CLOSE = "nothing_to_close"
    CLOSE_TOO_LARGE = "close_too_large"
    REDUCE_WRONG_WAY = "reduce_wrong_way"
    WHOLE_CLOSE_EXISTS = "whole_close_exists"
    TP_ABOVE = "tp_above"
    TP_BELOW = "tp_below"
    SL_ABOVE = "sl_above"
    SL_BELOW = "sl_below"
    ORDER_GONE = "order_gone"
    ORDER_FINAL = "order_final"
    ALGO_GONE = "algo_gone"
    POSITIONS_BLOCK = "positions_block"
    LEVEL_LOCKED = "level_locked"
    LEVEL_ORDERS = "level_orders"
    LEVEL_POSITIONS = "level_positions"
    LEVERAGE_TOO_HIGH = "leverage_too_high"
    LEVERAGE_TOO_LOW = "leverage_too_low"
    LEVERAGE_ORDERS = "leverage_orders"
    LEVERAGE_MARGIN = "leverage_margin"
    PORTFOLIO_NET_ONLY = "portfolio_net_only"
    PORTFOLIO_LEVERAGE = "portfolio_leverage"
    NO_ISOLATED = "no_isolated"
    TOO_MANY_KEYS = "too_many_keys"
    TOO_MANY_IPS = "too_many_ips"
    PASSPHRASE_FORMAT = "passphrase_format"  # noqa: S105 - the name of a rule, not a secret


class Worded(Exception):
    """A refusal in a venue's own words; each venue's error extends it.

    Args:
        code: The venue's code.
        text: The venue's text.
    """

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code)
        self.code = code
        self.text = text


class Refusal(Exception):
    """The engine did not do it.

    Args:
        reason: Which rule refused.
        values: What the venue's text names (`param`, `buy_limit`, ...).
    """

    def __init__(self, reason: Reason, **values: str) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.values = values

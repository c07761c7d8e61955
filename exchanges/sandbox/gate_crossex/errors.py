"""CrossEx's refusals: labels and texts of the document, HTTP statuses, and which engine refusal each answers."""

from __future__ import annotations

from exchanges.sandbox.refusals import Reason, Refusal, Worded

LABELS: dict[str, str] = {
    "COMMON_PARAM_BIND_ERROR": "Invalid parameter, please refer to API documentation",
    "TRADE_UNSUPPORTED_OPERATION": "Current operation is not allowed",
    "USER_NOT_EXIST": "User does not exist",
    "USER_DEACTIVATED": "User has been deactivated",
    "QUERY_INVALID_EXCHANGE_TYPE": (
        "Invalid exchange type, in isolated mode exchange type must be BINANCE, OKX, or GATE"
    ),
    "TRADE_CHANGE_PZ_MODE_SAME_ERROR": "No need to set position mode repeatedly",
    "TRADE_PZ_MODE_HAVE_ORDER_ERROR": "Cannot set position mode with open orders",
    "TRADE_PZ_MODE_HAVE_POSITION_ERROR": "Cannot set position mode with open positions",
    "UPDATE_ACCOUNT_PARAMETERS_ALL_EMPTY_ERROR": "Parameters cannot all be empty",
    "UPDATE_ACCOUNT_PARAMETERS_ERROR": "Cannot set account mode and position mode simultaneously",
    "UPDATE_ACCOUNT_EXCHANGE_TYPE_PARAMETERS_ERROR": (
        "If exchange parameter is provided, position mode must be provided"
    ),
    "UPDATE_ACCOUNT_ACCOUNT_MODE_ERROR": "Invalid account mode, please refer to API documentation",
    "UPDATE_ACCOUNT_EXCHANGE_TYPE_ERROR": "Invalid exchange type, please refer to API documentation",
    "UPDATE_ACCOUNT_PZ_ISOLATED_MODE_NOT_EXCHANGE_TYPE_ERROR": (
        "Exchange must be provided when modifying position mode in isolated mode"
    ),
    "UPDATE_ACCOUNT_MODE_OPEN_ORDERS_EXIST_ERROR": "Cannot modify account mode with open orders",
    "UPDATE_ACCOUNT_MODE_POSITION_NOT_EMPTY_ERROR": "Cannot modify account mode with open positions",
    "UPDATE_ACCOUNT_MODE_INITIAL_MARGIN_NOT_ZERO_ERROR": "Cannot modify account mode with initial margin",
    "UPDATE_ACCOUNT_MODE_MAINTENANCE_MARGIN_NOT_ZERO_ERROR": "Cannot modify account mode with maintenance margin",
    "UPDATE_ACCOUNT_MODE_ACCOUNT_STATUS_NOT_NORMAL_ERROR": (
        "Cannot modify account mode when account status is not NORMAL"
    ),
    "UPDATE_ACCOUNT_CROSSEX_MODE_EXCHANGE_TYPE_NOT_CROSSEX_ERROR": (
        "In cross-exchange mode, exchange type can only be CROSSEX"
    ),
    "UPDATE_ACCOUNT_ISOLATED_MODE_EXCHANGE_TYPE_NOT_CROSSEX_ERROR": (
        "In isolated mode, exchange type cannot be CROSSEX"
    ),
    "TRADE_CLIENT_ORDER_ID_LENGTH_ERROR": "Client order ID is too long",
    "TRADE_CLIENT_ORDER_ID_MATCH_ERROR": (
        "Client order ID only supports letters (a-z), numbers (0-9), and symbols (-, _)"
    ),
    "TRADE_INVALID_SIDE": "Invalid order side",
    "TRADE_INVALID_ORDER_TYPE": "Invalid order type",
    "TRADE_INVALID_TIME_IN_FORCE": "Invalid timeInForce",
    "TRADE_INVALID_POC": "Market order timeInForce cannot be POC",
    "TRADE_INVALID_ORDER_QTY": "Invalid order quantity",
    "TRADE_INVALID_QUOTE_ORDER_QTY": "Invalid quote order quantity",
    "TRADE_INVALID_LIMIT_PRICE": "Invalid limit price",
    "TRADE_INVALID_REDUCE_ONLY": "Invalid reduceOnly",
    "TRADE_ORDER_DUPLICATE_ERROR": "Duplicate client order ID",
    "TRADE_SYM_NOT_SUPPORT": "Current symbol is not supported",
    "MARGIN_ORDER_NOT_SUPPORT": "Isolated mode does not support spot margin trading",
    "TRADE_MARGIN_INVALID_PZ_SIDE_ERROR": "Margin only supports dual mode, LONG/SHORT must be provided",
    "TRADE_DELIST_OPEN_PROHIBITED_ERROR": "Symbol is delisted, only close orders are allowed",
    "TRADE_INVALID_POSITION_SIDE": "Invalid positionSide",
    "TRADE_REDUCE_ONLY_SIDE_ERROR": "ReduceOnly order cannot have the same direction as position",
    "TRADE_REDUCE_ONLY_POSITION_QTY_ERROR": "Cannot use reduceOnly when position quantity is 0",
    "TRADE_ONE_OF_ORDER_ID_ERROR": "Either orderId or text must be provided for cancellation",
    "TRADE_ORDER_NOT_FOUND_ERROR": "Order does not exist or is in terminal state",
    "TRADE_NOT_ALLOW_REPLACE": "Market orders are not allowed to be replaced",
    "TRADE_ORDER_REPLACE_QTY_PRICE_ERROR": "Invalid quantity or price for order replacement",
    "TRADE_ORDER_REPLACE_QTY_PRICE_SAME_ERROR": "Replacement quantity and price are the same as existing order",
    "TRADE_ORDER_REPLACE_ALLOW_ERROR": "Order status does not allow replacement",
    "TRADE_ORDER_LOT_SIZE_ERROR": "Order quantity must be a multiple of lotSize",
    "TRADE_ORDER_QUANTITY_MAX_ERROR": "Order quantity exceeds maximum limit",
    "TRADE_ORDER_QUANTITY_MIN_ERROR": "Order quantity is below minimum limit",
    "TRADE_ORDER_TICK_SIZE_ERROR": "Order price must be a multiple of tickSize",
    "TRADE_ORDER_AMOUNT_MIN_ERROR": "Order value is below minimum value limit",
    "TRADE_OKX_LIMIT_BUY_ORDER_PRICE_ERROR": "OKX limit price deviates too much from market",
    "TRADE_MAX_ORDERS_ERROR": "Number of open orders exceeds limit",
    "TRADE_INVALID_PZ_MODE_ERROR": "Invalid position mode",
    "TRADE_SET_LEVERAGE_ERROR": "Invalid leverage",
    "TRADE_INVALID_SYM_BUSINESSTYPE_ERROR": "Leverage adjustment must be for contract symbol",
    "TRADE_SET_LEVERAGE_EXCEED_LIMIT_ERROR": "Leverage exceeds maximum limit",
    "TRADE_INVALID_MARGIN_SYM_BUSINESSTYPE_ERROR": "Leverage adjustment must be for margin symbol",
    "CONVERT_TRADE_QUOTE_UNKNOWN_ERROR": "Convert trade request error, please try again later",
    "CONVERT_TRADE_QUOTE_EXCHANGE_INVALID_ERROR": "Invalid exchange type, please refer to API documentation",
    "CONVERT_TRADE_QUOTE_FROM_COIN_INVALID_ERROR": "Invalid fromCoin, please refer to API documentation",
    "CONVERT_TRADE_QUOTE_TO_COIN_INVALID_ERROR": "Invalid toCoin, please refer to API documentation",
    "CONVERT_TRADE_QUOTE_FROM_AMOUNT_INVALID_ERROR": "Invalid fromAmount, please refer to API documentation",
    "CONVERT_TRADE_QUOTE_FROM_AMOUNT_LIMIT_ERROR": "Invalid fromAmount, cannot be 0",
    "CONVERT_TRADE_QUOTE_FROM_AMOUNT_MAX_ERROR": "Invalid fromAmount, amount cannot exceed 10U",
    "CONVERT_TRADE_QUOTE_EXCHANGE_REJECT_ERROR": "Convert trade request rejected by exchange, please check reason",
    "CAN_NOT_DELETE_POSITION": "Position quantity is 0, cannot close all positions",
    "CAN_NOT_DELETE_LARGE_POSITION": "Position quantity is too large, please close via orders first",
    "OPEN_ORDERS_CAN_NOT_DELETE_POSITION": "Cannot close all positions with open orders",
    # Gate's gateway, before CrossEx is reached.
    "MISSING_REQUIRED_HEADER": "Missing required header {param}",
    "INVALID_KEY": "Invalid key provided",
    "INVALID_SIGNATURE": "Signature mismatch",
    "REQUEST_EXPIRED": "gap between request Timestamp and server time exceeds 60",
    "IP_FORBIDDEN": "Request IP not in whitelist: {param}",
    "FORBIDDEN": "Access denied, the key has no permission for this",
    "READ_ONLY": "API key is read-only",
    "TOO_MANY_REQUESTS": "Request Rate limit Exceeded",
    "NOT_FOUND": "the path is not found",
    "TRADE_INSUFFICIENT_AVAILABLE_MARGIN_ERROR": "Insufficient available margin",
    "SERVER_ERROR": "Server error",
    "TOO_BUSY": "System is too busy, please try again later",
}
_STATUSES = {
    "MISSING_REQUIRED_HEADER": 401,
    "INVALID_KEY": 401,
    "INVALID_SIGNATURE": 401,
    "REQUEST_EXPIRED": 403,
    "IP_FORBIDDEN": 401,
    "FORBIDDEN": 403,
    "READ_ONLY": 403,
    "TOO_MANY_REQUESTS": 429,
    "NOT_FOUND": 404,
    "SERVER_ERROR": 500,
    "TOO_BUSY": 503,
}

_REASONS: dict[Reason, str] = {
    Reason.NO_INSTRUMENT: "TRADE_SYM_NOT_SUPPORT",
    Reason.SUSPENDED: "TRADE_DELIST_OPEN_PROHIBITED_ERROR",
    Reason.DUPLICATE_ID: "TRADE_ORDER_DUPLICATE_ERROR",
    Reason.TOO_SMALL: "TRADE_ORDER_QUANTITY_MIN_ERROR",
    Reason.TOO_LITTLE_VALUE: "TRADE_ORDER_AMOUNT_MIN_ERROR",
    Reason.NOT_A_LOT: "TRADE_ORDER_LOT_SIZE_ERROR",
    Reason.PRICE_STEP: "TRADE_ORDER_TICK_SIZE_ERROR",
    Reason.LIMIT_TOO_LARGE: "TRADE_ORDER_QUANTITY_MAX_ERROR",
    Reason.MARKET_TOO_LARGE: "TRADE_ORDER_QUANTITY_MAX_ERROR",
    Reason.PRICE_BAND: "TRADE_OKX_LIMIT_BUY_ORDER_PRICE_ERROR",
    Reason.TOO_MANY_ORDERS: "TRADE_MAX_ORDERS_ERROR",
    Reason.NO_POSITION: "TRADE_REDUCE_ONLY_POSITION_QTY_ERROR",
    Reason.NOTHING_TO_CLOSE: "TRADE_REDUCE_ONLY_POSITION_QTY_ERROR",
    Reason.CLOSE_TOO_LARGE: "TRADE_ORDER_QUANTITY_MAX_ERROR",
    Reason.REDUCE_WRONG_WAY: "TRADE_REDUCE_ONLY_SIDE_ERROR",
    Reason.ORDER_GONE: "TRADE_ORDER_NOT_FOUND_ERROR",
    Reason.ORDER_FINAL: "TRADE_ORDER_NOT_FOUND_ERROR",
    Reason.LEVERAGE_TOO_HIGH: "TRADE_SET_LEVERAGE_EXCEED_LIMIT_ERROR",
    Reason.LEVERAGE_TOO_LOW: "TRADE_SET_LEVERAGE_ERROR",
    Reason.LEVERAGE_MARGIN: "TRADE_SET_LEVERAGE_ERROR",
    Reason.POSITIONS_BLOCK: "TRADE_PZ_MODE_HAVE_POSITION_ERROR",
    Reason.NO_MARGIN: "TRADE_INSUFFICIENT_AVAILABLE_MARGIN_ERROR",
    Reason.NO_BALANCE: "TRADE_INSUFFICIENT_AVAILABLE_MARGIN_ERROR",
    Reason.TIER: "TRADE_INSUFFICIENT_AVAILABLE_MARGIN_ERROR",
}
NO_FUNDS = frozenset({Reason.NO_MARGIN, Reason.NO_BALANCE, Reason.TIER})
"""Told by the order's end and not by the answer: the order was accepted, and fails."""


class CrossexError(Worded):
    """A refusal in CrossEx's words.

    Args:
        label: One of `LABELS`.
        param: What the text names.
    """

    def __init__(self, label: str, param: str = "") -> None:
        super().__init__(label, LABELS[label].format(param=param).strip())
        self.status = _STATUSES.get(label, 400)


def translate(refusal: Refusal) -> CrossexError:
    """The engine's refusal as CrossEx says it."""
    return CrossexError(_REASONS.get(refusal.reason, "COMMON_PARAM_BIND_ERROR"))

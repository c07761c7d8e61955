"""What CrossEx's labels mean, in both languages, and what a person can do about them."""

from __future__ import annotations

import re

from exchanges.core.errors import (
    AuthError,
    BadRequest,
    ClockSkew,
    InsufficientFunds,
    IpNotAllowed,
    Maintenance,
    NotFound,
    PermissionDenied,
    RateLimited,
    VenueError,
    VenueUnavailable,
)
from exchanges.core.reasons import why
from exchanges.core.venue import Refusal
from exchanges.core.verdict import Pair

_PASTE: Pair = (
    "Copy key and secret again from Gate, without blanks; a key just made or changed needs up to five minutes.",
    "请在 Gate 重新复制 Key 和 Secret（不要带空格）；新建或修改的 Key 最多五分钟后生效。",
)
_WAIT: Pair = ("Wait a moment; it is tried again by itself.", "请稍候，程序会自动重试。")
_OURS: Pair = (
    "This is a fault of Binnacle; please report it with the code.",
    "这是 Binnacle 的问题，请带上错误码反馈。",
)
_REFRESH: Pair = ("Look at the list again; it has changed meanwhile.", "请刷新列表，状态已经变化。")
_SUPPORT: Pair = ("Ask Gate support.", "请联系 Gate 客服。")
_SIZE: Pair = ("Change the size.", "请调整数量。")
_PRICE: Pair = ("Move the price.", "请调整价格。")
_FUNDS: Pair = (
    "Transfer USDT into CrossEx on gate.com, or lower size or leverage.",
    "请在 gate.com 向 CrossEx 账户划转 USDT，或减小数量、降低杠杆。",
)
_FLAT: Pair = (
    "Close all positions and cancel all orders first, then try again.",
    "请先平掉全部仓位、撤销全部挂单，再重试。",
)
_CANCEL_FIRST: Pair = ("Cancel the open orders of this symbol first.", "请先撤销该交易对的挂单。")
_PERMISSION: Pair = (
    "On Gate edit the key: Cross-Exchange, read-only for the read key, read-write for the trade key.",
    "请在 Gate 编辑该 Key：勾选“跨所交易”，只读 Key 选只读，交易 Key 选读写。",
)
_ADDRESS: Pair = (
    "Add this machine's public address to the key's IP list on Gate, save, check again after five minutes.",
    "请在 Gate 把本机公网 IP 加入该 Key 的白名单，保存后五分钟再检查。",
)
_CLOCK: Pair = (
    "Binnacle measures Gate's clock again by itself; if this stays, set this machine's clock.",
    "程序会自动重新对时；若持续出现，请校准本机时间。",
)
OPEN_CROSSEX: Pair = (
    "Open CrossEx first: gate.com > CrossEx > open the account; then check again.",
    "请先开通 CrossEx：gate.com → CrossEx → 开通账户，然后重新检查。",
)
_MODE: Pair = (
    "On gate.com: CrossEx > settings > position mode > dual.",
    "在 gate.com：CrossEx → 设置 → 持仓模式 → 双向持仓。",
)
MENU_HEDGE_MODE = _MODE

_Row = tuple[str, type[VenueError], str, str, Pair]
_ROWS: tuple[_Row, ...] = (
    # The key.
    (
        "INVALID_KEY INVALID_CREDENTIALS",
        AuthError,
        "Gate does not know this API key",
        "Gate 不认识这个 API Key",
        _PASTE,
    ),
    ("INVALID_SIGNATURE", AuthError, "the secret does not fit the key", "Secret 与 Key 不匹配", _PASTE),
    (
        "AUTHENTICATION_FAILED MISSING_REQUIRED_HEADER 100006",
        AuthError,
        "Gate refuses the login",
        "Gate 拒绝了登录",
        _PASTE,
    ),
    ("REQUEST_EXPIRED", ClockSkew, "the clocks do not agree", "时间不一致", _CLOCK),
    ("IP_FORBIDDEN", IpNotAllowed, "this address is not on the key's IP list", "本机 IP 不在 Key 的白名单里", _ADDRESS),
    (
        "FORBIDDEN",
        PermissionDenied,
        "the key lacks the Cross-Exchange permission",
        "这个 Key 没有跨所交易权限",
        _PERMISSION,
    ),
    ("READ_ONLY", PermissionDenied, "the key may only read", "这个 Key 只有只读权限", _PERMISSION),
    ("ACCOUNT_LOCKED USER_DEACTIVATED", PermissionDenied, "the account is locked", "账户已被锁定", _SUPPORT),
    ("USER_NOT_EXIST", PermissionDenied, "this account has not opened CrossEx", "该账户尚未开通 CrossEx", OPEN_CROSSEX),
    # The venue's load.
    ("TOO_MANY_REQUESTS TOO_FAST 100003", RateLimited, "too many requests", "请求过于频繁", _WAIT),
    ("TOO_BUSY", Maintenance, "Gate is busy or under maintenance", "Gate 繁忙或正在维护", _WAIT),
    (
        "INTERNAL SERVER_ERROR NOT_BEST_ACCOUNT_ROUTER CONVERT_TRADE_QUOTE_UNKNOWN_ERROR 100004 100007",
        VenueUnavailable,
        "Gate failed inside",
        "Gate 内部错误",
        _WAIT,
    ),
    ("100002", VenueUnavailable, "not logged in on this connection", "该连接尚未登录", _WAIT),
    # Not there.
    (
        "TRADE_ORDER_NOT_FOUND_ERROR ORDER_NOT_FOUND",
        NotFound,
        "no such order, or it has ended",
        "没有这个订单，或订单已结束",
        _REFRESH,
    ),
    ("TRADE_ONE_OF_ORDER_ID_ERROR", BadRequest, "the order is not named", "未指定订单", _OURS),
    ("CAN_NOT_DELETE_POSITION", NotFound, "there is no position to close", "没有可平的仓位", _REFRESH),
    ("NOT_FOUND", NotFound, "Gate does not know this call", "Gate 没有这个接口", _OURS),
    # The account's set-up.
    ("TRADE_CHANGE_PZ_MODE_SAME_ERROR", BadRequest, "nothing changed", "没有变化", ("", "")),
    (
        "TRADE_PZ_MODE_HAVE_ORDER_ERROR TRADE_PZ_MODE_HAVE_POSITION_ERROR",
        BadRequest,
        "the position mode cannot change while there are positions or orders",
        "有持仓或挂单，不能修改持仓模式",
        _FLAT,
    ),
    (
        "UPDATE_ACCOUNT_MODE_OPEN_ORDERS_EXIST_ERROR UPDATE_ACCOUNT_MODE_POSITION_NOT_EMPTY_ERROR "
        "UPDATE_ACCOUNT_MODE_INITIAL_MARGIN_NOT_ZERO_ERROR UPDATE_ACCOUNT_MODE_MAINTENANCE_MARGIN_NOT_ZERO_ERROR",
        BadRequest,
        "the account mode cannot change while there are positions or orders",
        "有持仓或挂单，不能修改账户模式",
        _FLAT,
    ),
    (
        "UPDATE_ACCOUNT_MODE_ACCOUNT_STATUS_NOT_NORMAL_ERROR",
        BadRequest,
        "the account is restricted at the moment",
        "账户状态异常",
        _SUPPORT,
    ),
    (
        "QUERY_INVALID_EXCHANGE_TYPE",
        BadRequest,
        "the account keeps a pool per exchange",
        "账户为分所模式，需指定交易所",
        _OURS,
    ),
    (
        "COMMON_PARAM_BIND_ERROR UPDATE_ACCOUNT_PARAMETERS_ALL_EMPTY_ERROR UPDATE_ACCOUNT_PARAMETERS_ERROR "
        "UPDATE_ACCOUNT_EXCHANGE_TYPE_PARAMETERS_ERROR UPDATE_ACCOUNT_ACCOUNT_MODE_ERROR "
        "UPDATE_ACCOUNT_EXCHANGE_TYPE_ERROR "
        "UPDATE_ACCOUNT_PZ_ISOLATED_MODE_NOT_EXCHANGE_TYPE_ERROR "
        "UPDATE_ACCOUNT_CROSSEX_MODE_EXCHANGE_TYPE_NOT_CROSSEX_ERROR "
        "UPDATE_ACCOUNT_ISOLATED_MODE_EXCHANGE_TYPE_NOT_CROSSEX_ERROR 100001",
        BadRequest,
        "a parameter is wrong or missing",
        "参数错误或缺失",
        _OURS,
    ),
    ("TRADE_UNSUPPORTED_OPERATION", PermissionDenied, "this is not allowed now", "当前不允许该操作", _SUPPORT),
    # Orders.
    (
        "TRADE_CLIENT_ORDER_ID_LENGTH_ERROR TRADE_CLIENT_ORDER_ID_MATCH_ERROR",
        BadRequest,
        "the custom order id is malformed",
        "自定义订单号不合规则",
        _OURS,
    ),
    ("TRADE_ORDER_DUPLICATE_ERROR", BadRequest, "this order id was used before", "该自定义订单号已使用", _REFRESH),
    (
        "TRADE_INVALID_SIDE TRADE_INVALID_ORDER_TYPE TRADE_INVALID_TIME_IN_FORCE TRADE_INVALID_POC "
        "TRADE_INVALID_REDUCE_ONLY",
        BadRequest,
        "side, type or validity of the order is wrong",
        "委托方向、类型或有效期有误",
        _OURS,
    ),
    (
        "TRADE_INVALID_POSITION_SIDE TRADE_MARGIN_INVALID_PZ_SIDE_ERROR TRADE_INVALID_PZ_MODE_ERROR",
        BadRequest,
        "the order does not fit the position mode",
        "委托与持仓模式不符",
        _MODE,
    ),
    (
        "TRADE_INVALID_ORDER_QTY TRADE_INVALID_QUOTE_ORDER_QTY TRADE_ORDER_LOT_SIZE_ERROR",
        BadRequest,
        "the size is no multiple of the step",
        "数量不是步长的整数倍",
        _SIZE,
    ),
    ("TRADE_ORDER_QUANTITY_MAX_ERROR", BadRequest, "above the largest size", "超过最大数量", _SIZE),
    (
        "TRADE_ORDER_QUANTITY_MIN_ERROR TRADE_ORDER_AMOUNT_MIN_ERROR",
        BadRequest,
        "below the smallest size",
        "低于最小数量或金额",
        _SIZE,
    ),
    (
        "TRADE_INVALID_LIMIT_PRICE TRADE_ORDER_TICK_SIZE_ERROR TRADE_HYPERLIQUID_PRICE_SIGNIFICANT_FIGURES_ERROR",
        BadRequest,
        "the price is no multiple of the step",
        "价格不是步长的整数倍",
        _PRICE,
    ),
    (
        "TRADE_OKX_LIMIT_BUY_ORDER_PRICE_ERROR",
        BadRequest,
        "the price is outside the limits",
        "价格超出限价范围",
        _PRICE,
    ),
    ("TRADE_SYM_NOT_SUPPORT", NotFound, "the symbol is not supported", "不支持该交易对", _REFRESH),
    (
        "MARGIN_ORDER_NOT_SUPPORT",
        BadRequest,
        "margin pairs do not trade in isolated mode",
        "分所模式不支持杠杆交易",
        _SUPPORT,
    ),
    (
        "TRADE_DELIST_OPEN_PROHIBITED_ERROR",
        BadRequest,
        "the symbol is being delisted: closing only",
        "交易对即将下架，只能平仓",
        _REFRESH,
    ),
    (
        "TRADE_REDUCE_ONLY_SIDE_ERROR TRADE_REDUCE_ONLY_POSITION_QTY_ERROR",
        BadRequest,
        "there is nothing to reduce in this direction",
        "该方向没有可减的仓位",
        _REFRESH,
    ),
    (
        "TRADE_NOT_ALLOW_REPLACE TRADE_ORDER_REPLACE_QTY_PRICE_ERROR TRADE_ORDER_REPLACE_QTY_PRICE_SAME_ERROR "
        "TRADE_ORDER_REPLACE_ALLOW_ERROR",
        BadRequest,
        "the order cannot be changed so",
        "该订单不能这样修改",
        _REFRESH,
    ),
    ("TRADE_MAX_ORDERS_ERROR", RateLimited, "too many open orders", "挂单数量超过上限", _CANCEL_FIRST),
    (
        "TRADE_INSUFFICIENT_AVAILABLE_MARGIN_ERROR BALANCE_NOT_ENOUGH",
        InsufficientFunds,
        "the margin is too small",
        "保证金不足",
        _FUNDS,
    ),
    # Leverage.
    (
        "TRADE_SET_LEVERAGE_ERROR TRADE_SET_LEVERAGE_EXCEED_LIMIT_ERROR",
        BadRequest,
        "the leverage is outside the limits",
        "杠杆超出范围",
        ("Choose another leverage.", "请选择其他杠杆。"),
    ),
    (
        "TRADE_INVALID_SYM_BUSINESSTYPE_ERROR TRADE_INVALID_MARGIN_SYM_BUSINESSTYPE_ERROR",
        BadRequest,
        "this call is for another kind of symbol",
        "该接口不适用于此类交易对",
        _OURS,
    ),
    # Small conversions and dust.
    (
        "CONVERT_TRADE_QUOTE_EXCHANGE_INVALID_ERROR CONVERT_TRADE_QUOTE_FROM_COIN_INVALID_ERROR "
        "CONVERT_TRADE_QUOTE_TO_COIN_INVALID_ERROR CONVERT_TRADE_QUOTE_FROM_AMOUNT_INVALID_ERROR "
        "CONVERT_TRADE_QUOTE_FROM_AMOUNT_LIMIT_ERROR CONVERT_TRADE_QUOTE_FROM_AMOUNT_MAX_ERROR",
        BadRequest,
        "this cannot be converted; at most 10 USDT at a time",
        "无法闪兑；每次最多 10 USDT",
        _SIZE,
    ),
    (
        "CONVERT_TRADE_QUOTE_EXCHANGE_REJECT_ERROR",
        BadRequest,
        "the exchange refused the conversion",
        "交易所拒绝了闪兑",
        _REFRESH,
    ),
    (
        "CAN_NOT_DELETE_LARGE_POSITION",
        BadRequest,
        "the position is too large for this; close it by an order",
        "仓位过大，请通过委托平仓",
        _REFRESH,
    ),
    (
        "OPEN_ORDERS_CAN_NOT_DELETE_POSITION",
        BadRequest,
        "open orders are in the way",
        "有挂单，不能清仓",
        _CANCEL_FIRST,
    ),
    ("100005", BadRequest, "Gate refused the command", "Gate 拒绝了该操作", _REFRESH),
)

REFUSALS: dict[str, Refusal] = {
    label: Refusal(error, (english, chinese), cure)
    for labels, error, english, chinese, cure in _ROWS
    for label in labels.split()
}

UNCHANGED = frozenset({"TRADE_CHANGE_PZ_MODE_SAME_ERROR"})
"""Answers to a change of settings that mean: it was so already."""
TOO_SMALL = frozenset({"TRADE_ORDER_QUANTITY_MIN_ERROR", "TRADE_ORDER_AMOUNT_MIN_ERROR", "TRADE_ORDER_LOT_SIZE_ERROR"})
"""Answers to a closing order that mean: what is left is dust."""
NOT_OPENED = "USER_NOT_EXIST"
ISOLATED = "QUERY_INVALID_EXCHANGE_TYPE"
POOLED = "UPDATE_ACCOUNT_CROSSEX_MODE_EXCHANGE_TYPE_NOT_CROSSEX_ERROR"

_UNKNOWN = Refusal(BadRequest, ("Gate refused the request", "Gate 拒绝了请求"))
_SEEN_IP = re.compile(r"whitelist[^0-9a-fA-F]{0,20}((?:\d{1,3}\.){3}\d{1,3}|[0-9a-fA-F:]*:[0-9a-fA-F:]+)")


def refusal(label: str) -> Refusal:
    """What a label means; one we do not know is a request refused."""
    return REFUSALS.get(label, _UNKNOWN)


def explain(error: VenueError) -> tuple[Pair, Pair]:
    """(what happened, what to do) of any error of the adapter, in both languages."""
    known = REFUSALS.get(error.code)
    return (known.text, known.cure) if known else why(error)


def seen_ip(message: str) -> str:
    """The address Gate says it saw us come from; empty when the message names none."""
    found = _SEEN_IP.search(message)
    return found.group(1) if found else ""

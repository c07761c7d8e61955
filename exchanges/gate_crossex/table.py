"""Gate CrossEx as data: every call of document 1.0.0, those added until 1.0.2, the streams, permissions, facts.

Quantities are base units on every exchange. Refusals stand in `refusals`, addresses in `hosts`.
"""

from __future__ import annotations

from exchanges.core.adapter import Right
from exchanges.core.endpoint import Auth, Bucket, Endpoint, Lane, Scope
from exchanges.core.errors import AuthError, RateLimited, VenueError, VenueUnavailable
from exchanges.core.key_lines import Permission
from exchanges.core.venue import Channel, VenueFacts

FACTS = VenueFacts(
    name="gate_crossex",
    title=("Gate CrossEx", "Gate CrossEx"),
    lifecycle="active",
    document="https://www.gate.com/docs/developers/crossex/",
    document_read="2026-07",
    ping_after_s=3.0,
    keys_per_account=20,
    ips_per_key=20,
    ip_separator=",",
    passphrase=None,
    unused_key_days=None,
)

_PRODUCTS: tuple[tuple[str, Right, str, str], ...] = (
    ("crossx", Right.TRADE, "Cross-Exchange", "跨所交易"),
    ("spot", Right.OTHER, "Spot/margin", "现货/杠杆"),
    ("futures", Right.OTHER, "Perpetual contract", "永续合约"),
    ("delivery", Right.OTHER, "Delivery contract", "交割合约"),
    ("options", Right.OTHER, "Options", "期权"),
    ("margin", Right.OTHER, "Margin", "杠杆"),
    ("unified", Right.OTHER, "Unified account", "统一账户"),
    ("earn", Right.OTHER, "Earn", "理财"),
    ("account", Right.OTHER, "Account", "账户"),
    ("sub_account", Right.SUBACCOUNT, "Sub-accounts", "子账户"),
    ("wallet", Right.TRANSFER, "Wallet", "钱包"),
    ("withdraw", Right.WITHDRAW, "Withdraw", "提现"),
)
READS, WRITES = ":read", ":write"
"""End the words of permissions as we keep them; the site calls the second one read-write."""
PERMISSIONS: dict[str, Permission] = {
    **{
        word + READS: Permission(Right.READ, (f"{english} (read-only)", f"{chinese}（只读）"))
        for word, _, english, chinese in _PRODUCTS
    },
    **{
        word + WRITES: Permission(right, (f"{english} (read-write)", f"{chinese}（读写）"))
        for word, right, english, chinese in _PRODUCTS
    },
}
"""Products of `perms`; each is off, read-only or read-write."""

CONNECTS = Bucket("ws-connect", 20, 10.0, Scope.IP)
"""Not documented; what is, is 20 connections per user and channel."""
DAY_S = 86_400.0
PAGE = 100
_DOC, _LATER, _GATE = "CrossEx 1.0.0 / ", "CrossEx 1.0.2 / ", "Gate API v4 / "
_SPAN = "page limit from to"


def _get(
    path: str, doc: str, params: str = "", *, public: bool = False, limit: int = 200, per_s: float = 10.0
) -> Endpoint:
    """A GET, named by its path without the prefix."""
    auth, scope = (Auth.PUBLIC, Scope.IP) if public else (Auth.READ, Scope.UID)
    caps = (Bucket(path, limit, per_s, scope),)
    return Endpoint(path, "GET", f"/api/v4/{path}", auth, caps, doc, tuple(params.split()), idempotent=True)


def _write(
    method: str,
    path: str,
    doc: str,
    params: str,
    *,
    limit: int = 100,
    per_s: float = 10.0,
    lane: Lane = Lane.ORDER,
    idempotent: bool = False,
    bucket: str = "",
) -> Endpoint:
    """A call that changes something, named by method and path."""
    name = f"{method} {path}"
    caps = (Bucket(bucket or name, limit, per_s, Scope.UID),)
    return Endpoint(name, method, f"/api/v4/{path}", Auth.TRADE, caps, doc, tuple(params.split()), idempotent, lane)


_C = "crossex/"
TIME = _get("spot/time", _GATE + "Get server current time", public=True)
MAIN_KEYS = _get("account/main_keys", _GATE + "Get the API key information of the main account")
DETAIL = _get("account/detail", _GATE + "Get account detail")

SYMBOLS = _get(f"{_C}rule/symbols", _DOC + "Query Trading Pair Information", "symbols", public=True, limit=100)
RISK_LIMITS = _get(f"{_C}rule/risk_limits", _DOC + "Query Risk Limit Information", "symbols", public=True, limit=100)
TRANSFER_COINS = _get(f"{_C}transfers/coin", _DOC + "Query Supported Transfer Currencies", "coin", public=True)
TRANSFER = _write("POST", f"{_C}transfers", _DOC + "Fund Transfer", "coin amount from to text", limit=10)
TRANSFERS = _get(f"{_C}transfers", _DOC + "Query Fund Transfer History", f"coin order_id {_SPAN}")
QUOTE = _write(
    "POST",
    f"{_C}convert/quote",
    _DOC + "Flash Swap Inquiry",
    "exchange_type from_coin to_coin from_amount",
    per_s=DAY_S,
)
CONVERT = _write("POST", f"{_C}convert/orders", _DOC + "Flash Swap Transaction", "quote_id", limit=10)
_ORDER = "text symbol side type time_in_force qty price quote_qty reduce_only position_side"
PLACE = _write("POST", f"{_C}orders", _DOC + "Create an order", _ORDER)
CANCEL = _write(
    "DELETE", f"{_C}orders/{{order_id}}", _DOC + "Cancel Order", "order_id", lane=Lane.CANCEL, idempotent=True
)
AMEND = _write("PUT", f"{_C}orders/{{order_id}}", _DOC + "Modify Order", "order_id qty price")
ORDER = _get(f"{_C}orders/{{order_id}}", _DOC + "Query order details", "order_id")
OPEN_ORDERS = _get(f"{_C}open_orders", _DOC + "Query All Current Open Orders", "symbol exchange_type business_type")
ORDERS_HISTORY = _get(f"{_C}history_orders", _DOC + "Query Order History", f"symbol {_SPAN}")
FILLS = _get(f"{_C}history_trades", _DOC + "Query Filled History", f"symbol {_SPAN}")
ACCOUNT = _get(f"{_C}accounts", _DOC + "Query Account Assets", "exchange_type")
SET_ACCOUNT = _write(
    "PUT",
    f"{_C}accounts",
    _DOC + "Modify Account Contract Position Mode and Account Mode",
    "position_mode account_mode exchange_type",
    per_s=60.0,
    idempotent=True,
)
_LEVERAGE = "symbol leverage"
SET_LEVERAGE = _write(
    "POST",
    f"{_C}positions/leverage",
    _DOC + "Modify Contract Trading Pair Leverage Multiplier",
    _LEVERAGE,
    idempotent=True,
)
LEVERAGE = _get(f"{_C}positions/leverage", _DOC + "Query Contract Trading Pair Leverage Multiplier", "symbols")
SET_MARGIN_LEVERAGE = _write(
    "POST",
    f"{_C}margin_positions/leverage",
    _DOC + "Modify Leveraged Trading Pair Leverage Multiplier",
    _LEVERAGE,
    idempotent=True,
)
MARGIN_LEVERAGE = _get(
    f"{_C}margin_positions/leverage", _DOC + "Query Leveraged Trading Pair Leverage Multiplier", "symbols"
)
CLOSE_DUST = _write(
    "DELETE",
    f"{_C}position",
    _DOC + "Full Close Position",
    "symbol position_side",
    per_s=DAY_S,
    lane=Lane.CLOSE,
    bucket="close-dust",
)
POSITIONS = _get(f"{_C}positions", _DOC + "Query Contract Positions", "symbol exchange_type")
MARGIN_POSITIONS = _get(f"{_C}margin_positions", _DOC + "Query Leveraged Positions", "symbol exchange_type")
ADL_RANK = _get(f"{_C}adl_rank", _DOC + "Query ADL Position Reduction Ranking", "symbol")
FEE = _get(f"{_C}fee", _DOC + "Query User Fee Rates")
INTEREST_RATE = _get(f"{_C}interest_rate", _DOC + "Query margin asset interest rates", "coin exchange_type")
DISCOUNT_RATE = _get(f"{_C}coin_discount_rate", _DOC + "Query currency discount rate", "coin exchange_type")
POSITIONS_HISTORY = _get(f"{_C}history_positions", _DOC + "Query Contract Position History", f"symbol {_SPAN}")
MARGIN_HISTORY = _get(f"{_C}history_margin_positions", _DOC + "Query Leveraged Position History", f"symbol {_SPAN}")
INTERESTS = _get(
    f"{_C}history_margin_interests",
    _DOC + "Query Leveraged Interest Deduction History",
    f"symbol {_SPAN} exchange_type",
)
LEDGER = _get(f"{_C}account_book", _DOC + "Query Account Asset Change History", f"coin statement_type {_SPAN}")

CLOSE = _write(
    "POST",
    f"{_C}position",
    _LATER + "Full Close Position",
    "symbol position_side",
    per_s=DAY_S,
    lane=Lane.CLOSE,
    bucket="close-dust",
)
CANCEL_BATCH = _write(
    "POST",
    f"{_C}batch_cancel_orders",
    _LATER + "Batch Cancel Orders",
    "order_id text",
    lane=Lane.CANCEL,
    idempotent=True,
)
MARGIN_MODE = _get(f"{_C}positions/margin_mode", _LATER + "Query Margin Mode", "symbol")
SET_MARGIN_MODE = _write("POST", f"{_C}positions/margin_mode", _LATER + "Modify Margin Mode", "symbol margin_mode")
SET_MARGIN = _write("POST", f"{_C}positions/margin", _LATER + "Modify Isolated Margin", "symbol margin position_side")
SECURITIES = _get(f"{_C}security_positions", _LATER + "Query Security Positions", "symbol exchange_type")
TICKERS = _get(f"{_C}market/tickers", _LATER + "Query Tickers", "symbols", limit=1, per_s=1.0)
FUNDING_INFO = _get(f"{_C}market/funding_info", _LATER + "Query Funding Information", "symbols", limit=1, per_s=1.0)

ENDPOINTS: tuple[Endpoint, ...] = tuple(each for each in list(globals().values()) if isinstance(each, Endpoint))
"""The document's thirty-one, eight that came later, and three of Gate's own."""

_WS = "CrossEx WebSocket 1.0.0 / "
ALL = "!all"
_PUBLIC = (
    "last_price index_price mark_price ticker order_book_5 order_book_update trade kline_1m kline_5m kline_15m "
    "kline_30m kline_1h kline_4h kline_1d funding_rate open_interest"
)
_COMMANDS = "place_order cancel_order update_order set_leverage set_margin_leverage update_accounts close_position"
FOLLOWED = ("order", "usertrades", "position", "asset", "margin_position", "margin_interest")
"""Channels that together tell the account's life."""
_OPTIONAL = frozenset({"margin_position", "margin_interest"})
CHANNELS: dict[str, Channel] = {
    **{
        name: Channel(name, "private", f"{_WS}Private channels", {"topic": ALL}, required=name not in _OPTIONAL)
        for name in FOLLOWED
    },
    **{name: Channel(name, "private", f"{_WS}API channels", required=False) for name in _COMMANDS.split()},
    **{name: Channel(name, "public", f"{_WS}Public channels", required=False) for name in _PUBLIC.split()},
}

CLOSE_CODES: dict[int, tuple[type[VenueError], str]] = {
    1000: (VenueUnavailable, "Gate closed the connection"),
    1001: (VenueUnavailable, "Gate is going away"),
    1008: (AuthError, "Gate does not accept this connection"),
    1013: (RateLimited, "Gate asks to come again later"),
}

"""Toobit's lead trader as data: every call and stream the product needs or shows, caps, close codes, facts.

The eight calls of the source document are those under `copy-trading/leader`, with the newer one that reads the
settings. The lead trader's own positions and orders are told by the futures calls and the user stream. Refusals stand
in `refusals`, addresses in `hosts`.
"""

from __future__ import annotations

from exchanges.core.adapter import Right
from exchanges.core.endpoint import Auth, Bucket, Endpoint, Lane, Scope
from exchanges.core.errors import VenueError, VenueUnavailable
from exchanges.core.key_lines import Permission
from exchanges.core.venue import Channel, VenueFacts

FACTS = VenueFacts(
    name="toobit",
    title=("Toobit lead trader", "Toobit 带单员"),
    lifecycle="active",
    document="https://api-docs.toobit.com/",
    document_read="2026-10",
    ping_after_s=3.0,
    keys_per_account=30,
    ips_per_key=20,
    ip_separator=",",
    passphrase=None,
    unused_key_days=None,
)

PERMISSIONS: dict[str, Permission] = {
    "read": Permission(Right.READ, ("Read-only", "只读")),
    "trade": Permission(Right.TRADE, ("Trade", "交易")),
    "withdraw": Permission(Right.WITHDRAW, ("Withdraw", "提币")),
    "transfer": Permission(Right.TRANSFER, ("Transfer", "划转")),
}
"""Toobit tells no words of a key; these are ours for what harmless tries show."""

WEIGHT = Bucket("weight", 3000, 60.0, Scope.IP)
ORDERS = Bucket("orders", 60, 2.0, Scope.UID)
CONNECTS = Bucket("ws-connect", 10, 10.0, Scope.IP)
"""No cap is documented; we stay gentle."""

_LEAD, _FUTURES, _FUTURES_2 = "/api/v2/copy-trading/leader/", "/api/v1/futures/", "/api/v2/futures/"


def _call(
    call: str,
    weight: int,
    doc: str,
    params: str = "",
    *,
    auth: Auth | None = None,
    lane: Lane | None = None,
    idempotent: bool = False,
    rows: str = "",
    counted: bool = False,
) -> Endpoint:
    """A row of the table; a GET is named by the end of its path, everything else with its method before that."""
    method, _, path = call.partition(" ")
    short = path.removeprefix("/api/").replace("copy-trading/", "")
    is_get = method == "GET"
    return Endpoint(
        short if is_get else f"{method} {short}",
        method,
        path,
        auth or (Auth.READ if is_get else Auth.TRADE),
        (ORDERS, WEIGHT) if counted else (WEIGHT,),
        doc,
        tuple(params.split()),
        idempotent=idempotent or is_get,
        lane=lane if lane is not None else (Lane.READ if is_get else Lane.ORDER),
        rows=rows,
        weight=weight,
    )


_CONFIG = (
    "unLeadType unLeadStartTime unLeadEndTime leadPositionType tradeProtect profitPeriod profitRate "
    "followAssetLowerLimit fixedAmountFollowMin fixedRateFollowMin isNeedInvite inviteScope symbolIds recommendShare "
    "recommendShareRate inviteCode"
)
_ORDER = (
    "symbol side positionSide type newClientOrderId quantity valueQuantity price timeInForce takeProfit tpTriggerBy "
    "tpOrderType tpLimitPrice stopLoss slTriggerBy slOrderType slLimitPrice category"
)
_PLAN = "symbol side positionSide type newClientOrderId quantity price stopPrice triggerBy category"
_EITHER = "orderId origClientOrderId category"
_SPAN = "startTime endTime limit category"

# The lead trader (document 003).

LEAD_CURRENT = _call(f"GET {_LEAD}orders/current", 1, "003 当前带单", rows="data")
LEAD_HISTORY = _call(f"GET {_LEAD}orders/history", 1, "003 历史带单", "page size", rows="data.list")
LEAD_STATS = _call(f"GET {_LEAD}trade-data", 1, "003 交易数据", "type", rows="data")
LEAD_SHARES = _call(f"GET {_LEAD}profit-sharings/history", 1, "003 分润历史", rows="data")
LEAD_SYMBOLS = _call(f"GET {_LEAD}symbols", 1, "003 带单交易对", rows="data")
CHANGE_LEAD_CONFIG = _call(f"PUT {_LEAD}config", 1, "003 修改带单设置", _CONFIG)
LEAD_FOLLOWERS = _call(f"GET {_LEAD}followers", 1, "003 我的跟单用户", "page size", rows="data.list")
REMOVE_FOLLOWER = _call(f"DELETE {_LEAD}followers/{{followerUserId}}", 1, "003 移除跟单用户", "followerUserId")
LEAD_CONFIG = _call(f"GET {_LEAD}config", 1, "Copy trading v2 / Query lead settings", rows="data")

# Time, contracts, prices.

TIME = _call("GET /api/v1/time", 1, "Futures / Check server time", auth=Auth.PUBLIC)
EXCHANGE_INFO = _call(
    "GET /api/v1/exchangeInfo", 1, "Futures / Exchange information", auth=Auth.PUBLIC, rows="contracts"
)
MARK_PRICE = _call("GET /quote/v1/markPrice", 1, "Futures / Mark price", "symbol", auth=Auth.PUBLIC)
TICKER = _call(
    "GET /quote/v1/contract/ticker/24hr", 40, "Futures / 24hr ticker price change", "symbol", auth=Auth.PUBLIC
)
FUNDING_RATE = _call(f"GET {_FUTURES}fundingRate", 1, "Futures / Funding rate", "symbol", auth=Auth.PUBLIC)

# The account.

CHECK_KEY = _call("GET /api/v1/account/checkApiKey", 1, "Account / Check API key type")
BALANCE = _call(f"GET {_FUTURES}balance", 5, "Futures / Futures account balance", "category")
POSITIONS = _call(f"GET {_FUTURES}positions", 5, "Futures / Query positions", "symbol side category")
PAST_POSITIONS = _call(f"GET {_FUTURES}historyPositions", 5, "Futures / Query history positions", f"symbol {_SPAN}")
SETTINGS = _call(f"GET {_FUTURES}accountLeverage", 5, "Futures / Query account leverage", "symbol category")
COMMISSION = _call(f"GET {_FUTURES}commissionRate", 5, "Futures / User commission rate", "symbol category")
TODAY = _call(f"GET {_FUTURES}todayPnl", 5, "Futures / Today's profit", "category")
FLOWS = _call(f"GET {_FUTURES}balanceFlow", 5, "Futures / Balance flow", f"symbol flowType fromId endId {_SPAN}")
SET_LEVERAGE = _call(f"POST {_FUTURES_2}leverage", 1, "Futures v2 / Set leverage", "symbol leverage", idempotent=True)
SET_MARGIN_TYPE = _call(f"POST {_FUTURES}marginType", 1, "Futures / Margin type", "symbol marginType", idempotent=True)
CHANGE_MARGIN = _call(f"POST {_FUTURES}positionMargin", 1, "Futures / Modify isolated margin", "symbol side amount")

# Orders and plans.

OPEN_ORDERS = _call(
    f"GET {_FUTURES_2}open-orders", 1, "Futures v2 / Current open orders", "symbol orderId limit category", rows="data"
)
ORDER = _call(f"GET {_FUTURES_2}order", 1, "Futures v2 / Query order", _EITHER, rows="data")
PAST_ORDERS = _call(
    f"GET {_FUTURES_2}history-orders", 5, "Futures v2 / History orders", f"symbol orderId {_SPAN}", rows="data"
)
USER_TRADES = _call(
    f"GET {_FUTURES_2}user-trades", 5, "Futures v2 / Account trades", f"symbol fromId toId {_SPAN}", rows="data"
)
OPEN_PLANS = _call(
    f"GET {_FUTURES_2}open-algo-orders", 1, "Futures v2 / Current algo orders",
    "symbol orderId stopCategory limit category", rows="data",
)  # fmt: skip
PLAN = _call(f"GET {_FUTURES_2}algo-order", 1, "Futures v2 / Query algo order", _EITHER, rows="data")
PAST_PLANS = _call(
    f"GET {_FUTURES_2}history-algo-orders", 5, "Futures v2 / History algo orders",
    f"symbol orderId stopCategory {_SPAN}", rows="data",
)  # fmt: skip
PLACE = _call(f"POST {_FUTURES_2}order", 1, "Futures v2 / New order", _ORDER, rows="data", counted=True)
PLACE_BATCH = _call(
    f"POST {_FUTURES_2}batch-orders", 2, "Futures v2 / Batch orders", "orders", rows="data", counted=True
)
AMEND = _call(
    f"POST {_FUTURES_2}order/update", 2, "Futures v2 / Modify order",
    f"price quantity valueQuantity newClientOrderId {_EITHER}", rows="data", counted=True,
)  # fmt: skip
CANCEL = _call(
    f"DELETE {_FUTURES_2}order", 1, "Futures v2 / Cancel order", _EITHER, lane=Lane.CANCEL, idempotent=True, rows="data"
)
CANCEL_ALL = _call(
    f"DELETE {_FUTURES_2}batch-orders", 3, "Futures v2 / Cancel all orders", "symbol side category",
    lane=Lane.CANCEL, idempotent=True,
)  # fmt: skip
PLACE_PLAN = _call(f"POST {_FUTURES_2}algo-order", 1, "Futures v2 / New algo order", _PLAN, rows="data", counted=True)
AMEND_PLAN = _call(
    f"POST {_FUTURES_2}algo-order/update", 2, "Futures v2 / Modify algo order",
    f"type quantity price stopPrice triggerBy {_EITHER}", rows="data",
)  # fmt: skip
CANCEL_PLAN = _call(
    f"DELETE {_FUTURES_2}algo-order", 1, "Futures v2 / Cancel algo order", _EITHER,
    lane=Lane.CANCEL, idempotent=True, rows="data",
)  # fmt: skip
CANCEL_ALL_PLANS = _call(
    f"DELETE {_FUTURES_2}batch-cancel-algo-orders", 3, "Futures v2 / Cancel all algo orders", "symbol stopCategory",
    lane=Lane.CANCEL, idempotent=True,
)  # fmt: skip
TRADING_STOP = _call(
    f"POST {_FUTURES}position/trading-stop", 3, "Futures / Set position TP/SL",
    "symbol side takeProfit stopLoss tpTriggerBy slTriggerBy tpSize slSize category",
)  # fmt: skip

# The user stream. A listen key is one per account; ending it would end the streams of other programs, too.

LISTEN_KEY = _call("POST /api/v1/listenKey", 1, "User stream / Create listenKey", auth=Auth.READ, idempotent=True)
KEEP_LISTEN_KEY = _call(
    "PUT /api/v1/listenKey", 1, "User stream / Extend listenKey", "listenKey", auth=Auth.READ, idempotent=True
)
END_LISTEN_KEY = _call("DELETE /api/v1/listenKey", 1, "User stream / Close listenKey", "listenKey", auth=Auth.READ)

ENDPOINTS: tuple[Endpoint, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Endpoint))

CLOSE = Endpoint(
    "close", PLACE.method, PLACE.path, PLACE.auth, PLACE.buckets, PLACE.doc, PLACE.params, lane=Lane.CLOSE, rows="data"
)
"""The order that closes a position goes before other orders; copy trading accounts have no `flashClose`."""

MOST_ROWS = 1000
LARGE_PAGE, USUAL_PAGE = 50, 10
"""The largest page of the lead trader's lists is not documented; a refused one is asked for again, smaller."""
PLAN_FAMILIES = ("STOP", "STOP_PROFIT_LOSS")
"""Conditional orders are listed in two families, and only one at a time."""

_USER = "User stream / "
CHANNELS = {
    channel.name: channel
    for channel in (
        Channel("outboundContractAccountInfo", "private", _USER + "Payload: account update"),
        Channel("outboundContractPositionInfo", "private", _USER + "Payload: position update"),
        Channel("contractExecutionReport", "private", _USER + "Payload: order update"),
        Channel("ticketInfo", "private", _USER + "Payload: trade"),
        Channel("planExecutionReport", "private", _USER + "Payload: plan order update"),
        Channel("listenKeyWillExpire", "private", _USER + "Payload: the listen key will expire"),
        Channel("markPrice", "public", "Market stream / Mark price"),
        Channel("index", "public", "Market stream / Index price", required=False),
        Channel("trade", "public", "Market stream / Trades", required=False),
        Channel("depth", "public", "Market stream / Partial book", required=False),
        Channel("diffDepth", "public", "Market stream / Book differences", required=False),
        Channel("bookTicker", "public", "Market stream / Best prices", required=False),
        Channel("wholeBookTicker", "public", "Market stream / Best prices of all", required=False),
        Channel("realtimes", "public", "Market stream / 24hr ticker", required=False),
        Channel("kline_1m", "public", "Market stream / Candles", required=False),
    )
}
"""The private ones need no subscription: the listen key's socket carries them all."""

CLOSE_CODES: dict[int, tuple[type[VenueError], str]] = {
    1008: (VenueUnavailable, "the venue closed the connection by its policy"),
    1009: (VenueUnavailable, "a message was too large"),
}
MESSAGES_PER_S = 4
"""A socket that sends more than five messages in a second is closed."""
STREAM_LIVES_S = 23 * 3600.0
"""The venue cuts a socket after 24 hours; it is replaced an hour before."""
KEEP_EVERY_S = 20 * 60.0
"""A listen key lives an hour."""

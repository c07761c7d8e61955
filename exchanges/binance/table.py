"""Binance USDⓈ-M futures as data: every call and stream the product needs or shows, caps, close codes, facts.

Read from the documentation of 2026-10. Refusals stand in `refusals`, addresses in `hosts`.
"""

from __future__ import annotations

from exchanges.core.adapter import Right
from exchanges.core.endpoint import Auth, Bucket, Endpoint, Lane, Scope
from exchanges.core.errors import AuthError, VenueError, VenueUnavailable
from exchanges.core.key_lines import Permission
from exchanges.core.venue import Channel, VenueFacts

FACTS = VenueFacts(
    name="binance",
    title=("Binance futures", "币安合约 Binance"),
    lifecycle="active",
    document="https://developers.binance.com/docs/derivatives/usds-margined-futures/",
    document_read="2026-10",
    ping_after_s=3.0,
    keys_per_account=30,
    ips_per_key=30,
    ip_separator=" ",
    passphrase=None,
    unused_key_days=None,
)

PERMISSIONS: dict[str, Permission] = {
    "enableReading": Permission(Right.READ, ("Enable Reading", "允许读取")),
    "enableFixReadOnly": Permission(Right.READ, ("FIX read only", "FIX 只读")),
    "enableFutures": Permission(Right.TRADE, ("Enable Futures", "允许合约")),
    "enableWithdrawals": Permission(Right.WITHDRAW, ("Enable Withdrawals", "允许提现")),
    "enableInternalTransfer": Permission(Right.TRANSFER, ("Enable Internal Transfer", "允许内部划转")),
    "permitsUniversalTransfer": Permission(Right.TRANSFER, ("Permits Universal Transfer", "允许万向划转")),
    "enableSpotAndMarginTrading": Permission(Right.OTHER, ("Enable Spot & Margin Trading", "允许现货及杠杆交易")),
    "enableMargin": Permission(Right.OTHER, ("Enable Margin Loan, Repay & Transfer", "允许杠杆质押借币、还款和划转")),
    "enableVanillaOptions": Permission(Right.OTHER, ("Enable European Options", "允许欧式期权")),
    "enablePortfolioMarginTrading": Permission(Right.OTHER, ("Enable Portfolio Margin Trading", "允许统一账户交易")),
    "enableFixApiTrade": Permission(Right.OTHER, ("Enable FIX API Trading", "允许 FIX API 交易")),
}
"""Fields of `apiRestrictions` that are true; one that is not listed counts as more than reading."""

SAPI = "sapi"
"""The host of key introspection and of the spot account."""
WEIGHT = Bucket("weight", 2400, 60.0, Scope.IP)
"""Futures calls of this address together, COIN-M included."""
ORDERS_10S = Bucket("orders-10s", 300, 10.0, Scope.UID)
ORDERS_1M = Bucket("orders-1m", 1200, 60.0, Scope.UID)
SPOT_WEIGHT = Bucket("spot-weight", 6000, 60.0, Scope.IP)
CONNECTS = Bucket("ws-connect", 10, 10.0, Scope.IP)
"""300 in five minutes is documented for spot only; we stay below."""

_MARKET = "Market Data / "
_ACCOUNT = "Account / "
_TRADE = "Trade / "


def _get(path: str, weight: int, doc: str, params: str = "", *, rows: str = "", auth: Auth = Auth.READ) -> Endpoint:
    """A GET of the futures host; named by its path without the prefix."""
    return Endpoint(
        path.partition("/")[2], "GET", f"/fapi/{path}", auth, (WEIGHT,), doc, tuple(params.split()),
        idempotent=True, rows=rows, weight=weight,
    )  # fmt: skip


def _public(path: str, weight: int, doc: str, params: str = "", *, rows: str = "") -> Endpoint:
    return _get(path, weight, doc, params, rows=rows, auth=Auth.PUBLIC)


def _write(
    call: str,
    weight: int,
    doc: str,
    params: str = "",
    *,
    lane: Lane = Lane.ORDER,
    idempotent: bool = False,
    counted: bool = False,
    auth: Auth = Auth.TRADE,
) -> Endpoint:
    """A call that changes something.

    `counted` ones cost orders instead of weight; they are charged one unit of weight too many, so that a refused rate
    of this address holds them back as well.
    """
    method, _, path = call.partition(" ")
    buckets = (ORDERS_10S, ORDERS_1M, WEIGHT) if counted else (WEIGHT,)
    name = f"{method} {path.partition('/')[2]}"
    return Endpoint(
        name, method, f"/fapi/{path}", auth, buckets, doc, tuple(params.split()), idempotent, lane, "", weight
    )


def _sapi(path: str, doc: str, params: str = "", *, weight: int = 1, auth: Auth = Auth.READ) -> Endpoint:
    """A GET of the spot host; each path of `/sapi` has a cap of its own."""
    bucket = SPOT_WEIGHT if path.startswith("api/") else Bucket(path, 12_000, 60.0, Scope.IP)
    return Endpoint(
        path, "GET", f"/{path}", auth, (bucket,), doc, tuple(params.split()),
        idempotent=True, rows="", weight=weight, host=SAPI,
    )  # fmt: skip


_ORDER = (
    "symbol side positionSide type timeInForce quantity price reduceOnly newClientOrderId newOrderRespType priceMatch "
    "selfTradePreventionMode goodTillDate"
)
_ALGO = (
    "algoType symbol side positionSide type timeInForce quantity price triggerPrice workingType closePosition "
    "priceProtect reduceOnly activatePrice callbackRate clientAlgoId"
)
_SPAN = "startTime endTime limit"

TIME = _public("v1/time", 1, _MARKET + "Check Server Time")
EXCHANGE_INFO = _public("v1/exchangeInfo", 1, _MARKET + "Exchange Information", rows="symbols")
PREMIUM_INDEX = _public("v1/premiumIndex", 10, _MARKET + "Mark Price", "symbol")
TICKER = _public("v1/ticker/24hr", 40, _MARKET + "24hr Ticker Price Change Statistics", "symbol")
TICKER_PRICE = _public("v2/ticker/price", 2, _MARKET + "Symbol Price Ticker V2", "symbol")
BOOK_TICKER = _public("v1/ticker/bookTicker", 5, _MARKET + "Symbol Order Book Ticker", "symbol")

ACCOUNT = _get("v3/account", 5, _ACCOUNT + "Account Information V3")
BALANCE = _get("v3/balance", 5, _ACCOUNT + "Futures Account Balance V3")
POSITIONS = _get("v3/positionRisk", 5, _TRADE + "Position Information V3", "symbol")
ACCOUNT_CONFIG = _get("v1/accountConfig", 5, _ACCOUNT + "Futures Account Configuration")
SYMBOL_CONFIG = _get("v1/symbolConfig", 5, _ACCOUNT + "Symbol Configuration", "symbol")
POSITION_MODE = _get("v1/positionSide/dual", 30, _ACCOUNT + "Get Current Position Mode")
MULTI_ASSETS = _get("v1/multiAssetsMargin", 30, _ACCOUNT + "Get Current Multi-Assets Mode")
LEVERAGE_BRACKET = _get("v1/leverageBracket", 1, _ACCOUNT + "Notional and Leverage Brackets", "symbol")
INCOME = _get("v1/income", 30, _ACCOUNT + "Get Income History", f"symbol incomeType {_SPAN}")
COMMISSION_RATE = _get("v1/commissionRate", 20, _ACCOUNT + "User Commission Rate", "symbol")
FEE_BURN = _get("v1/feeBurn", 30, _ACCOUNT + "Get BNB Burn Status")
RATE_LIMIT = _get("v1/rateLimit/order", 1, _ACCOUNT + "Query User Rate Limit")
PORTFOLIO_INFO = _get("v1/pmAccountInfo", 5, "Portfolio Margin / Account Information", "asset")
ADL_QUANTILE = _get("v1/adlQuantile", 5, _TRADE + "Position ADL Quantile Estimation", "symbol")
FORCE_ORDERS = _get("v1/forceOrders", 50, _TRADE + "User's Force Orders", f"symbol autoCloseType {_SPAN}")
IF_NEW_USER = _get("v1/apiReferral/ifNewUser", 100, "Broker / Query Client If New User", "brokerId type")

OPEN_ORDERS = _get("v1/openOrders", 40, _TRADE + "Current All Open Orders", "symbol")
OPEN_ALGO_ORDERS = _get("v1/openAlgoOrders", 40, _TRADE + "Current All Algo Open Orders", "algoType symbol algoId")
ORDER = _get("v1/order", 1, _TRADE + "Query Order", "symbol orderId origClientOrderId")
OPEN_ORDER = _get("v1/openOrder", 1, _TRADE + "Query Current Open Order", "symbol orderId origClientOrderId")
ALGO_ORDER = _get("v1/algoOrder", 1, _TRADE + "Query Algo Order", "algoId clientAlgoId")
ALL_ORDERS = _get("v1/allOrders", 5, _TRADE + "All Orders", f"symbol orderId {_SPAN}")
ALL_ALGO_ORDERS = _get("v1/allAlgoOrders", 5, _TRADE + "Query All Algo Orders", f"symbol algoId {_SPAN}")
USER_TRADES = _get("v1/userTrades", 5, _TRADE + "Account Trade List", f"symbol orderId fromId {_SPAN}")

PLACE = _write("POST v1/order", 1, _TRADE + "New Order", _ORDER, counted=True)
PLACE_TEST = _write("POST v1/order/test", 1, _TRADE + "Test Order", _ORDER, idempotent=True, counted=True)
PLACE_BATCH = _write("POST v1/batchOrders", 5, _TRADE + "Place Multiple Orders", "batchOrders", counted=True)
MODIFY = _write(
    "PUT v1/order", 1, _TRADE + "Modify Order",
    "orderId origClientOrderId symbol side quantity price priceMatch", counted=True,
)  # fmt: skip
MODIFY_BATCH = _write("PUT v1/batchOrders", 5, _TRADE + "Modify Multiple Orders", "batchOrders", counted=True)
PLACE_ALGO = _write("POST v1/algoOrder", 1, _TRADE + "New Algo Order", _ALGO, counted=True)
CANCEL = _write(
    "DELETE v1/order", 1, _TRADE + "Cancel Order", "symbol orderId origClientOrderId",
    lane=Lane.CANCEL, idempotent=True,
)  # fmt: skip
CANCEL_BATCH = _write(
    "DELETE v1/batchOrders", 1, _TRADE + "Cancel Multiple Orders", "symbol orderIdList origClientOrderIdList",
    lane=Lane.CANCEL, idempotent=True,
)  # fmt: skip
CANCEL_ALL = _write(
    "DELETE v1/allOpenOrders", 1, _TRADE + "Cancel All Open Orders", "symbol", lane=Lane.CANCEL, idempotent=True
)
CANCEL_ALGO = _write(
    "DELETE v1/algoOrder", 1, _TRADE + "Cancel Algo Order", "algoId clientAlgoId", lane=Lane.CANCEL, idempotent=True
)
CANCEL_ALL_ALGOS = _write(
    "DELETE v1/algoOpenOrders", 1, _TRADE + "Cancel All Algo Open Orders", "symbol", lane=Lane.CANCEL, idempotent=True
)
COUNTDOWN = _write(
    "POST v1/countdownCancelAll", 10, _TRADE + "Auto-Cancel All Open Orders", "symbol countdownTime",
    lane=Lane.CANCEL, idempotent=True,
)  # fmt: skip
CLOSE = _write("POST v1/order", 1, _TRADE + "New Order", _ORDER, lane=Lane.CLOSE, counted=True)
"""The same call as `PLACE`, in the lane of closes: the venue has no call of its own that closes a position."""
SET_LEVERAGE = _write("POST v1/leverage", 1, _TRADE + "Change Initial Leverage", "symbol leverage", idempotent=True)
SET_MARGIN_TYPE = _write("POST v1/marginType", 1, _TRADE + "Change Margin Type", "symbol marginType", idempotent=True)
SET_POSITION_MARGIN = _write(
    "POST v1/positionMargin", 1, _TRADE + "Modify Isolated Position Margin", "symbol positionSide amount type"
)
SET_POSITION_MODE = _write(
    "POST v1/positionSide/dual", 1, _TRADE + "Change Position Mode", "dualSidePosition", idempotent=True
)
SET_MULTI_ASSETS = _write(
    "POST v1/multiAssetsMargin", 1, _TRADE + "Change Multi-Assets Mode", "multiAssetsMargin", idempotent=True
)
SET_FEE_BURN = _write("POST v1/feeBurn", 1, _ACCOUNT + "Toggle BNB Burn", "feeBurn", idempotent=True)
SIGN_TRADFI = _write("POST v1/stock/contract", 50, _TRADE + "Futures TradFi Perps Contract")

_STREAMS = "User Data Streams / "
LISTEN_KEY = _write("POST v1/listenKey", 1, _STREAMS + "Start", lane=Lane.READ, idempotent=True, auth=Auth.READ)
KEEP_LISTEN_KEY = _write("PUT v1/listenKey", 1, _STREAMS + "Keepalive", lane=Lane.READ, idempotent=True, auth=Auth.READ)
CLOSE_LISTEN_KEY = _write("DELETE v1/listenKey", 1, _STREAMS + "Close", lane=Lane.READ, idempotent=True, auth=Auth.READ)
"""Ends the stream of every program of the account: never called by us."""
UNSIGNED = frozenset({LISTEN_KEY.path})
"""Calls that carry the key and no signature."""

KEY_PERMISSIONS = _sapi("sapi/v1/account/apiRestrictions", "Wallet / Account / Get API Key Permission")
ACCOUNT_INFO = _sapi("sapi/v1/account/info", "Wallet / Account / Account Info")
ACCOUNT_STATUS = _sapi("sapi/v1/account/status", "Wallet / Account / Account Status")
TRADING_STATUS = _sapi("sapi/v1/account/apiTradingStatus", "Wallet / Account / Account API Trading Status")
SPOT_ACCOUNT = _sapi("api/v3/account", "Spot / Account Information", "omitZeroBalances", weight=20)
SPOT_TIME = _sapi("api/v3/time", "Spot / Check Server Time", auth=Auth.PUBLIC)

ENDPOINTS: tuple[Endpoint, ...] = tuple(
    value for value in list(globals().values()) if isinstance(value, Endpoint) and value is not CLOSE
)

PAGE = 1000
ONE_SYMBOL = 1
"""What the lists of open orders cost for one symbol."""

_USER = "User Data Streams / "
_PUSHED = "Websocket Market Streams / "
CHANNELS = {
    channel.name: channel
    for channel in (
        Channel("ACCOUNT_UPDATE", "private", _USER + "Event: Balance and Position Update"),
        Channel("ORDER_TRADE_UPDATE", "private", _USER + "Event: Order Update"),
        Channel("ALGO_UPDATE", "private", _USER + "Event: Algo Order Update"),
        Channel("ACCOUNT_CONFIG_UPDATE", "private", _USER + "Event: Account Configuration Update"),
        Channel("listenKeyExpired", "private", _USER + "Event: User Data Stream Expired"),
        Channel("TRADE_LITE", "private", _USER + "Event: Trade Lite", required=False),
        Channel("MARGIN_CALL", "private", _USER + "Event: Margin Call", required=False),
        Channel(
            "CONDITIONAL_ORDER_TRIGGER_REJECT", "private", _USER + "Event: Conditional Order Trigger Reject",
            required=False,
        ),
        Channel("STRATEGY_UPDATE", "private", _USER + "Event: Strategy Update", required=False),
        Channel("GRID_UPDATE", "private", _USER + "Event: Grid Update", required=False),
        Channel("markPrice@1s", "market", _PUSHED + "Mark Price Stream"),
        Channel("!markPrice@arr@1s", "market", _PUSHED + "Mark Price Stream for All", required=False),
        Channel("ticker", "market", _PUSHED + "Individual Symbol Ticker Streams", required=False),
        Channel("bookTicker", "public", _PUSHED + "Individual Book Ticker Streams", required=False),
        Channel("miniTicker", "market", _PUSHED + "Individual Symbol Mini Ticker Stream", required=False),
        Channel("!miniTicker@arr", "market", _PUSHED + "All Market Mini Tickers Stream", required=False),
        Channel("aggTrade", "market", _PUSHED + "Aggregate Trade Streams", required=False),
        Channel("kline", "market", _PUSHED + "Kline/Candlestick Streams", required=False),
        Channel("forceOrder", "market", _PUSHED + "Liquidation Order Streams", required=False),
        Channel("compositeIndex", "market", _PUSHED + "Composite Index Symbol Information Streams", required=False),
        Channel("contractInfo", "market", _PUSHED + "Contract Info Stream", required=False),
        Channel("assetIndex", "market", _PUSHED + "Multi-Assets Mode Asset Index", required=False),
        Channel("tradingSession", "market", _PUSHED + "Trading Session Stream", required=False),
        Channel("depth", "public", _PUSHED + "Diff. Book Depth Streams", required=False),
        Channel("rpiDepth", "public", _PUSHED + "RPI Diff. Book Depth Streams", required=False),
    )
}  # fmt: skip
"""The private ones need no subscription: the listen key's socket carries them all."""

CLOSE_CODES: dict[int, tuple[type[VenueError], str]] = {
    1008: (VenueUnavailable, "the venue closed the connection by its policy"),
    1009: (VenueUnavailable, "a message was too large"),
    4001: (AuthError, "the listen key is not accepted"),
}
STREAM_LIVES_S = 23 * 3600.0
"""The venue cuts a socket after 24 hours; it is replaced an hour before."""
KEEP_EVERY_S = 20 * 60.0
"""A listen key lives an hour."""

"""Bitget as data: the calls and channels of USDT-M futures, classic (v2) and unified (v3), caps, permissions, facts.

Read from the API documentation of 2026-07. Refusals stand in `refusals`, addresses in `hosts`.
"""

from __future__ import annotations

from exchanges.core.adapter import Right
from exchanges.core.endpoint import Auth, Bucket, Endpoint, Lane, Scope
from exchanges.core.errors import AuthError, RateLimited, VenueError, VenueUnavailable
from exchanges.core.key_lines import Permission
from exchanges.core.venue import Channel, PassphraseRule, VenueFacts

FACTS = VenueFacts(
    name="bitget",
    title=("Bitget", "Bitget"),
    lifecycle="active",
    document="https://www.bitget.com/api-doc/",
    document_read="2026-07",
    ping_after_s=3.0,
    keys_per_account=10,
    ips_per_key=30,
    ip_separator=",",
    passphrase=PassphraseRule(shortest=8, longest=32, demands=("length", "letter", "digit", "alphanumeric")),
    unused_key_days=None,
)

PRODUCT = {"productType": "USDT-FUTURES"}
"""Says "USDT-M" on every v2 call; v3 calls it `category`."""
CATEGORY = {"category": "USDT-FUTURES"}
MARGIN_COIN = "USDT"

_BOXES: tuple[tuple[str, Right, str, str], ...] = (
    ("coor", Right.READ, "Futures orders (read)", "合约订单（只读）"),
    ("coow", Right.TRADE, "Futures orders", "合约订单"),
    ("cpor", Right.READ, "Futures holdings (read)", "合约持仓（只读）"),
    ("cpow", Right.TRADE, "Futures holdings", "合约持仓"),
    ("stor", Right.READ, "Spot trading (read)", "现货交易（只读）"),
    ("stow", Right.OTHER, "Spot trading", "现货交易"),
    ("smor", Right.READ, "Margin trading (read)", "杠杆交易（只读）"),
    ("smow", Right.OTHER, "Margin trading", "杠杆交易"),
    ("ttor", Right.READ, "Copy trading (read)", "跟单（只读）"),
    ("ttow", Right.OTHER, "Copy trading", "跟单"),
    ("wtor", Right.READ, "Wallet transfer (read)", "划转（只读）"),
    ("wtow", Right.TRANSFER, "Wallet transfer", "划转"),
    ("wwow", Right.WITHDRAW, "Withdraw", "提币"),
    ("chor", Right.READ, "Sub-accounts (read)", "子账户（只读）"),
    ("chow", Right.SUBACCOUNT, "Sub-accounts", "子账户"),
    ("p2pr", Right.READ, "P2P (read)", "P2P（只读）"),
    ("p2p", Right.C2C, "P2P", "P2P"),
    ("p2pw", Right.C2C, "P2P", "P2P"),
    ("pllr", Right.READ, "Pledge loan (read)", "质押借贷（只读）"),
    ("pllw", Right.OTHER, "Pledge loan", "质押借贷"),
    ("taxr", Right.READ, "Tax (read)", "税务（只读）"),
    ("taxw", Right.OTHER, "Tax", "税务"),
    ("uta_trade", Right.TRADE, "Unified account trade", "统一账户交易"),
    ("uta_mgt", Right.TRADE, "Unified account management", "统一账户管理"),
    ("withdraw", Right.WITHDRAW, "Withdraw", "提币"),
    ("copy_futures_position", Right.OTHER, "Copy trading holdings", "跟单持仓"),
    ("copy_futures_order", Right.OTHER, "Copy trading orders", "跟单订单"),
    ("read_only", Right.READ, "Read-only", "只读权限"),
)
PERMISSIONS = {word: Permission(right, (english, chinese)) for word, right, english, chinese in _BOXES}
"""Words of `authorities` (classic) and of `permissions` (unified, on a read-write key). Only futures trade here."""
TRADE_BOXES = frozenset({"coow", "cpow"})
"""Both are needed to trade with a classic key."""

CONNECTS = Bucket("ws-connect", 300, 300.0, Scope.IP)
OVERALL = Bucket("all-calls", 6000, 60.0, Scope.IP)


def get(path: str, limit: int, doc: str, params: str = "", *, public: bool = False) -> Endpoint:
    """A GET, named by its path without the prefix; caps are per second."""
    auth, scope = (Auth.PUBLIC, Scope.IP) if public else (Auth.READ, Scope.UID)
    buckets = (Bucket(path, limit, 1.0, scope), OVERALL)
    return Endpoint(path, "GET", f"/api/{path}", auth, buckets, doc, tuple(params.split()), idempotent=True)


def post(
    path: str,
    limit: int,
    doc: str,
    params: str,
    lane: Lane = Lane.ORDER,
    *,
    again: bool = False,
    auth: Auth = Auth.TRADE,
) -> Endpoint:
    """A POST; `again` when it is safe to send twice."""
    name = f"POST {path}"
    buckets = (Bucket(name, limit, 1.0, Scope.UID), OVERALL)
    return Endpoint(name, "POST", f"/api/{path}", auth, buckets, doc, tuple(params.split()), again, lane)


def _mix(path: str, limit: int, doc: str, params: str) -> Endpoint:
    return get(f"v2/mix/{path}", limit, f"Contract / {doc}", f"productType {params}".rstrip())


def _market(path: str, doc: str, params: str = "symbol", limit: int = 20) -> Endpoint:
    return get(f"v2/mix/market/{path}", limit, f"Contract / {doc}", f"productType {params}".rstrip(), public=True)


def _set(path: str, doc: str, params: str, limit: int = 5, *, again: bool = True) -> Endpoint:
    return post(f"v2/mix/account/{path}", limit, f"Contract / {doc}", f"productType {params}", again=again)


def _order(path: str, doc: str, params: str, lane: Lane = Lane.ORDER, limit: int = 10) -> Endpoint:
    doc, again = f"Contract / {doc}", lane is Lane.CANCEL
    return post(f"v2/mix/order/{path}", limit, doc, f"productType {params}", lane, again=again)


def _uta(path: str, doc: str, params: str = "", limit: int = 20) -> Endpoint:
    return get(f"v3/{path}", limit, f"Unified account / {doc}", params)


def _uta_post(
    path: str, doc: str, params: str, lane: Lane = Lane.ORDER, *, limit: int = 10, again: bool = False
) -> Endpoint:
    again = again or lane is Lane.CANCEL
    return post(f"v3/{path}", limit, f"Unified account / {doc}", params, lane, again=again)


_IDS, _PAGE = "orderId clientOid", "idLessThan startTime endTime limit"
TIME = get("v2/public/time", 20, "Common / Get server time", public=True)
CONTRACTS = _market("contracts", "Get contract config")
TICKER = _market("ticker", "Get ticker")
TICKERS = _market("tickers", "Get all tickers", "")
SYMBOL_PRICE = _market("symbol-price", "Get mark price")
FUND_RATE = _market("current-fund-rate", "Get funding rate")
FUNDING_TIME = _market("funding-time", "Get next funding time")
TIERS = _market("query-position-lever", "Get position tier", limit=10)

KEY_INFO = get("v2/spot/account/info", 1, "Spot / Get account information")
UPGRADE_STATUS = get("v2/spot/account/upgrade-status", 1, "Spot / Get upgrade status")
ACCOUNT = _mix("account/account", 10, "Get single account", "symbol marginCoin")
ACCOUNTS = _mix("account/accounts", 10, "Get account list", "")
BILLS = _mix("account/bill", 10, "Get account bills", f"businessType coin {_PAGE}")
POSITIONS = _mix("position/all-position", 5, "Get all positions", "marginCoin")
POSITION = _mix("position/single-position", 10, "Get single position", "symbol marginCoin")
POSITIONS_HISTORY = _mix("position/history-position", 20, "Get historical positions", f"symbol {_PAGE}")
ADL_RANK = _mix("position/adlRank", 10, "Get ADL rank", "")
ORDERS = _mix("order/orders-pending", 10, "Get pending orders", f"symbol {_IDS} status {_PAGE}")
PLANS = _mix("order/orders-plan-pending", 10, "Get pending trigger orders", f"planType symbol {_IDS} {_PAGE}")
ORDER_DETAIL = _mix("order/detail", 10, "Get order detail", f"symbol {_IDS}")
ORDERS_HISTORY = _mix("order/orders-history", 10, "Get history orders", f"symbol {_IDS} orderSource {_PAGE}")
PLANS_HISTORY = _mix(
    "order/orders-plan-history", 10, "Get history trigger orders", f"planType planStatus symbol {_IDS} {_PAGE}"
)
FILLS = _mix("order/fills", 10, "Get order fill details", f"symbol orderId {_PAGE}")
FILLS_HISTORY = _mix("order/fill-history", 10, "Get historical transaction details", f"symbol orderId {_PAGE}")

SET_POSITION_MODE = _set("set-position-mode", "Change position mode", "posMode")
SET_MARGIN_MODE = _set("set-margin-mode", "Change margin mode", "symbol marginCoin marginMode")
SET_LEVERAGE = _set("set-leverage", "Change leverage", "symbol marginCoin leverage longLeverage shortLeverage holdSide")
SET_MARGIN = _set("set-margin", "Adjust position margin", "symbol marginCoin holdSide amount", again=False)
SET_ASSET_MODE = _set("set-asset-mode", "Set asset mode", "assetMode", 2)
"""Closed to new users since 2026-07-01."""
PLACE = _order(
    "place-order", "Place order",
    "symbol marginMode marginCoin size price side tradeSide orderType force clientOid reduceOnly "
    "presetStopSurplusPrice presetStopSurplusExecutePrice presetStopLossPrice presetStopLossExecutePrice stpMode",
)  # fmt: skip
PLACE_BATCH = _order("batch-place-order", "Batch order", "symbol marginMode marginCoin orderList")
MODIFY = _order(
    "modify-order", "Modify order",
    f"{_IDS} symbol newClientOid newSize newPrice newPresetStopSurplusPrice newPresetStopLossPrice",
)  # fmt: skip
CANCEL = _order("cancel-order", "Cancel order", f"symbol marginCoin {_IDS}", Lane.CANCEL)
CANCEL_BATCH = _order("batch-cancel-orders", "Batch cancel", "symbol marginCoin orderIdList", Lane.CANCEL)
"""Without a list it cancels everything, so that it is never sent without one."""
CANCEL_ALL = _order(
    "cancel-all-orders", "Cancel all orders", "symbol marginCoin requestTime receiveWindow", Lane.CANCEL
)
CANCEL_PLAN = _order("cancel-plan-order", "Cancel trigger order", "symbol orderIdList planType", Lane.CANCEL)
PLACE_PLAN = _order(
    "place-plan-order", "Place trigger order",
    "planType symbol marginMode marginCoin size price callbackRatio triggerPrice triggerType side tradeSide orderType "
    "clientOid reduceOnly",
)  # fmt: skip
PLACE_TPSL = _order(
    "place-tpsl-order", "Stop-profit and stop-loss plan orders",
    "marginCoin symbol planType triggerPrice triggerType executePrice holdSide size rangeRate clientOid",
)  # fmt: skip
PLACE_POSITION_TPSL = _order(
    "place-pos-tpsl", "Simultaneous stop-profit and stop-loss plan orders",
    "marginCoin symbol stopSurplusTriggerPrice stopSurplusSize stopLossTriggerPrice stopLossSize holdSide",
)  # fmt: skip
MODIFY_TPSL = _order(
    "modify-tpsl-order", "Modify stop-profit and stop-loss plan orders",
    f"{_IDS} marginCoin symbol triggerPrice triggerType executePrice size",
)  # fmt: skip
MODIFY_PLAN = _order(
    "modify-plan-order", "Modify trigger order", f"{_IDS} newSize newPrice newTriggerPrice newTriggerType"
)
CLOSE = _order("close-positions", "Flash close position", "symbol holdSide", Lane.CLOSE, 1)
"""Without a symbol it closes every position, so that it is never sent without one."""
REVERSE = _order("click-backhand", "Reversal", "symbol marginCoin size side tradeSide")

_WINDOW = "startTime endTime limit cursor"
UTA_KEY_INFO = _uta("account/info", "Get account info", limit=5)
UTA_SETTINGS = _uta("account/settings", "Get account settings")
UTA_ASSETS = _uta("account/assets", "Get account assets")
UTA_RECORDS = _uta("account/financial-records", "Get financial records", f"category coin type {_WINDOW}")
UTA_REPAYABLE = _uta("account/repayable-coins", "Get repayable coins", limit=5)
UTA_PAYMENT_COINS = _uta("account/payment-coins", "Get payment coins", limit=5)
UTA_POSITIONS = _uta("position/current-position", "Get position info", "category symbol posSide")
UTA_POSITIONS_HISTORY = _uta("position/history-position", "Get positions history", f"category symbol {_WINDOW}")
UTA_ORDERS = _uta("trade/unfilled-orders", "Get open orders", f"category symbol {_WINDOW}")
UTA_STRATEGIES = _uta("trade/unfilled-strategy-orders", "Get unfilled strategy orders", "category type")
UTA_ORDERS_HISTORY = _uta("trade/history-orders", "Get order history", f"category symbol {_WINDOW}")
UTA_FILLS = _uta("trade/fills", "Get fill history", f"category orderId {_WINDOW}")
UTA_PLACE = _uta_post(
    "trade/place-order", "Place order",
    "category symbol qty price side orderType timeInForce posSide reduceOnly marginMode clientOid stpMode",
)  # fmt: skip
UTA_MODIFY = _uta_post("trade/modify-order", "Modify order", f"{_IDS} qty price")
UTA_CANCEL = _uta_post("trade/cancel-order", "Cancel order", f"category symbol {_IDS}", Lane.CANCEL)
UTA_CANCEL_SYMBOL = _uta_post("trade/cancel-symbol-order", "Cancel all orders", "category symbol", Lane.CANCEL, limit=5)
UTA_CANCEL_STRATEGY = _uta_post("trade/cancel-strategy-order", "Cancel strategy order", _IDS, Lane.CANCEL)
UTA_CLOSE = _uta_post("trade/close-positions", "Close all positions", "category symbol posSide", Lane.CLOSE, limit=5)
UTA_SET_LEVERAGE = _uta_post(
    "account/set-leverage", "Set leverage", "category symbol leverage coin posSide marginMode", again=True
)
UTA_SET_HOLD_MODE = _uta_post("account/set-hold-mode", "Set holding mode", "holdMode", limit=2, again=True)
UTA_REPAY = _uta_post("account/repay", "Repay", "repayableCoinList paymentCoinList", limit=5)

ENDPOINTS: tuple[Endpoint, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Endpoint))

PAGE = 100
PLAN_LISTS = ("normal_plan", "track_plan", "profit_loss")
"""Pending plans are listed by these three words; together they are all."""
LIVES_S = 23 * 3600.0
"""The venue closes every socket after 24 hours."""

_WS, _WS_UTA = "WebSocket / ", "Unified account / WebSocket / "
_TYPE = {"instType": "USDT-FUTURES"}
_ALL = _TYPE | {"instId": "default"}
_UNIFIED = {"instType": "UTA"}
CHANNELS = {
    channel.name: channel
    for channel in (
        Channel("account", "private", _WS + "Account channel", _TYPE | {"coin": "default"}, sends_snapshot=True),
        Channel("positions", "private", _WS + "Positions channel", _ALL, sends_snapshot=True),
        Channel("orders", "private", _WS + "Order channel", _ALL),
        Channel("orders-algo", "private", _WS + "Trigger order channel", _ALL),
        Channel("fill", "private", _WS + "Fill channel", _ALL),
        Channel("positions-history", "private", _WS + "History position channel", _ALL, required=False),
        Channel("equity", "private", _WS + "Equity channel", _ALL, required=False),
        Channel("adl-noti", "private", _WS + "ADL notification channel", _ALL, required=False),
        Channel("ticker", "public", _WS + "Market channel", _TYPE),
        Channel("uta account", "private_v3", _WS_UTA + "Account channel", _UNIFIED, sends_snapshot=True),
        Channel("uta position", "private_v3", _WS_UTA + "Position channel", _UNIFIED, sends_snapshot=True),
        Channel("uta order", "private_v3", _WS_UTA + "Order channel", _UNIFIED),
        Channel("uta fill", "private_v3", _WS_UTA + "Fill channel", _UNIFIED),
        Channel(
            "uta strategy-order", "private_v3", _WS_UTA + "Strategy order channel", _UNIFIED | {"symbol": "default"},
            required=False,
        ),
        Channel("uta ticker", "public_v3", _WS_UTA + "Ticker channel", {"instType": "usdt-futures"}),
    )
}  # fmt: skip
FOLLOWED = ("account", "positions", "orders", "orders-algo", "fill")
"""Channels that together tell a classic account's life; the others repeat it."""
UTA_FOLLOWED = ("uta account", "uta position", "uta order", "uta fill", "uta strategy-order")

CLOSE_CODES: dict[int, tuple[type[VenueError], str]] = {
    1008: (AuthError, "the venue closed the connection by its policy"),
    1009: (VenueUnavailable, "a message was too large"),
    1013: (RateLimited, "the venue is overloaded"),
}
WRONG_MODE = frozenset({"40084", "40085"})
"""The account is of the other kind than the call: classic on v3, unified on v2."""

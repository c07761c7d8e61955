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

_MIX, _SPOT, _UTA = "Contract / ", "Spot / ", "Unified account / "
_PAGE = "idLessThan startTime endTime limit"
_ORDER = (
    "symbol productType marginMode marginCoin size price side tradeSide orderType force clientOid reduceOnly "
    "presetStopSurplusPrice presetStopSurplusExecutePrice presetStopLossPrice presetStopLossExecutePrice stpMode"
)
_UTA_ORDER = "category symbol qty price side orderType timeInForce posSide reduceOnly marginMode clientOid stpMode"


def _get(path: str, limit: int, doc: str, params: str = "", *, public: bool = False) -> Endpoint:
    """A GET, named by its path without the prefix; caps are per second."""
    auth, scope = (Auth.PUBLIC, Scope.IP) if public else (Auth.READ, Scope.UID)
    buckets = (Bucket(path, limit, 1.0, scope), OVERALL)
    return Endpoint(path, "GET", f"/api/{path}", auth, buckets, doc, tuple(params.split()), idempotent=True)


def _post(
    path: str, limit: int, doc: str, params: str, *, lane: Lane = Lane.ORDER, idempotent: bool = False
) -> Endpoint:
    buckets = (Bucket(f"POST {path}", limit, 1.0, Scope.UID), OVERALL)
    name = f"POST {path}"
    return Endpoint(name, "POST", f"/api/{path}", Auth.TRADE, buckets, doc, tuple(params.split()), idempotent, lane)


_M = "v2/mix/"
TIME = _get("v2/public/time", 20, "Common / Get server time", public=True)
CONTRACTS = _get(f"{_M}market/contracts", 20, _MIX + "Get contract config", "productType symbol", public=True)
TICKER = _get(f"{_M}market/ticker", 20, _MIX + "Get ticker", "productType symbol", public=True)
TICKERS = _get(f"{_M}market/tickers", 20, _MIX + "Get all tickers", "productType", public=True)
SYMBOL_PRICE = _get(f"{_M}market/symbol-price", 20, _MIX + "Get mark price", "productType symbol", public=True)
FUND_RATE = _get(f"{_M}market/current-fund-rate", 20, _MIX + "Get funding rate", "productType symbol", public=True)
FUNDING_TIME = _get(f"{_M}market/funding-time", 20, _MIX + "Get next funding time", "productType symbol", public=True)
TIERS = _get(f"{_M}market/query-position-lever", 10, _MIX + "Get position tier", "productType symbol", public=True)

KEY_INFO = _get("v2/spot/account/info", 1, _SPOT + "Get account information")
UPGRADE_STATUS = _get("v2/spot/account/upgrade-status", 1, _SPOT + "Get upgrade status")
ACCOUNT = _get(f"{_M}account/account", 10, _MIX + "Get single account", "symbol productType marginCoin")
ACCOUNTS = _get(f"{_M}account/accounts", 10, _MIX + "Get account list", "productType")
BILLS = _get(f"{_M}account/bill", 10, _MIX + "Get account bills", f"productType businessType coin {_PAGE}")
POSITIONS = _get(f"{_M}position/all-position", 5, _MIX + "Get all positions", "productType marginCoin")
POSITION = _get(f"{_M}position/single-position", 10, _MIX + "Get single position", "productType symbol marginCoin")
POSITIONS_HISTORY = _get(
    f"{_M}position/history-position", 20, _MIX + "Get historical positions", f"productType symbol {_PAGE}"
)
ADL_RANK = _get(f"{_M}position/adlRank", 10, _MIX + "Get ADL rank", "productType")
ORDERS = _get(
    f"{_M}order/orders-pending", 10, _MIX + "Get pending orders", f"productType symbol orderId clientOid status {_PAGE}"
)
PLANS = _get(
    f"{_M}order/orders-plan-pending", 10, _MIX + "Get pending trigger orders",
    f"planType productType symbol orderId clientOid {_PAGE}",
)  # fmt: skip
ORDER_DETAIL = _get(f"{_M}order/detail", 10, _MIX + "Get order detail", "symbol productType orderId clientOid")
ORDERS_HISTORY = _get(
    f"{_M}order/orders-history", 10, _MIX + "Get history orders",
    f"productType symbol orderId clientOid orderSource {_PAGE}",
)  # fmt: skip
PLANS_HISTORY = _get(
    f"{_M}order/orders-plan-history", 10, _MIX + "Get history trigger orders",
    f"planType planStatus productType symbol orderId clientOid {_PAGE}",
)  # fmt: skip
FILLS = _get(f"{_M}order/fills", 10, _MIX + "Get order fill details", f"productType symbol orderId {_PAGE}")
FILLS_HISTORY = _get(
    f"{_M}order/fill-history", 10, _MIX + "Get historical transaction details", f"productType symbol orderId {_PAGE}"
)

SET_POSITION_MODE = _post(
    f"{_M}account/set-position-mode", 5, _MIX + "Change position mode", "productType posMode", idempotent=True
)
SET_MARGIN_MODE = _post(
    f"{_M}account/set-margin-mode", 5, _MIX + "Change margin mode", "symbol productType marginCoin marginMode",
    idempotent=True,
)  # fmt: skip
SET_LEVERAGE = _post(
    f"{_M}account/set-leverage", 5, _MIX + "Change leverage",
    "symbol productType marginCoin leverage longLeverage shortLeverage holdSide", idempotent=True,
)  # fmt: skip
SET_MARGIN = _post(
    f"{_M}account/set-margin", 5, _MIX + "Adjust position margin", "symbol productType marginCoin holdSide amount"
)
SET_ASSET_MODE = _post(
    f"{_M}account/set-asset-mode", 2, _MIX + "Set asset mode", "productType assetMode", idempotent=True
)
"""Closed to new users since 2026-07-01."""
PLACE = _post(f"{_M}order/place-order", 10, _MIX + "Place order", _ORDER)
PLACE_BATCH = _post(
    f"{_M}order/batch-place-order", 10, _MIX + "Batch order", "symbol productType marginMode marginCoin orderList"
)
MODIFY = _post(
    f"{_M}order/modify-order", 10, _MIX + "Modify order",
    "orderId clientOid symbol productType newClientOid newSize newPrice newPresetStopSurplusPrice "
    "newPresetStopLossPrice",
)  # fmt: skip
CANCEL = _post(
    f"{_M}order/cancel-order", 10, _MIX + "Cancel order", "symbol productType marginCoin orderId clientOid",
    lane=Lane.CANCEL, idempotent=True,
)  # fmt: skip
CANCEL_BATCH = _post(
    f"{_M}order/batch-cancel-orders", 10, _MIX + "Batch cancel", "productType symbol marginCoin orderIdList",
    lane=Lane.CANCEL, idempotent=True,
)  # fmt: skip
"""Without a list it cancels everything, so that it is never sent without one."""
CANCEL_ALL = _post(
    f"{_M}order/cancel-all-orders", 10, _MIX + "Cancel all orders",
    "productType symbol marginCoin requestTime receiveWindow", lane=Lane.CANCEL, idempotent=True,
)  # fmt: skip
CANCEL_PLAN = _post(
    f"{_M}order/cancel-plan-order", 10, _MIX + "Cancel trigger order", "productType symbol orderIdList planType",
    lane=Lane.CANCEL, idempotent=True,
)  # fmt: skip
PLACE_PLAN = _post(
    f"{_M}order/place-plan-order", 10, _MIX + "Place trigger order",
    "planType symbol productType marginMode marginCoin size price callbackRatio triggerPrice triggerType side "
    "tradeSide orderType clientOid reduceOnly",
)  # fmt: skip
PLACE_TPSL = _post(
    f"{_M}order/place-tpsl-order", 10, _MIX + "Stop-profit and stop-loss plan orders",
    "marginCoin productType symbol planType triggerPrice triggerType executePrice holdSide size rangeRate clientOid",
)  # fmt: skip
PLACE_POSITION_TPSL = _post(
    f"{_M}order/place-pos-tpsl", 10, _MIX + "Simultaneous stop-profit and stop-loss plan orders",
    "marginCoin productType symbol stopSurplusTriggerPrice stopSurplusSize stopLossTriggerPrice stopLossSize holdSide",
)  # fmt: skip
MODIFY_TPSL = _post(
    f"{_M}order/modify-tpsl-order", 10, _MIX + "Modify stop-profit and stop-loss plan orders",
    "orderId clientOid marginCoin productType symbol triggerPrice triggerType executePrice size",
)  # fmt: skip
MODIFY_PLAN = _post(
    f"{_M}order/modify-plan-order", 10, _MIX + "Modify trigger order",
    "orderId clientOid productType newSize newPrice newTriggerPrice newTriggerType",
)  # fmt: skip
CLOSE = _post(
    f"{_M}order/close-positions", 1, _MIX + "Flash close position", "productType symbol holdSide", lane=Lane.CLOSE
)
"""Without a symbol it closes every position, so that it is never sent without one."""
REVERSE = _post(f"{_M}order/click-backhand", 10, _MIX + "Reversal", "symbol productType marginCoin size side tradeSide")

_WINDOW = "startTime endTime limit cursor"
UTA_KEY_INFO = _get("v3/account/info", 5, _UTA + "Get account info")
UTA_SETTINGS = _get("v3/account/settings", 20, _UTA + "Get account settings")
UTA_ASSETS = _get("v3/account/assets", 20, _UTA + "Get account assets")
UTA_RECORDS = _get("v3/account/financial-records", 20, _UTA + "Get financial records", f"category coin type {_WINDOW}")
UTA_REPAYABLE = _get("v3/account/repayable-coins", 5, _UTA + "Get repayable coins")
UTA_POSITIONS = _get("v3/position/current-position", 20, _UTA + "Get position info", "category symbol posSide")
UTA_POSITIONS_HISTORY = _get(
    "v3/position/history-position", 20, _UTA + "Get positions history", f"category symbol {_WINDOW}"
)
UTA_ORDERS = _get("v3/trade/unfilled-orders", 20, _UTA + "Get open orders", f"category symbol {_WINDOW}")
UTA_STRATEGIES = _get("v3/trade/unfilled-strategy-orders", 20, _UTA + "Get unfilled strategy orders", "category type")
UTA_ORDERS_HISTORY = _get("v3/trade/history-orders", 20, _UTA + "Get order history", f"category symbol {_WINDOW}")
UTA_FILLS = _get("v3/trade/fills", 20, _UTA + "Get fill history", f"category orderId {_WINDOW}")
UTA_PLACE = _post("v3/trade/place-order", 10, _UTA + "Place order", _UTA_ORDER)
UTA_MODIFY = _post("v3/trade/modify-order", 10, _UTA + "Modify order", "orderId clientOid qty price")
UTA_CANCEL = _post(
    "v3/trade/cancel-order", 10, _UTA + "Cancel order", "category symbol orderId clientOid", lane=Lane.CANCEL,
    idempotent=True,
)  # fmt: skip
UTA_CANCEL_SYMBOL = _post(
    "v3/trade/cancel-symbol-order", 5, _UTA + "Cancel all orders", "category symbol", lane=Lane.CANCEL, idempotent=True
)
UTA_CANCEL_STRATEGY = _post(
    "v3/trade/cancel-strategy-order", 10, _UTA + "Cancel strategy order", "orderId clientOid", lane=Lane.CANCEL,
    idempotent=True,
)  # fmt: skip
UTA_CLOSE = _post(
    "v3/trade/close-positions", 5, _UTA + "Close all positions", "category symbol posSide", lane=Lane.CLOSE
)
UTA_SET_LEVERAGE = _post(
    "v3/account/set-leverage", 10, _UTA + "Set leverage", "category symbol leverage coin posSide marginMode",
    idempotent=True,
)  # fmt: skip
UTA_SET_HOLD_MODE = _post("v3/account/set-hold-mode", 2, _UTA + "Set holding mode", "holdMode", idempotent=True)
UTA_REPAY = _post("v3/account/repay", 5, _UTA + "Repay", "repayableCoinList paymentCoinList")

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

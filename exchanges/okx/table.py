"""OKX v5 as data: every call and channel of USDT-margined perpetual swaps, caps, close codes, facts.

Read from the API documentation of 2026-07. Refusals stand in `refusals`, addresses in `hosts`.
"""

from __future__ import annotations

from exchanges.core.adapter import Right
from exchanges.core.endpoint import Auth, Bucket, Endpoint, Lane, Scope
from exchanges.core.errors import AuthError, BadRequest, RateLimited, VenueError, VenueUnavailable
from exchanges.core.key_lines import Permission
from exchanges.core.venue import Channel, PassphraseRule, VenueFacts

FACTS = VenueFacts(
    name="okx",
    title=("OKX", "欧易 OKX"),
    lifecycle="active",
    document="https://www.okx.com/docs-v5/",
    document_read="2026-07",
    ping_after_s=3.0,
    keys_per_account=50,
    ips_per_key=20,
    ip_separator=",",
    passphrase=PassphraseRule(shortest=8, longest=32),
    unused_key_days=14,
)

PERMISSIONS: dict[str, Permission] = {
    "read_only": Permission(Right.READ, ("Read", "只读")),
    "trade": Permission(Right.TRADE, ("Trade", "交易")),
    "withdraw": Permission(Right.WITHDRAW, ("Withdraw", "提现")),
}
"""Words of `perm` in the account configuration."""

CONNECTS = Bucket("ws-connect", 3, 1.0, Scope.IP)
ORDERS_TOTAL = Bucket("orders-total", 1000, 2.0, Scope.UID)
"""New and amended orders of one account together; beyond it 50061."""

_TRADING = "Order Book Trading / "


def _read(path: str, limit: int, per_s: float, doc: str, params: str = "", scope: Scope = Scope.UID) -> Endpoint:
    """A GET that asks for a key; named by its path without the prefix."""
    bucket = Bucket(path, limit, per_s, scope)
    return Endpoint(path, "GET", f"/api/v5/{path}", Auth.READ, (bucket,), doc, tuple(params.split()), idempotent=True)


def _public(path: str, limit: int, per_s: float, doc: str, params: str = "") -> Endpoint:
    bucket = Bucket(path, limit, per_s, Scope.IP)
    return Endpoint(path, "GET", f"/api/v5/{path}", Auth.PUBLIC, (bucket,), doc, tuple(params.split()), idempotent=True)


def _write(
    path: str,
    limit: int,
    per_s: float,
    doc: str,
    params: str = "",
    *,
    scope: Scope = Scope.UID,
    lane: Lane = Lane.ORDER,
    idempotent: bool = False,
    counted: bool = False,
) -> Endpoint:
    """A POST; `counted` ones also count against the account's total of new and amended orders."""
    buckets = (Bucket(f"POST {path}", limit, per_s, scope), *((ORDERS_TOTAL,) if counted else ()))
    return Endpoint(
        f"POST {path}", "POST", f"/api/v5/{path}", Auth.TRADE, buckets, doc, tuple(params.split()), idempotent, lane
    )


_INST = Scope.UID_INST
_ORDER = "instId tdMode side posSide ordType sz px clOrdId tag reduceOnly attachAlgoOrds stpMode"
_AMEND = "instId ordId clOrdId newSz newPx reqId cxlOnFail"
_PAGE = "after before limit"

TIME = _public("public/time", 10, 2, "Public Data / Get system time")
STATUS = _public("system/status", 1, 5, "Status / Get status", "state")
INSTRUMENTS = _public("public/instruments", 20, 2, "Public Data / Get instruments", "instType instFamily instId")
MARK_PRICE = _public("public/mark-price", 10, 2, "Public Data / Get mark price", "instType instFamily instId")
FUNDING_RATE = _public("public/funding-rate", 20, 2, "Public Data / Get funding rate", "instId")
TICKERS = _public("market/tickers", 20, 2, "Market Data / Get tickers", "instType instFamily")
TICKER = _public("market/ticker", 20, 2, "Market Data / Get ticker", "instId")

CONFIG = _read("account/config", 5, 2, "Trading Account / Get account configuration")
BALANCE = _read("account/balance", 10, 2, "Trading Account / Get balance", "ccy")
POSITIONS = _read("account/positions", 10, 2, "Trading Account / Get positions", "instType instId posId")
POSITIONS_HISTORY = _read(
    "account/positions-history", 10, 2, "Trading Account / Get positions history",
    f"instType instId mgnMode type posId {_PAGE}",
)  # fmt: skip
BILLS = _read(
    "account/bills", 5, 1, "Trading Account / Get bills details (last 7 days)",
    f"instType ccy type subType begin end {_PAGE}",
)  # fmt: skip
BILLS_ARCHIVE = _read(
    "account/bills-archive", 5, 2, "Trading Account / Get bills details (last 3 months)",
    f"instType ccy type subType begin end {_PAGE}",
)  # fmt: skip
LEVERAGE_INFO = _read("account/leverage-info", 20, 2, "Trading Account / Get leverage", "instId mgnMode")
MAX_SIZE = _read("account/max-size", 20, 2, "Trading Account / Get maximum order quantity", "instId tdMode")
TRADE_FEE = _read("account/trade-fee", 5, 2, "Trading Account / Get fee rates", "instType instFamily")
ACCOUNT_INSTRUMENTS = _read("account/instruments", 20, 2, "Trading Account / Get instruments", "instType instId")
SWITCH_PRECHECK = _read(
    "account/set-account-switch-precheck", 5, 2, "Trading Account / Precheck account mode switch", "acctLv"
)

SET_POSITION_MODE = _write(
    "account/set-position-mode", 5, 2, "Trading Account / Set position mode", "posMode", idempotent=True
)
SET_ACCOUNT_LEVEL = _write(
    "account/set-account-level", 5, 2, "Trading Account / Set account mode", "acctLv", idempotent=True
)
SWITCH_PRESET = _write(
    "account/account-level-switch-preset", 5, 2, "Trading Account / Preset account mode switch",
    "acctLv lever riskOffsetType", idempotent=True,
)  # fmt: skip
SET_LEVERAGE = _write(
    "account/set-leverage", 20, 2, "Trading Account / Set leverage", "instId lever mgnMode posSide", idempotent=True
)

ORDERS_PENDING = _read(
    "trade/orders-pending", 60, 2, _TRADING + "Get order list", f"instType instId instFamily ordType state {_PAGE}"
)
ORDER_DETAILS = _read("trade/order", 60, 2, _TRADING + "Get order details", "instId ordId clOrdId", _INST)
ORDERS_HISTORY = _read(
    "trade/orders-history", 40, 2, _TRADING + "Get order history (last 7 days)",
    f"instType instId ordType state category begin end {_PAGE}",
)  # fmt: skip
ORDERS_HISTORY_ARCHIVE = _read(
    "trade/orders-history-archive", 20, 2, _TRADING + "Get order history (last 3 months)",
    f"instType instId ordType state category begin end {_PAGE}",
)  # fmt: skip
FILLS = _read(
    "trade/fills", 60, 2, _TRADING + "Get transaction details (last 3 days)",
    f"instType instId ordId subType begin end {_PAGE}",
)  # fmt: skip
FILLS_HISTORY = _read(
    "trade/fills-history", 10, 2, _TRADING + "Get transaction details (last 3 months)",
    f"instType instId ordId subType begin end {_PAGE}",
)  # fmt: skip
ALGO_PENDING = _read(
    "trade/orders-algo-pending", 20, 2, _TRADING + "Get algo order list", f"ordType algoId instType instId {_PAGE}"
)
ALGO_HISTORY = _read(
    "trade/orders-algo-history", 20, 2, _TRADING + "Get algo order history",
    f"ordType state algoId instType instId {_PAGE}",
)  # fmt: skip

PLACE = _write("trade/order", 60, 2, _TRADING + "Place order", _ORDER, scope=_INST, counted=True)
PLACE_BATCH = _write(
    "trade/batch-orders", 300, 2, _TRADING + "Place multiple orders", _ORDER, scope=_INST, counted=True
)
AMEND = _write("trade/amend-order", 60, 2, _TRADING + "Amend order", _AMEND, scope=_INST, counted=True)
AMEND_BATCH = _write(
    "trade/amend-batch-orders", 300, 2, _TRADING + "Amend multiple orders", _AMEND, scope=_INST, counted=True
)
CANCEL = _write(
    "trade/cancel-order", 60, 2, _TRADING + "Cancel order", "instId ordId clOrdId",
    scope=_INST, lane=Lane.CANCEL, idempotent=True,
)  # fmt: skip
CANCEL_BATCH = _write(
    "trade/cancel-batch-orders", 300, 2, _TRADING + "Cancel multiple orders", "instId ordId clOrdId",
    scope=_INST, lane=Lane.CANCEL, idempotent=True,
)  # fmt: skip
CLOSE_POSITION = _write(
    "trade/close-position", 20, 2, _TRADING + "Close positions", "instId mgnMode posSide ccy autoCxl clOrdId tag",
    scope=_INST, lane=Lane.CLOSE,
)  # fmt: skip
PLACE_ALGO = _write(
    "trade/order-algo", 20, 2, _TRADING + "Place algo order",
    "instId tdMode side posSide ordType sz closeFraction reduceOnly cxlOnClosePos algoClOrdId callbackRatio activePx "
    "callbackSpread tpTriggerPx tpTriggerPxType tpOrdPx slTriggerPx slTriggerPxType slOrdPx triggerPx triggerPxType "
    "orderPx",
    scope=_INST,
)  # fmt: skip
CANCEL_ALGOS = _write(
    "trade/cancel-algos", 20, 2, _TRADING + "Cancel algo order", "algoId instId",
    scope=_INST, lane=Lane.CANCEL, idempotent=True,
)  # fmt: skip
AMEND_ALGOS = _write(
    "trade/amend-algos", 20, 2, _TRADING + "Amend algo order",
    "instId algoId algoClOrdId reqId cxlOnFail newSz newTpTriggerPx newTpOrdPx newSlTriggerPx newSlOrdPx", scope=_INST,
)  # fmt: skip
CANCEL_ALL_AFTER = _write(
    "trade/cancel-all-after", 1, 1, _TRADING + "Cancel all after", "timeOut tag", lane=Lane.CANCEL, idempotent=True
)
ORDER_PRECHECK = _write("trade/order-precheck", 5, 2, _TRADING + "Order precheck", _ORDER, idempotent=True)

INVITEE = _read("affiliate/invitee/detail", 20, 2, "Affiliate / Get the invitee's detail", "uid")
IF_REBATE = _read("users/partner/if-rebate", 20, 2, "Affiliate / Get the user's affiliate rebate information", "apiKey")
"""Announced to go away; kept so that the table is whole."""

ENDPOINTS: tuple[Endpoint, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Endpoint))

MOST_PER_BATCH = 20
MOST_ALGOS_PER_CANCEL = 10
PAGE = 100
ALGO_KINDS = ("conditional,oco", "trigger", "move_order_stop")
"""Conditional orders the product needs; the venue lists them by kind."""
RARE_ALGO_KINDS = ("chase", "twap", "iceberg")
"""Kinds other programs may have placed."""

_STREAM = "WebSocket / "
CHANNELS = {
    channel.name: channel
    for channel in (
        Channel(
            "positions", "private", _STREAM + "Positions channel",
            {"instType": "SWAP", "extraParams": '{"updateInterval": "2000"}'}, sends_snapshot=True,
        ),
        Channel("orders", "private", _STREAM + "Order channel", {"instType": "SWAP"}),
        Channel("account", "private", _STREAM + "Account channel", sends_snapshot=True),
        Channel("balance_and_position", "private", _STREAM + "Balance and position channel", sends_snapshot=True),
        Channel("liquidation-warning", "private", _STREAM + "Position risk warning", {"instType": "SWAP"}),
        Channel("fills", "private", _STREAM + "Fills channel (VIP5 and above)", required=False),
        Channel("orders-algo", "business", _STREAM + "Algo orders channel", {"instType": "SWAP"}),
        Channel(
            "algo-advance", "business", _STREAM + "Advance algo orders channel", {"instType": "SWAP"}, required=False
        ),
        Channel("mark-price", "public", _STREAM + "Mark price channel"),
        Channel("tickers", "public", _STREAM + "Tickers channel"),
        Channel("funding-rate", "public", _STREAM + "Funding rate channel"),
        Channel("instruments", "public", _STREAM + "Instruments channel", {"instType": "SWAP"}),
    )
}  # fmt: skip
FOLLOWED = ("positions", "orders", "account", "orders-algo", "algo-advance")
"""Channels that together tell the account's life; the others repeat it or are not open to everyone."""

CLOSE_CODES: dict[int, tuple[type[VenueError], str]] = {
    1008: (AuthError, "the venue closed the connection by its policy"),
    1009: (VenueUnavailable, "a message was too large"),
    4001: (AuthError, "login failed"),
    4002: (BadRequest, "invalid request"),
    4003: (RateLimited, "more than 100 subscriptions of this key"),
    4004: (VenueUnavailable, "no data for 30 seconds"),
    4005: (VenueUnavailable, "we read too slowly"),
    4006: (VenueUnavailable, "abnormal disconnection"),
    4007: (VenueUnavailable, "the key was changed or deleted"),
    4008: (RateLimited, "too many channels"),
    4009: (RateLimited, "too many channels on this connection"),
}
KEY_CHANGED = "4007"
SERVICE_UPGRADE = "64008"
"""Notice about thirty seconds before the server closes the connection."""

"""BitMart as data: the document's 28 calls and 7 channels, what the second generation added, caps, permissions, facts.

Compared with the documentation of v2 in 2026-07. Refusals stand in `refusals`, addresses in `hosts`.
"""

from __future__ import annotations

from exchanges.core.adapter import Right
from exchanges.core.endpoint import Auth, Bucket, Endpoint, Lane, Scope
from exchanges.core.key_lines import Permission
from exchanges.core.venue import Channel, PassphraseRule, VenueFacts

FACTS = VenueFacts(
    name="bitmart",
    title=("BitMart futures", "BitMart 合约"),
    lifecycle="sunset",
    document="https://developer-pro.bitmart.com/en/futuresv2/",
    document_read="2026-07",
    ping_after_s=3.0,
    keys_per_account=0,  # Not documented.
    ips_per_key=0,  # Not documented.
    ip_separator=",",
    passphrase=PassphraseRule(shortest=1, longest=64, name=("Memo", "Memo"), demands=("length",)),
    unused_key_days=None,
    lifecycle_note=(
        "BitMart futures are closing: no trading since 2026-08-26, shutdown on 2027-01-31. No new bindings; take your "
        "funds out on its site before that day.",
        "BitMart 合约正在关闭：2026-08-26 起停止交易，2027-01-31 终止服务。不再接受新绑定，请提前到其网站提走资金。",
    ),
)

PERMISSIONS = {
    "read_only": Permission(Right.READ, ("Read-only", "只读")),
    "spot_trade": Permission(Right.OTHER, ("Spot-Trade", "现货交易")),
    "margin_trade": Permission(Right.OTHER, ("Margin-Trade", "杠杆交易")),
    "futures_trade": Permission(Right.TRADE, ("Future-Trade", "合约交易")),
    "withdraw": Permission(Right.WITHDRAW, ("Withdraw", "提现")),
    "sub_account_transfer": Permission(Right.SUBACCOUNT, ("Sub-account transfer", "子账户划转")),
}
"""What can be ticked; the venue tells it of no key."""

CONNECTS = Bucket("ws-connect", 100, 60.0, Scope.IP)
"""Our own restraint: the venue only caps what is open at once, at five hundred."""
SPOT_HOST = "spot"
PAGE, HISTORY_PAGE, LEDGER_PAGE = 100, 200, 1000
"""Most rows of a list of open orders, of a history, of the ledger. None of them has a cursor."""
_P, _M, _SUB = "/contract/public/", "/contract/private/", "/account/contract/sub-account/"
_PRESET = "preset_take_profit_price_type preset_stop_loss_price_type preset_take_profit_price preset_stop_loss_price"
_OPENS = "symbol side leverage open_type size"
_TIMES = "start_time end_time"
_TARGET = "symbol order_id client_order_id trigger_price executive_price price_type plan_category category"


def _get(
    path: str, limit: int, doc: str, params: str = "", *, host: str = "", public: bool = False, per_s: float = 2.0
) -> Endpoint:
    """A GET, named by its path; caps are per two seconds."""
    auth, scope = (Auth.PUBLIC, Scope.IP) if public else (Auth.READ, Scope.UID)
    buckets = (Bucket(path, limit, per_s, scope),)
    name = path.removeprefix("/contract/").removeprefix("/")
    return Endpoint(name, "GET", path, auth, buckets, doc, tuple(params.split()), idempotent=True, host=host)


def _public(path: str, limit: int, doc: str, params: str = "symbol") -> Endpoint:
    return _get(_P + path, limit, "Futures Market Data / " + doc, params, public=True)


def _post(
    path: str, limit: int, doc: str, params: str, *, lane: Lane = Lane.ORDER, idempotent: bool = False
) -> Endpoint:
    buckets = (Bucket(path, limit, 2.0, Scope.UID),)
    name = path.removeprefix("/contract/").removeprefix("/")
    return Endpoint(name, "POST", path, Auth.TRADE, buckets, doc, tuple(params.split()), idempotent, lane)


_A, _T, _S, _F = "Futures Account Data / ", "Futures Trading / ", "Sub-Account / ", "Affiliate / "
# The document's 28.
DETAILS = _public("details", 12, "Get Contract Details")
DEPTH = _public("depth", 12, "Get Market Depth")
OPEN_INTEREST = _public("open-interest", 2, "Get Futures Open Interest")
FUNDING_RATE = _public("funding-rate", 2, "Get Current Funding Rate")
KLINE = _public("kline", 12, "Get K-line", f"symbol step {_TIMES}")
ASSETS = _get(f"{_M}assets-detail", 12, _A + "Get Contract Assets")
ORDER = _get(f"{_M}order", 50, _T + "Get Order Detail", "symbol order_id account")
HISTORY = _get(f"{_M}order-history", 6, _T + "Get Order History", f"symbol {_TIMES} order_id client_order_id account")
OPEN_ORDERS = _get(f"{_M}get-open-orders", 50, _T + "Get All Open Orders", "symbol type order_state limit")
PLANS = _get(f"{_M}current-plan-order", 50, _T + "Get All Current Plan Orders", "symbol type limit plan_type")
POSITION = _get(f"{_M}position", 6, _T + "Get Current Position", "symbol account")
TRADES = _get(f"{_M}trades", 6, _T + "Get Order Trade", f"symbol {_TIMES} account order_id client_order_id")
TRANSFERS = _post(
    "/account/v1/transfer-contract-list", 1, _T + "Get Transfer List",
    "currency time_start time_end page limit recvWindow", lane=Lane.READ,
)  # fmt: skip
"""A read that wants the right to trade: its answer tells whether a key has it."""
TRANSFER = _post("/account/v1/transfer-contract", 1, _T + "Transfer", "currency amount type recvWindow")
PLACE = _post(
    f"{_M}submit-order", 24, _T + "Submit Order",
    f"{_OPENS} type mode price client_order_id activation_price callback_rate activation_price_type stp_mode {_PRESET}",
)  # fmt: skip
CANCEL = _post(
    f"{_M}cancel-order", 40, _T + "Cancel Order", "symbol order_id client_order_id", lane=Lane.CANCEL, idempotent=True
)
"""Without an id it cancels all orders of the symbol, so that it is never sent without one."""
CANCEL_ALL = _post(f"{_M}cancel-orders", 2, _T + "Cancel All Orders", "symbol", lane=Lane.CANCEL, idempotent=True)
PLACE_PLAN = _post(
    f"{_M}submit-plan-order", 24, _T + "Submit Plan Order",
    f"{_OPENS} type mode trigger_price executive_price price_way price_type plan_category {_PRESET}",
)  # fmt: skip
CANCEL_PLAN = _post(
    f"{_M}cancel-plan-order", 40, _T + "Cancel Plan Order", "symbol order_id client_order_id", lane=Lane.CANCEL,
    idempotent=True,
)  # fmt: skip
SET_LEVERAGE = _post(f"{_M}submit-leverage", 24, _T + "Submit Leverage", "symbol leverage open_type", idempotent=True)
SUB_TO_MAIN = _post(
    f"{_SUB}main/v1/sub-to-main", 8, _S + "Sub-account to main (for main)", "requestNo amount currency subAccount"
)
MAIN_TO_SUB = _post(
    f"{_SUB}main/v1/main-to-sub", 8, _S + "Main to sub-account (for main)", "requestNo amount currency subAccount"
)
OWN_TO_MAIN = _post(f"{_SUB}sub/v1/sub-to-main", 8, _S + "Sub-account to main (for sub)", "requestNo amount currency")
SUB_WALLET = _get(f"{_SUB}main/v1/wallet", 12, _S + "Get sub-account wallet", "subAccount currency")
SUB_TRANSFERS = _get(f"{_SUB}main/v1/transfer-list", 8, _S + "Get sub-account transfers", "subAccount limit")
OWN_TRANSFERS = _get(f"{_SUB}v1/transfer-history", 8, _S + "Get own transfers", "limit")
REBATES = _get(
    f"{_M}affiliate/rebate-list", 24, _F + "Get rebate records",
    "page size currency user_id rebate_start_time rebate_end_time register_start_time register_end_time",
)  # fmt: skip
AFFILIATE_TRADES = _get(f"{_M}affiliate/trade-list", 24, _F + "Get trading records", f"user_id type page size {_TIMES}")
DOCUMENTED = 28
# What the second generation added.
BRACKETS = _public("leverage-bracket", 12, "Get Leverage Risk Limit")
MARKET_TRADE = _public("market-trade", 12, "Get Market Trade", "symbol limit")
FUNDING_RATE_V2 = _public("funding-rate-v2", 12, "Get Current Funding Rate (v2)")
FUNDING_HISTORY = _public("funding-rate-history", 12, "Get Funding Rate History", "symbol limit")
MARK_KLINE = _public("markprice-kline", 12, "Get Mark Price K-line", f"symbol step {_TIMES}")
POSITION_MODE = _get(f"{_M}get-position-mode", 2, _T + "Get Position Mode")
POSITION_V2 = _get(f"{_M}position-v2", 6, _T + "Get Current Position V2", "symbol account")
POSITION_RISK = _get(f"{_M}position-risk", 24, _T + "Get Current Position Risk Details", "symbol account")
FEE_RATE = _get(f"{_M}trade-fee-rate", 2, _A + "Get Trade Fee Rate", "symbol")
LEDGER = _get(
    f"{_M}transaction-history", 6, _T + "Get Transaction History", f"symbol flow_type account {_TIMES} page_size"
)
SET_POSITION_MODE = _post(f"{_M}set-position-mode", 2, _T + "Set Position Mode", "position_mode", idempotent=True)
MODIFY = _post(f"{_M}modify-limit-order", 24, _T + "Modify Limit Order", "symbol order_id client_order_id price size")
CANCEL_AFTER = _post(f"{_M}cancel-all-after", 4, _T + "Timed Cancel All Orders", "symbol timeout", idempotent=True)
PLACE_TARGET = _post(
    f"{_M}submit-tp-sl-order", 24, _T + "Submit TP/SL Order",
    "symbol type side size trigger_price executive_price price_type plan_category client_order_id category",
)  # fmt: skip
MODIFY_TARGET = _post(f"{_M}modify-tp-sl-order", 24, _T + "Modify TP/SL Order", _TARGET)
MODIFY_PLAN = _post(
    f"{_M}modify-plan-order", 24, _T + "Modify Plan Order",
    "symbol order_id client_order_id trigger_price executive_price price_type type",
)  # fmt: skip
MODIFY_PRESET = _post(
    f"{_M}modify-preset-plan-order", 24, _T + "Modify Preset Plan Order", f"symbol order_id {_PRESET}"
)
PLACE_TRAILING = _post(
    f"{_M}submit-trail-order", 24, _T + "Submit Trail Order",
    f"{_OPENS} activation_price callback_rate activation_price_type",
)  # fmt: skip
CANCEL_TRAILING = _post(
    f"{_M}cancel-trail-order", 24, _T + "Cancel Trail Order", "symbol order_id", lane=Lane.CANCEL, idempotent=True
)
CLOSE_ALL = _post(
    f"{_M}close-all-position", 24, _T + "Close All Positions", "contractType symbol position_side", lane=Lane.CLOSE
)
WALLET_TRANSFER = _post(f"{_M}account/v1/transfer", 1, _T + "Transfer (fund wallet)", "currency amount type")
CLAIM = _post(f"{_M}claim", 2, "Demo Trading / Claim", "")
TIME = _get("/system/time", 10, "System Status / Get System Time", host=SPOT_HOST, public=True, per_s=1.0)
SERVICE = _get("/system/service", 10, "System Status / Get Service Status", host=SPOT_HOST, public=True, per_s=1.0)
WITHDRAW_CHARGE = _get(
    "/account/v1/withdraw/charge", 2, "Funding Account / Withdraw Quota", "currency", host=SPOT_HOST, per_s=1.0
)
"""Only a key that may withdraw is told."""

ENDPOINTS: tuple[Endpoint, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Endpoint))
READS_BY_POST = frozenset({TRANSFERS.name})
"""Nothing happens at the venue when these go wrong."""

_PUBLIC, _PRIVATE = "WebSocket public / ", "WebSocket private / "
CHANNELS = {
    channel.name: channel
    for channel in (
        Channel("futures/ticker", "public", _PUBLIC + "Ticker Channel"),
        Channel("futures/depth20", "public", _PUBLIC + "Depth Channel"),
        Channel("futures/trade", "public", _PUBLIC + "Trade Channel"),
        Channel("futures/klineBin1m", "public", _PUBLIC + "KlineBin Channel"),
        Channel("futures/asset", "private", _PRIVATE + "Asset Channel", {"about": "USDT"}),
        Channel("futures/position", "private", _PRIVATE + "Position Channel"),
        Channel("futures/order", "private", _PRIVATE + "Order Channel"),
        Channel("futures/depthAll20", "public", _PUBLIC + "Depth-All Channel", required=False),
        Channel("futures/depthIncrease20", "public", _PUBLIC + "Depth-Increase Channel", required=False),
        Channel("futures/bookticker", "public", _PUBLIC + "Book Ticker Channel", required=False),
        Channel("futures/fundingRate", "public", _PUBLIC + "Funding Rate Channel", required=False),
        Channel("futures/markPriceKlineBin1m", "public", _PUBLIC + "Mark Price KlineBin Channel", required=False),
    )
}
FOLLOWED = ("futures/order", "futures/position", "futures/asset")
"""Channels that tell the account's life; none of them begins with a picture of the whole."""

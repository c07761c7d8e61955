"""Every REST call the simulated OKX answers: handler, rate limit and its scope, and the permission it takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from exchanges.sandbox.okx import (
    account_calls,
    algo_calls,
    funding_calls,
    market_calls,
    order_lists,
    public_calls,
    settings_calls,
    size_calls,
    trade_calls,
)
from exchanges.sandbox.okx.requests import Call

Handler = Callable[[Call], Sequence[object]]
UID, IP = "uid", "ip"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One row of the documents."""

    method: str
    path: str
    handler: Handler
    most: int
    """Requests (orders, for batches) let through per window."""
    permission: str = "read_only"
    """Empty for public calls."""
    scope: str = UID
    """What the limit counts by: the user or the address, and a parameter after a plus."""
    window_ms: int = 2_000
    is_order: bool = False
    """Answers carry `inTime` and `outTime`, and rows have their own codes."""
    batch_of: str = ""
    """Path of the single call; a batch of one counts as that."""


def _get(path: str, handler: Handler, most: int, scope: str = UID, window_ms: int = 2_000) -> Endpoint:
    return Endpoint("GET", f"/api/v5/{path}", handler, most, scope=scope, window_ms=window_ms)


def _public(path: str, handler: Handler, most: int, scope: str = IP, window_ms: int = 2_000) -> Endpoint:
    return Endpoint("GET", f"/api/v5/{path}", handler, most, permission="", scope=scope, window_ms=window_ms)


def _set(path: str, handler: Handler, most: int, scope: str = UID, window_ms: int = 2_000) -> Endpoint:
    return Endpoint("POST", f"/api/v5/{path}", handler, most, permission="trade", scope=scope, window_ms=window_ms)


def _order(path: str, handler: Handler, most: int, batch_of: str = "") -> Endpoint:
    return Endpoint(
        "POST",
        f"/api/v5/trade/{path}",
        handler,
        most,
        permission="trade",
        scope="uid+instId",
        is_order=True,
        batch_of=f"/api/v5/trade/{batch_of}" if batch_of else "",
    )


def _algo(path: str, handler: Handler) -> Endpoint:
    return Endpoint("POST", f"/api/v5/trade/{path}", handler, 20, permission="trade", scope="uid+instId", is_order=True)


ENDPOINTS: tuple[Endpoint, ...] = (
    _public("public/time", public_calls.server_time, 10),
    _public("public/instruments", public_calls.instruments, 20, "ip+instType"),
    _public("public/underlying", public_calls.underlying, 20),
    _public("public/mark-price", public_calls.mark_price, 10, "ip+instId"),
    _public("public/funding-rate", public_calls.funding_rate, 10, "ip+instId"),
    _public("public/funding-rate-history", public_calls.funding_history, 10, "ip+instId"),
    _public("public/position-tiers", market_calls.position_tiers, 10),
    _public("public/price-limit", public_calls.price_limit, 20),
    _public("public/open-interest", public_calls.open_interest, 20, "ip+instId"),
    _public("market/tickers", public_calls.tickers, 20),
    _public("market/ticker", public_calls.ticker, 20),
    _public("market/books", public_calls.books, 40),
    _public("market/trades", market_calls.trades, 100),
    _public("market/candles", market_calls.price_candles, 40),
    _public("market/history-candles", market_calls.price_candles, 20),
    _public("market/mark-price-candles", market_calls.mark_candles, 20),
    _public("market/history-mark-price-candles", market_calls.mark_candles, 10),
    _public("system/status", public_calls.system_status, 1, window_ms=5_000),
    _get("account/config", account_calls.config, 5),
    _get("account/balance", account_calls.balance, 10),
    _get("account/positions", account_calls.positions, 10),
    _get("account/positions-history", account_calls.positions_history, 10),
    _get("account/account-position-risk", size_calls.position_risk, 10),
    _get("account/bills", account_calls.bills, 5, window_ms=1_000),
    _get("account/bills-archive", account_calls.bills_archive, 5),
    _get("account/leverage-info", settings_calls.leverage_info, 20),
    _get("account/max-size", size_calls.max_size, 20),
    _get("account/max-avail-size", size_calls.max_available, 20),
    _get("account/instruments", size_calls.account_instruments, 20, "uid+instType"),
    _get("account/trade-fee", size_calls.trade_fee, 5),
    _get("account/set-account-switch-precheck", settings_calls.switch_precheck, 5),
    _set("account/set-leverage", settings_calls.set_leverage, 20),
    _set("account/set-position-mode", settings_calls.set_position_mode, 5),
    _set("account/set-account-level", settings_calls.set_account_level, 5),
    _set("account/account-level-switch-preset", settings_calls.level_switch_preset, 5),
    _get("asset/balances", funding_calls.funding_balances, 6, window_ms=1_000),
    _get("asset/currencies", funding_calls.currencies, 6, window_ms=1_000),
    _get("asset/deposit-history", funding_calls.no_movements, 6, window_ms=1_000),
    _get("asset/withdrawal-history", funding_calls.no_movements, 6, window_ms=1_000),
    _set("asset/transfer", funding_calls.transfer, 2, "uid+ccy", window_ms=1_000),
    _get("affiliate/invitee/detail", funding_calls.invitee_detail, 20),
    _get("users/partner/if-rebate", funding_calls.if_rebate, 20),
    _order("order", trade_calls.place, 60),
    _order("batch-orders", trade_calls.place_batch, 300, "order"),
    _order("cancel-order", trade_calls.cancel, 60),
    _order("cancel-batch-orders", trade_calls.cancel_batch, 300, "cancel-order"),
    _order("amend-order", trade_calls.amend, 60),
    _order("amend-batch-orders", trade_calls.amend_batch, 300, "amend-order"),
    _set("trade/close-position", trade_calls.close_position, 20, "uid+instId"),
    _set("trade/cancel-all-after", trade_calls.cancel_all_after, 1, "uid+tag", window_ms=1_000),
    _set("trade/order-precheck", order_lists.order_precheck, 5),
    _get("trade/order", order_lists.order, 60, "uid+instId"),
    _get("trade/orders-pending", order_lists.pending, 60),
    _get("trade/orders-history", order_lists.history, 40),
    _get("trade/orders-history-archive", order_lists.history_archive, 20),
    _get("trade/fills", order_lists.fills, 60),
    _get("trade/fills-history", order_lists.fills_history, 10),
    _get("trade/account-rate-limit", order_lists.rate_limit_info, 1, window_ms=1_000),
    _algo("order-algo", algo_calls.place),
    _algo("cancel-algos", algo_calls.cancel),
    _algo("amend-algos", algo_calls.amend),
    _get("trade/order-algo", algo_calls.one, 20),
    _get("trade/orders-algo-pending", algo_calls.pending, 20),
    _get("trade/orders-algo-history", algo_calls.history, 20),
)
TABLE: dict[tuple[str, str], Endpoint] = {(item.method, item.path): item for item in ENDPOINTS}
PATHS: frozenset[str] = frozenset(item.path for item in ENDPOINTS)
"""`order-precheck` has `permission="trade"` because it is a POST about an order, though it changes nothing."""

"""The table of calls: what each demands, what it weighs, who answers it, in which envelope."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from exchanges.sandbox.toobit import (
    account_calls,
    flash_calls,
    history_calls,
    leader_calls,
    listen_calls,
    plan_calls,
    public_calls,
    trade_calls,
)
from exchanges.sandbox.toobit.auth import Security
from exchanges.sandbox.toobit.requests import Call


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One documented call."""

    method: str
    path: str
    security: Security
    weight: int
    handler: Callable[[Call], object]
    is_order: bool = False
    """Counts as an order request of the account."""

    @property
    def wrapped(self) -> bool:
        """v2 answers in an envelope."""
        return self.path.startswith("/api/v2/")

    @property
    def is_of_futures(self) -> bool:
        """Told or done by the futures account, and so a matter of the kinds of keys it admits."""
        return self.security != "none" and (self.path.startswith((F1, F2)) or self.path in _OF_FUTURES)


A1, F1, F2, Q1, LEAD = (
    "/api/v1/",
    "/api/v1/futures/",
    "/api/v2/futures/",
    "/quote/v1/",
    "/api/v2/copy-trading/leader/",
)
_OF_FUTURES = frozenset({A1 + "account/balanceFlow", A1 + "listenKey", A1 + "userDataStream"})
"""Besides what lies under `futures`."""

PUBLIC: tuple[Endpoint, ...] = (
    Endpoint("GET", A1 + "ping", "none", 1, public_calls.ping),
    Endpoint("GET", A1 + "time", "none", 1, public_calls.time),
    Endpoint("GET", A1 + "exchangeInfo", "none", 1, public_calls.exchange_info),
    Endpoint("GET", Q1 + "depth", "none", 1, public_calls.depth),
    Endpoint("GET", Q1 + "depth/merged", "none", 1, public_calls.depth),
    Endpoint("GET", Q1 + "trades", "none", 1, public_calls.trades),
    Endpoint("GET", Q1 + "klines", "none", 1, public_calls.candles),
    Endpoint("GET", Q1 + "index/klines", "none", 1, public_calls.price_candles),
    Endpoint("GET", Q1 + "markPrice/klines", "none", 1, public_calls.price_candles),
    Endpoint("GET", Q1 + "markPrice", "none", 1, public_calls.mark_price),
    Endpoint("GET", Q1 + "index", "none", 1, public_calls.index),
    Endpoint("GET", Q1 + "ticker/24hr", "none", 40, public_calls.ticker_day),
    Endpoint("GET", Q1 + "contract/ticker/24hr", "none", 40, public_calls.ticker_day),
    Endpoint("GET", Q1 + "ticker/price", "none", 1, public_calls.ticker_price),
    Endpoint("GET", Q1 + "contract/ticker/price", "none", 1, public_calls.ticker_price),
    Endpoint("GET", Q1 + "ticker/bookTicker", "none", 1, public_calls.ticker_best),
    Endpoint("GET", Q1 + "contract/ticker/bookTicker", "none", 1, public_calls.ticker_best),
    Endpoint("GET", F1 + "fundingRate", "none", 1, public_calls.funding_rate),
    Endpoint("GET", F1 + "historyFundingRate", "none", 1, public_calls.funding_history),
    Endpoint("GET", F1 + "riskLimits", "none", 1, public_calls.risk_limits),
)
ACCOUNT: tuple[Endpoint, ...] = (
    Endpoint("GET", A1 + "account", "read", 5, account_calls.spot_account),
    Endpoint("GET", A1 + "account/checkApiKey", "read", 1, account_calls.check_key),
    Endpoint("GET", A1 + "account/balanceFlow", "read", 5, history_calls.flows),
    Endpoint("GET", A1 + "subAccount/list", "read", 5, account_calls.sub_accounts),
    Endpoint("POST", A1 + "listenKey", "read", 1, listen_calls.create),
    Endpoint("PUT", A1 + "listenKey", "read", 1, listen_calls.keep),
    Endpoint("DELETE", A1 + "listenKey", "read", 1, listen_calls.close),
    Endpoint("POST", A1 + "userDataStream", "read", 1, listen_calls.create),
    Endpoint("PUT", A1 + "userDataStream", "read", 1, listen_calls.keep),
    Endpoint("DELETE", A1 + "userDataStream", "read", 1, listen_calls.close),
    Endpoint("GET", F1 + "balance", "read", 5, account_calls.balance),
    Endpoint("GET", F1 + "positions", "read", 5, account_calls.positions),
    Endpoint("GET", F1 + "historyPositions", "read", 5, history_calls.closed_positions),
    Endpoint("GET", F1 + "accountLeverage", "read", 5, account_calls.settings),
    Endpoint("GET", F1 + "commissionRate", "read", 5, account_calls.commission),
    Endpoint("GET", F1 + "riskLimit", "read", 5, account_calls.risk_limit),
    Endpoint("GET", F1 + "todayPnl", "read", 5, account_calls.today_profit),
    Endpoint("GET", F1 + "balanceFlow", "read", 5, history_calls.flows),
    Endpoint("POST", F1 + "leverage", "trade", 1, account_calls.set_leverage_v1),
    Endpoint("POST", F2 + "leverage", "trade", 1, account_calls.set_leverage_v2),
    Endpoint("POST", F1 + "marginType", "trade", 1, account_calls.set_margin_type),
    Endpoint("POST", F1 + "positionMargin", "trade", 1, account_calls.change_margin),
    Endpoint("POST", F1 + "autoAddMargin", "trade", 1, account_calls.auto_margin),
)
TRADE: tuple[Endpoint, ...] = (
    Endpoint("POST", F1 + "order", "trade", 1, trade_calls.place_v1, is_order=True),
    Endpoint("POST", F2 + "order", "trade", 1, trade_calls.place_v2, is_order=True),
    Endpoint("POST", F1 + "batchOrders", "trade", 2, trade_calls.batch_v1, is_order=True),
    Endpoint("POST", F2 + "batch-orders", "trade", 2, trade_calls.batch_v2, is_order=True),
    Endpoint("POST", F1 + "order/update", "trade", 2, trade_calls.update_v1, is_order=True),
    Endpoint("POST", F2 + "order/update", "trade", 2, trade_calls.update_v2, is_order=True),
    Endpoint("DELETE", F1 + "order", "trade", 1, trade_calls.cancel_v1),
    Endpoint("DELETE", F2 + "order", "trade", 1, trade_calls.cancel_v2),
    Endpoint("DELETE", F1 + "batchOrders", "trade", 3, trade_calls.cancel_batch_v1),
    Endpoint("DELETE", F2 + "batch-orders", "trade", 3, trade_calls.cancel_batch_v2),
    Endpoint("DELETE", F1 + "cancelOrderByIds", "trade", 3, trade_calls.cancel_by_ids),
    Endpoint("GET", F1 + "order", "read", 1, trade_calls.query_v1),
    Endpoint("GET", F2 + "order", "read", 1, trade_calls.query_v2),
    Endpoint("GET", F1 + "openOrders", "read", 1, history_calls.open_orders_v1),
    Endpoint("GET", F2 + "open-orders", "read", 1, history_calls.open_orders_v2),
    Endpoint("GET", F1 + "historyOrders", "read", 5, history_calls.past_orders_v1),
    Endpoint("GET", F2 + "history-orders", "read", 5, history_calls.past_orders_v2),
    Endpoint("GET", F1 + "userTrades", "read", 5, history_calls.trades_v1),
    Endpoint("GET", F2 + "user-trades", "read", 5, history_calls.trades_v2),
    Endpoint("POST", F2 + "algo-order", "trade", 1, plan_calls.place, is_order=True),
    Endpoint("POST", F2 + "algo-order/update", "trade", 2, plan_calls.update, is_order=True),
    Endpoint("GET", F2 + "algo-order", "read", 1, plan_calls.query),
    Endpoint("DELETE", F2 + "algo-order", "trade", 1, plan_calls.cancel),
    Endpoint("GET", F2 + "open-algo-orders", "read", 1, history_calls.open_plans),
    Endpoint("GET", F2 + "history-algo-orders", "read", 5, history_calls.past_plans),
    Endpoint("DELETE", F2 + "batch-cancel-algo-orders", "trade", 3, plan_calls.cancel_batch),
    Endpoint("POST", F1 + "position/trading-stop", "trade", 3, plan_calls.trading_stop),
    Endpoint("POST", F1 + "flashClose", "trade", 1, flash_calls.close, is_order=True),
    Endpoint("POST", F1 + "reversePosition", "trade", 5, flash_calls.reverse, is_order=True),
)
LEADER: tuple[Endpoint, ...] = (
    Endpoint("GET", LEAD + "orders/current", "read", 1, leader_calls.current),
    Endpoint("GET", LEAD + "orders/history", "read", 1, leader_calls.history),
    Endpoint("GET", LEAD + "trade-data", "read", 1, leader_calls.trade_data),
    Endpoint("GET", LEAD + "profit-sharings/history", "read", 1, leader_calls.shares),
    Endpoint("GET", LEAD + "symbols", "read", 1, leader_calls.symbols),
    Endpoint("GET", LEAD + "config", "read", 1, leader_calls.config),
    Endpoint("PUT", LEAD + "config", "trade", 1, leader_calls.change_config),
    Endpoint("GET", LEAD + "followers", "read", 1, leader_calls.followers),
    Endpoint("DELETE", LEAD + "followers/{followerUserId}", "trade", 1, leader_calls.remove_follower),
)

ALL: tuple[Endpoint, ...] = (*PUBLIC, *ACCOUNT, *TRADE, *LEADER)
_EXACT = {(endpoint.method, endpoint.path): endpoint for endpoint in ALL if "{" not in endpoint.path}
_FOLLOWER = re.compile(rf"^{re.escape(LEAD)}followers/([^/]+)$")
_REMOVE = next(endpoint for endpoint in LEADER if "{" in endpoint.path)
PATHS = frozenset(endpoint.path for endpoint in ALL)


def find(method: str, path: str) -> tuple[Endpoint, dict[str, str]] | None:
    """The call of that method and path, with what its path says; None when there is none."""
    if (method, path) in _EXACT:
        return _EXACT[method, path], {}
    named = _FOLLOWER.match(path)
    if named and method == _REMOVE.method:
        return _REMOVE, {"followerUserId": named[1]}
    return None

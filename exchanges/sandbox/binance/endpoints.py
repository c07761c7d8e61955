"""The table of calls: what each demands, what it weighs, who answers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from exchanges.sandbox.binance import (
    account_calls,
    algo_calls,
    history_calls,
    listen_calls,
    public_calls,
    sapi_calls,
    trade_calls,
)
from exchanges.sandbox.binance.auth import Security
from exchanges.sandbox.binance.requests import Call

Params = Mapping[str, str]
Weight = int | Callable[[Params], int]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One call of one of the two hosts."""

    method: str
    path: str
    security: Security
    weight: Weight
    handler: Callable[[Call], object]
    orders: int = 0
    """How many of the account's orders per window it counts as."""
    account: bool = True
    """False where the futures account need not be open."""

    def weigh(self, params: Params) -> int:
        return self.weight if isinstance(self.weight, int) else self.weight(params)


def _per_symbol(one: int, every: int) -> Weight:
    return lambda params: one if params.get("symbol") else every


def _depth(params: Params) -> int:
    levels = int(params.get("limit", "500")) if params.get("limit", "500").isdigit() else 500
    return next(weight for most, weight in ((50, 2), (100, 5), (500, 10), (10**9, 20)) if levels <= most)


def _candles(params: Params) -> int:
    count = int(params.get("limit", "500")) if params.get("limit", "500").isdigit() else 500
    return next(weight for below, weight in ((100, 1), (500, 2), (1_001, 5), (10**9, 10)) if count < below)


F1, F2, F3 = "/fapi/v1/", "/fapi/v2/", "/fapi/v3/"

FUTURES: tuple[Endpoint, ...] = (
    Endpoint("GET", F1 + "ping", "none", 1, public_calls.ping),
    Endpoint("GET", F1 + "time", "none", 1, public_calls.time),
    Endpoint("GET", F1 + "exchangeInfo", "none", 1, public_calls.exchange_info),
    Endpoint("GET", F1 + "premiumIndex", "none", _per_symbol(1, 10), public_calls.premium_index),
    Endpoint("GET", F1 + "fundingRate", "none", 1, public_calls.funding_history),
    Endpoint("GET", F1 + "fundingInfo", "none", 1, public_calls.funding_info),
    Endpoint("GET", F1 + "openInterest", "none", 1, public_calls.open_interest),
    Endpoint("GET", F1 + "depth", "none", _depth, public_calls.depth),
    Endpoint("GET", F1 + "trades", "none", 5, public_calls.recent_trades),
    Endpoint("GET", F1 + "historicalTrades", "key", 20, public_calls.recent_trades),
    Endpoint("GET", F1 + "aggTrades", "none", 20, public_calls.aggregate_trades),
    Endpoint("GET", F1 + "klines", "none", _candles, public_calls.candles),
    Endpoint("GET", F1 + "continuousKlines", "none", _candles, public_calls.candles),
    Endpoint("GET", F1 + "markPriceKlines", "none", _candles, public_calls.candles),
    Endpoint("GET", F1 + "indexPriceKlines", "none", _candles, public_calls.candles),
    Endpoint("GET", F1 + "premiumIndexKlines", "none", _candles, public_calls.candles),
    Endpoint("GET", F1 + "ticker/24hr", "none", _per_symbol(1, 40), public_calls.ticker_day),
    Endpoint("GET", F1 + "ticker/price", "none", _per_symbol(1, 2), public_calls.ticker_price),
    Endpoint("GET", F2 + "ticker/price", "none", _per_symbol(1, 2), public_calls.ticker_price),
    Endpoint("GET", F1 + "ticker/bookTicker", "none", _per_symbol(2, 5), public_calls.ticker_best),
    Endpoint("POST", F1 + "listenKey", "key", 1, listen_calls.create),
    Endpoint("PUT", F1 + "listenKey", "key", 1, listen_calls.keep),
    Endpoint("DELETE", F1 + "listenKey", "key", 1, listen_calls.close),
    Endpoint("GET", F3 + "account", "read", 5, account_calls.account_v3),
    Endpoint("GET", F2 + "account", "read", 5, account_calls.account_v2),
    Endpoint("GET", F3 + "balance", "read", 5, account_calls.balance),
    Endpoint("GET", F2 + "balance", "read", 5, account_calls.balance),
    Endpoint("GET", F3 + "positionRisk", "read", 5, account_calls.positions_v3),
    Endpoint("GET", F2 + "positionRisk", "read", 5, account_calls.positions_v2),
    Endpoint("GET", F1 + "accountConfig", "read", 5, account_calls.config),
    Endpoint("GET", F1 + "symbolConfig", "read", 5, account_calls.symbol_config),
    Endpoint("GET", F1 + "leverageBracket", "read", 1, account_calls.leverage_brackets),
    Endpoint("GET", F1 + "adlQuantile", "read", 5, account_calls.adl_quantile),
    Endpoint("GET", F1 + "commissionRate", "read", 20, account_calls.commission),
    Endpoint("GET", F1 + "rateLimit/order", "read", 1, account_calls.order_limits),
    Endpoint("GET", F1 + "feeBurn", "read", 30, account_calls.fee_burn),
    Endpoint("POST", F1 + "feeBurn", "trade", 1, account_calls.set_fee_burn),
    Endpoint("GET", F1 + "pmAccountInfo", "read", 5, account_calls.portfolio_info),
    Endpoint("GET", F1 + "apiReferral/ifNewUser", "read", 100, account_calls.referral),
    Endpoint("POST", F1 + "stock/contract", "trade", 50, account_calls.sign_tradfi),
    Endpoint("GET", F1 + "positionSide/dual", "read", 30, account_calls.position_mode),
    Endpoint("POST", F1 + "positionSide/dual", "trade", 1, account_calls.set_position_mode),
    Endpoint("GET", F1 + "multiAssetsMargin", "read", 30, account_calls.asset_mode),
    Endpoint("POST", F1 + "multiAssetsMargin", "trade", 1, account_calls.set_asset_mode),
    Endpoint("POST", F1 + "leverage", "trade", 1, account_calls.set_leverage),
    Endpoint("POST", F1 + "marginType", "trade", 1, account_calls.set_margin_type),
    Endpoint("POST", F1 + "positionMargin", "trade", 1, account_calls.change_margin),
    Endpoint("GET", F1 + "positionMargin/history", "read", 1, account_calls.margin_changes),
    Endpoint("GET", F1 + "openOrders", "read", _per_symbol(1, 40), trade_calls.open_orders),
    Endpoint("GET", F1 + "openOrder", "read", 1, trade_calls.query_open),
    Endpoint("GET", F1 + "order", "read", 1, trade_calls.query),
    Endpoint("POST", F1 + "order", "trade", 0, trade_calls.place, orders=1),
    Endpoint("POST", F1 + "order/test", "trade", 1, trade_calls.test_order),
    Endpoint("PUT", F1 + "order", "trade", 0, trade_calls.modify, orders=1),
    Endpoint("DELETE", F1 + "order", "trade", 1, trade_calls.cancel),
    Endpoint("POST", F1 + "batchOrders", "trade", 5, trade_calls.place_batch, orders=5),
    Endpoint("PUT", F1 + "batchOrders", "trade", 5, trade_calls.modify_batch, orders=5),
    Endpoint("DELETE", F1 + "batchOrders", "trade", 1, trade_calls.cancel_batch),
    Endpoint("DELETE", F1 + "allOpenOrders", "trade", 1, trade_calls.cancel_all),
    Endpoint("POST", F1 + "countdownCancelAll", "trade", 10, trade_calls.countdown),
    Endpoint("POST", F1 + "algoOrder", "trade", 0, algo_calls.place, orders=1),
    Endpoint("DELETE", F1 + "algoOrder", "trade", 1, algo_calls.cancel),
    Endpoint("GET", F1 + "algoOrder", "read", 1, algo_calls.query),
    Endpoint("GET", F1 + "openAlgoOrders", "read", _per_symbol(1, 40), algo_calls.open_algos),
    Endpoint("GET", F1 + "allAlgoOrders", "read", 5, algo_calls.all_algos),
    Endpoint("DELETE", F1 + "algoOpenOrders", "trade", 1, algo_calls.cancel_all),
    Endpoint("GET", F1 + "allOrders", "read", 5, history_calls.all_orders),
    Endpoint("GET", F1 + "userTrades", "read", 5, history_calls.trades),
    Endpoint("GET", F1 + "income", "read", 30, history_calls.income),
    Endpoint("GET", F1 + "forceOrders", "read", _per_symbol(20, 50), history_calls.forced_orders),
)
S1, A3 = "/sapi/v1/", "/api/v3/"
OTHERS: tuple[Endpoint, ...] = (
    Endpoint("GET", A3 + "ping", "none", 1, public_calls.ping),
    Endpoint("GET", A3 + "time", "none", 1, public_calls.time),
    Endpoint("GET", A3 + "account", "read", 20, sapi_calls.spot_account),
    Endpoint("GET", S1 + "system/status", "none", 1, sapi_calls.system_status),
    Endpoint("GET", S1 + "account/apiRestrictions", "read", 1, sapi_calls.api_restrictions),
    Endpoint("GET", S1 + "account/info", "read", 1, sapi_calls.account_info),
    Endpoint("GET", S1 + "account/status", "read", 1, sapi_calls.account_status),
    Endpoint("GET", S1 + "account/apiTradingStatus", "read", 1, sapi_calls.trading_status),
    Endpoint("GET", S1 + "capital/config/getall", "read", 10, sapi_calls.coins),
    Endpoint("GET", S1 + "margin/allPairs", "key", 1, sapi_calls.margin_pairs),
    Endpoint("GET", S1 + "margin/isolated/allPairs", "key", 10, sapi_calls.margin_pairs),
)

TABLE = {(endpoint.method, endpoint.path): endpoint for endpoint in (*FUTURES, *OTHERS)}
PATHS = frozenset(endpoint.path for endpoint in (*FUTURES, *OTHERS))

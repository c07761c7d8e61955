"""The calls of unified accounts: `/api/v3`."""

from __future__ import annotations

from exchanges.sandbox.bitget import (
    uta_account_calls,
    uta_margin_calls,
    uta_market_calls,
    uta_plan_calls,
    uta_trade_calls,
)
from exchanges.sandbox.bitget.key_rules import UNIFIED_MANAGE, UNIFIED_READ, UNIFIED_TRADE
from exchanges.sandbox.bitget.routes import UNIFIED, Endpoint, Handler, public, read, write


def _list(path: str, handler: Handler, most: int = 20) -> Endpoint:
    return read(f"v3/{path}", handler, most, UNIFIED_READ, UNIFIED)


def _order(path: str, handler: Handler, most: int = 10) -> Endpoint:
    return write(f"v3/trade/{path}", handler, most, UNIFIED_TRADE, UNIFIED, is_order=True)


def _manage(path: str, handler: Handler, most: int = 10) -> Endpoint:
    return write(f"v3/account/{path}", handler, most, UNIFIED_MANAGE, UNIFIED)


ENDPOINTS: tuple[Endpoint, ...] = (
    public("v3/market/instruments", uta_market_calls.instruments),
    public("v3/market/tickers", uta_market_calls.tickers),
    public("v3/market/orderbook", uta_market_calls.book),
    public("v3/market/current-fund-rate", uta_market_calls.current_funding),
    public("v3/market/position-tier", uta_market_calls.position_tiers),
    _list("account/assets", uta_account_calls.account_assets),
    _list("account/funding-assets", uta_account_calls.funding_assets),
    _list("account/settings", uta_account_calls.account_settings),
    _list("account/financial-records", uta_account_calls.financial_records),
    _list("account/repayable-coins", uta_margin_calls.repayable, 10),
    _list("account/payment-coins", uta_margin_calls.payable, 10),
    _list("position/current-position", uta_account_calls.positions),
    _list("position/history-position", uta_account_calls.position_history),
    _list("position/adlRank", uta_account_calls.adl_rank, 1),
    _list("trade/order-info", uta_trade_calls.info),
    _list("trade/unfilled-orders", uta_trade_calls.pending),
    _list("trade/history-orders", uta_trade_calls.history),
    _list("trade/fills", uta_trade_calls.fills),
    _list("trade/unfilled-strategy-orders", uta_plan_calls.pending),
    _list("trade/history-strategy-orders", uta_plan_calls.history),
    _manage("set-leverage", uta_account_calls.set_leverage),
    _manage("set-hold-mode", uta_account_calls.set_hold_mode),
    _manage("set-margin", uta_account_calls.set_margin),
    _manage("repay", uta_margin_calls.repay, 5),
    _order("place-order", uta_trade_calls.place),
    _order("place-batch", uta_trade_calls.place_batch, 5),
    _order("modify-order", uta_trade_calls.modify),
    _order("cancel-order", uta_trade_calls.cancel),
    _order("cancel-batch", uta_trade_calls.cancel_batch, 5),
    _order("cancel-symbol-order", uta_trade_calls.cancel_symbol, 5),
    _order("close-positions", uta_trade_calls.close_positions, 5),
    _order("place-strategy-order", uta_plan_calls.place),
    _order("modify-strategy-order", uta_plan_calls.modify),
    _order("cancel-strategy-order", uta_plan_calls.cancel),
)

"""The futures calls of classic accounts: `/api/v2/mix`."""

from __future__ import annotations

from exchanges.sandbox.bitget import (
    market_calls,
    mix_account_calls,
    mix_lists,
    mix_plan_calls,
    mix_trade_calls,
    public_calls,
)
from exchanges.sandbox.bitget.key_rules import READ_FUTURES, READ_ORDERS, READ_POSITIONS, SETTINGS, TRADE
from exchanges.sandbox.bitget.routes import Endpoint, Handler, public, read, write


def _order(path: str, handler: Handler, most: int = 10) -> Endpoint:
    return write(f"v2/mix/order/{path}", handler, most, TRADE, is_order=True)


def _market(path: str, handler: Handler, most: int = 20) -> Endpoint:
    return public(f"v2/mix/market/{path}", handler, most)


ENDPOINTS: tuple[Endpoint, ...] = (
    _market("contracts", public_calls.contracts),
    _market("ticker", public_calls.ticker),
    _market("tickers", public_calls.tickers),
    _market("symbol-price", public_calls.symbol_price),
    _market("current-fund-rate", public_calls.current_funding),
    _market("funding-time", public_calls.funding_time),
    _market("merge-depth", public_calls.depth),
    _market("candles", market_calls.recent_candles),
    _market("history-candles", market_calls.past_candles),
    _market("history-mark-candles", market_calls.past_mark_candles),
    _market("history-index-candles", market_calls.past_mark_candles),
    _market("fills", market_calls.trades),
    _market("fills-history", market_calls.trades, 10),
    _market("open-interest", market_calls.open_interest),
    _market("history-fund-rate", market_calls.funding_history),
    _market("query-position-lever", public_calls.tiers, 10),
    read("v2/mix/account/account", mix_account_calls.single_account, 10, READ_FUTURES),
    read("v2/mix/account/accounts", mix_account_calls.accounts, 10, READ_FUTURES),
    read("v2/mix/account/bill", mix_account_calls.bills, 10, READ_FUTURES),
    write("v2/mix/account/set-position-mode", mix_account_calls.set_position_mode, 5, SETTINGS),
    write("v2/mix/account/set-margin-mode", mix_account_calls.set_margin_mode, 5, SETTINGS),
    write("v2/mix/account/set-leverage", mix_account_calls.set_leverage, 5, SETTINGS),
    write("v2/mix/account/set-margin", mix_account_calls.set_margin, 5, SETTINGS),
    write("v2/mix/account/set-asset-mode", mix_account_calls.set_asset_mode, 2, SETTINGS),
    read("v2/mix/position/all-position", mix_account_calls.positions, 5, READ_POSITIONS),
    read("v2/mix/position/single-position", mix_account_calls.single_position, 10, READ_POSITIONS),
    read("v2/mix/position/history-position", mix_account_calls.position_history, 20, READ_POSITIONS),
    read("v2/mix/position/adlRank", mix_account_calls.adl_rank, 10, READ_POSITIONS),
    read("v2/mix/order/detail", mix_lists.detail, 10, READ_ORDERS),
    read("v2/mix/order/orders-pending", mix_lists.pending, 10, READ_ORDERS),
    read("v2/mix/order/orders-history", mix_lists.history, 10, READ_ORDERS),
    read("v2/mix/order/orders-plan-pending", mix_lists.plans_pending, 10, READ_ORDERS),
    read("v2/mix/order/orders-plan-history", mix_lists.plans_history, 10, READ_ORDERS),
    read("v2/mix/order/fills", mix_lists.fills, 10, READ_ORDERS),
    read("v2/mix/order/fill-history", mix_lists.fill_history, 10, READ_ORDERS),
    _order("place-order", mix_trade_calls.place),
    _order("batch-place-order", mix_trade_calls.place_batch),
    _order("modify-order", mix_trade_calls.modify),
    _order("cancel-order", mix_trade_calls.cancel),
    _order("batch-cancel-orders", mix_trade_calls.cancel_batch),
    _order("cancel-all-orders", mix_trade_calls.cancel_all),
    _order("close-positions", mix_trade_calls.close_positions, 1),
    _order("click-backhand", mix_trade_calls.reverse),
    _order("place-plan-order", mix_plan_calls.place),
    _order("modify-plan-order", mix_plan_calls.modify_plan),
    _order("cancel-plan-order", mix_plan_calls.cancel),
    _order("place-tpsl-order", mix_plan_calls.place_target),
    _order("modify-tpsl-order", mix_plan_calls.modify_target),
    _order("place-pos-tpsl", mix_plan_calls.place_both_targets),
)

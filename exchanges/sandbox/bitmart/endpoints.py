"""Every REST call the simulated BitMart answers: the document's 28, and what the second generation added."""

from __future__ import annotations

from exchanges.sandbox.bitmart import account_calls, plan_calls, public_calls, query_calls, trade_calls, wallet_calls
from exchanges.sandbox.bitmart.key_rules import FUTURES, SUBACCOUNT, WITHDRAW
from exchanges.sandbox.bitmart.routes import DEMO, SPOT, TODAY, UID, Endpoint, keyed, public, signed, system

_MINE = "/contract/private/"
_SUB = "/account/contract/sub-account/"

DOCUMENTED: tuple[Endpoint, ...] = (
    public("details", public_calls.details, 12),
    public("depth", public_calls.depth, 12),
    public("open-interest", public_calls.open_interest, 2),
    public("funding-rate", public_calls.funding_rate, 12, most_v1=2),
    public("kline", public_calls.kline, 12),
    keyed(f"{_MINE}assets-detail", account_calls.assets, 12),
    keyed(f"{_MINE}order", query_calls.order, 50),
    keyed(f"{_MINE}order-history", query_calls.history, 6),
    keyed(f"{_MINE}get-open-orders", query_calls.open_orders, 50),
    keyed(f"{_MINE}current-plan-order", query_calls.plans, 50),
    keyed(f"{_MINE}position", account_calls.positions, 6),
    keyed(f"{_MINE}trades", query_calls.trades, 6),
    signed("/account/v1/transfer-contract-list", wallet_calls.transfers, 1),
    signed("/account/v1/transfer-contract", wallet_calls.transfer, 1),
    signed(f"{_MINE}submit-order", trade_calls.place, 24),
    signed(f"{_MINE}cancel-order", trade_calls.cancel, 40),
    signed(f"{_MINE}cancel-orders", trade_calls.cancel_all, 2),
    signed(f"{_MINE}submit-plan-order", plan_calls.place, 24),
    signed(f"{_MINE}cancel-plan-order", plan_calls.cancel, 40),
    signed(f"{_MINE}submit-leverage", account_calls.set_leverage, 24),
    signed(f"{_SUB}main/v1/sub-to-main", wallet_calls.main_takes, 8, permission=SUBACCOUNT),
    signed(f"{_SUB}main/v1/main-to-sub", wallet_calls.main_gives, 8, permission=SUBACCOUNT),
    signed(f"{_SUB}sub/v1/sub-to-main", wallet_calls.sub_gives, 8, permission=SUBACCOUNT),
    keyed(f"{_SUB}main/v1/wallet", wallet_calls.sub_wallet, 12, permission=SUBACCOUNT),
    keyed(f"{_SUB}main/v1/transfer-list", wallet_calls.sub_transfers, 8, permission=SUBACCOUNT),
    keyed(f"{_SUB}v1/transfer-history", wallet_calls.own_transfers, 8, permission=SUBACCOUNT),
    keyed(f"{_MINE}affiliate/rebate-list", wallet_calls.rebates, 24),
    keyed(f"{_MINE}affiliate/trade-list", wallet_calls.invited_trades, 24),
)
ADDED: tuple[Endpoint, ...] = (
    public("leverage-bracket", public_calls.leverage_bracket, 12, TODAY),
    public("market-trade", public_calls.market_trade, 12, TODAY),
    public("funding-rate-v2", public_calls.funding_rates, 12, TODAY),
    public("funding-rate-history", public_calls.funding_history, 12, TODAY),
    public("markprice-kline", public_calls.mark_kline, 12, TODAY),
    keyed(f"{_MINE}get-position-mode", account_calls.position_mode, 2, TODAY),
    keyed(f"{_MINE}position-v2", account_calls.positions_v2, 6, TODAY),
    keyed(f"{_MINE}position-risk", account_calls.position_risk, 24, TODAY),
    keyed(f"{_MINE}trade-fee-rate", account_calls.fee_rate, 2, TODAY),
    keyed(f"{_MINE}transaction-history", account_calls.ledger, 6, TODAY),
    signed(f"{_MINE}set-position-mode", account_calls.set_position_mode, 2, TODAY),
    signed(f"{_MINE}modify-limit-order", trade_calls.amend, 24, TODAY, FUTURES, UID),
    signed(f"{_MINE}cancel-all-after", trade_calls.cancel_all_after, 4, TODAY, FUTURES, UID),
    signed(f"{_MINE}submit-tp-sl-order", plan_calls.place_target, 24, TODAY, FUTURES, UID),
    signed(f"{_MINE}modify-tp-sl-order", plan_calls.amend_target, 24, TODAY, FUTURES, UID),
    signed(f"{_MINE}modify-plan-order", plan_calls.amend_plan, 24, TODAY, FUTURES, UID),
    signed(f"{_MINE}modify-preset-plan-order", trade_calls.amend_presets, 24, TODAY, FUTURES, UID),
    signed(f"{_MINE}submit-trail-order", plan_calls.submit_trailing, 24, TODAY, FUTURES, UID),
    signed(f"{_MINE}cancel-trail-order", plan_calls.cancel_trailing, 24, TODAY, FUTURES, UID),
    signed(f"{_MINE}close-all-position", trade_calls.close_all, 24, TODAY, FUTURES, UID),
    signed(f"{_MINE}account/v1/transfer", wallet_calls.wallet_transfer, 1, TODAY),
    signed(f"{_MINE}claim", wallet_calls.claim, 2, DEMO),
    system("time", public_calls.server_time),
    system("service", public_calls.service),
    keyed("/account/v1/withdraw/charge", wallet_calls.withdraw_charge, 2, SPOT, WITHDRAW),
)
ENDPOINTS = (*DOCUMENTED, *ADDED)
TABLE: dict[tuple[str, str], Endpoint] = {(item.method, item.path): item for item in ENDPOINTS}

"""What Binance tells of an account: kind, position mode and what blocks its change, as lines of a verdict. Pure."""

from __future__ import annotations

from dataclasses import replace

from exchanges.binance import table
from exchanges.binance.account import HEDGE, MULTI_ASSETS, PORTFOLIO
from exchanges.binance.refusals import MENU_HEDGE_MODE, explain
from exchanges.core.adapter import AccountFacts
from exchanges.core.errors import VenueError
from exchanges.core.examination import Manner
from exchanges.core.key_lines import TWO_PARTS, quote
from exchanges.core.verdict import Check, Pair

QUESTIONS: dict[str, Pair] = {
    "account_kind": ("a futures account", "合约账户类型"),
    "hedge_mode": ("hedge mode", "双向持仓"),
    "equity": ("enough equity", "权益足够"),
    "stream": ("live data", "实时数据"),
}
MANNER = Manner(
    title="Binance",
    time_call=table.TIME.call,
    key_call=table.KEY_PERMISSIONS.call,
    equity_call=table.ACCOUNT.call,
    permissions=table.PERMISSIONS,
    explain=explain,
    questions=QUESTIONS,
    equity_cure=(
        "On Binance: Wallet > Transfer, from Spot to USDⓈ-M Futures; money in the spot account does not count.",
        "在币安：钱包 → 划转，从现货账户转入 U 本位合约账户；现货账户里的钱不计入。",
    ),
    unbound_note=(
        "Binance deletes keys that may trade and have no IP list.",
        "币安会删除没有绑定 IP 的可交易 Key。",
    ),
    parts=TWO_PARTS,
)
DEMO_MANNER = replace(MANNER, key_call=table.PLACE_TEST.call)
"""The testnet has no call that tells of a key; a test order tells whether it may trade."""


def account_kind(account: AccountFacts) -> Check:
    """Portfolio margin trades through another interface, so that the figures of this one would be wrong."""
    call = table.ACCOUNT_INFO.call
    if account.account_mode == PORTFOLIO:
        text = ("this is a portfolio margin account", "这是统一账户（组合保证金）")
        cure = (
            "Portfolio margin trades through another interface. Leave it on Binance, or bind another account.",
            "统一账户使用另一套接口。请在币安退出统一账户，或绑定其他账户。",
        )
        return Check("account_kind", "no", text, cure, group="account", call=call)
    if account.account_mode == MULTI_ASSETS:
        text = ("futures account, multi-assets mode", "合约账户，联合保证金模式")
    else:
        text = ("futures account, single-asset mode", "合约账户，单币保证金模式")
    return Check("account_kind", "ok", text, group="account", call=table.ACCOUNT_CONFIG.call)


def hedge_mode(account: AccountFacts, *, can_fix: bool) -> Check:
    """The position mode, and what is held that keeps it from being changed."""
    call = table.ACCOUNT_CONFIG.call
    if account.position_mode == HEDGE:
        return Check("hedge_mode", "ok", ("position mode: hedge", "仓位模式：双向持仓"), group="account", call=call)
    text = ("position mode is one-way; hedge mode is needed", "仓位模式是单向持仓，需要双向持仓")
    held = _held(account)
    if held:
        cure = (f"First close or cancel: {held}. Stop bots, too.", f"请先平仓或撤单：{held}；并停止交易机器人。")
        return Check("hedge_mode", "no", text, cure, group="account", call=call)
    menu = (MENU_HEDGE_MODE[0][0].lower() + MENU_HEDGE_MODE[0][1:], MENU_HEDGE_MODE[1])
    if not can_fix:
        cure = (
            f"A read key cannot change it; it is offered once the trade key is here, or {menu[0]}",
            f"只读 Key 不能修改，录入交易 Key 后可一键修改，也可{menu[1]}",
        )
        return Check("hedge_mode", "no", text, cure, group="account", call=call)
    cure = (
        f"It can be changed from here, for COIN-M futures as well, or {menu[0]}",
        f"可在此一键修改（币本位合约同时生效），也可{menu[1]}",
    )
    fix_call = f"{table.SET_POSITION_MODE.call} dualSidePosition=true"
    return Check("hedge_mode", "no", text, cure, group="account", call=call, fix="hedge_mode", fix_call=fix_call)


def stream(error: VenueError | None) -> Check:
    """Whether the key opens the account's stream; `error` is what the venue said instead."""
    call = table.LISTEN_KEY.call
    if error is None:
        return Check(
            "stream", "ok", ("the stream of the account opens", "可以打开账户数据流"), group="account", call=call
        )
    text = ("Binance does not open the stream of the account for this key", "币安不允许该 Key 打开账户数据流")
    return Check("stream", "no", text, explain(error)[1], quote(error), "account", call)


def _held(account: AccountFacts) -> str:
    """Positions and orders that keep the venue from changing the position mode, for people."""
    positions = [f"{each.symbol} {each.side} {each.size_base.normalize():f}" for each in account.open_positions]
    orders = [f"{each.symbol} {each.side} #{each.id}" for each in account.open_orders]
    shown = [*positions, *orders]
    more = f" +{len(shown) - 6}" if len(shown) > 6 else ""
    return "; ".join(shown[:6]) + more

"""What Bitget tells of an account: its kind, its position mode, who invited it, as lines of a verdict. Pure."""

from __future__ import annotations

from exchanges.bitget import table
from exchanges.bitget.refusals import MENU_HEDGE_MODE, explain
from exchanges.bitget.trading import HEDGE_MODE
from exchanges.core.adapter import AccountFacts, KeyFacts
from exchanges.core.examination import Manner
from exchanges.core.text import clean
from exchanges.core.verdict import Check, Outcome, Pair

_KINDS: dict[str, Pair] = {
    "classic": ("classic account", "经典账户"),
    "unified": ("unified account", "统一账户"),
    "hybrid": ("unified account (hybrid)", "统一账户（混合）"),
}
KIND: Pair = ("kind of account", "账户类型")
INVITER: Pair = ("who invited the account", "账户的邀请人")
_CHANGING = frozenset({"upgrading", "switching"})
_POSITION_MODES: dict[str, Pair] = {
    "hedge_mode": ("hedge mode", "双向持仓"),
    "one_way_mode": ("one-way mode", "单向持仓"),
}
MANNER = Manner(
    title="Bitget",
    time_call=table.TIME.call,
    key_call=table.KEY_INFO.call,
    equity_call=table.ACCOUNTS.call,
    permissions=table.PERMISSIONS,
    explain=explain,
    questions={
        "account_kind": KIND,
        "hedge_mode": ("hedge mode", "双向持仓"),
        "equity": ("enough equity", "权益足够"),
        "inviter": INVITER,
    },
    equity_cure=(
        "On Bitget: Assets > Transfer from Spot to USDT-M futures; into a unified account a deposit is enough.",
        "在 Bitget：资产 → 划转，从现货账户转入 U 本位合约账户；统一账户无需划转，充值即可。",
    ),
)


def account_kind(account: AccountFacts, call: str = "") -> Check:
    """Classic or unified; both are served, but not while the one becomes the other.

    Args:
        account: What the venue said.
        call: The call that told it; that of futures when left out.
    """
    call, word = call or _call(account), clean(account.account_mode, limit=40)
    if word in _CHANGING:
        cure = ("Wait until Bitget has finished, then check again.", "请等待 Bitget 完成升级后重新检查。")
        text: Pair = ("the account is being changed to another kind", "账户正在升级切换中")
        return Check("account_kind", "no", text, cure, group="account", call=call)
    name = _KINDS.get(word, (word, word))
    text = (f"kind of account: {name[0]}", f"账户类型：{name[1]}")
    return Check("account_kind", "ok", text, group="account", call=call)


def hedge_mode(account: AccountFacts, *, can_fix: bool) -> Check:
    """The position mode, and what is held that keeps it from being changed."""
    now = _POSITION_MODES.get(account.position_mode, (account.position_mode, account.position_mode))
    if account.position_mode == HEDGE_MODE:
        return _line("hedge_mode", "ok", ("position mode: hedge", "持仓模式：双向持仓"), account)
    text = (f"position mode is {now[0]}; hedge mode is needed", f"持仓模式是{now[1]}，需要双向持仓")
    held = _held(account)
    if held:
        cure = (f"First close or cancel: {held}.", f"请先平仓或撤单：{held}。")
        return _line("hedge_mode", "no", text, account, cure)
    menu = MENU_HEDGE_MODE
    if not can_fix:
        cure = (
            f"A read key cannot change it; it is offered once the trade key is here, or o{menu[0][1:]}",
            f"只读 Key 不能修改，录入交易 Key 后可一键修改，也可{menu[1]}",
        )
        return _line("hedge_mode", "no", text, account, cure)
    cure = (f"It can be changed from here, or o{menu[0][1:]}", f"可在此一键修改，也可{menu[1]}")
    call = f'{table.SET_POSITION_MODE.call} {{"productType":"USDT-FUTURES","posMode":"{HEDGE_MODE}"}}'
    if _is_unified(account):
        call = f'{table.UTA_SET_HOLD_MODE.call} {{"holdMode":"{HEDGE_MODE}"}}'
    asked = _call(account)
    return Check("hedge_mode", "no", text, cure, group="account", call=asked, fix="hedge_mode", fix_call=call)


def inviter(key: KeyFacts, account: AccountFacts) -> Check:
    """Who referred the account; nothing hangs on it here."""
    call = table.UTA_KEY_INFO.call if _is_unified(account) else table.KEY_INFO.call
    text: Pair = ("registered without an inviter, or Bitget does not tell", "注册时没有邀请人，或 Bitget 未提供")
    if key.inviter:
        text = (f"invited by account {key.inviter}", f"邀请人账户：{key.inviter}")
    return Check("inviter", "ok", text, group="account", call=call)


def _held(account: AccountFacts) -> str:
    """Positions and orders that keep the venue from changing the position mode, for people."""
    positions = [f"{each.symbol} {each.side} {each.size_base.normalize():f}" for each in account.open_positions]
    orders = [f"{each.symbol} {each.side} #{each.id}" for each in account.open_orders]
    shown = [*positions, *orders]
    more = f" +{len(shown) - 6}" if len(shown) > 6 else ""
    return "; ".join(shown[:6]) + more


def _is_unified(account: AccountFacts) -> bool:
    return account.account_mode != "classic"


def _call(account: AccountFacts) -> str:
    return table.UTA_SETTINGS.call if _is_unified(account) else table.ACCOUNT.call


def _line(name: str, outcome: Outcome, text: Pair, account: AccountFacts, cure: Pair = ("", "")) -> Check:
    return Check(name, outcome, text, cure, group="account", call=_call(account))

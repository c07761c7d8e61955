"""What OKX tells of an account: its modes and what blocks a change of them, as lines of a verdict. Pure."""

from __future__ import annotations

from exchanges.core.adapter import AccountFacts
from exchanges.core.examination import Manner
from exchanges.core.verdict import Check, Outcome, Pair
from exchanges.okx import table
from exchanges.okx.refusals import BLOCKERS, MENU_FUTURES_MODE, MENU_HEDGE_MODE, explain
from exchanges.okx.trading import FUTURES_MODE, HEDGE_MODE

_MODE_NAMES: dict[str, Pair] = {
    "1": ("spot mode", "现货模式"),
    "2": ("futures mode", "合约模式"),
    "3": ("multi-currency margin", "跨币种保证金模式"),
    "4": ("portfolio margin", "组合保证金模式"),
}
_POSITION_MODES: dict[str, Pair] = {
    "long_short_mode": ("hedge mode", "双向持仓"),
    "net_mode": ("one-way mode", "单向持仓"),
}
MANNER = Manner(
    title="OKX",
    time_call=table.TIME.call,
    key_call=table.CONFIG.call,
    equity_call=table.BALANCE.call,
    permissions=table.PERMISSIONS,
    explain=explain,
    questions={
        "futures_mode": ("futures mode", "合约模式"),
        "hedge_mode": ("hedge mode", "双向持仓"),
        "equity": ("enough equity", "权益足够"),
    },
    equity_cure=(
        "On OKX: Assets > Transfer from Funding to Trading; money in the funding account does not count.",
        "在 OKX：资产 → 划转，从资金账户转入交易账户；资金账户里的钱不计入。",
    ),
    unbound_note=("Unbound trade keys are deleted after 14 unused days.", "未绑定 IP 的交易 Key 闲置 14 天会被删除。"),
)


def futures_mode(account: AccountFacts, blockers: tuple[str, ...], *, can_fix: bool) -> Check:
    """The account mode; `blockers` are the venue's words for what keeps it from futures mode."""
    now = _MODE_NAMES.get(account.account_mode, (account.account_mode, account.account_mode))
    if account.account_mode == FUTURES_MODE:
        return _line("futures_mode", "ok", ("account mode: futures", "账户模式：合约模式"))
    text = (f"account mode is {now[0]}; futures mode is needed", f"账户模式是{now[1]}，需要合约模式")
    call = f'{table.SET_ACCOUNT_LEVEL.call} {{"acctLv":"{FUTURES_MODE}"}}'
    if not blockers:
        return _fixable("futures_mode", text, MENU_FUTURES_MODE, call, can_fix=can_fix)
    named = [BLOCKERS.get(word, (word, word)) for word in blockers]
    english, chinese = "; ".join(name[0] for name in named), "; ".join(name[1] for name in named)
    cure = (f"First remove what blocks the switch: {english}.", f"请先处理阻碍切换的项目：{chinese}。")
    return Check("futures_mode", "no", text, cure, group="account", call=table.SWITCH_PRECHECK.call)


def hedge_mode(account: AccountFacts, *, can_fix: bool) -> Check:
    """The position mode, and what is held that keeps it from being changed."""
    now = _POSITION_MODES.get(account.position_mode, (account.position_mode, account.position_mode))
    if account.position_mode == HEDGE_MODE:
        return _line("hedge_mode", "ok", ("position mode: hedge", "仓位模式：双向持仓"))
    text = (f"position mode is {now[0]}; hedge mode is needed", f"仓位模式是{now[1]}，需要双向持仓")
    if account.account_mode == "4":
        cure = (
            "Portfolio margin knows one-way mode only: switch to futures mode first.",
            "组合保证金只支持单向持仓，请先切换到合约模式。",
        )
        return _line("hedge_mode", "no", text, cure)
    held = _held(account)
    if held:
        cure = (
            f"First close or cancel: {held}. Stop bots, too.",
            f"请先平仓或撤单：{held}；并停止交易机器人。",
        )
        return _line("hedge_mode", "no", text, cure)
    call = f'{table.SET_POSITION_MODE.call} {{"posMode":"{HEDGE_MODE}"}}'
    return _fixable("hedge_mode", text, MENU_HEDGE_MODE, call, can_fix=can_fix)


def _held(account: AccountFacts) -> str:
    """Positions and orders that keep the venue from changing the position mode, for people."""
    positions = [f"{each.symbol} {each.side} {each.size_base.normalize():f}" for each in account.open_positions]
    orders = [f"{each.symbol} {each.side} #{each.id}" for each in account.open_orders]
    shown = [*positions, *orders]
    more = f" +{len(shown) - 6}" if len(shown) > 6 else ""
    return "; ".join(shown[:6]) + more


def _fixable(name: str, text: Pair, menu: Pair, call: str, *, can_fix: bool) -> Check:
    """A mode that one call changes, with a key that may trade; else the site's own menu."""
    if can_fix:
        cure = (f"It can be changed from here, or {_inside(menu[0])}", f"可在此一键修改，也可{menu[1]}")
        return Check(name, "no", text, cure, group="account", call=table.CONFIG.call, fix=name, fix_call=call)
    cure = (
        f"A read key cannot change it; it is offered once the trade key is here, or {_inside(menu[0])}",
        f"只读 Key 不能修改，录入交易 Key 后可一键修改，也可{menu[1]}",
    )
    return _line(name, "no", text, cure)


def _inside(menu: str) -> str:
    """A menu path in the middle of a sentence."""
    return menu[0].lower() + menu[1:]


def _line(name: str, outcome: Outcome, text: Pair, cure: Pair = ("", "")) -> Check:
    return Check(name, outcome, text, cure, group="account", call=table.CONFIG.call)

"""What CrossEx tells of an account: its modes, and how far its margin reaches, as lines of a verdict. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from exchanges.core.adapter import AccountFacts
from exchanges.core.examination import Manner
from exchanges.core.key_lines import TWO_PARTS
from exchanges.core.text import clean
from exchanges.core.verdict import Check, Outcome, Pair
from exchanges.gate_crossex import table
from exchanges.gate_crossex.refusals import MENU_HEDGE_MODE, explain
from exchanges.gate_crossex.standing import (
    CLOSE_ONLY_BELOW,
    COMMON,
    CROSS,
    DUAL,
    ISOLATED,
    LIQUIDATION_AT,
    NO_TRANSFERS_BELOW,
    Pool,
    tightest,
)

_KINDS: dict[str, Pair] = {
    CROSS: ("one pool over all exchanges", "跨所模式，资金共用"),
    ISOLATED: ("a pool for each exchange", "分所模式，各交易所资金独立"),
}
_POSITION_MODES: dict[str, Pair] = {
    "SINGLE": ("one-way mode", "单向持仓"),
    DUAL: ("hedge mode", "双向持仓"),
    "DUAL/SINGLE": ("hedge mode on some exchanges only", "仅部分交易所为双向持仓"),
}
MANNER = Manner(
    title="Gate CrossEx",
    time_call=table.TIME.call,
    key_call=table.MAIN_KEYS.call,
    equity_call=table.ACCOUNT.call,
    permissions=table.PERMISSIONS,
    explain=explain,
    questions={
        "account_kind": ("CrossEx account", "CrossEx 账户"),
        "hedge_mode": ("hedge mode", "双向持仓"),
        "equity": ("enough equity", "权益足够"),
        "margin": ("how far the margin reaches", "保证金是否充足"),
    },
    equity_cure=(
        "On gate.com: CrossEx > Transfer, from the spot account into CrossEx.",
        "在 gate.com：CrossEx → 划转，从现货账户转入 CrossEx 账户。",
    ),
    parts=TWO_PARTS,
)


def account_kind(account: AccountFacts) -> Check:
    """One pool or several; both are served."""
    word = clean(account.account_mode, limit=40)
    name = _KINDS.get(word, (word, word))
    return _line("account_kind", "ok", (f"CrossEx account: {name[0]}", f"CrossEx 账户：{name[1]}"))


def not_opened(check: Check) -> Check:
    """The line of an account that never took part in CrossEx."""
    return Check(
        check.name,
        "no",
        ("this account has not opened CrossEx", "该账户尚未开通 CrossEx"),
        check.cure,
        check.venue_quote,
        check.group,
        table.ACCOUNT.call,
    )


def hedge_mode(account: AccountFacts, pools: Sequence[Pool], *, can_fix: bool) -> Check:
    """The position mode, and what is held that keeps it from being changed."""
    now = _POSITION_MODES.get(account.position_mode, (account.position_mode, account.position_mode))
    if account.position_mode == DUAL:
        return _line("hedge_mode", "ok", ("position mode: hedge", "持仓模式：双向持仓"))
    text = (f"position mode is {now[0]}; hedge mode is needed", f"持仓模式是{now[1]}，需要双向持仓")
    held = _held(account)
    if held:
        return _line("hedge_mode", "no", text, (f"First close or cancel: {held}.", f"请先平仓或撤单：{held}。"))
    menu = MENU_HEDGE_MODE
    if not can_fix:
        cure = (
            f"A read key cannot change it; it is offered once the trade key is here, or o{menu[0][1:]}",
            f"只读 Key 不能修改，录入交易 Key 后可一键修改，也可{menu[1]}",
        )
        return _line("hedge_mode", "no", text, cure)
    cure = (f"It can be changed from here, or o{menu[0][1:]}", f"可在此一键修改，也可{menu[1]}")
    wrong = [pool.exchange for pool in pools if pool.position_mode != DUAL]
    calls = " + ".join(f"{table.SET_ACCOUNT.call} {_body(exchange)}" for exchange in wrong)
    return Check(
        "hedge_mode", "no", text, cure, group="account", call=table.ACCOUNT.call, fix="hedge_mode", fix_call=calls
    )


def _body(exchange: str) -> str:
    if exchange == COMMON:
        return f'{{"position_mode":"{DUAL}"}}'
    return f'{{"position_mode":"{DUAL}","exchange_type":"{exchange}"}}'


def margin(pools: Sequence[Pool]) -> Check:
    """How many times the balance covers what is required: larger is safer, at 1 everything is liquidated."""
    worst = tightest(list(pools))
    if worst is None or worst.maintenance_rate is None:
        return _line("margin", "ok", ("no margin is in use", "没有占用保证金"))
    covered = _percent(worst.maintenance_rate)
    initial = worst.initial_rate
    text = (
        f"the balance is {covered} of the maintenance margin (liquidation at 100 %)",
        f"保证金余额是维持保证金的 {covered}（100 % 时强平）",
    )
    if worst.maintenance_rate <= LIQUIDATION_AT:
        return _line("margin", "no", text, _MORE)
    if initial is not None and initial < CLOSE_ONLY_BELOW:
        told = _with(text, ("; below 100 % of the initial margin: closing only", "；低于初始保证金，只能平仓"))
        return _line("margin", "no", told, _MORE)
    if initial is not None and initial < NO_TRANSFERS_BELOW:
        return _line("margin", "ok", _with(text, ("; nothing can be transferred out", "；暂不能转出")))
    return _line("margin", "ok", text)


_MORE: Pair = (
    "Transfer USDT into CrossEx on gate.com, or close something, then check again.",
    "请在 gate.com 向 CrossEx 账户划转 USDT，或减仓后重新检查。",
)


def _with(text: Pair, more: Pair) -> Pair:
    return text[0] + more[0], text[1] + more[1]


def _percent(rate: Decimal) -> str:
    return f"{rate * 100:,.0f} %"


def _held(account: AccountFacts) -> str:
    """Positions and orders that keep the venue from changing the position mode, for people."""
    positions = [f"{each.symbol} {each.side} {each.size_base.normalize():f}" for each in account.open_positions]
    orders = [f"{each.symbol} {each.side} #{each.id}" for each in account.open_orders]
    shown = [*positions, *orders]
    more = f" +{len(shown) - 6}" if len(shown) > 6 else ""
    return "; ".join(shown[:6]) + more


def _line(name: str, outcome: Outcome, text: Pair, cure: Pair = ("", "")) -> Check:
    return Check(name, outcome, text, cure, group="account", call=table.ACCOUNT.call)

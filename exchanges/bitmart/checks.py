"""What BitMart tells of an account: whether it has futures, and its position mode, as lines of a verdict. Pure."""

from __future__ import annotations

from exchanges.bitmart import table
from exchanges.bitmart.refusals import explain
from exchanges.bitmart.rows import HEDGE, ONE_WAY
from exchanges.core.adapter import AccountFacts
from exchanges.core.examination import Manner
from exchanges.core.text import clean
from exchanges.core.verdict import Check, Outcome, Pair

_POSITION_MODES: dict[str, Pair] = {HEDGE: ("hedge mode", "双向持仓"), ONE_WAY: ("one-way mode", "单向持仓")}
MENU_HEDGE_MODE: Pair = (
    "On BitMart: Futures > settings (top right) > Position mode > Hedge mode.",
    "在 BitMart：合约 → 右上角设置 → 持仓模式 → 双向持仓。",
)
MANNER = Manner(
    title="BitMart",
    time_call=table.TIME.call,
    key_call=table.ASSETS.call,
    equity_call=table.ASSETS.call,
    permissions=table.PERMISSIONS,
    explain=explain,
    questions={
        "futures_account": ("futures account", "合约账户"),
        "hedge_mode": ("hedge mode", "双向持仓"),
        "equity": ("enough equity", "权益足够"),
    },
    equity_cure=(
        "On BitMart: Assets > Transfer from Spot to Futures. Mind that BitMart futures are closing.",
        "在 BitMart：资产 → 划转，从现货账户转入合约账户。请注意 BitMart 合约正在关闭。",
    ),
    parts=("key, secret and memo", "Key、Secret 和 Memo"),
)


def futures_account() -> Check:
    """The wallet was told, so it is open."""
    text = ("the futures account is open", "合约账户已开通")
    return Check("futures_account", "ok", text, group="account", call=table.ASSETS.call)


def hedge_mode(account: AccountFacts, *, can_fix: bool) -> Check:
    """The position mode, and what is held that keeps it from being changed."""
    word = clean(account.position_mode, limit=40)
    now = _POSITION_MODES.get(word, (word, word))
    if account.position_mode == HEDGE:
        return _line("ok", ("position mode: hedge", "持仓模式：双向持仓"))
    text = (f"position mode is {now[0]}; hedge mode is needed", f"持仓模式是{now[1]}，需要双向持仓")
    held = _held(account)
    if held:
        return _line("no", text, (f"First close or cancel: {held}.", f"请先平仓或撤单：{held}。"))
    menu = MENU_HEDGE_MODE
    if not can_fix:
        cure = (
            f"A read key cannot change it; it is offered once the trade key is here, or o{menu[0][1:]}",
            f"只读 Key 不能修改，录入交易 Key 后可一键修改，也可{menu[1]}",
        )
        return _line("no", text, cure)
    cure = (f"It can be changed from here, or o{menu[0][1:]}", f"可在此一键修改，也可{menu[1]}")
    call = f'{table.SET_POSITION_MODE.call} {{"position_mode":"{HEDGE}"}}'
    asked = table.POSITION_MODE.call
    return Check("hedge_mode", "no", text, cure, group="account", call=asked, fix="hedge_mode", fix_call=call)


def _held(account: AccountFacts) -> str:
    """Positions and orders that keep the venue from changing the position mode, for people."""
    positions = [f"{each.symbol} {each.side} {each.size_base.normalize():f}" for each in account.open_positions]
    orders = [f"{each.symbol} {each.side} #{each.id}" for each in account.open_orders]
    shown = [*positions, *orders]
    more = f" +{len(shown) - 6}" if len(shown) > 6 else ""
    return "; ".join(shown[:6]) + more


def _line(outcome: Outcome, text: Pair, cure: Pair = ("", "")) -> Check:
    return Check("hedge_mode", outcome, text, cure, group="account", call=table.POSITION_MODE.call)

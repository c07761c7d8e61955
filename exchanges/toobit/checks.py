"""What Toobit tells of an account: whether it leads, and whether its stream opens, as lines of a verdict. Pure."""

from __future__ import annotations

from exchanges.core.adapter import AccountFacts
from exchanges.core.errors import VenueError
from exchanges.core.examination import Manner
from exchanges.core.key_lines import TWO_PARTS, quote
from exchanges.core.verdict import Check, Pair
from exchanges.toobit import table
from exchanges.toobit.account import LEADER
from exchanges.toobit.refusals import LEADER_ACCOUNT, explain

QUESTIONS: dict[str, Pair] = {
    "account_kind": ("an active lead trader", "有效的带单员"),
    "equity": ("enough equity", "权益足够"),
    "stream": ("live data", "实时数据"),
}
"""Positions are two-sided always, so that nothing is asked about their mode."""
MANNER = Manner(
    title="Toobit",
    time_call=table.TIME.call,
    key_call=table.REMOVE_FOLLOWER.call,
    equity_call=table.BALANCE.call,
    permissions=table.PERMISSIONS,
    explain=explain,
    questions=QUESTIONS,
    equity_cure=(
        "On Toobit: Assets > Transfer, to the copy trading account; money in other accounts does not count.",
        "在 Toobit：资产 → 划转，转入跟单账户；其他账户里的钱不计入。",
    ),
    parts=TWO_PARTS,
)


def account_kind(account: AccountFacts, told_type: str) -> Check:
    """Whether the key belongs to an active lead trader; `told_type` is the venue's own word for the account."""
    call = table.LEAD_SYMBOLS.call
    word = f" ({told_type})" if told_type else ""
    if account.account_mode == LEADER:
        text = (f"an active lead trader's account{word}", f"有效的带单员账户{word}")
        return Check("account_kind", "ok", text, group="account", call=call)
    text = (f"not an active lead trader's account{word}", f"不是有效的带单员账户{word}")
    return Check("account_kind", "no", text, LEADER_ACCOUNT, group="account", call=call)


def futures_refused(error: VenueError) -> Check:
    """The line of a key that Toobit refuses the futures account to, though its account leads."""
    text = (
        "Toobit refuses this key the futures account: positions only, from the list of what you lead, every 5 s and "
        "without sizes in coins; no orders, no balances, nothing live",
        "Toobit 不允许该 Key 读取合约账户：只能每 5 秒从当前带单列表读取仓位（数量单位未知），没有委托、余额和实时数据",
    )
    return Check("stream", "unverified", text, explain(error)[1], quote(error), "account", table.LEAD_CURRENT.call)


def stream(error: VenueError | None) -> Check:
    """Whether the key opens the account's stream; `error` is what the venue said instead."""
    call = table.LISTEN_KEY.call
    if error is None:
        text = ("the stream of the account opens", "可以打开账户数据流")
        return Check("stream", "ok", text, group="account", call=call)
    text = ("Toobit does not open the stream of the account for this key", "Toobit 不允许该 Key 打开账户数据流")
    return Check("stream", "no", text, explain(error)[1], quote(error), "account", call)

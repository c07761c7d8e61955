"""The lines of a verdict: what was seen of a key and its account, what to do about it, in both languages. Pure."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from exchanges.core.adapter import AccountFacts, Environment, KeyFacts
from exchanges.core.errors import VenueError
from exchanges.core.text import clean
from exchanges.core.verdict import Check, Outcome, Pair
from exchanges.okx import table
from exchanges.okx.hosts import OkxHosts
from exchanges.okx.refusals import BLOCKERS, MENU_FUTURES_MODE, MENU_HEDGE_MODE, explain
from exchanges.okx.trading import FUTURES_MODE, HEDGE_MODE

KeyKind = Literal["read", "trade"]
MIN_EQUITY = Decimal(1000)

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
_PERMISSIONS: dict[str, Pair] = {
    "read_only": ("Read", "只读"),
    "trade": ("Trade", "交易"),
    "withdraw": ("Withdraw", "提现"),
}
QUESTIONS: dict[str, Pair] = {
    "reach": ("OKX answers, clock", "能连上 OKX，对时"),
    "environment": ("right environment", "环境正确"),
    "credentials": ("key, secret and passphrase", "Key、Secret 和密码短语"),
    "address": ("IP list", "IP 白名单"),
    "read_only": ("may only read", "仅有只读权限"),
    "may_trade": ("may trade", "有交易权限"),
    "no_withdraw": ("cannot withdraw", "不能提现"),
    "same_account": ("same account as the read key", "与只读 Key 同属一个账户"),
    "futures_mode": ("futures mode", "合约模式"),
    "hedge_mode": ("hedge mode", "双向持仓"),
    "equity": ("enough equity", "权益足够"),
}
ACCOUNT_CHECKS = ("futures_mode", "hedge_mode", "equity")
_AGAIN: Pair = ("Save it on OKX, then check again.", "在 OKX 保存后，重新检查。")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a key: the arguments of `verify_key` in one place, so that every check sees them."""

    kind: KeyKind
    environment: Environment
    egress: tuple[str, ...] = ()
    """Addresses our calls come from, when they are known beforehand."""
    read_uid: str = ""
    """Account of the read key, for a trade key."""
    min_equity: Decimal = MIN_EQUITY
    sites: tuple[tuple[str, OkxHosts], ...] = field(default=())
    """Other sites where the key may live."""


def unasked(name: str) -> Check:
    """A check that waits for an earlier one; its text is the question."""
    return Check(name, "unverified", QUESTIONS[name], group=_group(name))


def no_answer(name: str, error: VenueError) -> Check:
    """A check the venue could not answer; its text is the question."""
    return Check(name, "unverified", QUESTIONS[name], explain(error)[1], quote(error), _group(name), error.endpoint)


def _group(name: str) -> Literal["key", "account"]:
    return "account" if name in ACCOUNT_CHECKS else "key"


def quote(error: VenueError) -> str:
    """Code and words of the venue."""
    return f"{error.code} {error.message}".strip()


# A key OKX accepts.


def key_checks(key: KeyFacts, question: Question, offset_ms: int) -> Iterable[Check]:
    """What the configuration row tells of the key, in the order it is shown."""
    call = table.CONFIG.call
    environments: dict[str, Pair] = {"live": ("a live key", "实盘 Key"), "demo": ("a demo trading key", "模拟盘 Key")}
    yield reached(offset_ms)
    yield Check("environment", "ok", environments[question.environment], call=call)
    yield Check("credentials", "ok", ("key, secret and passphrase accepted", "Key、Secret、密码短语均通过"), call=call)
    yield _address(key, question)
    yield _read_only(key) if question.kind == "read" else _may_trade(key)
    yield _no_withdraw(key)
    if question.kind == "trade":
        yield _same_account(key, question.read_uid)


def reached(offset_ms: int) -> Check:
    """The venue answers; `offset_ms` is its clock less ours."""
    text = (
        f"OKX answers; this clock is {abs(offset_ms)} ms off, which is corrected",
        f"OKX 已连通；本机时间相差 {abs(offset_ms)} 毫秒，已自动校正",
    )
    return Check("reach", "ok", text, call=table.TIME.call)


def _address(key: KeyFacts, question: Question) -> Check:
    listed = ", ".join(clean(entry, limit=50) for entry in key.ip_list)
    if question.kind == "read" and not key.ip_list:
        return _config_check("address", "ok", ("works from any address, as it should", "不限 IP，符合要求"))
    if not key.ip_list:
        return _config_check(
            "address",
            "no",
            ("the key is not bound to any IP address", "该 Key 没有绑定 IP"),
            (
                "Edit the key on OKX and paste the IP list shown. Unbound trade keys are deleted after 14 unused days.",
                "请在 OKX 编辑该 Key，填入所示 IP 白名单。未绑定 IP 的交易 Key 闲置 14 天会被删除。",
            ),
        )
    missing = [address for address in question.egress if not is_listed(address, key.ip_list)]
    if missing:
        names = ",".join(missing)
        return _config_check(
            "address",
            "no",
            (f"the key's IP list ({listed}) lacks {names}", f"该 Key 的白名单 ({listed}) 缺少 {names}"),
            (f"Add {names} to the key's IP list on OKX. {_AGAIN[0]}", f"请在 OKX 把 {names} 加入白名单。{_AGAIN[1]}"),
        )
    return _config_check(
        "address",
        "ok",
        (f"bound to {listed}; OKX accepts us from here", f"已绑定 {listed}；OKX 接受来自本机的请求"),
    )


def is_listed(address: str, ip_list: Iterable[str]) -> bool:
    """True when one of the entries, addresses or networks, IPv4 or IPv6, holds the address."""
    try:
        wanted = ipaddress.ip_address(address.strip())
    except ValueError:
        return False
    for entry in ip_list:
        try:
            network = ipaddress.ip_network(entry.strip(), strict=False)
        except ValueError:
            continue
        if wanted in network:
            return True
    return False


def _read_only(key: KeyFacts) -> Check:
    more = sorted(key.permissions - {"read_only"})
    if not more and "read_only" in key.permissions:
        return _config_check("read_only", "ok", ("may only read", "仅有只读权限"))
    english, chinese = _named(more)
    if not more:
        english, chinese = "nothing", "无"
    return _config_check(
        "read_only",
        "no",
        (f"this key may do more than read: {english}", f"该 Key 不止只读权限：{chinese}"),
        (
            f"The read key must have Read and nothing else. Untick the rest on OKX. {_AGAIN[0]}",
            f"只读 Key 只能勾选“只读”。请在 OKX 取消其余权限。{_AGAIN[1]}",
        ),
    )


def _may_trade(key: KeyFacts) -> Check:
    if "trade" in key.permissions:
        return _config_check("may_trade", "ok", ("may trade", "有交易权限"))
    return _config_check(
        "may_trade",
        "no",
        ("this is a read-only key; it cannot trade", "这是只读 Key，没有交易权限"),
        (
            f"Tick Trade beside Read for this key on OKX, or paste the trade key. {_AGAIN[0]}",
            f"请在 OKX 为该 Key 同时勾选“只读”和“交易”，或粘贴交易 Key。{_AGAIN[1]}",
        ),
    )


def _no_withdraw(key: KeyFacts) -> Check:
    if "withdraw" not in key.permissions:
        return _config_check("no_withdraw", "ok", ("cannot withdraw", "不能提现"))
    return _config_check(
        "no_withdraw",
        "no",
        ("may WITHDRAW; Binnacle keeps no key that can move money out", "可以提现！Binnacle 不保存能转走资金的 Key"),
        (f"Edit the key on OKX: untick Withdraw. {_AGAIN[0]}", f"请在 OKX 编辑该 Key，取消勾选“提现”。{_AGAIN[1]}"),
    )


def _same_account(key: KeyFacts, read_uid: str) -> Check:
    if not read_uid:
        return unasked("same_account")
    if key.uid == read_uid:
        return _config_check(
            "same_account",
            "ok",
            (f"same account as the read key ({key.uid})", f"与只读 Key 同属账户 {key.uid}"),
        )
    return _config_check(
        "same_account",
        "no",
        (
            f"belongs to account {key.uid}, the read key to {read_uid}",
            f"属于账户 {key.uid}，而只读 Key 属于 {read_uid}",
        ),
        (
            "Create both keys in the same account (main or sub-account), then paste again.",
            "请在同一个账户（主账户或子账户）创建两个 Key 后重新粘贴。",
        ),
    )


def _config_check(name: str, outcome: Outcome, text: Pair, cure: Pair = ("", "")) -> Check:
    return Check(name, outcome, text, cure, group=_group(name), call=table.CONFIG.call)


def _named(permissions: Iterable[str]) -> Pair:
    names = [_PERMISSIONS.get(word, (word, word)) for word in permissions]
    return ", ".join(name[0] for name in names), "、".join(name[1] for name in names)


# The account behind the key.


def account_checks(
    account: AccountFacts, key: KeyFacts, question: Question, blockers: tuple[str, ...]
) -> Iterable[Check]:
    """Modes and equity of the account; `blockers` are the venue's words for what keeps it from futures mode."""
    can_fix = "trade" in key.permissions
    yield _futures_mode(account, blockers, can_fix=can_fix)
    yield _hedge_mode(account, can_fix=can_fix)
    yield _equity(account, question.min_equity)


def _futures_mode(account: AccountFacts, blockers: tuple[str, ...], *, can_fix: bool) -> Check:
    now = _MODE_NAMES.get(account.account_mode, (account.account_mode, account.account_mode))
    if account.account_mode == FUTURES_MODE:
        return _config_check("futures_mode", "ok", ("account mode: futures", "账户模式：合约模式"))
    text = (f"account mode is {now[0]}; futures mode is needed", f"账户模式是{now[1]}，需要合约模式")
    call = f'{table.SET_ACCOUNT_LEVEL.call} {{"acctLv":"{FUTURES_MODE}"}}'
    if not blockers:
        return _fixable("futures_mode", text, MENU_FUTURES_MODE, call, can_fix=can_fix)
    named = [BLOCKERS.get(word, (word, word)) for word in blockers]
    english, chinese = "; ".join(name[0] for name in named), "; ".join(name[1] for name in named)
    cure = (f"First remove what blocks the switch: {english}.", f"请先处理阻碍切换的项目：{chinese}。")
    return Check("futures_mode", "no", text, cure, group="account", call=table.SWITCH_PRECHECK.call)


def _hedge_mode(account: AccountFacts, *, can_fix: bool) -> Check:
    now = _POSITION_MODES.get(account.position_mode, (account.position_mode, account.position_mode))
    if account.position_mode == HEDGE_MODE:
        return _config_check("hedge_mode", "ok", ("position mode: hedge", "仓位模式：双向持仓"))
    text = (f"position mode is {now[0]}; hedge mode is needed", f"仓位模式是{now[1]}，需要双向持仓")
    if account.account_mode == "4":
        cure = (
            "Portfolio margin knows one-way mode only: switch to futures mode first.",
            "组合保证金只支持单向持仓，请先切换到合约模式。",
        )
        return _config_check("hedge_mode", "no", text, cure)
    held = _held(account)
    if held:
        cure = (
            f"First close or cancel: {held}. Stop bots, too.",
            f"请先平仓或撤单：{held}；并停止交易机器人。",
        )
        return _config_check("hedge_mode", "no", text, cure)
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
    return _config_check(name, "no", text, cure)


def _inside(menu: str) -> str:
    """A menu path in the middle of a sentence."""
    return menu[0].lower() + menu[1:]


def _equity(account: AccountFacts, minimum: Decimal) -> Check:
    call = table.BALANCE.call
    equity = account.equity_usdt
    if equity is None:
        return Check("equity", "unverified", QUESTIONS["equity"], group="account", call=call)
    if equity >= minimum:
        text = (f"{equity:,.2f} USDT in the trading account", f"交易账户有 {equity:,.2f} USDT")
        return Check("equity", "ok", text, group="account", call=call)
    text = (
        f"{equity:,.2f} USDT in the trading account; at least {minimum:,} is needed",
        f"交易账户只有 {equity:,.2f} USDT，至少需要 {minimum:,}",
    )
    cure = (
        "On OKX: Assets > Transfer from Funding to Trading; money in the funding account does not count.",
        "在 OKX：资产 → 划转，从资金账户转入交易账户；资金账户里的钱不计入。",
    )
    return Check("equity", "no", text, cure, group="account", call=call)

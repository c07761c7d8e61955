"""The lines of a verdict that read the same for every venue: what was seen, what to do about it. Pure."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from exchanges.core.adapter import MOVES_MONEY, Environment, KeyFacts, Right
from exchanges.core.errors import VenueError
from exchanges.core.text import clean
from exchanges.core.verdict import Check, Outcome, Pair

if TYPE_CHECKING:
    from exchanges.core.examination import Manner, Question

Explain = Callable[[VenueError], tuple[Pair, Pair]]

ENVIRONMENTS: dict[Environment, Pair] = {
    "live": ("a live key", "实盘 Key"),
    "demo": ("a demo trading key", "模拟盘 Key"),
}
RIGHTS: dict[Right, Pair] = {
    Right.READ: ("read", "只读"),
    Right.TRADE: ("trade", "交易"),
    Right.WITHDRAW: ("withdraw", "提现"),
    Right.TRANSFER: ("transfer", "划转"),
    Right.SUBACCOUNT: ("move to sub-accounts", "转入子账户"),
    Right.C2C: ("sell peer to peer", "C2C 交易"),
    Right.OTHER: ("more", "其他权限"),
}


@dataclass(frozen=True, slots=True)
class Permission:
    """One of the venue's permission words."""

    right: Right
    name: Pair
    """As the venue's site shows it."""


def rights_of(words: Iterable[str], permissions: Mapping[str, Permission]) -> frozenset[Right]:
    """The venue's words in ours; a word nobody knows counts as more than reading."""
    return frozenset(permissions[word].right if word in permissions else Right.OTHER for word in words)


THREE_PARTS: Pair = ("key, secret and passphrase", "Key、Secret 和密码短语")
"""What a person pastes where keys have a passphrase."""
TWO_PARTS: Pair = ("key and secret", "Key 和密钥")


def questions(title: str, parts: Pair = THREE_PARTS) -> dict[str, Pair]:
    """What is asked of every key, by the name of its line."""
    return {
        "reach": (f"{title} answers, clock", f"能连上 {title}，对时"),
        "environment": ("right environment", "环境正确"),
        "credentials": parts,
        "address": ("IP list", "IP 白名单"),
        "read_only": ("may only read", "仅有只读权限"),
        "may_trade": ("may trade", "有交易权限"),
        "no_withdraw": ("cannot withdraw", "不能提现"),
        "same_account": ("same account as the read key", "与只读 Key 同属一个账户"),
    }


def of_key(key: KeyFacts, question: Question, manner: Manner, offset_ms: int) -> Iterator[Check]:
    """What the venue told of a key it accepts, in the order it is shown."""
    call = manner.key_call
    yield reached(offset_ms, manner)
    yield Check("environment", "ok", ENVIRONMENTS[question.environment], call=call)
    accepted = (f"{manner.parts[0]} accepted", f"{manner.parts[1].replace(' 和', '、')}均通过")
    yield Check("credentials", "ok", accepted, call=call)
    yield _address(key, question, manner)
    yield _read_only(key, manner) if question.kind == "read" else _may_trade(key, manner)
    yield _no_withdraw(key, manner)
    if question.kind == "trade":
        yield _same_account(key, question.read_uid, manner)


def reached(offset_ms: int, manner: Manner) -> Check:
    """The venue answers; `offset_ms` is its clock less ours."""
    text = (
        f"{manner.title} answers; this clock is {abs(offset_ms)} ms off, which is corrected",
        f"{manner.title} 已连通；本机时间相差 {abs(offset_ms)} 毫秒，已自动校正",
    )
    return Check("reach", "ok", text, call=manner.time_call)


def refusal(name: str, error: VenueError, question: Question, manner: Manner) -> tuple[Pair, Pair]:
    """(what happened, what to do) of a key the venue refused because of `name`."""
    text, cure = manner.explain(error)
    if name == "environment":
        text = _wrong_environment(question.environment)
    if name == "address" and error.seen_ip:
        text = (
            f"{manner.title} sees us come from {error.seen_ip}, which is not on the key's IP list",
            f"{manner.title} 看到的本机 IP 是 {error.seen_ip}，不在该 Key 的白名单里",
        )
        cure = (
            f"Add {error.seen_ip} to the key's IP list on {manner.title}, save, check again.",
            f"请在 {manner.title} 把 {error.seen_ip} 加入该 Key 的 IP 白名单，保存后重新检查。",
        )
    return text, cure


def quote(error: VenueError) -> str:
    """Code and words of the venue."""
    return f"{error.code} {error.message}".strip()


def equity(call: str, held: Decimal | None, minimum: Decimal, manner: Manner) -> Check:
    """Whether the trading account holds enough USDT; unknown is not zero."""
    if held is None:
        return Check("equity", "unverified", manner.questions["equity"], group="account", call=call)
    if held >= minimum:
        text = (f"{held:,.2f} USDT in the trading account", f"交易账户有 {held:,.2f} USDT")
        return Check("equity", "ok", text, group="account", call=call)
    text = (
        f"{held:,.2f} USDT in the trading account; at least {minimum:,} is needed",
        f"交易账户只有 {held:,.2f} USDT，至少需要 {minimum:,}",
    )
    return Check("equity", "no", text, manner.equity_cure, group="account", call=call)


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


def _wrong_environment(chosen: Environment) -> Pair:
    if chosen == "demo":
        return ("this is a live key, and demo trading was chosen", "这是实盘 Key，而当前选择的是模拟盘")
    return ("this is a demo trading key, and live was chosen", "这是模拟盘 Key，而当前选择的是实盘")


def _again(manner: Manner) -> Pair:
    return (f"Save it on {manner.title}, then check again.", f"在 {manner.title} 保存后，重新检查。")


def _line(
    name: str, outcome: Outcome, text: Pair, manner: Manner, cure: Pair = ("", ""), *, needed: bool = True
) -> Check:
    return Check(name, outcome, text, cure, call=manner.key_call, needed=needed)


def _untold(name: str, manner: Manner, cure: Pair) -> Check:
    """The venue has no way to tell; the person has to look."""
    question = questions(manner.title)[name]
    text = (
        f"{question[0]}: {manner.title} does not tell, so this is not verified",
        f"{question[1]}：{manner.title} 不提供查询，无法核实",
    )
    return _line(name, "unverified", text, manner, cure, needed=False)


def _address(key: KeyFacts, question: Question, manner: Manner) -> Check:
    title, again = manner.title, _again(manner)
    if key.ip_list is None and key.is_bound:
        text = (
            f"bound to IP addresses; {title} accepts us from here, and does not tell the list",
            f"已绑定 IP；{title} 接受来自本机的请求，但不提供白名单内容",
        )
        return _line("address", "ok", text, manner)
    if key.ip_list is None:
        cure = (
            f"Look on {title}: the read key needs no IP list, the trade key must be bound to the list shown.",
            f"请在 {title} 自行确认：只读 Key 无需 IP 白名单，交易 Key 必须绑定所示 IP。",
        )
        return _untold("address", manner, cure)
    listed = ", ".join(clean(entry, limit=50) for entry in key.ip_list)
    if not key.ip_list and (question.kind == "read" or not manner.must_bind):
        return _line("address", "ok", ("works from any address, as it should", "不限 IP，符合要求"), manner)
    if not key.ip_list:
        note = manner.unbound_note
        cure = (
            f"Edit the key on {title} and paste the IP list shown. {note[0]}".strip(),
            f"请在 {title} 编辑该 Key，填入所示 IP 白名单。{note[1]}",
        )
        return _line("address", "no", ("the key is not bound to any IP address", "该 Key 没有绑定 IP"), manner, cure)
    missing = [address for address in question.egress if not is_listed(address, key.ip_list)]
    if missing:
        names = ",".join(missing)
        text = (f"the key's IP list ({listed}) lacks {names}", f"该 Key 的白名单 ({listed}) 缺少 {names}")
        cure = (
            f"Add {names} to the key's IP list on {title}. {again[0]}",
            f"请在 {title} 把 {names} 加入白名单。{again[1]}",
        )
        return _line("address", "no", text, manner, cure)
    text = (f"bound to {listed}; {title} accepts us from here", f"已绑定 {listed}；{title} 接受来自本机的请求")
    return _line("address", "ok", text, manner)


def _read_only(key: KeyFacts, manner: Manner) -> Check:
    more = key.rights - {Right.READ}
    if more:
        english, chinese = _names(key, more, manner)
        again = _again(manner)
        text = (f"this key may do more than read: {english}", f"该 Key 不止只读权限：{chinese}")
        cure = (
            f"The read key must have Read and nothing else. Untick the rest on {manner.title}. {again[0]}",
            f"只读 Key 只能勾选“只读”。请在 {manner.title} 取消其余权限。{again[1]}",
        )
        return _line("read_only", "no", text, manner, cure)
    if Right.TRADE in key.untold:
        return _untold("read_only", manner, _look(manner))
    return _line("read_only", "ok", ("may only read", "仅有只读权限"), manner)


def _may_trade(key: KeyFacts, manner: Manner) -> Check:
    if Right.TRADE in key.rights:
        return _line("may_trade", "ok", ("may trade", "有交易权限"), manner)
    if Right.TRADE in key.untold:
        return _untold("may_trade", manner, _look(manner))
    again = _again(manner)
    cure = (
        f"Tick Trade beside Read for this key on {manner.title}, or paste the trade key. {again[0]}",
        f"请在 {manner.title} 为该 Key 同时勾选“只读”和“交易”，或粘贴交易 Key。{again[1]}",
    )
    text = ("this is a read-only key; it cannot trade", "这是只读 Key，没有交易权限")
    return _line("may_trade", "no", text, manner, cure)


def _no_withdraw(key: KeyFacts, manner: Manner) -> Check:
    found = key.rights & MOVES_MONEY
    again = _again(manner)
    if found:
        english, chinese = (", ".join(part) for part in zip(*(RIGHTS[right] for right in sorted(found)), strict=True))
        text = (
            f"may {english.upper()}; Binnacle keeps no key that can move money out",
            f"可以{chinese}！Binnacle 不保存能转走资金的 Key",
        )
        ticked = _names(key, found, manner)
        cure = (
            f"Edit the key on {manner.title}: untick {ticked[0]}. {again[0]}",
            f"请在 {manner.title} 编辑该 Key，取消勾选“{ticked[1]}”。{again[1]}",
        )
        return _line("no_withdraw", "no", text, manner, cure)
    if Right.WITHDRAW in key.untold:
        return _untold("no_withdraw", manner, _look(manner))
    return _line("no_withdraw", "ok", ("cannot withdraw", "不能提现"), manner)


def _same_account(key: KeyFacts, read_uid: str, manner: Manner) -> Check:
    if not key.uid:
        cure = (
            f"Make sure on {manner.title} that both keys belong to the same account.",
            f"请在 {manner.title} 自行确认两个 Key 属于同一个账户。",
        )
        return _untold("same_account", manner, cure)
    if not read_uid:
        return Check("same_account", "unverified", questions(manner.title)["same_account"])
    if key.uid == read_uid:
        text = (f"same account as the read key ({key.uid})", f"与只读 Key 同属账户 {key.uid}")
        return _line("same_account", "ok", text, manner)
    text = (
        f"belongs to account {key.uid}, the read key to {read_uid}",
        f"属于账户 {key.uid}，而只读 Key 属于 {read_uid}",
    )
    cure = (
        "Create both keys in the same account (main or sub-account), then paste again.",
        "请在同一个账户（主账户或子账户）创建两个 Key 后重新粘贴。",
    )
    return _line("same_account", "no", text, manner, cure)


def _look(manner: Manner) -> Pair:
    return (
        f"Look at the key's permissions on {manner.title} yourself; it must not be able to withdraw or transfer.",
        f"请在 {manner.title} 自行核对该 Key 的权限，不得有提现或划转权限。",
    )


def _names(key: KeyFacts, rights: frozenset[Right], manner: Manner) -> Pair:
    """The venue's own names of what was ticked; where it has only our words, these."""
    ticked = [word for word in sorted(key.permissions) if rights_of((word,), manner.permissions) & rights]
    names = [_name(word, manner) for word in ticked] or [RIGHTS[right] for right in sorted(rights)]
    return ", ".join(name[0] for name in names), "、".join(name[1] for name in names)


def _name(word: str, manner: Manner) -> Pair:
    known = manner.permissions.get(word)
    plain = clean(word, limit=40)
    return known.name if known else (plain, plain)

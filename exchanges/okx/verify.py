"""What OKX says about a pasted key: one check per question, each answered by the venue itself.

A key that OKX refuses gets one line saying why, and the other lines stay "unverified". Nothing is changed here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from exchanges.core.adapter import Credentials, Environment
from exchanges.core.clock import VenueClock, now_ms
from exchanges.core.errors import AuthError, ClockSkew, IpNotAllowed, VenueError
from exchanges.core.limits import Limits
from exchanges.core.verdict import Check, Facts, KeyReport, Pair
from exchanges.okx import table
from exchanges.okx.account import key_facts
from exchanges.okx.adapter import OkxAdapter
from exchanges.okx.checks import (
    ACCOUNT_CHECKS,
    MIN_EQUITY,
    KeyKind,
    Question,
    account_checks,
    key_checks,
    no_answer,
    quote,
    reached,
    unasked,
)
from exchanges.okx.hosts import OkxHosts, other_sites
from exchanges.okx.refusals import explain
from exchanges.okx.rows import Row
from exchanges.okx.trading import FUTURES_MODE

_KEY_CHECKS: dict[KeyKind, tuple[str, ...]] = {
    "read": ("reach", "environment", "credentials", "address", "read_only", "no_withdraw"),
    "trade": ("reach", "environment", "credentials", "address", "may_trade", "no_withdraw", "same_account"),
}


async def verify_key(
    kind: KeyKind,
    credentials: Credentials,
    hosts: OkxHosts,
    environment: Environment,
    *,
    egress: Sequence[str] = (),
    read_uid: str = "",
    min_equity: Decimal = MIN_EQUITY,
    limits: Limits | None = None,
    clock: VenueClock | None = None,
    now: Callable[[], int] = now_ms,
    sites: Sequence[tuple[str, OkxHosts]] | None = None,
) -> KeyReport:
    """Ask OKX about a key.

    Args:
        kind: What the key is meant for.
        credentials: As pasted, blanks removed.
        hosts: Where the person says the account is.
        environment: What the person says the key is for.
        egress: Addresses this installation calls from, when known; all must be on a trade key's list.
        read_uid: Account of the verified read key.
        min_equity: USDT the trading account must hold.
        sites: Other sites to look at when this one does not know the key; OKX's own by default.

    Returns:
        A report; a failure to reach the venue is a line of it, not an error.
    """
    known = tuple(other_sites(hosts, environment) if sites is None else sites)
    question = Question(kind, environment, tuple(egress), read_uid, min_equity, known)
    adapter = OkxAdapter(credentials, hosts, environment, now=now, limits=limits, clock=clock)
    try:
        return await _ask(adapter, question, credentials)
    finally:
        await adapter.aclose()


async def _ask(adapter: OkxAdapter, question: Question, credentials: Credentials) -> KeyReport:
    try:
        await adapter.clock.ensure()
    except VenueError as error:
        return _refused(question, "reach", error, call=table.TIME.call)
    try:
        config = await adapter.account.config()
    except VenueError as error:
        report = _refused(question, _blamed(error), error, offset_ms=adapter.clock.offset_ms)
        return await _with_site(report, question, credentials) if error.code == "50119" else report
    key = key_facts(config)
    checks = [*key_checks(key, question, adapter.clock.offset_ms)]
    try:
        account = await adapter.account.account_facts(config)
        blockers = await _switch_blockers(adapter, config)
    except VenueError as error:
        checks += [no_answer(name, error) for name in ACCOUNT_CHECKS]
        return KeyReport(tuple(checks), Facts(key, None))
    checks += account_checks(account, key, question, blockers)
    return KeyReport(tuple(checks), Facts(key, account))


# A key OKX refuses.


def _blamed(error: VenueError) -> str:
    """The check that a refusal answers."""
    if error.code == "50101":
        return "environment"
    if isinstance(error, IpNotAllowed):
        return "address"
    if isinstance(error, AuthError):
        return "credentials"
    return "reach"


def _refused(
    question: Question, name: str, error: VenueError, *, call: str = table.CONFIG.call, offset_ms: int = 0
) -> KeyReport:
    """The report of a key that did not come further than `name`."""
    text, cure = explain(error)
    if name == "environment":
        text = _pick_environment(question.environment)
    if name == "address" and error.seen_ip:
        text = (
            f"OKX sees us come from {error.seen_ip}, which is not on the key's IP list",
            f"OKX 看到的本机 IP 是 {error.seen_ip}，不在该 Key 的白名单里",
        )
        cure = (
            f"Add {error.seen_ip} to the key's IP list on OKX, save, check again.",
            f"请在 OKX 把 {error.seen_ip} 加入该 Key 的 IP 白名单，保存后重新检查。",
        )
    blamed = Check(name, "no", text, cure, venue_quote=quote(error), call=call)
    names = (*_KEY_CHECKS[question.kind], *ACCOUNT_CHECKS)
    checks = [blamed if each == name else unasked(each) for each in names]
    if name != "reach" and not isinstance(error, ClockSkew):
        checks[0] = reached(offset_ms)
    return KeyReport(tuple(checks), seen_ip=error.seen_ip)


def _pick_environment(chosen: Environment) -> Pair:
    if chosen == "demo":
        return ("this is a live key, and demo trading was chosen", "这是实盘 Key，而当前选择的是模拟盘")
    return ("this is a demo trading key, and live was chosen", "这是模拟盘 Key，而当前选择的是实盘")


async def _with_site(report: KeyReport, question: Question, credentials: Credentials) -> KeyReport:
    """Name the site that knows the key, when another one does."""
    for site, hosts in question.sites:
        elsewhere = OkxAdapter(credentials, hosts, question.environment)
        try:
            await elsewhere.key_facts()
        except VenueError:
            continue
        finally:
            await elsewhere.aclose()
        cure = (
            f"The key lives on OKX's {site} site ({hosts.rest}); choose that site.",
            f"该 Key 属于 OKX 的 {site} 站点 ({hosts.rest})，请改选该站点。",
        )
        found = tuple(replace(check, cure=cure) if check.name == "credentials" else check for check in report.checks)
        return replace(report, checks=found)
    return report


async def _switch_blockers(adapter: OkxAdapter, config: Row) -> tuple[str, ...]:
    """What the venue says blocks futures mode; empty when it is on already or nothing blocks it."""
    if config.get("acctLv") == FUTURES_MODE:
        return ()
    return await adapter.account.switch_blockers(FUTURES_MODE)

"""Everything that can be wrong with a pasted key, tried at a simulated venue, and the table of what is then said."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from exchanges.core.adapter import Credentials, Environment
from exchanges.core.clock import now_ms
from exchanges.core.examination import Question
from exchanges.core.secret import Secret
from exchanges.core.verdict import Check, KeyKind, KeyReport
from tests.conformance.simulated import simulated
from tests.house import House


@dataclass(frozen=True, slots=True)
class Case:
    """One way to paste a key."""

    title: str
    pasted_as: KeyKind
    seeded: str
    """The kind of the key the simulation seeded; a venue without such keys has no such case."""
    spoil: Callable[[Credentials], Credentials] = lambda key: key
    """What is wrong with the paste."""
    environment: Environment = "live"
    fault: tuple[tuple[str, object], ...] = ()
    """What is wrong with the venue or the way to it."""
    other_account: bool = False
    """Whether the read-only key is of another account."""


def _other(text: str) -> str:
    """The same length and alphabet, another text."""
    return text[:-1] + ("b" if text[-1] != "b" else "c")


def _with_api_key(key: Credentials) -> Credentials:
    return replace(key, api_key=_other(key.api_key))


def _with_secret(key: Credentials) -> Credentials:
    return replace(key, secret=Secret(_other(key.secret.reveal())))


def _with_passphrase(key: Credentials) -> Credentials:
    return replace(key, passphrase=Secret(_other(key.passphrase.reveal() or "none")))


CASES = (
    Case("a read-only key", "read", "read"),
    Case("a trade key", "trade", "trade"),
    Case("a trade key pasted as the read-only key", "read", "trade"),
    Case("a read-only key pasted as the trade key", "trade", "read"),
    Case("a key that may withdraw", "trade", "withdraw"),
    Case("a key that may transfer", "trade", "transfer"),
    Case("a trade key without an IP list", "trade", "trade_no_ip"),
    Case("a trade key bound to another address", "trade", "trade_wrong_ip"),
    Case("a read-only key bound to another address", "read", "read_wrong_ip"),
    Case("a key that has expired", "read", "expired"),
    Case("an unknown API key", "read", "read", _with_api_key),
    Case("a wrong secret", "read", "read", _with_secret),
    Case("a wrong passphrase or memo", "read", "read", _with_passphrase),
    Case("a key of demo trading pasted as real", "read", "demo_read"),
    Case("a real key pasted for demo trading", "read", "read", environment="demo"),
    Case("a trade key of another account", "trade", "trade", other_account=True),
    Case("a clock ten minutes off", "read", "read", fault=(("kind", "skew"), ("ms", 600_000))),
    Case("a region the venue refuses", "read", "read", fault=(("kind", "http"), ("status", 451), ("count", 0))),
    Case("a venue that is down", "read", "read", fault=(("kind", "http"), ("status", 503), ("count", 0))),
)


async def verdicts(name: str) -> dict[str, KeyReport]:
    """The report of every case this venue can have, by the case's title."""
    found = {}
    async with simulated(name) as venue:
        read_uid = await _uid(venue, "main")
        other_uid = await _uid(venue, "second") if "second" in venue.accounts else ""
        for case in CASES:
            if not _is_possible(venue, case) or (case.other_account and not other_uid):
                continue
            uid = other_uid if case.other_account else read_uid if case.pasted_as == "trade" else ""
            async with _wrong(venue, case):
                found[case.title] = await verify(
                    venue, case.pasted_as, case.spoil(venue.keys()[case.seeded]), case.environment, uid
                )
    return found


def _is_possible(venue: House, case: Case) -> bool:
    keys = venue.keys()
    if case.environment not in venue.plugin.guide.where or case.seeded not in keys:
        return False
    return case.spoil is not _with_passphrase or venue.plugin.facts.passphrase is not None


async def _uid(venue: House, account: str) -> str:
    report = await verify(venue, "read", venue.keys(account)["read"])
    return report.facts.key.uid if report.facts is not None else ""


async def verify(
    venue: House, kind: KeyKind, key: Credentials, environment: Environment = "live", read_uid: str = ""
) -> KeyReport:
    """Ask the venue about a key, as the wizard does."""
    question = Question(kind, environment, (venue.egress_ip,), read_uid)
    return await venue.plugin.verify(question, key, venue.hosts(environment), now=now_ms, limits=venue.limits)


@asynccontextmanager
async def _wrong(venue: House, case: Case) -> AsyncIterator[None]:
    if case.fault:
        await venue.do("POST", "/faults", {"venue": venue.site, **dict(case.fault)})
    yield
    await venue.clear()


# The document.


def document(told: Mapping[str, Mapping[str, KeyReport]]) -> str:
    """The table kind by venue, and below it what a person reads."""
    head = f"| what is pasted | {' | '.join(told)} |\n| --- |{' --- |' * len(told)}\n"
    rows = (
        f"| {case.title} | {' | '.join(_cell(reports.get(case.title)) for reports in told.values())} |"
        for case in CASES
    )
    details = (_details(name, reports) for name, reports in told.items())
    return f"{_LEAD}\n{head}{chr(10).join(rows)}\n\n{chr(10).join(details)}"


_LEAD = """# Wrong keys, and what is said of them

Written by `tests/conformance/test_wrong_keys.py` against the simulated venues; `make verdicts` writes it anew.

- `ok`: the key is taken. In brackets stand lines the venue has no way to answer: the verdict calls them
  "not verified", never "ok".
- `NO`: the lines that keep a person from going on. `??`: one that was needed and could not be answered.
- Empty: the venue has no such key.
"""


def _cell(report: KeyReport | None) -> str:
    if report is None:
        return ""
    if wrong := _wrong_lines(report):
        return f"NO {', '.join(check.name for check in wrong)}"
    if waiting := [check.name for check in report.checks if not check.passes]:
        return f"?? {', '.join(waiting)}"
    untold = [check.name for check in report.checks if check.outcome == "unverified"]
    return f"ok ({', '.join(untold)})" if untold else "ok"


def _wrong_lines(report: KeyReport) -> list[Check]:
    return [check for check in report.checks if check.outcome == "no"]


def _details(name: str, reports: Mapping[str, KeyReport]) -> str:
    lines = [f"## {name}", ""]
    for title, report in reports.items():
        for check in _wrong_lines(report):
            cure = f" *{check.cure[0]}*" if check.cure[0] else ""
            lines.append(f"- {title}: {check.text[0]}.{cure}")
    return "\n".join([*lines, ""])

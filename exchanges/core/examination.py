"""What a venue says about a pasted key: one line per question, each answered by the venue itself.

A key that the venue refuses gets one line saying why, and the other lines stay "unverified". Nothing is changed here.
A venue's own class says what differs: which call tells of the key, which error blames what, which modes it needs.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar, Generic, Literal, Protocol, TypeVar

from exchanges.core import key_lines
from exchanges.core.adapter import AccountFacts, Environment, KeyFacts
from exchanges.core.clock import VenueClock
from exchanges.core.errors import AuthError, ClockSkew, IpNotAllowed, VenueError
from exchanges.core.verdict import Check, Facts, KeyKind, KeyReport, Pair

MIN_EQUITY = Decimal(1000)
KEY_CHECKS: dict[KeyKind, tuple[str, ...]] = {
    "read": ("reach", "environment", "credentials", "address", "read_only", "no_withdraw"),
    "trade": ("reach", "environment", "credentials", "address", "may_trade", "no_withdraw", "same_account"),
}
"""Questions about the key, in the order they are shown."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a key."""

    kind: KeyKind
    environment: Environment
    egress: tuple[str, ...] = ()
    """Addresses our calls come from, when they are known beforehand; all must be on a trade key's list."""
    read_uid: str = ""
    """Account of the verified read key, for a trade key."""
    min_equity: Decimal = MIN_EQUITY
    """USDT the trading account must hold."""


@dataclass(frozen=True, slots=True)
class Manner:
    """A venue's own words and calls in the common lines."""

    title: str
    """The venue's name inside a sentence of either language."""
    time_call: str
    """Calls are shown as `GET /path`."""
    key_call: str
    """The call that tells of the key."""
    equity_call: str
    permissions: Mapping[str, key_lines.Permission]
    """The venue's permission words."""
    explain: key_lines.Explain
    """(what happened, what to do) of any error."""
    questions: Mapping[str, Pair]
    """Questions about the account, by the name of their line, in the order they are shown; "equity" may be one."""
    equity_cure: Pair = ("", "")
    """How money gets into the trading account."""
    unbound_note: Pair = ("", "")
    """What becomes of a trade key without an IP list, as a sentence."""
    must_bind: bool = True
    """False where the venue has no IP list for such keys."""
    parts: Pair = key_lines.THREE_PARTS
    """What the venue's keys consist of."""


class Subject(Protocol):
    """The adapter of the key that is asked about."""

    clock: VenueClock

    async def key_facts(self) -> KeyFacts: ...

    async def account_facts(self) -> AccountFacts: ...

    async def aclose(self) -> None: ...


S = TypeVar("S", bound=Subject)


class Examination(ABC, Generic[S]):
    """One question to a venue about one key.

    Args:
        subject: Its adapter; closed at the end.
        question: What is asked.
    """

    manner: ClassVar[Manner]
    unknown_key: ClassVar[frozenset[str]] = frozenset()
    """The venue's codes for a key it does not have, as against one it has with another secret."""

    def __init__(self, subject: S, question: Question) -> None:
        self.subject = subject
        self.question = question

    async def report(self) -> KeyReport:
        """The verdict; a failure to reach the venue is a line of it, not an error."""
        try:
            return await self._ask()
        finally:
            await self.subject.aclose()

    # What a venue fills in.

    @abstractmethod
    async def account_checks(self, account: AccountFacts, key: KeyFacts) -> Iterable[Check]:
        """Lines about the account, in the order of `manner.questions`; may ask the venue more."""

    def blamed(self, error: VenueError) -> str:
        """Name of the line that a refusal of the key answers."""
        if isinstance(error, IpNotAllowed):
            return "address"
        return "credentials" if isinstance(error, AuthError) else "reach"

    async def elsewhere(self, error: VenueError) -> Pair | None:
        """Where else the key lives, as a cure, when this site does not know it."""
        del error
        return None

    # The same for all.

    def equity(self, account: AccountFacts) -> Check:
        """The line about the money in the trading account."""
        return key_lines.equity(self.manner.equity_call, account.equity_usdt, self.question.min_equity, self.manner)

    async def _ask(self) -> KeyReport:
        clock, manner = self.subject.clock, self.manner
        try:
            await clock.ensure()
        except VenueError as error:
            return self._refused("reach", error, call=manner.time_call)
        try:
            key = await self.subject.key_facts()
        except VenueError as error:
            blamed = self.blamed(error)
            report = self._refused(blamed, error, call=manner.key_call, offset_ms=clock.offset_ms)
            cure = await self.elsewhere(error) if blamed == "credentials" else None
            return _with_cure(report, cure) if cure else report
        checks = list(key_lines.of_key(key, self.question, manner, clock.offset_ms))
        try:
            account = await self.subject.account_facts()
            checks += await self.account_checks(account, key)
        except VenueError as error:
            checks += [self._no_answer(name, error) for name in manner.questions]
            return KeyReport(tuple(checks), Facts(key, None))
        return KeyReport(tuple(checks), Facts(key, account))

    def _refused(self, name: str, error: VenueError, *, call: str, offset_ms: int = 0) -> KeyReport:
        """The report of a key that did not come further than `name`."""
        text, cure = key_lines.refusal(name, error, self.question, self.manner)
        blamed = Check(name, "no", text, cure, venue_quote=key_lines.quote(error), call=call)
        names = (*KEY_CHECKS[self.question.kind], *self.manner.questions)
        checks = [blamed if each == name else self._unasked(each) for each in names]
        if name != "reach" and not isinstance(error, ClockSkew):
            checks[0] = key_lines.reached(offset_ms, self.manner)
        return KeyReport(tuple(checks), seen_ip=error.seen_ip, unknown_key=error.code in self.unknown_key)

    def _unasked(self, name: str) -> Check:
        """A check that waits for an earlier one; its text is the question."""
        return Check(name, "unverified", self._question(name), group=self._group(name))

    def _no_answer(self, name: str, error: VenueError) -> Check:
        """A check the venue could not answer; its text is the question."""
        cure, said = self.manner.explain(error)[1], key_lines.quote(error)
        return Check(name, "unverified", self._question(name), cure, said, self._group(name), error.endpoint)

    def _question(self, name: str) -> Pair:
        return self.manner.questions.get(name) or key_lines.questions(self.manner.title, self.manner.parts)[name]

    def _group(self, name: str) -> Literal["key", "account"]:
        return "account" if name in self.manner.questions else "key"


def _with_cure(report: KeyReport, cure: Pair) -> KeyReport:
    found = tuple(replace(check, cure=cure) if check.name == "credentials" else check for check in report.checks)
    return replace(report, checks=found)

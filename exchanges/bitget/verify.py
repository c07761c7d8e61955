"""What Bitget says about a pasted key and the account behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from exchanges.bitget import checks
from exchanges.bitget.account import BitgetAccount
from exchanges.bitget.adapter import BitgetAdapter
from exchanges.bitget.hosts import BitgetHosts
from exchanges.bitget.product import BitgetProduct
from exchanges.core.account_adapter import Writing
from exchanges.core.adapter import AccountFacts, Credentials, Environment, KeyFacts, Right
from exchanges.core.clock import VenueClock, now_ms
from exchanges.core.errors import AuthError, PermissionDenied, VenueError
from exchanges.core.examination import KEY_CHECKS, Examination, Manner, Question
from exchanges.core.limits import Limits
from exchanges.core.verdict import Check, KeyReport, Pair

OTHER_ENVIRONMENT = "40099"
UNKNOWN_KEY = frozenset({"40006", "40037"})
_LACKS_BOXES: tuple[Pair, Pair] = (
    ("the key lacks Futures orders and Futures holdings, read-write", "该 Key 缺少“合约订单”和“合约持仓”的读写权限"),
    (
        "On Bitget choose Read-write for this key and tick Futures orders and Futures holdings, save, check again.",
        "请在 Bitget 把该 Key 设为“读写权限”，勾选“合约订单”和“合约持仓”，保存后重新检查。",
    ),
)


async def verify(
    question: Question,
    credentials: Credentials,
    hosts: BitgetHosts,
    *,
    now: Callable[[], int] = now_ms,
    limits: Limits | None = None,
    clock: VenueClock | None = None,
) -> KeyReport:
    """Ask Bitget about a key.

    Args:
        question: What is asked.
        credentials: As pasted, blanks removed.
        hosts: Where the account is.

    Returns:
        A report; a failure to reach the venue is a line of it, not an error.
    """
    return await examine(FuturesExamination, BitgetAdapter, question, credentials, hosts, now, limits, clock)


P = TypeVar("P", bound=BitgetProduct[BitgetAccount, Writing])


async def examine(
    examination: type[BitgetExamination],
    product: type[P],
    question: Question,
    credentials: Credentials,
    hosts: BitgetHosts,
    now: Callable[[], int],
    limits: Limits | None,
    clock: VenueClock | None,
) -> KeyReport:
    """Ask about a key as one product of Bitget does; arguments as for `verify`."""
    try:
        adapter = product(credentials, hosts, question.environment, now=now, limits=limits, clock=clock)
    except AuthError as error:
        return _unusable(examination.manner, question, error)
    return await examination(adapter, question, credentials, hosts).report()


class BitgetExamination(Examination[BitgetProduct[BitgetAccount, Writing]]):
    """Bitget's own part of every verdict.

    Args:
        credentials: The key, to look for it in the other environment.
        hosts: Where the key was asked about.
    """

    def __init__(
        self,
        subject: BitgetProduct[BitgetAccount, Writing],
        question: Question,
        credentials: Credentials,
        hosts: BitgetHosts,
    ) -> None:
        super().__init__(subject, question)
        self._credentials = credentials
        self._hosts = hosts

    def blamed(self, error: VenueError) -> str:
        """See `Examination`. The venue tells nothing of a classic key without the Spot box."""
        if error.code == OTHER_ENVIRONMENT:
            return "environment"
        if isinstance(error, PermissionDenied):
            return "read_only" if self.question.kind == "read" else "may_trade"
        return super().blamed(error)

    async def elsewhere(self, error: VenueError) -> Pair | None:
        """Whether the key belongs to the other environment: there it looks like no key at all."""
        if error.code not in UNKNOWN_KEY:
            return None
        other: Environment = "demo" if self.question.environment == "live" else "live"
        adapter = type(self.subject)(self._credentials, self._hosts, other)
        try:
            await adapter.key_facts()
        except VenueError:
            return None
        finally:
            await adapter.aclose()
        if other == "demo":
            return ("This is a demo trading key: choose demo trading.", "这是模拟盘 Key，请改选模拟盘。")
        return ("This is a live key: choose live.", "这是实盘 Key，请改选实盘。")


class FuturesExamination(BitgetExamination):
    """What futures ask besides."""

    manner = checks.MANNER

    async def report(self) -> KeyReport:
        """See `Examination`; a trade key without both futures boxes is told which they are."""
        report = await super().report()
        return replace(report, checks=tuple(_with_boxes(check, report) for check in report.checks))

    async def account_checks(self, account: AccountFacts, key: KeyFacts) -> tuple[Check, ...]:
        """See `Examination`."""
        return (
            checks.account_kind(account),
            checks.hedge_mode(account, can_fix=Right.TRADE in key.rights),
            self.equity(account),
            checks.inviter(key, account),
        )


def _with_boxes(check: Check, report: KeyReport) -> Check:
    rights = report.facts.key.rights if report.facts else frozenset()
    if check.name != "may_trade" or check.outcome != "no" or Right.OTHER not in rights:
        return check
    return replace(check, text=_LACKS_BOXES[0], cure=_LACKS_BOXES[1])


def _unusable(manner: Manner, question: Question, error: VenueError) -> KeyReport:
    """A secret that cannot sign anything is not sent anywhere."""
    text, cure = manner.explain(error)
    questions = manner.questions
    names = (*KEY_CHECKS[question.kind], *questions)
    return KeyReport(
        tuple(
            Check(name, "no", text, cure)
            if name == "credentials"
            else Check(name, "unverified", questions.get(name, (name, name)))
            for name in names
        )
    )

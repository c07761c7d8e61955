"""What Gate says about a pasted key and the CrossEx account behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from exchanges.core.adapter import AccountFacts, Credentials, KeyFacts, Right
from exchanges.core.clock import VenueClock, now_ms
from exchanges.core.errors import PermissionDenied, VenueError
from exchanges.core.examination import Examination, Question
from exchanges.core.limits import Limits
from exchanges.core.verdict import Check, KeyReport, Pair
from exchanges.gate_crossex import checks
from exchanges.gate_crossex.adapter import CrossexAdapter
from exchanges.gate_crossex.hosts import CrossexHosts
from exchanges.gate_crossex.key_info import CROSSEX
from exchanges.gate_crossex.refusals import NOT_OPENED
from exchanges.gate_crossex.table import READS, WRITES

_LACKS_CROSSEX: tuple[Pair, Pair] = (
    ("the key has no Cross-Exchange permission", "该 Key 没有“跨所交易”权限"),
    (
        "On Gate edit the key: tick Cross-Exchange (read-only for the read key, read-write for the trade key), save, "
        "check again after five minutes.",
        "请在 Gate 编辑该 Key，勾选“跨所交易”（只读 Key 选只读，交易 Key 选读写），保存后五分钟再检查。",
    ),
)


async def verify(
    question: Question,
    credentials: Credentials,
    hosts: CrossexHosts,
    *,
    now: Callable[[], int] = now_ms,
    limits: Limits | None = None,
    clock: VenueClock | None = None,
) -> KeyReport:
    """Ask Gate about a key.

    Args:
        question: What is asked.
        credentials: As pasted, blanks removed.
        hosts: Where the account is.

    Returns:
        A report; a failure to reach the venue is a line of it, not an error.
    """
    adapter = CrossexAdapter(credentials, hosts, question.environment, now=now, limits=limits, clock=clock)
    return await CrossexExamination(adapter, question).report()


class CrossexExamination(Examination[CrossexAdapter]):
    """CrossEx's own part of the verdict."""

    manner = checks.MANNER

    async def report(self) -> KeyReport:
        """See `Examination`; a missing permission and an account that was never opened are named as such."""
        report = await super().report()
        return replace(report, checks=tuple(_named(check, report) for check in report.checks))

    def blamed(self, error: VenueError) -> str:
        """See `Examination`. Where Gate tells nothing of a key, reading it is the first trial."""
        if isinstance(error, PermissionDenied):
            return "read_only" if self.question.kind == "read" else "may_trade"
        return super().blamed(error)

    async def account_checks(self, account: AccountFacts, key: KeyFacts) -> Sequence[Check]:
        """See `Examination`."""
        pools = self.subject.account.pools
        return (
            checks.account_kind(account),
            checks.hedge_mode(account, pools, can_fix=Right.TRADE in key.rights),
            self.equity(account),
            checks.margin(pools),
        )


def _named(check: Check, report: KeyReport) -> Check:
    if check.name == "account_kind" and check.outcome == "unverified" and check.venue_quote.startswith(NOT_OPENED):
        return checks.not_opened(check)
    words = report.facts.key.permissions if report.facts else None
    if (
        words is not None
        and not {CROSSEX + READS, CROSSEX + WRITES} & words
        and check.name in ("read_only", "may_trade")
    ):
        return replace(check, outcome="no", text=_LACKS_CROSSEX[0], cure=_LACKS_CROSSEX[1])
    return check

"""What OKX says about a pasted key and the account behind it."""

from __future__ import annotations

from collections.abc import Callable

from exchanges.core.adapter import AccountFacts, Credentials, KeyFacts, Right
from exchanges.core.clock import VenueClock, now_ms
from exchanges.core.errors import VenueError
from exchanges.core.examination import Examination, Question
from exchanges.core.limits import Limits
from exchanges.core.verdict import Check, KeyReport
from exchanges.okx import checks
from exchanges.okx.adapter import OkxAdapter
from exchanges.okx.hosts import OkxHosts
from exchanges.okx.trading import FUTURES_MODE

OTHER_ENVIRONMENT = "50101"


async def verify(
    question: Question,
    credentials: Credentials,
    hosts: OkxHosts,
    *,
    now: Callable[[], int] = now_ms,
    limits: Limits | None = None,
    clock: VenueClock | None = None,
) -> KeyReport:
    """Ask OKX about a key.

    Args:
        question: What is asked.
        credentials: As pasted, blanks removed.
        hosts: The site that is asked; it knows the keys made there, and no others.

    Returns:
        A report; a failure to reach the venue is a line of it, not an error.
    """
    adapter = OkxAdapter(credentials, hosts, question.environment, now=now, limits=limits, clock=clock)
    return await OkxExamination(adapter, question).report()


class OkxExamination(Examination[OkxAdapter]):
    """OKX's own part of the verdict."""

    manner = checks.MANNER
    unknown_key = frozenset({"50111", "50119"})

    def blamed(self, error: VenueError) -> str:
        """See `Examination`."""
        return "environment" if error.code == OTHER_ENVIRONMENT else super().blamed(error)

    async def account_checks(self, account: AccountFacts, key: KeyFacts) -> tuple[Check, ...]:
        """See `Examination`."""
        can_fix = Right.TRADE in key.rights
        blockers: tuple[str, ...] = ()
        if account.account_mode != FUTURES_MODE:
            blockers = await self.subject.account.switch_blockers(FUTURES_MODE)
        return (
            checks.futures_mode(account, blockers, can_fix=can_fix),
            checks.hedge_mode(account, can_fix=can_fix),
            self.equity(account),
        )

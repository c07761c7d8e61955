"""What Toobit says about a pasted key and the account behind it.

No call tells of a key, so that harmless ones are tried: reading what is led, and removing a follower nobody has. What
they cannot show (withdrawing, transfers, the IP list) is said to be unverified.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from exchanges.core.adapter import AccountFacts, Credentials, KeyFacts
from exchanges.core.clock import VenueClock, now_ms
from exchanges.core.errors import VenueError
from exchanges.core.examination import Examination, Question
from exchanges.core.limits import Limits
from exchanges.core.verdict import Check, KeyReport
from exchanges.toobit import checks, table
from exchanges.toobit.adapter import ToobitAdapter
from exchanges.toobit.hosts import ToobitHosts


async def verify(
    question: Question,
    credentials: Credentials,
    hosts: ToobitHosts,
    *,
    now: Callable[[], int] = now_ms,
    limits: Limits | None = None,
    clock: VenueClock | None = None,
) -> KeyReport:
    """Ask Toobit about a key.

    Args:
        question: What is asked.
        credentials: As pasted, blanks removed.
        hosts: Where the account is.

    Returns:
        A report; a failure to reach the venue is a line of it, not an error.
    """
    adapter = ToobitAdapter(credentials, hosts, question.environment, now=now, limits=limits, clock=clock)
    return await ToobitExamination(adapter, question).report()


class ToobitExamination(Examination[ToobitAdapter]):
    """Toobit's own part of the verdict."""

    manner = checks.MANNER

    async def account_checks(self, account: AccountFacts, key: KeyFacts) -> Sequence[Check]:
        """See `Examination`."""
        del key
        try:
            await self.subject.rest.call(table.LISTEN_KEY)
            refused: VenueError | None = None
        except VenueError as error:
            refused = error
        return (
            checks.account_kind(account, await self._account_type()),
            self.equity(account),
            checks.futures_refused(refused) if self.subject.led.is_needed and refused else checks.stream(refused),
        )

    async def _account_type(self) -> str:
        """The venue's word for the account; shown, and nothing is decided by it."""
        try:
            return await self.subject.account.account_type()
        except VenueError:
            return ""

"""What BitMart says about a pasted key and the account behind it, and what it does not tell."""

from __future__ import annotations

from collections.abc import Callable

from exchanges.bitmart import checks
from exchanges.bitmart.adapter import BitmartAdapter
from exchanges.bitmart.hosts import SITES, BitmartHosts
from exchanges.core.adapter import AccountFacts, Credentials, Environment, KeyFacts, Right
from exchanges.core.clock import VenueClock, now_ms
from exchanges.core.errors import PermissionDenied, VenueError
from exchanges.core.examination import Examination, Question
from exchanges.core.limits import Limits
from exchanges.core.verdict import Check, KeyReport, Pair

UNKNOWN_KEY, NO_FUTURES = "30002", "40046"


async def verify(
    question: Question,
    credentials: Credentials,
    hosts: BitmartHosts,
    *,
    now: Callable[[], int] = now_ms,
    limits: Limits | None = None,
    clock: VenueClock | None = None,
) -> KeyReport:
    """Ask BitMart about a key.

    Args:
        question: What is asked.
        credentials: As pasted; the passphrase is the memo.
        hosts: Where the account is.

    Returns:
        A report; a failure to reach the venue is a line of it, not an error.
    """
    adapter = BitmartAdapter(credentials, hosts, question.environment, now=now, limits=limits, clock=clock)
    return await BitmartExamination(adapter, question, credentials, hosts).report()


class BitmartExamination(Examination[BitmartAdapter]):
    """BitMart's own part of the verdict.

    Args:
        credentials: The key, to look for it in the other environment.
        hosts: Where the key was asked about.
    """

    manner = checks.MANNER

    def __init__(
        self, subject: BitmartAdapter, question: Question, credentials: Credentials, hosts: BitmartHosts
    ) -> None:
        super().__init__(subject, question)
        self._credentials = credentials
        self._hosts = hosts

    def blamed(self, error: VenueError) -> str:
        """See `Examination`."""
        if error.code == NO_FUTURES:
            return "futures_account"
        if isinstance(error, PermissionDenied):
            return "read_only" if self.question.kind == "read" else "may_trade"
        return super().blamed(error)

    async def account_checks(self, account: AccountFacts, key: KeyFacts) -> tuple[Check, ...]:
        """See `Examination`."""
        mode = checks.hedge_mode(account, can_fix=Right.TRADE in key.rights)
        return (checks.futures_account(), mode, self.equity(account))

    async def elsewhere(self, error: VenueError) -> Pair | None:
        """Whether the key belongs to the other environment: there it looks like no key at all."""
        other: Environment = "demo" if self.question.environment == "live" else "live"
        site = SITES["global"]
        if error.code != UNKNOWN_KEY or self._hosts != site[self.question.environment]:
            return None
        return await self._known_at(site[other], other)

    async def _known_at(self, hosts: BitmartHosts, other: Environment) -> Pair | None:
        adapter = BitmartAdapter(self._credentials, hosts, other)
        try:
            await adapter.account.balances()
        except VenueError:
            return None
        finally:
            await adapter.aclose()
        if other == "demo":
            return ("This is a demo trading key: choose demo trading.", "这是模拟盘 Key，请改选模拟盘。")
        return ("This is a live key: choose live.", "这是实盘 Key，请改选实盘。")

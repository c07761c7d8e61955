"""What OKX says about a pasted key and the account behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from exchanges.core.adapter import AccountFacts, Credentials, KeyFacts, Right
from exchanges.core.clock import VenueClock, now_ms
from exchanges.core.errors import VenueError
from exchanges.core.examination import Examination, Question
from exchanges.core.limits import Limits
from exchanges.core.verdict import Check, KeyReport, Pair
from exchanges.okx import checks
from exchanges.okx.adapter import OkxAdapter
from exchanges.okx.hosts import OkxHosts, other_sites
from exchanges.okx.trading import FUTURES_MODE

OTHER_ENVIRONMENT, UNKNOWN_KEY = "50101", "50119"


async def verify(
    question: Question,
    credentials: Credentials,
    hosts: OkxHosts,
    *,
    now: Callable[[], int] = now_ms,
    limits: Limits | None = None,
    clock: VenueClock | None = None,
    sites: Sequence[tuple[str, OkxHosts]] | None = None,
) -> KeyReport:
    """Ask OKX about a key.

    Args:
        question: What is asked.
        credentials: As pasted, blanks removed.
        hosts: Where the person says the account is.
        sites: Other sites to look at when this one does not know the key; OKX's own by default.

    Returns:
        A report; a failure to reach the venue is a line of it, not an error.
    """
    adapter = OkxAdapter(credentials, hosts, question.environment, now=now, limits=limits, clock=clock)
    known = tuple(other_sites(hosts, question.environment) if sites is None else sites)
    return await OkxExamination(adapter, question, credentials, known).report()


class OkxExamination(Examination[OkxAdapter]):
    """OKX's own part of the verdict.

    Args:
        credentials: The key, to look for it at other sites.
        sites: Other sites where it may live, by name.
    """

    manner = checks.MANNER

    def __init__(
        self,
        subject: OkxAdapter,
        question: Question,
        credentials: Credentials,
        sites: tuple[tuple[str, OkxHosts], ...] = (),
    ) -> None:
        super().__init__(subject, question)
        self._credentials = credentials
        self._sites = sites

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

    async def elsewhere(self, error: VenueError) -> Pair | None:
        """The site that knows the key, when another one does."""
        for site, hosts in self._sites if error.code == UNKNOWN_KEY else ():
            adapter = OkxAdapter(self._credentials, hosts, self.question.environment)
            try:
                await adapter.key_facts()
            except VenueError:
                continue
            finally:
                await adapter.aclose()
            return (
                f"The key lives on OKX's {site} site ({hosts.rest}); choose that site.",
                f"该 Key 属于 OKX 的 {site} 站点 ({hosts.rest})，请改选该站点。",
            )
        return None

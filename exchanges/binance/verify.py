"""What Binance says about a pasted key and the account behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from exchanges.binance import checks, table
from exchanges.binance.adapter import BinanceAdapter
from exchanges.binance.hosts import BinanceHosts, other_environment
from exchanges.binance.refusals import OTHER_ENVIRONMENT
from exchanges.core.adapter import AccountFacts, Credentials, Environment, KeyFacts, Right
from exchanges.core.clock import VenueClock, now_ms
from exchanges.core.errors import AuthError, VenueError
from exchanges.core.examination import Examination, Question
from exchanges.core.limits import Limits
from exchanges.core.verdict import Check, KeyReport

Elsewhere = tuple[Environment, BinanceHosts]


async def verify(
    question: Question,
    credentials: Credentials,
    hosts: BinanceHosts,
    *,
    now: Callable[[], int] = now_ms,
    limits: Limits | None = None,
    clock: VenueClock | None = None,
    elsewhere: Elsewhere | None = None,
) -> KeyReport:
    """Ask Binance about a key.

    Args:
        question: What is asked.
        credentials: As pasted, blanks removed.
        hosts: Where the person says the account is.
        elsewhere: The other environment, asked when this one does not know the key; Binance's own by default.

    Returns:
        A report; a failure to reach the venue is a line of it, not an error.
    """
    other = elsewhere or other_environment(hosts, question.environment)
    adapter = _Examined(credentials, hosts, question.environment, now=now, limits=limits, clock=clock)
    adapter.elsewhere = other
    kind = BinanceExamination if hosts.sapi else DemoExamination
    return await kind(adapter, question).report()


class _Examined(BinanceAdapter):
    """The adapter of a key in question: a refusal is looked into before it is told."""

    elsewhere: Elsewhere | None = None

    async def key_facts(self) -> KeyFacts:
        """See `Adapter`; a key of the other environment is refused by that name."""
        try:
            return await super().key_facts()
        except AuthError as error:
            refused = error
        if self.elsewhere is not None and self._credentials is not None:
            environment, hosts = self.elsewhere
            other = BinanceAdapter(self._credentials, hosts, environment)
            if await _accepts(other):
                refused.cure = OTHER_ENVIRONMENT
        raise refused


async def _accepts(adapter: BinanceAdapter) -> bool:
    try:
        await adapter.rest.call(table.ACCOUNT_CONFIG)
    except VenueError:
        return False
    finally:
        await adapter.aclose()
    return True


class BinanceExamination(Examination[BinanceAdapter]):
    """Binance's own part of the verdict."""

    manner = checks.MANNER

    def blamed(self, error: VenueError) -> str:
        """See `Examination`."""
        return "environment" if error.cure == OTHER_ENVIRONMENT else super().blamed(error)

    async def account_checks(self, account: AccountFacts, key: KeyFacts) -> Sequence[Check]:
        """See `Examination`."""
        try:
            await self.subject.rest.call(table.LISTEN_KEY)
            refused: VenueError | None = None
        except VenueError as error:
            refused = error
        return (
            checks.account_kind(account),
            checks.hedge_mode(account, can_fix=Right.TRADE in key.rights),
            self.equity(account),
            checks.stream(refused),
        )


class DemoExamination(BinanceExamination):
    """The same where no call tells of a key: it is tried out."""

    manner = checks.DEMO_MANNER

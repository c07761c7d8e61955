"""What Bitget says about a key pasted for margin, and the account behind it."""

from __future__ import annotations

from collections.abc import Callable

from exchanges.bitget import checks
from exchanges.bitget import table as futures
from exchanges.bitget.hosts import BitgetHosts
from exchanges.bitget.verify import BitgetExamination, examine
from exchanges.bitget_margin.adapter import MarginAdapter
from exchanges.bitget_margin.refusals import explain
from exchanges.bitget_margin.table import CALLS, PERMISSIONS
from exchanges.core.adapter import AccountFacts, Credentials, KeyFacts
from exchanges.core.clock import VenueClock, now_ms
from exchanges.core.examination import Manner, Question
from exchanges.core.limits import Limits
from exchanges.core.model import MarginMode
from exchanges.core.verdict import Check, KeyReport

_ASSETS = CALLS["v2", MarginMode.CROSS, "assets"].call
MANNER = Manner(
    title="Bitget",
    time_call=futures.TIME.call,
    key_call=futures.KEY_INFO.call,
    equity_call=_ASSETS,
    permissions=PERMISSIONS,
    explain=explain,
    questions={
        "account_kind": checks.KIND,
        "equity": ("enough equity", "权益足够"),
        "inviter": checks.INVITER,
    },
    equity_cure=(
        "On Bitget: Assets > Transfer from Spot to Margin; into a unified account a deposit is enough.",
        "在 Bitget：资产 → 划转，从现货账户转入杠杆账户；统一账户无需划转，充值即可。",
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
    return await examine(MarginExamination, MarginAdapter, question, credentials, hosts, now, limits, clock)


class MarginExamination(BitgetExamination):
    """What margin asks besides."""

    manner = MANNER

    async def account_checks(self, account: AccountFacts, key: KeyFacts) -> tuple[Check, ...]:
        """See `Examination`."""
        call = _ASSETS if account.account_mode == "classic" else futures.UTA_SETTINGS.call
        return checks.account_kind(account, call), self.equity(account), checks.inviter(key, account)

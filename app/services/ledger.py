"""The compute ledger as its owner sees it: balance, lines, and how long it lasts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.services.ledger_export import as_csv, write_csv
from app.services.rules import Rules
from app.services.session import Session
from app.services.trading_gate import Trading, trading_of
from app.settings import Settings
from store import ledger, meters
from store.database import Store

DAY_MS = 86_400_000
PACE_DAYS = 7
_EXPORT_PAGE = 1_000
_KINDS = {
    "deposit": "compute.kind.topup",
    "topup": "compute.kind.topup",
    "metering": "compute.kind.metering",
    "referral": "compute.kind.referral",
    "withdrawal": "compute.kind.withdrawal",
    "withdrawal-returned": "compute.kind.reversal",
    "adjustment": "compute.kind.adjustment",
    "reversal": "compute.kind.reversal",
}


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line of the compute ledger."""

    seq: int
    """Grows; hand the last line's to `entries` as `before` for the page below."""
    ms: int
    kind: str
    """The ledger's own word."""
    text_key: str
    """Text that names the kind."""
    amount_micro: int
    """Received is positive, spent negative."""
    balance_after_micro: int
    ref: str
    """What it was for: an order, an account."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What metering took lately, and how long the balance lasts if it goes on like that."""

    days: int
    """Length of the look back."""
    spent_micro: int
    days_left: int | None
    """`None` when nothing was spent, so that nothing can be said."""


class LedgerService:
    """Reads the compute ledger of the person signed in.

    Args:
        store: Where the ledger is.
        rules: `metering.warning_compute` is the level below which the dashboard warns.
        now: The clock, UTC milliseconds.
    """

    def __init__(self, store: Store, rules: Rules | Settings, now: Callable[[], int]) -> None:
        self._store = store
        self._rules = rules
        self._now = now

    async def balance_micro(self, session: Session) -> int:
        """The compute balance, micro-USDT."""
        async with self._store.read() as connection:
            return await ledger.balance(connection, ledger.compute(session.user_id))

    async def entries(self, session: Session, limit: int = 50, before: int | None = None) -> list[LedgerLine]:
        """Lines with the balance after each, newest first.

        Args:
            before: `seq` of the last line of the page above; `None` for the newest page.
        """
        async with self._store.read() as connection:
            found = await ledger.entries(connection, ledger.compute(session.user_id), limit, before)
        return [
            LedgerLine(
                seq=entry.seq,
                ms=entry.created_ms,
                kind=entry.kind,
                text_key=_KINDS.get(entry.kind, "compute.kind.other"),
                amount_micro=entry.amount_micro,
                balance_after_micro=entry.balance_micro,
                ref=entry.ref,
            )
            for entry in found
        ]

    async def csv(self, session: Session) -> bytes:
        """Every line, the oldest first, as the content of a CSV file."""
        lines: list[LedgerLine] = []
        while page := await self.entries(session, _EXPORT_PAGE, before=lines[-1].seq if lines else None):
            lines += page
        lines.reverse()
        return await asyncio.to_thread(as_csv, lines)

    async def export(self, session: Session, data_dir: Path) -> Path:
        """Write every line into a CSV file of the data folder; answers its path.

        Raises:
            OSError: The file cannot be written.
        """
        content = await self.csv(session)
        return await asyncio.to_thread(write_csv, data_dir, session.username, content, self._now())

    async def trading(self, session: Session) -> Trading:
        """Whether trading actions of this person's bindings are allowed now."""
        async with self._store.read() as connection:
            return await trading_of(connection, session.user_id)

    @property
    def warning_micro(self) -> int:
        """Below this balance the dashboard warns."""
        return self._rules.metering.warning_compute_micro

    async def is_low(self, session: Session) -> bool:
        """Whether the balance is below the warning level."""
        return await self.balance_micro(session) < self.warning_micro

    async def pace(self, session: Session) -> Pace:
        """How long the balance lasts at the pace of the last seven days, or of less when there is less to look at."""
        now_ms = self._now()
        async with self._store.read() as connection:
            held = await ledger.balance(connection, ledger.compute(session.user_id))
            spent = await meters.spending_since(connection, session.user_id, now_ms - PACE_DAYS * DAY_MS)
        if spent.first_ms is None or spent.net_micro <= 0:
            return Pace(PACE_DAYS, max(0, spent.net_micro), None)
        # A day at least: one profitable hour says little about the next.
        watched_ms = max(DAY_MS, now_ms - spent.first_ms)
        return Pace(PACE_DAYS, spent.net_micro, held * watched_ms // (spent.net_micro * DAY_MS))

"""Watches every approved account of the person signed in: one supervised task each, books, journal, totals.

Monitoring costs nothing and is never paused, not even when compute is used up.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Row

from app import locations
from app.reports import write_report
from app.services.book import Book
from app.services.equity import EquityHistory
from app.services.history import recall, resume_point
from app.services.journal import Journal
from app.services.metering import MeteringService
from app.services.quarantine import Quarantine
from app.services.sealed_keys import unseal
from app.services.session import Session
from app.services.totals import Totals, totals_of, totals_of_all
from app.services.venues import Venues
from app.services.watch import Watch
from app.settings import Settings
from exchanges.core.adapter import Adapter, Resume
from exchanges.core.model import BookChanged, Event
from store import bindings
from store.database import Store
from store.errors import StoreUnavailable

log = logging.getLogger(__name__)

LOOK_AGAIN_S = 2.0
"""Bindings may be approved or removed by another process: the operator's."""
DRAIN_S = 2.0
Listener = Callable[[Book, Event], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of the program met while watching an account."""

    binding_id: str
    label: str
    at_ms: int
    kind: str
    report: Path | None
    """The report file; `None` when it could not be written."""


class MonitorService:
    """Keeps the books of a person's approved accounts.

    Args:
        store: Bindings, vault and journal.
        settings: Their data folder takes reports of faults.
        venues: Make the adapters.
        metering: Books fills and incomes.
        now: The clock, UTC milliseconds.
        look_again_s: How often the list of approved bindings is read.
    """

    def __init__(
        self,
        store: Store,
        settings: Settings,
        venues: Venues,
        metering: MeteringService,
        now: Callable[[], int],
        *,
        look_again_s: float = LOOK_AGAIN_S,
    ) -> None:
        self.books: dict[str, Book] = {}
        """Binding id -> its book, the oldest binding first."""
        self.faults: list[Fault] = []
        self.equity = EquityHistory(store, now)
        self.quarantine = Quarantine(locations.quarantine_dir(settings.data_dir), now)
        self._store = store
        self._settings = settings
        self._venues = venues
        self._metering = metering
        self._now = now
        self._look_again_s = look_again_s
        self._session: Session | None = None
        self._journal = Journal(metering)
        self._watches: dict[str, tuple[Watch, asyncio.Task[None]]] = {}
        self._housekeeping: list[asyncio.Task[None]] = []
        self._listeners: list[Listener] = []
        self._refreshing = asyncio.Lock()

    # -- running ---------------------------------------------------------------------------------------------------

    async def start(self, session: Session) -> None:
        """Watch all approved accounts of this person; whoever was watched before is stopped.

        Raises:
            StoreUnavailable: The list of bindings cannot be read.
        """
        await self.stop()
        self._session = session
        self._journal = Journal(self._metering)
        self._housekeeping = [_task(self._journal.run(), "journal"), _task(self._look_after(), "monitor")]
        await self.refresh()

    async def stop(self) -> None:
        """End all watches, book what is left, forget books and keys."""
        self._session = None
        async with self._refreshing:
            watches = [task for _, task in self._watches.values()]
            self._watches.clear()
            await _end(watches)
        housekeeping, self._housekeeping = self._housekeeping, []
        await _end(housekeeping)
        await self._drain()
        self.books.clear()
        self.equity.forget()

    async def refresh(self) -> None:
        """Read the list of approved bindings again: watch the new ones, stop watching those that are gone.

        Raises:
            StoreUnavailable: The list cannot be read; nothing was changed.
        """
        async with self._refreshing:
            session = self._session
            if session is None:
                return
            async with self._store.read() as connection:
                rows = {row.id: row for row in await bindings.approved_of_owner(connection, session.user_id)}
            if self._session is not session:
                return
            gone = [self._watches.pop(each)[1] for each in list(self._watches) if each not in rows]
            for binding_id in [each for each in self.books if each not in rows]:
                del self.books[binding_id]
            for row in rows.values():
                self._watch(session, row)
            await _end(gone)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with every event after it is in the book; answers what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def retry(self, binding_id: str) -> None:
        """A person asks to connect this account again at once."""
        if binding_id in self._watches:
            self._watches[binding_id][0].retry_now()

    def audit_soon(self, binding_id: str) -> None:
        """Compare this account with its venue in a second, because something of our own just happened there."""
        if binding_id in self._watches:
            self._watches[binding_id][0].audit_soon()

    # -- what readers ask ------------------------------------------------------------------------------------------

    def totals(self, *, offset_minutes: int = 0) -> Totals:
        """The sums over all accounts; `offset_minutes` is how far the person's clock is ahead of UTC."""
        return totals_of_all(self.books.values(), self._now(), offset_minutes=offset_minutes)

    def totals_of(self, binding_id: str, *, offset_minutes: int = 0) -> Totals:
        """The headline numbers of one account."""
        return totals_of(self.books[binding_id], self._now(), offset_minutes=offset_minutes)

    @property
    def backlog(self) -> int:
        """Fills and incomes not yet in the journal."""
        return self._journal.backlog

    # -- inside ----------------------------------------------------------------------------------------------------

    def _watch(self, session: Session, row: Row[Any]) -> None:
        label = row.label or f"{self._venues[row.venue].offer.title[0]} {row.uid[-4:]}"
        if row.id in self._watches:
            self.books[row.id].label = label
            return
        book = Book(row.id, label, row.venue, row.environment, now=self._now)
        self.books[row.id] = book
        bound_ms = int(row.answers.get("metered_from_ms", row.approved_ms))

        async def connect() -> tuple[Adapter, Resume]:
            return await self._connect(session, row, book, bound_ms)

        watch = Watch(book, connect, self._take, self._report, self._now)
        self._watches[row.id] = (watch, _task(watch.run(), f"watch {row.id}"))

    async def _connect(self, session: Session, row: Row[Any], book: Book, bound_ms: int) -> tuple[Adapter, Resume]:
        async with self._store.read() as connection:
            await recall(connection, book, self._now())
            await self.equity.recall(connection, row.id)
            resume = await resume_point(connection, row.id, bound_ms)
            credentials = await unseal(connection, session.vault, "read", row.key_id)
        adapter = self._venues[row.venue].adapter(row.environment, credentials, site=row.site)
        adapter.counters.keep_unread = self.quarantine.keeper(row.id, credentials)
        return adapter, resume

    def _take(self, book: Book, event: Event) -> None:
        book.apply(event)
        if isinstance(event, BookChanged):
            self._journal.put(book.binding_id, event.fills, event.incomes)
        self.equity.note(book)
        for listener in self._listeners:
            listener(book, event)

    def _report(self, book: Book, error: Exception) -> None:
        try:
            report = write_report(locations.reports_dir(self._settings.data_dir), error)
        except OSError as unwritten:
            log.warning("a report could not be written: %s", unwritten.strerror)
            report = None
        self.faults.append(Fault(book.binding_id, book.label, self._now(), type(error).__name__, report))

    async def _look_after(self) -> None:
        """Notice approvals and removals, and collect what is owed once compute suffices."""
        while True:
            await asyncio.sleep(self._look_again_s)
            try:
                await self.refresh()
                await self.equity.save()
                if (session := self._session) is not None:
                    await self._metering.collect(session.user_id)
            except StoreUnavailable as error:
                log.warning("monitor: the store is %s; looking again soon", error.reason)
            except Exception:
                log.exception("monitor: housekeeping failed; going on")

    async def _drain(self) -> None:
        try:
            async with asyncio.timeout(DRAIN_S):
                await self._journal.flush()
                await self.equity.save(all_of_it=True)
        except TimeoutError:
            log.warning("monitor: %d entries left for the next start", self._journal.backlog)
        except StoreUnavailable as error:
            log.warning("monitor: the newest equity was not kept, the store is %s", error.reason)


def _task(work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
    return asyncio.create_task(work, name=name)


async def _end(tasks: list[asyncio.Task[None]]) -> None:
    """Cancel and wait; what a task failed with is logged, since nobody else asks."""
    for task in tasks:
        task.cancel()
    for outcome in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(outcome, Exception):
            log.error("a task of the monitor had failed", exc_info=outcome)

"""One bound account under watch: its adapter followed, its book kept, the adapter restarted when it breaks.

An adapter reconnects by itself; what is mended here are faults of the program. After three of them without a healthy
minute in between the account is shown as needing attention, with a report, and waits for a person.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from typing import cast

from app.services.book import Book
from exchanges.core.adapter import Adapter, Resume
from exchanges.core.model import Event, LinkChanged, LinkState
from store.errors import StoreUnavailable, VaultError

log = logging.getLogger(__name__)

RESTART_S = (0.2, 0.8)
"""Pauses before the first and the second restart."""
STRIKES = len(RESTART_S) + 1
HEALTHY_S = 60.0
STORE_RETRY_S = 1.0

Connect = Callable[[], Awaitable[tuple[Adapter, Resume]]]
"""Opens the key in the vault and makes the adapter; the key stays in the adapter alone."""


class Watch:
    """Follows one account until cancelled.

    Args:
        book: Where the account's state goes.
        connect: Makes the adapter, anew for every start.
        take: Takes every event.
        report: Told of every fault of the program.
        now: The clock, UTC milliseconds.
    """

    def __init__(
        self,
        book: Book,
        connect: Connect,
        take: Callable[[Book, Event], None],
        report: Callable[[Book, Exception], None],
        now: Callable[[], int],
    ) -> None:
        self.book = book
        self._connect = connect
        self._take = take
        self._report = report
        self._now = now
        self._adapter: Adapter | None = None
        self._wanted = asyncio.Event()
        self._strikes = 0

    def retry_now(self) -> None:
        """A person asks to try again at once."""
        self._wanted.set()
        if self._adapter is not None:
            self._adapter.retry_now()

    def audit_soon(self) -> None:
        """Compare with the venue in a second."""
        if self._adapter is not None:
            self._adapter.audit_soon()

    async def run(self) -> None:
        """Keep the account followed until cancelled."""
        while True:
            started = asyncio.get_running_loop().time()
            try:
                await self._follow()
            except StoreUnavailable as error:
                self._link(LinkState.DOWN, f"the store is {error.reason}", "store", STORE_RETRY_S)
                await asyncio.sleep(STORE_RETRY_S)
            except VaultError as error:
                log.warning("watch of %s: the key does not open: %s", self.book.binding_id, type(error).__name__)
                await self._wait_for_a_person("the stored key cannot be opened", "vault")
            except Exception as error:
                log.exception("watch of %s: a fault of the program", self.book.binding_id)
                if asyncio.get_running_loop().time() - started >= HEALTHY_S:
                    self._strikes = 0
                await self._after_fault(error)

    async def _follow(self) -> None:
        adapter, resume = await self._connect()
        self._adapter = adapter
        try:
            # The protocol promises a generator, to be closed like this.
            life = cast("AsyncGenerator[Event, None]", adapter.events(fills_since=resume))
            async with aclosing(life) as events:
                async for event in events:
                    self._take(self.book, event)
        finally:
            self._adapter = None
            await adapter.aclose()
        raise RuntimeError("the adapter ended without being asked to")

    async def _after_fault(self, error: Exception) -> None:
        self._strikes += 1
        self._report(self.book, error)
        if self._strikes >= STRIKES:
            await self._wait_for_a_person(f"failed {STRIKES} times: {type(error).__name__}", "fault")
            self._strikes = 0
            return
        pause_s = RESTART_S[self._strikes - 1]
        self._link(LinkState.DOWN, type(error).__name__, "fault", pause_s)
        await asyncio.sleep(pause_s)

    async def _wait_for_a_person(self, reason: str, code: str) -> None:
        self._link(LinkState.ATTENTION, reason, code)
        self._wanted.clear()
        await self._wanted.wait()
        self._link(LinkState.CONNECTING)

    def _link(self, state: LinkState, reason: str = "", code: str = "", pause_s: float | None = None) -> None:
        now_ms = self._now()
        next_try_ms = None if pause_s is None else now_ms + round(pause_s * 1000)
        self._take(self.book, LinkChanged(state, now_ms, reason, code, next_try_ms))

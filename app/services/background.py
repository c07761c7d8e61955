"""Keeps the jobs alive that run all the time: a job that breaks starts again within a second, and is reported when it
keeps breaking.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from app.reports import write_report
from store.errors import StoreUnavailable

log = logging.getLogger(__name__)

RESTART_S = (0.2, 0.8)
STRIKES = len(RESTART_S) + 1
HEALTHY_S = 60.0
"""A job that ran so long starts counting anew."""
LATER_S = 30.0
"""Pause after the third strike, and while the store is away."""

Job = Callable[[], Awaitable[None]]


class Background:
    """Runs jobs until `stop`.

    Args:
        jobs: Name -> job; each runs for ever by itself.
        reports: Folder for the report of a job that keeps breaking.
        tell: Called with the job's name and error after the third strike.
    """

    def __init__(
        self,
        jobs: Mapping[str, Job],
        reports: Path,
        tell: Callable[[str, Exception], None],
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._jobs = jobs
        self._reports = reports
        self._tell = tell
        self._sleep = sleep
        self._monotonic = monotonic
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Start every job; call it once."""
        self._tasks = [asyncio.create_task(self._keep(name, job), name=name) for name, job in self._jobs.items()]

    async def stop(self) -> None:
        """Cancel every job and wait for its end."""
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        for outcome in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(outcome, Exception):
                log.error("a background job had failed", exc_info=outcome)

    async def _keep(self, name: str, job: Job) -> None:
        strikes = 0
        while True:
            started = self._monotonic()
            try:
                await job()
            except StoreUnavailable as error:
                log.warning("%s: the store is %s; going on later", name, error.reason)
                await self._sleep(RESTART_S[-1])
                continue
            except Exception as error:
                strikes = 1 if self._monotonic() - started >= HEALTHY_S else strikes + 1
                log.exception("%s broke, strike %d", name, strikes)
                await self._punish(name, error, strikes)
            else:
                return

    async def _punish(self, name: str, error: Exception, strikes: int) -> None:
        if strikes < STRIKES:
            await self._sleep(RESTART_S[strikes - 1])
            return
        if strikes == STRIKES:
            self._report(name, error)
        await self._sleep(LATER_S)

    def _report(self, name: str, error: Exception) -> None:
        try:
            write_report(self._reports, error)
        except OSError as unwritten:
            log.warning("a report could not be written: %s", unwritten.strerror)
        self._tell(name, error)

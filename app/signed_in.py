"""Who is signed in: services opened after the first frame, logins that begin, lock, end, and what fails meanwhile.

Nothing of stores or venues is imported before the first frame.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events, work
from textual.app import UnknownModeError
from textual.message import Message
from textual.worker import Worker, WorkerState

from app.locale.catalogue import t
from app.places import DOOR, LOCK, PLACES
from app.reasons import reason_of
from app.remembered import Spot, keep_spot, take_spot
from app.reports import take_untold
from app.terminal import TerminalApp

if TYPE_CHECKING:
    from app.services.assembly import Services
    from app.services.session import Session
    from app.settings import Settings
    from exchanges.core.secret import Secret

log = logging.getLogger(__name__)
PLACE_IDS = frozenset(place.id for place in PLACES)
QUIET_S = 60.0
"""The same failure is not told again for so long."""
TELL_S = 60.0
"""How often the store hears that a login is in use."""
COUNT_S = 5.0
"""How often what waits is counted anew while nothing is done; coming to a screen counts at once."""
MOST_COUNTED = 99


class ServicesReady(Message):
    """Posted to the visible screen when `app.services` has been opened."""


class SignedInApp(TerminalApp):
    """Knows the services, whose session it is, and when to lock it.

    Args:
        now: A clock that is never set and counts a sleeping machine too, seconds.
        clock_ms: The wall clock, UTC milliseconds.
    """

    def __init__(self, settings: Settings, *, now: Callable[[], float], clock_ms: Callable[[], int]) -> None:
        super().__init__(Path(settings.data_dir) / "reports")
        self.settings = settings
        self.data_dir = Path(settings.data_dir)
        self.services: Services | None = None
        self.session: Session | None = None
        self.locked: Session | None = None
        """The session behind the lock screen."""
        self.badges: dict[str, str] = {}
        """Short counts behind a place's name, by place id ("2" unread)."""
        self.clock_ms = clock_ms
        self._now = now
        self._touched_at = now()
        self._told_at = now()
        self._locked_at = now()
        self._counted_at = now()
        self._is_counting = self._counts_again = False
        self._failures: dict[str, float] = {}
        """When a failure was told last, by its text."""
        self._return_to = ""

    # -- starting and ending ---------------------------------------------------------------------------------------

    def on_ready(self) -> None:
        """The first frame is out: now the heavy parts may load."""
        self.run_worker(self._open_services(), group="services", exit_on_error=True)
        self.set_interval(1.0, self._look_at_the_clock, name="idle lock")
        if report := take_untold(self.report_folder):
            self.notify(t("frame.crash-last-time", path=report), severity="warning", timeout=20, markup=False)

    async def _open_services(self) -> None:
        # Imported in a thread: it takes a second, and somebody may be typing already.
        assembly = await asyncio.to_thread(import_module, "app.services.assembly")
        from app.services.errors import Refused
        from store.errors import StoreError

        try:
            self.services = await assembly.open_services(self.settings)
        except (Refused, StoreError, OSError) as error:
            self.exit(return_code=1, message=t("frame.cannot-open", reason=reason_of(error)))
        else:
            self.screen.post_message(ServicesReady())

    async def on_unmount(self) -> None:
        await self._end_session()
        if self.services is not None:
            await self.services.aclose()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.tell_failure(event.worker.error)

    def tell_failure(self, error: BaseException) -> None:
        """Something in the background failed: what services and store say, else where the report is."""
        from app.services.errors import Refused
        from store.errors import StoreError

        if isinstance(error, (Refused, StoreError)):
            text = reason_of(error)
        else:
            text = t("frame.failed", error=type(error).__name__, path=self.report(error))
        if self._now() - self._failures.get(text, -QUIET_S) >= QUIET_S:
            self._failures[text] = self._now()
            self.notify(text, severity="error", timeout=15, markup=False)

    # -- who is here -----------------------------------------------------------------------------------------------

    async def enter(self, session: Session) -> None:
        """Someone signed in: start the streams and show the place they left, or home."""
        from store.errors import StoreUnavailable

        assert self.services is not None  # noqa: S101 - signing in needs the services
        self.session, self.locked = session, None
        self._touched_at = self._told_at = self._now()
        try:
            await self.services.monitor.start(session)
        except StoreUnavailable as error:
            log.warning("the accounts cannot be read yet, the store is %s; the monitor looks again", error.reason)
        try:
            await self.take_on_taste(session)
        except StoreUnavailable as error:
            log.warning("language and look stay as they are, the store is %s", error.reason)
        place = self._return_to or take_spot(self.data_dir, session.username)
        self._return_to = ""
        await self.switch_mode(place if place in PLACE_IDS else "home")
        self.call_later(self._drop_screens, DOOR.id, LOCK.id)

    async def take_on_taste(self, session: Session) -> None:
        """Called before the first screen of a login: the person's own language and look."""

    async def leave(self) -> None:
        """Log out: streams stop, the vault's keys go, screens are dropped."""
        self._return_to = ""
        await self._end_session()
        await self.switch_mode(DOOR.id)
        self.call_later(self._drop_screens, LOCK.id, *(place.id for place in PLACES))

    async def action_log_out(self) -> None:
        await self.leave()

    async def action_lock(self) -> None:
        """Lock: the vault's keys go and streams stop; the login goes on and remembers the place."""
        session, services = self.session, self.services
        if session is None or services is None:
            return
        self.session, self.locked, self._return_to = None, session, self.current_mode
        self._locked_at = self._now()
        services.accounts.lock(session)
        self._forget_account()
        await self.switch_mode(LOCK.id)
        self.call_later(self._drop_screens, DOOR.id, *(place.id for place in PLACES))
        await services.monitor.stop()

    async def unlock(self, password: Secret) -> None:
        """Open the locked session again.

        Raises:
            Refused: Not the login password, too many wrong tries, or the login has ended.
        """
        assert self.services is not None  # noqa: S101 - nothing is locked before they are open
        assert self.locked is not None  # noqa: S101 - only the lock screen asks
        await self.services.accounts.unlock(self.locked, password)
        await self.enter(self.locked)

    async def _end_session(self) -> None:
        session = self.session or self.locked
        self.session = self.locked = None
        self._forget_account()
        if session is not None and self.services is not None:
            from store.errors import StoreUnavailable

            await self.services.monitor.stop()
            try:
                await self.services.accounts.logout(session)
            except StoreUnavailable as error:
                log.warning("the end of a login could not be noted, the store is %s; it ends by its time", error.reason)

    def _forget_account(self) -> None:
        """Nothing of the account stays in the frame."""
        self.badges.clear()
        self.copied_text = ""

    async def _drop_screens(self, *mode_ids: str) -> None:
        """Forget these screens and what they showed; they are built anew when next shown.

        Runs in the app's own turn: a screen that waits for its own removal waits for ever.
        """
        for mode_id in mode_ids:
            if mode_id != self.current_mode:
                try:
                    await self.remove_mode(mode_id)
                except UnknownModeError:
                    return  # The app is ending and has let go of all screens.
                self.add_mode(mode_id, self.MODES[mode_id])

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, (events.Key, events.Paste, events.MouseDown)):
            self._touched_at = self._now()
        await super().on_event(event)

    async def _look_at_the_clock(self) -> None:
        now = self._now()
        if self.session is not None and now - self._touched_at >= self.settings.idle_lock_s:
            await self.action_lock()
            return
        if self._is_left_locked(now):
            self.exit(return_code=0, message=t("frame.ended-locked", minutes=self.settings.end_locked_minutes))
            return
        if self.session is not None and now - self._told_at >= TELL_S:
            self._told_at = now
            self.run_worker(self._tell_the_store(self.session), group="login", exclusive=True, exit_on_error=False)
        if now - self._counted_at >= COUNT_S:
            self.count_waiting()

    def _is_left_locked(self, now: float) -> bool:
        """Whether somebody at the other end of SSH locked the screen, or left it to lock, and does not come back."""
        longest_s = self.settings.end_locked_minutes * 60
        if self.locked is None or self.services is None or not longest_s or not self.services.accounts.is_remote:
            return False
        return now - max(self._locked_at, self._touched_at) >= longest_s

    # -- what waits ------------------------------------------------------------------------------------------------

    def count_waiting(self) -> None:
        """Bring the counts behind the places' names up to date; for when something was read or decided, too."""
        if self.session is None:
            return
        self._counted_at = self._now()
        self._counts_again = True
        if not self._is_counting:
            self._is_counting = True
            self._count_waiting()

    @work(group="waiting", exit_on_error=False)
    async def _count_waiting(self) -> None:
        """Until what is shown is no older than the last call for it; a count under way is never cut off."""
        from store.errors import StoreUnavailable

        try:
            while self._counts_again and (session := self.session) is not None:
                self._counts_again = False
                counts = await self.waiting(session)
                badges = {place: _badge(count) for place, count in counts.items() if count}
                if self.session is session and badges != self.badges:
                    self.badges = badges
                    self.show_badges()
        except StoreUnavailable as error:
            log.info("what waits is counted later, the store is %s", error.reason)
        finally:
            self._is_counting = False

    async def waiting(self, session: Session) -> dict[str, int]:
        """How much waits, by place id."""
        from app.services.waiting import waiting_counts

        assert self.services is not None  # noqa: S101 - a session needs the services
        return await waiting_counts(self.services.store, session)

    def show_badges(self) -> None:
        """Called when `badges` changed."""

    async def _tell_the_store(self, session: Session) -> None:
        """Note that the login is in use; one that was ended elsewhere ends here too."""
        from app.services.errors import Refused

        assert self.services is not None  # noqa: S101 - a session needs the services
        try:
            await self.services.accounts.touch(session)
        except Refused as refused:
            await self.leave()
            self.notify(t(refused.key, **refused.values), severity="warning", markup=False)

    def before_unexpected_end(self) -> None:
        if self.session is not None:
            keep_spot(self.data_dir, Spot(self.session.username, self.current_mode))


def _badge(count: int) -> str:
    return str(count) if count <= MOST_COUNTED else f"{MOST_COUNTED}+"

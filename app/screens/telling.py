"""How screens tell what went wrong: beside the field it is about, else in the screen's notice, in three lines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.actions import ACTIONS, key_name
from app.locale.catalogue import t
from app.screens.frame import FrameScreen
from app.services.errors import Refused
from exchanges.core import errors
from exchanges.core.errors import VenueError
from store.errors import StoreError, StoreUnavailable
from widgets.form_field import FormField
from widgets.notice import Notice

_MEANINGS: tuple[tuple[type[VenueError], str], ...] = (
    (errors.AuthError, "failures.auth"),
    (errors.PermissionDenied, "failures.permission"),
    (errors.IpNotAllowed, "failures.ip"),
    (errors.ClockSkew, "failures.clock"),
    (errors.RateLimited, "failures.rate"),
    (errors.InsufficientFunds, "failures.funds"),
    (errors.BadRequest, "failures.request"),
    (errors.NotFound, "failures.not-found"),
    (errors.RegionBlocked, "failures.region"),
    (errors.Maintenance, "failures.maintenance"),
    (errors.VenueUnavailable, "failures.unavailable"),
    (errors.OutcomeUnknown, "failures.unknown-outcome"),
)


def trouble_lines(error: VenueError | StoreError) -> tuple[str, ...]:
    """What happened (a venue's words are quoted), what it means, and what to do next."""
    if isinstance(error, StoreError):
        reason = error.reason if isinstance(error, StoreUnavailable) else type(error).__name__
        return t("failures.store", reason=reason), t("failures.again")
    code = f" ({error.code})" if error.code else ""
    quote = t("failures.quote", venue=error.venue or "?", message=error.message, code=code)
    meaning = next((key for kind, key in _MEANINGS if isinstance(error, kind)), "failures.unexpected")
    return quote, t(meaning), t("failures.again")


class TellingScreen(FrameScreen):
    """A screen with a `Notice` (id `notice`) that tells what services, venues and the store refuse."""

    def __init__(self) -> None:
        super().__init__()
        self._is_told_by_poll = False

    @property
    def notice(self) -> Notice:
        return self.query_one("#notice", Notice)

    @contextmanager
    def telling(self, working: str = "") -> Iterator[None]:
        """Around calls of services: what they refuse is shown, and the block ends there; success clears the notice.

        Args:
            working: What is being done, shown meanwhile.
        """
        if working:
            self.notice.show(working, good=True)
        self._is_told_by_poll = False
        try:
            yield
        except (Refused, VenueError, StoreUnavailable) as error:
            self._tell(error)
        else:
            self.notice.hide()

    @contextmanager
    def polling(self) -> Iterator[None]:
        """The same around calls that nobody pressed a key for: success clears only what a poll had told."""
        try:
            yield
        except (Refused, VenueError, StoreUnavailable) as error:
            self._tell(error)
            self._is_told_by_poll = True
        else:
            if self._is_told_by_poll:
                self.notice.hide()
                self._is_told_by_poll = False

    def refuse(self, error: Refused) -> None:
        """Show a service's refusal beside the field it names, else in the notice."""
        text = t(error.key, **error.values)
        for field in self.query(f"#{error.field}-field").results(FormField) if error.field else ():
            self.notice.hide()
            field.show_error(text)
            field.input.focus()
            return
        self.notice.show(text)

    def _tell(self, error: Refused | VenueError | StoreUnavailable) -> None:
        if not self.is_attached:
            return  # The screen was left meanwhile; nobody waits for the answer.
        if isinstance(error, Refused):
            self.refuse(error)
        else:
            self.notice.show(*trouble_lines(error))


def key_of(action_id: str) -> str:
    """How the key of an action is written inside a sentence that stands beside fields."""
    action = ACTIONS[action_id]
    return key_name(action.while_typing or action.key)

"""What all parts of the binding service share."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from app.services.binding_steps import compute_reason
from app.services.binding_views import DraftView, Reason
from app.services.bindings.rows import draft_view
from app.services.errors import Refused
from app.services.rules import Rules
from app.services.session import Session
from app.services.venues import Venues
from app.settings import Gates, Settings
from exchanges.core.secret import Secret
from store import bindings, ledger
from store.database import Store
from store.errors import Conflict, StoreUnavailable

log = logging.getLogger(__name__)


class TradeLock(Protocol):
    """Opens the trade key of a vault; the account service does."""

    async def unlock_trade(self, session: Session, password: Secret) -> None:
        """Raises `Refused` for a wrong transaction password."""
        ...


async def nobody() -> None:
    """Told of changes, does nothing."""


@dataclass(frozen=True)
class Means:
    """What the parts work with."""

    store: Store
    settings: Settings
    venues: Venues
    lock: TradeLock
    now: Callable[[], int]
    changed: Callable[[], Awaitable[None]]
    """Called when an account was approved or removed."""
    rules: Rules | Settings
    """Whose gates apply."""


class Part:
    """Parent of all parts."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._store = means.store
        self._venues = means.venues
        self._settings = means.settings
        self._now = means.now

    @property
    def _gates(self) -> Gates:
        """As they are now."""
        return self._means.rules.gates

    async def draft(self, session: Session, draft_id: str) -> DraftView:
        """A binding in the making, as the store has it.

        Raises:
            Refused: There is no such draft of this person.
        """
        async with self._store.read() as connection:
            return await self._view(connection, session, await self._draft_row(connection, session, draft_id))

    async def _draft_row(
        self, connection: AsyncConnection, session: Session, draft_id: str, *, for_update: bool = False
    ) -> Row[Any]:
        row = await bindings.of_owner(connection, session.user_id, draft_id, for_update=for_update)
        if row is None or row.state != "draft":
            raise Refused("binding.error.gone")
        return row

    async def _view(self, connection: AsyncConnection, session: Session, row: Row[Any]) -> DraftView:
        keys = (await bindings.keys_of(connection, [row.id])).get(row.id, {})
        return draft_view(
            row,
            keys,
            self._venues[row.venue],
            compute_micro=await self._compute(connection, session),
            gates=self._gates,
            addresses=self._settings.egress_ips,
        )

    async def _compute(self, connection: AsyncConnection, session: Session) -> int:
        return await ledger.balance(connection, ledger.compute(session.user_id))

    async def _demand_compute(self, connection: AsyncConnection, session: Session, key: str, need: int) -> None:
        """Refuse, with what is missing, when there is less compute than a gate wants."""
        have_micro = await self._compute(connection, session)
        reason = compute_reason(key, have_micro, need)
        if have_micro < need * 1_000_000:
            raise refusal(reason)

    async def _change(self, connection: AsyncConnection, binding_id: str, states: Sequence[str], **values: Any) -> None:
        """Change a binding that is in one of these states; somebody quicker is told of as a refusal."""
        try:
            await bindings.change(connection, binding_id, states=states, now_ms=self._now(), **values)
        except Conflict as error:
            key = "binding.error.taken" if "bound" in str(error) else "binding.error.changed"
            raise Refused(key) from error

    async def _tell_changed(self) -> None:
        """What was changed is in the store already, so the monitor will also find it by itself."""
        try:
            await self._means.changed()
        except StoreUnavailable as error:
            log.warning("bindings: the monitor could not look at once: the store is %s", error.reason)


def refusal(reason: Reason) -> Refused:
    """A reason as the exception that tells it."""
    refused = Refused(reason.key)
    refused.values = dict(reason.values)
    return refused

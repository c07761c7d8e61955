"""Wishes for other parameters of a binding: asked for by its owner, decided by the operator, kept as a history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

from app.services.errors import Refused
from app.services.operating import SecondPassword, demand_operator, told
from exchanges.core.text import clean
from store import audit, bindings, inbox
from store import parameter_changes as rows
from store.database import new_id
from store.errors import Conflict

if TYPE_CHECKING:
    from sqlalchemy import Row
    from sqlalchemy.ext.asyncio import AsyncConnection

    from app.services.session import Session
    from exchanges.core.secret import Secret
    from store.database import Store

SHOWN = 50
LONGEST_WORDS = 300
STEADY = "steady"
ChangeState = Literal["pending", "approved", "refused", "canceled"]


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One wish."""

    id: str
    binding_id: str
    label: str
    """Of the binding."""
    venue: str
    old_custom: bool
    custom: bool
    """Custom parameters; they cost the subsidy."""
    words: str
    state: ChangeState
    reason: str
    """Why it was refused."""
    equity_usdt: str
    """What the venue said of the account last; empty when it did not say."""
    created_ms: int
    decided_ms: int | None
    owner: str = ""
    """Whose it is; only in the operator's list."""


class ParameterChangeService:
    """Asks for, lists and decides changes.

    Args:
        review: `auto` approves a wish at once; `manual` leaves it to the operator.
        lock: Asks the operator for the second password.
        now: UTC milliseconds.
    """

    def __init__(
        self, store: Store, review: Literal["auto", "manual"], lock: SecondPassword, now: Callable[[], int]
    ) -> None:
        self._store = store
        self._review = review
        self._lock = lock
        self._now = now

    async def changes(self, session: Session) -> list[ChangeView]:
        """The person's wishes, newest first."""
        async with self._store.read() as connection:
            return [_view(row) for row in await rows.of_owner(connection, session.user_id, SHOWN)]

    async def request(self, session: Session, binding_id: str, words: str, *, custom: bool) -> ChangeView:
        """Ask for custom parameters, or for going back to the usual ones.

        Args:
            words: What the parameters should be; needed for custom ones.

        Raises:
            Refused: Not an approved binding of this person, nothing would change, or one is pending already.
        """
        text = clean(words.strip(), limit=LONGEST_WORDS)
        if custom and not text:
            raise Refused("changes.error.words", field="words")
        now_ms, change_id = self._now(), new_id()
        async with self._store.write() as connection:
            binding = await bindings.of_owner(connection, session.user_id, binding_id, for_update=True)
            if binding is None or binding.state != "approved":
                raise Refused("changes.error.not-approved")
            if not custom and not binding.custom_params:
                raise Refused("changes.error.same", field="custom")
            strategy = binding.strategy or STEADY
            change: dict[str, Any] = {"id": change_id, "binding_id": binding_id, "user_id": session.user_id}
            change |= {"old_strategy": strategy, "old_custom": binding.custom_params, "strategy": strategy}
            change |= {"custom": custom, "words": text, "state": "pending", "reason": "", "created_ms": now_ms}
            if not await rows.add(connection, change):
                raise Refused("changes.error.pending")
            await self._audit(connection, session, "parameters.requested", change_id, {"custom": custom})
            if self._review == "auto":
                await self._approve(connection, change_id, None)
            row = await rows.by_id(connection, change_id)
            assert row is not None  # noqa: S101 - inserted above
            return _view(row)

    async def cancel(self, session: Session, change_id: str) -> None:
        """Take a pending wish back.

        Raises:
            Refused: It is not pending any more.
        """
        async with self._store.write() as connection:
            row = await rows.by_id(connection, change_id)
            if row is None or row.user_id != session.user_id:
                raise Refused("changes.error.decided")
            if not await rows.decide(connection, change_id, "canceled", self._now()):
                raise Refused("changes.error.decided")
            await self._audit(connection, session, "parameters.canceled", change_id, {})

    # -- the operator ----------------------------------------------------------------------------------------------

    async def waiting(self, session: Session) -> list[ChangeView]:
        """Pending wishes of everybody, the oldest first.

        Raises:
            Refused: Not the operator.
        """
        demand_operator(session)
        async with self._store.read() as connection:
            return [_view(row) for row in await rows.waiting(connection)]

    async def approve(self, session: Session, change_id: str, password: Secret) -> None:
        """Grant a wish; the binding has these parameters from now on.

        Raises:
            Refused: Not the operator, wrong password, or decided meanwhile.
        """
        demand_operator(session)
        await self._lock.unlock_trade(session, password)
        async with self._store.write() as connection:
            await self._approve(connection, change_id, session.user_id)
            await self._audit(connection, session, "parameters.approved", change_id, {})

    async def refuse(self, session: Session, change_id: str, reason: str, password: Secret) -> None:
        """Refuse a wish with a reason its owner reads.

        Raises:
            Refused: Not the operator, no reason, wrong password, or decided meanwhile.
        """
        demand_operator(session)
        text = told(reason)
        await self._lock.unlock_trade(session, password)
        async with self._store.write() as connection:
            row = await rows.by_id(connection, change_id)
            decided = {"decided_by": session.user_id, "reason": text}
            if row is None or not await rows.decide(connection, change_id, "refused", self._now(), **decided):
                raise Refused("changes.error.decided")
            facts = {"label": row.label, "reason": text}
            await inbox.tell(connection, row.user_id, "parameters-refused", facts, self._now())
            await self._audit(connection, session, "parameters.refused", change_id, {"reason": text})

    # -- inside ----------------------------------------------------------------------------------------------------

    async def _approve(self, connection: AsyncConnection, change_id: str, decided_by: str | None) -> None:
        now_ms = self._now()
        row = await rows.by_id(connection, change_id)
        if row is None or not await rows.decide(connection, change_id, "approved", now_ms, decided_by=decided_by):
            raise Refused("changes.error.decided")
        values = {"strategy": row.strategy, "custom_params": row.custom}
        try:
            await bindings.change(connection, row.binding_id, states=("approved",), now_ms=now_ms, **values)
        except Conflict:
            raise Refused("changes.error.not-approved") from None
        await inbox.tell(connection, row.user_id, "parameters-approved", {"label": row.label}, now_ms)

    async def _audit(
        self, connection: AsyncConnection, session: Session, action: str, change_id: str, detail: dict[str, Any]
    ) -> None:
        await audit.append(connection, session.user_id, action, f"change:{change_id}", detail, self._now())


def _view(row: Row[Any]) -> ChangeView:
    username = getattr(row, "username", "")
    equity = (row.account_facts or {}).get("equity_usdt")
    return ChangeView(
        id=row.id,
        binding_id=row.binding_id,
        label=row.label,
        venue=row.venue,
        old_custom=row.old_custom,
        custom=row.custom,
        words=row.words,
        state=cast("ChangeState", row.state),  # A CHECK in the table holds the words.
        reason=row.reason,
        equity_usdt="" if equity is None else str(equity),
        created_ms=row.created_ms,
        decided_ms=row.decided_ms,
        owner=f"{row.nickname} ({username})" if username else "",
    )

"""The end of the wizard and what follows: submitting, review, removal."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from app.services.binding_steps import blame, failing
from app.services.binding_views import BindingGroups, BindingView, DraftView, Step
from app.services.bindings.base import refusal
from app.services.bindings.checking import Checking
from app.services.bindings.rows import binding_view
from app.services.errors import Refused
from app.services.sealed_keys import KeyKind
from app.services.session import Session
from exchanges.core.secret import Secret
from exchanges.core.text import clean
from store import audit, bindings, inbox

_CHECKED: tuple[tuple[KeyKind, Step], ...] = (("read", "read_check"), ("trade", "trade_check"))
LONGEST_REASON = 300


class Sending(Checking):
    """Submitting, review, removal."""

    async def submit(self, session: Session, draft_id: str, *, accepted: bool) -> BindingView:
        """Send a draft for review; the venue is asked about everything once more.

        With `review = "auto"` it is approved at once.

        Args:
            accepted: Whether the person accepted the risk statement.

        Raises:
            Refused: Not accepted, too little compute, a check that is not green (the wizard then stands at it), the
                vault's trade key locked, or the account bound by somebody else meanwhile.
        """
        if not accepted:
            raise Refused("binding.error.risk", field="accepted")
        async with self._store.read() as connection:
            await self._draft_row(connection, session, draft_id)
            await self._demand_compute(connection, session, "binding.error.compute_submit", self._gates.submit_compute)
        if not session.vault.has_trade:
            raise Refused("binding.error.trade_locked", field="transaction_password")
        for kind, step in _CHECKED:
            await self._prove(session, draft_id, kind, step)
        await self._send(session, draft_id)
        await self._tell_changed()
        return await self.binding(session, draft_id)

    async def bindings(self, session: Session) -> BindingGroups:
        """All bindings of a person by state, the newest first."""
        async with self._store.read() as connection:
            rows = await bindings.all_of_owner(connection, session.user_id)
            keys = await bindings.keys_of(connection, [row.id for row in rows])
            drafts: list[DraftView] = [
                await self._view(connection, session, row) for row in rows if row.state == "draft"
            ]
        views = [
            binding_view(row, keys.get(row.id, {}), self._venues[row.venue], now_ms=self._now())
            for row in rows
            if row.state != "draft"
        ]
        return BindingGroups(
            approved=tuple(view for view in views if view.state == "approved"),
            pending=tuple(view for view in views if view.state == "pending"),
            drafts=tuple(drafts),
            other=tuple(view for view in views if view.state not in ("approved", "pending")),
        )

    async def binding(self, session: Session, binding_id: str) -> BindingView:
        """One binding of a person.

        Raises:
            Refused: There is none with this id.
        """
        async with self._store.read() as connection:
            row = await bindings.of_owner(connection, session.user_id, binding_id)
            if row is None or row.state == "draft":
                raise Refused("binding.error.gone")
            keys = (await bindings.keys_of(connection, [binding_id])).get(binding_id, {})
        return binding_view(row, keys, self._venues[row.venue], now_ms=self._now())

    async def remove(self, session: Session, binding_id: str, transaction_password: Secret) -> None:
        """End a binding and destroy its keys; what was journaled and metered stays.

        Raises:
            Refused: Not the transaction password, or there is no such binding.
        """
        async with self._store.read() as connection:
            found = await bindings.of_owner(connection, session.user_id, binding_id)
        if found is None or found.state in ("draft", "removed"):
            raise Refused("binding.error.gone")
        await self._means.lock.unlock_trade(session, transaction_password)
        now_ms = self._now()
        async with self._store.write() as connection:
            await self._change(
                connection,
                binding_id,
                ("pending", "approved", "suspended", "refused"),
                state="removed",
                removed_ms=now_ms,
            )
            for key in (await bindings.keys_of(connection, [binding_id])).get(binding_id, {}).values():
                await bindings.remove_key(connection, session.user_id, key.id)
            await self._audit(connection, session, "binding.removed", found)
        await self._tell_changed()

    async def reopen(self, session: Session, binding_id: str) -> DraftView:
        """Take a refused binding back into the wizard, at its last step.

        Raises:
            Refused: It was not refused.
        """
        async with self._store.write() as connection:
            if await bindings.of_owner(connection, session.user_id, binding_id) is None:
                raise Refused("binding.error.gone")
            await self._change(connection, binding_id, ("refused",), state="draft", step="send", submitted_ms=None)
        return await self.draft(session, binding_id)

    # -- the operator ----------------------------------------------------------------------------------------------

    async def waiting(self, session: Session) -> list[BindingView]:
        """Bindings of everybody that wait for review, the longest waiting first.

        Raises:
            Refused: Not the operator.
        """
        _demand_operator(session)
        async with self._store.read() as connection:
            rows = await bindings.waiting(connection)
            keys = await bindings.keys_of(connection, [row.id for row in rows])
        return [
            binding_view(
                row,
                keys.get(row.id, {}),
                self._venues[row.venue],
                now_ms=self._now(),
                owner=f"{row.nickname} ({row.username})",
            )
            for row in rows
        ]

    async def approve(self, session: Session, binding_id: str) -> None:
        """Approve a waiting binding; its account is watched and metered from now on.

        Raises:
            Refused: Not the operator, or it does not wait any more.
        """
        _demand_operator(session)
        async with self._store.write() as connection:
            row = await self._waiting_row(connection, binding_id)
            await self._change(connection, binding_id, ("pending",), **self._approval(row))
            await inbox.tell(connection, row.user_id, "binding-approved", {"label": row.label}, self._now())
            await self._audit(connection, session, "binding.approved", row)
        await self._tell_changed()

    async def refuse(self, session: Session, binding_id: str, reason: str) -> None:
        """Refuse a waiting binding.

        Args:
            reason: What the owner reads.

        Raises:
            Refused: Not the operator, no reason, or it does not wait any more.
        """
        _demand_operator(session)
        told = clean(reason.strip(), limit=LONGEST_REASON)
        if not told:
            raise Refused("binding.error.reason_missing", field="reason")
        async with self._store.write() as connection:
            row = await self._waiting_row(connection, binding_id)
            await self._change(connection, binding_id, ("pending",), state="refused", refusal=told)
            facts = {"label": row.label, "reason": told}
            await inbox.tell(connection, row.user_id, "binding-refused", facts, self._now())
            await self._audit(connection, session, "binding.refused", row)

    # -- inside ----------------------------------------------------------------------------------------------------

    async def _prove(self, session: Session, draft_id: str, kind: KeyKind, step: Step) -> None:
        """Ask the venue about a key now; what is not green stops the sending and takes the wizard there."""
        report = await self.recheck(session, draft_id, kind)
        check = failing(report, kind)
        if check is None:
            return
        async with self._store.write() as connection:
            await self._change(connection, draft_id, ("draft",), step=step)
        reason = blame(check, "binding.error.not_green", "binding.error.unanswered")
        raise refusal(reason)

    async def _send(self, session: Session, draft_id: str) -> None:
        now_ms = self._now()
        async with self._store.write() as connection:
            row = await self._draft_row(connection, session, draft_id, for_update=True)
            await self._demand_compute(connection, session, "binding.error.compute_submit", self._gates.submit_compute)
            is_auto = self._settings.review == "auto"
            values = self._approval(row) if is_auto else {"state": "pending"}
            values |= {"submitted_ms": now_ms, "risk_accepted_ms": now_ms, "refusal": "", "step": "send"}
            values.setdefault("strategy", row.strategy or "steady")
            await self._change(connection, draft_id, ("draft",), **values)
            await self._audit(connection, session, "binding.approved" if is_auto else "binding.submitted", row)

    def _approval(self, row: Row[Any]) -> dict[str, Any]:
        """Approved now; metering begins at this moment of the venue's clock, which stamps the fills."""
        now_ms = self._now()
        offset_ms = int((row.account_facts or {}).get("clock_offset_ms", 0))
        answers = {**row.answers, "metered_from_ms": now_ms + offset_ms}
        return {"state": "approved", "approved_ms": now_ms, "answers": answers}

    async def _waiting_row(self, connection: AsyncConnection, binding_id: str) -> Row[Any]:
        row = await bindings.by_id(connection, binding_id, for_update=True)
        if row is None or row.state != "pending":
            raise Refused("binding.error.not_waiting")
        return row

    async def _audit(self, connection: AsyncConnection, session: Session, action: str, row: Row[Any]) -> None:
        detail = {"venue": row.venue, "environment": row.environment, "uid": row.uid or ""}
        await audit.append(connection, session.user_id, action, f"binding:{row.id}", detail, self._now())


def _demand_operator(session: Session) -> None:
    if not session.is_operator:
        raise Refused("binding.error.not_operator")

"""Drafts: begun, walked through, named, thrown away. Every step is in the store before it is shown."""

from __future__ import annotations

from app.services.binding_views import STEPS, STRATEGIES, DraftView, VenueOffer
from app.services.bindings.base import Part, refusal
from app.services.errors import Refused
from app.services.session import Session
from exchanges.core.adapter import Environment
from exchanges.core.text import clean
from store import bindings
from store.database import new_id

LONGEST_LABEL = 40
_FIRST, _LAST = STEPS.index("account"), len(STEPS) - 1


class Drafting(Part):
    """The wizard's memory."""

    def venues(self) -> tuple[VenueOffer, ...]:
        """What can be bound."""
        return self._venues.offers()

    async def start(self, session: Session, venue: str, environment: Environment) -> DraftView:
        """Begin a binding at a venue; several may be begun at once.

        Raises:
            Refused: `binding.error.compute_create` with what is missing, or no such venue.
        """
        offer = self._venues[venue].offer if venue in self._venues else None
        if offer is None or offer.lifecycle == "closed" or environment not in offer.environments:
            raise Refused("binding.error.venue", field="venue")
        now_ms, draft_id = self._now(), new_id()
        async with self._store.write() as connection:
            await self._demand_compute(connection, session, "binding.error.compute_create", self._gates.create_compute)
            row = {"id": draft_id, "user_id": session.user_id, "venue": venue, "environment": environment}
            await bindings.add(
                connection, {**row, "state": "draft", "step": "account", "created_ms": now_ms, "updated_ms": now_ms}
            )
        return await self.draft(session, draft_id)

    async def drafts(self, session: Session) -> list[DraftView]:
        """Bindings in the making, the newest first."""
        async with self._store.read() as connection:
            rows = await bindings.all_of_owner(connection, session.user_id)
            return [await self._view(connection, session, row) for row in rows if row.state == "draft"]

    async def advance(self, session: Session, draft_id: str) -> DraftView:
        """Go to the next step.

        Raises:
            Refused: With the reason the view's `why_not` gives; the last step is left by `submit`.
        """
        view = await self.draft(session, draft_id)
        if view.why_not is not None:
            raise refusal(view.why_not)
        return await self._go(session, view, min(STEPS.index(view.step) + 1, _LAST))

    async def back(self, session: Session, draft_id: str) -> DraftView:
        """Go to the step before; nothing that was entered is lost."""
        view = await self.draft(session, draft_id)
        return await self._go(session, view, max(STEPS.index(view.step) - 1, _FIRST))

    async def set_strategy(
        self,
        session: Session,
        draft_id: str,
        strategy: str = "steady",
        *,
        custom: bool = False,
        referrer: bool | None = None,
    ) -> DraftView:
        """Choose the strategy.

        Args:
            custom: Own parameters; ends the subsidy.
            referrer: Whether the person says that the account is registered under the official referrer.

        Raises:
            Refused: There is no such strategy.
        """
        if strategy not in STRATEGIES:
            raise Refused("binding.error.strategy", field="strategy")
        return await self._keep(session, draft_id, strategy=strategy, custom_params=custom, referrer=referrer)

    async def rename(self, session: Session, binding_id: str, label: str) -> None:
        """Name an account, in the wizard or later.

        Raises:
            Refused: No name, or no such binding.
        """
        name = clean(label.strip(), limit=LONGEST_LABEL)
        if not name:
            raise Refused("binding.error.label_missing", field="label")
        async with self._store.write() as connection:
            row = await bindings.of_owner(connection, session.user_id, binding_id)
            if row is None:
                raise Refused("binding.error.gone")
            await self._change(connection, binding_id, (row.state,), label=name)
        await self._tell_changed()

    async def discard(self, session: Session, draft_id: str) -> None:
        """Throw a draft and its keys away.

        Raises:
            Refused: There is no such draft of this person.
        """
        async with self._store.write() as connection:
            await self._draft_row(connection, session, draft_id, for_update=True)
            for key in (await bindings.keys_of(connection, [draft_id])).get(draft_id, {}).values():
                await bindings.remove_key(connection, session.user_id, key.id)
            await bindings.remove_draft(connection, draft_id)

    async def _go(self, session: Session, view: DraftView, number: int) -> DraftView:
        return await self._keep(session, view.id, step=STEPS[number])

    async def _keep(self, session: Session, draft_id: str, **values: object) -> DraftView:
        async with self._store.write() as connection:
            await self._draft_row(connection, session, draft_id)
            await self._change(connection, draft_id, ("draft",), **values)
        return await self.draft(session, draft_id)

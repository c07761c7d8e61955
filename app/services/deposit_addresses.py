"""The operator's deposit addresses: a change is confirmed, waits, stands in the audit log and is announced.

Whoever changes the address takes the money of everybody who pays after it. So a change applies only after a wait in
which everybody, the operator first of all, can notice it and take it back.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from app.services.chain_address import CHAINS, canonical
from app.services.errors import Refused
from app.services.operating import SecondPassword, demand_operator
from app.services.topup_chains import ChainOffer, chain_offers
from store import audit, inbox
from store import deposit_addresses as rows
from store.database import new_id
from store.errors import Conflict, StoreError

if TYPE_CHECKING:
    from app.services.rules import Rules
    from app.services.session import Session
    from app.settings import Settings
    from exchanges.core.secret import Secret
    from store.database import Store

LOOK_AGAIN_S = 5.0
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DepositAddressView:
    """One chain: where top-ups go, and what is planned."""

    chain: str
    address: str
    """Empty while the chain is not offered."""
    planned_id: str = ""
    planned_address: str = ""
    planned_ms: int | None = None


class DepositAddressService:
    """Shows, plans and takes back addresses.

    Args:
        settings: Their addresses apply where the operator never changed them here.
        rules: How long a change waits.
        lock: Asks the operator for the second password.
        now: UTC milliseconds.
        changed: Told the networks to offer when an address begins to apply.
    """

    def __init__(
        self,
        store: Store,
        settings: Settings,
        rules: Rules,
        lock: SecondPassword,
        now: Callable[[], int],
        changed: Callable[[Sequence[ChainOffer]], None],
    ) -> None:
        self._store = store
        self._settings = settings
        self._rules = rules
        self._lock = lock
        self._now = now
        self._changed = changed
        self._scanned = {offer.key for offer in chain_offers(settings)}

    async def apply(self) -> None:
        """Offer what applies now. A chain that was not offered when this process began is not scanned by it, so it is
        offered only after the next start.
        """
        async with self._store.read() as connection:
            applies = await rows.effective(connection, self._now())
        offers = chain_offers(with_addresses(self._settings, applies))
        self._changed([offer for offer in offers if offer.key in self._scanned])

    async def run(self) -> None:
        """Follow the clock and other processes until cancelled."""
        while True:
            try:
                await self.apply()
            except (Refused, StoreError) as error:
                log.warning("deposit addresses stay as they were: %s", error)
            await asyncio.sleep(LOOK_AGAIN_S)

    async def addresses(self, session: Session) -> list[DepositAddressView]:
        """Every chain there is.

        Raises:
            Refused: Not the operator.
        """
        demand_operator(session)
        now_ms = self._now()
        async with self._store.read() as connection:
            applies = await rows.effective(connection, now_ms)
            planned = {row.chain: row for row in await rows.planned(connection, now_ms)}
        views = []
        for chain in CHAINS:
            view = DepositAddressView(chain, applies.get(chain, configured(self._settings, chain)))
            if (row := planned.get(chain)) is not None:
                view = DepositAddressView(chain, view.address, row.id, row.address, row.active_ms)
            views.append(view)
        return views

    async def plan(self, session: Session, chain: str, address: str, password: Secret) -> int:
        """Change the address of a chain; answers when the change applies.

        A chain that has no address yet can be paid on at once: there is nobody to lead astray.

        Args:
            address: Empty text takes the chain off the offer.

        Raises:
            Refused: Not the operator, not an address of this chain, no provider to look at it through, the same as
                now, one planned already, or a wrong password.
        """
        demand_operator(session)
        plain = canonical(chain, address) if address.strip() else ""
        view = next(view for view in await self.addresses(session) if view.chain == chain)
        if plain == view.address:
            raise Refused("addresses.error.same", field="address")
        chain_offers(with_addresses(self._settings, {chain: plain}))
        if view.planned_id:
            raise Refused("addresses.error.planned", field="address")
        await self._lock.unlock_trade(session, password)
        now_ms = self._now()
        active_ms = now_ms + (self._rules.deposit_wait_ms if view.address else 0)
        address_id = new_id()
        row = {"id": address_id, "chain": chain, "address": plain, "created_by": session.user_id}
        try:
            async with self._store.write() as connection:
                await rows.plan(connection, {**row, "created_ms": now_ms, "active_ms": active_ms})
                notice = _notice(session.user_id, chain, plain, active_ms, now_ms)
                await inbox.add_notice(connection, notice)
                detail = {"chain": chain, "from": view.address, "to": plain, "active_ms": active_ms}
                subject = f"deposit_address:{address_id}"
                await audit.append(connection, session.user_id, "deposit_address.planned", subject, detail, now_ms)
        except Conflict:
            raise Refused("addresses.error.planned", field="address") from None
        await self.apply()
        return active_ms

    async def cancel(self, session: Session, address_id: str, password: Secret) -> None:
        """Take a planned change back.

        Raises:
            Refused: Not the operator, wrong password, or it applies already.
        """
        demand_operator(session)
        await self._lock.unlock_trade(session, password)
        now_ms = self._now()
        async with self._store.write() as connection:
            if not await rows.cancel(connection, address_id, now_ms):
                raise Refused("addresses.error.applies")
            subject = f"deposit_address:{address_id}"
            await audit.append(connection, session.user_id, "deposit_address.canceled", subject, {}, now_ms)


def configured(settings: Settings, chain: str) -> str:
    """The address of the settings file; empty when there is none."""
    section = getattr(settings, chain, None)
    return "" if section is None else str(section.deposit_address)


def with_addresses(settings: Settings, applies: Mapping[str, str]) -> Settings:
    """The settings with the addresses that the operator set since."""
    changed = {
        chain: msgspec.structs.replace(getattr(settings, chain), deposit_address=address)
        for chain, address in applies.items()
        if hasattr(settings, chain)
    }
    return msgspec.structs.replace(settings, **changed) if changed else settings


def _notice(author_id: str, chain: str, address: str, active_ms: int, now_ms: int) -> dict[str, Any]:
    """What everybody reads about it, in both languages."""
    from app.locale.addresses import TEXTS

    kind = "changes" if address else "ends"
    values = {"chain": chain.upper(), "address": address}
    values["time"] = f"{datetime.fromtimestamp(active_ms / 1000, UTC):%Y-%m-%d %H:%M}"
    notice: dict[str, Any] = {"id": new_id(), "author_id": author_id, "created_ms": now_ms}
    for at, name in enumerate(("en", "zh")):
        notice[f"title_{name}"] = TEXTS[f"addresses.notice.{kind}.title"][at].format(**values)
        notice[f"body_{name}"] = TEXTS[f"addresses.notice.{kind}.body"][at].format(**values)
    return notice

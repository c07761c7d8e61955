"""The API explorer: every documented call of every venue, and read calls made with a bound read key.

What changes something at a venue is only shown, never sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from app.services.errors import Refused
from app.services.sealed_keys import unseal
from exchanges.core.endpoint import Auth, Endpoint, Scope
from exchanges.core.text import clean
from exchanges.core.verdict import Pair
from exchanges.venues import NAMES, load
from store import bindings

if TYPE_CHECKING:
    from app.services.session import Session
    from app.services.venues import Venues
    from store.database import Store

NO_BINDING = ""
"""In place of a binding: a public call, made without a key."""
MOST_ROWS = 200
"""Rows of one list that are kept of an answer."""
DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Call:
    """One documented call."""

    venue: str
    title: Pair
    """The venue's name."""
    endpoint: Endpoint

    @property
    def id(self) -> str:
        return f"{self.venue} {self.endpoint.name}"

    @property
    def may_be_sent(self) -> bool:
        """True for what only reads."""
        return not self.endpoint.is_write and self.endpoint.auth in (Auth.PUBLIC, Auth.READ)

    @property
    def limits(self) -> tuple[str, ...]:
        """Its caps: "20 / 2 s per uid"."""
        return tuple(
            f"{bucket.limit} / {bucket.per_s:g} s per {_SCOPES[bucket.scope]}" for bucket in self.endpoint.buckets
        )


_SCOPES = {Scope.IP: "IP", Scope.UID: "UID", Scope.UID_INST: "UID + symbol"}


@dataclass(frozen=True, slots=True)
class Caller:
    """A binding whose read key may be used."""

    binding_id: str
    label: str


Tree = str | tuple[tuple[str, Any], ...]
"""An answer made harmless: a value as text, or named parts that are trees."""


class ExplorerService:
    """Lists calls and makes the harmless ones.

    Args:
        store: Where bindings and their sealed keys are.
        venues: Makes adapters.
    """

    def __init__(self, store: Store, venues: Venues) -> None:
        self._store = store
        self._venues = venues

    def calls(self) -> tuple[Call, ...]:
        """Every call of every venue, in the order of their tables."""
        plugins = [load(name) for name in NAMES]
        return tuple(
            Call(plugin.facts.name, plugin.facts.title, endpoint) for plugin in plugins for endpoint in plugin.endpoints
        )

    async def callers(self, session: Session, venue: str) -> tuple[Caller, ...]:
        """The person's approved bindings at a venue."""
        async with self._store.read() as connection:
            rows = await bindings.approved_of_owner(connection, session.user_id)
        return tuple(Caller(row.id, row.label or row.uid[-4:]) for row in rows if row.venue == venue)

    async def send(self, session: Session, call: Call, binding_id: str, params: Mapping[str, str]) -> Tree:
        """Make a read call.

        Args:
            session: Whose key is used.
            call: One that may be sent.
            binding_id: Whose read key; `NO_BINDING` for a public call.
            params: What was filled in; empty values are left out.

        Returns:
            The answer, as read by the venue's dialect.

        Raises:
            Refused: It changes something, needs a key, or the venue is not reachable from here.
            VenueError: The venue refused.
        """
        if not call.may_be_sent:
            raise Refused("explorer.error.writes")
        if call.venue not in self._venues:
            raise Refused("explorer.error.not-here")
        if binding_id == NO_BINDING and call.endpoint.auth is not Auth.PUBLIC:
            raise Refused("explorer.error.no-key", field="caller")
        venue, environment, site, credentials = self._venues[call.venue], "live", "", None
        if binding_id != NO_BINDING:
            async with self._store.read() as connection:
                rows = await bindings.approved_of_owner(connection, session.user_id)
                row = next((row for row in rows if row.id == binding_id and row.venue == call.venue), None)
                if row is None:
                    raise Refused("explorer.error.no-key", field="caller")
                credentials = await unseal(connection, session.vault, "read", row.key_id)
                environment, site = row.environment, row.site
        adapter = venue.adapter("demo" if environment == "demo" else "live", credentials, site=site)
        try:
            given = {name: value.strip() for name, value in params.items() if value.strip()}
            return tree_of(await adapter.rest.call(call.endpoint, given, tries=1))
        finally:
            await adapter.aclose()


def tree_of(answer: Any, depth: int = 0) -> Tree:
    """An answer as a tree of harmless texts; long lists are cut, and say so."""
    if depth < DEEPEST and isinstance(answer, Mapping):
        return tuple((clean(name, limit=60), tree_of(value, depth + 1)) for name, value in answer.items())
    if depth < DEEPEST and isinstance(answer, list | tuple):
        kept: list[tuple[str, Tree]] = [
            (str(index), tree_of(value, depth + 1)) for index, value in enumerate(answer[:MOST_ROWS])
        ]
        if len(answer) > MOST_ROWS:
            kept.append(("...", f"+{len(answer) - MOST_ROWS}"))
        return tuple(kept)
    if answer is None or isinstance(answer, bool):
        return {None: "null", True: "true", False: "false"}[answer]
    return clean(f"{answer:f}" if isinstance(answer, Decimal) else answer)

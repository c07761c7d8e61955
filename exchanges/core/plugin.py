"""A venue as the rest of the program sees it: facts, guide, tables, and how to make its adapter and its verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from exchanges.core.adapter import Adapter, Credentials, Environment
from exchanges.core.endpoint import Endpoint
from exchanges.core.examination import Question
from exchanges.core.guide import Guide
from exchanges.core.key_lines import Permission
from exchanges.core.limits import Limits
from exchanges.core.link import Pace
from exchanges.core.network import Family
from exchanges.core.stream import Timing
from exchanges.core.venue import Channel, VenueFacts
from exchanges.core.verdict import KeyReport, Pair

Hosts = Any
"""A venue's own frozen dataclass of base addresses; its field names are those of settings and of the sandbox."""


class MakeAdapter(Protocol):
    """Makes the adapter of one key, or one for public calls."""

    def __call__(
        self,
        credentials: Credentials | None,
        hosts: Hosts,
        environment: Environment,
        *,
        now: Callable[[], int],
        limits: Limits,
        pace: Pace | None = None,
        timing: Timing | None = None,
        family: Family = "any",
    ) -> Adapter: ...


class Verify(Protocol):
    """Asks the venue about a pasted key; a failure to reach it is a line of the report."""

    async def __call__(
        self,
        question: Question,
        credentials: Credentials,
        hosts: Hosts,
        *,
        now: Callable[[], int],
        limits: Limits,
    ) -> KeyReport: ...


@dataclass(frozen=True, slots=True)
class Plugin:
    """One venue."""

    facts: VenueFacts
    guide: Guide
    endpoints: tuple[Endpoint, ...]
    """Every REST call of its table."""
    channels: tuple[Channel, ...]
    """Every stream channel of its table."""
    hosts: type
    """The dataclass of its base addresses."""
    sites: Mapping[str, Mapping[Environment, Hosts]]
    """The venue's own addresses, by site; the first site is the usual one."""
    adapter: MakeAdapter
    verify: Verify
    site_names: Mapping[str, Pair] = field(default_factory=dict)
    """What a person calls each site, of a venue that has several."""
    permissions: Mapping[str, Permission] = field(default_factory=dict)
    """What a key may be ticked for, in the venue's words."""
    public_call: tuple[Endpoint, Mapping[str, str]] | None = None
    """A public call with its parameters whose answer shows that the venue serves data; `None` where the time does."""

"""The venues an account can be bound at, and how to reach them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from app.services.binding_views import VenueOffer, instructions
from app.services.errors import Refused
from app.settings import Settings
from exchanges import venues
from exchanges.core.adapter import Adapter, Credentials, Environment
from exchanges.core.examination import Question
from exchanges.core.limits import Limits
from exchanges.core.link import Pace
from exchanges.core.network import Family
from exchanges.core.plugin import Hosts, Plugin
from exchanges.core.stream import Timing
from exchanges.core.verdict import KeyKind, KeyReport


class Venue:
    """One venue at the addresses of the settings; made by `Venues`."""

    def __init__(
        self,
        plugin: Plugin,
        settings: Settings,
        now: Callable[[], int],
        limits: Limits,
        pace: Pace | None,
        timing: Timing | None,
    ) -> None:
        self.plugin = plugin
        self._settings = settings
        self._now = now
        self._limits = limits
        self._pace = pace
        self._timing = timing
        self._hosts = {environment: self._find(environment) for environment in plugin.guide.where}
        self.offer = offer_of(plugin)

    @property
    def site(self) -> str:
        """Name of the venue's site in use; "own" where the settings give addresses of their own."""
        where = self._settings.venue(self.plugin.facts.name)
        return "own" if where.own("live") else where.site or next(iter(self.plugin.sites))

    def hosts(self, environment: Environment) -> Hosts:
        """Where the venue is, as its plug-in takes it."""
        return self._hosts[environment]

    def adapter(self, environment: Environment, credentials: Credentials | None, *, family: Family = "any") -> Adapter:
        """An adapter of one key, or of none for public calls; close it after use."""
        return self.plugin.adapter(
            credentials,
            self._hosts[environment],
            environment,
            now=self._now,
            limits=self._limits,
            pace=self._pace,
            timing=self._timing,
            family=family,
        )

    async def verify(
        self,
        kind: KeyKind,
        environment: Environment,
        credentials: Credentials,
        read_uid: str,
        least_equity_usdt: int | None = None,
    ) -> KeyReport:
        """Ask the venue about a key; a failure to reach it is a line of the report.

        Args:
            read_uid: Account of the read key, empty when not known.
            least_equity_usdt: What the account must hold; the settings' gate when left out.
        """
        gate = self._settings.gates.min_equity_usdt if least_equity_usdt is None else least_equity_usdt
        minimum = Decimal(gate)
        question = Question(kind, environment, self._settings.egress_ips, read_uid, minimum)
        return await self.plugin.verify(
            question, credentials, self._hosts[environment], now=self._now, limits=self._limits
        )

    def ip_list(self, addresses: Sequence[str]) -> str:
        """Addresses as the venue's form takes them."""
        return self.plugin.guide.ip_list(addresses)

    def _find(self, environment: Environment) -> Hosts:
        where = self._settings.venue(self.plugin.facts.name)
        own = where.own(environment)
        try:
            return self.plugin.hosts_at(where.site, environment, own)
        except (KeyError, TypeError) as error:
            name = self.plugin.facts.name
            key, known = (f"{name}.{environment}", ", ".join(self.plugin.hosts.__annotations__))
            if not own:
                key, known = f"{name}.site", ", ".join(self.plugin.sites)
            raise Refused("door.settings.bad_venue", field=key, key=key, known=known) from error


class Venues:
    """All venues by name; they share one set of rate budgets, since venues count by address.

    Args:
        settings: Addresses of the venues.
        now: The clock, UTC milliseconds.
        pace: Intervals of the links; tests hurry them.
        timing: Deadlines of their sockets.

    Raises:
        Refused: The settings name a site or an address that a venue does not have.
    """

    def __init__(
        self, settings: Settings, now: Callable[[], int], *, pace: Pace | None = None, timing: Timing | None = None
    ) -> None:
        self.limits = Limits()
        self._by_name = {
            name: Venue(venues.load(name), settings, now, self.limits, pace, timing)
            for name in venues.NAMES
            if not settings.demo or settings.venue(name).own("live")  # Nothing real is reached from the demo.
        }

    def offers(self) -> tuple[VenueOffer, ...]:
        """All that can be bound, in the order to show."""
        return tuple(venue.offer for venue in self._by_name.values())

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def __getitem__(self, name: str) -> Venue:
        """The venue of this name.

        Raises:
            KeyError: No such venue.
        """
        return self._by_name[name]


def offer_of(plugin: Plugin) -> VenueOffer:
    """What a person may bind at a venue, and how."""
    facts, guide, rule = plugin.facts, plugin.guide, plugin.facts.passphrase
    return VenueOffer(
        venue=facts.name,
        title=facts.title,
        environments=tuple(guide.where),
        lifecycle=facts.lifecycle,
        lifecycle_note=facts.lifecycle_note,
        prepare=instructions(guide.prepare),
        where=guide.where,
        read_key=instructions(guide.read_key),
        notes=guide.notes,
        passphrase_name=rule.name if rule else ("", ""),
        passphrase_parts=rule.demand_names if rule else {},
        _rule=rule,
        _guide=guide,
    )

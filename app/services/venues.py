"""The venues an account can be bound at, and how to reach them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from app.services.binding_views import VenueOffer, instructions
from app.services.errors import Refused
from app.services.site_search import search
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
        """By environment and site; where own addresses stand for the whole venue, its only site is ""."""
        self.offer = offer_of(plugin)

    @property
    def site(self) -> str:
        """Name of the venue's site in use; "own" where the settings give addresses of their own."""
        where = self._settings.venue(self.plugin.facts.name)
        return "own" if where.own("live") else where.site or next(iter(self.plugin.sites))

    def sites(self, environment: Environment, first: str = "") -> tuple[str, ...]:
        """The sites to look for a key at, in order.

        Args:
            first: The site a binding remembers; the one in use when empty, or when the venue has it no more.
        """
        known = tuple(self._hosts[environment])
        usual = self._settings.venue(self.plugin.facts.name).site
        head = next((site for site in (first, usual) if site in known), known[0])
        return (head, *(site for site in known if site != head))

    def hosts(self, environment: Environment, site: str = "") -> Hosts:
        """Where the venue is, as its plug-in takes it; `site` as a binding remembers it."""
        return self._hosts[environment][self.sites(environment, site)[0]]

    def adapter(
        self, environment: Environment, credentials: Credentials | None, *, site: str = "", family: Family = "any"
    ) -> Adapter:
        """An adapter of one key, or of none for public calls; close it after use.

        Args:
            site: Where the key was found, as its binding remembers it; empty for the site in use.
        """
        return self.plugin.adapter(
            credentials,
            self.hosts(environment, site),
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
        *,
        site: str = "",
        elsewhere: bool = True,
    ) -> KeyReport:
        """Ask the venue about a key; a failure to reach it is a line of the report.

        A venue with several sites is asked at one, and at the others if that one does not know the key; the report
        then says whose it is.

        Args:
            site: Asked first: what the binding remembers, empty for the site in use.
            elsewhere: Whether the other sites are asked.
            read_uid: Account of the read key, empty when not known.
            least_equity_usdt: What the account must hold; the settings' gate when left out.
        """
        gate = self._settings.gates.min_equity_usdt if least_equity_usdt is None else least_equity_usdt
        minimum = Decimal(gate)
        question = Question(kind, environment, self._settings.egress_ips, read_uid, minimum)

        async def ask(at: str) -> KeyReport:
            hosts = self._hosts[environment][at]
            return await self.plugin.verify(question, credentials, hosts, now=self._now, limits=self._limits)

        sites = self.sites(environment, site)
        if len(sites) == 1 or not elsewhere:
            return await ask(sites[0])
        return await search(kind, sites, self.plugin.site_names, self.plugin.facts.title, ask)

    def ip_list(self, addresses: Sequence[str]) -> str:
        """Addresses as the venue's form takes them."""
        return self.plugin.guide.ip_list(addresses)

    def _find(self, environment: Environment) -> dict[str, Hosts]:
        name, plugin = self.plugin.facts.name, self.plugin
        where = self._settings.venue(name)
        if unknown := next((site for site in (where.site, *where.sites) if site and site not in plugin.sites), ""):
            key = f"{name}.site" if unknown == where.site else f"{name}.sites.{unknown}"
            raise _bad_venue(key, plugin.sites)
        if own := where.own(environment):
            return {"": self._own_hosts(f"{name}.{environment}", own)}
        found = {}
        for site, addresses in plugin.sites.items():
            own = where.sites[site].own(environment) if site in where.sites else {}
            if own:
                found[site] = self._own_hosts(f"{name}.sites.{site}.{environment}", own)
            elif environment in addresses:
                found[site] = addresses[environment]
        if not found or (where.site and where.site not in found):
            raise _bad_venue(f"{name}.site", plugin.sites)
        return found

    def _own_hosts(self, key: str, own: dict[str, str]) -> Hosts:
        try:
            return self.plugin.hosts(**own)
        except TypeError as error:
            raise _bad_venue(key, self.plugin.hosts.__annotations__) from error


def _bad_venue(key: str, known: Iterable[str]) -> Refused:
    return Refused("door.settings.bad_venue", field=key, key=key, known=", ".join(known))


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

"""`doctor`: is every venue reachable from here, and does it accept the keys? Nothing is changed anywhere.

What it prints is safe to paste into a ticket: no key, no name, no account, and of addresses of this machine only the
beginning.
"""

from __future__ import annotations

import asyncio
import dataclasses
import sys
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from app.locale.catalogue import pick, set_language, t
from app.reasons import reason_of
from app.services.brief_login import brief_login
from app.services.errors import Refused
from app.services.sealed_keys import unseal
from app.services.venues import Venue, Venues
from exchanges.core.adapter import Environment
from exchanges.core.clock import now_ms
from exchanges.core.probing import Probe, probe_host, timed
from exchanges.core.reasons import BY_CODE
from exchanges.venues import NAMES
from store import bindings
from store.errors import StoreError

if TYPE_CHECKING:
    from app.services.assembly import Services
    from app.services.session import Session
    from app.settings import Settings
    from exchanges.core.secret import Secret

ALL_WELL, UNREACHABLE, WRONG_USE, KEY_REFUSED = 0, 1, 2, 3
CLOCK_MATTERS_MS = 1_000
"""Beyond this the machine's clock deserves a word, though every call corrects it."""
FAMILIES = ("ipv4", "ipv6")


@dataclass(frozen=True, slots=True)
class Place:
    """One venue in one environment."""

    venue: str
    environment: Environment
    site: str
    hosts: Mapping[str, tuple[Probe, ...]]
    """Steps by host name."""
    calls: tuple[Probe, ...]
    """"clock" and "public"."""

    @property
    def ok(self) -> bool:
        return all(probe.ok is not False for steps in (*self.hosts.values(), self.calls) for probe in _needed(steps))


@dataclass(frozen=True, slots=True)
class KeyVerdict:
    """What the venue says of a bound read key; lines without account, address or venue text."""

    venue: str
    environment: Environment
    number: int
    """Counts the person's accounts at this venue, in place of a name."""
    checks: Mapping[str, str]
    """Outcome by the name of the line."""
    ok: bool


@dataclass(slots=True)
class Findings:
    """Everything that was tried."""

    places: list[Place] = field(default_factory=list)
    keys: list[KeyVerdict] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """0 all is well, 1 a venue cannot be reached, 3 all are reached and a key is refused."""
        if not all(place.ok for place in self.places):
            return UNREACHABLE
        return ALL_WELL if all(key.ok for key in self.keys) else KEY_REFUSED


async def run(
    settings: Settings,
    *,
    as_json: bool,
    names: Collection[str] = (),
    username: str = "",
    read_password: Callable[[], Secret] | None = None,
) -> int:
    """Look at every venue, and with a login also at its bound read keys; print and answer the exit code.

    Args:
        settings: As for the app.
        as_json: One JSON line instead of text.
        names: Which venues; all when empty.
        username: Whose keys are looked at.
        read_password: Called once, before anything is opened; `None` looks at no keys.
    """
    set_language(settings.language)
    unknown = set(names) - set(NAMES)
    if unknown:
        sys.stderr.write(t("doctor.unknown", names=", ".join(sorted(unknown)), known=", ".join(NAMES)) + "\n")
        return WRONG_USE
    try:
        if read_password is not None:
            findings = await _with_login(settings, names, username, read_password)
        else:
            findings = await _alone(settings, names)
    except (Refused, StoreError, OSError) as error:
        sys.stderr.write(f"{reason_of(error)}\n")
        return UNREACHABLE
    sys.stdout.write(as_line(findings) if as_json else "".join(f"{line}\n" for line in as_text(findings)))
    return findings.exit_code


async def _alone(settings: Settings, names: Collection[str]) -> Findings:
    if not settings.demo:
        return Findings(await look_at(Venues(settings, now_ms), names))
    from app.services.assembly import open_services

    services = await open_services(settings, start=False)
    try:
        return Findings(await look_at(services.venues, names))
    finally:
        await services.aclose()


async def _with_login(
    settings: Settings, names: Collection[str], username: str, read_password: Callable[[], Secret]
) -> Findings:
    async with brief_login(settings, username, read_password()) as (services, session):
        keys = [key async for key in _keys(services, session) if not names or key.venue in names]
        return Findings(await look_at(services.venues, names), keys)


async def look_at(venues: Venues, names: Collection[str] = ()) -> list[Place]:
    """The named venues, or all, in every environment, side by side."""
    wanted = [
        (venues[offer.venue], environment)
        for offer in venues.offers()
        if offer.lifecycle != "closed" and (not names or offer.venue in names)
        for environment in offer.environments
    ]
    return list(await asyncio.gather(*(_place(venue, environment) for venue, environment in wanted)))


async def _place(venue: Venue, environment: Environment) -> Place:
    urls: dict[str, str] = dataclasses.asdict(venue.hosts(environment))
    # Several names may stand for one host; each host is tried once.
    by_host = {urlsplit(url).netloc: url for url in urls.values()}
    steps = await asyncio.gather(*(probe_host(url) for url in by_host.values()))
    return Place(
        venue.plugin.facts.name,
        environment,
        venue.site,
        dict(zip(by_host, steps, strict=True)),
        await _calls(venue, environment),
    )


async def _calls(venue: Venue, environment: Environment) -> tuple[Probe, ...]:
    adapter = venue.adapter(environment, None)

    async def clock() -> str:
        await adapter.clock.ensure()
        return f"{adapter.clock.offset_ms:+d} ms"

    async def public() -> str:
        if venue.plugin.public_call is not None:
            endpoint, params = venue.plugin.public_call
            await adapter.rest.call(endpoint, params, tries=1)
        return ""

    try:
        probes = [await timed("clock", clock)]
        if probes[0].ok and venue.plugin.public_call is not None:
            probes.append(await timed("public", public))
        return tuple(probes)
    finally:
        await adapter.aclose()


async def _keys(services: Services, session: Session) -> AsyncIterator[KeyVerdict]:
    async with services.store.read() as connection:
        rows = await bindings.approved_of_owner(connection, session.user_id)
        credentials = {row.id: await unseal(connection, session.vault, "read", row.key_id) for row in rows}
    counted: dict[str, int] = {}
    for row in rows:
        counted[row.venue] = counted.get(row.venue, 0) + 1
        report = await services.venues[row.venue].verify(
            "read", row.environment, credentials[row.id], "", site=row.site, elsewhere=False
        )
        checks = {check.name: check.outcome for check in report.checks if check.group == "key"}
        yield KeyVerdict(row.venue, row.environment, counted[row.venue], checks, report.key_ok)


def _needed(steps: tuple[Probe, ...]) -> tuple[Probe, ...]:
    """The steps that must be well: of the two families one that works will do."""
    if any(step.ok for step in steps if step.step in FAMILIES):
        return tuple(step for step in steps if step.step not in FAMILIES)
    return steps


# -- printing ------------------------------------------------------------------------------------------------------


def as_line(findings: Findings) -> str:
    """One JSON line."""
    venues = [{**msgspec.to_builtins(place), "ok": place.ok} for place in findings.places]
    keys = [msgspec.to_builtins(key) for key in findings.keys]
    return msgspec.json.encode({"exit_code": findings.exit_code, "venues": venues, "keys": keys}).decode() + "\n"


def as_text(findings: Findings) -> Iterator[str]:
    """Lines for people."""
    for place in findings.places:
        yield f"{_mark(place.ok)}  {place.venue} {t(f'wizard.environment.{place.environment}')} {place.site}".rstrip()
        for host, steps in place.hosts.items():
            yield f"      {host}"
            yield from (f"        {_line(step)}" for step in steps)
        yield from (f"      {_line(step)}" for step in place.calls)
    for key in findings.keys:
        yield f"{_mark(key.ok)}  {t('doctor.key', venue=key.venue, number=key.number)}"
        yield from (f"      {outcome:10} {name}" for name, outcome in key.checks.items())
    yield t(f"doctor.verdict.{findings.exit_code}")


def _mark(ok: bool | None) -> str:
    return "--" if ok is None else "ok" if ok else "NO"


def _line(step: Probe) -> str:
    took = f"{step.ms} ms" if step.ms is not None else ""
    why = step.detail if step.ok is not False else pick(BY_CODE[step.code][0]) if step.code in BY_CODE else step.code
    return f"{_mark(step.ok)}  {step.step:7} {took:>8}  {why}".rstrip()

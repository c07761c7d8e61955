"""Looking for a pasted key at a venue that has several sites: a key works only where its account was opened."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace

from app.services.own_checks import both
from exchanges.core.verdict import Check, KeyKind, KeyReport, Pair

Ask = Callable[[str], Awaitable[KeyReport]]
"""Asks one site, by name."""


async def search(kind: KeyKind, sites: Sequence[str], names: Mapping[str, Pair], title: Pair, ask: Ask) -> KeyReport:
    """Ask one site after the other until one knows the key.

    Args:
        kind: A trade key that is found at another site than the first is none of the read-only key's account.
        sites: Names, the one to ask first in front; the others are asked only when that one does not know the key.
        names: What people call them.
        title: The venue's name inside a sentence.

    Returns:
        The report of the site that knows the key, with its name and a line that tells it; the first site's if none
        does, or if the first could not be asked.
    """
    first = report = await ask(sites[0])
    silent = []
    for site in sites[1:] if first.unknown_key else ():
        report = await ask(site)
        if knows(report):
            return _found(report, kind, site, names, instead_of=sites[0])
        if not report.unknown_key:
            silent.append(site)
    if first.unknown_key:
        return _unknown(first, [site for site in sites if site not in silent], silent, names, title)
    return _found(first, kind, sites[0], names) if knows(first) else first


def knows(report: KeyReport) -> bool:
    """Whether this site has the key, be its secret, environment or IP list wrong; a site that only failed has not."""
    if report.unknown_key:
        return False
    told = (check for name in ("environment", "credentials", "address") if (check := report.check(name)) is not None)
    return report.facts is not None or any(check.outcome != "unverified" for check in told)


def is_astray(report: KeyReport) -> bool:
    """Whether the key was found at another site than it has to be of."""
    return (check := report.check("site")) is not None and check.outcome == "no"


def _found(report: KeyReport, kind: KeyKind, site: str, names: Mapping[str, Pair], instead_of: str = "") -> KeyReport:
    values: dict[str, Pair | object] = {"site": _name(site, names), "first": _name(instead_of, names)}
    if instead_of and kind == "trade":
        line = Check("site", "no", both("binding.check.site.astray", **values), both("binding.check.site.astray.cure"))
    else:
        line = Check("site", "ok", both("binding.check.site.found" if instead_of else "binding.check.site", **values))
    place = 1 + next((index for index, check in enumerate(report.checks) if check.name == "reach"), -1)
    return replace(report, site=site, checks=(*report.checks[:place], line, *report.checks[place:]))


def _unknown(
    report: KeyReport, deniers: Sequence[str], silent: Sequence[str], names: Mapping[str, Pair], title: Pair
) -> KeyReport:
    """One verdict for all sites, with the quote of the first."""
    values: dict[str, Pair | object] = {
        "venue": title,
        "sites": _names(deniers, names),
        "silent": _names(silent, names),
    }
    how = "silent" if silent else "unknown"
    text, cure = both(f"binding.check.site.{how}", **values), both(f"binding.check.site.{how}.cure", **values)
    checks = (replace(check, text=text, cure=cure) if check.name == "credentials" else check for check in report.checks)
    return replace(report, checks=tuple(checks))


def _name(site: str, names: Mapping[str, Pair]) -> Pair:
    return names.get(site, (site, site))


def _names(sites: Sequence[str], names: Mapping[str, Pair]) -> Pair:
    pairs = [_name(site, names) for site in sites]
    return ", ".join(pair[0] for pair in pairs), "、".join(pair[1] for pair in pairs)

"""A key made on a venue's simulated site as its form proposes it is a key the wizard takes."""

from __future__ import annotations

from contextlib import aclosing

import pytest

from app.services.simulation_http import SimulationHttp
from app.services.site_console import SiteConsole, boxes, usual
from exchanges import venues
from exchanges.core.adapter import Credentials
from exchanges.core.secret import Secret
from exchanges.core.verdict import KeyKind
from tests.conformance.simulated import simulated
from tests.conformance.wrong_keys import verify

pytestmark = pytest.mark.anyio
KINDS: tuple[KeyKind, ...] = ("read", "trade")
PASSPHRASES = {"okx": "Demo#Pass2026"}


@pytest.mark.parametrize("name", venues.NAMES)
async def test_keys_made_as_the_sites_form_proposes_them_are_taken(name: str) -> None:
    async with simulated(name) as venue, aclosing(SimulationHttp(venue.control)) as http:
        site = SiteConsole(http, venue.site)
        known = venue.plugin.permissions
        accounts = {each.name: each for each in await site.accounts() if each.environment == "live"}
        account = accounts["main"]
        assert set(boxes(account, known)) >= {*usual(account, "read", known), *usual(account, "trade", known)}
        await site.delete_key(account.name, account.keys[-1].api_key)  # Some venues let nobody have more.
        await site.delete_key(account.name, account.keys[-2].api_key)
        read_uid = ""
        for kind in KINDS:
            phrase = Secret(PASSPHRASES.get(name, "DemoPass2026") if venue.plugin.facts.passphrase else "")
            ips = [venue.egress_ip] if kind == "trade" else []
            made = await site.create_key(account.name, f"new {kind}", usual(account, kind, known), ips, phrase)
            report = await verify(venue, kind, Credentials(made.api_key, made.secret, phrase), read_uid=read_uid)
            assert report.key_ok, [(check.name, check.outcome, check.text[0]) for check in report.checks]
            read_uid = report.facts.key.uid if report.facts is not None else ""

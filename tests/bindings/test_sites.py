"""A venue with several sites: a key is looked for at all of them, and where it was found is remembered."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from decimal import Decimal
from pathlib import Path

import httpx
import msgspec
import pytest

from app.services.errors import Refused
from app.services.explorer import ExplorerService
from app.services.sealed_keys import KeyKind
from app.services.venues import Venues
from app.settings import Hosts, OkxAt, Settings, SiteAt, load
from exchanges.core.clock import now_ms
from exchanges.core.verdict import KeyReport
from exchanges.sandbox.server import SandboxThread
from store import bindings
from store.database import Store
from store.vault import KdfParams, Vaults
from tests.bindings.wizard import begin, check, paste, ready_to_send, with_read_key
from tests.monitor.harbour import USDT, Harbour, VenueSide, eventually, new_person, pasted

pytestmark = pytest.mark.anyio

CLOSED = Hosts(**dict.fromkeys(("rest", "ws_public", "ws_private", "ws_business"), "http://127.0.0.1:1"))
"""Nobody listens there."""


@pytest.fixture(scope="module")
def usual() -> Iterator[SandboxThread]:
    """The global site."""
    with SandboxThread(seed=7) as running:
        yield running


@pytest.fixture(scope="module")
def eea() -> Iterator[SandboxThread]:
    """Another site, with accounts and keys of its own."""
    with SandboxThread(seed=8) as running:
        yield running


def site_at(thread: SandboxThread) -> SiteAt:
    return msgspec.convert(thread.hosts(), SiteAt)


@asynccontextmanager
async def owner_of(thread: SandboxThread) -> AsyncIterator[VenueSide]:
    async with httpx.AsyncClient(
        base_url=thread.describe()["control"], timeout=10, trust_env=False, verify=False
    ) as http:
        side = VenueSide(thread, http)
        yield side
        await side.heal()


@pytest.fixture
async def elsewhere(usual: SandboxThread) -> AsyncIterator[VenueSide]:
    """The site that is asked first, by its owner."""
    async with owner_of(usual) as side:
        yield side


@pytest.fixture
async def here(sqlite_store: Store, tmp_path: Path, usual: SandboxThread, eea: SandboxThread) -> AsyncIterator[Harbour]:
    """Three sites; `okx` is the second, and the third is the second by another name."""
    sites = {"global": site_at(usual), "eea": site_at(eea), "us": site_at(eea)}
    settings = Settings(data_dir=tmp_path, okx=OkxAt(sites=sites))
    vaults = Vaults(sqlite_store, KdfParams(memory_kib=64, iterations=1, lanes=1), testing=True)
    async with owner_of(eea) as side:
        harbour = Harbour(sqlite_store, side, settings, vaults, await new_person(sqlite_store, vaults))
        await harbour.top_up(500 * USDT)
        try:
            yield harbour
        finally:
            await harbour.monitor.stop()


async def remembered(here: Harbour, binding_id: str) -> str:
    async with here.store.read() as connection:
        row = await bindings.by_id(connection, binding_id)
    assert row is not None
    return str(row.site)


async def paste_of(side: VenueSide, here: Harbour, draft_id: str, kind: KeyKind) -> KeyReport:
    """Paste a key of another site."""
    key = side.key("main", kind)
    values = {name: key[name] for name in ("api_key", "secret", "passphrase")}
    return await paste(here, draft_id, kind, "main", kind, **values)


async def test_a_key_of_another_site_is_found_there_and_the_site_is_remembered(here: Harbour) -> None:
    draft = await begin(here)
    report = await paste(here, draft.id, "read", "main", "read")
    assert report.ok
    line = check(report, "site")
    assert line.text[0].startswith("site: EEA; the key was found there")
    assert line.text[1].startswith("站点：EEA 站；")
    assert report.facts is not None
    assert report.facts.key.uid == here.okx.accounts["main"]["uid"]
    assert await remembered(here, draft.id) == "eea"


async def test_a_remembered_site_is_asked_first_and_alone(here: Harbour, elsewhere: VenueSide) -> None:
    draft = await begin(here)
    await paste(here, draft.id, "read", "main", "read")
    await elsewhere.fault("http", status=502, body="html", count=0)
    report = await here.bindings.recheck(here.session, draft.id, "read")
    assert report.ok
    assert check(report, "site").text == ("site: EEA", "站点：EEA 站")


async def test_a_key_of_the_usual_site_is_found_without_asking_others(here: Harbour, elsewhere: VenueSide) -> None:
    await here.okx.fault("http", status=502, body="html", count=0)
    draft = await begin(here)
    report = await paste_of(elsewhere, here, draft.id, "read")
    assert report.ok
    assert check(report, "site").text == ("site: global", "站点：全球站")
    assert await remembered(here, draft.id) == "global"


async def test_a_wrong_passphrase_or_address_proves_the_site_too(here: Harbour) -> None:
    for line, seeded, instead in (
        ("credentials", "read", {"passphrase": "Wrong#Pass1"}),
        ("address", "read_wrong_ip", {}),
    ):
        draft = await begin(here)
        report = await paste(here, draft.id, "read", "main", seeded, **instead)
        assert check(report, line).outcome == "no"
        assert check(report, line).venue_quote.startswith(("50105", "50110"))
        assert check(report, "site").outcome == "ok"
        assert await remembered(here, draft.id) == "eea"


async def test_a_key_that_no_site_knows_gets_one_verdict_for_all(here: Harbour) -> None:
    draft = await begin(here)
    report = await paste(here, draft.id, "read", "main", "read", api_key="00000000-0000-4000-8000-000000000000")
    assert [each.name for each in report.checks if each.outcome == "no"] == ["credentials"]
    line = check(report, "credentials")
    assert line.text[0] == "no site of OKX knows this API key; asked were global, EEA, US"
    assert "全球站、EEA 站、美国站" in line.text[1]
    assert "deleted" in line.cure[0]
    assert report.check("site") is None
    assert await remembered(here, draft.id) == ""


async def test_a_site_that_does_not_answer_is_named_when_the_others_do_not_know_the_key(here: Harbour) -> None:
    closed = SiteAt(live=CLOSED, demo=CLOSED)
    at = here.settings.okx
    here.settings = msgspec.structs.replace(here.settings, okx=OkxAt(sites={**at.sites, "us": closed}))
    here.again()
    draft = await begin(here)
    report = await paste(here, draft.id, "read", "main", "read", api_key="00000000-0000-4000-8000-000000000000")
    line = check(report, "credentials")
    assert line.text[0] == "this API key is unknown at global, EEA; no answer from US"
    assert line.cure[0].startswith("If the key is of US, check again")


async def test_an_account_is_mended_at_its_site(here: Harbour, elsewhere: VenueSide) -> None:
    draft = await with_read_key(here, "oneway")
    await elsewhere.fault("http", status=502, body="html", count=0)
    report = await paste(here, draft.id, "trade", "oneway", "trade")
    assert check(report, "site").text[0] == "site: EEA"
    assert (await here.bindings.fix(here.session, draft.id, "hedge_mode")).ok


async def test_a_binding_is_sent_streamed_and_explored_at_its_site_after_a_restart(
    here: Harbour, elsewhere: VenueSide
) -> None:
    """The site asked first is down all the while after the keys were found."""
    draft = await ready_to_send(here)
    await elsewhere.fault("http", status=502, body="html", count=0)
    bound = await here.bindings.submit(here.session, draft.id, accepted=True)
    assert bound.state == "approved"

    here.again()
    await here.log_in_again()
    await here.monitor.start(here.session)
    book = here.monitor.books[bound.id]
    await eventually(lambda: book.freshness(here.now()).is_live, lambda: book.link)
    seen = len(book.fills)
    await here.okx.order("main", "BTC-USDT-SWAP", "buy", "long", "1")
    await eventually(lambda: len(book.fills) > seen)
    held = {(row["instId"], row["posSide"]): Decimal(row["pos"]) for row in (await here.okx.truth("main"))["positions"]}
    await eventually(
        lambda: {(row.venue_symbol, row.side.value): row.size_contracts for row in book.positions.values()} == held
    )

    explorer = ExplorerService(here.store, here.venues)
    call = next(call for call in explorer.calls() if call.id == "okx account/config")
    answer = await explorer.send(here.session, call, bound.id, {})
    assert isinstance(answer, tuple)
    assert dict(answer[0][1])["uid"] == bound.uid


async def test_a_trade_key_of_another_site_than_the_read_only_key_is_refused(
    here: Harbour, elsewhere: VenueSide
) -> None:
    draft = await with_read_key(here)
    report = await paste_of(elsewhere, here, draft.id, "trade")
    line = check(report, "site")
    assert line.outcome == "no"
    assert line.text[0] == "site: global, but the read-only key is of the site EEA"
    assert not (await here.bindings.draft(here.session, draft.id)).can_next
    assert await remembered(here, draft.id) == "eea"


async def test_a_read_only_key_of_another_site_takes_the_binding_there_and_the_trade_key_is_doubted(
    here: Harbour, elsewhere: VenueSide
) -> None:
    draft = await ready_to_send(here)
    assert (await paste_of(elsewhere, here, draft.id, "read")).ok
    assert await remembered(here, draft.id) == "global"
    view = await here.bindings.draft(here.session, draft.id)
    assert view.keys["trade"].report is None


async def test_the_site_of_the_settings_is_asked_first(here: Harbour, elsewhere: VenueSide) -> None:
    await elsewhere.fault("http", status=502, body="html", count=0)
    here.settings = msgspec.structs.replace(here.settings, okx=OkxAt(site="eea", sites=here.settings.okx.sites))
    here.again()
    draft = await begin(here)
    assert check(await paste(here, draft.id, "read", "main", "read"), "site").text[0] == "site: EEA"


async def test_demo_trading_has_the_same_sites(here: Harbour) -> None:
    draft = await begin(here, "demo")
    report = await paste(here, draft.id, "read", "main", "read")
    assert check(report, "environment").outcome == "no"
    assert check(report, "site").outcome == "ok"
    assert await remembered(here, draft.id) == "eea"


def test_addresses_that_stand_for_the_whole_venue_leave_it_no_other_sites(
    tmp_path: Path, usual: SandboxThread, eea: SandboxThread
) -> None:
    whole = site_at(usual)
    at = OkxAt(live=whole.live, demo=whole.demo, sites={"eea": site_at(eea)})
    okx = Venues(Settings(data_dir=tmp_path, okx=at), now_ms)["okx"]
    assert okx.sites("live", "eea") == ("",)
    assert okx.hosts("live", "eea").rest == whole.live.rest


async def test_who_asks_at_one_site_only_is_not_told_of_the_others(here: Harbour) -> None:
    """Doctor: whether the key works where the binding uses it."""
    key = pasted(here.okx.key("main", "read"))
    okx = here.venues["okx"]
    report = await okx.verify("read", "live", key, "", site="eea", elsewhere=False)
    assert report.key_ok
    lost = await okx.verify("read", "live", key, "", site="global", elsewhere=False)
    assert check(lost, "credentials").outcome == "no"


def test_sites_are_asked_in_order_the_remembered_one_first(tmp_path: Path) -> None:
    okx = Venues(Settings(data_dir=tmp_path), now_ms)["okx"]
    assert okx.sites("live") == ("global", "eea", "us")
    assert okx.sites("live", "us") == ("us", "global", "eea")
    assert okx.sites("live", "closed since") == ("global", "eea", "us")
    assert okx.hosts("live", "eea").rest == "https://eea.okx.com"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[okx.sites.mars.live]\nrest = 'https://x'\n", "okx.sites.mars"),
        ("[okx.sites.eea.live]\nrest = 'https://x'\n", "okx.sites.eea.live"),
        ("[okx.sites.eea.live]\nsapi = 'https://x'\n", "okx.sites.eea.live"),
    ],
)
def test_a_site_the_venue_does_not_have_or_half_a_site_is_refused(tmp_path: Path, text: str, key: str) -> None:
    (tmp_path / "binnacle.toml").write_text(text, "utf-8")
    with pytest.raises(Refused) as refused:
        Venues(load(data_dir=tmp_path, environ={}), now_ms)
    assert refused.value.values["key"] == key

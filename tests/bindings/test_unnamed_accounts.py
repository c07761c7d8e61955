"""Binding accounts of a venue that does not tell whose they are: each read-only key counts as an account."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from app.services.binding_views import BindingView
from app.settings import Hosts, Settings, VenueAt
from exchanges.core.secret import Secret
from exchanges.core.verdict import KeyReport
from exchanges.sandbox.server import SandboxThread
from store.database import Store
from store.vault import KdfParams, Vaults
from tests.bindings.wizard import check
from tests.monitor.harbour import USDT, Harbour, VenueSide, new_person, simulated_okx

pytestmark = pytest.mark.anyio


@pytest.fixture
async def here(sqlite_store: Store, tmp_path: Path) -> AsyncIterator[Harbour]:
    async with simulated_okx(seed=7, venues=("bitmart",)) as side:
        hosts = side.thread.hosts("bitmart")
        live, demo = (msgspec.convert(hosts[environment], Hosts) for environment in ("live", "demo"))
        settings = Settings(data_dir=tmp_path, bitmart=VenueAt(live=live, demo=demo))
        vaults = Vaults(sqlite_store, KdfParams(memory_kib=64, iterations=1, lanes=1), testing=True)
        harbour = Harbour(sqlite_store, side, settings, vaults, await new_person(sqlite_store, vaults))
        await harbour.top_up(500 * USDT)
        yield harbour


def key_of(side: VenueSide, account: str, kind: str) -> dict[str, str]:
    thread: SandboxThread = side.thread
    accounts = thread.describe()["venues"]["bitmart"]["accounts"]
    keys = next(each["keys"] for each in accounts if each["name"] == account)
    return next(key for key in keys if key["kind"] == kind)


async def paste(here: Harbour, draft_id: str, kind: str, account: str) -> KeyReport:
    key = key_of(here.okx, account, kind)
    secrets = Secret(key["secret"]), Secret(key["passphrase"])
    return await here.bindings.check_key(here.session, draft_id, kind, key["api_key"], *secrets)  # type: ignore[arg-type]


async def bound(here: Harbour, account: str) -> BindingView:
    draft = await here.bindings.start(here.session, "bitmart", "live")
    await here.bindings.advance(here.session, draft.id)
    await paste(here, draft.id, "read", account)
    await here.bindings.advance(here.session, draft.id)
    await here.unlock_trade()
    report = await paste(here, draft.id, "trade", account)
    assert check(report, "same_account").outcome == "unverified"
    await here.bindings.advance(here.session, draft.id)
    await here.bindings.set_strategy(here.session, draft.id, "steady", custom=False, referrer=True)
    await here.bindings.advance(here.session, draft.id)
    return await here.bindings.submit(here.session, draft.id, accepted=True)


async def test_several_accounts_are_bound_and_the_same_key_only_once(here: Harbour) -> None:
    first, second = await bound(here, "main"), await bound(here, "second")
    assert first.uid.startswith("#")
    assert second.uid.startswith("#")
    assert first.uid != second.uid
    assert first.label == f"BitMart futures {first.uid[-4:]}"
    again = await here.bindings.start(here.session, "bitmart", "live")
    await here.bindings.advance(here.session, again.id)
    report = await paste(here, again.id, "read", "main")
    assert check(report, "not_bound").outcome == "no"
    assert not report.ok

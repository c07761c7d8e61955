"""`doctor` tells where the way to a venue breaks, and which bound key is refused, without telling secrets."""

from __future__ import annotations

import json
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from app.services import doctor
from app.settings import Settings
from exchanges.core.clock import now_ms
from exchanges.core.probing import probe_host
from store.database import open_store
from store.vault import Vaults
from tests.accounts.house import CHEAP, LOGIN, build_house
from tests.monitor.harbour import Harbour, VenueSide, settings_for, simulated_okx
from tests.stores import ManualClock

pytestmark = pytest.mark.anyio


@pytest.fixture
async def okx() -> AsyncIterator[VenueSide]:
    async with simulated_okx(seed=7) as side:
        yield side


async def examined(settings: Settings, capsys: pytest.CaptureFixture[str], **more: Any) -> tuple[int, dict[str, Any]]:
    code = await doctor.run(settings, as_json=True, names=["okx"], **more)
    return code, json.loads(capsys.readouterr().out)


async def test_a_venue_that_answers_is_well_in_every_step(
    okx: VenueSide, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = await examined(settings_for(okx, tmp_path), capsys)
    assert (code, told["exit_code"]) == (0, 0)
    assert {place["environment"] for place in told["venues"]} == {"live", "demo"}
    for place in told["venues"]:
        assert place["ok"]
        (steps,) = place["hosts"].values()
        assert {step["step"]: step["ok"] for step in steps} == {"dns": True, "ipv4": True, "ipv6": None}
        assert {step["step"]: step["ok"] for step in place["calls"]} == {"clock": True, "public": True}


async def test_where_nobody_listens_the_connection_is_blamed(
    okx: VenueSide, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = settings_for(okx, tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        live = msgspec.structs.replace(settings.okx.live, rest=f"http://127.0.0.1:{taken.getsockname()[1]}")
        settings = msgspec.structs.replace(settings, okx=msgspec.structs.replace(settings.okx, live=live))
        code, told = await examined(settings, capsys)
        assert await doctor.run(settings, as_json=False, names=["okx"]) == 1
    assert (code, told["exit_code"]) == (1, 1)
    live_place = next(place for place in told["venues"] if place["environment"] == "live")
    dead = live_place["hosts"][live.rest.removeprefix("http://")]
    assert [(step["step"], step["code"]) for step in dead if step["ok"] is False] == [("ipv4", "refused")]
    text = capsys.readouterr().out
    assert "connection refused" in text
    assert "look at the lines marked NO" in text


async def test_a_name_that_does_not_exist_is_blamed_on_dns() -> None:
    (step,) = await probe_host("https://no-such-host.invalid")
    assert (step.step, step.ok, step.code) == ("dns", False, "dns")


async def test_behind_a_proxy_only_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.invalid:3128")
    assert [step.step for step in await probe_host("https://venue.invalid")] == ["proxy"]


async def test_an_unknown_venue_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert await doctor.run(Settings(data_dir=tmp_path), as_json=True, names=["moon"]) == 2
    assert "moon" in capsys.readouterr().err


@pytest.mark.parametrize(("is_deleted", "code", "outcome"), [(False, 0, "ok"), (True, 3, "no")])
async def test_with_a_login_bound_keys_are_asked_about_and_nothing_secret_is_told(
    okx: VenueSide, tmp_path: Path, capsys: pytest.CaptureFixture[str], is_deleted: bool, code: int, outcome: str
) -> None:
    settings = settings_for(okx, tmp_path)
    store = await open_store(settings.store_url, now=now_ms)
    try:
        house = build_house(store, ManualClock(now_ms()), settings)
        captain = Harbour(store, okx, settings, Vaults(store, CHEAP, testing=True), await house.operator())
        await captain.approved("main")
    finally:
        await store.aclose()
    api_key = okx.key("main", "read")["api_key"]
    if is_deleted:
        (await okx.http.delete(f"/okx/accounts/main/keys/{api_key}")).raise_for_status()
    answered, told = await examined(settings, capsys, username="captain", read_password=lambda: LOGIN)
    (key,) = told["keys"]
    assert (answered, key["ok"], key["checks"]["credentials"]) == (code, not is_deleted, outcome)
    said = json.dumps(told)
    assert not [secret for secret in (api_key, okx.accounts["main"]["uid"], "captain") if secret in said]

"""The simulated CrossEx as a part of the sandbox: addresses, faults, memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from exchanges.sandbox.gate_crossex.endpoints import DOCUMENTED, ENDPOINTS
from exchanges.sandbox.server import Sandbox
from tests.sandbox.gate_crossex.trader import BTC, Trader

pytestmark = pytest.mark.anyio


def test_all_thirty_one_documented_calls_are_served_each_once() -> None:
    assert len(DOCUMENTED) == 31
    assert len({(item.method, item.path) for item in ENDPOINTS}) == len(ENDPOINTS)


async def test_there_is_one_environment_with_three_addresses(crossex: Sandbox) -> None:
    hosts = crossex.hosts("gate_crossex")
    assert {environment: set(addresses) for environment, addresses in hosts.items()} == {
        "live": {"rest", "ws_public", "ws_private"}
    }
    names = {item["name"] for item in crossex.describe()["venues"]["gate_crossex"]["accounts"]}
    assert names == {"main", "oneway", "poor", "second", "busy", "isolated", "unopened"}


async def test_faults_of_rest_look_as_gate_fails(main: Trader) -> None:
    for fields, status, label in (
        ({"kind": "http", "status": 503}, 503, "TOO_BUSY"),
        ({"kind": "http", "status": 429}, 429, "TOO_MANY_REQUESTS"),
        ({"kind": "http", "status": 500, "code": "INTERNAL"}, 500, "INTERNAL"),
        ({"kind": "limited"}, 429, "TOO_MANY_REQUESTS"),
    ):
        await main.fault(**fields)
        answer = await main.ask("GET", "accounts")
        assert (answer.status_code, answer.json()["label"]) == (status, label)
    await main.fault("maintenance")
    assert await main.label("GET", "accounts") == "TOO_BUSY"
    await main.control.delete("/faults")
    await main.fault("skew", ms=120_000)
    assert await main.label("GET", "accounts") == "REQUEST_EXPIRED"
    await main.control.delete("/faults")
    await main.fault("mutate", path="/api/v4/crossex/positions", set={"upnl": "1e-8"})
    assert {row["upnl"] for row in await main.get("positions")} == {"1e-8"}


async def test_accounts_and_pools_survive_a_restart(tmp_path: Path) -> None:
    async with Sandbox(seed=7, venues=["gate_crossex"], state_dir=tmp_path) as first:
        person = Trader(first, "isolated")
        await person.place(BTC)
        before = await person.truth("isolated.BINANCE")
        await person.aclose()
    async with Sandbox(seed=7, venues=["gate_crossex"], state_dir=tmp_path) as second:
        person = Trader(second, "isolated")
        after = await person.truth("isolated.BINANCE")
        assert len(after["positions"]) == len(before["positions"]) == 2
        assert after["balances"] == before["balances"]
        assert len(await person.get("positions")) == 3
        await person.aclose()

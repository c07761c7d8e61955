"""The simulated Bitget as a part of the sandbox: addresses, faults, limits of connections, memory."""

from __future__ import annotations

from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus

from exchanges.sandbox.server import Sandbox
from tests.sandbox.bitget.client import FUTURES, Person

pytestmark = pytest.mark.anyio

TIME, ACCOUNTS = "/api/v2/public/time", "v2/mix/account/accounts"


async def test_every_environment_tells_its_six_addresses(main: Person) -> None:
    names = {"rest", "ws_public", "ws_private", "ws_public_v3", "ws_private_v3", "ws_v1"}
    assert {environment: set(hosts) for environment, hosts in main.hosts.items()} == {"live": names, "demo": names}
    live, demo = main.hosts["live"], main.hosts["demo"]
    assert live["ws_private"].endswith("/v2/ws/private")
    assert demo["ws_private_v3"].endswith("/v3/ws/private")
    assert live["ws_private"] != demo["ws_private"]


async def test_faults_of_rest_look_as_bitget_fails(main: Person) -> None:
    await main.settings(limited=False)
    for fields, status, code in (
        ({"kind": "http", "status": 503}, 503, "40200"),
        ({"kind": "http", "status": 429}, 429, "429"),
        ({"kind": "http", "status": 200, "code": "40725"}, 200, "40725"),
        ({"kind": "limited"}, 429, "429"),
    ):
        await main.fault(**fields)
        answer = await main.ask("GET", ACCOUNTS, FUTURES)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert answer.json()["data"] is None
    await main.fault("http", status=502, body="html")
    assert "<html>" in (await main.ask("GET", ACCOUNTS, FUTURES)).text
    await main.fault("maintenance")
    assert await main.code("GET", ACCOUNTS, FUTURES) == "40200"
    await main.control.delete("/faults")
    await main.fault("skew", ms=60_000)
    assert await main.code("GET", ACCOUNTS, FUTURES) == "40008"
    ahead = int((await main.rest.get(TIME)).json()["data"]["serverTime"])
    headers = main.headers("GET/api/v2/mix/account/accounts?productType=USDT-FUTURES", "read", ahead)
    answer = await main.rest.get("/api/v2/mix/account/accounts?productType=USDT-FUTURES", headers=headers)
    assert answer.json()["code"] == "00000"
    await main.control.delete("/faults")
    await main.fault("egress", ip="198.51.100.99")
    assert await main.code("GET", ACCOUNTS, FUTURES) == "40018"
    await main.control.delete("/faults")
    await main.fault("mutate", path=f"/api/{ACCOUNTS}", set={"accountEquity": "1e-8"})
    assert (await main.get(ACCOUNTS, FUTURES))[0]["accountEquity"] == "1e-8"


async def test_an_address_may_connect_three_hundred_times_in_five_minutes(main: Person, bitget: Sandbox) -> None:
    front = bitget.served["bitget"].front
    front.connects_per_s = 1_000
    for _ in range(300):
        async with main.socket("ws_public", login=""):
            continue
    with pytest.raises(InvalidStatus) as refused:
        async with main.socket("ws_public", login=""):
            pass
    assert refused.value.response.status_code == 429
    await main.settings(limited=False)
    async with main.socket("ws_public", login=""):
        pass


async def test_accounts_and_keys_survive_a_restart(tmp_path: Path) -> None:
    async with Sandbox(seed=7, venues=["bitget"], state_dir=tmp_path) as first:
        person = Person(first, "poor")
        await person.post("v2/mix/account/set-position-mode", FUTURES | {"posMode": "one_way_mode"})
        await person.place(tradeSide="", size="0.001")
        await person.site("facts", {"channel": "desk"})
        before = await person.truth()
        await person.aclose()
    async with Sandbox(seed=7, venues=["bitget"], state_dir=tmp_path) as second:
        person = Person(second, "poor")
        after = await person.truth()
        assert after["positions"][0]["size"] == before["positions"][0]["size"] == "0.001"
        assert after["balances"] == before["balances"]
        assert (await person.get("v2/spot/account/info"))["channel"] == "desk"
        await person.aclose()

"""The sandbox as a whole: its description, its thread, its memory, its command."""

from __future__ import annotations

import ipaddress
import json
import signal
import stat
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from exchanges.sandbox.cli import readable
from exchanges.sandbox.persist import FILE
from exchanges.sandbox.server import Sandbox, SandboxThread
from tests.sandbox.client import Person

pytestmark = pytest.mark.anyio
ROOT = Path(__file__).parents[2]
KINDS = {"read", "trade", "trade_no_ip", "withdraw", "trade_wrong_ip", "demo_read", "demo_trade"}


async def test_the_description_has_the_shape_of_the_contract(sandbox: Sandbox, main: Person):
    described = sandbox.describe()
    assert set(described) == {"venues", "chains", "control"}
    okx = described["venues"]["okx"]
    assert set(okx) == {"rest", "ws_public", "ws_private", "ws_business", "egress_ip", "accounts"}
    assert ipaddress.ip_address(okx["egress_ip"])
    assert set(described["chains"]["tron"]) == {"rest", "usdt", "wallet"}
    assert {"main", "oneway", "spotmode", "poor", "second"} <= {account["name"] for account in okx["accounts"]}
    for account in okx["accounts"]:
        assert set(account) == {"name", "uid", "keys"}
        assert {key["kind"] for key in account["keys"]} >= KINDS
        assert all(set(key) == {"kind", "api_key", "secret", "passphrase"} for key in account["keys"])
    assert json.loads(json.dumps(described)) == described
    assert (await main.control.get("/")).json() == described


async def test_the_chain_and_its_controls_are_served_too(sandbox: Sandbox):
    described = sandbox.describe()
    async with httpx.AsyncClient(verify=False) as client:
        before = (await client.get(described["control"] + "/tron/state")).json()
        assert (await client.post(described["control"] + "/tron/mine", json={"blocks": 2})).status_code == 200
        assert (await client.get(described["control"] + "/tron/state")).json() != before


def test_a_thread_serves_until_it_is_stopped():
    with SandboxThread(seed=3) as running:
        url = running.describe()["venues"]["okx"]["rest"] + "/api/v5/public/time"
        assert httpx.get(url).json()["code"] == "0"
        assert running.hosts()["demo"]["ws_private"] != running.hosts()["live"]["ws_private"]
    with pytest.raises(httpx.TransportError):
        httpx.get(url)


def test_a_thread_that_cannot_start_says_why():
    with pytest.raises(RuntimeError) as error:
        SandboxThread(venues=("nowhere",)).start()
    assert "nowhere" in str(error.value.__cause__)


async def test_a_restart_loses_nothing(tmp_path: Path):
    async with Sandbox(seed=7, state_dir=tmp_path) as first:
        person = Person(first)
        made = await person.control.post(
            "/okx/accounts/main/keys", json={"label": "kept", "perms": ["trade"], "passphrase": "Abcdef1!"}
        )
        await person.order(sz="2")
        await person.order(ordType="limit", px="60000")
        await person.control.post("/okx/accounts/spotmode/level", json={"level": "2"})
        await person.price("BTC-USDT-SWAP", "61777")
        await person.control.post("/tron/mine", json={"blocks": 3})
        before, chain = await person.truth(), (await person.control.get("/tron/state")).json()
        await person.aclose()
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    async with Sandbox(seed=7, state_dir=tmp_path) as second:
        person = Person(second)
        person.keys["kept"] = made.json() | {"passphrase": "Abcdef1!"}
        after = await person.truth()
        for part in ("orders", "fills", "bills", "history", "finished_orders"):
            assert after[part] == before[part]
        assert [row["pos"] for row in after["positions"]] == [row["pos"] for row in before["positions"]]
        assert (await person.get("account/config", key="kept"))["data"][0]["label"] == "kept"
        assert second.market.dump()["BTC-USDT-SWAP"] == "61777"
        assert second.served["okx"].venue.accounts["spotmode"].level == "2"
        assert (await person.control.get("/tron/state")).json()["head"] == chain["head"]
        placed = await person.order(ordType="limit", px="60000")
        assert placed["ordId"] not in {row["ordId"] for row in after["orders"] + after["finished_orders"]}
        await person.aclose()


async def test_a_change_on_the_site_is_saved_at_once(tmp_path: Path):
    async with Sandbox(seed=7, state_dir=tmp_path) as running:
        person = Person(running)
        wanted = {"label": "kept", "perms": [], "passphrase": "Abcdef1!"}
        made = (await person.control.post("/okx/accounts/main/keys", json=wanted)).json()
        assert made["api_key"] in (tmp_path / FILE).read_text()
        await person.aclose()


async def test_an_unreadable_memory_is_set_aside(tmp_path: Path):
    (tmp_path / FILE).write_text("{torn")
    async with Sandbox(seed=7, state_dir=tmp_path) as running:
        assert running.served["okx"].venue.accounts["main"].positions
    assert [path.read_text() for path in tmp_path.glob("*.broken")] == ["{torn"]


async def test_the_demo_moves_by_itself():
    async with Sandbox(seed=7, tick_ms=5) as running:
        person = Person(running)
        async with person.socket(
            "public", login="", args=[{"channel": "mark-price", "instId": "BTC-USDT-SWAP"}]
        ) as stream:
            marks = {(await stream.push("mark-price"))["data"][0]["markPx"] for _ in range(4)}
        await person.aclose()
    assert len(marks) > 1


def test_the_command_prints_one_line_serves_and_ends_cleanly_on_a_signal():
    code = "import sys; from exchanges.sandbox.cli import run; sys.exit(run(['okx'], 7, True))"
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        described = json.loads(process.stdout.readline())
        answer = httpx.get(described["venues"]["okx"]["rest"] + "/api/v5/public/time")
        process.send_signal(signal.SIGTERM)
        rest, errors = process.communicate(timeout=20)
    assert (answer.status_code, process.returncode, rest, errors) == (200, 0, "", "")


async def test_the_readable_description_names_every_address_and_key(sandbox: Sandbox):
    described = sandbox.describe()
    text = readable(described)
    for wanted in (described["control"], described["venues"]["okx"]["ws_private"], described["chains"]["tron"]["usdt"]):
        assert wanted in text
    assert described["venues"]["okx"]["accounts"][0]["keys"][0]["api_key"] in text

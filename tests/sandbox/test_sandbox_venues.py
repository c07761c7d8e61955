"""Several venues over one market: each with its own accounts, addresses, clock and faults."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from exchanges.sandbox.served import TABLE
from exchanges.sandbox.server import Sandbox, SandboxThread

pytestmark = pytest.mark.anyio
ROOT = Path(__file__).parents[2]
BOTH = ("binance", "okx")


async def test_any_venues_are_served_side_by_side_over_one_market():
    async with Sandbox(seed=7, venues=BOTH) as running:
        described = running.describe()
        assert list(described["venues"]) == ["okx", "binance"]
        binance = described["venues"]["binance"]
        assert {"rest", "sapi", "ws_public", "ws_market", "ws_private", "egress_ip", "accounts"} <= set(binance)
        assert {"main", "oneway", "poor", "second", "busy"} <= {account["name"] for account in binance["accounts"]}
        kinds = {key["kind"] for key in binance["accounts"][0]["keys"]}
        assert kinds >= {"read", "trade", "trade_no_ip", "withdraw", "transfer", "expired", "demo_read", "demo_trade"}
        async with httpx.AsyncClient(base_url=described["control"], trust_env=False, verify=False) as control:
            await control.post("/market/step", json={"instId": "BTCUSDT", "price": "64000", "venue": "binance"})
            listed = {row["instId"]: row["last"] for row in (await control.get("/market")).json()}
            theirs = {row["instId"]: row["last"] for row in (await control.get("/market?venue=binance")).json()}
            assert listed["BTC-USDT-SWAP"] == theirs["BTCUSDT"] == "64000"
            await control.post("/faults", json={"venue": "binance", "kind": "skew", "ms": 90_000})
            await control.post("/faults", json={"venue": "binance", "kind": "slow", "count": 0})
            assert [row["venue"] for row in (await control.get("/faults")).json()] == ["binance"]
            assert running.served["okx"].venue.clock.skew_ms == 0
            assert running.served["binance"].venue.clock.skew_ms == 90_000
            await control.request("DELETE", "/faults")
            assert running.served["binance"].venue.clock.skew_ms == 0
            assert (await control.post("/faults", json={"venue": "mars", "kind": "slow"})).status_code == 404
        assert running.hosts()["live"]["ws_business"]
        assert running.hosts("binance")["demo"]["ws_private"].endswith("/private")


async def test_a_venue_has_the_same_accounts_whoever_else_is_there():
    async with Sandbox(seed=7, venues=("okx",)) as alone, Sandbox(seed=7, venues=BOTH) as both:
        mine, theirs = (running.describe()["venues"]["okx"]["accounts"] for running in (alone, both))
        assert mine == theirs
        alone.market.step(20)
        both.market.step(20)
        assert alone.market.dump() == both.market.dump()


async def test_a_product_of_a_venue_is_started_by_its_own_name_too():
    async with Sandbox(seed=7, venues=("bitget_margin",)) as running:
        assert list(running.served) == ["bitget"]
        described = running.describe()["venues"]
        assert described["bitget_margin"] == described["bitget"]


def test_an_unknown_venue_is_named_with_those_that_are_known():
    with pytest.raises(ValueError, match=r"unknown venue mars; known: okx, binance"):
        Sandbox(venues=("okx", "mars"))


def test_starting_one_venue_imports_no_other():
    code = (
        "import sys\nfrom exchanges.sandbox.server import Sandbox\nSandbox(venues=('okx',))\n"
        "print(sorted({name.split('.')[2] for name in sys.modules if name.startswith('exchanges.sandbox.')}))"
    )
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "'okx'" in found.stdout
    assert not [name for name in TABLE if name != "okx" and f"'{name}'" in found.stdout]


async def test_what_a_venue_remembers_outlives_a_start_without_it(tmp_path: Path):
    async with Sandbox(seed=7, venues=BOTH, state_dir=tmp_path) as first:
        account = first.served["binance"].venue.accounts["main"]
        account.facts["burn"] = "true"
        before = list(account.positions), first.served["binance"].venue.market.dump()
    async with Sandbox(seed=7, venues=("okx",), state_dir=tmp_path):
        pass
    async with Sandbox(seed=7, venues=BOTH, state_dir=tmp_path) as third:
        account = third.served["binance"].venue.accounts["main"]
        assert account.facts["burn"] == "true"
        assert (list(account.positions), third.served["binance"].venue.market.dump()) == before


def test_a_thread_knows_the_addresses_of_all_its_venues():
    with SandboxThread(seed=3, venues=BOTH) as running:
        rest = running.hosts("binance")["live"]["rest"]
        assert "serverTime" in httpx.get(rest + "/fapi/v1/time", trust_env=False).json()
        assert running.hosts()["live"]["rest"] != rest

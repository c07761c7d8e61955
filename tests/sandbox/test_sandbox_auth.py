"""The simulated OKX lets in exactly the requests OKX would let in, and names the reason otherwise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from exchanges.sandbox.server import Sandbox
from exchanges.sandbox.state import Key
from tests.sandbox.client import Person, sign, stamp

pytestmark = pytest.mark.anyio
VECTORS = json.loads((Path(__file__).parents[1] / "data" / "vectors" / "okx.json").read_text())["vectors"]
REST = [vector for vector in VECTORS if vector["kind"] == "rest"]
REFUSED_BEFORE_THE_CALL = {"50101", "50102", "50103", "50104", "50105", "50106", "50107", "50110", "50111", "50112"} | {
    "50113",
    "50119",
}


@pytest.fixture
async def vector_box():
    """A sandbox whose clock stands at the vectors' time, with the vectors' key in a live and a demo account."""
    inputs = REST[0]["inputs"]
    async with Sandbox(seed=7, now_ms=lambda: inputs["timestamp_ms"]) as running:
        yield running


def adopt(sandbox: Sandbox, inputs: dict[str, Any]) -> None:
    account = sandbox.served["okx"].venue.accounts["second-demo" if inputs["demo"] else "second"]
    account.keys[inputs["api_key"]] = Key(
        inputs["api_key"], inputs["secret"], inputs["passphrase"], "vector", "", ["read_only", "trade"], [], 0
    )


@pytest.mark.parametrize("vector", REST, ids=lambda vector: vector["id"])
async def test_every_signature_vector_is_let_in_and_any_change_of_it_is_refused(vector_box: Sandbox, vector: Any):
    adopt(vector_box, vector["inputs"])
    url, method = vector_box.describe()["venues"]["okx"]["rest"], vector["inputs"]["method"]
    body, target, headers = vector.get("body", ""), vector["request_target"], vector["headers"]
    headers = headers | {"Content-Type": "application/json"}
    async with httpx.AsyncClient(base_url=url, verify=False) as client:

        async def code(method: str = method, target: str = target, body: str = body, **changed: str) -> str:
            altered = headers | {name.replace("_", "-"): value for name, value in changed.items()}
            answer = await client.request(method, target, content=body, headers=altered)
            return answer.json()["code"]

        assert await code() not in REFUSED_BEFORE_THE_CALL
        assert await code(target=target + ("&" if "?" in target else "?") + "x=1") == "50113"
        assert await code(OK_ACCESS_SIGN=sign(vector["inputs"]["secret"], "something else")) == "50113"
        assert await code(OK_ACCESS_PASSPHRASE="Other#Pass2026") == "50105"
        if method == "POST":
            assert await code(body=body.replace("BTC", "ETH") if "BTC" in body else body + " ") == "50113"


async def test_the_login_vector_opens_a_socket(vector_box: Sandbox):
    from websockets.asyncio.client import connect

    vector = next(item for item in VECTORS if item["kind"] == "ws_login")
    adopt(vector_box, vector["inputs"] | {"demo": False})
    async with connect(vector_box.describe()["venues"]["okx"]["ws_private"]) as socket:
        await socket.send(json.dumps(vector["message"]))
        answer = json.loads(await socket.recv())
    assert (answer["event"], answer["code"]) == ("login", "0")


@pytest.mark.parametrize(
    ("offset_ms", "code"), [(0, "0"), (-29_000, "0"), (29_000, "0"), (-31_000, "50102"), (31_000, "50102")]
)
async def test_a_request_is_good_for_thirty_seconds_either_way(vector_box: Sandbox, offset_ms: int, code: str):
    person = Person(vector_box)
    target = "/api/v5/account/config"
    headers = person.headers("GET", target, "", "read", REST[0]["inputs"]["timestamp_ms"] + offset_ms)
    answer = await person.rest.get(target, headers=headers)
    assert answer.json()["code"] == code
    assert answer.status_code == (200 if code == "0" else 401)
    await person.aclose()


@pytest.mark.parametrize(
    ("header", "value", "code"),
    [
        ("OK-ACCESS-KEY", "", "50103"),
        ("OK-ACCESS-PASSPHRASE", "", "50104"),
        ("OK-ACCESS-SIGN", "", "50106"),
        ("OK-ACCESS-TIMESTAMP", "", "50107"),
        ("OK-ACCESS-TIMESTAMP", "1794873600", "50112"),
        ("OK-ACCESS-TIMESTAMP", "2026-13-45T00:00:00.000Z", "50112"),
        ("OK-ACCESS-KEY", "not a key", "50111"),
        ("OK-ACCESS-KEY", "00000000-0000-4000-8000-000000000000", "50119"),
    ],
)
async def test_each_broken_header_has_its_own_code(main: Person, header: str, value: str, code: str):
    target = "/api/v5/account/config"
    answer = await main.rest.get(target, headers=main.headers("GET", target, "", "read") | {header: value})
    assert (answer.status_code, answer.json()["code"]) == (401, code)


async def test_a_key_of_the_other_environment_is_named_as_such(main: Person):
    assert (await main.get("account/config", key="demo_read"))["code"] == "50101"
    assert (await main.get("account/config", key="read", demo=True))["code"] == "50101"
    assert (await main.get("account/config", key="demo_read", demo=True))["code"] == "0"


async def test_a_bound_key_is_refused_from_elsewhere_and_told_the_address(main: Person):
    answer = await main.ask("GET", "account/config", key="trade_wrong_ip")
    assert (answer.status_code, answer.json()["code"]) == (401, "50110")
    assert "Your IP 203.0.113.7 is not included" in answer.json()["msg"]
    await main.fault("egress", ip="2001:db8::17")
    assert "Your IP 2001:db8::17 is not included" in (await main.get("account/config", key="trade"))["msg"]
    assert (await main.get("account/config", key="read"))["code"] == "0"


async def test_address_lists_may_hold_networks(main: Person):
    path = f"/okx/accounts/main/keys/{main.keys['trade']['api_key']}"
    for entries, code in (
        (["203.0.113.0/24"], "0"),
        (["2001:db8::/32", "203.0.113.7"], "0"),
        (["198.51.100.0/24"], "50110"),
    ):
        await main.control.patch(path, json={"ips": entries})
        assert (await main.get("account/config", key="trade"))["code"] == code


@pytest.mark.parametrize("kind", ["read", "trade", "trade_no_ip", "withdraw"])
async def test_reading_takes_any_key_and_trading_takes_the_trade_permission(main: Person, kind: str):
    config = (await main.get("account/config", key=kind))["data"][0]
    assert config["uid"] == main.uid
    assert set(config["perm"].split(",")) >= {"read_only"}
    answer = await main.post(
        "account/set-leverage", {"instId": "BTC-USDT-SWAP", "lever": "5", "mgnMode": "cross"}, key=kind
    )
    assert answer["code"] == ("50120" if kind == "read" else "0")


async def test_a_wrong_method_path_or_body_is_refused(main: Person):
    assert (await main.ask("POST", "account/config", {})).status_code == 405
    assert (await main.rest.get("/api/v5/no/such")).status_code == 404
    target = "/api/v5/account/set-leverage"
    for body, changed, code in (
        ("", {}, "50000"),
        ("{nonsense", {}, "50002"),
        ("{}", {"Content-Type": "text/plain"}, "50006"),
    ):
        headers = main.headers("POST", target, body, "trade") | changed
        assert (await main.rest.post(target, content=body, headers=headers)).json()["code"] == code


async def test_the_timestamp_counts_on_the_venues_own_clock(main: Person):
    await main.fault("skew", ms=120_000)
    assert (await main.get("account/config"))["code"] == "50102"
    ahead = int((await main.rest.get("/api/v5/public/time")).json()["data"][0]["ts"])
    target = "/api/v5/account/config"
    headers = main.headers("GET", target, "", "read", ahead)
    assert headers["OK-ACCESS-TIMESTAMP"] == stamp(ahead)
    assert (await main.rest.get(target, headers=headers)).json()["code"] == "0"

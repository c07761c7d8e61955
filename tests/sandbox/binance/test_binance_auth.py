"""Who may ask: signatures, clocks, addresses, permissions and what the venue says of a key."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import httpx
import pytest

from exchanges.sandbox.binance.auth import Sent, signature_fits
from exchanges.sandbox.state import Key
from tests.sandbox.binance.conftest import Hire
from tests.sandbox.binance.trader import Trader, sign

pytestmark = pytest.mark.anyio

BOOK = json.loads((Path(__file__).parents[2] / "data" / "vectors" / "binance.json").read_text())
VECTORS = [item for item in BOOK["vectors"] if item["kind"] == "rest"]
CONFIG = "/fapi/v1/accountConfig"
RESTRICTIONS = "/sapi/v1/account/apiRestrictions"
SEEN = "Invalid API-key, IP, or permissions for action, request ip: 203.0.113.7"


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_every_signature_of_the_vectors_is_accepted_and_a_changed_one_is_not(vector: dict[str, Any]):
    inputs = vector["inputs"]
    algorithm = inputs["key_type"].lower()
    public = BOOK["keys"][inputs["key_type"]]["public_key_pem"] if algorithm != "hmac" else ""
    key = Key("k", inputs["secret"], "", "read", "", [], [], 0, algorithm=algorithm, public_key=public)
    assert signature_fits(key, vector["string_to_sign"], vector["signature"])
    assert not signature_fits(key, vector["string_to_sign"] + "0", vector["signature"])
    if algorithm == "hmac":
        assert signature_fits(key, vector["string_to_sign"], vector["signature"].upper())


def test_query_and_body_are_glued_together_without_an_ampersand():
    sent = Sent("symbol=BTCUSDT&side=BUY", "quantity=1&timestamp=5&signature=ab%2Bc%3D", {})
    assert sent.payload == "symbol=BTCUSDT&side=BUYquantity=1&timestamp=5"
    assert sent.signature == "ab+c="


async def code(trader: Trader, path: str = CONFIG, **fields: Any) -> tuple[int, int | None, str]:
    answer = await trader.send("GET", path, **{"key": "read"} | fields)
    body = answer.json()
    return (answer.status_code, body.get("code"), body.get("msg", "")) if isinstance(body, dict) else (200, None, "")


async def test_each_kind_of_wrong_key_is_refused_in_the_venues_words(main: Trader, hire: Hire):
    assert (await code(main))[:2] == (200, None)
    assert (await code(main, key="trade_ed25519"))[:2] == (200, None)
    assert await code(main, headers={"X-MBX-APIKEY": "short"}) == (401, -2014, "API-key format invalid.")
    assert await code(main, headers={"X-MBX-APIKEY": ""}) == (
        401,
        -1002,
        "You are not authorized to execute this request.",
    )
    assert await code(main, headers={"X-MBX-APIKEY": "A" * 64}) == (401, -2015, SEEN)
    assert await code(main, key="read_wrong_ip") == (401, -2015, SEEN)
    assert await code(main, key="expired") == (401, -2015, SEEN)
    assert await code(main, key="no_reading") == (401, -2015, SEEN)
    assert await code(main, key="demo_read") == (401, -2015, SEEN)
    assert (await code(main, key="demo_read", demo=True))[:2] == (200, None)
    main.keys["typo"] = main.keys["read"] | {"secret": "x" * 64}
    assert await code(main, key="typo") == (400, -1022, "Signature for this request is not valid.")
    assert (await main.order(key="read"))["code"] == -2015
    await main.do("/binance/settings", reading_suffices=False)
    assert await code(main) == (401, -2015, SEEN)
    assert (await code(main, RESTRICTIONS))[:2] == (200, None)
    await main.facts(locked="true")
    assert await code(main, key="trade") == (401, -2017, "API Keys are locked on this account.")


async def test_the_clock_has_to_be_right(main: Trader):
    now = time.time_ns() // 1_000_000
    behind = "Timestamp for this request is outside of the recvWindow."
    ahead = "Timestamp for this request was 1000ms ahead of the server's time."
    assert await code(main, at_ms=now - 6_000) == (400, -1021, behind)
    assert (await code(main, at_ms=now - 6_000, recvWindow=20_000))[0] == 200
    assert await code(main, at_ms=now + 3_000) == (400, -1021, ahead)
    assert (await code(main, recvWindow=60_001))[1] == -1131
    assert (await code(main, signed=False)) == (
        400,
        -1102,
        "Mandatory parameter 'timestamp' was not sent, was empty/null, or malformed.",
    )
    await main.fault("skew", ms=90_000)
    assert (await code(main))[1] == -1021
    theirs = (await main.get("/fapi/v1/time", signed=False))["serverTime"]
    assert theirs - now > 80_000
    assert (await code(main, at_ms=theirs))[0] == 200
    assert abs((await main.get("/api/v3/time", signed=False))["serverTime"] - theirs) < 5_000


async def test_the_key_tells_its_boxes_and_its_owner(main: Trader, hire: Hire):
    read = await main.get(RESTRICTIONS, key="read")
    assert {name for name, value in read.items() if value is True} == {"enableReading"}
    trade = await main.get(RESTRICTIONS)
    assert {name for name, value in trade.items() if value is True} == {"enableReading", "enableFutures", "ipRestrict"}
    assert trade["createTime"] > 1_600_000_000_000
    withdraw = await main.get(RESTRICTIONS, key="withdraw")
    assert withdraw["enableWithdrawals"]
    transfer = await main.get(RESTRICTIONS, key="transfer")
    assert transfer["permitsUniversalTransfer"]
    assert transfer["enableInternalTransfer"]
    assert (await main.get("/api/v3/account", key="read", omitZeroBalances=True))["uid"] == int(main.uid)
    aliases = {row["accountAlias"] for row in await main.get("/fapi/v3/balance", key="read")}
    assert len(aliases) == 1
    assert aliases != {row["accountAlias"] for row in await hire("second").get("/fapi/v3/balance", key="read")}
    refused = await main.get(RESTRICTIONS, key="read_wrong_ip")
    assert refused == {"code": -2015, "msg": "Invalid API-key, IP, or permissions for action."}
    assert (await main.get("/sapi/v1/account/status", key="read")) == {"data": "Normal"}
    assert not (await main.get("/sapi/v1/account/apiTradingStatus", key="read"))["data"]["isLocked"]


async def test_accounts_tell_whether_futures_are_open_and_of_which_kind_they_are(hire: Hire):
    closed, portfolio, multi = hire("nofutures"), hire("portfolio"), hire("multi")
    assert not (await closed.get("/sapi/v1/account/info", key="read"))["isFutureEnabled"]
    assert (await closed.get(CONFIG, key="read"))["code"] == -4109
    assert (await portfolio.get("/sapi/v1/account/info", key="read"))["isPortfolioMarginRetailEnabled"]
    assert (await multi.get(CONFIG, key="read"))["multiAssetsMargin"]


async def test_the_other_host_refuses_what_is_signed_before_it_is_encoded_and_the_two_hosts_do_not_mix(main: Trader):
    key = main.keys["read"]
    text = f"note=a:b&timestamp={time.time_ns() // 1_000_000}"
    headers = {"X-MBX-APIKEY": key["api_key"]}
    for host, path, wanted in (("sapi", RESTRICTIONS, 400), ("rest", CONFIG, 200)):
        url = f"{main.venue[host]}{path}?{text}&signature={quote_plus(sign(key['secret'], text))}"
        assert (await main.http.get(httpx.URL(url), headers=headers)).status_code == wanted
    assert (await main.http.get(main.venue["sapi"] + CONFIG)).status_code == 404
    assert (await main.http.get(main.venue["rest"] + RESTRICTIONS)).status_code == 404
    assert "sapi" not in main.hosts["demo"]


async def test_keys_made_edited_and_deleted_on_the_site_count_at_once(main: Trader):
    perms = ["enableReading", "enableFutures"]
    made = await main.do("/binance/accounts/main/keys", label="mine", perms=perms, ips=["203.0.113.7"])
    main.keys["made"] = made
    assert (await code(main, key="made"))[0] == 200
    one = f"/binance/accounts/main/keys/{made['api_key']}"
    assert (await main.control.patch(one, json={"ips": ["198.51.100.1"]})).status_code == 200
    assert (await code(main, key="made"))[1] == -2015
    assert (await main.control.patch(one, json={"ips": []})).status_code == 200
    await main.do(f"{one}/expire")
    assert (await code(main, key="made"))[1] == -2015
    assert (await main.control.delete(one)).status_code == 200
    refused = await main.control.post("/binance/accounts/main/keys", json={"perms": ["enableEverything"]})
    assert refused.status_code == 400

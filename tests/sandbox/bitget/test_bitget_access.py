"""Who may call the simulated Bitget, and what everybody else is told."""

from __future__ import annotations

import base64
import json
import time
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from exchanges.sandbox.bitget.auth import signed_right
from exchanges.sandbox.state import Key
from tests.sandbox.bitget.client import FUTURES, MARGIN, Person, now_ms, sign
from tests.sandbox.bitget.conftest import Meet

pytestmark = pytest.mark.anyio

INFO, ACCOUNTS, PLACE = "v2/spot/account/info", "v2/mix/account/accounts", "v2/mix/order/place-order"


async def test_a_key_tells_whose_it_is_and_what_it_may(main: Person, meet: Meet) -> None:
    await main.settings(limited=False)
    read, trade = await main.get(INFO), await main.get(INFO, key="trade")
    assert read["userId"] == trade["userId"] == main.uid
    assert str(read["parentId"]) == main.uid
    assert read["authorities"] == ["coor", "cpor", "stor", "smor"]
    assert trade["authorities"] == ["coow", "cpow", "stow", "smow"]
    assert (read["ips"], trade["ips"]) == ("", "203.0.113.7")
    assert "wwow" in (await main.get(INFO, key="withdraw"))["authorities"]
    assert "wtow" in (await main.get(INFO, key="transfer"))["authorities"]
    assert (await meet("lead").get(INFO))["traderType"] == "trader"
    assert (await meet("second").get(INFO))["userId"] != main.uid


async def test_each_wrong_credential_has_its_own_code(main: Person) -> None:
    await main.settings(limited=False)

    async def told(**changes: str) -> tuple[int, str]:
        answer = await main.ask("GET", ACCOUNTS, FUTURES, **changes)
        return answer.status_code, answer.json()["code"]

    assert await told() == (200, "00000")
    assert await told(ACCESS_KEY="") == (400, "40001")
    assert await told(ACCESS_SIGN="") == (400, "40002")
    assert await told(ACCESS_PASSPHRASE="") == (400, "40011")
    assert await told(ACCESS_TIMESTAMP="soon") == (400, "40005")
    assert await told(ACCESS_TIMESTAMP=str(now_ms() - 31_000)) == (400, "40008")
    assert await told(ACCESS_KEY="nonsense") == (400, "40006")
    assert await told(ACCESS_KEY="bg_" + "0" * 32) == (400, "40037")
    assert await told(ACCESS_PASSPHRASE="Another2026") == (400, "40012")
    assert await told(ACCESS_SIGN=sign("no", "no")) == (400, "40009")
    assert await told(key="trade_wrong_ip") == (400, "40018")
    assert await told(key="read_wrong_ip") == (400, "40018")
    assert await told(key="expired") == (400, "40037")
    assert await told(key="trade_no_ip") == (200, "00000")


async def test_permissions_open_single_doors(main: Person) -> None:
    await main.settings(limited=False)
    refused = (await main.ask("GET", INFO, key="read_no_spot")).json()
    assert refused["code"] == "40014"
    assert "spot read" in refused["msg"]
    assert await main.code("GET", ACCOUNTS, FUTURES, key="read_no_spot") == "00000"
    assert await main.code("GET", ACCOUNTS, FUTURES, key="read_spot_only") == "40014"
    assert await main.code("POST", PLACE, main.order(), key="read") == "40014"
    assert await main.code("POST", "v2/mix/account/set-leverage", MARGIN, key="read") == "40014"
    wallet = {"fromType": "spot", "toType": "usdt_futures", "amount": "10", "coin": "USDT"}
    assert await main.code("POST", "v2/spot/wallet/transfer", wallet) == "40014"
    before = float((await main.get(ACCOUNTS, FUTURES))[0]["accountEquity"])
    await main.post("v2/spot/wallet/transfer", wallet, key="transfer")
    assert float((await main.get(ACCOUNTS, FUTURES))[0]["accountEquity"]) == pytest.approx(before + 10)


async def test_live_and_demo_are_two_worlds(main: Person) -> None:
    assert await main.code("GET", ACCOUNTS, FUTURES, key="demo_read") == "40099"
    assert await main.code("GET", ACCOUNTS, FUTURES, key="read", paptrading="1") == "40099"
    demo = await main.get(ACCOUNTS, FUTURES, key="demo_read", paptrading="1")
    assert demo[0]["accountEquity"] == "10000"
    assert await main.code("GET", "v2/mix/order/fills", FUTURES, key="demo_read", paptrading="1") == "00000"
    assert await main.code("GET", "v2/mix/order/fill-history", FUTURES, key="demo_read", paptrading="1") == "40404"
    for environment, right, wrong in (("live", "read", "demo_read"), ("demo", "demo_read", "read")):
        async with main.socket(login="", environment=environment) as stream:
            await stream.raw.send(main.login_frame(wrong))
            assert (await stream.event("error"))["code"] == 30011
            await stream.raw.send(main.login_frame(right))
            assert (await stream.event("login"))["code"] == 0


async def test_each_kind_of_account_has_its_own_generation_of_calls(main: Person, meet: Meet) -> None:
    await main.settings(limited=False)
    unified = meet("unified")
    refused = await main.ask("GET", "v3/account/info")
    assert (refused.status_code, refused.json()["code"]) == (400, "40084")
    for path in (INFO, ACCOUNTS):
        refused = await unified.ask("GET", path, FUTURES)
        assert (refused.status_code, refused.json()["code"]) == (400, "40085")
    info = await unified.get("v3/account/info")
    assert (info["uid"], info["permType"], info["permissions"]) == (
        unified.uid,
        "read_only",
        ["uta_trade", "uta_mgt"],
    )
    assert (await unified.get("v3/account/info", key="trade"))["permType"] == "read_and_write"
    assert "withdraw" in (await unified.get("v3/account/info", key="withdraw"))["permissions"]
    order = {"category": "USDT-FUTURES", "symbol": "BTCUSDT", "qty": "0.01", "side": "buy", "orderType": "market"}
    assert await unified.code("POST", "v3/trade/place-order", order | {"posSide": "long"}, key="read") == "40014"
    mode = {"holdMode": "one_way_mode"}
    assert await unified.code("POST", "v3/account/set-hold-mode", mode, key="trade_no_mgt") == "40014"
    assert (await meet("main").get("v2/spot/account/upgrade-status"))["status"] == "fail"
    await main.site("facts", {"kind": "unified"})
    assert await main.code("GET", ACCOUNTS, FUTURES) == "40085"


async def test_refusals_speak_the_language_of_the_request(main: Person) -> None:
    english = (await main.ask("GET", ACCOUNTS, FUTURES, ACCESS_PASSPHRASE="Another2026")).json()
    chinese = (await main.ask("GET", ACCOUNTS, FUTURES, ACCESS_PASSPHRASE="Another2026", locale="zh-CN")).json()
    assert english["msg"] == "apikey/password is incorrect"
    assert chinese["msg"] == "apikey/口令不正确"
    assert english["data"] is None
    assert isinstance(english["requestTime"], int)
    unknown = await main.rest.get("/api/v2/nothing/here")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "40404")


async def test_limits_count_by_call_and_user_and_lead_traders_are_slower(main: Person, meet: Meet) -> None:
    codes = [await main.code("GET", "v2/mix/position/all-position", FUTURES) for _ in range(6)]
    assert codes == ["00000"] * 5 + ["429"]
    answer = await main.ask("GET", "v2/mix/position/all-position", FUTURES)
    assert answer.status_code == 429
    assert await meet("second").code("GET", "v2/mix/position/all-position", FUTURES) == "00000"
    lead = meet("lead")
    twice = [await lead.code("POST", PLACE, lead.order(orderType="limit", price="60000")) for _ in range(2)]
    assert twice == ["00000", "429"]


async def test_rsa_keys_sign_with_what_their_owner_keeps(main: Person) -> None:
    mine = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = mine.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    wish: dict[str, Any] = {"label": "own", "perms": ["coor", "cpor"], "passphrase": "OwnPass2026", "algorithm": "rsa"}
    made = await main.site("keys", wish | {"public_key": pem.decode()})
    stamp = str(now_ms())
    text = f"{stamp}GET/api/{ACCOUNTS}?productType=USDT-FUTURES"
    headers = {
        "ACCESS-KEY": made["api_key"],
        "ACCESS-SIGN": base64.b64encode(mine.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())).decode(),
        "ACCESS-TIMESTAMP": stamp,
        "ACCESS-PASSPHRASE": "OwnPass2026",
    }
    answer = await main.rest.get(f"/api/{ACCOUNTS}?productType=USDT-FUTURES", headers=headers)
    assert answer.json()["code"] == "00000"
    wrong = headers | {"ACCESS-SIGN": sign("secret", text)}
    assert (await main.rest.get(f"/api/{ACCOUNTS}?productType=USDT-FUTURES", headers=wrong)).json()["code"] == "40009"


def test_the_published_signature_is_the_one_that_is_taken() -> None:
    secret = "0f1e2d3c4b5a69788796a5b4c3d2e1f0" * 2
    key = Key("bg_00000000000000000000000000000001", secret, "TestPass2026", "read", "", [], [], 0)
    body = json.dumps({"coin": "USDT", "borrowAmount": "1"}, separators=(",", ":"))
    published = {
        "1763683200123GET/api/v2/spot/account/info": "hRRKxQ8sK20nfTTHXI0XERLrxvNuyFpc1gbb54QdItw=",
        f"1561022985382POST/api/margin/v1/cross/account/borrow{body}": "ljwJUzi8AbH6omv2zXJ43PW8PEGg0FNyKZHtEq1EpO8=",
        "1763683200GET/user/verify": "7g2OiXfQeY6t0F/BWYjjaha6S1agyB2efFBgzirr1AE=",
    }
    for text, signature in published.items():
        assert signed_right(key, text, signature)
        assert not signed_right(key, text + " ", signature)


async def test_the_stream_says_what_is_wrong_with_a_login(main: Person) -> None:
    async with main.socket(login="") as stream:

        async def told(frame: str) -> int:
            await stream.raw.send(frame)
            return int((await stream.event("error"))["code"])

        assert await told(main.login_frame("read", at_s=int(time.time()) - 31)) == 30014
        assert await told(main.login_frame("read", timestamp="soon")) == 30013
        assert await told(main.login_frame("read", timestamp="9" * 400)) == 30013
        assert await told(main.login_frame("read", apiKey="bg_" + "0" * 32)) == 30011
        assert await told(main.login_frame("read", passphrase="Another2026")) == 30012
        assert await told(main.login_frame("read", sign="AAAA")) == 30015
        assert await told(main.login_frame("read_wrong_ip")) == 30005
        assert (
            await told(
                json.dumps(
                    {
                        "op": "subscribe",
                        "args": [{"instType": "USDT-FUTURES", "channel": "positions", "instId": "default"}],
                    }
                )
            )
            == 30004
        )


async def test_a_deleted_key_loses_its_stream_at_once(main: Person) -> None:
    async with main.socket() as stream:
        answer = await main.control.delete(f"/bitget/accounts/main/keys/{main.keys['read']['api_key']}")
        assert answer.status_code == 200
        assert await stream.closed() == 1000
    assert await main.code("GET", ACCOUNTS, FUTURES, key="read") == "40037"

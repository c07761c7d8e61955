"""Account settings of the simulated OKX, through the API and on its site."""

from __future__ import annotations

import pytest

from exchanges.sandbox.server import Sandbox
from tests.sandbox.client import BTC, ETH, Person
from tests.sandbox.conftest import Meet

pytestmark = pytest.mark.anyio


async def test_futures_mode_must_be_entered_on_the_site_once(meet: Meet):
    spot = meet("spotmode")
    assert (await spot.post("account/set-account-level", {"acctLv": "2"}))["code"] == "51070"
    assert (await spot.order())["sCode"] == "51010"
    await spot.control.post("/okx/accounts/spotmode/level", json={"level": "2"})
    assert (await spot.get("account/config"))["data"][0]["acctLv"] == "2"
    ready = meet("spotready")
    assert (await ready.rows("account/set-account-switch-precheck?acctLv=2"))[0]["sCode"] == "0"
    assert (await ready.post("account/set-account-level", {"acctLv": "2"}))["code"] == "0"


async def test_hedge_mode_is_refused_while_anything_is_open(meet: Meet):
    busy = meet("busy")
    wanted = {"posMode": "long_short_mode"}
    refused = await busy.post("account/set-position-mode", wanted)
    assert (refused["code"], "close positions" in refused["msg"]) == ("59000", True)
    await busy.post("trade/close-position", {"instId": "XRP-USDT-SWAP", "mgnMode": "cross", "autoCxl": True})
    assert (await busy.post("account/set-position-mode", wanted))["code"] == "59000"
    for row in await busy.rows("trade/orders-pending"):
        await busy.post("trade/cancel-order", {"instId": row["instId"], "ordId": row["ordId"]})
    assert (await busy.post("account/set-position-mode", wanted))["code"] == "0"
    assert (await busy.get("account/config"))["data"][0]["posMode"] == "long_short_mode"


async def test_the_precheck_names_what_is_in_the_way(main: Person):
    row = (await main.rows("account/set-account-switch-precheck?acctLv=1"))[0]
    assert row["sCode"] == "1"
    assert [item["type"] for item in row["unmatchedInfoCheck"]] == ["pending_orders", "pending_algos", "all_positions"]
    assert (await main.post("account/set-account-level", {"acctLv": "1"}))["code"] == "59132"


async def test_leverage_is_per_contract_when_cross_and_per_leg_when_isolated(main: Person):
    cross = {"instId": BTC, "mgnMode": "cross"}
    assert (await main.post("account/set-leverage", cross | {"lever": "20"}))["code"] == "0"
    rows = await main.rows(f"account/leverage-info?instId={BTC},{ETH}&mgnMode=cross")
    levers = [(row["instId"], row["posSide"], row["lever"]) for row in rows]
    assert levers == [(BTC, "long", "20"), (BTC, "short", "20"), (ETH, "long", "10"), (ETH, "short", "10")]
    assert next(row for row in await main.rows("account/positions") if row["instId"] == BTC)["lever"] == "20"
    isolated = {"instId": BTC, "mgnMode": "isolated", "lever": "7"}
    assert (await main.post("account/set-leverage", isolated))["code"] == "50014"
    assert (await main.post("account/set-leverage", isolated | {"posSide": "short"}))["code"] == "0"
    rows = await main.rows(f"account/leverage-info?instId={BTC}&mgnMode=isolated")
    assert [(row["posSide"], row["lever"]) for row in rows] == [("long", "10"), ("short", "7")]
    assert (await main.post("account/set-leverage", cross | {"lever": "101"}))["code"] == "59102"
    assert (await main.post("account/set-leverage", cross | {"lever": "0.001"}))["code"] == "59105"
    assert (await main.post("account/set-leverage", cross | {"lever": "0.5"}))["code"] == "59108"


async def test_money_in_the_funding_account_is_not_in_the_trading_balance(meet: Meet):
    poor = meet("poor")
    assert (await poor.rows("account/balance?ccy=USDT"))[0]["details"][0]["eq"] == "200"
    assert (await poor.rows("asset/balances?ccy=USDT"))[0]["bal"] == "3000"
    await poor.post("asset/transfer", {"ccy": "USDT", "amt": "1500", "from": "6", "to": "18"})
    assert (await poor.rows("account/balance?ccy=USDT"))[0]["details"][0]["eq"] == "1700"
    assert (await poor.rows("account/bills"))[0]["type"] == "1"
    assert (await poor.post("asset/transfer", {"ccy": "USDT", "amt": "9999", "from": "18", "to": "6"}))[
        "code"
    ] == "58350"
    assert (await poor.rows("account/balance?ccy=BTC"))[0]["details"] == []


async def test_the_site_makes_keys_under_its_rules(main: Person):
    path = "/okx/accounts/main/keys"
    wanted = {"label": "mine", "perms": ["read_only"], "ips": [], "passphrase": "Abcdef1!"}
    made = (await main.control.post(path, json=wanted)).json()
    main.keys["made"] = made | {"passphrase": wanted["passphrase"]}
    config = (await main.get("account/config", key="made"))["data"][0]
    assert (config["perm"], config["ip"], config["label"], config["uid"]) == ("read_only", "", "mine", main.uid)
    for passphrase in ("Short1!", "nocapital1!", "NOSMALL1!", "NoDigits!!", "NoSymbol11", "A1!" + "a" * 30):
        assert (await main.control.post(path, json=wanted | {"passphrase": passphrase})).json()["code"] == "59505"
    assert (await main.control.post(path, json=wanted | {"ips": ["1.2.3.4"] * 21})).json()["code"] == "59503"
    assert (await main.control.post(path, json=wanted | {"ips": ["nonsense"]})).json()["code"] == "51000"
    for _ in range(43):
        assert (await main.control.post(path, json=wanted)).status_code == 200
    assert (await main.control.post(path, json=wanted)).json()["code"] == "59501"
    await main.control.delete(f"{path}/{made['api_key']}")
    assert (await main.get("account/config", key="made"))["code"] == "50119"


async def test_only_the_affiliate_learns_who_was_invited(sandbox: Sandbox, meet: Meet):
    main, affiliate, second = meet("main"), meet("affiliate"), meet("second")
    assert (await main.get(f"affiliate/invitee/detail?uid={main.uid}"))["code"] == "51620"
    assert (await affiliate.rows(f"affiliate/invitee/detail?uid={main.uid}"))[0]["affiliateCode"]
    assert (await affiliate.get(f"affiliate/invitee/detail?uid={second.uid}"))["code"] == "51621"


async def test_cancel_all_after_takes_ordinary_orders_when_its_time_has_come():
    now = [1_794_873_600_000]
    async with Sandbox(seed=7, now_ms=lambda: now[0]) as running:
        person = Person(running)
        running.served["okx"].venue.settlement.due_timers()
        account = running.served["okx"].venue.accounts["main"]
        account.deadlines[""] = now[0] + 10_000
        now[0] += 9_999
        running.served["okx"].venue.settlement.due_timers()
        assert len((await person.truth())["orders"]) == 2
        now[0] += 1
        running.served["okx"].venue.settlement.due_timers()
        truth = await person.truth()
        assert (truth["orders"], len(truth["algos"])) == ([], 1)
        assert {row["cancelSource"] for row in truth["finished_orders"] if row["state"] == "canceled"} == {"20"}
        await person.aclose()


async def test_contracts_can_be_listed_changed_and_suspended(main: Person):
    async with main.socket("public", login="", args=[{"channel": "instruments", "instType": "SWAP"}]) as stream:
        await stream.push("instruments")
        await main.control.post(
            "/okx/instruments", json={"instId": "NEW-USDT-SWAP", "like": "SOL-USDT-SWAP", "ctVal": "5"}
        )
        row = (await stream.push("instruments"))["data"][0]
        assert (row["instId"], row["ctVal"], row["instFamily"]) == ("NEW-USDT-SWAP", "5", "NEW-USDT")
    assert (await main.order(instId="NEW-USDT-SWAP", sz="1"))["sCode"] == "0"
    await main.control.post("/okx/instruments", json={"instId": "NEW-USDT-SWAP", "state": "suspend"})
    assert (await main.order(instId="NEW-USDT-SWAP", sz="1"))["sCode"] == "51022"
    listed = (await main.rest.get("/api/v5/public/instruments?instType=SWAP&instId=NEW-USDT-SWAP")).json()["data"]
    assert listed[0]["state"] == "suspend"


async def test_portfolio_margin_is_one_way_cross_only_and_has_no_leverage(meet: Meet):
    oneway = meet("oneway")
    await oneway.control.post("/okx/accounts/oneway/level", json={"level": "4"})
    assert (await oneway.post("account/set-position-mode", {"posMode": "long_short_mode"}))["code"] == "51041"
    assert (await oneway.post("account/set-leverage", {"instId": BTC, "lever": "5", "mgnMode": "cross"}))[
        "code"
    ] == "51039"
    assert (await oneway.get(f"account/leverage-info?instId={BTC}&mgnMode=cross"))["code"] == "59111"
    assert (await oneway.order(posSide=None, tdMode="isolated"))["sCode"] == "50072"
    assert (await oneway.order(posSide=None))["sCode"] == "0"


async def test_an_order_that_arrives_after_its_expiry_is_not_taken(main: Person):
    target, body = "/api/v5/trade/order", '{"instId":"BTC-USDT-SWAP","tdMode":"cross","side":"buy","posSide":"long"'
    body += ',"ordType":"market","sz":"1"}'
    now = int((await main.rest.get("/api/v5/public/time")).json()["data"][0]["ts"])
    for expires, code in ((now - 1_000, "51149"), (now + 60_000, "0")):
        headers = main.headers("POST", target, body, "trade") | {"expTime": str(expires)}
        answer = (await main.rest.post(target, content=body, headers=headers)).json()
        assert answer["data"][0]["sCode"] == code

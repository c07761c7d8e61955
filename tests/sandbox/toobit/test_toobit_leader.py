"""The lead trader's calls as document 003 has them: every field, every code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.toobit.conftest import Hire
from tests.sandbox.toobit.trader import LEADER, Trader

pytestmark = pytest.mark.anyio
EXAMPLES: dict[str, Any] = {
    row["endpoint"]: row["payload"]
    for row in json.loads(
        (Path(__file__).parents[2] / "data" / "vectors" / "toobit_leader_examples.json").read_text(encoding="utf-8")
    )
    if row["kind"] == "response"
}
READS = ("orders/current", "orders/history", "trade-data", "profit-sharings/history", "symbols", "followers")


def shape(value: Any) -> Any:
    """Names and types, as deep as they go."""
    if isinstance(value, dict):
        return {name: shape(each) for name, each in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return type(value)


@pytest.mark.parametrize("name", READS)
async def test_answers_have_exactly_the_fields_of_the_document(main: Trader, name: str):
    assert shape(await main.get(f"{LEADER}/{name}", key="read")) == shape(EXAMPLES[f"GET {LEADER}/{name}"])


async def test_open_positions_are_the_leads_one_row_for_each_leg(main: Trader):
    rows = await main.data(f"{LEADER}/orders/current")
    held = {(row["contract"], row["leg"], row["base"]) for row in (await main.truth())["positions"]}
    assert {(row["symbolId"], "long" if row["isLong"] else "short", row["quantity"]) for row in rows} == held


async def test_history_and_followers_come_in_pages(main: Trader):
    first = await main.data(f"{LEADER}/followers", size=5)
    assert (first["pages"], first["total"], len(first["list"])) == ("3", "12", 5)
    last = await main.data(f"{LEADER}/followers", page=3, size=5)
    assert len(last["list"]) == 2
    assert (await main.data(f"{LEADER}/orders/history", size=1))["pages"] == "2"
    for name in ("followers", "orders/history"):
        assert await main.code("GET", f"{LEADER}/{name}", page=0) == -1130
        assert await main.code("GET", f"{LEADER}/{name}", size=1_000) == -1130


async def test_trade_data_knows_five_periods(main: Trader):
    for days in (7, 30, 90, 180, 365):
        assert (await main.data(f"{LEADER}/trade-data", type=days))[0]["tradingDays"] == days
    refused = await main.get(f"{LEADER}/trade-data", type=8)
    assert refused == {"code": -1130, "msg": "Data sent for paramter 'type' is not valid."}


@pytest.mark.parametrize("name", ["retired", "ordinary"])
async def test_who_is_no_leader_is_told_so(hire: Hire, name: str):
    person = hire(name)
    for call in (*READS, "config"):
        refused = await person.get(f"{LEADER}/{call}", key="read")
        assert refused == {"code": -120041, "msg": "Copy trading leader is not available."}
    assert await person.code("DELETE", f"{LEADER}/followers/1") == {"retired": -120047, "ordinary": -120041}[name]


async def test_a_follower_is_removed_by_an_id_no_list_tells(hire: Hire):
    second = hire("second")
    accounts = (await second.control.get("/toobit/accounts")).json()
    facts = next(row["facts"] for row in accounts if row["name"] == "second")
    holding, free = json.loads(facts["followers"])[:2]
    for user_id, code in (("0", -1130), ("x", -1130), ("1", -32045), (holding["user_id"], -120055)):
        assert await second.code("DELETE", f"{LEADER}/followers/{user_id}") == code
    done = await second.send("DELETE", f"{LEADER}/followers/{free['user_id']}")
    assert done.json() == EXAMPLES[f"DELETE {LEADER}/followers/{{followerUserId}}"]
    assert (await second.data(f"{LEADER}/followers"))["total"] == "11"


async def config_of(person: Trader, **changes: Any) -> dict[str, Any]:
    told = await person.data(f"{LEADER}/config")
    return told | {name: int(told[name]) for name in ("unLeadStartTime", "unLeadEndTime")} | changes


async def test_what_is_read_can_be_submitted_and_names_what_is_led(hire: Hire):
    second = hire("second")
    config = await config_of(second, symbolIds=["BTC-SWAP-USDT", "ETH-SWAP-USDT"], profitRate="0.2", unLeadType=1,
                             unLeadStartTime=1717200000000, unLeadEndTime=1717286400000)  # fmt: skip
    assert (await second.send("PUT", f"{LEADER}/config", body=config)).json() == EXAMPLES[f"PUT {LEADER}/config"]
    assert await config_of(second) == config
    led = {row["symbolId"] for row in await second.data(f"{LEADER}/symbols") if row["isLead"]}
    assert led == {"BTC-SWAP-USDT", "ETH-SWAP-USDT"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"profitRate": None}, -1102),
        ({"symbolIds": None}, -1102),
        ({"profitPeriod": 3}, -1130),
        ({"profitRate": "-1"}, -1130),
        ({"symbolIds": ["MARS-SWAP-USDT"]}, -1130),
        ({"unLeadType": 1, "unLeadEndTime": 0}, -120078),
        ({"unLeadType": 1, "unLeadStartTime": 5, "unLeadEndTime": 4}, -120078),
        ({"profitRate": "0.4"}, -120072),
        ({"followAssetLowerLimit": "1"}, -120072),
        ({"recommendShare": 1, "recommendShareRate": "1.5"}, -120072),
        ({"symbolIds": ["SOL-SWAP-USDT"]}, -32090),
        ({"leadPositionType": 1}, -32093),
        ({"isNeedInvite": 1, "inviteCode": "short"}, -120512),
        ({"isNeedInvite": 1, "inviteCode": "邀请码邀请码"}, -120512),
        ({"isNeedInvite": 1, "inviteCode": "SCAM2026"}, -120511),
    ],
)
async def test_settings_that_cannot_be_are_refused_by_their_codes(main: Trader, changes: dict[str, Any], code: int):
    before = await config_of(main)
    assert await main.code("PUT", f"{LEADER}/config", body=before | changes) == code
    assert await config_of(main) == before


async def test_settings_that_depend_on_the_leader(hire: Hire):
    busy, poor = hire("busy"), hire("poor")
    put = ("PUT", f"{LEADER}/config")
    private = await config_of(busy, isNeedInvite=1, inviteCode="LEADER2026", profitRate="0.4")
    assert await busy.code(*put, body=private) == 200
    assert await poor.code(*put, body=await config_of(poor, isNeedInvite=1, inviteCode="LEADER2026")) == -120510
    await busy.facts(custom_share="true")
    assert await busy.code(*put, body=private | {"isNeedInvite": 0, "profitRate": "0.1"}) == -120073
    await poor.facts(level="none")
    assert await poor.code(*put, body=await config_of(poor)) == -120067
    assert await busy.code(*put, key="read", body=private) == -1020

"""Conditional orders of the simulated OKX: they wait, fire, fail and go with their position."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.sandbox.client import BTC, ETH, Person
from tests.sandbox.conftest import Meet

pytestmark = pytest.mark.anyio


async def algo(person: Person, **fields: Any) -> dict[str, Any]:
    body = {
        "instId": ETH,
        "tdMode": "cross",
        "side": "sell",
        "posSide": "long",
        "ordType": "conditional",
        "sz": "2",
    } | fields
    return (await person.post("trade/order-algo", {name: value for name, value in body.items() if value is not None}))[
        "data"
    ][0]


async def waiting(person: Person, kinds: str) -> list[dict[str, Any]]:
    return await person.rows(f"trade/orders-algo-pending?ordType={kinds}")


async def test_a_stop_waits_fires_and_reduces(main: Person):
    placed = await algo(main, slTriggerPx="2900", slOrdPx="-1")
    assert placed["sCode"] == "0"
    row = (await waiting(main, "conditional"))[0]
    assert (row["slTriggerPx"], row["slOrdPx"], row["state"], row["sz"]) == ("2900", "-1", "live", "2")
    await main.price(ETH, "2899")
    assert await waiting(main, "conditional") == []
    fired = (await main.rows(f"trade/orders-algo-history?ordType=conditional&algoId={placed['algoId']}"))[0]
    assert (fired["state"], fired["actualSide"], fired["actualSz"]) == ("effective", "sl", "2")
    order = (await main.rows(f"trade/order?instId={ETH}&ordId={fired['ordId']}"))[0]
    assert (order["state"], order["source"], order["algoId"]) == ("filled", "7", placed["algoId"])
    held = [row for row in await main.rows("account/positions") if (row["instId"], row["posSide"]) == (ETH, "long")]
    assert held[0]["pos"] == "4"


async def test_of_an_oco_one_side_fires(main: Person):
    placed = await algo(main, ordType="oco", tpTriggerPx="3200", tpOrdPx="-1", slTriggerPx="2900", slOrdPx="-1")
    await main.price(ETH, "3201")
    fired = (await main.rows(f"trade/orders-algo-history?ordType=oco&algoId={placed['algoId']}"))[0]
    assert (fired["state"], fired["actualSide"]) == ("effective", "tp")


async def test_a_trigger_order_becomes_a_limit_order_and_a_trailing_stop_follows(main: Person):
    await algo(main, ordType="trigger", side="buy", triggerPx="3100", orderPx="3090")
    trailing = await algo(main, ordType="move_order_stop", callbackRatio="0.01", sz="1")
    await main.price(ETH, "3110")
    assert [row["px"] for row in await main.rows(f"trade/orders-pending?instId={ETH}") if row["side"] == "buy"] == [
        "3090"
    ]
    row = (await waiting(main, "move_order_stop"))[0]
    assert Decimal(row["moveTriggerPx"]) == Decimal(3110) * Decimal("0.99")
    await main.price(ETH, "3070")
    fired = await main.rows(f"trade/orders-algo-history?ordType=move_order_stop&algoId={trailing['algoId']}")
    assert fired[0]["state"] == "effective"


async def test_a_whole_position_target_is_shown_with_the_position_and_goes_with_it(main: Person):
    position = next(row for row in await main.rows("account/positions") if row["instId"] == BTC)
    target = (await waiting(main, "oco,conditional"))[0]
    assert [item["algoId"] for item in position["closeOrderAlgo"]] == [target["algoId"]]
    assert (target["sz"], target["closeFraction"]) == ("", "1")
    again = await algo(main, instId=BTC, sz=None, closeFraction="1", slTriggerPx="50000", slOrdPx="-1")
    assert again["sCode"] == "51088"
    await main.post("trade/close-position", {"instId": BTC, "mgnMode": "cross", "posSide": "long", "autoCxl": True})
    assert await waiting(main, "conditional,oco") == []


async def test_attached_targets_are_released_when_their_order_is_filled(meet: Meet):
    second = meet("second")
    order = await second.order(
        ordType="limit",
        px="60500",
        attachAlgoOrds=[{"tpTriggerPx": "63000", "tpOrdPx": "-1", "slTriggerPx": "59000", "slOrdPx": "-1"}],
    )
    row = (await second.rows("trade/orders-pending"))[0]
    assert row["attachAlgoOrds"][0]["tpTriggerPx"] == "63000"
    assert await waiting(second, "oco") == []
    await second.price(BTC, "60400")
    released = (await waiting(second, "oco"))[0]
    assert (released["linkedOrd"]["ordId"], released["sz"], released["side"]) == (order["ordId"], "1", "sell")


async def test_amending_cancelling_and_wrong_targets(main: Person):
    placed = await algo(main, slTriggerPx="2900", slOrdPx="-1")
    name = {"instId": ETH, "algoId": placed["algoId"]}
    assert (await main.post("trade/amend-algos", name | {"newSlTriggerPx": "2850"}))["code"] == "0"
    assert (await waiting(main, "conditional"))[0]["slTriggerPx"] == "2850"
    assert (await main.post("trade/cancel-algos", [name]))["data"][0]["sCode"] == "0"
    assert (await main.post("trade/cancel-algos", [name]))["data"][0]["sCode"] == "51400"
    assert (await algo(main, slTriggerPx="3300", slOrdPx="-1"))["sCode"] == "51280"
    assert (await algo(main, tpTriggerPx="2000", tpOrdPx="-1"))["sCode"] == "51279"
    assert (await algo(main, slTriggerPx="2900"))["sCode"] == "50014"
    assert (await main.post("trade/cancel-algos", [name] * 11))["code"] == "50025"
    assert (await main.get("trade/orders-algo-pending"))["code"] == "50014"
    assert (await main.get("trade/orders-algo-pending?ordType=trigger,oco"))["code"] == "51000"


async def test_a_target_that_cannot_be_executed_ends_as_failed_with_a_code(main: Person):
    placed = await algo(main, side="buy", posSide="long", ordType="trigger", triggerPx="3100", orderPx="-1", sz="9000")
    await main.price(ETH, "3101")
    failed = (await main.rows(f"trade/orders-algo-history?ordType=trigger&algoId={placed['algoId']}"))[0]
    assert (failed["state"], failed["failCode"]) == ("order_failed", "51008")

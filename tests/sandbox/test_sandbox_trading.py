"""Orders, positions and lists of the simulated OKX, over its REST calls."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.sandbox.client import BTC, ETH, SOL, Person
from tests.sandbox.conftest import Meet

pytestmark = pytest.mark.anyio


async def position(person: Person, contract: str, leg: str) -> dict[str, str] | None:
    rows = await person.rows("account/positions?instType=SWAP")
    return next((row for row in rows if (row["instId"], row["posSide"]) == (contract, leg)), None)


async def test_a_market_order_opens_grows_and_closes_a_position(meet: Meet):
    second = meet("second")
    assert (await second.order(sz="2"))["sCode"] == "0"
    opened = await position(second, BTC, "long")
    assert (opened["pos"], opened["lever"], opened["mgnMode"], opened["margin"]) == ("2", "10", "cross", "")
    await second.price(BTC, "61500")
    await second.order(sz="1")
    grown = await position(second, BTC, "long")
    assert grown["pos"] == "3"
    assert Decimal(opened["avgPx"]) < Decimal(grown["avgPx"]) < Decimal(61510)
    expected = (Decimal(grown["markPx"]) - Decimal(grown["avgPx"])) * 3 * Decimal("0.01")
    assert abs(Decimal(grown["upl"]) - expected) < Decimal("1e-8")
    await second.order(side="sell", sz="3")
    assert await position(second, BTC, "long") is None
    closed = (await second.rows("account/positions-history"))[0]
    assert (closed["type"], closed["direction"], closed["closeTotalPos"], closed["openMaxPos"]) == (
        "2",
        "long",
        "3",
        "3",
    )
    parts = sum(Decimal(closed[name]) for name in ("pnl", "fee", "fundingFee", "liqPenalty", "settledPnl"))
    assert Decimal(closed["realizedPnl"]) == parts


async def test_hedge_legs_of_equal_size_are_two_positions(meet: Meet):
    second = meet("second")
    await second.order(sz="2")
    await second.order(side="sell", posSide="short", sz="2")
    rows = await second.rows("account/positions?instType=SWAP")
    assert sorted((row["posSide"], row["pos"]) for row in rows) == [("long", "2"), ("short", "2")]
    assert len({row["posId"] for row in rows}) == 2


async def test_one_way_mode_signs_the_position_and_turns_it_over(meet: Meet):
    oneway = meet("oneway")
    assert (await oneway.order(posSide="long"))["sCode"] == "51000"
    assert (await oneway.order(posSide=None, sz="2"))["sCode"] == "0"
    assert (await position(oneway, BTC, "net"))["pos"] == "2"
    await oneway.order(posSide="net", side="sell", sz="5")
    assert (await position(oneway, BTC, "net"))["pos"] == "-3"
    assert (await oneway.rows("account/positions-history"))[0]["closeTotalPos"] == "2"
    assert (await oneway.order(posSide="net", side="sell", sz="1", reduceOnly=True))["sCode"] == "51170"
    assert (await oneway.order(posSide="net", side="buy", sz="9", reduceOnly=True))["sCode"] == "0"
    assert await position(oneway, BTC, "net") is None


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"posSide": None}, "51000"),
        ({"tdMode": "cash"}, "51000"),
        ({"side": "up"}, "51000"),
        ({"ordType": "wish"}, "51000"),
        ({"sz": None}, "50014"),
        ({"sz": "many"}, "51000"),
        ({"sz": "0.001"}, "51020"),
        ({"sz": "1.005"}, "51121"),
        ({"sz": "12001"}, "51202"),
        ({"instId": "NO-USDT-SWAP"}, "51001"),
        ({"instId": "BTC-USD-SWAP"}, "51022"),
        ({"clOrdId": "with-hyphen"}, "51000"),
        ({"ordType": "limit"}, "50014"),
        ({"ordType": "limit", "px": "90000"}, "51006"),
        ({"ordType": "limit", "px": "60000.05"}, "51150"),
        ({"sz": "5000"}, "51008"),
        ({"side": "sell", "sz": "4"}, "51112"),
        ({"instId": SOL, "side": "sell", "posSide": "long"}, "51169"),
        ({"attachAlgoOrds": [{"tpTriggerPx": "50000", "tpOrdPx": "-1"}]}, "51046"),
        ({"attachAlgoOrds": [{"slTriggerPx": "70000", "slOrdPx": "-1"}]}, "51047"),
        ({"attachAlgoOrds": [{"tpTriggerPx": "70000"}]}, "50014"),
    ],
)
async def test_each_impossible_order_is_refused_with_its_own_code(main: Person, fields: dict[str, object], code: str):
    before = await main.truth()
    row = await main.order(**fields)
    assert row["sCode"] == code, row
    assert row["sMsg"]
    assert (await main.truth())["fills"] == before["fills"]


async def test_a_client_id_is_taken_once_while_its_order_lives(main: Person):
    limit = {"ordType": "limit", "px": "60000", "clOrdId": "mine1"}
    first = await main.order(**limit)
    assert (await main.order(**limit))["sCode"] == "51016"
    assert (await main.rows(f"trade/order?instId={BTC}&clOrdId=mine1"))[0]["ordId"] == first["ordId"]
    await main.post("trade/cancel-order", {"instId": BTC, "clOrdId": "mine1"})
    assert (await main.order(**limit))["sCode"] == "0"


async def test_a_limit_order_rests_fills_in_parts_and_ends_filled(meet: Meet):
    second = meet("second")
    order = await second.order(ordType="limit", px="60500", sz="40")
    row = (await second.rows(f"trade/order?instId={BTC}&ordId={order['ordId']}"))[0]
    assert (row["state"], row["avgPx"], row["fillPx"], row["accFillSz"]) == ("live", "", "", "0")
    await second.price(BTC, "60499.9")
    row = (await second.rows("trade/orders-pending?instType=SWAP"))[0]
    assert row["state"] == "partially_filled"
    assert Decimal(0) < Decimal(row["accFillSz"]) < 40
    await second.price(BTC, "60000")
    await second.price(BTC, "60000")
    done = (await second.rows(f"trade/order?instId={BTC}&ordId={order['ordId']}"))[0]
    assert (done["state"], done["accFillSz"], done["avgPx"]) == ("filled", "40", "60500")
    fills = [row for row in await second.rows("trade/fills?instType=SWAP") if row["ordId"] == order["ordId"]]
    assert sum(Decimal(row["fillSz"]) for row in fills) == 40
    assert {row["execType"] for row in fills} == {"M"}
    assert len({row["tradeId"] for row in fills}) == len(fills) >= 2


@pytest.mark.parametrize(
    ("fields", "state", "source"),
    [
        ({"ordType": "post_only", "px": "61500"}, "canceled", "31"),
        ({"ordType": "fok", "px": "61000.1", "sz": "5000"}, "canceled", "13"),
        ({"ordType": "fok", "px": "61010", "sz": "1"}, "filled", ""),
        ({"ordType": "ioc", "px": "61000.1", "sz": "90"}, "canceled", "14"),
        ({"ordType": "ioc", "px": "60000", "sz": "1"}, "canceled", "14"),
        ({"ordType": "post_only", "px": "60900"}, "live", ""),
    ],
)
async def test_time_in_force(meet: Meet, fields: dict[str, str], state: str, source: str):
    affiliate = meet("second")
    await affiliate.control.post("/okx/accounts/second/deposit", json={"amount": "1000000"})
    await affiliate.control.post("/okx/accounts/second/transfer", json={"amount": "1000000"})
    order = await affiliate.order(**fields)
    assert order["sCode"] == "0"
    row = (await affiliate.rows(f"trade/order?instId={BTC}&ordId={order['ordId']}"))[0]
    assert (row["state"], row["cancelSource"]) == (state, source)


async def test_amending_and_cancelling(main: Person):
    order = await main.order(ordType="limit", px="60000", sz="1")
    name = {"instId": BTC, "ordId": order["ordId"]}
    assert (await main.post("trade/amend-order", name))["data"][0]["sCode"] == "50015"
    amended = await main.post("trade/amend-order", name | {"newPx": "60100", "newSz": "0.5", "reqId": "r1"})
    assert (amended["code"], amended["data"][0]["reqId"]) == ("0", "r1")
    row = (await main.rows(f"trade/order?instId={BTC}&ordId={order['ordId']}"))[0]
    assert (row["px"], row["sz"]) == ("60100", "0.5")
    assert (await main.post("trade/cancel-order", name))["data"][0]["sCode"] == "0"
    again = await main.post("trade/cancel-order", name)
    assert (again["code"], again["data"][0]["sCode"]) == ("1", "51400")
    assert (await main.post("trade/amend-order", name | {"newPx": "60200"}))["data"][0]["sCode"] == "51503"
    assert (await main.get(f"trade/order?instId={BTC}&ordId=123"))["code"] == "51603"


async def test_a_batch_tells_of_each_of_its_orders(main: Person):
    good = {
        "instId": BTC,
        "tdMode": "cross",
        "side": "buy",
        "posSide": "long",
        "ordType": "limit",
        "px": "60000",
        "sz": "1",
    }
    answer = await main.post("trade/batch-orders", [good, good | {"sz": "0.001"}])
    assert (answer["code"], [row["sCode"] for row in answer["data"]]) == ("2", ["0", "51020"])
    assert int(answer["outTime"]) >= int(answer["inTime"])
    assert (await main.post("trade/batch-orders", [good] * 21))["code"] == "50025"
    cancelled = await main.post("trade/cancel-batch-orders", [{"instId": BTC, "ordId": answer["data"][0]["ordId"]}])
    assert cancelled["code"] == "0"


async def test_closing_a_position_wants_its_pending_closing_orders_out_of_the_way(main: Person):
    close = {"instId": ETH, "mgnMode": "cross", "posSide": "long"}
    assert (await main.post("trade/close-position", close))["code"] == "51112"
    assert (await main.post("trade/close-position", close | {"autoCxl": True}))["code"] == "0"
    assert await position(main, ETH, "long") is None
    assert (await position(main, ETH, "short"))["pos"] == "4"
    assert (await main.post("trade/close-position", close))["code"] == "51023"


async def test_an_isolated_position_carries_its_own_margin(meet: Meet):
    second = meet("second")
    before = Decimal((await second.rows("account/balance?ccy=USDT"))[0]["details"][0]["cashBal"])
    await second.order(tdMode="isolated", sz="2")
    row = await position(second, BTC, "long")
    assert (row["mgnMode"], row["imr"]) == ("isolated", "")
    detail = (await second.rows("account/balance?ccy=USDT"))[0]["details"][0]
    fee = Decimal(row["fee"])
    assert Decimal(detail["cashBal"]) == before - Decimal(row["margin"]) + fee
    assert Decimal(detail["isoEq"]) == Decimal(row["margin"]) + Decimal(row["upl"])
    bill = (await second.rows("account/bills"))[0]
    assert Decimal(bill["posBal"]) == Decimal(row["margin"])


async def test_funding_is_paid_once_per_position_and_booked(main: Person):
    before = {row["posId"]: Decimal(row["fundingFee"]) for row in await main.rows("account/positions")}
    await main.control.post("/market/funding")
    after = {row["posId"]: Decimal(row["fundingFee"]) for row in await main.rows("account/positions")}
    bills = await main.rows("account/bills?type=8")
    assert len(bills) == len(after) == 4
    assert sum(Decimal(bill["balChg"]) for bill in bills) == sum(after.values()) - sum(before.values())
    assert {bill["subType"] for bill in bills} <= {"173", "174"}


async def test_a_liquidated_position_says_so_everywhere(meet: Meet):
    second = meet("second")
    await second.post("account/set-leverage", {"instId": BTC, "lever": "50", "mgnMode": "isolated", "posSide": "long"})
    await second.order(tdMode="isolated", sz="20")
    liquidation = Decimal((await position(second, BTC, "long"))["liqPx"])
    await second.price(BTC, str((liquidation * Decimal("0.999")).quantize(Decimal("0.1"))))
    assert await position(second, BTC, "long") is None
    truth = await second.truth()
    assert truth["history"][0]["type"] == "3"
    assert Decimal(truth["history"][0]["liqPenalty"]) < 0
    assert (truth["fills"][0]["tradeId"][0], truth["fills"][0]["execType"], truth["fills"][0]["subType"]) == (
        "-",
        "",
        "104",
    )
    assert truth["finished_orders"][0]["category"] == "full_liquidation"
    assert truth["bills"][0]["type"] == "5"


async def test_lists_page_by_id_newest_first(main: Person):
    ids = [row["billId"] for row in await main.rows("account/bills")]
    assert ids == sorted(ids, key=int, reverse=True)
    first = [row["billId"] for row in await main.rows("account/bills?limit=3")]
    rest = [row["billId"] for row in await main.rows(f"account/bills?after={first[-1]}")]
    assert first + rest == ids
    assert [row["billId"] for row in await main.rows(f"account/bills?before={ids[2]}")] == ids[:2]
    assert (await main.get("account/bills?limit=0"))["code"] == "51000"


async def test_numbers_are_texts_and_what_does_not_apply_is_empty(main: Person):
    for path in ("account/positions", "trade/orders-pending", "trade/fills", "account/balance"):
        for row in await main.rows(path):
            assert all(isinstance(value, str | list | dict) for value in row.values())
            assert not any(isinstance(value, str) and value in ("None", "nan") for value in row.values())

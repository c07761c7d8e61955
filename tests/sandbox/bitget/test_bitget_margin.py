"""The simulated Bitget's margin against its documents: money, debts, orders, records, in both generations' words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from exchanges.sandbox.bitget import margin_routes
from tests.sandbox.bitget.client import Person, now_ms
from tests.sandbox.bitget.conftest import Meet

pytestmark = pytest.mark.anyio

V1 = "margin/v1"
V2 = "v2/margin"


def since() -> dict[str, str]:
    return {"startTime": str(now_ms() - 3_600_000)}


async def margin(person: Person) -> dict[str, Any]:
    return (await person.control.get(f"/bitget/accounts/{person.name}/margin")).json()


async def decree(person: Person, path: str, **body: str) -> Any:
    return await person.site(f"margin/{path}", body)


def pot(truth: dict[str, Any], pair: str, coin: str) -> dict[str, Decimal]:
    row = next(each for each in truth["pots"] if (each["pair"], each["coin"]) == (pair, coin))
    return {name: Decimal(row[name]) for name in ("available", "frozen", "borrow", "interest", "net")}


def test_all_forty_five_calls_of_the_first_document_and_their_successors_are_there() -> None:
    first = [each for each in margin_routes.ENDPOINTS if each.path.startswith("/api/margin/v1/")]
    second = [each for each in margin_routes.ENDPOINTS if each.path.startswith("/api/v2/margin/")]
    assert len(first) == len(second) == 45
    assert sum(each.method == "POST" for each in first) == 19
    assert sum(not each.is_signed for each in first) == 5
    assert sum(not each.is_signed for each in second) == 1
    assert {each.path.rpartition("/")[2] for each in first if each.most == 5} == {
        "placeOrder", "batchPlaceOrder", "cancelOrder", "batchCancelOrder",
    }  # fmt: skip


async def test_terms_are_told_publicly_in_the_first_generation_and_only_signed_in_the_second(main: Person) -> None:
    (cross,) = await main.public(f"{V1}/cross/public/interestRateAndLimit", {"coin": "USDT"})
    daily = Decimal(cross["dailyInterestRate"])
    assert Decimal(cross["yearlyInterestRate"]) == 365 * daily
    assert [row["level"] for row in cross["vips"]] == ["0", "1", "2"]
    (isolated,) = await main.public(f"{V1}/isolated/public/interestRateAndLimit", {"symbol": "BTCUSDT"})
    assert (isolated["baseCoin"], isolated["quoteCoin"], isolated["quoteTransferInAble"]) == ("BTC", "USDT", True)
    tiers = await main.public(f"{V1}/isolated/public/tierData", {"symbol": "BTCUSDT"})
    assert [row["tier"] for row in tiers] == ["1", "2"]
    old = {row["symbol"]: row for row in await main.public(f"{V1}/public/currencies")}
    new = {row["symbol"]: row for row in await main.public(f"{V2}/currencies")}
    assert old["ETHUSDT"]["maxCrossLeverage"] == new["ETHUSDT"]["maxCrossedLeverage"] == "3"
    assert (old["ETHUSDT"]["priceScale"], new["ETHUSDT"]["quantityPrecision"]) == ("2", "4")
    refused = (await main.rest.get(f"/api/{V2}/crossed/interest-rate-and-limit?coin=USDT")).json()
    assert refused["code"] == "40001"
    (signed,) = await main.get(f"{V2}/isolated/interest-rate-and-limit", {"symbol": "BTCUSDT"})
    assert {"baseTransferable", "baseAnnuallyInterestRate", "baseVipList", "quoteList"} <= set(signed)
    assert await main.code("GET", f"{V2}/crossed/tier-data", {"coin": "NOPE"}) == "50032"


async def test_assets_tell_money_and_debts_of_cross_and_of_every_isolated_pair(main: Person) -> None:
    truth = await margin(main)
    rows = await main.get(f"{V1}/cross/account/assets", {"coin": "ETH"})
    assert [row["coin"] for row in rows] == ["ETH"]
    assert Decimal(rows[0]["borrow"]) == pot(truth, "", "ETH")["borrow"] == Decimal("0.1")
    assert Decimal(rows[0]["interest"]) > 0
    assert "ctime" in rows[0]
    isolated = await main.get(f"{V2}/isolated/account/assets")
    assert sorted((row["symbol"], row["coin"]) for row in isolated) == [
        ("BTCUSDT", "BTC"), ("BTCUSDT", "USDT"), ("ETHUSDT", "ETH"), ("ETHUSDT", "USDT"),
    ]  # fmt: skip
    for row in isolated:
        figures = {name: Decimal(row[name]) for name in ("available", "frozen", "borrow", "interest", "net")}
        assert figures == pot(truth, row["symbol"], row["coin"])
        assert figures["net"] == figures["available"] + figures["frozen"] - figures["borrow"] - figures["interest"]


@pytest.mark.parametrize("generation", [1, 2])
async def test_borrowing_and_repaying_interest_first(meet: Meet, generation: int) -> None:
    person = meet("oneway")
    await decree(person, "deposit", coin="USDT", amount="1000")
    base = f"{V1}/cross" if generation == 1 else f"{V2}/crossed"
    lent = await person.post(f"{base}/account/borrow", {"coin": "USDT", "borrowAmount": "100"})
    assert lent["borrowAmount"] == "100.00000000"
    assert ("loanId" in lent) == (generation == 2)
    owed = pot(await margin(person), "", "USDT")
    assert (owed["available"], owed["borrow"]) == (Decimal(1100), Decimal(100))
    await person.control.post("/bitget/margin/interest", json={})
    grown = pot(await margin(person), "", "USDT")["interest"]
    assert grown == 2 * owed["interest"]
    body = {"coin": "USDT", "repayAmount": "0.00000001"}
    assert await person.code("POST", f"{base}/account/repay", body) == "50042"
    paid = await person.post(f"{base}/account/repay", {"coin": "USDT", "repayAmount": "40"})
    left = pot(await margin(person), "", "USDT")
    assert (left["interest"], left["borrow"]) == (0, 100 + grown - 40)
    assert Decimal(paid["remainDebtAmount"]) == left["borrow"]
    await person.post(f"{base}/account/repay", {"coin": "USDT", "repayAmount": "500"})
    assert pot(await margin(person), "", "USDT")["borrow"] == 0
    listed = await person.ask("GET", f"{base}/{'repay/list' if generation == 1 else 'repay-history'}", since())
    rows = listed.json()["data"]["resultList"]
    names = ("interest", "amount", "totalAmount") if generation == 1 else (
        "repayInterest", "repayPrincipal", "repayAmount")  # fmt: skip
    assert Decimal(rows[-1][names[0]]) == grown
    assert Decimal(rows[-1][names[0]]) + Decimal(rows[-1][names[1]]) == Decimal(rows[-1][names[2]]) == 40
    assert rows[0]["type" if generation == 1 else "repayType"] == ("manualRepay" if generation == 1 else "manual_repay")


async def test_what_may_be_borrowed_and_moved_away(main: Person) -> None:
    await main.settings(limited=False)
    most = await main.post(f"{V1}/cross/account/maxBorrowableAmount", {"coin": "USDT"}, key="read")
    again = await main.get(f"{V2}/crossed/account/max-borrowable-amount", {"coin": "USDT"})
    assert most["maxBorrowableAmount"] == again["maxBorrowableAmount"]
    too_much = str(Decimal(most["maxBorrowableAmount"]) + 1)
    assert await main.code("POST", f"{V1}/cross/account/borrow", {"coin": "USDT", "borrowAmount": too_much}) == "50035"
    for amount, code in (("0", "50034"), ("0.000000001", "50034"), ("1.123456789", "50063")):
        assert await main.code("POST", f"{V1}/cross/account/borrow", {"coin": "USDT", "borrowAmount": amount}) == code
    both = await main.get(f"{V2}/isolated/account/max-borrowable-amount", {"symbol": "ETHUSDT"})
    one = {"symbol": "ETHUSDT", "coin": "ETH"}
    single = await main.post(f"{V1}/isolated/account/maxBorrowableAmount", one, key="read")
    assert single["maxBorrowableAmount"] == both["baseCoinMaxBorrowAmount"]
    assert await main.code("POST", f"{V1}/isolated/account/maxBorrowableAmount", one | {"coin": "SOL"}) == "50039"
    out = await main.get(f"{V2}/isolated/account/max-transfer-out-amount", {"symbol": "ETHUSDT"})
    old = await main.get(f"{V1}/isolated/account/maxTransferOutAmount", {"symbol": "ETHUSDT", "coin": "USDT"})
    assert out["quoteCoinMaxTransferOutAmount"] == old["maxTransferOutAmount"]
    assert await main.code("GET", f"{V1}/isolated/account/repay", one) == "40404"


async def test_risk_grows_with_the_price_of_what_is_owed_until_it_is_taken(main: Person) -> None:
    await main.settings(limited=False)
    (before,) = await main.post(f"{V1}/isolated/account/riskRate", {"symbol": "ETHUSDT"}, key="read")
    assert 0 < Decimal(before["riskRate"]) < 1
    price = await main.last("ETHUSDT")
    await main.move("ETHUSDT", f"{price * 1.2:.2f}")
    risks = {row["symbol"]: row["riskRateRatio"] for row in await main.get(f"{V2}/isolated/account/risk-rate")}
    assert Decimal(risks["ETHUSDT"]) > Decimal(before["riskRate"])
    await main.move("ETHUSDT", f"{price * 10:.2f}")
    (after,) = await main.post(f"{V1}/isolated/account/riskRate", {"symbol": "ETHUSDT"}, key="read")
    answer = await main.ask("GET", f"{V1}/isolated/liquidation/list", {"symbol": "ETHUSDT", **since()}, key="read")
    body = answer.json()
    assert (body["message"], body["maxId"], "msg" in body) == ("success", body["data"][0]["liqId"], False)
    assert Decimal(body["data"][0]["liqRisk"]) >= 1
    assert "LiqFee" in body["data"][0]
    newer = await main.get(f"{V2}/isolated/liquidation-history", {"symbol": "ETHUSDT", **since()})
    assert newer["resultList"][0]["liqRiskRatio"] == body["data"][0]["liqRisk"]
    fills = await main.get(f"{V2}/isolated/fills", {"symbol": "ETHUSDT", **since()})
    assert fills["fills"][0]["side"] == "liquidation_buy"
    old = (await main.get(f"{V1}/isolated/order/fills", {"symbol": "ETHUSDT", **since()}))["resultList"]
    assert old[0]["side"] == "liquidation-buy"
    assert Decimal(after["riskRate"]) != Decimal(before["riskRate"])


def order(**changes: str) -> dict[str, str]:
    body = {"symbol": "SOLUSDT", "side": "buy", "orderType": "limit", "timeInForce": "gtc", "loanType": "normal"}
    return {name: value for name, value in (body | changes).items() if value}


async def test_an_order_is_placed_listed_filled_and_cancelled_in_the_words_of_the_document(main: Person) -> None:
    await main.settings(limited=False)
    price = f"{await main.last('SOLUSDT') * 0.98:.3f}"
    placed = await main.post(f"{V1}/cross/order/placeOrder", order(price=price, baseQuantity="1", clientOid="desk-1"))
    assert placed["clientOid"] == "desk-1"
    answer = (await main.ask("GET", f"{V1}/cross/order/openOrders", {"symbol": "SOLUSDT"}, key="read")).json()
    assert answer["message"] == "success"
    row = answer["data"]["orderList"][0]
    assert (row["orderId"], row["status"], row["timeInForce"]) == (placed["orderId"], "new", "gtc")
    assert answer["data"]["maxId"] == placed["orderId"]
    again = order(price=price, baseQuantity="1", clientOid="desk-1")
    assert await main.code("POST", f"{V1}/cross/order/placeOrder", again) == "50060"
    await decree(main, f"orders/{placed['orderId']}/fill", size="0.4")
    listed = await main.get(f"{V2}/crossed/open-orders", {"symbol": "SOLUSDT", **since()})
    same = next(each for each in listed["orderList"] if each["orderId"] == placed["orderId"])
    assert (same["status"], same["size"], same["baseSize"], same["force"]) == ("partially_fill", "0.4", "1", "gtc")
    fills = await main.get(f"{V2}/crossed/fills", {"symbol": "SOLUSDT", **since(), "orderId": placed["orderId"]})
    detail = fills["fills"][0]["feeDetail"]
    assert (detail["feeCoin"], Decimal(detail["totalFee"])) == ("SOL", Decimal("-0.0004"))
    gone = await main.post(f"{V1}/cross/order/cancelOrder", {"symbol": "SOLUSDT", "orderId": placed["orderId"]})
    assert (gone["resultList"][0]["orderId"], gone["failure"]) == (placed["orderId"], [])
    late = await main.post(f"{V1}/cross/order/cancelOrder", {"symbol": "SOLUSDT", "orderId": placed["orderId"]})
    assert (late["resultList"], len(late["failure"])) == ([], 1)
    history = await main.get(f"{V1}/cross/order/history", {"symbol": "SOLUSDT", **since()})
    assert history["orderList"][0]["status"] == "cancelled"
    code = await main.code("POST", f"{V2}/crossed/cancel-order", {"symbol": "SOLUSDT", "orderId": placed["orderId"]})
    assert code == "50062"


async def test_sizes_are_base_coins_but_quote_coins_where_one_buys_at_market(main: Person) -> None:
    await main.settings(limited=False)
    before = pot(await margin(main), "", "SOL")["available"]
    body = order(orderType="market", quoteAmount="100")
    await main.post(f"{V1}/cross/order/placeOrder", body)
    bought = pot(await margin(main), "", "SOL")["available"] - before
    assert abs(bought * Decimal(str(await main.last("SOLUSDT"))) - 100) < 1
    missing = order(orderType="market", baseQuantity="1")
    assert await main.code("POST", f"{V1}/cross/order/placeOrder", missing) == "40019"
    for changes, code in (
        ({"price": "100.0000001", "baseQuantity": "1"}, "45115"),
        ({"price": "180", "baseQuantity": "0.0000001"}, "40808"),
        ({"price": "180", "baseQuantity": "0.001"}, "45110"),
        ({"price": "999", "baseQuantity": "1"}, "50047"),
        ({"price": "180", "baseQuantity": "1", "symbol": "NOPE"}, "50005"),
        ({"price": "180", "baseQuantity": "1000"}, "50020"),
        ({"price": "180", "baseQuantity": "1", "loanType": ""}, "40019"),
        ({"price": "180", "baseQuantity": "1", "timeInForce": ""}, "40019"),
    ):
        assert await main.code("POST", f"{V1}/cross/order/placeOrder", order(**changes)) == code, changes


async def test_the_loan_type_decides_whether_an_order_borrows_and_repays(meet: Meet) -> None:
    person = meet("oneway")
    await person.settings(limited=False)
    await decree(person, "deposit", coin="USDT", amount="500", pair="SOLUSDT")
    selling = {"symbol": "SOLUSDT", "side": "sell", "orderType": "market", "baseSize": "2"}
    assert await person.code("POST", f"{V2}/isolated/place-order", selling | {"loanType": "normal"}) == "50020"
    await person.post(f"{V2}/isolated/place-order", selling | {"loanType": "autoLoan"})
    short = pot(await margin(person), "SOLUSDT", "SOL")
    assert (short["borrow"], short["available"]) == (2, 0)
    loans = await person.get(f"{V2}/isolated/borrow-history", {"symbol": "SOLUSDT", **since()})
    assert (loans["resultList"][0]["borrowAmount"], loans["resultList"][0]["borrowType"]) == ("2", "auto_loan")
    buying = {"symbol": "SOLUSDT", "side": "buy", "orderType": "market", "quoteSize": "400", "loanType": "autoRepay"}
    await person.post(f"{V2}/isolated/place-order", buying)
    flat = pot(await margin(person), "SOLUSDT", "SOL")
    assert (flat["borrow"], flat["interest"]) == (0, 0)
    repaid = await person.get(f"{V2}/isolated/repay-history", {"symbol": "SOLUSDT", **since()})
    assert {row["repayType"] for row in repaid["resultList"]} == {"auto_repay"}
    rows = (await person.get(f"{V1}/isolated/fin/list", {"symbol": "SOLUSDT", **since()}))["resultList"]
    assert {row["marginType"] for row in rows} == {"transferIn", "borrow", "dealIn", "dealOut", "repay"}


async def test_batches_succeed_and_fail_row_by_row(main: Person) -> None:
    await main.settings(limited=False)
    price = f"{await main.last('ETHUSDT') * 0.98:.2f}"
    good = {"side": "buy", "orderType": "limit", "timeInForce": "gtc", "loanType": "normal", "price": price}
    listed = [good | {"baseQuantity": "0.01", "clientOid": "a"}, good | {"baseQuantity": "9999", "clientOid": "b"}]
    told = await main.post(f"{V1}/isolated/order/batchPlaceOrder", {"symbol": "ETHUSDT", "orderList": listed})
    assert [row["clientOid"] for row in told["resultList"]] == ["a"]
    assert told["failure"] == [{"clientOid": "b", "errorMsg": "Insufficient balance"}]
    ids = {"symbol": "ETHUSDT", "orderIds": [told["resultList"][0]["orderId"], "1"], "clientOids": []}
    gone = await main.post(f"{V1}/isolated/order/batchCancelOrder", ids)
    assert (len(gone["resultList"]), gone["failure"][0]["orderId"]) == (1, "1")
    newer = {"symbol": "ETHUSDT", "orderIdList": [{"clientOid": "a"}]}
    again = await main.post(f"{V2}/isolated/batch-cancel-order", newer)
    assert (again["successList"], len(again["failureList"])) == ([], 1)


async def test_a_flash_repayment_is_accepted_first_and_done_a_moment_later(main: Person) -> None:
    await main.settings(limited=False)
    rows = await main.post(f"{V1}/isolated/account/flashRepay", {"symbols": ["BTCUSDT", "ETHUSDT"]})
    assert [(row["symbol"], row["code"]) for row in rows] == [("BTCUSDT", "success"), ("ETHUSDT", "success")]
    body = {"idList": [row["id"] for row in rows]}
    for _ in range(1000):
        states = await main.post(f"{V1}/isolated/account/queryFlashRepayStatus", body, key="read")
        if {row["status"] for row in states} == {"FINISH"}:
            break
    truth = await margin(main)
    assert not any(pot(truth, pair, coin)["borrow"] for pair, coin in (("BTCUSDT", "USDT"), ("ETHUSDT", "ETH")))
    whole = await main.post(f"{V2}/crossed/account/flash-repay", {})
    assert set(whole) == {"repayId"}


async def test_records_are_paged_newest_first_and_windows_are_checked(main: Person) -> None:
    await main.settings(limited=False)
    for _ in range(3):
        await decree(main, "borrow", coin="USDT", amount="1")
    first = await main.get(f"{V1}/cross/interest/list", since() | {"pageSize": "2"})
    ids = [row["interestId"] for row in first["resultList"]]
    assert (first["maxId"], first["minId"]) == (ids[0], ids[-1])
    assert {row["type"] for row in first["resultList"]} == {"first"}
    second = await main.get(f"{V1}/cross/interest/list", since() | {"pageId": first["minId"]})
    assert all(int(row["interestId"]) < int(ids[-1]) for row in second["resultList"])
    newer = await main.get(f"{V2}/crossed/interest-history", since() | {"limit": "1", "idLessThan": first["minId"]})
    assert newer["resultList"][0]["interestId"] == second["resultList"][0]["interestId"]
    assert {"interestAmount", "dailyInterestRate", "interstType"} <= set(newer["resultList"][0])
    assert await main.code("GET", f"{V1}/cross/loan/list", {}) == "40019"
    old = {"startTime": str(now_ms() - 120 * 86_400_000)}
    assert await main.code("GET", f"{V1}/cross/loan/list", old) == "40704"


async def test_access(main: Person, meet: Meet) -> None:
    body = {"coin": "USDT", "borrowAmount": "1"}
    refused = (await main.ask("POST", f"{V1}/cross/account/borrow", body, key="read")).json()
    assert (refused["code"], "margin read-write" in refused["msg"]) == ("40014", True)
    assert await main.code("GET", f"{V2}/crossed/account/assets", key="read_no_spot") == "40014"
    assert await main.code("GET", f"{V2}/crossed/account/assets", key="margin_read") == "00000"
    assert await meet("unified").code("GET", f"{V2}/crossed/account/assets", key="read") == "40085"
    codes = [await main.code("POST", f"{V1}/isolated/order/cancelOrder", {}) for _ in range(6)]
    assert codes == ["40019"] * 5 + ["429"]


async def test_money_moves_between_spot_and_margin_with_a_key_that_may(main: Person) -> None:
    move = {"fromType": "spot", "toType": "isolated_margin", "symbol": "LTCUSDT", "coin": "USDT", "amount": "50"}
    await main.post("v2/spot/wallet/transfer", move, key="transfer")
    assert pot(await margin(main), "LTCUSDT", "USDT")["available"] == 50
    back = {"fromType": "crossed_margin", "toType": "spot", "coin": "USDT", "amount": "2999"}
    assert await main.code("POST", "v2/spot/wallet/transfer", back, key="transfer") == "43012"


def first(channel: str, about: str = "default") -> dict[str, str]:
    return {"instType": "mabl", "channel": channel, "instId": about}


def second(channel: str, **more: str) -> dict[str, str]:
    return {"instType": "MARGIN", "channel": channel} | more


async def test_the_first_generations_one_socket_has_all_five_channels(main: Person) -> None:
    wanted = [first("indexPrice"), first("cross_account"), first("isolate_account")]
    wanted += [first("cross_orders", "SOLUSDT_SPBL"), first("isolate_orders", "BTCUSDT_SPBL")]
    async with main.socket("ws_v1", args=wanted) as stream:
        index = await stream.push("indexPrice")
        assert ("ts" in index, {row["symbol"] for row in index["data"]} >= {"BTCUSDT", "SOLUSDT"}) == (False, True)
        whole = await stream.push("isolate_account")
        assert {row["symbol"] for row in whole["data"]} == {"BTCUSDT_SPBL", "ETHUSDT_SPBL"}
        await decree(main, "orders", symbol="SOLUSDT", side="buy", quote="50")
        row = (await stream.push("cross_orders", lambda rows: rows[0]["status"] == "full-fill"))["data"][0]
        assert (row["timeInForce"], row["source"], row["symbol"]) == ("normal", "web", "SOLUSDT")
        money = await stream.push("cross_account", lambda rows: {each["coin"] for each in rows} >= {"SOL", "USDT"})
        assert int(money["data"][0]["version"]) > 0
        await stream.say(op="unsubscribe", args=[first("cross_account")])
        assert (await stream.event("unsubscribe"))["args"] == first("cross_account")
        for wrong in (first("cross_orders"), first("cross_orders", "SOLUSDT"), first("indexPrice", "BTCUSDT")):
            await stream.say(op="subscribe", args=[wrong])
            assert (await stream.event("error"))["code"] in ("30001", "30016")


async def test_the_second_generation_says_the_same_in_its_own_words(main: Person, meet: Meet) -> None:
    wanted = [second("account-crossed", coin="default"), second("account-isolated", coin="default")]
    wanted += [second(f"orders-{mode}", instId="BTCUSDT") for mode in ("crossed", "isolated")]
    async with main.socket(args=wanted) as stream:
        whole = await stream.push("account-isolated")
        assert {row["symbol"] for row in whole["data"]} == {"BTCUSDT", "ETHUSDT"}
        price = f"{await main.last('BTCUSDT') * 0.98:.1f}"
        placed = await decree(
            main, "orders", symbol="BTCUSDT", side="buy", size="0.001", price=price, mode="isolated", loan="autoLoan"
        )
        live = (await stream.push("orders-isolated"))["data"][0]
        assert (live["orderId"], live["status"], live["baseVolume"]) == (placed["id"], "live", "0")
        assert "symbol" not in live
        await decree(main, f"orders/{placed['id']}/fill", size="0.0004")
        part = (await stream.push("orders-isolated"))["data"][0]
        assert (part["status"], part["baseVolume"], part["feeDetail"][0]["feeCoin"]) == (
            "partially_filled", "0.0004", "BTC",
        )  # fmt: skip
        await decree(main, f"orders/{placed['id']}/cancel")
        assert (await stream.push("orders-isolated"))["data"][0]["status"] == "cancelled"
        assert {frame["arg"]["channel"] for frame in await stream.fence() if "data" in frame} <= {"account-isolated"}
    async with main.socket("ws_public", login="", args=[second("index-price", instId="default")]) as prices:
        await prices.push("index-price")
        await main.move("BTCUSDT", "61234.5")
        moved = await prices.push("index-price", lambda rows: [row["symbol"] for row in rows] == ["BTCUSDT"])
        assert abs(Decimal(moved["data"][0]["indexPrice"]) - Decimal("61234.5")) < 50
    async with meet("unified").socket(login="read") as stream:
        await stream.say(op="subscribe", args=[wanted[0]])
        assert (await stream.event("error"))["code"] == 40085


async def test_debts_survive_a_restart(tmp_path: Any) -> None:
    from exchanges.sandbox.server import Sandbox

    async with Sandbox(seed=7, venues=["bitget"], state_dir=tmp_path) as one:
        person = Person(one, "main")
        await decree(person, "borrow", coin="USDT", amount="25")
        before = await margin(person)
        await person.aclose()
    async with Sandbox(seed=7, venues=["bitget"], state_dir=tmp_path) as two:
        person = Person(two, "main")
        after = await margin(person)
        await person.aclose()
    assert (after["pots"], after["orders"], after["records"]) == (before["pots"], before["orders"], before["records"])


async def test_a_unified_account_borrows_and_repays_by_itself_from_one_pool(meet: Meet) -> None:
    person = meet("unified_oneway")
    await person.settings(limited=False)

    async def coin(name: str) -> dict[str, Decimal]:
        rows = (await person.get("v3/account/assets"))["assets"]
        row = next((each for each in rows if each["coin"] == name), {})
        return {field: Decimal(row.get(field) or "0") for field in ("balance", "available", "locked", "debt", "equity")}

    margin_order = {"category": "MARGIN", "symbol": "SOLUSDT", "orderType": "market"}
    before = await coin("USDT")
    topics = [{"instType": "UTA", "topic": name} for name in ("account", "order", "fill")]
    async with person.socket("ws_private_v3", args=topics) as stream:
        await stream.push("account")
        await person.post("v3/trade/place-order", margin_order | {"side": "buy", "qty": "360"})
        done = (await stream.push("order", lambda rows: rows[0]["orderStatus"] == "filled"))["data"][0]
        assert (done["category"], done["qty"]) == ("margin", "360")
        fill = (await stream.push("fill"))["data"][0]
        assert (fill["category"], fill["orderId"], fill["feeDetail"][0]["feeCoin"]) == (
            "MARGIN", done["orderId"], "SOL",
        )  # fmt: skip
        spent = before["balance"] - (await coin("USDT"))["balance"]
        assert abs(spent - 360) < 2
        bought = await coin("SOL")
        assert (bought["debt"], bought["balance"] > Decimal("1.9")) == (0, True)
        await person.post("v3/trade/place-order", margin_order | {"side": "sell", "qty": "3"})
        short = await coin("SOL")
        assert (short["balance"], short["debt"] > 1, short["equity"] < 0) == (0, True, True)
        told = await stream.push("account", lambda rows: any(Decimal(each["debts"]) for each in rows[0]["coin"]))
        assert told["data"][0]["totalEquity"]
    owed = await person.get("v3/account/repayable-coins")
    assert [row["coin"] for row in owed["repayableCoinList"]] == ["SOL"]
    records = await person.get("v3/account/financial-records", {"category": "MARGIN", "type": "INTEREST"})
    assert Decimal(records["list"][0]["amount"]) < 0
    means = {
        row["coin"]: Decimal(row["size"]) for row in (await person.get("v3/account/payment-coins"))["paymentCoinList"]
    }
    assert means["USDT"] > 100
    assert "SOL" not in means
    assert await person.code("POST", "v3/account/repay", {"repayableCoinList": ["SOL"]}) == "40019"
    with_btc = {"repayableCoinList": ["SOL"], "paymentCoinList": ["BTC"]}
    assert await person.code("POST", "v3/account/repay", with_btc) == "25202"
    with_usdt = with_btc | {"paymentCoinList": ["USDT"]}
    assert (await person.post("v3/account/repay", with_usdt))["result"] == "yes"
    assert (await coin("SOL"))["debt"] == 0
    assert await person.code("POST", "v3/account/repay", with_usdt) == "25202"
    price = f"{await person.last('SOLUSDT') * 0.98:.3f}"
    resting = {"side": "buy", "orderType": "limit", "qty": "1", "price": price}
    placed = await person.post("v3/trade/place-order", margin_order | resting)
    listed = await person.get("v3/trade/unfilled-orders", {"category": "MARGIN"})
    assert [row["orderId"] for row in listed["list"]] == [placed["orderId"]]
    assert (await person.get("v3/trade/unfilled-orders", {"category": "USDT-FUTURES"}))["list"] is None
    held = await coin("USDT")
    assert held["locked"] > 0
    await person.post(
        "v3/trade/cancel-order", {"category": "MARGIN", "symbol": "SOLUSDT", "orderId": placed["orderId"]}
    )
    assert (await coin("USDT"))["locked"] == 0
    assert len((await person.get("v3/trade/fills", {"category": "MARGIN"}))["list"]) >= 3
    assert (await person.get("v3/trade/fills", {"category": "USDT-FUTURES"}))["list"] is None

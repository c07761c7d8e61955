"""The streams of the simulated BitMart, of both generations."""

from __future__ import annotations

import json
from typing import Any

import pytest
from websockets.asyncio.client import connect

from tests.sandbox.bitmart.client import MINE, Person, now_ms
from tests.sandbox.bitmart.conftest import Meet

pytestmark = pytest.mark.anyio
MINE_TOPICS = ("futures/order", "futures/position", "futures/asset:USDT")


async def test_public_channels_say_at_once_how_things_are(main: Person) -> None:
    topics = ("futures/ticker:BTCUSDT", "futures/depth5:BTCUSDT", "futures/klineBin1m:BTCUSDT")
    more = ("futures/fundingRate:BTCUSDT", "futures/bookticker:BTCUSDT", "futures/depthAll20@100ms:BTCUSDT")
    async with main.socket(*topics, *more[:2]) as stream:
        ticker = await stream.push(topics[0])
        assert ticker["symbol"] == "BTCUSDT"
        assert float(ticker["mark_price"]) > 0
        sides = [await stream.push(topics[1]) for _ in range(2)]
        assert {side["way"] for side in sides} == {1, 2}
        assert len(sides[0]["depths"]) == 5
        candle = await stream.push(topics[2])
        assert candle["ts"] <= now_ms() // 1_000
        assert float((await stream.push(more[0]))["funding_upper_limit"]) > 0
        await stream.push(more[1])


async def test_a_price_that_moves_is_told_on_every_channel_of_its_contract(main: Person) -> None:
    topics = ("futures/ticker:BTCUSDT", "futures/trade:BTCUSDT", "futures/ticker:ETHUSDT")
    async with main.socket(*topics) as stream:
        await main.move("BTCUSDT", "60123.4")
        await stream.push(topics[0], lambda data: data["last_price"] == "60123.4")
        (trade,) = await stream.push(topics[1])
        assert (trade["symbol"], trade["deal_price"]) == ("BTCUSDT", "60123.4")
        assert trade["created_at"].endswith("000000Z")
        assert sum(frame.get("group") == topics[2] for frame in await stream.fence()) == 1


def follow(book: dict[str, dict[str, str]], push: dict[str, Any]) -> None:
    """What a client does with a push of a depth's changes."""
    if push["type"] == "snapshot":
        book.clear()
    for side in ("asks", "bids"):
        levels = book.setdefault(side, {})
        levels.update({row["price"]: row["vol"] for row in push[side]})
        for price in [price for price, volume in levels.items() if volume == "0"]:
            del levels[price]


@pytest.mark.parametrize("levels", [5, 20, 50])
async def test_changes_of_a_depth_add_up_to_the_whole_one(main: Person, levels: int) -> None:
    changes, whole = f"futures/depthIncrease{levels}:BTCUSDT", f"futures/depthAll{levels}:BTCUSDT"
    async with main.socket(changes, whole) as stream:
        book: dict[str, dict[str, str]] = {}
        first = await stream.push(changes)
        assert (first["type"], first["symbol"]) == ("snapshot", "BTCUSDT")
        follow(book, first)
        await stream.push(whole)
        version = first["version"]
        for price, best_bid in (("60123.4", "60123.3"), ("60123.5", "60123.4"), ("60200.3", "60200.2")):
            await main.move("BTCUSDT", price)
            now = await stream.push(whole, lambda data, best=best_bid: data["bids"][0]["price"] == best)
            for frame in await stream.fence():
                if frame.get("group") == changes:
                    assert (frame["data"]["type"], frame["data"]["version"]) == ("update", version + 1)
                    version += 1
                    follow(book, frame["data"])
            for side in ("asks", "bids"):
                assert book[side] == {row["price"]: row["vol"] for row in now[side]}
        assert version > first["version"]


async def test_who_missed_a_change_of_a_depth_asks_for_the_whole_and_goes_on_from_there(main: Person) -> None:
    topic, clock = "futures/depthIncrease20:BTCUSDT", ("futures/ticker:BTCUSDT", "futures/bookticker:BTCUSDT")
    async with main.socket(topic) as stream, main.socket(*clock) as other:
        first = await stream.push(topic)
        for each in clock:
            await other.push(each)
        await main.fault("drop", n=2)  # The second push of each: of the other's four, its ticker comes through.
        await main.move("BTCUSDT", "60123.4")
        await other.push(clock[0], lambda data: data["last_price"] == "60123.4")
        await main.control.delete("/faults")
        await main.move("BTCUSDT", "60123.5")
        missed = await stream.push(topic)
        assert (missed["type"], missed["version"]) == ("update", first["version"] + 2)
        await stream.say(action="request", args=[topic])
        again = await stream.push(topic)
        assert (again["type"], again["version"]) == ("snapshot", missed["version"])
        await main.move("BTCUSDT", "60300.3")
        after = await stream.push(topic)
        assert (after["type"], after["version"]) == ("update", again["version"] + 1)
        assert {row["price"] for row in after["bids"] if row["vol"] == "0"} == {row["price"] for row in again["bids"]}


async def test_a_whole_depth_is_repeated_only_to_who_hears_its_changes(main: Person) -> None:
    async with main.socket("futures/depth20:BTCUSDT") as stream:
        for topic in ("futures/depth20:BTCUSDT", "futures/depthIncrease20:BTCUSDT"):
            await stream.say(action="request", args=[topic])
            assert not (await stream.action("request"))["success"]


async def test_the_document_knows_no_changes_of_a_depth(main: Person) -> None:
    async with main.socket(version="v1") as stream:
        await stream.say(action="subscribe", args=["futures/depthIncrease20:BTCUSDT"])
        assert not (await stream.action("subscribe"))["success"]


async def test_the_documents_ticker_is_of_all_contracts_and_names_a_fair_price(main: Person) -> None:
    async with main.socket("futures/ticker", version="v1") as stream:
        ticker = await stream.push("futures/ticker", lambda data: data["symbol"] == "ETHUSDT")
        assert "fair_price" in ticker
        assert "mark_price" not in ticker
        await stream.say(action="subscribe", args=["futures/ticker:ETHUSDT"])
        assert not (await stream.action("subscribe"))["success"]


async def test_an_order_is_told_from_submission_to_its_end(meet: Meet) -> None:
    second = meet("second")
    async with second.socket(*MINE_TOPICS, login="read") as stream:
        await second.place(size=10, client_order_id="BM7")
        (first,) = await stream.push("futures/order")
        assert (first["action"], first["order"]["state"], first["order"]["last_trade"]) == (2, 2, None)
        assert first["order"]["trigger_price"] == "-"
        (last,) = await stream.push("futures/order", lambda data: data[0]["order"]["state"] == 4)
        assert (last["action"], last["order"]["deal_size"]) == (1, "10")
        assert last["order"]["last_trade"]["feeCcy"] == "USDT"
        (held,) = await stream.push("futures/position")
        assert (held["hold_volume"], held["position_type"], held["open_type"]) == ("10", 1, 2)
        money = await stream.push("futures/asset:USDT")
        assert set(money) == {"currency", "available_balance", "position_deposit", "frozen_balance"}
        await second.post(f"{MINE}close-all-position", {"contractType": 1})
        await stream.push("futures/position", lambda data: data[0]["hold_volume"] == "0")


async def test_the_accounts_own_channels_begin_with_silence(main: Person) -> None:
    async with main.socket(*MINE_TOPICS, login="read") as stream:
        assert await stream.fence() == []


async def test_a_one_way_position_that_turns_is_told_as_two_rows(meet: Meet) -> None:
    oneway = meet("oneway")
    await oneway.place(side=1, size=10)
    async with oneway.socket("futures/position", login="read") as stream:
        await oneway.place(side=4, size=25)
        rows = await stream.push("futures/position", lambda data: len(data) == 2)
        told = {(row["position_type"], row["hold_volume"]) for row in rows}
        assert told == {(1, "0"), (2, "15")}


async def test_plans_are_told_today_and_not_in_the_document(meet: Meet) -> None:
    second = meet("second")
    plan = {**second.order(), "trigger_price": "70000", "price_way": 1, "price_type": 1}
    async with (
        second.socket("futures/order", login="read") as today,
        second.socket("futures/order", login="read", version="v1") as older,
    ):
        placed = await second.post(f"{MINE}submit-plan-order", plan)
        (row,) = await today.push("futures/order")
        assert (row["order"]["type"], row["order"]["trigger_price"]) == ("plan_order", "70000")
        ids = {"symbol": "BTCUSDT", "order_id": str(placed["order_id"])}
        await second.post(f"{MINE}cancel-plan-order", ids)
        (row,) = await today.push("futures/order")
        assert (row["action"], row["order"]["state"]) == (3, 4)
        assert await older.fence() == []


async def test_a_wrong_login_is_refused_and_the_connection_closed(main: Person) -> None:
    for frame in (main.login_frame("read", at_ms=1589267764859), main.login_frame("expired")):
        async with connect(main.hosts["live"]["ws_private"]) as raw:
            await raw.send(json.dumps(frame))
            answer = json.loads(await raw.recv())
            assert (answer["action"], answer["success"]) == ("access", False)
            await raw.wait_closed()


async def test_private_topics_want_a_login_and_unknown_ones_do_not_exist(main: Person) -> None:
    async with connect(main.hosts["live"]["ws_private"]) as raw:
        await raw.send(json.dumps({"action": "subscribe", "args": ["futures/order", "futures/wishes"]}))
        first, second = json.loads(await raw.recv()), json.loads(await raw.recv())
        assert "authenication" in first["error"]
        assert second["error"] == "group [futures/wishes] not exist"


async def test_pings_of_three_kinds_are_answered(main: Person) -> None:
    async with main.socket("futures/ticker:BTCUSDT") as stream:
        await stream.say(action="ping")
        assert (await stream.push("System")) == "pong"
        await stream.fence()
        await (await stream.raw.ping())
    async with main.socket("futures/ticker", version="v1") as stream:
        await stream.say(action="ping")
        while await stream.text() != "pong":
            pass


async def test_a_silent_connection_is_closed(main: Person) -> None:
    async with main.socket("futures/trade:BTCUSDT") as stream:
        await main.settings(idle_s=0.2)
        await stream.closed()


async def test_a_key_that_is_edited_loses_its_streams(main: Person) -> None:
    async with main.socket(*MINE_TOPICS, login="read") as stream:
        await main.site(f"keys/{main.keys['read']['api_key']}", {"label": "new"}, "PATCH")
        await stream.closed()


async def test_unsubscribing_is_acknowledged_and_ends_the_news(main: Person) -> None:
    topic = "futures/ticker:BTCUSDT"
    async with main.socket(topic) as stream:
        await stream.push(topic)
        await stream.say(action="unsubscribe", args=[topic])
        assert (await stream.action("unsubscribe"))["group"] == topic
        await main.move("BTCUSDT", "60999.9")
        assert await stream.fence() == []

"""The simulated OKX's WebSockets: login, subscriptions, pushes, heartbeat, ends."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from exchanges.sandbox.server import Sandbox
from tests.sandbox.client import BTC, ETH, SOL, Person
from tests.sandbox.conftest import Meet

pytestmark = pytest.mark.anyio
POSITIONS = {"channel": "positions", "instType": "SWAP", "extraParams": json.dumps({"updateInterval": "0"})}
ORDERS = {"channel": "orders", "instType": "SWAP"}
ACCOUNT = {"channel": "account"}
PULSE = {"channel": "balance_and_position"}


async def test_ping_is_answered_with_the_text_pong_even_before_the_login(main: Person):
    async with main.socket(login="") as stream:
        await stream.send("ping")
        assert await stream.text() == "pong"


@pytest.mark.parametrize(
    ("kind", "changes", "code"),
    [
        ("read", {"apiKey": "nonsense"}, "60005"),
        ("read", {"apiKey": "00000000-0000-4000-8000-000000000000"}, "60032"),
        ("read", {"passphrase": "Wrong#Pass1"}, "60024"),
        ("read", {"sign": "AAAA"}, "60007"),
        ("read", {"timestamp": "yesterday"}, "60004"),
        ("read", {"timestamp": "1500000000"}, "60006"),
        ("demo_read", {}, "50101"),
        ("trade_wrong_ip", {}, "50110"),
    ],
)
async def test_each_wrong_login_has_its_own_code_and_ends_the_connection(
    main: Person, kind: str, changes: dict[str, str], code: str
):
    async with main.socket(login="") as stream:
        await stream.send(main.login_frame(kind, **changes))
        error = await stream.event("error")
        assert (error["code"], bool(error["msg"]), len(error["connId"])) == (code, True, 8)
        assert (await stream.closed())[0] == 4001


async def test_a_second_login_is_refused_and_the_first_one_stays(main: Person):
    async with main.socket() as stream:
        await stream.send(main.login_frame("read"))
        assert (await stream.event("error"))["code"] == "60031"
        await stream.say(op="subscribe", args=[ACCOUNT])
        await stream.push("account")


async def test_each_argument_of_a_subscription_is_answered_by_itself(main: Person):
    async with main.socket() as stream:
        await stream.say(id="77", op="subscribe", args=[POSITIONS, {"channel": "no-such"}, ORDERS])
        acks = [await stream.event("subscribe") for _ in range(2)]
        assert [ack["arg"] for ack in acks] == [POSITIONS, ORDERS]
        assert {ack["id"] for ack in acks} == {"77"}
        assert (await stream.event("error"))["code"] == "60018"
        counts = [await stream.event("channel-conn-count") for _ in range(2)]
        assert [(item["channel"], item["connCount"]) for item in counts] == [("positions", "1"), ("orders", "1")]


@pytest.mark.parametrize(
    ("url", "login", "arg", "code"),
    [
        ("private", "", POSITIONS, "60011"),
        ("private", "read", {"channel": "orders-algo", "instType": "SWAP"}, "64001"),
        ("business", "read", POSITIONS, "64002"),
        ("public", "read", POSITIONS, "60018"),
        ("private", "read", {"channel": "tickers", "instId": BTC}, "60018"),
        ("private", "read", {"channel": "positions"}, "60018"),
        ("private", "read", {"channel": "fills", "instId": BTC}, "60029"),
        ("public", "", {"channel": "mark-price", "instId": "NO-USDT-SWAP"}, "60018"),
        ("private", "read", POSITIONS | {"extraParams": '{"updateInterval":"17"}'}, "60013"),
        ("private", "read", {"instType": "SWAP"}, "60013"),
    ],
)
async def test_each_wrong_subscription_has_its_own_code(
    main: Person, url: str, login: str, arg: dict[str, str], code: str
):
    async with main.socket(url, login=login) as stream:
        await stream.say(op="subscribe", args=[arg])
        assert (await stream.event("error"))["code"] == code


async def test_senseless_requests_are_named_and_the_connection_lives(main: Person):
    async with main.socket() as stream:
        for text, code in (
            ("{", "60012"),
            ('{"op":"dance","args":[]}', "60019"),
            ('{"op":"subscribe","args":[]}', "60013"),
        ):
            await stream.send(text)
            assert (await stream.event("error"))["code"] == code
        await stream.fence()


async def test_positions_begin_with_a_snapshot_in_pages(main: Person):
    await main.control.post("/okx/settings", json={"page_size": 3})
    async with main.socket(args=[POSITIONS]) as stream:
        pages = [await stream.push("positions") for _ in range(2)]
    assert [(page["eventType"], page["curPage"], page["lastPage"], len(page["data"])) for page in pages] == [
        ("snapshot", 1, False, 3),
        ("snapshot", 2, True, 1),
    ]
    assert pages[0]["arg"] == {"channel": "positions", "uid": main.uid, "instType": "SWAP"}
    rest = {row["posId"]: row for row in await main.rows("account/positions")}
    pushed = {
        row["posId"]: {name: value for name, value in row.items() if name != "pTime"}
        for page in pages
        for row in page["data"]
    }
    assert pushed == rest


async def test_an_account_without_positions_gets_an_empty_snapshot(meet: Meet):
    async with meet("second").socket(args=[POSITIONS]) as stream:
        frame = await stream.push("positions")
    assert (frame["data"], frame["lastPage"]) == ([], True)


async def test_a_trade_is_pushed_as_order_position_balance_and_pulse(main: Person):
    async with main.socket(args=[POSITIONS, ORDERS, ACCOUNT, PULSE]) as stream:
        for channel in ("positions", "account", "balance_and_position"):
            await stream.push(channel)
        placed = await main.order(instId=SOL, side="buy", posSide="short", sz="8", clOrdId="close1")
        states = []
        while "filled" not in states:
            row = (await stream.push("orders"))["data"][0]
            assert (row["ordId"], row["clOrdId"]) == (placed["ordId"], "close1")
            states.append(row["state"])
        assert (states[0], row["accFillSz"], row["fillFeeCcy"]) == ("live", "8", "USDT")
        fills = await main.rows("trade/fills")
        assert row["tradeId"] == fills[0]["tradeId"]
        assert Decimal(row["fillFee"]) == Decimal(fills[0]["fee"])
        gone = await stream.push("positions", lambda frame: frame["eventType"] == "event_update")
        assert [(item["instId"], item["pos"], item["avgPx"]) for item in gone["data"]] == [(SOL, "0", "")]
        balance = (await stream.push("account"))["data"][0]["details"][0]
        pulse = (await stream.push("balance_and_position"))["data"][0]
        assert (pulse["eventType"], pulse["posData"][0]["pos"]) == ("filled", "0")
        assert pulse["balData"][0]["cashBal"] == balance["cashBal"]


async def test_the_orders_channel_has_no_snapshot_and_shows_no_fill_as_none(main: Person):
    async with main.socket(args=[ORDERS]) as stream:
        assert not [frame for frame in await stream.fence() if "data" in frame]
        await main.order(ordType="limit", px="60000")
        frame = await stream.push("orders")
        row = frame["data"][0]
        assert "eventType" not in frame
        assert (row["state"], row["avgPx"], row["tradeId"], row["fillSz"]) == ("live", "0", "", "0")


async def test_amending_is_pushed_with_its_request_id(main: Person):
    order = await main.order(ordType="limit", px="60000")
    async with main.socket(args=[ORDERS]) as stream:
        await main.post(
            "trade/amend-order", {"instId": BTC, "ordId": order["ordId"], "newPx": "60010", "reqId": "again"}
        )
        row = (await stream.push("orders"))["data"][0]
        assert (row["amendResult"], row["amendSource"], row["reqId"], row["px"]) == ("0", "1", "again", "60010")


async def test_regular_snapshots_come_at_the_asked_interval(main: Person):
    every_two_seconds = POSITIONS | {"extraParams": json.dumps({"updateInterval": "2000"})}
    async with main.socket(args=[every_two_seconds]) as stream:
        first, second = await stream.push("positions"), await stream.push("positions")
    assert (first["eventType"], second["eventType"]) == ("snapshot", "snapshot")
    apart = int(second["data"][0]["pTime"]) - int(first["data"][0]["pTime"])
    assert apart >= 1_900


async def test_conditional_orders_are_pushed_on_the_business_address(main: Person):
    async with main.socket("business", args=[{"channel": "orders-algo", "instType": "SWAP"}]) as stream:
        body = {
            "instId": ETH,
            "tdMode": "cross",
            "side": "sell",
            "posSide": "long",
            "ordType": "conditional",
            "sz": "2",
        }
        await main.post("trade/order-algo", body | {"slTriggerPx": "2900", "slOrdPx": "-1"})
        await main.price(ETH, "2890")
        frames = [await stream.push("orders-algo") for _ in range(2)]
        assert [frame["data"][0]["state"] for frame in frames] == ["live", "effective"]


async def test_trailing_stops_are_listed_once_at_subscription(main: Person):
    body = {
        "instId": ETH,
        "tdMode": "cross",
        "side": "sell",
        "posSide": "long",
        "sz": "2",
        "ordType": "move_order_stop",
    }
    await main.post("trade/order-algo", body | {"callbackRatio": "0.02"})
    async with main.socket("business", args=[{"channel": "algo-advance", "instType": "SWAP"}]) as stream:
        row = (await stream.push("algo-advance"))["data"][0]
    assert (row["ordType"], row["count"], row["callbackRatio"]) == ("move_order_stop", "1", "0.02")


async def test_prices_come_at_once_and_when_they_move(main: Person):
    args = [{"channel": name, "instId": BTC} for name in ("mark-price", "tickers", "funding-rate")]
    args.append({"channel": "instruments", "instType": "SWAP"})
    async with main.socket("public", login="", args=args) as stream:
        first = (await stream.push("mark-price"))["data"][0]
        assert (await stream.push("funding-rate"))["data"][0]["instId"] == BTC
        assert len((await stream.push("instruments"))["data"]) == len(main.sandbox.market.quotes)
        await stream.push("tickers")
        await main.price(BTC, "62000")
        moved = (await stream.push("mark-price"))["data"][0]
        assert moved["markPx"] != first["markPx"]
        ticker = (await stream.push("tickers", lambda frame: frame["data"][0]["last"] == "62000"))["data"][0]
        assert Decimal(ticker["bidPx"]) < Decimal(ticker["last"]) < Decimal(ticker["askPx"])


async def test_risky_positions_are_warned_of(meet: Meet):
    second = meet("second")
    await second.post("account/set-leverage", {"instId": BTC, "lever": "50", "mgnMode": "isolated", "posSide": "long"})
    await second.order(tdMode="isolated", sz="20")
    async with second.socket(args=[{"channel": "liquidation-warning", "instType": "SWAP"}]) as stream:
        await second.price(BTC, "60400")
        row = (await stream.push("liquidation-warning"))["data"][0]
    assert Decimal(row["mgnRatio"]) <= 3


async def test_unsubscribing_ends_the_pushes(main: Person):
    async with main.socket(args=[ORDERS]) as stream:
        await stream.say(op="unsubscribe", args=[ORDERS])
        assert (await stream.event("unsubscribe"))["arg"] == ORDERS
        await main.order(ordType="limit", px="60000")
        assert not [frame for frame in await stream.fence() if "data" in frame]


async def test_another_account_hears_nothing(main: Person, meet: Meet):
    async with meet("second").socket(args=[ORDERS, PULSE]) as stream:
        await stream.push("balance_and_position")
        await main.order()
        assert not [frame for frame in await stream.fence() if "data" in frame]


async def test_the_demo_address_takes_demo_keys(main: Person):
    main.okx = main.okx | main.sandbox.hosts()["demo"]
    async with main.socket(login="demo_read", args=[PULSE]) as stream:
        assert (await stream.push("balance_and_position"))["arg"]["uid"] != main.uid


async def test_a_deleted_or_edited_key_ends_its_sockets(main: Person):
    async with main.socket(login="read") as reader, main.socket(login="trade") as trader:
        path = f"/okx/accounts/main/keys/{main.keys['trade']['api_key']}"
        await main.control.patch(path, json={"perms": ["read_only", "trade", "withdraw"]})
        assert (await trader.closed())[0] == 4007
        await reader.fence()
    assert "withdraw" in (await main.get("account/config", key="trade"))["data"][0]["perm"]


async def test_silence_in_both_directions_ends_the_connection(main: Person):
    async with main.socket(login="") as stream:
        await stream.fence()
        await main.control.post("/okx/settings", json={"idle_s": 0.05})
        assert await stream.closed() == (4004, "No data received in 30s.")


async def test_too_large_a_message_ends_the_connection(main: Person):
    async with main.socket(login="") as stream:
        await stream.send("x" * 70_000)
        assert (await stream.closed())[0] == 1009


async def test_more_than_thirty_connections_of_a_channel_are_refused(main: Person):
    async with main.socket(args=[ORDERS]) as first:
        hub = main.sandbox.served["okx"].front.hub  # type: ignore[attr-defined]
        session = next(iter(hub.sessions))
        crowd = [hub.sessions.add(_Twin(session)) for _ in range(30)]  # type: ignore[func-returns-value,arg-type]
        assert len(crowd) == 30
        await first.say(op="unsubscribe", args=[ORDERS])
        await first.say(op="subscribe", args=[ORDERS])
        error = await first.event("channel-conn-count-error")
        assert (error["channel"], error["connCount"]) == ("orders", "31")
        hub.sessions = {session}


class _Twin:
    """Stands in for a further connection of the same account with the same subscriptions."""

    def __init__(self, session: object) -> None:
        self.caller = session.caller  # type: ignore[attr-defined]
        self.subscriptions = dict(session.subscriptions)  # type: ignore[attr-defined]

    def say(self, body: object) -> None:
        """Nobody listens."""

    push = say


async def test_the_fourth_connection_within_a_second_is_turned_away():
    now = 1_794_873_600_000
    async with Sandbox(seed=7, now_ms=lambda: now) as running:
        url = running.describe()["venues"]["okx"]["ws_public"]
        for _ in range(3):
            async with connect(url):
                pass
        with pytest.raises(InvalidStatus) as refused:
            await connect(url)
        assert refused.value.response.status_code == 429
        now += 1_000
        async with connect(url):
            pass


async def test_orders_can_be_placed_over_the_socket_by_instrument_code(main: Person):
    code = main.sandbox.market.quotes[BTC].contract.code
    body = {"tdMode": "cross", "side": "buy", "posSide": "long", "ordType": "limit", "px": "60000", "sz": "1"}
    async with main.socket(login="trade") as stream:
        await stream.say(id="5", op="order", args=[body | {"instIdCode": code}])
        answer = await stream.frame(lambda frame: frame.get("op") == "order")
        assert (answer["id"], answer["code"], answer["data"][0]["sCode"]) == ("5", "0", "0")
        await stream.say(id="6", op="order", args=[body | {"instId": BTC}])
        assert (await stream.frame(lambda frame: frame.get("id") == "6"))["code"] == "50014"
    async with main.socket(login="read") as stream:
        await stream.say(id="7", op="order", args=[body | {"instIdCode": code}])
        assert (await stream.frame(lambda frame: frame.get("id") == "7"))["code"] == "50120"

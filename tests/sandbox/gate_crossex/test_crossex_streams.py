"""The private and the public stream of the simulated CrossEx."""

from __future__ import annotations

import asyncio
import time
from decimal import Decimal

import pytest
from websockets.exceptions import ConnectionClosed

from tests.sandbox.gate_crossex.conftest import Meet
from tests.sandbox.gate_crossex.trader import ADA, BTC, MARGIN_ADA, SPOT_ADA, Trader

pytestmark = pytest.mark.anyio

ALL = ["!all"]


async def test_a_login_is_answered_with_the_connections_name(main: Trader) -> None:
    async with main.socket(login="") as stream:
        await stream.say(event="subscribe", channel="order", payload=ALL)
        assert (await stream.ack("order"))["result"]["code"] == "100002"
        await stream.raw.send(main.login_frame("read"))
        told = await stream.event("login")
        assert told["payload"]["conn_id"]
        assert told["result"] == {"code": "100000", "message": "success"}


@pytest.mark.parametrize(
    ("kind", "changes", "word"),
    [
        ("read", {"sign": "0" * 128}, "INVALID_SIGNATURE"),
        ("read", {"api_key": "0" * 32}, "INVALID_KEY"),
        ("read_wrong_ip", {}, "IP_FORBIDDEN"),
        ("read_no_crossex", {}, "FORBIDDEN"),
    ],
)
async def test_wrong_logins_are_refused_with_the_reason(
    main: Trader, kind: str, changes: dict[str, str], word: str
) -> None:
    async with main.socket(login="") as stream:
        await stream.raw.send(main.login_frame(kind, **changes))
        result = (await stream.event("login"))["result"]
        assert result["code"] == "100006"
        assert result["message"].startswith(word)


async def test_an_old_login_is_refused(main: Trader) -> None:
    async with main.socket(login="") as stream:
        await stream.raw.send(main.login_frame("read", int(time.time()) - 100))
        assert (await stream.event("login"))["result"]["message"].startswith("REQUEST_EXPIRED")


async def test_acknowledgements_carry_a_list_and_news_an_object(meet: Meet) -> None:
    second = meet("second")
    for word in ("update", "subscribe"):
        await second.settings(push_event=word)
        async with second.socket(order=ALL, usertrades=[BTC], position=ALL, asset=["USDT"]) as stream:
            placed = await second.place()
            states = []
            while "FILLED" not in states:
                row = await stream.push("order")
                assert row["order_id"] == placed["order_id"]
                states.append(row["state"])
            assert states[:2] == ["NEW", "OPEN"]
            fill = await stream.push("usertrades")
            assert (fill["order_id"], fill["symbol"]) == (placed["order_id"], BTC)
            assert (await stream.push("position"))["symbol"] == BTC
            money = await stream.push("asset")
            assert money["coin"] == "USDT"
            assert "liability" not in money
            assert money["price"] == "1"


async def test_a_closed_position_comes_flat_without_a_side(meet: Meet) -> None:
    second = meet("second")
    async with second.socket(position=ALL) as stream:
        await second.place(ADA, qty="50")
        opened = await stream.push("position", lambda row: row["position_qty"] != "0")
        await second.place(ADA, "SELL", qty="50")
        flat = await stream.push("position", lambda row: row["position_qty"] == "0")
        assert (flat["position_side"], flat["position_id"]) == ("NONE", opened["position_id"])


async def test_margin_positions_and_their_interest_have_channels_of_their_own(meet: Meet) -> None:
    second = meet("second")
    async with second.socket(margin_position=[MARGIN_ADA], margin_interest=ALL, position=ALL) as stream:
        await second.place(MARGIN_ADA, qty="", quote_qty="60")
        assert (await stream.push("margin_position"))["symbol"] == MARGIN_ADA
        assert (await stream.push("margin_interest"))["interest_type"] == "IMMEDIATE_OPEN_ORDER"


async def test_coins_are_told_with_their_exchange(meet: Meet) -> None:
    second = meet("second")
    async with second.socket(asset=ALL) as stream:
        await second.place(SPOT_ADA, leg="", qty="", quote_qty="50")
        row = await stream.push("asset", lambda row: row["coin"] == "ADA")
        assert row["exchange_type"] == "OKX"
        assert Decimal(row["price"]) < 10


async def test_topics_add_up_and_can_be_left_again(meet: Meet) -> None:
    second = meet("second")
    async with second.socket(order=[BTC]) as stream:
        await stream.say(event="subscribe", channel="order", payload=[ADA])
        await stream.ack("order")
        await stream.say(event="unsubscribe", channel="order", payload=[BTC])
        await stream.ack("order")
        await second.place(BTC)
        await second.place(ADA, qty="50")
        assert (await stream.push("order"))["symbol"] == ADA
        await stream.say(event="subscribe", channel="order", payload=["NO_FUTURE_X_Y"])
        assert (await stream.ack("order"))["result"]["code"] == "100001"


async def test_commands_are_calls_under_another_name_with_plain_truth_values(meet: Meet) -> None:
    oneway = meet("oneway")
    price = f"{await oneway.last(BTC) * 0.97:.1f}"
    async with oneway.socket(login="trade") as stream:
        wanted = {"symbol": BTC, "side": "BUY", "qty": "0.01", "price": price, "reduce_only": False, "text": "by-ws"}
        await stream.say(event="api", channel="place_order", payload=wanted)
        placed = await stream.event("api")
        assert placed["payload"]["text"] == "by-ws"
        await stream.say(event="api", channel="update_order", payload={"order_id": "by-ws", "qty": "0.02"})
        assert (await stream.event("api"))["result"]["code"] == "100000"
        await stream.say(event="api", channel="cancel_order", payload=placed["payload"]["order_id"])
        assert (await stream.event("api"))["result"]["code"] == "100000"
        await stream.say(event="api", channel="cancel_order", payload="nothing")
        refused = (await stream.event("api"))["result"]
        assert refused["code"] == "100005"
        assert refused["message"].startswith("TRADE_ORDER_NOT_FOUND_ERROR")
    async with oneway.socket(login="read") as stream:
        await stream.say(event="api", channel="cancel_order", payload="nothing")
        assert (await stream.event("api"))["result"]["message"].startswith("READ_ONLY")


async def test_public_prices_need_no_login(main: Trader) -> None:
    async with main.socket("ws_public", login="") as stream:
        for channel, name, field in (
            ("mark_price", BTC, "mp"),
            ("index_price", MARGIN_ADA, "ip"),
            ("ticker", BTC, "bp"),
        ):
            await stream.say(event="subscribe", channel=channel, payload=[name])
            assert (await stream.ack(channel))["result"]["status"] == "success"
            told = await stream.frame(lambda frame, field=field: field in frame.get("result", {}))
            assert told["result"]["s"] == name
        await stream.say(event="subscribe", channel="mark_price", payload=["X_Y", MARGIN_ADA])
        refused = await stream.frame(lambda frame: "error" in frame)
        assert refused["result"]["status"] == "failed"
        assert refused["error"]["message"] == f"invalidSymbols:[X_Y,{MARGIN_ADA}]"


async def test_a_ping_frame_keeps_a_connection_alive_and_silence_ends_it(main: Trader) -> None:
    await main.settings(idle_s=0.5)
    async with main.socket() as alive, main.socket() as silent, asyncio.timeout(10):
        ended = asyncio.create_task(silent.raw.wait_closed())
        while not ended.done():
            await (await alive.raw.ping())
            await asyncio.wait([ended], timeout=0.05)
        await (await alive.raw.ping())


async def test_a_deleted_key_ends_its_connections(meet: Meet) -> None:
    second = meet("second")
    async with second.socket() as stream:
        await second.control.delete(f"/gate_crossex/accounts/second/keys/{second.keys['read']['api_key']}")
        async with asyncio.timeout(10):
            with pytest.raises(ConnectionClosed):
                await stream.raw.recv()

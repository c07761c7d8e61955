"""The switches that break the simulated OKX on purpose."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest
from websockets.exceptions import ConnectionClosedError, InvalidStatus

from tests.sandbox.client import BTC, Person, Stream

pytestmark = pytest.mark.anyio
ORDERS = {"channel": "orders", "instType": "SWAP"}


async def rest_orders(main: Person, count: int) -> list[str]:
    """Place resting orders; their ids in order."""
    return [(await main.order(ordType="limit", px=str(60_000 - index), sz="0.01"))["ordId"] for index in range(count)]


async def pushed(stream: Stream) -> list[str]:
    return [frame["data"][0]["ordId"] for frame in await stream.fence() if "data" in frame]


async def test_a_reset_breaks_only_the_named_sockets(main: Person):
    async with main.socket("public", login="") as public, main.socket() as private:
        assert (await main.fault("kill", socket="private"))["hit"] == 1
        with pytest.raises(ConnectionClosedError):
            await private.text()
        await public.fence()


@pytest.mark.parametrize("code", [1000, 1001, 1008, 1012, 1006])
async def test_a_socket_can_be_closed_with_any_code(main: Person, code: int):
    async with main.socket() as stream:
        await main.fault("kill", how="close", code=code, reason="because")
        assert await stream.closed() == (code, "because" if code != 1006 else "")


async def test_a_stalled_connection_stays_open_and_says_nothing_not_even_pong(main: Person):
    async with main.socket(args=[ORDERS]) as stalled:
        await stalled.fence()
        await main.fault("stall")
        await stalled.send("ping")
        await main.order(ordType="limit", px="60000")
        async with main.socket(args=[ORDERS]) as fresh:  # Connections made later work.
            await fresh.fence()
        assert stalled.raw.close_code is None
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await stalled.raw.recv()


async def test_a_blackhole_may_swallow_new_connections_too_until_healed(main: Person):
    async with main.socket() as stream:
        await main.fault("blackhole", scope="all", http=True)
        await stream.send("ping")
        with pytest.raises(httpx.TimeoutException):
            await main.rest.get("/api/v5/public/time", timeout=0.1)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await main.socket("public", login="").__aenter__()
        await main.control.delete("/faults")
        with pytest.raises(ConnectionClosedError):
            await stream.text()
    async with httpx.AsyncClient(verify=False) as client:
        assert (await client.get(main.okx["rest"] + "/api/v5/public/time")).status_code == 200


async def test_a_connection_may_vanish_after_some_bytes_or_end_within_a_frame(main: Person):
    async with main.socket(args=[ORDERS]) as vanishing, main.socket() as torn:
        await vanishing.fence()
        await main.fault("kill", how="torn", socket="private", account="nobody")
        await torn.fence()
        await main.fault("blackhole", after_bytes=100)
        await main.order(ordType="limit", px="60000")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await vanishing.raw.recv()
        assert vanishing.raw.close_code is None
        await main.control.delete("/faults")
        with pytest.raises(ConnectionClosedError):
            await vanishing.text()
        await main.fault("kill", how="torn")
        with pytest.raises(ConnectionClosedError):
            await torn.text()


async def test_a_trickle_delivers_everything_in_the_end(main: Person):
    async with main.socket() as stream:
        await stream.fence()
        await main.fault("trickle", bytes_per_s=50)
        await stream.send("ping")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.005):
                await stream.raw.recv()
        assert await stream.text() == "pong"


async def test_pushes_can_be_doubled_lost_swapped_and_late(main: Person):
    async with main.socket(args=[ORDERS]) as stream:
        await main.fault("duplicate")
        ids = await rest_orders(main, 2)
        assert await pushed(stream) == [ids[0], ids[0], ids[1], ids[1]]
        await main.control.delete("/faults")
        await main.fault("drop", n=2)
        ids = await rest_orders(main, 4)
        assert len(await pushed(stream)) == 2
        await main.control.delete("/faults")
        await main.fault("reorder")
        ids = await rest_orders(main, 4)
        assert await pushed(stream) == [ids[1], ids[0], ids[3], ids[2]]
        await main.control.delete("/faults")
        await main.fault("delay", ms=50)
        ids = await rest_orders(main, 1)
        assert await pushed(stream) == []
        assert (await stream.push("orders"))["data"][0]["ordId"] == ids[0]


async def test_garbage_comes_as_a_frame(main: Person):
    async with main.socket() as stream:
        await main.fault("garbage", shape="json")
        with pytest.raises(json.JSONDecodeError):
            json.loads(await stream.text())
        await main.fault("garbage", shape="binary")
        assert isinstance(await stream.text(), bytes)
        await main.fault("garbage", shape="huge")
        assert len(await stream.text()) > 8_000_000


async def test_an_upgrade_is_announced_before_the_close(main: Person):
    async with main.socket() as stream:
        await main.fault("notice", close_after_ms=10)
        assert (await stream.event("notice"))["code"] == "64008"
        assert (await stream.closed())[0] == 1001


async def test_logins_and_connections_can_be_refused_a_number_of_times(main: Person):
    await main.fault("refuse_login", count=1)
    async with main.socket(login="") as stream:
        await stream.send(main.login_frame("read"))
        assert (await stream.event("error"))["code"] == "60009"
    async with main.socket() as stream:
        await stream.fence()
    await main.fault("refuse_connect", status=502, body="html")
    with pytest.raises(InvalidStatus) as refused:
        await main.socket("public", login="").__aenter__()
    assert refused.value.response.status_code == 502


@pytest.mark.parametrize(
    ("fields", "status", "begins"),
    [
        ({"status": 429, "retry_after": "3"}, 429, b'{"code":"50011"'),
        ({"status": 503}, 503, b'{"code":"50001"'),
        ({"status": 502, "body": "html"}, 502, b"<html>"),
        ({"status": 200, "body": "empty"}, 200, b""),
        ({"status": 200, "code": "50026"}, 200, b'{"code":"50026"'),
        ({"status": 200, "body": "garbage"}, 200, b'{"code":"0","data":[{"'),
    ],
)
async def test_rest_answers_can_be_replaced_for_some_paths_and_times(
    main: Person, fields: dict[str, object], status: int, begins: bytes
):
    await main.fault("http", path="/api/v5/account", count=2, **fields)
    assert (await main.rest.get("/api/v5/public/time")).status_code == 200
    for _ in range(2):
        answer = await main.ask("GET", "account/config", key="read")
        assert answer.status_code == status
        assert answer.content.startswith(begins)
        assert answer.headers.get("Retry-After") == fields.get("retry_after")
    assert (await main.get("account/config"))["code"] == "0"


async def test_an_answer_can_be_lost_after_or_before_the_deed(main: Person):
    before = len((await main.truth())["orders"])
    await main.fault("lost_answer", path="/api/v5/trade/order")
    with pytest.raises(httpx.TransportError):
        await main.order(ordType="limit", px="60000", clOrdId="kept")
    assert len((await main.truth())["orders"]) == before + 1
    await main.fault("lost_request", path="/api/v5/trade/order")
    with pytest.raises(httpx.TransportError):
        await main.order(ordType="limit", px="60000", clOrdId="lost")
    assert len((await main.truth())["orders"]) == before + 1
    assert (await main.get(f"trade/order?instId={BTC}&clOrdId=lost"))["code"] == "51603"


async def test_maintenance_is_announced_and_refuses_everything_else(main: Person):
    await main.fault("maintenance")
    answer = await main.ask("GET", "account/config", key="read")
    assert (answer.status_code, answer.json()["code"]) == (503, "50001")
    assert (await main.rest.get("/api/v5/system/status")).json()["data"][0]["state"] == "ongoing"
    await main.control.delete("/faults")
    assert (await main.get("account/config"))["code"] == "0"


async def test_active_faults_are_listed_and_unknown_ones_refused(main: Person):
    await main.fault("drop", n=9)
    assert (await main.control.get("/faults")).json()[0]["kind"] == "drop"
    assert (await main.control.post("/faults", json={"kind": "earthquake"})).status_code == 400
    assert (await main.control.post("/faults", json={"kind": "drop", "venue": "elsewhere"})).status_code == 404


async def test_rows_can_be_altered_on_the_way(main: Person):
    await main.fault("mutate", channel="positions", set={"mgnMode": "novel", "extra": "1"}, remove=["avgPx"])
    await main.fault("mutate", path="/api/v5/account/config", set={"acctLv": "9"})
    async with main.socket(args=[{"channel": "positions", "instType": "SWAP"}]) as stream:
        row = (await stream.push("positions"))["data"][0]
    assert (row["mgnMode"], row["extra"], "avgPx" in row) == ("novel", "1", False)
    assert (await main.rows("account/config"))[0]["acctLv"] == "9"
    assert "avgPx" in (await main.rows("account/positions"))[0]


async def test_an_acknowledgement_can_be_lost_and_one_channel_refused(main: Person):
    await main.fault("lost_ack", channel="orders")
    await main.fault("refuse_subscribe", channel="account", code="64003")
    async with main.socket() as stream:
        await stream.say(op="subscribe", args=[ORDERS, {"channel": "account"}, {"channel": "balance_and_position"}])
        assert (await stream.event("error"))["code"] == "64003"
        assert (await stream.event("subscribe"))["arg"]["channel"] == "balance_and_position"
        await main.order(ordType="limit", px="60000")
        await stream.push("orders")


@pytest.mark.parametrize("at", ["login", "ack"])
async def test_a_connection_can_be_cut_in_the_middle_of_its_beginning(main: Person, at: str):
    await main.fault("cut", at=at)
    async with main.socket(login="") as stream:
        await stream.send(main.login_frame("read"))
        if at == "ack":
            await stream.say(op="subscribe", args=[{"channel": "account"}])
            await stream.event("subscribe")
        assert (await stream.closed())[0] == 1006
        with pytest.raises(ConnectionClosedError):
            await stream.push("account")

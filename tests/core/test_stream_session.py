"""One socket's life against a server that drops, stalls, refuses and talks nonsense."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from exchanges.core.adapter import Counters, Credentials
from exchanges.core.clock import VenueClock
from exchanges.core.errors import AuthError, BadRequest, RegionBlocked, VenueError, VenueUnavailable
from exchanges.core.frames import Data, Notice, Subscription
from exchanges.core.limits import Limits
from exchanges.core.link import is_fatal
from exchanges.core.network import trusted
from exchanges.core.rest import Rest
from exchanges.core.secret import Secret
from exchanges.core.stream import Stream, Timing
from exchanges.okx.codec import OkxDialect, OkxWire, subscription
from exchanges.okx.table import TIME
from tests.core.scripted_socket import ScriptedSocket, cuttable, push, scripted_socket
from tests.core.untrusted_tls import untrusted

pytestmark = pytest.mark.anyio

KEY = Credentials("key-1234567890", Secret("secret-ABCDEF"), Secret("Demo#Pass2026"))
QUICK = Timing(dial_s=2, login_s=0.2, ack_s=0.1, ping_after_s=0.1, dead_after_s=0.25, close_s=0.1, late_s=5)
CHANNELS = (
    subscription({"channel": "positions", "instType": "SWAP"}),
    subscription({"channel": "orders", "instType": "SWAP"}),
    subscription({"channel": "extra", "instType": "SWAP"}, required=False),
)


class Listener:
    """A stream that runs, and what it told."""

    def __init__(self, url: str, channels: tuple[Subscription, ...], timing: Timing, *, public: bool) -> None:
        self.data: list[Data] = []
        self.notices: asyncio.Queue[Notice] = asyncio.Queue()
        self.counters = Counters()
        self.ready = asyncio.Event()
        wire = OkxWire(None if public else KEY, lambda: 1_794_873_600_000)
        self.stream = Stream(
            url,
            wire,
            channels,
            on_data=self.data.append,
            on_ready=self.ready.set,
            on_notice=self.notices.put_nowait,
            timing=timing,
            counters=self.counters,
        )
        self.task = asyncio.create_task(self.stream.run())

    async def end(self) -> VenueError:
        with pytest.raises(VenueError) as caught:
            await self.task
        return caught.value


@asynccontextmanager
async def listening(
    server: ScriptedSocket,
    *,
    url: str = "",
    channels: tuple[Subscription, ...] = CHANNELS,
    timing: Timing = QUICK,
    public: bool = False,
) -> AsyncIterator[Listener]:
    listener = Listener(url or server.url, channels, timing, public=public)
    try:
        yield listener
    finally:
        listener.task.cancel()
        await asyncio.gather(listener.task, return_exceptions=True)


async def test_it_logs_in_subscribes_and_is_ready_when_every_channel_is_acknowledged() -> None:
    async with scripted_socket() as server, listening(server) as listener:
        await listener.ready.wait()
        asked = [json.loads(message) for message in server.heard]
        assert [message["op"] for message in asked] == ["login", "subscribe", "subscribe", "subscribe"]
        assert asked[0]["args"][0]["timestamp"] == "1794873600"


async def test_data_between_two_acknowledgements_is_told() -> None:
    async with scripted_socket() as server:
        server.first = {"positions": [push("positions", {"pos": "1"}), push("positions", {"pos": "2"})]}
        async with listening(server) as listener:
            await listener.ready.wait()
            assert [data.payload["data"][0]["pos"] for data in listener.data] == ["1", "2"]


async def test_a_public_socket_subscribes_without_login() -> None:
    async with scripted_socket() as server, listening(server, public=True) as listener:
        await listener.ready.wait()
        assert not any("login" in message for message in server.heard)


@pytest.mark.parametrize("code", ["60009", "60005", "60007", "60024", "60032"])
async def test_a_refused_login_is_said_and_tried_once(code: str) -> None:
    async with scripted_socket() as server:
        server.login = json.dumps({"event": "error", "code": code, "msg": "Login failed.", "connId": "a"})
        async with listening(server) as listener:
            error = await listener.end()
    assert isinstance(error, AuthError)
    assert error.code == code
    assert len(server.connections) == 1


async def test_an_unanswered_login_ends_the_socket() -> None:
    async with scripted_socket() as server:
        server.login = ""
        async with listening(server) as listener:
            assert isinstance(await listener.end(), VenueUnavailable)


async def test_a_missing_acknowledgement_is_asked_for_once_more() -> None:
    async with scripted_socket() as server:
        server.acknowledges = lambda channel, time: channel != "orders" or time == 2
        async with listening(server) as listener:
            await listener.ready.wait()
        assert sum('"orders"' in message for message in server.heard) == 2
        assert sum('"positions"' in message for message in server.heard) == 1


async def test_an_acknowledgement_that_stays_away_ends_the_socket() -> None:
    async with scripted_socket() as server:
        server.acknowledges = lambda channel, _: channel != "orders"
        async with listening(server) as listener:
            error = await listener.end()
    assert error.code == "ack"
    assert "orders" in error.message


async def test_an_acknowledgement_for_another_channel_does_not_count() -> None:
    async with scripted_socket() as server:
        server.acknowledges = lambda channel, _: channel != "orders"
        stranger = json.dumps({"event": "subscribe", "arg": {"channel": "tickers"}, "connId": "a"})
        server.first = {"positions": [stranger]}
        async with listening(server) as listener:
            assert (await listener.end()).code == "ack"


async def test_a_channel_we_can_do_without_may_be_refused() -> None:
    async with scripted_socket() as server:
        server.refuses = {"extra": "64003"}
        async with listening(server) as listener:
            await listener.ready.wait()
            assert set(listener.stream.refused) == {"extra"}


async def test_a_channel_we_need_may_not_be_refused() -> None:
    async with scripted_socket() as server:
        server.refuses = {"orders": "60018"}
        async with listening(server) as listener:
            assert isinstance(await listener.end(), BadRequest)


async def test_silence_is_answered_with_a_ping_and_a_pong_keeps_the_socket() -> None:
    async with scripted_socket() as server, listening(server) as listener:
        await server.wait_heard("ping", 3)
        assert not listener.task.done()


async def test_a_blackholed_socket_is_noticed() -> None:
    async with scripted_socket() as server, cuttable(server.url) as wire, listening(server, url=wire.url) as listener:
        await listener.ready.wait()
        wire.blackholed = True
        assert (await listener.end()).code == "silent"


async def test_a_server_that_stops_answering_is_noticed() -> None:
    async with scripted_socket() as server:
        server.pongs = False
        async with listening(server) as listener:
            assert (await listener.end()).code == "silent"


def test_a_dead_socket_is_noticed_within_eight_seconds_by_default() -> None:
    assert Timing().dead_after_s + Timing().late_s <= 8


async def test_a_reset_in_the_middle_is_noticed_at_once() -> None:
    patient = Timing(ping_after_s=60, dead_after_s=120)
    async with (
        scripted_socket() as server,
        cuttable(server.url) as wire,
        listening(server, url=wire.url, timing=patient) as listener,
    ):
        await listener.ready.wait()
        wire.reset()
        assert (await listener.end()).code == "reset"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (1000, VenueUnavailable),
        (1001, VenueUnavailable),
        (1012, VenueUnavailable),
        (1008, AuthError),
        (4001, AuthError),
    ],
)
async def test_a_close_code_has_its_meaning(code: int, kind: type) -> None:
    async with scripted_socket() as server, listening(server) as listener:
        await listener.ready.wait()
        await server.connections[-1].close(code)
        error = await listener.end()
    assert type(error) is kind
    assert error.code == str(code)


@pytest.mark.parametrize(
    "nonsense", ['{"arg":', "<html>", "[]", '{"data":[]}', b"\xff\xfe\x00\x01", b"\x1f\x8b\x08\x00"]
)
async def test_a_frame_nobody_can_read_is_dropped_and_counted(nonsense: str | bytes) -> None:
    async with scripted_socket() as server, listening(server) as listener:
        await listener.ready.wait()
        await server.say(nonsense, push("orders", {"ordId": "1"}), nonsense, push("orders", {"ordId": "2"}))
        await server.say(nonsense)
        assert (await listener.end()).code == "garbage"
        assert [data.payload["data"][0]["ordId"] for data in listener.data] == ["1", "2"]
        assert listener.counters.garbage_frames == 3


async def test_a_frame_beyond_the_limit_ends_the_socket() -> None:
    async with scripted_socket() as server, listening(server) as listener:
        await listener.ready.wait()
        await server.say("x" * (9 * 2**20))
        assert (await listener.end()).code == "garbage"


async def test_a_notice_is_told() -> None:
    async with scripted_socket() as server, listening(server) as listener:
        await listener.ready.wait()
        await server.say('{"event":"notice","code":"64008","msg":"upgrade","connId":"a"}')
        assert await listener.notices.get() == Notice("64008", "upgrade")


async def test_channels_can_be_changed_on_a_living_socket() -> None:
    btc, eth = (subscription({"channel": "mark-price", "instId": f"{name}-USDT-SWAP"}) for name in ("BTC", "ETH"))
    async with scripted_socket() as server, listening(server, channels=(btc,), public=True) as listener:
        await listener.ready.wait()
        await listener.stream.watch([eth])
        await server.wait_heard("unsubscribe")
        asked = [(json.loads(m)["op"], json.loads(m)["args"][0]["instId"]) for m in server.heard if m != "ping"]
    assert asked[0] == ("subscribe", "BTC-USDT-SWAP")
    assert set(asked[1:]) >= {("unsubscribe", "BTC-USDT-SWAP")}


async def test_nobody_there_is_said_plainly() -> None:
    async with scripted_socket() as server:
        url = server.url
    async with listening(server, url=url) as listener:
        assert (await listener.end()).code == "refused"


async def test_a_gateway_that_refuses_the_region_is_told_apart_from_the_network() -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 451 Unavailable For Legal Reasons\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    gateway = await asyncio.start_server(refuse, "127.0.0.1", 0)
    async with scripted_socket() as server, gateway:
        url = f"ws://127.0.0.1:{gateway.sockets[0].getsockname()[1]}/"
        async with listening(server, url=url) as listener:
            assert isinstance(await listener.end(), RegionBlocked)


async def test_no_secret_reaches_a_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with scripted_socket() as server, listening(server) as listener:
        await listener.ready.wait()
    assert KEY.passphrase.reveal() not in caplog.text
    assert KEY.api_key not in caplog.text


async def test_a_certificate_nobody_vouches_for_stops_everything(tmp_path: Path) -> None:
    async with scripted_socket() as server, untrusted(tmp_path) as port:
        async with listening(server, url=f"wss://localhost:{port}/") as listener:
            error = await listener.end()
        rest = Rest(f"https://localhost:{port}", OkxDialect(KEY, "live"), VenueClock(never), Limits(), family="ipv4")
        with pytest.raises(VenueUnavailable) as refused:
            await rest.call(TIME)
        await rest.aclose()
    for each in (error, refused.value):
        assert each.code == "tls"
        assert is_fatal(each)
        assert not each.retryable


async def test_silence_behind_a_trusted_certificate_is_told_as_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The authority is one of this machine's own; calls and sockets trust it alike."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "server.pem"))
    quick = replace(QUICK, dial_s=0.3)
    async with scripted_socket() as server, untrusted(tmp_path) as port:
        trusted.cache_clear()
        try:
            async with listening(server, url=f"wss://localhost:{port}/", timing=quick) as listener:
                error = await listener.end()
            clock = VenueClock(never)
            rest = Rest(f"https://localhost:{port}", OkxDialect(KEY, "live"), clock, Limits(), timeout_s=0.3)
            with pytest.raises(VenueUnavailable) as refused:
                await rest.call(TIME)
            await rest.aclose()
        finally:
            trusted.cache_clear()
    for each in (error, refused.value):
        assert each.code == "timeout"
        assert not is_fatal(each)
        assert each.retryable


async def test_a_port_that_speaks_no_tls_is_not_taken_for_a_false_certificate() -> None:
    async with scripted_socket() as server:
        plain = server.url.removeprefix("ws")
        async with listening(server, url=f"wss{plain}") as listener:
            error = await listener.end()
        rest = Rest(f"https{plain}", OkxDialect(KEY, "live"), VenueClock(never), Limits())
        with pytest.raises(VenueUnavailable) as refused:
            await rest.call(TIME)
        await rest.aclose()
    for each in (error, refused.value):
        assert each.code in ("handshake", "reset")
        assert each.retryable


async def never() -> int:
    raise AssertionError("not asked")


class PacedWire(OkxWire):
    """A wire to a venue that closes sockets which send too much at once."""

    most_per_s = 20


async def test_requests_keep_the_pace_the_venue_wants_also_when_channels_change_meanwhile() -> None:
    async with scripted_socket() as server:
        ready, loop = asyncio.Event(), asyncio.get_running_loop()
        wire = PacedWire(None, lambda: 1_794_873_600_000)
        stream = Stream(
            server.url, wire, CHANNELS[:1], on_data=lambda _: None, on_ready=ready.set, timing=Timing(dial_s=2)
        )
        running = asyncio.create_task(stream.run())
        await ready.wait()
        began = loop.time()
        await asyncio.gather(stream.watch(CHANNELS), server.wait_heard("extra"))
        assert loop.time() - began > 1.5 / 20
        assert sum("subscribe" in message for message in server.heard) == 3
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

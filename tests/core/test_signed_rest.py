"""The REST client against a server that misbehaves byte for byte."""

from __future__ import annotations

import asyncio
import gc
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from exchanges.core.adapter import Credentials
from exchanges.core.clock import VenueClock
from exchanges.core.endpoint import Auth, Bucket, Endpoint, Scope
from exchanges.core.errors import (
    AuthError,
    ClockSkew,
    OutcomeUnknown,
    RateLimited,
    RegionBlocked,
    Unexpected,
    VenueError,
    VenueUnavailable,
)
from exchanges.core.limits import Limits
from exchanges.core.rest import Rest
from exchanges.core.secret import Secret
from exchanges.okx.codec import OkxDialect, sign
from tests.core.scripted_http import HANG_UP, STALL, ScriptedHttp, answer, scripted_http

pytestmark = pytest.mark.anyio

NOW = 1_794_873_600_123
KEY = Credentials("key-1234567890", Secret("secret-ABCDEF"), Secret("Demo#Pass2026"))
BUCKET = (Bucket("b", 1000, 1.0, Scope.IP),)
READ = Endpoint("read", "GET", "/api/v5/read", Auth.READ, BUCKET, "doc", idempotent=True)
PLACE = Endpoint("place", "POST", "/api/v5/place", Auth.TRADE, BUCKET, "doc")
SET = Endpoint("set", "POST", "/api/v5/set", Auth.TRADE, BUCKET, "doc", idempotent=True)
OK = answer('{"code":"0","msg":"","data":[{"a":"1"}]}')
PAGE = "<html><body><h1>502 Bad Gateway</h1>\x1b[2J secret page</body></html>"


class Desk:
    """A client, its server, and the pauses it took."""

    def __init__(self, server: ScriptedHttp) -> None:
        self.server = server
        self.pauses: list[float] = []
        self.asked_time = 0
        self.elapsed_s = 0.0
        self.clock = VenueClock(self._time, now=lambda: NOW)
        self.rest = Rest(
            server.url,
            OkxDialect(KEY, "live"),
            self.clock,
            Limits(clock=lambda: self.elapsed_s, sleep=self._sleep),
            timeout_s=0.25,
            sleep=self._sleep,
            chance=lambda: 0.5,
        )

    async def _time(self) -> int:
        self.asked_time += 1
        return NOW

    async def _sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.elapsed_s += seconds


@asynccontextmanager
async def desk(*script: bytes) -> AsyncIterator[Desk]:
    async with scripted_http(*script) as server:
        made = Desk(server)
        try:
            yield made
        finally:
            await made.rest.aclose()


def header(request: bytes, name: str) -> str:
    lines = request.split(b"\r\n\r\n")[0].decode().split("\r\n")
    return next(line.split(": ", 1)[1] for line in lines if line.lower().startswith(f"ok-access-{name}"))


async def failure(call: Any) -> VenueError:
    with pytest.raises(VenueError) as caught:
        await call
    return caught.value


async def test_the_bytes_sent_are_the_bytes_signed() -> None:
    async with desk(OK) as d:
        await d.rest.call(READ, {"instId": "BTC-USDT-SWAP,ETH-USDT-SWAP", "note": "a b&c=d/é"})
        await d.rest.call(PLACE, body={"sz": "0.05", "reduceOnly": True})
    target = "/api/v5/read?instId=BTC-USDT-SWAP%2CETH-USDT-SWAP&note=a+b%26c%3Dd%2F%C3%A9"
    get, post = d.server.seen
    assert get.startswith(f"GET {target} HTTP/1.1\r\n".encode())
    assert header(get, "sign") == sign(KEY.secret, f"{header(get, 'timestamp')}GET{target}")
    body = b'{"sz":"0.05","reduceOnly":true}'
    assert post.endswith(b"\r\n\r\n" + body)
    assert header(post, "sign") == sign(KEY.secret, f"{header(post, 'timestamp')}POST/api/v5/place{body.decode()}")


@pytest.mark.parametrize(
    ("said", "read_error", "write_error"),
    [
        (answer(PAGE, 502), VenueUnavailable, OutcomeUnknown),
        (answer("", 200), Unexpected, OutcomeUnknown),
        (answer(b"\xff\xfe\x00garbage", 200), Unexpected, OutcomeUnknown),
        (answer('{"some":"thing"}', 200), Unexpected, OutcomeUnknown),
        (answer("[]", 503), VenueUnavailable, OutcomeUnknown),
        (answer(PAGE, 403), RegionBlocked, RegionBlocked),
        (answer(PAGE, 451), RegionBlocked, RegionBlocked),
        (answer("", 429), RateLimited, RateLimited),
        (answer(PAGE, 404), Unexpected, Unexpected),
        (answer("gone", 410), Unexpected, Unexpected),
        (HANG_UP, VenueUnavailable, OutcomeUnknown),
        (STALL, VenueUnavailable, OutcomeUnknown),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"code\":", VenueUnavailable, OutcomeUnknown),
        (answer('{"code":"50111","msg":"Invalid OK-ACCESS-KEY","data":[]}', 401), AuthError, AuthError),
        (answer('{"code":"50004","msg":"Endpoint request timeout","data":[]}', 400), VenueUnavailable, OutcomeUnknown),
        (answer('{"code":"50026","msg":"System error","data":[]}', 500), VenueUnavailable, OutcomeUnknown),
        (answer('{"code":"58999","msg":"new","data":[]}', 500), VenueUnavailable, OutcomeUnknown),
    ],
)  # fmt: skip
async def test_every_answer_has_its_error(said: bytes, read_error: type, write_error: type) -> None:
    async with desk(said) as d:
        assert type(await failure(d.rest.call(READ, tries=1))) is read_error
        assert type(await failure(d.rest.call(PLACE, body={}))) is write_error


async def test_a_page_is_never_quoted() -> None:
    async with desk(answer(PAGE, 502)) as d:
        told = str(await failure(d.rest.call(READ, tries=1)))
    assert "secret page" not in told
    assert "\x1b" not in told


async def test_what_never_left_is_unavailable_even_for_a_write() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    async with desk(OK) as d:
        d.rest._bases[""] = f"http://127.0.0.1:{port}"
        error = await failure(d.rest.call(PLACE, body={}))
    assert type(error) is VenueUnavailable
    assert error.code == "refused"


async def test_a_write_is_sent_once_whatever_happens() -> None:
    for said in (HANG_UP, STALL, answer(PAGE, 502), answer('{"code":"50013","msg":"busy","data":[]}', 429)):
        async with desk(said, OK) as d:
            await failure(d.rest.call(PLACE, body={}))
            assert len(d.server.seen) == 1


async def test_what_is_safe_to_repeat_is_repeated_after_a_random_pause() -> None:
    async with desk(HANG_UP, answer(PAGE, 502), OK) as d:
        assert await d.rest.call(READ) == [{"a": "1"}]
        assert d.pauses == [0.25, 0.5]
    async with desk(HANG_UP, OK) as d:
        assert await d.rest.call(SET, body={}) == [{"a": "1"}]
    async with desk(HANG_UP) as d:
        assert type(await failure(d.rest.call(SET, body={}))) is OutcomeUnknown
        assert len(d.server.seen) == 3


async def test_the_venues_own_pause_is_kept() -> None:
    async with desk(answer("{}", 429, retry_after="3"), answer("x", 429, retry_after="3"), OK) as d:
        assert await d.rest.call(READ) == [{"a": "1"}]
        assert d.pauses[0] >= 3.0


async def test_a_long_pause_is_told_instead_of_waited_out() -> None:
    async with desk(answer("x", 429, retry_after="120")) as d:
        error = await failure(d.rest.call(READ))
    assert error.retry_after_s == 120.0
    assert len(d.server.seen) == 1


async def test_a_refused_time_is_mended_once_even_for_a_write() -> None:
    skewed = answer('{"code":"50102","msg":"Timestamp request expired","data":[]}', 401)
    async with desk(skewed, OK) as d:
        assert await d.rest.call(PLACE, body={}) == [{"a": "1"}]
        assert d.asked_time > 2
    async with desk(skewed) as d:
        assert type(await failure(d.rest.call(PLACE, body={}))) is ClockSkew
        assert len(d.server.seen) == 2


async def test_rows_of_a_write_are_answered_even_when_some_were_refused() -> None:
    said = '{"code":"2","msg":"","data":[{"sCode":"0","ordId":"1"},{"sCode":"51008","sMsg":"Insufficient"}]}'
    async with desk(answer(said)) as d:
        rows = await d.rest.call(PLACE, body={})
    assert [row["sCode"] for row in rows] == ["0", "51008"]


async def test_nothing_secret_is_logged_or_told(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    words = f"Your IP 203.0.113.7 is not included in your API key's {KEY.api_key} IP whitelist."
    quoted = f'{{"code":"50110","msg":"{words}","data":[]}}'
    async with desk(answer(quoted, 401), HANG_UP) as d:
        first = await failure(d.rest.call(READ))
        second = await failure(d.rest.call(PLACE, body={"passphrase": "no"}))
    told = caplog.text + repr(first) + str(first) + repr(second) + str(second) + repr(KEY)
    for secret in (KEY.api_key, KEY.secret.reveal(), KEY.passphrase.reveal()):
        assert secret not in told
    assert first.seen_ip == "203.0.113.7"


async def test_an_endless_answer_is_cut() -> None:
    endless = answer(b"[" + b"1," * (5 * 2**20) + b"1]")
    async with desk(endless) as d:
        assert type(await failure(d.rest.call(READ, tries=1))) is Unexpected


@pytest.mark.parametrize("moment", range(24))
async def test_a_call_under_way_ends_as_it_would_have_when_connections_are_made_anew(moment: int) -> None:
    """At whatever moment of connecting or reading; what it leaves is closed with it, or collecting would complain."""
    async with desk(OK) as made:
        calls = [asyncio.create_task(made.rest.call(READ, {"n": str(n)}, tries=1)) for n in range(2)]
        for _ in range(moment):
            await asyncio.sleep(0)
        made.rest.renew()
        assert await asyncio.gather(*calls) == [[{"a": "1"}]] * 2
        assert await made.rest.call(READ) == [{"a": "1"}]
    del calls, made
    gc.collect()

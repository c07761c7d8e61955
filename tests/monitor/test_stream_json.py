"""`stream --json`: a login without a screen, one line per event, a clean end."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from app.services import stream_json
from app.services.line_writer import LineWriter
from app.services.stream_json import follow, password_reader
from app.services.trading_gate import Trading
from app.settings import Kdf
from exchanges.core.clock import now_ms
from exchanges.core.secret import Secret
from store.database import Store, open_store
from store.errors import StoreUnavailable
from store.vault import Vaults
from tests.accounts.house import CHEAP, LOGIN, TRADE, build_house
from tests.monitor.harbour import Harbour, eventually, harbour, settings_for, simulated_okx
from tests.stores import ManualClock

pytestmark = pytest.mark.anyio


class Pipe:
    """A pipe whose reading end gathers lines in a thread."""

    def __init__(self) -> None:
        self.reading, self.writing = os.pipe()
        self.lines: list[dict[str, Any]] = []
        self._thread = threading.Thread(target=self._gather)
        self._thread.start()

    def _gather(self) -> None:
        with os.fdopen(self.reading, "rb") as file:
            for line in file:
                assert line.isascii()
                self.lines.append(json.loads(line))

    def close(self) -> None:
        os.close(self.writing)
        self._thread.join()

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["type"] == kind]


@contextmanager
def piped() -> Iterator[Pipe]:
    pipe = Pipe()
    try:
        yield pipe
    finally:
        pipe.close()


@pytest.fixture
async def here(sqlite_store: Store, tmp_path: Path) -> AsyncIterator[Harbour]:
    async with harbour(sqlite_store, tmp_path) as made:
        yield made


async def still_signed_in(_: object) -> None:
    return


def allowed(here: Harbour) -> Callable[[], Awaitable[Trading]]:
    return partial(here.ledger.trading, here.session)


async def test_events_come_as_lines_with_exact_numbers_and_the_accounts_name(here: Harbour) -> None:
    binding_id = await here.approved("main")
    with piped() as pipe:
        streaming = asyncio.create_task(
            follow(here.monitor, here.session, still_signed_in, allowed(here), pipe.writing)
        )
        await eventually(lambda: any(line["state"] == "live" for line in pipe.of("link")))
        await here.okx.order("main", "XRP-USDT-SWAP", "buy", "long", "2")
        await eventually(
            lambda: any(fill["symbol"] == "XRP/USDT:USDT" for line in pipe.of("book") for fill in line.get("fills", []))
        )
        await eventually(lambda: bool(pipe.of("confirmed")))
        os.kill(os.getpid(), signal.SIGTERM)
        assert await streaming == 0
    first = pipe.of("book")[0]
    assert (first["binding"], first["label"], first["venue"], first["environment"]) == (
        binding_id,
        "OKX main",
        "okx",
        "live",
    )
    assert {(row["symbol"], row["side"]) for row in first["positions"]} >= {
        ("ETH/USDT:USDT", "long"),
        ("ETH/USDT:USDT", "short"),
    }
    assert all(isinstance(row["size_base"], str) for row in first["positions"])


async def test_whether_to_trade_is_told_at_the_start_and_at_every_change_while_the_other_lines_go_on(
    here: Harbour,
) -> None:
    first, second = await here.approved("main"), await here.approved("second")
    held = await here.ledger.balance_micro(here.session)
    with piped() as pipe:
        streaming = asyncio.create_task(
            follow(here.monitor, here.session, still_signed_in, allowed(here), pipe.writing)
        )

        def told(binding_id: str) -> list[tuple[bool, str]]:
            return [(line["allowed"], line["reason"]) for line in pipe.of("trading") if line["binding"] == binding_id]

        yes, no = (True, ""), (False, "compute-used-up")
        for binding_id in (first, second):
            await eventually(lambda each=binding_id: told(each) == [yes])
        await eventually(lambda: any(line["state"] == "live" for line in pipe.of("link")))
        await here.spend(held)
        for binding_id in (first, second):
            await eventually(lambda each=binding_id: told(each) == [yes, no])
        # At zero the accounts are watched as before.
        await here.okx.order("main", "XRP-USDT-SWAP", "buy", "long", "2")
        await eventually(
            lambda: any(fill["symbol"] == "XRP/USDT:USDT" for line in pipe.of("book") for fill in line.get("fills", []))
        )
        assert told(first) == [yes, no]
        await here.top_up(1)
        for binding_id in (first, second):
            await eventually(lambda each=binding_id: told(each) == [yes, no, yes])
        os.kill(os.getpid(), signal.SIGTERM)
        assert await streaming == 0
    line = pipe.of("trading")[0]
    assert set(line) == {"type", "binding", "label", "venue", "environment", "at_ms", "allowed", "reason"}


async def test_a_store_that_does_not_answer_changes_nothing_that_was_told(here: Harbour) -> None:
    await here.approved("main")
    looks = 0

    async def away_for_a_while() -> Trading:
        nonlocal looks
        looks += 1
        if looks == 2:
            raise StoreUnavailable("busy")
        return Trading() if looks < 4 else Trading("compute-used-up")

    with piped() as pipe:
        streaming = asyncio.create_task(
            follow(here.monitor, here.session, still_signed_in, away_for_a_while, pipe.writing)
        )
        await eventually(lambda: len(pipe.of("trading")) == 2)
        os.kill(os.getpid(), signal.SIGTERM)
        assert await streaming == 0
    assert [line["allowed"] for line in pipe.of("trading")] == [True, False]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0), (signal.SIGHUP, 129)])
async def test_a_signal_ends_it_cleanly(here: Harbour, number: signal.Signals, code: int) -> None:
    with piped() as pipe:
        streaming = asyncio.create_task(
            follow(here.monitor, here.session, still_signed_in, allowed(here), pipe.writing)
        )
        await eventually(lambda: signal.getsignal(number) not in (signal.SIG_DFL, signal.default_int_handler))
        os.kill(os.getpid(), number)
        assert await streaming == code


async def test_it_ends_when_nobody_reads_any_more(here: Harbour) -> None:
    await here.approved("main")
    reading, writing = os.pipe()
    os.close(reading)
    try:
        assert await follow(here.monitor, here.session, still_signed_in, allowed(here), writing) == 0
    finally:
        os.close(writing)


async def test_from_the_door_on_it_signs_in_streams_and_ends_when_told(tmp_path: Path) -> None:
    async with simulated_okx(seed=7) as okx:
        settings = settings_for(okx, tmp_path)
        store = await open_store(settings.store_url, now=now_ms)
        try:
            clock = ManualClock(now_ms())
            house = build_house(store, clock, settings)
            vaults = Vaults(store, CHEAP, testing=True)
            captain = Harbour(store, okx, settings, vaults, await house.operator())
            binding_id = await captain.approved("main")
        finally:
            await store.aclose()
        addresses = {f"BINNACLE_OKX_LIVE_{name}".upper(): url for name, url in okx.thread.hosts()["live"].items()}
        environ = {"BINNACLE_PASSWORD": LOGIN.reveal(), "PATH": os.environ["PATH"], "HOME": str(tmp_path), **addresses}
        stream = await asyncio.create_subprocess_exec(
            *(sys.executable, "tui.py", "stream", "--json", "--username", "captain", "--data-dir", str(tmp_path)),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=2**20,
            env=environ,
            cwd=Path(__file__).parents[2],
        )
        assert stream.stdout is not None
        lines = []
        async for raw in stream.stdout:
            lines.append(json.loads(raw))
            if lines[-1]["type"] == "link" and lines[-1]["state"] == "live":
                break
        stream.send_signal(signal.SIGTERM)
        rest, complaints = await stream.communicate()
        assert (stream.returncode, complaints) == (0, b"")
        assert all(json.loads(raw) for raw in rest.splitlines())
        assert {line["binding"] for line in lines} == {binding_id}
        assert any(line["type"] == "book" and len(line["positions"]) == 4 for line in lines)


async def test_unattended_it_opens_the_vault_by_the_service_slot_or_says_that_there_is_none(tmp_path: Path) -> None:
    async with simulated_okx(seed=7) as okx:
        settings = settings_for(okx, tmp_path)
        store = await open_store(settings.store_url, now=now_ms)
        try:
            house = build_house(store, ManualClock(now_ms()), settings)
            captain = Harbour(store, okx, settings, Vaults(store, CHEAP, testing=True), await house.operator())
            binding_id = await captain.approved("main")
            addresses = {f"BINNACLE_OKX_LIVE_{name}".upper(): url for name, url in okx.thread.hosts()["live"].items()}
            refused = await unattended(tmp_path, addresses)
            complaints = (await refused.communicate())[1]
            assert refused.returncode == 1
            assert b"captain does not allow unattended use" in complaints
            await house.accounts.allow_unattended(captain.session, TRADE, with_trade=False)
            stream = await unattended(tmp_path, addresses)
            assert stream.stdout is not None
            async for raw in stream.stdout:
                line = json.loads(raw)
                if line["type"] == "link" and line["state"] == "live":
                    assert line["binding"] == binding_id
                    break
            stream.send_signal(signal.SIGTERM)
            complaints = (await stream.communicate())[1]
            assert (stream.returncode, complaints) == (0, b"")
        finally:
            await store.aclose()


async def unattended(folder: Path, addresses: dict[str, str]) -> asyncio.subprocess.Process:
    """`stream --unattended` as a service manager starts it: no terminal, no password."""
    arguments = ("stream", "--json", "--unattended", "--username", "captain", "--data-dir", str(folder))
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "tui.py", *arguments),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        limit=2**20,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C", **addresses},
        cwd=Path(__file__).parents[2],
    )


async def test_a_wrong_password_is_told_on_stderr(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with simulated_okx(seed=7) as okx:
        settings = settings_for(okx, tmp_path, kdf=Kdf(memory_kib=9_216, iterations=4, lanes=1))
        assert await stream_json.run(settings, "nobody", lambda: Secret("not this one"), descriptor=1) == 1
    seen = capsys.readouterr()
    assert seen.out == ""
    assert seen.err.strip()


# -- where the password comes from ---------------------------------------------------------------------------------


def test_the_password_is_read_from_a_descriptor() -> None:
    reading, writing = os.pipe()
    os.write(writing, "correct horse 电池\r\nnot this\n".encode())
    os.close(writing)
    try:
        read: Callable[[], Secret] = password_reader({"BINNACLE_PASSWORD": "other"}, reading)
        assert read() == Secret("correct horse 电池")
    finally:
        os.close(reading)


def test_the_password_is_read_from_the_environment() -> None:
    assert password_reader({"BINNACLE_PASSWORD": "from there"})() == Secret("from there")


# -- a reader that stalls ------------------------------------------------------------------------------------------


async def test_a_stalled_reader_never_holds_up_the_writer_and_is_told_what_it_missed() -> None:
    reading, writing = os.pipe()
    writer = LineWriter(writing, lambda: None, lambda count: b"lost %d\n" % count, most_waiting=10)
    line = b"x" * 65_535 + b"\n"
    for _ in range(100):
        writer.put(line)
    assert not writer.end(0.01)

    def read_all() -> bytes:
        with os.fdopen(reading, "rb") as file:
            return file.read()

    gathered = asyncio.create_task(asyncio.to_thread(read_all))
    await eventually(lambda: writer.end(0.05))
    os.close(writing)
    assert set((await gathered).split(b"\n")) == {line[:-1], b""}


async def test_lines_after_a_stall_follow_the_count_of_those_lost() -> None:
    reading, writing = os.pipe()
    writer = LineWriter(writing, lambda: None, lambda count: b"lost %d\n" % count, most_waiting=2)
    full = b"x" * 1_000_000 + b"\n"
    writer.put(full)
    await eventually(lambda: not writer._lines)
    for number in range(5):
        writer.put(b"%d\n" % number)
    received = bytearray()

    def read_all() -> None:
        while piece := os.read(reading, 65_536):
            received.extend(piece)

    gathered = asyncio.create_task(asyncio.to_thread(read_all))
    await eventually(lambda: received.endswith(b"1\n"))
    writer.put(b"next\n")
    assert writer.end(5)
    os.close(writing)
    await gathered
    os.close(reading)
    assert received[len(full) :].split() == [b"0", b"1", b"lost", b"3", b"next"]

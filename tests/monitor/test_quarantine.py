"""What nobody could read is kept aside: harmless, bounded, without secrets, and named where somebody looks."""

from __future__ import annotations

import json
import logging
import stat
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from app.services.binding_views import BindingGroups, BindingView
from app.services.quarantine import LARGEST_FILE, Quarantine
from exchanges.core.adapter import Credentials
from exchanges.core.secret import Secret
from store.database import Store
from tests.monitor.harbour import eventually, harbour
from tests.monitor.rows import T0
from tests.shell.stage import stage

pytestmark = pytest.mark.anyio

MINE = Credentials("0a1b2c3d-key-of-mine", Secret('S3cret"with/quotes'), Secret("Pass&phrase#9"))


@pytest.fixture
def quarantine(tmp_path: Path) -> Quarantine:
    return Quarantine(tmp_path / "quarantine", lambda: T0)


async def no_changes(_session: object) -> list[object]:
    return []


def lines(quarantine: Quarantine) -> list[dict[str, Any]]:
    return [json.loads(line) for line in quarantine.file("b1").read_text("ascii").splitlines()]


def test_a_row_is_kept_once_with_time_reason_and_hash_for_its_owner_only(
    quarantine: Quarantine, caplog: pytest.LogCaptureFixture
) -> None:
    keep = quarantine.keeper("b1", MINE)
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            keep("a row without a readable pos", {"instId": "BTC-USDT-SWAP", "pos": ""})
    keep("a frame", b"\xff\x00{")
    assert quarantine.count("b1") == 2
    assert quarantine.count("b2") == 0
    first, second = lines(quarantine)
    assert (first["at"], first["why"]) == ("2026-09-21T14:13:20Z", "a row without a readable pos")
    assert json.loads(first["text"]) == {"instId": "BTC-USDT-SWAP", "pos": ""}
    assert (second["bytes"], len(second["sha256"])) == (3, 64)
    assert [record.getMessage() for record in caplog.records] == [
        f"binding b1: what the venue sent could not be read, 1 so far, see {quarantine.file('b1')}"
    ]
    assert stat.S_IMODE(quarantine.file("b1").stat().st_mode) == 0o600


def test_what_acts_on_a_terminal_arrives_as_visible_escapes(quarantine: Quarantine) -> None:
    quarantine.keeper("b1", MINE)("a frame", "\x1b]52;c;aGk=\x07 \u202egnp.exe".encode())
    raw = quarantine.file("b1").read_bytes()
    assert raw.isascii()
    assert b"\x1b" not in raw
    assert "\\x1b" in lines(quarantine)[0]["text"]


@pytest.mark.parametrize(
    "echo",
    [
        {"msg": "bad login", "arg": {"apiKey": MINE.api_key, "passphrase": "Pass&phrase#9", "sign": "c2lnbmF0dXJl"}},
        {"msg": f"key {MINE.api_key} with {MINE.secret.reveal()} refused"},
        b"apiKey=0a1b2c3d-key-of-mine&secret=S3cret%22with/quotes&passphrase=Pass%26phrase%239",
        {"url": "/ws?listenKey=c2lnbmF0dXJl"},
        {"pad": "x" * 3_990 + MINE.api_key},
    ],
)
def test_no_secret_is_ever_written_however_the_venue_repeats_it(quarantine: Quarantine, echo: object) -> None:
    quarantine.keeper("b1", MINE)("a frame", echo)
    written = quarantine.file("b1").read_text("ascii")
    for secret in (MINE.api_key, "0a1b2c3d", "S3cret", "Pass&phrase", "Pass%26", "c2lnbmF0dXJl"):
        assert secret not in written
    assert "S3cret" not in repr(quarantine.keeper("b1", MINE))


def test_a_flood_leaves_two_small_files_and_few_lines_in_the_log(
    quarantine: Quarantine, caplog: pytest.LogCaptureFixture
) -> None:
    keep = quarantine.keeper("b1", MINE)
    for number in range(400):
        keep("a frame", f"{number} {'x' * 2_000}".encode())
    files = list(quarantine.file("b1").parent.iterdir())
    assert len(files) == 2
    assert all(file.stat().st_size <= LARGEST_FILE for file in files)
    assert quarantine.count("b1") == 400
    assert len(caplog.records) == 3


@pytest.mark.parametrize("made_of", ["x", "key ", 'key="', "key" + " " * 97])
def test_a_frame_of_a_megabyte_made_to_be_slow_does_not_hold_up_the_others(
    quarantine: Quarantine, made_of: str
) -> None:
    frame = made_of.encode() * (1_000_000 // len(made_of))
    began = time.process_time()
    quarantine.keeper("b1", MINE)("a frame", frame)
    assert time.process_time() - began < 1
    assert lines(quarantine)[0]["bytes"] == len(frame)


def test_a_folder_that_cannot_be_written_only_costs_the_file(tmp_path: Path) -> None:
    (tmp_path / "quarantine").write_text("in the way")
    quarantine = Quarantine(tmp_path / "quarantine", lambda: T0)
    quarantine.keeper("b1", MINE)("a frame", b"?")
    assert quarantine.count("b1") == 1


async def test_a_row_the_venue_spoiled_is_left_out_and_kept_aside_while_the_rest_goes_on(
    sqlite_store: Store, tmp_path: Path
) -> None:
    async with harbour(sqlite_store, tmp_path) as here:
        fault = {"venue": "okx", "kind": "mutate", "path": "/api/v5/trade/orders-pending", "remove": ["ordId"]}
        (await here.okx.http.post("/faults", json=fault)).raise_for_status()
        binding_id = await here.approved("main")
        await here.monitor.start(here.session)
        book = here.monitor.books[binding_id]
        await eventually(lambda: book.freshness(here.now()).is_live, lambda: book.link)
        assert book.positions
        assert here.monitor.quarantine.count(binding_id) > 0
        kept = here.monitor.quarantine.file(binding_id).read_text("ascii")
        assert "a row without a readable ordId" in kept
        assert str(tmp_path) in str(here.monitor.quarantine.file(binding_id))


@pytest.mark.parametrize(("count", "told"), [(1, "1 row of the venue could not be read"), (3, "3 rows of the venue")])
async def test_the_detail_of_a_binding_says_how_much_could_not_be_read_and_where_it_is(
    tmp_path: Path, count: int, told: str
) -> None:
    view = BindingView(
        id="b1",
        venue="okx",
        title=("OKX", "欧易"),
        environment="live",
        label="OKX main",
        state="approved",
        uid="1",
        read_last4="aaaa",
        trade_last4="bbbb",
        strategy="steady",
        custom=False,
        referrer=None,
        account=None,
        subsidy_lost=(),
        refusal="",
        created_ms=T0,
        submitted_ms=T0,
        approved_ms=T0,
        removed_ms=None,
    )
    async with stage(tmp_path, size=(140, 30)) as at:
        at.bindings.groups = BindingGroups((view,), (), (), ())
        at.app.staged.changes = SimpleNamespace(changes=no_changes)
        at.monitor.quarantine = Quarantine(tmp_path / "quarantine", lambda: T0)
        await at.pilot.press("5")
        await at.app.workers.wait_for_complete()
        await at.pilot.pause()
        assert "could not be read" not in at.text("#detail")
        for number in range(count):
            at.monitor.quarantine.keeper("b1", MINE)("a row without a readable pos", {"pos": "", "n": number})
        await at.pilot.press("r")
        await at.app.workers.wait_for_complete()
        await at.pilot.pause()
        assert told in at.text("#detail")
        assert "b1.jsonl" in at.text("#detail")

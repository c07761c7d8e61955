"""What a venue sends is read, never obeyed: not by the terminal, not by the markup of the screen, not by a pipe."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.services.accounts import Registration
from app.services.assembly import open_services
from app.services.errors import Refused
from app.settings import Settings
from exchanges.core.secret import Secret
from tests.e2e.person import at_the_keyboard
from tests.screens.people import sign_in as sign_in_here
from tests.security.conftest import LOGIN, QUICK, USERNAME
from tests.security.line import ROOT, Line, environment, program
from tests.security.venue import Site, site

ORDERS_TO_A_TERMINAL = {
    "clipboard": "\x1b]52;c;UFdORUQ=\x07",
    "title": "\x1b]0;PWNED\x07",
    "device": "\x1bPPWNED\x1b\\",
    "cursor": "\x1b[66;66H",
    "C1": "\x9b31mPWNED",
    "bidi": "A\u202eDENWP\u2066",
    "zero width": "P\u200bW\u200dN\ufeff",
    "tag": "\U000e0041",
    "line breaks": "a\r\n\x0b\x0cb\x08\x7f",
    "markup": "[/][@click=app.quit]PWNED[bold",
    "long": "L" * 5000,
}
FORBIDDEN = (
    b"\x1b]52",
    b"\x1b]0;",
    b"\x1bP",
    b"\x1b[66;66H",
    b"\xc2\x9b",
    "\u202e".encode(),
    "\u2066".encode(),
    "\u200b".encode(),
    "\u200d".encode(),
    "\ufeff".encode(),
    "\U000e0041".encode(),
    b"\x0b",
    b"\x7f",
)
"""Bytes that nothing of ours ever writes."""
EVERYTHING = "".join(ORDERS_TO_A_TERMINAL.values())
CONTRACT = EVERYTHING.replace("-", "")[:200] + "-USDT-SWAP"
"""Unknown here, but by its form a contract that is followed."""


@pytest.fixture
def okx() -> Iterator[Site]:
    with site(tick_ms=100, bot=False) as running:
        yield running


def check(line: Line) -> None:
    for bytes_ in FORBIDDEN:
        at = line.received.find(bytes_)
        assert at < 0, f"{bytes_!r} reached the terminal: {line.received[max(0, at - 60) : at + 60]!r}"


def sign_in(line: Line) -> None:
    line.sees("Username", "sign in")
    line.press(USERNAME, "tab", LOGIN, "enter")
    line.sees("Equity")


def leave(line: Line) -> None:
    line.press("ctrl+q")
    assert line.read_to_the_end() == 0, line.screen
    check(line)


def alter(okx: Site, channel: str, path: str, **fields: str) -> None:
    """Every row of these pushes and answers carries these fields."""
    okx.fault("mutate", channel=channel, set=fields)
    okx.fault("mutate", path=path, set=fields)


def test_hostile_rows_are_shown_as_text_and_the_program_goes_on(bound_data: Path, tmp_path: Path, okx: Site) -> None:
    positions = {
        "posId": EVERYTHING,
        "tradeId": EVERYTHING,
        "instId": CONTRACT,
        "ccy": EVERYTHING,
        "lever": "\x1b[1m",
    }
    orders = {"ordId": EVERYTHING, "clOrdId": EVERYTHING, "instId": CONTRACT, "ordType": "novel\x1b[2J"}
    alter(okx, "positions", "/api/v5/account/positions", **positions)
    alter(okx, "orders", "/api/v5/trade/orders-pending", **orders, state="\x1b]52;c;x\x07")
    alter(okx, "fills", "/api/v5/trade/fills", instId=CONTRACT, feeCcy=EVERYTHING)
    alter(okx, "account", "/api/v5/account/balance", ccy="USD\x1b[31mT")
    with program(tmp_path, "--data-dir", str(bound_data), size=(140, 40), more=okx.variables) as line:
        sign_in(line)
        line.press("2")
        line.sees("\\x1b]52")
        for place, word in (("3", "Orders"), ("4", "History"), ("5", "Keys"), ("6", "Compute"), ("1", "Equity")):
            line.press(place)
            line.sees(word)
        okx.heal()
        line.press("2")
        line.sees("BTC/USDT")
        leave(line)


@pytest.mark.parametrize(
    "words", [EVERYTHING, ORDERS_TO_A_TERMINAL["markup"], ORDERS_TO_A_TERMINAL["long"]], ids=["all", "markup", "long"]
)
def test_a_hostile_refusal_is_quoted_as_text(bound_data: Path, tmp_path: Path, okx: Site, words: str) -> None:
    okx.fault("http", status=401, code="50105" + words[:40], msg=f"Wrong {words} key", count=0)
    okx.fault("refuse_login", count=1000, code="60009")
    with program(tmp_path, "--data-dir", str(bound_data), size=(140, 40), more=okx.variables) as line:
        sign_in(line)
        line.sees("Wrong")
        line.press("5")
        line.sees("OKX")
        leave(line)


def test_frames_of_garbage_end_nothing(bound_data: Path, tmp_path: Path, okx: Site) -> None:
    with program(tmp_path, "--data-dir", str(bound_data), size=(140, 40), more=okx.variables) as line:
        sign_in(line)
        line.press("2")
        line.sees("BTC/USDT")
        for shape in ("json", "binary", "huge"):
            okx.fault("garbage", shape=shape)
        okx.order("main", "XRP-USDT-SWAP", "buy", "long", "2")
        line.sees("XRP/USDT")
        leave(line)


def test_a_pipe_gets_pure_ascii_json_lines_whatever_the_venue_sends(
    bound_data: Path, tmp_path: Path, okx: Site
) -> None:
    alter(okx, "positions", "/api/v5/account/positions", posId=EVERYTHING, instId=CONTRACT, ccy=EVERYTHING)
    environ = environment(tmp_path, BINNACLE_PASSWORD=LOGIN, **okx.variables)
    with subprocess.Popen(
        [sys.executable, "tui.py", "stream", "--json", "--username", USERNAME, "--data-dir", str(bound_data)],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        received = b""
        for raw in process.stdout:
            received += raw
            told = json.loads(raw)
            if told["type"] == "book" and told.get("positions"):
                break
        process.terminate()
        rest, complaints = process.communicate(timeout=30)
    assert (process.returncode, complaints) == (0, b"")
    received += rest
    assert received.isascii()
    assert not set(received) - set(range(0x20, 0x7F)) - {0x0A}
    key = okx.key("main", "read")
    for secret in (LOGIN, key["secret"], key["passphrase"], key["api_key"]):
        assert secret.encode() not in received


@pytest.mark.anyio
async def test_names_that_people_give_are_text_too(data: Path, tmp_path: Path) -> None:
    """Invisible characters are refused at the door; brackets are not, and mean nothing."""
    name = "[/][b]Mei[@click=app.quit]"
    settings = Settings(data_dir=data, kdf=QUICK)
    await register_guest(settings, name)
    async with at_the_keyboard(settings, size=(120, 40)) as me:
        await sign_in_here(me, USERNAME, LOGIN)
        await me.press("P", "f8")
        await me.sees(name)
        await me.press("escape", "escape", "8")
        await me.sees("Desk")


async def register_guest(settings: Settings, nickname: str) -> None:
    services = await open_services(settings, environ={}, start=False)
    try:
        captain = await services.accounts.login(USERNAME, Secret(LOGIN))
        invite = await services.accounts.create_invite(captain)
        request = await services.accounts.request_code("register", "mei@harbour.example", "en")
        mails = await services.mail.outbox(session=captain)
        code = next(mail.body for mail in mails if mail.id == request.mail_id)
        form = Registration(
            username="mei",
            nickname=nickname,
            real_name=nickname,
            email="mei@harbour.example",
            request_id=request.id,
            code=re.search(r"\b\d{6}\b", code).group(),  # type: ignore[union-attr]
            phone="13800138000",
            login_password=Secret("Harbour-lamp-27-west"),
            transaction_password=Secret("Quiet-anchor-91-rope"),
            invite=invite.code,
            contact=nickname,
        )
        for hidden in ("Mei\u202e", "M\u200bei", "Mei\x1b[31m", "Mei\U000e0041"):
            with pytest.raises(Refused):
                await services.accounts.register(replace(form, nickname=hidden))
        await services.accounts.register(form)
    finally:
        await services.aclose()

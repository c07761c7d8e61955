"""Recognisable secrets go through everything a person does with the program, and are searched for wherever it leaves
traces: screens, screenshots, log, reports, standard streams, the data folder, the database.
"""

from __future__ import annotations

import asyncio
import base64
import logging
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import psycopg
import pytest
from sqlalchemy import text

from app.logs import log_to
from app.settings import Settings, Smtp
from exchanges.core.secret import Secret
from store import ledger
from tests.accounts.smtp_server import Postman, smtp_server
from tests.e2e.person import Person, at_the_keyboard
from tests.monitor.harbour import VenueSide, settings_for, simulated_okx
from tests.screens.people import fill, give_transaction_password
from tests.security.conftest import QUICK

pytestmark = pytest.mark.anyio

LOGIN, TRADE = "Planted-login-7-otter", "Planted-trade-8-heron"
NEWER, NEWEST = "Planted-newer-3-falcon", "Planted-newest-4-walrus"
WRONG = "Planted-wrong-5-badger"
SLIPPED = "planted-into-the-name-6-lynx"
"""A password typed into the field of the name: it stands there to be read, but nowhere else and not for long."""
SMTP_PASSWORD = "open-sesame"
WRONG_SECRET = "5EC2E7000000000000000000WR0N6KEY"
USDT = 1_000_000


@dataclass
class Traces:
    """What the program showed, step by step, and the secrets that were in its hands."""

    secrets: dict[str, str] = field(default_factory=dict)
    """Name -> value."""
    shown: dict[str, str] = field(default_factory=dict)
    """Step -> text and screenshot; secrets that a step is there to show are not looked for in it."""
    may_show: dict[str, set[str]] = field(default_factory=dict)

    def look(self, me: Person, step: str, *may_show: str) -> None:
        self.shown[step] = f"{me.screen}\n{me.app.export_screenshot()}".replace("&#160;", " ").replace("\xa0", " ")
        self.may_show[step] = set(may_show)

    def check_screens(self) -> None:
        for step, seen in self.shown.items():
            for name, value in self.secrets.items():
                assert name in self.may_show[step] or value not in seen, f"{name} was shown: {step}\n{seen[:3000]}"

    def check(self, where: str, content: bytes, *, but_codes: bool = False) -> None:
        """Look for every secret; a mailed code rests in the queue of mail until it is sent (`but_codes`)."""
        for name, value in self.secrets.items():
            if value.isdecimal():
                alone = re.compile(rb"(?<![0-9A-Fa-f])" + value.encode() + rb"(?![0-9A-Fa-f])")
                assert but_codes or alone.search(content) is None, f"{name} is in {where}"
                continue
            for form in forms(value):
                assert form not in content, f"{name} is in {where}"


def forms(secret: str) -> Iterator[bytes]:
    """The ways in which a secret may lie somewhere."""
    raw = secret.encode()
    yield raw
    yield raw.hex().encode()
    yield base64.b64encode(raw).rstrip(b"=")
    yield raw.lower()
    yield secret.encode("utf-16-le")
    if "-" in secret:
        yield secret.replace("-", "").encode()


@pytest.fixture
def product_log(tmp_path: Path) -> Iterator[Path]:
    """The log as the door sets it up."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in ("app", "exchanges", "store")}
    file = tmp_path / "data" / "binnacle.log"
    log_to(file)
    yield file
    for handler in root.handlers:
        handler.close()
    root.handlers[:] = before
    root.setLevel(level)
    for name, kept in levels.items():
        logging.getLogger(name).setLevel(kept)


async def mailed_code(me: Person, traces: Traces, postman: Postman, name: str) -> str:
    postman.arrival.clear()
    await me.press("f4")
    await asyncio.wait_for(postman.arrival.wait(), 20)
    code = re.search(r"\b(\d{6})\b", str(postman.received[-1].get_content()))
    assert code is not None
    traces.secrets[name] = code.group()
    return code.group()


async def register(me: Person, traces: Traces, postman: Postman) -> None:
    await me.sees("Start for myself")
    await me.press("tab", "enter") if "Start for myself" not in focused_text(me) else await me.press("enter")
    await me.sees("Real name")
    values = {
        "username": "captain",
        "nickname": "Cap",
        "real_name": "A Captain",
        "email": "captain@harbour.example",
        "phone": "13800138000",
        "login_password": LOGIN,
        "login_password_again": LOGIN,
        "transaction_password": TRADE,
        "transaction_password_again": TRADE,
    }
    await fill(me, values)
    traces.look(me, "registration filled in")
    await fill(me, {"code": await mailed_code(me, traces, postman, "register code")})
    traces.look(me, "code typed", "register code")
    await fill(me, {"transaction_password_again": TRADE})
    await me.press("enter")
    traces.secrets["recovery code"] = await note_recovery_code(me, traces)
    await me.sees("Registered. Sign in")
    traces.look(me, "registered")


def focused_text(me: Person) -> str:
    return str(getattr(me.app.focused, "label", ""))


async def note_recovery_code(me: Person, traces: Traces) -> str:
    """Write it down from the screen that is there to show it, and type two groups back."""
    shown = await me.sees("shown this once", "Press enter when it is on paper")
    groups = dict(re.findall(r"\b([1-7])\s+([0-9A-Z]{4})\b", shown))
    code = "-".join(groups[str(number)] for number in range(1, 8))
    await me.press("enter")
    asked = await me.sees_pattern(r"in group (\d), and in group (\d)")
    traces.look(me, "recovery code hidden")
    for number in asked.groups():
        await me.paste(groups[number])
        await me.press("enter")
    return code


async def sign_in(me: Person, traces: Traces, password: str, *, wrong_first: bool = False) -> None:
    await me.sees("Login password")
    if wrong_first:
        await fill(me, {"username": SLIPPED, "password": LOGIN})
        await me.press("enter")
        await me.sees("Username or password is not right")
        await fill(me, {"username": "captain", "password": WRONG})
        await me.press("enter")
        await me.sees_no_more("planted")
        await me.sees("Username or password is not right")
        traces.look(me, "wrong password")
    await fill(me, {"username": "captain", "password": password})
    await me.press("enter")
    await me.sees("1 Home", "Equity")
    traces.look(me, f"home with {password[:10]}")


async def put_compute_in(me: Person) -> None:
    assert me.app.services is not None
    assert me.app.session is not None
    account = ledger.compute(me.app.session.user_id)
    async with me.app.services.store.write() as connection:
        await ledger.post(connection, "k", "deposit", ledger.clearing("tron"), account, 500 * USDT, "o", "system", 1)


async def bind(me: Person, traces: Traces, okx: VenueSide) -> None:
    read, trade = okx.key("main", "read"), okx.key("main", "trade")
    for kind, key in (("read", read), ("trade", trade)):
        traces.secrets |= {f"{kind} {part}": key[part] for part in ("api_key", "secret", "passphrase")}
    await me.press("5", "b")
    await me.sees("step 1 of 8")
    await me.press("enter")
    await me.sees("step 2 of 8")
    await me.press("enter")
    await paste_key(me, traces, read | {"secret": WRONG_SECRET}, "read key with a wrong secret")
    await me.sees("step 4 of 8", "NO")
    traces.look(me, "wrong read key checked")
    await me.press("v")
    traces.look(me, "why")
    await me.press("escape")
    await paste_key(me, traces, read | {"passphrase": WRONG}, "read key with a wrong passphrase")
    await me.sees("step 4 of 8", "NO")
    traces.look(me, "wrong passphrase checked")
    await me.press("escape")
    await paste_key(me, traces, read, "read key")
    await me.sees("step 4 of 8")
    await me.sees_no_more("NO")
    await me.press("enter")
    await paste_key(me, traces, trade, "trade key")
    await give_transaction_password(me, WRONG)
    await me.sees("Not your transaction password")
    traces.look(me, "wrong transaction password")
    await me.press("enter")
    await give_transaction_password(me, TRADE)
    await me.sees("step 6 of 8")
    traces.look(me, "trade key checked")
    await me.press("enter")
    await me.sees("step 7 of 8")
    await me.press("enter")
    await me.sees("step 8 of 8")
    await me.press("space", "enter")
    await me.sees_no_more("step 8 of 8")


async def paste_key(me: Person, traces: Traces, key: dict[str, str], step: str) -> None:
    await me.sees("Passphrase", "enter next")
    await fill(me, {name: key[name] for name in ("api_key", "secret", "passphrase")})
    traces.look(me, step)
    await me.press("enter")


async def look_around(me: Person, traces: Traces) -> None:
    """Every place, help and palette, the profile, its pages, the lock."""
    await me.press("1")
    await me.sees("live")
    for number, word in enumerate(("Home", "Positions", "Orders", "History", "Keys", "Compute", "Inbox", "Desk"), 1):
        await me.press(str(number))
        await me.sees(word)
        traces.look(me, f"place {word}")
    for key in ("question_mark", "colon", "P"):
        await me.press(key)
        traces.look(me, f"page of {key}")
        await me.press("escape")
    await me.press("l")
    await me.sees("Login password")
    await fill(me, {"password": WRONG})
    traces.look(me, "lock screen filled in")
    await me.press("enter")
    await me.sees("Not your present login password")
    await fill(me, {"password": LOGIN})
    await me.press("enter")
    await me.sees("8 Desk", "Home")


async def change_password(me: Person, traces: Traces) -> None:
    await me.press("1", "P")
    await me.sees("F6 passwords")
    await me.press("f6")
    await me.sees("once more")
    await fill(me, {"old_password": LOGIN, "new_password": NEWER, "new_password_again": NEWER})
    traces.look(me, "passwords filled in")
    await me.press("enter")
    await me.sees_no_more("once more")
    traces.look(me, "password changed")


async def recover(me: Person, traces: Traces, postman: Postman) -> None:
    await me.press("escape", "L")
    await me.sees("Login password", "forgotten password")
    await me.press("f4")
    await me.sees("Recovery code")
    await a_minute_passes(me)
    await fill(me, {"email": "captain@harbour.example"})
    code = await mailed_code(me, traces, postman, "recovery mail code")
    old = traces.secrets["recovery code"]
    values = {"code": code, "recovery_code": old, "new_password": NEWEST, "new_password_again": NEWEST}
    await fill(me, values)
    traces.look(me, "recovery filled in", "recovery mail code")
    await me.press("enter")
    traces.secrets["new recovery code"] = await note_recovery_code(me, traces)
    await me.sees("forgotten password")


async def a_minute_passes(me: Person) -> None:
    """A code is mailed once a minute to one address."""
    assert me.app.services is not None
    async with me.app.services.store.write() as connection:
        await connection.execute(text("UPDATE email_code SET created_ms = created_ms - 61000"))


def database_bytes(settings: Settings) -> bytes:
    """The whole database as a thief copies it: files, or a dump."""
    if settings.database_url.startswith("postgresql"):
        with psycopg.connect(settings.database_url) as connection:
            version = connection.execute("SHOW server_version_num").fetchone()
        assert version is not None
        dump = subprocess.run(["pg_dump", "--inserts", settings.database_url], capture_output=True)
        assert dump.returncode == 0, dump.stderr
        return dump.stdout
    folder = Path(settings.store_url.removeprefix("sqlite:///")).parent
    return b"".join(file.read_bytes() for file in folder.glob("*.db*"))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    return "" if request.param == "sqlite" else str(request.getfixturevalue("migrated_pg_url"))


async def test_no_secret_is_found_anywhere_after_a_whole_voyage(
    database_url: str, tmp_path: Path, product_log: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    traces = Traces({"login": LOGIN, "trade": TRADE, "newer": NEWER, "newest": NEWEST, "wrong": WRONG})
    traces.secrets |= {"smtp": SMTP_PASSWORD, "wrong secret": WRONG_SECRET}
    async with smtp_server() as postman, simulated_okx(seed=7) as okx:
        settings = settings_of(okx, postman, tmp_path / "data", database_url)
        async with at_the_keyboard(settings, size=(100, 40)) as me:
            await register(me, traces, postman)
            await sign_in(me, traces, LOGIN, wrong_first=True)
            traces.secrets["slipped"] = SLIPPED
            await put_compute_in(me)
            await bind(me, traces, okx)
            await look_around(me, traces)
            await change_password(me, traces)
            traces.check("the database while it is open", database_bytes(settings), but_codes=True)
            await recover(me, traces, postman)
            await sign_in(me, traces, NEWEST)
            await me.sees("live")
            traces.look(me, "streaming with the newest password")
    traces.check_screens()
    traces.check("the database", database_bytes(settings))
    for file in settings.data_dir.rglob("*"):
        if file.is_file():
            traces.check(file.name, file.read_bytes())
    assert product_log.read_text()
    seen = capfd.readouterr()
    traces.check("standard streams", (seen.out + seen.err).encode())


def settings_of(okx: VenueSide, postman: Postman, folder: Path, database_url: str) -> Settings:
    smtp = Smtp(host="127.0.0.1", port=postman.port, security="plain", sender="binnacle@harbour.example")
    smtp = msgspec.structs.replace(smtp, username="binnacle", password=Secret(SMTP_PASSWORD))
    egress = okx.thread.describe()["venues"]["okx"]["egress_ip"]
    return settings_for(okx, folder, smtp=smtp, kdf=QUICK, database_url=database_url, egress_ips=(egress,))

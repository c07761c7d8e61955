"""`python tui.py ledger --csv`, run as people run it."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.services.assembly import open_services
from app.settings import Settings
from exchanges.core.secret import Secret
from store import ledger
from tests.door.test_door import ROOT, environment
from tests.security.conftest import LOGIN, QUICK, USERNAME
from tests.security.conftest import registered as registered

LOTS = 1_500
"""More lines than the ledger is read at a time."""


@pytest.fixture
def folder(registered: Path, tmp_path: Path) -> Path:
    """A data folder whose operator has a long ledger."""
    return Path(shutil.copytree(registered, tmp_path / "data"))


async def fill(folder: Path) -> bytes:
    """Post many lines; answers what the compute place would write into its file."""
    services = await open_services(Settings(data_dir=folder, kdf=QUICK), environ={}, start=False)
    try:
        session = await services.accounts.login(USERNAME, Secret(LOGIN))
        payer, to = ledger.clearing("tron"), ledger.compute(session.user_id)
        async with services.store.write() as connection:
            for number in range(LOTS):
                await ledger.post(
                    connection, str(number), "deposit", payer, to, 1, f"=order {number}", "system", number
                )
        file = await services.ledger.export(session, folder)
        return file.read_bytes()
    finally:
        await services.aclose()


def ask(folder: Path, *arguments: str, typed: str = "", **more: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "tui.py", "ledger", *arguments, "--data-dir", str(folder)]
    more |= {"BINNACLE_KDF_MEMORY_KIB": str(QUICK.memory_kib), "BINNACLE_KDF_ITERATIONS": str(QUICK.iterations)}
    more |= {"BINNACLE_KDF_LANES": "1"}
    told = environment(folder, **more)
    return subprocess.run(command, cwd=ROOT, env=told, input=typed.encode(), capture_output=True, timeout=60)


def test_it_prints_the_very_file_that_the_screen_writes(folder: Path) -> None:
    written = asyncio.run(fill(folder))
    assert written.count(b"\r\n") == LOTS + 1
    for answer in (
        ask(folder, "--csv", "--username", USERNAME, BINNACLE_PASSWORD=LOGIN),
        ask(folder, "--csv", "--username", USERNAME, "--password-fd", "0", typed=f"{LOGIN}\n"),
        ask(folder, "--csv", "--login-fd", "0", typed=f"{USERNAME}\r\n{LOGIN}\r\n"),
    ):
        assert answer.returncode == 0, answer.stderr
        assert answer.stdout == written
        assert LOGIN.encode() not in answer.stderr


def test_a_wrong_password_is_told_and_nothing_is_printed(folder: Path) -> None:
    answer = ask(folder, "--csv", "--login-fd", "0", typed=f"{USERNAME}\nNot-it-55-rope\n")
    assert (answer.returncode, answer.stdout) == (1, b"")
    assert b"password" in answer.stderr


def test_the_login_is_over_when_it_has_printed(folder: Path) -> None:
    assert ask(folder, "--csv", "--login-fd", "0", typed=f"{USERNAME}\n{LOGIN}\n").returncode == 0

    async def logins() -> int:
        services = await open_services(Settings(data_dir=folder, kdf=QUICK), environ={}, start=False)
        try:
            session = await services.accounts.login(USERNAME, Secret(LOGIN))
            return len(await services.accounts.logins(session))
        finally:
            await services.aclose()

    assert asyncio.run(logins()) == 1  # The one that asks.


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "--csv"),
        (["--csv"], "--username"),
        (["--csv", "--username", USERNAME], "BINNACLE_PASSWORD"),
        (["--csv", "--login-fd", "77"], "--login-fd"),
        (["--csv", "--login-fd", "0", "--username", USERNAME], "--username"),
        (["--csv", "--login-fd", "0", "--password-fd", "0"], "--password-fd"),
    ],
)
def test_wrong_arguments_are_told_and_end_with_2(tmp_path: Path, arguments: list[str], words: str) -> None:
    answer = ask(tmp_path, *arguments)
    assert (answer.returncode, answer.stdout) == (2, b"")
    assert words in answer.stderr.decode()

"""Whatever stands against a start is said in a sentence, with the documented exit code and the terminal as it was."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.security.conftest import LOGIN, USERNAME
from tests.security.line import QUICK_DEMO, ROOT, environment, program

Damage = Callable[[Path], None]


def a_file_in_its_place(data: Path) -> None:
    data.write_text("not a folder")


def no_database(data: Path) -> None:
    data.mkdir()
    (data / "binnacle.db").write_bytes(b"this is not a database " * 100)


def no_server_key(data: Path) -> None:
    data.mkdir()
    (data / "server.key").write_bytes(b"\xff\xfe")
    (data / "server.key").chmod(0o600)


def a_folder_as_server_key(data: Path) -> None:
    (data / "server.key").mkdir(parents=True)
    (data / "server.key").chmod(0o700)


def no_pepper(data: Path) -> None:
    data.mkdir()
    (data / "pepper.key").write_bytes(b"\xff\xfe")


def broken_settings(data: Path) -> None:
    data.mkdir()
    (data / "binnacle.toml").write_bytes(b"\xff\xfe [[ garbage")


def nothing(data: Path) -> None:
    """The folder is fine."""


@pytest.mark.parametrize(
    ("damage", "arguments", "more", "words", "code"),
    [
        (a_file_in_its_place, (), {}, "data folder cannot be used", 1),
        (no_database, (), {}, "database file is damaged", 1),
        (no_server_key, (), {}, "server.key holds no key", 1),
        (a_folder_as_server_key, (), {}, "server.key cannot be used", 1),
        (no_pepper, (), {}, "pepper cannot be used", 1),
        (broken_settings, (), {}, "is not TOML", 2),
        (nothing, ("--database", "postgresql://root:hunter2-77@127.0.0.1:1/none"), {}, "does not answer", 1),
        (nothing, ("--database", "mysql://root:hunter2-77@127.0.0.1/none"), {}, "address is not understood", 1),
        (nothing, (), {"BINNACLE_KDF_MEMORY_KIB": "64"}, "kdf", 1),
        (nothing, (), {"BINNACLE_SMTP_HOTS": "x"}, "BINNACLE_SMTP_HOTS", 2),
    ],
)
def test_what_stands_against_a_start_is_said(
    tmp_path: Path, damage: Damage, arguments: tuple[str, ...], more: dict[str, str], words: str, code: int
) -> None:
    damage(tmp_path / "data")
    with program(tmp_path, "--data-dir", str(tmp_path / "data"), *arguments, size=(200, 30), more=more) as line:
        before = line.attributes
        assert line.read_to_the_end() == code
        assert words in line.screen.replace("\n", " ")
        assert b"Traceback" not in line.received
        assert b"hunter2" not in line.received
        assert line.attributes == before


def test_a_second_demo_on_one_folder_is_refused_and_the_first_goes_on(tmp_path: Path) -> None:
    arguments = ("--demo", "--data-dir", str(tmp_path / "data"))
    with program(tmp_path, *arguments, more=QUICK_DEMO) as first:
        first.sees("DEMO: everything here is simulated")
        with program(tmp_path, *arguments, more=QUICK_DEMO) as second:
            assert second.read_to_the_end() == 1
            assert "demo is running on this data folder" in second.screen.replace("\n", " ")
        first.press("ctrl+q")
        assert first.read_to_the_end() == 0


def test_two_instances_on_one_store_serve_two_terminals(data: Path, tmp_path: Path) -> None:
    with program(tmp_path, "--data-dir", str(data)) as one, program(tmp_path, "--data-dir", str(data)) as other:
        for line in (one, other):
            line.sees("Username")
            line.press(USERNAME, "tab", LOGIN, "enter")
            line.sees("Equity")
        one.press("ctrl+q")
        assert one.read_to_the_end() == 0
        other.press("2")
        other.sees("Positions")
        other.press("ctrl+q")
        assert other.read_to_the_end() == 0


def test_a_damaged_memory_of_the_simulation_is_set_aside(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "demo" / "sandbox"
    folder.mkdir(parents=True)
    (folder / "sandbox.json").write_bytes(b"\xff junk")
    with program(tmp_path, "--demo", "--data-dir", str(tmp_path / "data"), more=QUICK_DEMO) as line:
        line.sees("DEMO: everything here is simulated")
        line.press("ctrl+q")
        assert line.read_to_the_end() == 0


def test_a_log_that_cannot_be_written_neither_stops_nor_shows(data: Path, tmp_path: Path) -> None:
    (data / "binnacle.log").unlink(missing_ok=True)
    (data / "binnacle.log").mkdir()
    code = (
        "import app.screens.signin as door, logging, tui\n"
        "def complain(self):\n"
        "    logging.getLogger('app').error('the password is %s', self.value('password'))\n"
        "    self.say('complained')\n"
        "door.SignInScreen.submit = complain\n"
        "tui.enter()\n"
    )
    with program(tmp_path, "--data-dir", str(data), code=code) as line:
        line.sees("Username")
        line.press(USERNAME, "tab", LOGIN, "enter")
        line.sees("complained")
        line.press("ctrl+q")
        assert line.read_to_the_end() == 0
        assert b"Harbour" not in line.received


@pytest.mark.parametrize("closed", [(0,), (1,), (2,), (0, 1, 2)])
def test_no_file_takes_the_number_of_a_closed_stream(tmp_path: Path, closed: tuple[int, ...]) -> None:
    """What is written to the stream would go into the file: into the log, or into the database."""
    close = f"import os, sys\nfor number in {closed!r}: os.close(number)\n"
    again = "os.execv(sys.executable, [sys.executable, '-c', sys.argv[1], sys.argv[2]])\n"
    open_a_file = (
        "import os, sys, tui\n"
        "tui.harden()\n"
        "with open(sys.argv[1], 'w') as file:\n"
        "    print('to the screen', flush=True)\n"
        "    sys.stderr.write('to the screen')\n"
        "    sys.stdin.isatty()\n"
        "    file.write(f'{file.fileno()}')\n"
    )
    command = [sys.executable, "-c", close + again, open_a_file, str(tmp_path / "file")]
    subprocess.run(command, cwd=ROOT, env=environment(tmp_path), stdin=subprocess.DEVNULL, check=True, timeout=60)
    assert int((tmp_path / "file").read_text()) > 2

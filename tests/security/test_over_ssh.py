"""Over SSH, through a real sshd with the files of `deploy/`: the app on a terminal, and nothing else by any way."""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import locations
from exchanges.core.clock import now_ms
from store import accounts, ledger
from store.database import open_store
from tests.security import sshd
from tests.security.conftest import LOGIN, USERNAME
from tests.security.line import PATIENCE_S
from tests.security.sshd import House, NoSshd, clients_env, effective, write_conf

NEEDS_A_TERMINAL = "Binnacle needs a terminal"


@pytest.fixture(scope="module")
def server(registered: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("sshd")
    try:
        with sshd.running(folder) as house:
            shutil.copytree(registered, house.data)
            yield house
    except NoSshd as reason:
        pytest.skip(f"NOT TESTED, nothing over SSH: {reason}")


@pytest.fixture
def house(server: House) -> Iterator[House]:
    """Nothing that a test started may outlive it."""
    yield server
    write_conf(server)
    server.wait_until_nothing_runs()


@pytest.fixture
def told(house: House) -> Path:
    """The launcher starts a program that writes down what it was started with; this is where."""
    teller, file = house.folder / "teller", house.folder / "told"
    teller.write_text(f'#!/bin/sh\n{{ env; echo "arguments: $*"; pwd; ulimit -c; umask; }} > {file}\n')
    teller.chmod(0o700)
    file.unlink(missing_ok=True)
    write_conf(house, python=str(teller))
    return file


async def top_up_captain(folder: Path) -> None:
    """One line in the operator's ledger; harmless when it is there."""
    store = await open_store(f"sqlite:///{locations.database_file(folder)}", now=now_ms)
    try:
        async with store.write() as connection:
            captain = await accounts.by_username(connection, USERNAME)
            assert captain is not None
            payer, to = ledger.clearing("tron"), ledger.compute(captain.id)
            await ledger.post(connection, "d", "deposit", payer, to, 200_370_000, "order 7F3K", "system", now_ms())
    finally:
        await store.aclose()


# The app.


def test_a_person_on_a_terminal_gets_the_app_signs_in_and_leaves(house: House) -> None:
    with house.login() as line:
        line.sees("Username", "Login password")
        line.press(USERNAME, "tab", LOGIN, "enter")
        line.sees("Equity")
        line.press("ctrl+q")
        assert line.read_to_the_end() == 0


def test_whose_terminal_speaks_chinese_is_greeted_in_chinese(house: House) -> None:
    with house.login("-o", "SendEnv=LANG", environ={"LANG": "zh_CN.UTF-8"}) as line:
        line.sees("用户名")
        line.press("ctrl+q")
        assert line.read_to_the_end() == 0


def test_a_resized_terminal_is_drawn_anew(house: House) -> None:
    with house.login() as line:
        line.sees("Username")
        line.resize(120, 40)
        line.until(
            lambda: line.screen.splitlines()[0].rstrip().endswith("UTC") and len(line.screen.splitlines()[0]) > 100,
            "fill it",
        )
        line.press("ctrl+q")
        assert line.read_to_the_end() == 0


# How it ends.


def test_a_client_that_died_ends_the_program_and_the_login(house: House) -> None:
    with house.login() as line:
        line.sees("Username")
        assert len(house.programs()) == 1
        line.process.kill()
        house.wait_until_nothing_runs()


# Without a terminal.


def test_without_a_terminal_it_is_refused_in_words_with_an_exit_code_and_nothing_is_left_running(house: House) -> None:
    refused = house.run("-T")
    assert refused.returncode == 2
    assert NEEDS_A_TERMINAL in refused.stderr
    assert "需要终端" in refused.stderr
    assert refused.stdout == ""
    assert house.programs() == []


# Commands.


@pytest.mark.parametrize(
    "command", ["id; sh", "$(touch {proof})", "touch {proof}", 'python3 -c \'open("{proof}", "w")\'']
)
def test_a_command_is_never_run(house: House, tmp_path: Path, command: str) -> None:
    proof = tmp_path / "proof"
    asked = command.format(proof=proof)
    without = house.run(command=asked)
    assert (without.returncode, without.stdout) == (2, "")
    with house.login(command=asked) as line:
        assert line.read_to_the_end() == 2
        assert "No commands are run here" in line.screen
        assert "uid=" not in line.screen
    assert not proof.exists()


# The one word that is answered without a terminal.


def ask_for_the_ledger(house: House, *login: str, command: str = "ledger") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*house.client(), house.destination, command],
        input="".join(f"{line}\n" for line in login).encode(),
        capture_output=True,
        timeout=PATIENCE_S,
        env=clients_env(),
    )


def test_the_ledger_comes_to_the_persons_own_machine_as_the_export_has_it(house: House) -> None:
    asyncio.run(top_up_captain(house.data))
    asked = ask_for_the_ledger(house, USERNAME, LOGIN)
    assert asked.returncode == 0, asked.stderr
    heading, line, rest = asked.stdout.decode("utf-8-sig").split("\r\n")
    assert heading == "time_utc,kind,reference,amount_usdt,balance_usdt,line"
    assert line.split(",")[1:5] == ["deposit", "order 7F3K", "200.37", "200.37"]
    assert rest == ""
    assert b"Username and login password are read" in asked.stderr
    assert house.programs() == []


@pytest.mark.parametrize("login", [(USERNAME, "Not-it-55-rope"), ("somebody", LOGIN), (USERNAME,), ()])
def test_without_the_right_password_there_is_no_ledger(house: House, login: tuple[str, ...]) -> None:
    asked = ask_for_the_ledger(house, *login)
    assert (asked.returncode, asked.stdout) == (1, b"")


@pytest.mark.parametrize(
    "command", ["ledger --data-dir /tmp", "ledger;id", " ledger", "LEDGER", "ledger\nid", "ledger $(id)"]
)
def test_only_the_exact_word_is_answered(house: House, command: str) -> None:
    asked = ask_for_the_ledger(house, USERNAME, LOGIN, command=command)
    assert (asked.returncode, asked.stdout) == (2, b"")
    assert NEEDS_A_TERMINAL.encode() in asked.stderr


def test_on_a_terminal_the_ledger_is_refused_before_a_password_could_be_seen(house: House) -> None:
    with house.login(command="ledger") as line:
        assert line.read_to_the_end() == 2
        assert "The ledger goes into a file" in line.screen


def test_nothing_of_the_client_gets_into_the_arguments(house: House, told: Path) -> None:
    assert ask_for_the_ledger(house, USERNAME, LOGIN).returncode == 0
    arguments = next(line for line in told.read_text().splitlines() if line.startswith("arguments: "))
    assert arguments.endswith(f"/tui.py --data-dir {house.data} ledger --csv --login-fd 0")


def test_files_can_neither_be_brought_nor_taken(house: House, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("brought")
    there = f"{house.destination}:{house.data}"
    for more in ((), ("-O",)):
        for line in (
            [*house.client(*more, program="scp"), tmp_path / "file", f"{there}/brought"],
            [*house.client(*more, program="scp"), f"{there}/binnacle.db", tmp_path / "taken"],
        ):
            assert subprocess.run(line, capture_output=True, timeout=PATIENCE_S, env=clients_env()).returncode != 0
    sftp = [*house.client(program="sftp"), "-b", "-", house.destination]
    asked = subprocess.run(
        sftp,
        input=f"get {house.data}/binnacle.db {tmp_path}/taken\n",
        text=True,
        capture_output=True,
        env=clients_env(),
    )
    assert asked.returncode != 0
    assert not (tmp_path / "taken").exists()
    assert not (house.data / "brought").exists()


# Forwarding.


def test_no_port_of_the_machine_can_be_reached_through_it(house: House) -> None:
    with socket.create_server(("127.0.0.1", 0)) as inside:
        inside.setblocking(False)
        asked = house.run("-W", f"127.0.0.1:{inside.getsockname()[1]}")
        assert asked.returncode != 0
        assert "administratively prohibited" in asked.stderr
        with pytest.raises(BlockingIOError):
            inside.accept()


@pytest.mark.parametrize("wanted", [("-R", "0:127.0.0.1:9"), ("-R", "{folder}/back.sock:127.0.0.1:9"), ("-w", "0:0")])
def test_no_port_socket_or_tunnel_is_opened_for_it(house: House, tmp_path: Path, wanted: tuple[str, str]) -> None:
    option, value = wanted
    asked = house.run("-N", "-o", "ExitOnForwardFailure=yes", option, value.format(folder=tmp_path))
    assert asked.returncode == 255
    assert "failed" in asked.stderr
    assert not (tmp_path / "back.sock").exists()


def test_sshd_itself_says_that_everything_else_is_off_whatever_is_set_for_others(house: House) -> None:
    holds = effective(house)
    off = "allowtcpforwarding allowstreamlocalforwarding allowagentforwarding x11forwarding gatewayports permittunnel"
    off += " permituserrc permituserenvironment passwordauthentication kbdinteractiveauthentication"
    assert {name: holds[name] for name in off.split()} == dict.fromkeys(off.split(), "no")
    assert holds["disableforwarding"] == "yes"
    assert holds["maxsessions"] == "1"
    assert holds["authenticationmethods"] == "publickey"
    assert (holds["clientaliveinterval"], holds["clientalivecountmax"]) == ("30", "2")


# The environment.


def test_nothing_of_the_clients_environment_arrives_but_terminal_language_and_address(house: House, told: Path) -> None:
    poison = {
        "PYTHONPATH": "/tmp",
        "PYTHONSTARTUP": "/tmp/x",
        "TEXTUAL_SCREENSHOT": "1",
        "BINNACLE_DATABASE_URL": "sqlite:////tmp/mine.db",
        "BINNACLE_DATA_DIR": "/tmp",
        "HOME": "/tmp",
        "USER": "somebody",
        "LOGNAME": "somebody",
        "XDG_CONFIG_HOME": "/tmp",
        "SSH_CONNECTION": "6.6.6.6 1 2 3",
        "LC_ALL": "zh_CN.UTF-8",
        "name": "somebody",
        "data": "/tmp",
        "people": "/tmp",
    }
    options = ["-o", "SetEnv=" + " ".join(f'"{name}={value}"' for name, value in poison.items())]
    with house.login(*options) as line:
        assert line.read_to_the_end() == 0
    *environ, arguments, folder, core, umask = told.read_text().splitlines()
    seen = dict(each.partition("=")[::2] for each in environ)
    connection = seen.pop("SSH_CONNECTION")
    assert connection.startswith("127.0.0.1 ")
    shell = {"PWD", "OLDPWD", "SHLVL", "_"}  # Set by the shell that tells.
    assert {name: value for name, value in seen.items() if name not in shell} == {
        "HOME": str(house.data),
        "XDG_CONFIG_HOME": str(house.folder / "settings"),
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "LC_MESSAGES": "zh_CN.UTF-8",
        "TERM": "xterm-256color",
    }
    assert arguments.endswith(f"/tui.py --data-dir {house.data}")
    assert (folder, core, umask[-3:]) == (str(house.data), "0", "077")


@pytest.mark.parametrize(
    ("term", "arrives"),
    [("xterm-kitty", "xterm-kitty"), ("x; touch /tmp/x", "xterm-256color"), ("../../etc/x", "xterm-256color")],
)
def test_the_kind_of_terminal_arrives_when_it_is_a_name(house: House, told: Path, term: str, arrives: str) -> None:
    with house.login(environ={"TERM": term}) as line:
        assert line.read_to_the_end() == 0
    assert f"\nTERM={arrives}\n" in "\n" + told.read_text()


# Persons.


def test_an_account_without_a_data_folder_is_told_so(house: House) -> None:
    aside = house.data.with_name("aside")
    house.data.rename(aside)
    try:
        with house.login() as line:
            assert line.read_to_the_end() == 1
            assert "no data folder" in line.screen
    finally:
        aside.rename(house.data)


def test_a_stranger_and_a_password_are_refused_at_the_door(house: House, tmp_path: Path) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "other")], check=True)
    line = [part if part != str(house.folder / "key") else str(tmp_path / "other") for part in house.client()]
    asked = subprocess.run(
        [*line, house.destination], capture_output=True, text=True, timeout=PATIENCE_S, env=clients_env()
    )
    assert asked.returncode == 255
    assert "Permission denied (publickey)" in asked.stderr

"""`python tui.py`, run as people run it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import pytest

ROOT = Path(__file__).parents[2]


def environment(tmp_path: Path, **more: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    folders = {"XDG_CONFIG_HOME": str(tmp_path / "config"), "XDG_DATA_HOME": str(tmp_path / "share")}
    return kept | folders | {"LANG": "en_GB.UTF-8", "PYTHONWARNINGS": "error"} | more


def door(tmp_path: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "tui.py", *arguments],
        cwd=ROOT,
        env=environment(tmp_path, **more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--help"], "Exit codes"),
        (["-h", "--lang", "zh"], "退出码"),
        (["sandbox", "--help"], "--seed N"),
        (["--version"], "binnacle 0.1.0"),
    ],
)
def test_help_and_version_answer_at_once(tmp_path: Path, arguments: list[str], words: str) -> None:
    run = door(tmp_path, *arguments)
    assert (run.returncode, run.stderr) == (0, "")
    assert words in run.stdout


@pytest.mark.parametrize("argument", ["--help", "--version", "--paths"])
def test_they_answer_without_loading_the_screen_or_a_database(tmp_path: Path, argument: str) -> None:
    code = (
        "import runpy, sys\n"
        f"sys.argv = ['tui.py', {argument!r}]\n"
        "try:\n    runpy.run_path('tui.py', run_name='__main__')\n"
        "except SystemExit:\n    pass\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True, check=True
    )
    loaded = set(run.stderr.split())
    assert "argparse" in loaded
    assert not loaded & {"textual", "rich", "sqlalchemy", "httpx", "asyncio", "cryptography"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--nonsense"], "--nonsense"),
        (["--lang", "fr"], "fr"),
        (["stream", "--json"], "--username"),
        (["stream", "--json", "--username", "zhang"], "BINNACLE_PASSWORD"),
        (["stream", "--json", "--username", "zhang", "--password-fd", "77"], "--password-fd"),
        (["sandbox", "--venues", "nowhere"], "nowhere"),
    ],
)
def test_wrong_arguments_are_told_and_end_with_2(tmp_path: Path, arguments: list[str], words: str) -> None:
    run = door(tmp_path, *arguments)
    assert run.returncode == 2
    assert words in run.stderr
    assert "Traceback" not in run.stderr


def test_wrong_settings_are_told_in_the_persons_language_and_end_with_2(tmp_path: Path) -> None:
    run = door(tmp_path, "--paths", LANG="zh_CN.UTF-8", BINNACLE_SMTP_HOTS="x")
    assert run.returncode == 2
    assert run.stderr == "环境变量 BINNACLE_SMTP_HOTS 不对应任何设置。\n"


def test_without_a_terminal_the_app_ends_at_once_and_says_so(tmp_path: Path) -> None:
    run = door(tmp_path)
    assert run.returncode == 2
    assert "terminal" in run.stderr


def test_without_its_libraries_it_says_how_to_start(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-S", "tui.py", "--paths"], cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True
    )
    assert run.returncode == 1
    assert "make run" in run.stderr
    assert "Traceback" not in run.stderr


def test_paths_say_what_is_read_and_hide_the_password_of_the_database(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "binnacle.toml").write_text("idle_lock_s = 60\n")
    url = "postgresql://captain:open-sesame@db.example/binnacle"
    run = door(tmp_path, "--paths", "--data-dir", str(tmp_path / "data"), "--database", url, BINNACLE_REVIEW="manual")
    assert run.returncode == 0
    assert f"{tmp_path / 'data' / 'binnacle.toml'} (read)" in run.stdout
    assert "postgresql://captain:***@db.example/binnacle" in run.stdout
    assert "BINNACLE_REVIEW" in run.stdout


def test_the_sandbox_prints_one_json_line_serves_and_ends_when_interrupted(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "tui.py", "sandbox", "--venues", "okx", "--seed", "3", "--json"],
        cwd=ROOT,
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        described = json.loads(process.stdout.readline())
        okx = described["venues"]["okx"]
        direct = build_opener(ProxyHandler({}))
        with direct.open(f"{okx['rest']}/api/v5/public/time", timeout=10) as answer:
            assert json.load(answer)["code"] == "0"
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0
        assert process.stdout.read() == ""
    assert {"rest", "ws_public", "ws_private", "ws_business", "egress_ip", "accounts"} <= set(okx)
    assert {"rest", "usdt", "wallet"} <= set(described["chains"]["tron"])
    assert described["control"].startswith("http://127.0.0.1:")


def test_stream_refuses_a_wrong_password_with_a_sentence(tmp_path: Path) -> None:
    arguments = ("stream", "--json", "--username", "nobody", "--data-dir", str(tmp_path / "data"))
    run = door(tmp_path, *arguments, BINNACLE_PASSWORD="not-the-password")
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == "Username or password is not right.\n"


def test_files_are_private_and_nothing_secret_is_logged(tmp_path: Path) -> None:
    data = tmp_path / "data"
    arguments = ("stream", "--json", "--username", "zhang", "--data-dir", str(data))
    door(tmp_path, *arguments, BINNACLE_PASSWORD="not-the-password")
    files = [file for file in data.rglob("*") if file.is_file()]
    assert {file.name for file in files} >= {"binnacle.db", "server.key"}
    for file in files:
        assert file.stat().st_mode & 0o077 == 0, file
        assert b"not-the-password" not in file.read_bytes()

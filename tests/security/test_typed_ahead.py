"""Who types faster than the program answers, or lets a password manager type, shows no secret."""

from __future__ import annotations

from pathlib import Path

from tests.security.conftest import LOGIN, USERNAME
from tests.security.line import program


def test_a_name_tab_and_password_in_one_burst_sign_in_and_show_no_password(data: Path, tmp_path: Path) -> None:
    with program(tmp_path, "--data-dir", str(data)) as line:
        line.sees("Username", "sign in")
        line.send(f"{USERNAME}\t{LOGIN}\r".encode())
        line.sees("Equity", "No exchange account is bound yet")
        assert LOGIN.encode() not in line.received
        assert b"Harbour" not in line.received


def test_enter_between_name_and_password_does_as_well(data: Path, tmp_path: Path) -> None:
    with program(tmp_path, "--data-dir", str(data)) as line:
        line.sees("Username", "sign in")
        line.send(f"{USERNAME}\r{LOGIN}\r".encode())
        line.sees("Equity", "No exchange account is bound yet")
        assert b"Harbour" not in line.received


def test_corrections_typed_ahead_happen_in_their_order(data: Path, tmp_path: Path) -> None:
    with program(tmp_path, "--data-dir", str(data)) as line:
        line.sees("Username", "sign in")
        line.send(f"captaim\x7fn\tx\x7f{LOGIN}\r".encode())
        line.sees("Equity", "No exchange account is bound yet")


def test_a_password_pasted_right_behind_tab_goes_into_its_field(data: Path, tmp_path: Path) -> None:
    with program(tmp_path, "--data-dir", str(data)) as line:
        line.sees("Username", "sign in")
        line.press(USERNAME, "tab")
        line.paste(LOGIN)
        line.press("enter")
        line.sees("Equity", "No exchange account is bound yet")
        assert b"Harbour" not in line.received

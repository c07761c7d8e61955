"""An unexpected end shows three lines and no values; what stands in a secret field never reaches the clipboard."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.security.conftest import LOGIN, USERNAME
from tests.security.line import Line, program

PASSPHRASE = "Planted#Pass7"
CLIPBOARD = b"\x1b]52"
CRASHES = {
    "in a handler": (
        "import app.screens.signin as door, tui\n"
        "def submit(self):\n"
        "    password = self.value('password')\n"
        f"    passphrase = {PASSPHRASE!r}\n"
        "    raise ValueError(f'cannot use {passphrase} with {len(password)} letters')\n"
        "door.SignInScreen.submit = submit\n"
        "tui.enter()\n"
    ),
    "in a worker": (
        "import app.screens.signin as door, tui\n"
        "from textual import work\n"
        "@work\n"
        "async def sign_in(self):\n"
        "    password = self.value('password')\n"
        f"    raise KeyError({PASSPHRASE!r}) from ValueError({PASSPHRASE!r})\n"
        "door.SignInScreen.sign_in = sign_in\n"
        "tui.enter()\n"
    ),
    "while drawing": (
        "import tui\n"
        "from widgets.secret_input import SecretInput\n"
        "def render_line(self, y):\n"
        "    if len(self.value) < 5:\n"
        "        return super(SecretInput, self).render_line(y)\n"
        "    secret = self.value\n"
        f"    raise RuntimeError({PASSPHRASE!r})\n"
        "SecretInput.render_line = render_line\n"
        "tui.enter()\n"
    ),
}


@pytest.mark.parametrize("where", CRASHES)
def test_a_crash_tells_three_lines_and_no_value(data: Path, tmp_path: Path, where: str) -> None:
    with program(tmp_path, "--data-dir", str(data), code=CRASHES[where], size=(120, 30)) as line:
        before = line.attributes
        line.sees("Username", "sign in")
        line.press(USERNAME, "tab", LOGIN, "enter")
        assert line.read_to_the_end() == 1
        assert line.attributes == before
        after = line.received[line.received.rindex(b"\x1b[?1049l") :].decode()
        told = [row.strip() for row in re.sub(r"\x1b\[[?0-9;]*[a-zA-Z]", "", after).splitlines() if row.strip()]
        assert "ended unexpectedly" in told[0]
        assert "Report: " in " ".join(told)
        report = next((data / "reports").glob("*.txt"))
        traces = [line.received, report.read_bytes(), (data / "binnacle.log").read_bytes() if log(data) else b""]
        for content in traces:
            assert PASSPHRASE.encode() not in content
            assert LOGIN.encode() not in content
        assert "Error: " in report.read_text()
        assert report.stat().st_mode & 0o077 == 0


def log(data: Path) -> bool:
    return (data / "binnacle.log").is_file()


@pytest.mark.parametrize("first", ["type", "paste"])
def test_no_key_brings_a_secret_to_the_clipboard(data: Path, tmp_path: Path, first: str) -> None:
    with program(tmp_path, "--data-dir", str(data)) as line:
        line.sees("Username", "sign in")
        line.press("tab")
        line.paste(LOGIN) if first == "paste" else line.press(LOGIN)
        line.sees("*" * len(LOGIN))
        line.send(b"\x1b[1;2H")  # shift+home selects it all
        line.press("ctrl+c", "ctrl+x", "ctrl+c", "f9")
        line.send(b"\x1b[99;5u\x1b[120;5u")  # ctrl+c and ctrl+x as the kitty protocol sends them
        line.send(b"\x01\x03\x18")  # ctrl+a, ctrl+c, ctrl+x
        palette_copies(line)
        line.press("ctrl+q")
        line.read_to_the_end()
        assert CLIPBOARD not in line.received
        assert LOGIN.encode() not in line.received


def palette_copies(line: Line) -> None:
    """Whatever the palette offers under "copy" is chosen."""
    line.press("f3", "copy")
    line.sees("  copy")
    line.press("enter", "escape")
    line.sees_no_more("  copy")


def test_a_mouse_that_draws_over_a_secret_selects_nothing(data: Path, tmp_path: Path) -> None:
    with program(tmp_path, "--data-dir", str(data)) as line:
        line.sees("Username", "sign in")
        line.press("tab", LOGIN)
        line.sees("*" * len(LOGIN))
        row = next(at for at, text in enumerate(line.screen.splitlines(), 1) if "****" in text)
        column = line.screen.splitlines()[row - 1].index("****") + 1
        line.send(f"\x1b[<0;{column};{row}M\x1b[<32;{column + 9};{row}M\x1b[<0;{column + 9};{row}m".encode())
        line.press("ctrl+c")
        line.press("ctrl+q")
        line.read_to_the_end()
        assert LOGIN.encode() not in line.received
        assert b"SGFyYm91c" not in line.received  # its beginning in base64

"""PostgreSQL goes away while somebody is signed in: said in words, nothing is lost, and it goes on by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.security.conftest import LOGIN, USERNAME, register_captain
from tests.security.line import Line, program
from tests.security.relay import Relay, relay

pytestmark = pytest.mark.postgres


@contextmanager
def through(url: str) -> Iterator[tuple[Relay, str]]:
    """A line to the database, and the address by it."""
    parts = urlsplit(url)
    with relay((parts.hostname or "127.0.0.1", parts.port or 5432)) as line:
        # Quick, so that the test is: a silent server is given up after 1.5 s instead of ten.
        quick = "connect_timeout=2&tcp_user_timeout=1500"
        account = f"{parts.netloc.rpartition('@')[0]}@" if "@" in parts.netloc else ""
        yield line, parts._replace(netloc=f"{account}127.0.0.1:{line.port}", query=quick).geturl()


@contextmanager
def signed_in(url: str, tmp_path: Path) -> Iterator[Line]:
    data = tmp_path / "data"
    asyncio.run(register_captain(data, database_url=url))
    with program(tmp_path, "--data-dir", str(data), "--database", url, size=(120, 30)) as line:
        line.sees("Username")
        line.press(USERNAME, "tab", LOGIN, "enter")
        line.sees("Equity")
        yield line
        assert b"Traceback" not in line.received
        assert not list((data / "reports").glob("*"))


@pytest.mark.parametrize("how", ["cut", "mute"])
def test_a_database_that_goes_away_is_said_in_words_and_used_again_when_it_is_back(
    migrated_pg_url: str, tmp_path: Path, how: str
) -> None:
    with through(migrated_pg_url) as (away, url), signed_in(url, tmp_path) as line:
        getattr(away, how)()
        line.sees("the database does not answer")
        line.press("6")
        line.sees("The database cannot be used (unreachable); nothing was written.")
        away.mend()
        line.press("r")
        line.sees_no_more("The database cannot be used")
        line.press("1")
        line.sees("Equity")
        line.press("ctrl+q")
        assert line.read_to_the_end() == 0

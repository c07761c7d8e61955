"""`audit verify` as a person runs it: what it prints, and how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from store import audit
from store.database import open_store
from store.engines import address
from tests.stores import ManualClock

pytestmark = pytest.mark.anyio
ROOT = Path(__file__).parents[2]


def verify(url: str, data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "tui.py", "audit", "verify", "--data-dir", str(data), "--database", url, *arguments]
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment = {**kept, "LANG": "C.UTF-8", "XDG_CONFIG_HOME": str(data)}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


async def test_a_whole_log_a_noted_head_and_a_row_changed_by_hand(
    store_url: str, store_clock: ManualClock, tmp_path: Path
) -> None:
    store = await open_store(store_url, now=store_clock)
    async with store.write() as connection:
        for number in range(3):
            await audit.append(connection, "system", "made", f"thing:{number}", {}, store_clock.ms)
    await store.aclose()
    whole = verify(store_url, tmp_path, "--json")
    found = json.loads(whole.stdout)
    assert (whole.returncode, found["audit"]["rows"], found["ledger"]["sound"]) == (0, 3, True)
    noted = verify(store_url, tmp_path, "--noted", found["audit"]["head"])
    assert noted.returncode == 0
    assert "3 rows, the chain is whole" in noted.stdout
    assert verify(store_url, tmp_path, "--noted", f"2:{'00' * 32}").returncode == 3
    engine = sa.create_engine(address(store_url))
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER audit_no_update")
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql("UPDATE audit SET actor = 'nobody' WHERE seq = 2")
    engine.dispose()
    broken = verify(store_url, tmp_path)
    assert broken.returncode == 3
    assert "BROKEN at row 2; 1 rows" in broken.stdout


def test_what_cannot_be_asked_for_or_read_is_told(tmp_path: Path) -> None:
    absent = f"sqlite:///{tmp_path}/absent.db"
    for arguments, code, words in (
        ((), 1, "no database yet"),
        (("--noted", "hello"), 2, "--noted wants"),
        (("--nonsense",), 2, "--nonsense"),
    ):
        run = verify(absent, tmp_path, *arguments)
        assert (run.returncode, words in run.stderr) == (code, True), run.stderr
    assert not (tmp_path / "absent.db").exists()

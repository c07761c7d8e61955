"""`audit verify`: walks the chain of the audit log and recounts the ledger, without a screen and without a login."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.locale.catalogue import set_language, t
from app.reasons import reason_of
from exchanges.core.clock import now_ms
from store import audit, ledger
from store.audit import Head
from store.database import open_store
from store.engines import address
from store.errors import StoreError

if TYPE_CHECKING:
    from app.settings import Settings

WHOLE, UNREADABLE, WRONG_USE, BROKEN = 0, 1, 2, 3
_NOTED = re.compile(r"([0-9]{1,18}):([0-9a-fA-F]{64})")


async def run(settings: Settings, *, as_json: bool, noted: str = "") -> int:
    """Prove audit log and ledger; answers the exit code: 0 sound, 1 not readable, 2 bad `noted`, 3 broken.

    Args:
        noted: A head noted earlier, `rows:hash` as printed; the log must still contain it.
    """
    set_language(settings.language)
    head = _head(noted)
    if noted and head is None:
        sys.stderr.write(t("audit.error.noted") + "\n")
        return WRONG_USE
    if settings.store_url.startswith("sqlite") and not _file_is_there(settings):
        sys.stderr.write(t("audit.error.no-store") + "\n")
        return UNREADABLE
    try:
        found = await _prove(settings, head)
    except (StoreError, OSError) as error:
        sys.stderr.write(reason_of(error) + "\n")
        return UNREADABLE
    sys.stdout.write((json.dumps(found) if as_json else _told(found)) + "\n")
    return WHOLE if found["audit"]["whole"] and found["ledger"]["sound"] else BROKEN


async def _prove(settings: Settings, noted: Head | None) -> dict[str, Any]:
    store = await open_store(settings.store_url, now=now_ms)
    try:
        async with store.read() as connection:
            log, books = await audit.verify(connection, noted), await ledger.check(connection)
    finally:
        await store.aclose()
    return {
        "audit": {
            "whole": log.is_whole,
            "rows": log.rows,
            "head": f"{log.head.seq}:{log.head.hash.hex()}",
            "broken_at": log.broken_at,
        },
        "ledger": {
            "sound": books.are_sound,
            "transfers": books.transfers,
            "sum_micro": books.sum_micro,
            "wrong_accounts": list(books.wrong_accounts),
        },
    }


def _told(found: dict[str, Any]) -> str:
    log, books = found["audit"], found["ledger"]
    lines = [t("audit.cli.whole" if log["whole"] else "audit.cli.broken", **log)]
    lines.append(t("audit.cli.head", head=log["head"]))
    wrong = ", ".join(books["wrong_accounts"])
    key = "audit.cli.sound" if books["sound"] else "audit.cli.wrong"
    lines.append(t(key, transfers=books["transfers"], sum=books["sum_micro"], wrong=wrong or "-"))
    return "\n".join(lines)


def _head(noted: str) -> Head | None:
    match = _NOTED.fullmatch(noted.strip())
    return Head(int(match[1]), bytes.fromhex(match[2])) if match else None


def _file_is_there(settings: Settings) -> bool:
    """Opening would make one, and an empty log is whole."""
    return Path(str(address(settings.store_url).database)).is_file()

"""The compute ledger as a CSV file: every line, the oldest first, for spreadsheets and tax advisers."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from app import locations

if TYPE_CHECKING:
    from app.services.ledger import LedgerLine

COLUMNS = ("time_utc", "kind", "reference", "amount_usdt", "balance_usdt", "line")
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(lines: Iterable[LedgerLine]) -> bytes:
    """The lines as a spreadsheet reads them, with a heading; UTF-8 with a mark, since some would guess otherwise."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(_row(line) for line in lines)
    return text.getvalue().encode("utf-8-sig")


def write_csv(data_dir: Path, username: str, content: bytes, now_ms: int) -> Path:
    """Write an export into a new file that only its owner can read; answers its path. Blocks.

    Raises:
        OSError: It cannot be written.
    """
    folder = locations.private_dir(locations.exports_dir(data_dir))
    stamp = f"{datetime.fromtimestamp(now_ms / 1000, UTC):%Y%m%d-%H%M%S}"
    file = folder / f"compute-{username}-{stamp}.csv"
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(content)
    return file


def _row(line: LedgerLine) -> tuple[str, ...]:
    time = f"{datetime.fromtimestamp(line.ms / 1000, UTC):%Y-%m-%d %H:%M:%S}"
    amounts = (_usdt(line.amount_micro), _usdt(line.balance_after_micro))
    return (time, line.kind, _plain(line.ref), *amounts, str(line.seq))


def _usdt(micro: int) -> str:
    return format(Decimal(micro) / 1_000_000, "f")


def _plain(text: str) -> str:
    """Text that a spreadsheet takes for a formula is quoted: names of bindings are typed by people."""
    return f"'{text}" if text.startswith(_FORMULAS) else text

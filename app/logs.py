"""The log file: events, never values. What looks like a secret is replaced before it is written."""

from __future__ import annotations

import logging
import logging.handlers
import os
from pathlib import Path

from app.reports import describe, scrub

LARGEST_BYTES = 2_000_000
KEPT_FILES = 3
_OURS = ("app", "exchanges", "store")


class ScrubbingFormatter(logging.Formatter):
    """One line a record; exceptions as reports tell them, without variables."""

    def format(self, record: logging.LogRecord) -> str:
        at = self.formatTime(record, "%Y-%m-%dT%H:%M:%S")
        line = f"{at} {record.levelname} {record.name}: {scrub(record.getMessage())}"
        error = record.exc_info[1] if record.exc_info else None
        return line if error is None else f"{line}\n{describe(error)}"


class _PrivateFile(logging.handlers.RotatingFileHandler):
    """Readable by its owner only, also after it was turned over."""

    def _open(self):  # type: ignore[no-untyped-def]  # the standard library's own is untyped
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return os.fdopen(descriptor, "a", encoding="utf-8")

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the standard library's name
        """A log that cannot be written stays behind; the library's complaint would show values on the screen."""


def log_to(file: Path) -> None:
    """Send the program's log to `file`: everything of ours, warnings of others; nothing to the screen."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = _PrivateFile(file, maxBytes=LARGEST_BYTES, backupCount=KEPT_FILES, encoding="utf-8", delay=True)
    handler.setFormatter(ScrubbingFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in _OURS:
        logging.getLogger(name).setLevel(logging.INFO)

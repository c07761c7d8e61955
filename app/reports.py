"""Reports of unexpected ends: where it happened, never what was in the variables.

A report holds the chain of exceptions with file, line and function, and the versions that matter. Messages are cut
down: whatever looks like a key, an address or a token is replaced, since nobody can know what a library quotes.
"""

from __future__ import annotations

import os
import platform
import re
import traceback
from datetime import UTC, datetime
from pathlib import Path

_NEW = ".new.txt"
_TOLD = ".txt"
_RUN = re.compile(r"\S{8,}")
_TOKEN = re.compile(r"[A-Za-z0-9+=_-]{16,}")
_CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")
_KINDS = (str.islower, str.isupper, str.isdigit, lambda c: not c.isalnum())
_MESSAGE_LIMIT = 300


def scrub(message: str) -> str:
    """The message without anything that could be a secret, on one line."""
    flat = " ".join(message.split())[:_MESSAGE_LIMIT]
    return _CODE.sub("***", _TOKEN.sub(_hide_key, _RUN.sub(_hide_passphrase, flat)))


def _hide_passphrase(match: re.Match[str]) -> str:
    """What venues ask of a passphrase: small and capital letters, digits and symbols, eight or more."""
    run = match.group()
    return "***" if all(any(map(is_kind, run)) for is_kind in _KINDS) else run


def _hide_key(match: re.Match[str]) -> str:
    """Words stay readable; mixtures of letters and digits, and very long runs, do not."""
    word = match.group()
    is_mixed = any(c.isdigit() for c in word) and any(c.isalpha() for c in word)
    return "***" if is_mixed or len(word) >= 32 else word


def describe(error: BaseException) -> str:
    """The chain of exceptions, innermost cause first, without locals and without source lines of others' files."""
    parts = []
    current: BaseException | None = error
    seen: set[int] = set()
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        frames = traceback.extract_tb(current.__traceback__)
        lines = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
        parts.append("\n".join([f"{type(current).__name__}: {scrub(str(current))}", *lines]))
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\n\ncaused\n\n".join(reversed(parts))


def write_report(folder: Path, error: BaseException) -> Path:
    """Write a report only its owner can read; answers its path.

    Raises:
        OSError: the folder cannot be written.
    """
    from importlib import metadata  # Costs more than the rest of the module, and hardly anyone ever needs it.

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    now = datetime.now(UTC)
    path = folder / f"{now:%Y%m%d-%H%M%S}-{os.getpid()}{_NEW}"
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in ("textual", "httpx", "websockets"))
    head = f"Binnacle, {now.isoformat(timespec='seconds')}\nPython {platform.python_version()}, {platform.platform()}\n"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(f"{head}{versions}\n\n{describe(error)}\n")
    return path


def take_untold(folder: Path) -> Path | None:
    """The newest report nobody has been told of yet, None when there is none; all are marked as told."""
    untold = sorted(folder.glob(f"*{_NEW}")) if folder.is_dir() else []
    told = [path.rename(path.with_name(path.name.removesuffix(_NEW) + _TOLD)) for path in untold]
    return told[-1] if told else None

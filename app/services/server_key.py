"""Keys of this machine, each in a file of its own: the server key, and the service key of unattended use.

Codes are hashed under the server key, so that a copy of the database gives none of them away.
"""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from app.services.errors import Refused
from exchanges.core.secret import Secret

_BYTES = 32


def load_server_key(file: Path) -> bytes:
    """The key in `file`; made at the first call, readable by its owner only. Losing it voids open codes, nothing else.

    Raises:
        Refused: The file holds no key, or others may read it.
    """
    _make_missing(file)
    return _read(file, "door.key.damaged")


def make_service_key(file: Path) -> Secret:
    """The service key in `file`; made when there is none, readable by its owner only.

    Raises:
        Refused: The file holds no key, others may read it, or it cannot be made.
    """
    try:
        _make_missing(file)
    except OSError as error:
        raise Refused("unattended.error.file", file=file, reason=error.strerror) from None
    return load_service_key(file)


def load_service_key(file: Path) -> Secret:
    """The service key in `file`. Losing it switches unattended use off, nothing else.

    Raises:
        Refused: There is none, the file holds something else, or others may read it.
    """
    try:
        return Secret(_read(file, "unattended.error.damaged").hex())
    except FileNotFoundError:
        raise Refused("unattended.error.no-key", file=file) from None
    except OSError as error:
        raise Refused("unattended.error.file", file=file, reason=error.strerror) from None


def _read(file: Path, damaged: str) -> bytes:
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        raise Refused("door.key.not_private", file=file)
    try:
        key = bytes.fromhex(file.read_text("ascii").strip())
    except ValueError:
        key = b""
    if len(key) != _BYTES:
        raise Refused(damaged, file=file)
    return key


def _make_missing(file: Path) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not file.exists():
        _make(file)


def _make(file: Path) -> None:
    """Written whole under another name first: two processes that start together end up with one key."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(secrets.token_hex(_BYTES) + "\n")
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        return
    finally:
        draft.unlink()

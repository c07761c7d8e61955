"""The server key: what codes are hashed under, so that a copy of the database gives none of them away."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from app.services.errors import Refused

_BYTES = 32


def load_server_key(file: Path) -> bytes:
    """The key in `file`; made at the first call, readable by its owner only. Losing it voids open codes, nothing else.

    Raises:
        Refused: The file holds no key, or others may read it.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not file.exists():
        _make(file)
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        raise Refused("door.key.not_private", file=file)
    try:
        key = bytes.fromhex(file.read_text("ascii").strip())
    except ValueError:
        key = b""
    if len(key) != _BYTES:
        raise Refused("door.key.damaged", file=file)
    return key


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

"""The sandbox's memory between two starts: one JSON file, written whole and put in place at once."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

import msgspec

from exchanges.sandbox.contracts import Contract

VERSION = 3
FILE = "sandbox.json"
_log = logging.getLogger(__name__)


class Memory(msgspec.Struct):
    """Everything that survives."""

    version: int
    seed: int
    contracts: list[Contract]
    prices: dict[str, str]
    venues: dict[str, msgspec.Raw]
    """Per venue what its server saved; venues that are not up keep what they had."""
    chains: dict[str, dict[str, Any]]
    """Per chain what its node saved."""


def read(state_dir: Path, seed: int) -> Memory | None:
    """What was saved for this seed; None on the first start. A file that cannot be read is set aside."""
    path = state_dir / FILE
    try:
        memory = msgspec.json.decode(path.read_bytes(), type=Memory)
    except FileNotFoundError:
        return None
    except (msgspec.DecodeError, OSError) as error:
        _log.warning("the sandbox's file cannot be read and is set aside: %s", error)
        path.replace(path.with_suffix(".broken"))
        return None
    return memory if (memory.version, memory.seed) == (VERSION, seed) else None


def raw(part: msgspec.Struct) -> msgspec.Raw:
    """One venue's state, encoded."""
    return msgspec.Raw(msgspec.json.encode(part))


def encode(memory: Memory) -> bytes:
    return msgspec.json.encode(memory)


def write(state_dir: Path, data: bytes) -> None:
    """Replace the file; readable by its owner only, since simulated keys are keys to somebody's demo."""
    state_dir.mkdir(parents=True, exist_ok=True)
    fresh = state_dir / f"{FILE}.new"
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(state_dir / FILE)

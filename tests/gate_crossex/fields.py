"""What reads the rows whose fields the document's examples show."""

from __future__ import annotations

from typing import Any

from exchanges.gate_crossex import mapping
from tests.conformance.fields import Kind
from tests.gate_crossex.payloads import FLAT_FREE, MAPPERS, PREFIX, READING, RESPONSES, SKIPPED, rows_of


def printed(path: str) -> list[dict[str, Any]]:
    """The rows of a call's printed answer."""
    (example,) = (each for each in RESPONSES if each["endpoint"] == f"GET {PREFIX}{path}")
    return rows_of(example)


def _kind(path: str) -> Kind:
    name, mapper = MAPPERS[path]
    rows = printed(path)
    reads = tuple((mapper, row | more) for row in rows for more in ({}, FLAT_FREE.get(path, {})))
    return Kind(name, frozenset(field for row in rows for field in row), reads, where=path, skips=path in SKIPPED)


(ASSET,) = printed("accounts")[0]["assets"]
KINDS = [
    *map(_kind, MAPPERS),
    Kind("asset", frozenset(ASSET), ((lambda row: mapping.balance(row, READING), ASSET),)),
]

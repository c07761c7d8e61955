"""Which fields of a documented row are read: what `tests/<venue>/fields.py` tells of a venue's rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]
Reads = tuple[Callable[[Any], Any], Row]
"""What maps a row, and the row; the circumstances it is read in are held by the function."""


class Watched(Row):
    """A row that notes which of its fields are read."""

    def __init__(self, row: Row, read: set[str]) -> None:
        super().__init__(row)
        self.read = read

    def get(self, name: str, default: Any = None) -> Any:
        self.read.add(name)
        return super().get(name, default)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of row."""

    name: str
    """Under which the venue's `LEFT_OUT` names the fields without a place in the model."""
    documented: frozenset[str]
    reads: tuple[Reads, ...]
    otherwise: frozenset[str] = frozenset()
    """Fields read where rows are chosen, before they are mapped, or without a call of `get`."""
    where: str = ""
    """Which of several calls, where rows of one name are documented at each of them."""
    skips: bool = False
    """Whether the model keeps nothing of some of these rows."""

    def read(self) -> set[str]:
        """The fields that are read, of all variants of the row together."""
        read: set[str] = set()
        for mapper, row in self.reads:
            made = mapper(Watched(row, read))
            assert made is not None or self.skips, f"{self.name}: nothing was made of it"
        return read | self.otherwise


def kinds(
    rows: Mapping[str, tuple[Row, Callable[[Any], Any], Iterable[Row]]], otherwise: Mapping[str, set[str]]
) -> list[Kind]:
    """Kinds whose documented fields are those of a printed row, read with each of its variants laid over it."""
    return [
        Kind(
            name, frozenset(row), tuple((mapper, row | more) for more in more_rows), frozenset(otherwise.get(name, ()))
        )
        for name, (row, mapper, more_rows) in rows.items()
    ]

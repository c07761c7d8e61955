"""Sums of figures some of which may be unknown: an unknown part never counts as zero, it marks the sum as partial."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Figure:
    """A sum, and whether all of it is known."""

    value: Decimal | None
    """The sum of the known parts; `None` when no part is known."""
    is_partial: bool = False
    """True when a part is unknown; the value then is not the whole truth."""

    @property
    def is_known(self) -> bool:
        return self.value is not None and not self.is_partial


UNKNOWN = Figure(None, is_partial=True)


def total(parts: Iterable[Decimal | Figure | None]) -> Figure:
    """The sum of all parts; zero for no parts at all.

    Args:
        parts: Numbers, figures, or `None` for what is unknown.
    """
    figures = [part if isinstance(part, Figure) else Figure(part, is_partial=part is None) for part in parts]
    known = [figure.value for figure in figures if figure.value is not None]
    value = sum(known, Decimal(0)) if known or not figures else None
    return Figure(value, any(figure.is_partial for figure in figures))

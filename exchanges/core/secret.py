"""A text that must not be seen."""

from __future__ import annotations

from typing import final


@final
class Secret:
    """A secret text: its `repr`, `str` and format are `***`; only `reveal()` gives the value."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The value itself; call it where the value is used, never to keep or to show it."""
        return self._value

    @property
    def last4(self) -> str:
        """The last four characters, the only part that may be shown; empty for values under twelve characters."""
        return self._value[-4:] if len(self._value) >= 12 else ""

    def __len__(self) -> int:
        return len(self._value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash((Secret, self._value))

    def __repr__(self) -> str:
        return "***"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return format("***", spec)

    def __reduce__(self) -> tuple[type[Secret], tuple[str]]:
        raise TypeError("a Secret is not pickled")

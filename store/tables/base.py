"""What every table shares: metadata, names of constraints, and column types that behave the same on both databases.

On SQLite all tables are STRICT: a value of another type, or a sum beyond 64 bits, is an error and not a silent REAL.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from sqlalchemy import BigInteger, CheckConstraint, Dialect, Integer, LargeBinary, MetaData, Table, Text, TypeDecorator
from sqlmodel import Field, SQLModel

NAMES = {
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
}
"""Every constraint has a name: Alembic's batch mode on SQLite silently drops unnamed ones."""

STRICT = {"sqlite_strict": True}
Int64 = BigInteger().with_variant(Integer(), "sqlite")


class Base(SQLModel):
    """Parent of all tables; `Table.__table__` is the Core table that hot writes use."""

    metadata = MetaData(naming_convention=NAMES)
    if TYPE_CHECKING:
        __table__: ClassVar[Table]


class Flag(TypeDecorator[bool]):
    """A yes or no, kept as 1 or 0 so that constraints read the same on both databases."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:  # noqa: ARG002
        return None if value is None else bool(value)


class Json(TypeDecorator[Any]):
    """Plain data as JSON text with sorted keys; floats are refused, since numbers may be money."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else to_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002
        return None if value is None else json.loads(value, parse_float=Decimal)


class JsonValue(Json):
    """JSON in which None is a value (`null`), not the absence of one."""

    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:  # noqa: ARG002
        return to_json(value)


class DecimalText(TypeDecorator[Decimal]):
    """An exact Decimal kept as text; for venue prices and quantities, which are not summed by the database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        return None if value is None else Decimal(value)


def to_json(value: Any) -> str:
    """Canonical JSON: sorted keys, no blanks.

    Raises:
        TypeError: The value holds a float or something JSON has no word for.
    """
    _refuse_floats(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("floats do not go into the store; use text or int")
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list | tuple):
        return
    for item in value:
        _refuse_floats(item)


def one_of(column: str, words: Iterable[str]) -> CheckConstraint:
    """A named CHECK that the column holds one of these words."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


Id = Annotated[str, Field(sa_type=Text, primary_key=True)]
"""UUID4 hex text, made before the insert."""
Words = Annotated[str, Field(sa_type=Text)]
MaybeWords = Annotated[str | None, Field(sa_type=Text)]
Number = Annotated[int, Field(sa_type=Int64)]
MaybeNumber = Annotated[int | None, Field(sa_type=Int64)]
Ms = Annotated[int, Field(sa_type=Int64)]
"""UTC milliseconds."""
MaybeMs = Annotated[int | None, Field(sa_type=Int64)]
Micro = Annotated[int, Field(sa_type=Int64)]
"""Millionths of a USDT (or of a unit of compute, which is the same)."""
Blob = Annotated[bytes, Field(sa_type=LargeBinary)]
MaybeBlob = Annotated[bytes | None, Field(sa_type=LargeBinary)]
YesNo = Annotated[bool, Field(sa_type=Flag)]
MaybeYesNo = Annotated[bool | None, Field(sa_type=Flag)]
Facts = Annotated[dict[str, Any], Field(sa_type=Json)]
Exact = Annotated[Decimal, Field(sa_type=DecimalText)]
MaybeExact = Annotated[Decimal | None, Field(sa_type=DecimalText)]

"""Rows that store tests need around what they test."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from store.database import new_id
from store.tables import Binding, User


@dataclass(frozen=True)
class Typed:
    """A secret as a service would hand it over."""

    text: str

    def reveal(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return "***"


async def add_user(connection: AsyncConnection, name: str = "") -> str:
    """Insert a user; gives the id."""
    user_id = new_id()
    name = name or f"u{user_id[:8]}"
    row = {"id": user_id, "username": name, "username_folded": name.casefold(), "nickname": name}
    mail = {"email": f"{name}@example.org", "email_folded": f"{name}@example.org".casefold()}
    await connection.execute(insert(User.__table__).values(**row, **mail, role="user", created_ms=1))
    return user_id


async def add_binding(connection: AsyncConnection, user_id: str, **values: object) -> str:
    """Insert a binding; gives the id."""
    binding_id = new_id()
    row = {
        "id": binding_id,
        "user_id": user_id,
        "venue": "okx",
        "environment": "live",
        "state": "draft",
        "step": "venue",
    }
    await connection.execute(insert(Binding.__table__).values({**row, "created_ms": 1, "updated_ms": 1, **values}))
    return binding_id

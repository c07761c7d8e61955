"""How one documented REST call is described."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from exchanges.sandbox.bitget.requests import Call

Handler = Callable[[Call], object]
UID, IP = "uid", "ip"
CLASSIC, UNIFIED, ANY = "classic", "unified", "any"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One row of the documents."""

    method: str
    path: str
    handler: Handler
    most: int
    """Requests let through per second."""
    kind: str
    """Which accounts it serves; the others are refused with 40084 or 40085."""
    scope: str = UID
    """Whether the limit counts by user or by address."""
    permissions: frozenset[str] = frozenset()
    """One of these is needed; none for public calls and for those every key may make."""
    is_signed: bool = True
    writes: bool = False
    """A unified key needs `read_and_write` for it."""
    is_order: bool = False
    """Lead traders may call it once a second only."""


def public(path: str, handler: Handler, most: int = 20) -> Endpoint:
    return Endpoint("GET", f"/api/{path}", handler, most, ANY, scope=IP, is_signed=False)


def read(path: str, handler: Handler, most: int, permissions: frozenset[str], kind: str = CLASSIC) -> Endpoint:
    return Endpoint("GET", f"/api/{path}", handler, most, kind, permissions=permissions)


def write(
    path: str,
    handler: Handler,
    most: int,
    permissions: frozenset[str],
    kind: str = CLASSIC,
    *,
    is_order: bool = False,
) -> Endpoint:
    return Endpoint(
        "POST", f"/api/{path}", handler, most, kind, permissions=permissions, writes=True, is_order=is_order
    )

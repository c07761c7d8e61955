"""How one documented REST call is described."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from exchanges.sandbox.bitmart.key_rules import FUTURES, READ_ONLY
from exchanges.sandbox.bitmart.requests import Call

Handler = Callable[[Call], object]
IP, KEY, UID = "ip", "key", "uid"
WINDOW_MS = 2_000
DOCUMENT = frozenset({"live", "demo", "spot"})
"""Calls of the document: on the hosts of today, and on the document's own, where spot calls still are."""
TODAY = frozenset({"live", "demo"})
"""Calls only the second generation has."""
SPOT = frozenset({"spot"})
DEMO = frozenset({"demo"})


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One row of the documents."""

    method: str
    path: str
    handler: Handler
    most: int
    """Requests let through per window."""
    scope: str
    """Whether the limit counts by address, by key or by user."""
    auth: str
    """public, keyed (the key alone) or signed."""
    hosts: frozenset[str]
    """Which hosts know it: "live", "demo", "spot"."""
    permission: str = ""
    window_ms: int = WINDOW_MS
    most_v1: int = 0
    """The document's figure, where today's is another."""


def public(path: str, handler: Handler, most: int, hosts: frozenset[str] = DOCUMENT, *, most_v1: int = 0) -> Endpoint:
    return Endpoint("GET", f"/contract/public/{path}", handler, most, IP, "public", hosts, most_v1=most_v1)


def system(path: str, handler: Handler) -> Endpoint:
    return Endpoint("GET", f"/system/{path}", handler, 10, IP, "public", SPOT, window_ms=1_000)


def keyed(
    path: str, handler: Handler, most: int, hosts: frozenset[str] = DOCUMENT, permission: str = READ_ONLY
) -> Endpoint:
    return Endpoint("GET", path, handler, most, KEY, "keyed", hosts, permission)


def signed(
    path: str,
    handler: Handler,
    most: int,
    hosts: frozenset[str] = DOCUMENT,
    permission: str = FUTURES,
    scope: str = KEY,
) -> Endpoint:
    return Endpoint("POST", path, handler, most, scope, "signed", hosts, permission)

"""How one documented REST call is described."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from exchanges.sandbox.gate_crossex.requests import Call

Handler = Callable[[Call], object]
DAY_S = 86_400.0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One row of the documents; limits count by user, and by address for public calls."""

    method: str
    path: str
    """With `{order_id}` where a part varies."""
    handler: Handler
    most: int
    """Requests let through within `per_s`."""
    per_s: float
    product: str = "crossx"
    """Which permission is needed; empty for any key, "public" for none."""
    status: int = 200
    bucket: str = ""
    """Calls with the same name share their limit; empty for one of its own."""


def public(path: str, handler: Handler) -> Endpoint:
    return Endpoint("GET", f"/api/v4/{path}", handler, 200, 10.0, "public")


def read(path: str, handler: Handler, most: int = 200, per_s: float = 10.0) -> Endpoint:
    return Endpoint("GET", f"/api/v4/crossex/{path}", handler, most, per_s)


def write(
    method: str,
    path: str,
    handler: Handler,
    most: int = 100,
    per_s: float = 10.0,
    *,
    status: int = 200,
    bucket: str = "",
) -> Endpoint:
    return Endpoint(method, f"/api/v4/crossex/{path}", handler, most, per_s, status=status, bucket=bucket)

"""The REST side of the simulated OKX: one ASGI application that checks, counts and answers every call."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from exchanges.sandbox.faults import Faults
from exchanges.sandbox.limits import SlidingWindow
from exchanges.sandbox.okx.auth import Caller, authenticate
from exchanges.sandbox.okx.endpoints import PATHS, TABLE, Endpoint
from exchanges.sandbox.okx.errors import OkxError
from exchanges.sandbox.okx.requests import Call
from exchanges.sandbox.venue import Venue

ORDERS_PER_ACCOUNT = 1_000
"""New and amended orders of one account in two seconds, over all instruments."""


class OkxRest:
    """Answers `/api/v5/*`.

    Args:
        venue: What is asked about.
        faults: May alter the rows of answers.
    """

    def __init__(self, venue: Venue, faults: Faults) -> None:
        self._venue = venue
        self._faults = faults
        self.limits = SlidingWindow(venue.clock.true_ms)
        self.limited = True
        """Whether rate limits are enforced."""

    async def answer(self, request: Request) -> Response:
        """One request, one documented answer."""
        arrived = time.time_ns()
        body = await request.body()
        try:
            endpoint = _endpoint(request.method, request.url.path)
            caller = self._caller(endpoint, request, body)
            call = self._read(endpoint, request, body, caller)
            self._count(endpoint, call)
            rows = self._faults.mutate(list(endpoint.handler(call)), path=endpoint.path)
        except OkxError as error:
            return respond(error.body(), error.status)
        return respond(_envelope(endpoint, rows, arrived), 200)

    def act(self, path: str, caller: Caller, body: object) -> dict[str, object]:
        """A trade call that came over a WebSocket: same handler, same limits, same envelope.

        Raises:
            OkxError: The whole call is refused.
        """
        arrived = time.time_ns()
        endpoint = TABLE["POST", path]
        _check_permission(endpoint, caller)
        params = {name: str(value) for name, value in body.items()} if isinstance(body, dict) else {}
        call = Call(self._venue, body if isinstance(body, dict) else params, body, (caller.account, caller.key))
        self._count(endpoint, call)
        return _envelope(endpoint, endpoint.handler(call), arrived)

    def _caller(self, endpoint: Endpoint, request: Request, body: bytes) -> Caller | None:
        if not endpoint.permission:
            return None
        caller = authenticate(self._venue, request.headers, request.method, wire_target(request), body)
        _check_permission(endpoint, caller)
        return caller

    def _read(self, endpoint: Endpoint, request: Request, body: bytes, caller: Caller | None) -> Call:
        signed_by = (caller.account, caller.key) if caller else None
        if endpoint.method == "GET":
            query = request.scope["query_string"].decode("latin-1")
            return Call(self._venue, dict(parse_qsl(query, keep_blank_values=True)), None, signed_by)
        if not body:
            raise OkxError("50000")
        if "application/json" not in request.headers.get("content-type", "").lower():
            raise OkxError("50006")
        try:
            parsed = json.loads(body)
        except ValueError:
            raise OkxError("50002") from None
        fields = parsed if isinstance(parsed, dict) else {}
        return Call(self._venue, fields, parsed, signed_by, request.headers.get("exptime", ""))

    def _count(self, endpoint: Endpoint, call: Call) -> None:
        """Let the call through or refuse it; a refused call does not count."""
        if not self.limited:
            return
        for bucket, most, window_ms, count in _buckets(endpoint, call, self._venue.egress_ip):
            if not self.limits.take(bucket, most, window_ms, count):
                raise OkxError("50011")
        if endpoint.is_order and "cancel" not in endpoint.path and call.signed_by is not None:
            orders = len(call.body) if isinstance(call.body, list) else 1
            if not self.limits.take(f"orders|{call.account.uid}", ORDERS_PER_ACCOUNT, 2_000, orders):
                raise OkxError("50061")


def wire_target(request: Request) -> str:
    """Path and query exactly as they came over the wire."""
    path: bytes = request.scope["raw_path"]
    query: bytes = request.scope["query_string"]
    return (path + b"?" + query if query else path).decode("latin-1")


def respond(body: object, status: int) -> Response:
    return Response(json.dumps(body, separators=(",", ":")), status, media_type="application/json")


def _endpoint(method: str, path: str) -> Endpoint:
    endpoint = TABLE.get((method, path))
    if endpoint is not None:
        return endpoint
    raise OkxError("50115" if path in PATHS else "404")


def _check_permission(endpoint: Endpoint, caller: Caller) -> None:
    if endpoint.permission not in caller.key.permissions:
        raise OkxError("50120")


def _buckets(endpoint: Endpoint, call: Call, address: str) -> list[tuple[str, int, int, int]]:
    """Which windows a call falls into: name, limit, window, and how much it counts."""
    who, _, by = endpoint.scope.partition("+")
    owner = address if who == "ip" or call.signed_by is None else call.account.uid
    if not isinstance(call.body, list):
        return [
            (
                f"{endpoint.method}{endpoint.path}|{owner}|{call.params.get(by, '')}",
                endpoint.most,
                endpoint.window_ms,
                1,
            )
        ]
    if endpoint.batch_of and len(call.body) == 1:
        endpoint = TABLE["POST", endpoint.batch_of]
    named = [str(item.get(by, "")) if isinstance(item, dict) else "" for item in call.body]
    per_request = not endpoint.batch_of and len(call.body) != 1
    return [
        (
            f"POST{endpoint.path}|{owner}|{name}",
            endpoint.most,
            endpoint.window_ms,
            1 if per_request else named.count(name),
        )
        for name in sorted(set(named))
    ]


def _envelope(endpoint: Endpoint, rows: Sequence[object], arrived_ns: int) -> dict[str, object]:
    """`code` tells whether all, some or none of an order call's rows went through."""
    if not endpoint.is_order:
        return {"code": "0", "data": list(rows), "msg": ""}
    failed = sum(isinstance(row, dict) and row.get("sCode") != "0" for row in rows)
    code, message = "0", ""
    if failed:
        code, message = (
            ("1", "All operations failed") if failed == len(rows) else ("2", "Bulk operation partially succeeded.")
        )
    return {
        "code": code,
        "data": list(rows),
        "inTime": str(arrived_ns // 1_000),
        "msg": message,
        "outTime": str(time.time_ns() // 1_000),
    }

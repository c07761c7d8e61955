"""The REST side of the simulated Bitget: checks, counts and answers every call."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from exchanges.sandbox.bitget.auth import Caller, authenticate, environment_of, is_unified
from exchanges.sandbox.bitget.endpoints import TABLE
from exchanges.sandbox.bitget.errors import BitgetError
from exchanges.sandbox.bitget.key_rules import NAMES, READ_AND_WRITE
from exchanges.sandbox.bitget.margin_words import Listed
from exchanges.sandbox.bitget.requests import Call
from exchanges.sandbox.bitget.routes import CLASSIC, IP, UNIFIED, Endpoint
from exchanges.sandbox.bitget.venue import BitgetVenue
from exchanges.sandbox.faults import Faults
from exchanges.sandbox.limits import SlidingWindow

PER_MINUTE = 6_000
"""Requests of one address over all calls."""
_LISTS = ("list", "entrustedList", "fillList", "bills", "assets", "orderList", "resultList", "fills")


class BitgetRest:
    """Answers `/api/*`.

    Args:
        venue: What is asked about.
        faults: May alter the rows of answers, or refuse calls as too frequent.
    """

    def __init__(self, venue: BitgetVenue, faults: Faults) -> None:
        self._venue = venue
        self._faults = faults
        self.limits = SlidingWindow(venue.clock.true_ms)
        self.limited = True
        """Whether rate limits are enforced."""

    async def answer(self, request: Request) -> Response:
        """One request, one documented answer."""
        body, path = await request.body(), request.url.path
        try:
            self._count_address(path)
            endpoint = _endpoint(request.method, path)
            caller = self._caller(endpoint, request, body)
            self._count(endpoint, caller)
            data = endpoint.handler(self._read(endpoint, request, body, caller))
        except BitgetError as error:
            return self.refuse(error.unified() if path.startswith("/api/v3/") else error, request)
        if isinstance(data, Listed):
            told = {"code": "00000", "message": "success", "data": self._altered(data.data, path)}
            return _json(told | data.beside, 200)
        return self._respond("00000", "success", self._altered(data, path), 200)

    def refuse(self, error: BitgetError, request: Request) -> Response:
        """A refusal in the language the request asks for."""
        return self._respond(error.code, error.say(request.headers.get("locale", "")), None, error.status)

    def respond(self, code: str, text: str, status: int) -> Response:
        """An answer without data."""
        return self._respond(code, text, None, status)

    def _respond(self, code: str, text: str, data: object, status: int) -> Response:
        return _json({"code": code, "msg": text, "requestTime": self._venue.clock(), "data": data}, status)

    def _caller(self, endpoint: Endpoint, request: Request, body: bytes) -> Caller | None:
        if not endpoint.is_signed:
            return None
        caller = authenticate(self._venue, request.headers, request.method, wire_target(request), body)
        if endpoint.kind == CLASSIC and is_unified(caller.account):
            raise BitgetError("40085")
        if endpoint.kind == UNIFIED and not is_unified(caller.account):
            raise BitgetError("40084")
        _check_permission(endpoint, caller)
        return caller

    def _read(self, endpoint: Endpoint, request: Request, body: bytes, caller: Caller | None) -> Call:
        signed_by = (caller.account, caller.key) if caller else None
        environment = environment_of(request.headers)
        if endpoint.method == "GET":
            query = request.scope["query_string"].decode("latin-1")
            return Call(self._venue, dict(parse_qsl(query, keep_blank_values=True)), None, signed_by, environment)
        if "application/json" not in request.headers.get("content-type", "").lower():
            raise BitgetError("40007")
        try:
            parsed = json.loads(body or b"{}")
        except ValueError:
            raise BitgetError("40017") from None
        fields = parsed if isinstance(parsed, dict) else {}
        return Call(self._venue, fields, parsed, signed_by, environment)

    def _count_address(self, path: str) -> None:
        if self._faults.find("ban") is not None:
            raise BitgetError("1001")
        if self._faults.use("limited", path):
            raise BitgetError("429")
        if self.limited and not self.limits.take(f"all|{self._venue.egress_ip}", PER_MINUTE, 60_000):
            raise BitgetError("429")

    def _count(self, endpoint: Endpoint, caller: Caller | None) -> None:
        """Let the call through or refuse it; a refused call does not count."""
        if not self.limited:
            return
        most = endpoint.most
        if caller is not None and endpoint.is_order and caller.account.facts.get("trader"):
            most = 1
        owner = self._venue.egress_ip if caller is None or endpoint.scope == IP else caller.account.uid
        if not self.limits.take(f"{endpoint.method}{endpoint.path}|{owner}", most, 1_000):
            raise BitgetError("429")

    def _altered(self, data: object, path: str) -> object:
        """The rows of the answer as the active faults leave them."""
        if isinstance(data, list):
            return self._faults.mutate(data, path=path)
        if isinstance(data, dict):
            for name in _LISTS:
                if isinstance(data.get(name), list):
                    return data | {name: self._faults.mutate(data[name], path=path)}
            return self._faults.mutate([data], path=path)[0]
        return data


def _json(body: dict[str, object], status: int) -> Response:
    return Response(json.dumps(body, separators=(",", ":"), ensure_ascii=False), status, media_type="application/json")


def _endpoint(method: str, path: str) -> Endpoint:
    endpoint = TABLE.get((method, path))
    if endpoint is None:
        raise BitgetError("40404")
    return endpoint


def wire_target(request: Request) -> str:
    """Path and query exactly as they came over the wire."""
    path: bytes = request.scope["raw_path"]
    query: bytes = request.scope["query_string"]
    return (path + b"?" + query if query else path).decode("latin-1")


def _check_permission(endpoint: Endpoint, caller: Caller) -> None:
    held = caller.key.permissions
    if endpoint.permissions and not endpoint.permissions & set(held):
        raise BitgetError("40014", permission=NAMES.get(endpoint.permissions, "/".join(sorted(endpoint.permissions))))
    if endpoint.kind == UNIFIED and endpoint.writes and READ_AND_WRITE not in held:
        raise BitgetError("40014", permission="read-write")

"""The REST side of the simulated CrossEx: checks, counts and answers every call."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from exchanges.sandbox.faults import Faults
from exchanges.sandbox.gate_crossex.auth import Caller, authenticate
from exchanges.sandbox.gate_crossex.endpoints import ENDPOINTS
from exchanges.sandbox.gate_crossex.errors import CrossexError
from exchanges.sandbox.gate_crossex.key_rules import may
from exchanges.sandbox.gate_crossex.pools import Pools
from exchanges.sandbox.gate_crossex.requests import PARAM, Call, Manners
from exchanges.sandbox.gate_crossex.routes import Endpoint
from exchanges.sandbox.limits import SlidingWindow
from exchanges.sandbox.venue import Venue

RETRY_AFTER_S = 1


class CrossexRest:
    """Answers `/api/v4/*`.

    Args:
        venue: What is asked about.
        pools: Where an account's money is.
        manners: How this simulation behaves.
        faults: May alter the rows of answers, or refuse calls as too frequent.
    """

    def __init__(self, venue: Venue, pools: Pools, manners: Manners, faults: Faults) -> None:
        self._venue = venue
        self._pools = pools
        self.manners = manners
        self._faults = faults
        self.limits = SlidingWindow(venue.clock.true_ms)

    async def answer(self, request: Request) -> Response:
        """One request, one documented answer."""
        body, path = await request.body(), request.url.path
        try:
            self._check_crowd(path)
            endpoint, named = _endpoint(request.method, path)
            caller = self._caller(endpoint, request, body)
            self.count(endpoint, caller.account.uid if caller else self._venue.egress_ip)
            rows = endpoint.handler(self._read(request, body, caller, named))
        except CrossexError as error:
            return self.refuse(error)
        return respond(self._altered(rows, path), endpoint.status)

    def refuse(self, error: CrossexError) -> Response:
        """A refusal with its label."""
        answer = respond({"label": error.code, "message": error.text}, error.status)
        if error.status == 429:
            answer.headers["Retry-After"] = str(RETRY_AFTER_S)
        return answer

    def call(self, caller: Caller, fields: dict[str, object], method: str = "POST") -> Call:
        """The same for a command that came over a socket."""
        return Call(self._venue, self._pools, self.manners, fields, (caller.account, caller.key), method)

    def count(self, endpoint: Endpoint, owner: str) -> None:
        """Let the call through or refuse it; a refused call does not count.

        Raises:
            CrossexError: TOO_MANY_REQUESTS.
        """
        bucket = f"{endpoint.bucket or endpoint.method + endpoint.path}|{owner}"
        if self.manners.limited and not self.limits.take(bucket, endpoint.most, round(endpoint.per_s * 1000)):
            raise CrossexError("TOO_MANY_REQUESTS")

    def check_right(self, endpoint: Endpoint, caller: Caller) -> None:
        """Whether the key may make this call, and whether its account takes part in CrossEx.

        Raises:
            CrossexError: FORBIDDEN, READ_ONLY, USER_NOT_EXIST or USER_DEACTIVATED.
        """
        if not endpoint.product:
            return
        refused = may(caller.key.permissions, endpoint.product, writing=endpoint.method != "GET")
        if refused:
            raise CrossexError(refused)
        status = caller.account.facts.get("crossex", "open")
        if endpoint.product == "crossx" and status != "open":
            raise CrossexError("USER_NOT_EXIST" if status == "none" else "USER_DEACTIVATED")

    def _caller(self, endpoint: Endpoint, request: Request, body: bytes) -> Caller | None:
        if endpoint.product == "public":
            return None
        path = request.scope["raw_path"].decode("latin-1")
        query = request.scope["query_string"].decode("latin-1")
        caller = authenticate(self._venue, request.headers, request.method, path, query, body)
        self.check_right(endpoint, caller)
        return caller

    def _read(self, request: Request, body: bytes, caller: Caller | None, named: dict[str, str]) -> Call:
        query = request.scope["query_string"].decode("latin-1")
        fields: dict[str, object] = dict(parse_qsl(query, keep_blank_values=True))
        if body and request.method != "GET":
            try:
                parsed = json.loads(body)
            except ValueError:
                raise CrossexError(PARAM) from None
            if isinstance(parsed, list):
                parsed = {"items": parsed}
            if not isinstance(parsed, dict):
                raise CrossexError(PARAM)
            fields |= parsed
        signed_by = (caller.account, caller.key) if caller else None
        return Call(self._venue, self._pools, self.manners, fields | named, signed_by, request.method)

    def _check_crowd(self, path: str) -> None:
        if self._faults.find("ban") is not None or self._faults.use("limited", path):
            raise CrossexError("TOO_MANY_REQUESTS")

    def _altered(self, rows: object, path: str) -> object:
        """The rows of the answer as the active faults leave them."""
        if isinstance(rows, list):
            return self._faults.mutate(rows, path=path)
        return self._faults.mutate([rows], path=path)[0]


def respond(body: object, status: int) -> Response:
    """An answer without an envelope."""
    return Response(json.dumps(body, separators=(",", ":"), ensure_ascii=False), status, media_type="application/json")


_PLAIN = {(item.method, item.path): item for item in ENDPOINTS if "{" not in item.path}
_NAMED = {(item.method, item.path.rpartition("/")[0]): item for item in ENDPOINTS if "{" in item.path}


def _endpoint(method: str, path: str) -> tuple[Endpoint, dict[str, str]]:
    """The call and the varying part of its path."""
    found = _PLAIN.get((method, path))
    if found is not None:
        return found, {}
    head, _, last = path.rpartition("/")
    found = _NAMED.get((method, head))
    if found is None or not last:
        raise CrossexError("NOT_FOUND")
    return found, {found.path.rpartition("{")[2].rstrip("}"): last}

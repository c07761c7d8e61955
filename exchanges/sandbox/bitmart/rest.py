"""The REST side of the simulated BitMart: checks, counts and answers every call."""

from __future__ import annotations

import json
import random
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from exchanges.sandbox.bitmart.auth import Caller, authenticate
from exchanges.sandbox.bitmart.endpoints import TABLE
from exchanges.sandbox.bitmart.errors import BitmartError
from exchanges.sandbox.bitmart.prints import Prints
from exchanges.sandbox.bitmart.requests import Call, Generation
from exchanges.sandbox.bitmart.routes import IP, UID, Endpoint
from exchanges.sandbox.faults import Faults
from exchanges.sandbox.limits import SlidingWindow
from exchanges.sandbox.venue import Venue

_LISTS = ("symbols", "records", "wallet", "list", "rebate_detail_page_data")


class BitmartRest:
    """Answers the calls of all hosts.

    Args:
        venue: What is asked about.
        faults: May alter the rows of answers, or refuse calls as too frequent.
    """

    def __init__(self, venue: Venue, faults: Faults) -> None:
        self._venue = venue
        self._faults = faults
        self._windows = SlidingWindow(venue.clock.true_ms)
        self.prints = Prints(venue)
        self.limited = True
        """Whether rate limits are enforced."""
        self.serves_v1 = True
        """Whether the document's generation still works; since 2024-11-30 it does not."""
        self.hosts: dict[int, str] = {}
        """Port to the host it plays: "live", "demo" or "spot"."""
        self._chance = random.Random(7)  # noqa: S311 - traces are only there to be quoted

    async def answer(self, request: Request) -> Response:
        """One request, one documented answer."""
        body, path = await request.body(), request.url.path
        host = self.host_of(request)
        headers: dict[str, str] = {}
        try:
            self._check_address(path)
            endpoint = self._endpoint(request.method, path, host)
            caller = self._caller(endpoint, request, body, host)
            headers = self._count(endpoint, caller, host)
            data = endpoint.handler(self._read(endpoint, request, body, caller, host))
        except BitmartError as error:
            return self.refuse(error, headers)
        written: int | str = "1000" if "/affiliate/" in path and host != "spot" else 1000
        return self._respond(written, "Ok", self._altered(data, path), 200, headers)

    def host_of(self, request: Request) -> str:
        """The host a request came to."""
        return self.hosts.get(request.scope["server"][1], "live")

    def refuse(self, error: BitmartError, headers: dict[str, str] | None = None) -> Response:
        return self.respond(error.code, error.text, error.status, headers)

    def respond(self, code: str, text: str, status: int, headers: dict[str, str] | None = None) -> Response:
        """A refusal, which carries empty data."""
        return self._respond(int(code), text, {}, status, headers)

    def _respond(
        self, code: int | str, text: str, data: object, status: int, headers: dict[str, str] | None
    ) -> Response:
        trace = f"{self._chance.getrandbits(128):032x}.{self._chance.randrange(10, 99)}.{self._venue.clock()}"
        body = json.dumps({"code": code, "message": text, "data": data, "trace": trace}, ensure_ascii=False)
        return Response(body, status, headers, media_type="application/json")

    def _endpoint(self, method: str, path: str, host: str) -> Endpoint:
        endpoint = TABLE.get((method, path))
        if endpoint is None or host not in endpoint.hosts:
            raise BitmartError("30000")
        if host == "spot" and "live" in endpoint.hosts and not self.serves_v1:
            raise BitmartError("30030")
        return endpoint

    def _caller(self, endpoint: Endpoint, request: Request, body: bytes, host: str) -> Caller | None:
        if endpoint.auth == "public":
            return None
        environment = "demo" if host == "demo" else "live"
        signed = endpoint.auth == "signed"
        caller = authenticate(self._venue, request.headers, body, environment, signed=signed)
        if endpoint.permission not in caller.key.permissions:
            raise BitmartError("30012")
        return caller

    def _read(self, endpoint: Endpoint, request: Request, body: bytes, caller: Caller | None, host: str) -> Call:
        generation: Generation = "v1" if host == "spot" else "v2"
        signed_by = (caller.account, caller.key) if caller else None
        if endpoint.method == "GET":
            query = request.scope["query_string"].decode("latin-1")
            return Call(self._venue, dict(parse_qsl(query, keep_blank_values=True)), generation, self.prints, signed_by)
        try:
            fields = json.loads(body or b"{}")
        except ValueError:
            raise BitmartError("30018") from None
        if not isinstance(fields, dict) or "application/json" not in request.headers.get("content-type", "").lower():
            raise BitmartError("30018")
        return Call(self._venue, fields, generation, self.prints, signed_by)

    def _check_address(self, path: str) -> None:
        if self._faults.find("ban") is not None:
            raise BitmartError("30017")
        if self._faults.use("limited", path):
            raise BitmartError("30013")

    def _count(self, endpoint: Endpoint, caller: Caller | None, host: str) -> dict[str, str]:
        """Let the call through or refuse it; answers the headers, of which `Remaining` tells what is used up."""
        if caller is None or endpoint.scope == IP:
            owner = self._venue.egress_ip
        else:
            owner = caller.account.uid if endpoint.scope == UID else caller.key.api_key
        bucket = f"{endpoint.path}|{owner}"
        most = endpoint.most_v1 if host == "spot" and endpoint.most_v1 else endpoint.most
        taken = self._windows.take(bucket, most, endpoint.window_ms)
        if not taken and self.limited:
            raise BitmartError("30013")
        return {
            "X-BM-RateLimit-Remaining": str(self._windows.used(bucket)),
            "X-BM-RateLimit-Limit": str(most),
            "X-BM-RateLimit-Reset": str(endpoint.window_ms // 1_000),
        }

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

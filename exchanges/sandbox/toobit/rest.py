"""The REST side of the simulated Toobit: checks, counts and answers every call."""

from __future__ import annotations

import json
import secrets
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from exchanges.sandbox.refusals import Refusal
from exchanges.sandbox.toobit.auth import Sent, identify
from exchanges.sandbox.toobit.endpoints import PATHS, Endpoint, find
from exchanges.sandbox.toobit.errors import ToobitError, answer, translate
from exchanges.sandbox.toobit.house import House
from exchanges.sandbox.toobit.leader_state import check_futures
from exchanges.sandbox.toobit.requests import Call

NOT_FOUND = "<html><body><h2>404 Not found</h2></body></html>"


class ToobitRest:
    """Answers `/api/v1`, `/api/v2` and `/quote/v1`.

    Args:
        house: What is asked about.
    """

    def __init__(self, house: House) -> None:
        self._house = house

    async def answer(self, request: Request) -> Response:
        """One request, one documented answer."""
        found = find(request.method, request.url.path)
        if found is None:
            known = request.url.path in PATHS
            return Response("" if known else NOT_FOUND, 405 if known else 404, media_type="text/html")
        endpoint, named = found
        sent, body = _read(request, (await request.body()).decode("utf-8", "replace"))
        headers: dict[str, str] = {"traceId": secrets.token_hex(16)}
        try:
            status, told = 200, self._act(endpoint, request.headers.get("x-bb-apikey", ""), sent, named, body, headers)
        except Refusal as refusal:
            refused = translate(refusal)
            status, told = refused.status, refused.body()
        except ToobitError as error:
            status, told = error.status, error.body()
            headers |= error.headers
        return answer(told, status, headers)

    def _act(
        self, endpoint: Endpoint, api_key: str, sent: Sent, named: dict[str, str], body: Any, headers: dict[str, str]
    ) -> object:
        house = self._house
        ip = house.venue.egress_ip
        if house.faults.find("ban"):
            house.budgets.check_ban(ip)
        if house.faults.use("limited", endpoint.path):
            house.budgets.refuse(ip)
        house.budgets.spend(ip, endpoint.weight)
        call = Call(house, dict(sent.params) | named, body)
        if endpoint.security != "none":
            headers |= house.budgets.headers(ip)
            call.signed_by = identify(house, api_key, endpoint.security, sent)
            if endpoint.is_of_futures:
                check_futures(call.account)
            if endpoint.is_order:
                house.budgets.count_orders(call.account.uid)
        told = endpoint.handler(call)
        if isinstance(told, list):
            told = house.faults.mutate(told, path=endpoint.path)
        elif isinstance(told, dict):
            told = house.faults.mutate([told], path=endpoint.path)[0]
        return {"code": 200, "msg": "success", "data": told} if endpoint.wrapped else told


def _read(request: Request, body: str) -> tuple[Sent, Any]:
    """The request with its parameters: query, form and the fields of a JSON object; of several the query's counts."""
    query = request.scope["query_string"].decode("latin-1")
    is_json = "json" in request.headers.get("content-type", "") or body.lstrip()[:1] in ("{", "[")
    decoded = _json(body) if is_json else None
    fields = decoded if isinstance(decoded, dict) else {}
    params = {name: _word(value) for name, value in fields.items() if not isinstance(value, list | dict)}
    if not is_json:
        params = dict(parse_qsl(body, keep_blank_values=True))
    params |= dict(parse_qsl(query, keep_blank_values=True))
    params.pop("signature", None)
    return Sent(request.method, query, body, is_json, params), decoded


def _json(body: str) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


def _word(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)

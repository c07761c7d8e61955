"""Small pieces of the control address: JSON in, JSON out, refusals as answers."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from exchanges.sandbox.refusals import Refusal, Worded

Body = dict[str, Any]
Path = dict[str, str]
Action = Callable[[Path, Body], Any]
Translate = Callable[[Refusal], Worded]
"""The engine's refusal in a venue's words."""


class ControlError(Exception):
    """What was asked cannot be done."""

    def __init__(self, text: str, status: int = 400) -> None:
        super().__init__(text)
        self.status = status


def plain(refusal: Refusal) -> Worded:
    """The refusal in no venue's words."""
    return Worded(refusal.reason.value, " ".join((refusal.reason.value.replace("_", " "), *refusal.values.values())))


def route(method: str, path: str, action: Action, translate: Translate = plain) -> Route:
    """A route that calls `action(path parameters, query and JSON body)` and answers what it returns."""

    async def endpoint(request: Request) -> Response:
        try:
            body = await _body(request)
            return JSONResponse(action(dict(request.path_params), body))
        except ControlError as error:
            return JSONResponse({"error": str(error)}, error.status)
        except Refusal as refusal:
            return _refused(translate(refusal))
        except Worded as error:
            return _refused(error)

    handler: Callable[[Request], Awaitable[Response]] = endpoint
    return Route(path, handler, methods=[method])


def decimal(body: Body, name: str, default: str = "") -> Decimal:
    """A number of the body, as text or as JSON number.

    Raises:
        ControlError: Missing, or not a number.
    """
    value = str(body.get(name, default))
    try:
        return Decimal(value)
    except InvalidOperation:
        raise ControlError(f"{name}: a number is needed, not {value!r}") from None


def text(body: Body, name: str, default: str = "") -> str:
    return str(body.get(name, default))


def texts(body: Body, name: str) -> list[str]:
    """A list of texts, or one text with commas or blanks.

    Raises:
        ControlError: Something else stands there.
    """
    value = body.get(name, [])
    if isinstance(value, str):
        return value.replace(",", " ").split()
    if not isinstance(value, list):
        raise ControlError(f"{name}: a list is needed")
    return [str(item) for item in value]


async def _body(request: Request) -> Body:
    raw = await request.body()
    query: Body = dict(request.query_params)
    if not raw:
        return query
    try:
        body = json.loads(raw)
    except ValueError:
        raise ControlError("the body is not JSON") from None
    if not isinstance(body, dict):
        raise ControlError("the body is not a JSON object")
    return query | body


def _refused(error: Worded) -> JSONResponse:
    return JSONResponse({"error": error.text, "code": error.code}, 400)

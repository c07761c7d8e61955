"""What can go wrong at a TRON provider, switched on by the control address.

Faults of the answer (any path): forbidden, throttled, unavailable, html, garbage, error_200, empty, slow.
Faults of the index: lost_row, repeated_row, lost_fingerprint, fake_row, approval_row, lag.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

ANSWER_FAULTS = ("forbidden", "throttled", "unavailable", "html", "garbage", "error_200", "empty", "slow")
INDEX_FAULTS = ("lost_row", "repeated_row", "lost_fingerprint", "fake_row", "approval_row", "lag")


@dataclass(slots=True)
class Fault:
    name: str
    path: str = ""
    """Only for requests whose path holds this text."""
    times: int | None = None
    """How often it strikes; until it is cleared when None."""
    skip: int = 0
    """How many requests it lets pass first."""
    delay_ms: int = 0
    """Of `slow` and `lag`."""
    tx_id: str = ""
    """Of `lost_row`: one transaction; all rows when empty."""


@dataclass(slots=True)
class Faults:
    active: list[Fault] = field(default_factory=list)

    def strike(self, names: tuple[str, ...], path: str = "") -> Fault | None:
        """The first active fault of these names for this path; one of its times is used up."""
        for fault in self.active:
            if fault.name in names and fault.path in path and fault.times != 0:
                if fault.skip > 0:
                    fault.skip -= 1
                    continue
                if fault.times is not None:
                    fault.times -= 1
                return fault
        return None

    def standing(self, name: str) -> list[Fault]:
        """Active faults of one name; nothing is used up."""
        return [fault for fault in self.active if fault.name == name and fault.times != 0]


class FaultyAnswers:
    """Middleware that answers in the place of the node while a fault strikes."""

    def __init__(self, app: ASGIApp, faults: Faults) -> None:
        self._app = app
        self._faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        fault = self._faults.strike(ANSWER_FAULTS, scope["path"]) if scope["type"] == "http" else None
        if fault is not None and fault.name == "slow":
            await asyncio.sleep(fault.delay_ms / 1000)
            fault = None
        answer = _answer(fault) if fault else self._app
        await answer(scope, receive, send)


def _answer(fault: Fault) -> Response:
    if fault.name == "forbidden":
        words = "request rate exceeded the allowed_rps(3), and the query server is suspended for 30s"
        return JSONResponse({"Success": False, "Error": words, "StatusCode": 403}, 403)
    if fault.name == "throttled":
        return JSONResponse({"Error": "Too many requests"}, 429, headers={"Retry-After": "7"})
    if fault.name == "unavailable":
        return JSONResponse({"Error": "Service temporarily unavailable"}, 503)
    if fault.name == "html":
        return HTMLResponse("<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>", 502)
    if fault.name == "garbage":
        return PlainTextResponse('{"success":true,"data":[{"transac')
    if fault.name == "error_200":
        return JSONResponse({"Error": "class java.lang.Exception : lack of computing resources"})
    return JSONResponse({})

"""The simulated OKX as one ASGI application: REST, three WebSocket addresses, and the faults in front of both."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from exchanges.sandbox.faults import Fault, Faults
from exchanges.sandbox.net import Net
from exchanges.sandbox.okx.channels import Url
from exchanges.sandbox.okx.errors import CODES, OkxError
from exchanges.sandbox.okx.hub import Hub
from exchanges.sandbox.okx.limits import SlidingWindow
from exchanges.sandbox.okx.pushes import Pushes
from exchanges.sandbox.okx.rest import OkxRest, respond
from exchanges.sandbox.okx.session import Session
from exchanges.sandbox.venue import Venue

URLS: dict[str, Url] = {
    "/ws/v5/public": "public",
    "/ws/v5/private": "private",
    "/ws/v5/business": "business",
}
HTML = "<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n<center><h1>{0}</h1></center>\r\n</body>\r\n</html>\r\n"
LOGGED = 5_000
_log = logging.getLogger(__name__)


class OkxApp:
    """Serves one venue.

    Args:
        venue: The simulated OKX.
        net: Connections, to break them.
    """

    def __init__(self, venue: Venue, net: Net) -> None:
        self.venue = venue
        self.net = net
        self.faults = Faults()
        self.rest = OkxRest(venue, self.faults)
        self.hub = Hub(venue, self.rest, self.faults)
        self.pushes = Pushes(self.hub)
        self.demo_ports: set[int] = set()
        self.connects_per_s = 3
        self.requests: deque[dict[str, object]] = deque(maxlen=LOGGED)
        """What was asked over REST, newest last; for tests and drills."""
        self._connects = SlidingWindow(venue.clock.true_ms)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        elif scope["type"] == "http":
            response = await self._http(Request(scope, receive))
            if response is not None:
                await response(scope, receive, send)

    async def _http(self, request: Request) -> Response | None:
        """The answer; None when the connection breaks instead."""
        path, started = request.url.path, time.monotonic()
        if self.faults.use("lost_request", path):
            self._break(request)
            return None
        slow = self.faults.use("slow", path)
        if slow is not None:
            await asyncio.sleep(slow.number("ms", 2_000) / 1_000)
        fault = self.faults.use("http", path)
        response = _faulty(fault) if fault is not None else await self._answer(request)
        self._note(request, response, started)
        if self.faults.use("lost_answer", path):
            self._break(request)
            return None
        return response

    async def _answer(self, request: Request) -> Response:
        if self.faults.find("maintenance") and request.url.path != "/api/v5/system/status":
            refused = OkxError("50001")
            return respond(refused.body(), refused.status)
        try:
            return await self.rest.answer(request)
        except Exception:  # noqa: BLE001 - a mistake of the simulation looks like the venue's, and is logged
            _log.exception("the simulated OKX failed on %s %s", request.method, request.url.path)
            refused = OkxError("50026")
            return respond(refused.body(), refused.status)

    def _break(self, request: Request) -> None:
        wire = self.net.find(request.scope.get("client"))
        if wire is not None:
            wire.reset()

    def _note(self, request: Request, response: Response, started: float) -> None:
        self.requests.append(
            {
                "at_ms": self.venue.clock.true_ms(),
                "method": request.method,
                "path": request.url.path,
                "query": request.url.query,
                "status": response.status_code,
                "key_end": request.headers.get("ok-access-key", "")[-4:],
                "ms": round((time.monotonic() - started) * 1_000, 3),
            }
        )

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        socket = WebSocket(scope, receive, send)
        url = URLS.get(scope["path"])
        refused = self.faults.use("refuse_connect")
        if url is None:
            await socket.send_denial_response(Response("Not Found", 404))
        elif refused is not None:
            await socket.send_denial_response(_faulty(refused))
        elif not self._connects.take(f"{self.venue.egress_ip}|{scope['server'][1]}", self.connects_per_s, 1_000):
            await socket.send_denial_response(Response("Too Many Requests", 429))
        else:
            await socket.accept()
            await self._serve(socket, url)

    async def _serve(self, socket: WebSocket, url: Url) -> None:
        demo = socket.scope["server"][1] in self.demo_ports or "brokerId=9999" in socket.url.query
        wire = self.net.find(socket.scope.get("client"))
        session = Session(self.hub, socket, url, "demo" if demo else "live", wire)
        self.hub.sessions.add(session)
        try:
            await session.run()
        except Exception:
            _log.exception("the simulated OKX failed on a socket")
            raise
        finally:
            self.hub.sessions.discard(session)

    def sockets(self, fields: dict[str, Any]) -> list[Session]:
        """The open WebSockets a fault means."""
        url, account = str(fields.get("socket", "all")), fields.get("account")
        return [
            session
            for session in self.hub.sessions
            if url in ("all", session.url)
            and (not account or (session.caller is not None and session.caller.account.name == account))
        ]


def _faulty(fault: Fault) -> Response:
    """The answer an `http` or `refuse_connect` fault asks for."""
    status = fault.number("status", 503)
    body = fault.text("body", "code")
    headers = {"Retry-After": fault.text("retry_after")} if fault.text("retry_after") else {}
    if body == "html":
        title = {502: "502 Bad Gateway", 503: "503 Service Temporarily Unavailable"}.get(status, str(status))
        return Response(HTML.format(title), status, headers, media_type="text/html")
    if body == "empty":
        return Response(b"", status, headers)
    if body == "garbage":
        return Response(b'{"code":"0","data":[{"\xff\xfe', status, headers, media_type="application/json")
    code = fault.text("code", {429: "50011", 500: "50026", 503: "50001"}.get(status, "50013"))
    known = CODES[code].text if code in CODES else ""
    text = fault.text("msg", known if known and "{" not in known else "Simulated fault")
    answer = respond({"code": code, "data": [], "msg": text}, status)
    answer.headers.update(headers)
    return answer

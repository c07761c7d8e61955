"""The network side every simulated venue shares: faults in front of REST, WebSocket handshakes, what was asked."""

from __future__ import annotations

import asyncio
import logging
import time
from abc import ABC, abstractmethod
from collections import deque
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from exchanges.sandbox.faults import Fault, Faults
from exchanges.sandbox.limits import SlidingWindow
from exchanges.sandbox.line import Line
from exchanges.sandbox.net import Net, Wire
from exchanges.sandbox.venue import Venue

HTML = "<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n<center><h1>{0}</h1></center>\r\n</body>\r\n</html>\r\n"
_TITLES = {502: "502 Bad Gateway", 503: "503 Service Temporarily Unavailable"}
LOGGED = 5_000
_log = logging.getLogger(__name__)


class Front(ABC):
    """One venue as an ASGI application.

    Args:
        venue: Accounts and engine.
        net: Connections, to break them.
        key_header: Request header that carries the API key, for the log of requests.
    """

    def __init__(self, venue: Venue, net: Net, *, key_header: str) -> None:
        self.venue = venue
        self.net = net
        self.faults = Faults()
        self.lines: set[Line] = set()
        """Open WebSockets."""
        self.connects_per_s = 100
        """New WebSockets a second from one address on one port."""
        self.requests: deque[dict[str, object]] = deque(maxlen=LOGGED)
        """What was asked over REST, newest last; for tests and drills."""
        self._key_header = key_header
        self._connects = SlidingWindow(venue.clock.true_ms)

    @abstractmethod
    async def answer(self, request: Request) -> Response:
        """The venue's own answer to a REST call."""

    @abstractmethod
    def crash(self) -> Response:
        """What the venue answers when it fails inside."""

    @abstractmethod
    def maintained(self, request: Request) -> Response | None:
        """The refusal under announced maintenance; None for calls that work all the same."""

    @abstractmethod
    def simulated(self, fault: Fault, status: int) -> Response:
        """The venue's own JSON for an `http` fault; the fault may name `code` and `msg`."""

    @abstractmethod
    def line(self, socket: WebSocket, wire: Wire | None) -> Line | Response:
        """The session for a handshake, not accepted yet; or the refusal of the handshake."""

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
        if self.faults.use("lost_request", path, method=request.method):
            self._break(request)
            return None
        slow = self.faults.use("slow", path, method=request.method)
        if slow is not None:
            await asyncio.sleep(slow.number("ms", 2_000) / 1_000)
        fault = self.faults.use("http", path, method=request.method)
        response = self._faulty(fault) if fault is not None else await self._answer(request)
        self._note(request, response, started)
        if self.faults.use("lost_answer", path, method=request.method):
            self._break(request)
            return None
        return response

    async def _answer(self, request: Request) -> Response:
        refused = self.maintained(request) if self.faults.find("maintenance") else None
        if refused is not None:
            return refused
        try:
            return await self.answer(request)
        except Exception:  # noqa: BLE001 - a mistake of the simulation looks like the venue's, and is logged
            _log.exception("the simulated venue failed on %s %s", request.method, request.url.path)
            return self.crash()

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
                "key_end": request.headers.get(self._key_header, "")[-4:],
                "ms": round((time.monotonic() - started) * 1_000, 3),
            }
        )

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        socket = WebSocket(scope, receive, send)
        opened = self._open(socket)
        if isinstance(opened, Response):
            await socket.send_denial_response(opened)
            return
        await socket.accept()
        self.lines.add(opened)
        try:
            await opened.run()
        except Exception:
            _log.exception("the simulated venue failed on a socket")
            raise
        finally:
            self.lines.discard(opened)

    def _open(self, socket: WebSocket) -> Line | Response:
        refused = self.faults.use("refuse_connect")
        if refused is not None:
            return self._faulty(refused)
        origin = f"{self.venue.egress_ip}|{socket.scope['server'][1]}"
        opened = self.line(socket, self.net.find(socket.scope.get("client")))
        if isinstance(opened, Response) or self._connects.take(origin, self.connects_per_s, 1_000):
            return opened
        return Response("Too Many Requests", 429)

    def sockets(self, fields: dict[str, Any]) -> list[Line]:
        """The open WebSockets a fault means."""
        kind, account = str(fields.get("socket", "all")), fields.get("account")
        return [
            line for line in self.lines if kind in ("all", line.kind) and (not account or line.account_name == account)
        ]

    def _faulty(self, fault: Fault) -> Response:
        """The answer an `http` or `refuse_connect` fault asks for."""
        status = fault.number("status", 503)
        body = fault.text("body", "code")
        headers = {"Retry-After": fault.text("retry_after")} if fault.text("retry_after") else {}
        if body == "html":
            return Response(HTML.format(_TITLES.get(status, str(status))), status, headers, media_type="text/html")
        if body == "empty":
            return Response(b"", status, headers)
        if body == "garbage":
            return Response(b'{"code":"0","data":[{"\xff\xfe', status, headers, media_type="application/json")
        answer = self.simulated(fault, status)
        answer.headers.update(headers)
        return answer

"""The simulated BitMart as one ASGI application: REST and the WebSocket addresses of both generations."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket

from exchanges.sandbox.bitmart.channels import ADDRESSES
from exchanges.sandbox.bitmart.errors import CODES, BitmartError
from exchanges.sandbox.bitmart.hub import Hub
from exchanges.sandbox.bitmart.pushes import Pushes
from exchanges.sandbox.bitmart.rest import BitmartRest
from exchanges.sandbox.bitmart.session import Session
from exchanges.sandbox.faults import Fault
from exchanges.sandbox.front import Front
from exchanges.sandbox.line import Line
from exchanges.sandbox.net import Net, Wire
from exchanges.sandbox.venue import Venue

OPEN_CONNECTIONS = 500
_BY_STATUS = {401: "30005", 403: "30012", 404: "30000", 418: "30017", 429: "30013", 503: "30014"}


class BitmartApp(Front):
    """Serves one venue.

    Args:
        venue: The simulated BitMart.
        net: Connections, to break them.
    """

    def __init__(self, venue: Venue, net: Net) -> None:
        super().__init__(venue, net, key_header="x-bm-key")
        self.rest = BitmartRest(venue, self.faults)
        self.hub = Hub(venue, self.faults, self.rest.prints)
        self.pushes = Pushes(self.hub)

    async def answer(self, request: Request) -> Response:
        return await self.rest.answer(request)

    def crash(self) -> Response:
        return self.rest.respond("40012", CODES["40012"].text, 500)

    def maintained(self, request: Request) -> Response | None:
        return None if request.url.path.startswith("/system/") else self.rest.refuse(BitmartError("30016"))

    def simulated(self, fault: Fault, status: int) -> Response:
        code = fault.text("code", _BY_STATUS.get(status, "40012"))
        known = CODES[code].text if code in CODES else ""
        return self.rest.respond(code, fault.text("msg", known), status)

    def line(self, socket: WebSocket, wire: Wire | None) -> Line | Response:
        kind, host = ADDRESSES.get(socket.scope["path"]), self.rest.hosts.get(socket.scope["server"][1], "live")
        if kind is None or (host == "spot" and not self.rest.serves_v1):
            return Response("Not Found", 404)
        if len(self.lines) >= OPEN_CONNECTIONS:
            return Response("Too Many Requests", 429)
        environment = "demo" if host == "demo" else "live"
        return Session(self.hub, socket, kind, "v1" if host == "spot" else "v2", environment, wire)

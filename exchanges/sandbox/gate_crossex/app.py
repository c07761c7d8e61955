"""The simulated CrossEx as one ASGI application: REST and both WebSocket addresses."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket

from exchanges.sandbox.faults import Fault
from exchanges.sandbox.front import Front
from exchanges.sandbox.gate_crossex.errors import LABELS, CrossexError
from exchanges.sandbox.gate_crossex.hub import Hub
from exchanges.sandbox.gate_crossex.interest import Interest
from exchanges.sandbox.gate_crossex.pools import Pools
from exchanges.sandbox.gate_crossex.pushes import Pushes
from exchanges.sandbox.gate_crossex.requests import Manners
from exchanges.sandbox.gate_crossex.rest import CrossexRest, respond
from exchanges.sandbox.gate_crossex.session import Session
from exchanges.sandbox.gate_crossex.words import NEW
from exchanges.sandbox.line import Line
from exchanges.sandbox.net import Net, Wire
from exchanges.sandbox.venue import Venue

ADDRESSES = {"/ws/crossex": "private", "/ws/crossex/public": "public"}
_BY_STATUS = {429: "TOO_MANY_REQUESTS", 500: "SERVER_ERROR", 503: "TOO_BUSY"}


class CrossexApp(Front):
    """Serves one venue.

    Args:
        venue: The simulated CrossEx.
        net: Connections, to break them.
    """

    def __init__(self, venue: Venue, net: Net) -> None:
        super().__init__(venue, net, key_header="key")
        self.manners = Manners(NEW)
        self.pools = Pools(venue)
        self.interest = Interest(venue)
        self.rest = CrossexRest(venue, self.pools, self.manners, self.faults)
        self.hub = Hub(venue, self.rest, self.faults)
        self.pushes = Pushes(self.hub)

    async def answer(self, request: Request) -> Response:
        return await self.rest.answer(request)

    def crash(self) -> Response:
        return self.rest.refuse(CrossexError("SERVER_ERROR"))

    def maintained(self, request: Request) -> Response | None:
        if request.url.path == "/api/v4/spot/time":
            return None
        return self.rest.refuse(CrossexError("TOO_BUSY"))

    def simulated(self, fault: Fault, status: int) -> Response:
        label = fault.text("code", _BY_STATUS.get(status, "SERVER_ERROR"))
        return respond({"label": label, "message": fault.text("msg", LABELS.get(label, ""))}, status)

    def line(self, socket: WebSocket, wire: Wire | None) -> Line | Response:
        kind = ADDRESSES.get(socket.scope["path"])
        if kind is None:
            return Response("Not Found", 404)
        return Session(self.hub, socket, kind, wire)

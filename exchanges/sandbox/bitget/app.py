"""The simulated Bitget as one ASGI application: REST and the WebSocket addresses of both generations."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket

from exchanges.sandbox.bitget.channels import ADDRESSES
from exchanges.sandbox.bitget.errors import CODES, BitgetError
from exchanges.sandbox.bitget.hub import Hub
from exchanges.sandbox.bitget.pushes import Pushes
from exchanges.sandbox.bitget.rest import BitgetRest
from exchanges.sandbox.bitget.session import Session
from exchanges.sandbox.bitget.venue import BitgetVenue
from exchanges.sandbox.faults import Fault
from exchanges.sandbox.front import Front
from exchanges.sandbox.limits import SlidingWindow
from exchanges.sandbox.line import Line
from exchanges.sandbox.net import Net, Wire

CONNECTS = 300
CONNECTS_WINDOW_MS = 300_000
OPEN_CONNECTIONS = 100
_BY_STATUS = {429: "429", 500: "40015", 503: "40200", 504: "40010"}


class BitgetApp(Front):
    """Serves one venue.

    Args:
        venue: The simulated Bitget.
        net: Connections, to break them.
    """

    def __init__(self, venue: BitgetVenue, net: Net) -> None:
        super().__init__(venue, net, key_header="access-key")
        self.rest = BitgetRest(venue, self.faults)
        self.hub = Hub(venue, self.rest, self.faults)
        self.pushes = Pushes(self.hub)
        self.demo_ports: set[int] = set()
        self._attempts = SlidingWindow(venue.clock.true_ms)

    async def answer(self, request: Request) -> Response:
        return await self.rest.answer(request)

    def crash(self) -> Response:
        return self.rest.respond("40015", CODES["40015"].text, 500)

    def maintained(self, request: Request) -> Response | None:
        return self.rest.refuse(BitgetError("40200"), request)

    def simulated(self, fault: Fault, status: int) -> Response:
        code = fault.text("code", _BY_STATUS.get(status, "40725"))
        known = CODES[code].text if code in CODES else ""
        return self.rest.respond(code, fault.text("msg", known.format_map(_Blank())), status)

    def line(self, socket: WebSocket, wire: Wire | None) -> Line | Response:
        address = ADDRESSES.get(socket.scope["path"])
        if address is None:
            return Response("Not Found", 404)
        ip = self.venue.egress_ip
        if self.rest.limited and (
            len(self.lines) >= OPEN_CONNECTIONS or not self._attempts.take(ip, CONNECTS, CONNECTS_WINDOW_MS)
        ):
            return Response("Too Many Requests", 429)
        demo = socket.scope["server"][1] in self.demo_ports
        return Session(self.hub, socket, address, "demo" if demo else "live", wire)


class _Blank(dict[str, str]):
    """Leaves out what a text names and a fault does not say."""

    def __missing__(self, name: str) -> str:
        return ""

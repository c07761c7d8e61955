"""The simulated OKX as one ASGI application: REST and three WebSocket addresses."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket

from exchanges.sandbox.faults import Fault
from exchanges.sandbox.front import Front
from exchanges.sandbox.line import Line
from exchanges.sandbox.net import Net, Wire
from exchanges.sandbox.okx.channels import Url
from exchanges.sandbox.okx.errors import CODES, OkxError
from exchanges.sandbox.okx.hub import Hub
from exchanges.sandbox.okx.pushes import Pushes
from exchanges.sandbox.okx.rest import OkxRest, respond
from exchanges.sandbox.okx.session import Session
from exchanges.sandbox.venue import Venue

URLS: dict[str, Url] = {
    "/ws/v5/public": "public",
    "/ws/v5/private": "private",
    "/ws/v5/business": "business",
}
CONNECTS_PER_S = 3


class OkxApp(Front):
    """Serves one venue.

    Args:
        venue: The simulated OKX.
        net: Connections, to break them.
    """

    def __init__(self, venue: Venue, net: Net) -> None:
        super().__init__(venue, net, key_header="ok-access-key")
        self.rest = OkxRest(venue, self.faults)
        self.hub = Hub(venue, self.rest, self.faults)
        self.pushes = Pushes(self.hub)
        self.demo_ports: set[int] = set()
        self.connects_per_s = CONNECTS_PER_S

    async def answer(self, request: Request) -> Response:
        return await self.rest.answer(request)

    def crash(self) -> Response:
        refused = OkxError("50026")
        return respond(refused.body(), refused.status)

    def maintained(self, request: Request) -> Response | None:
        if request.url.path == "/api/v5/system/status":
            return None
        refused = OkxError("50001")
        return respond(refused.body(), refused.status)

    def simulated(self, fault: Fault, status: int) -> Response:
        code = fault.text("code", {429: "50011", 500: "50026", 503: "50001"}.get(status, "50013"))
        known = CODES[code].text if code in CODES else ""
        text = fault.text("msg", known if known and "{" not in known else "Simulated fault")
        return respond({"code": code, "data": [], "msg": text}, status)

    def line(self, socket: WebSocket, wire: Wire | None) -> Line | Response:
        url = URLS.get(socket.scope["path"])
        if url is None:
            return Response("Not Found", 404)
        demo = socket.scope["server"][1] in self.demo_ports or "brokerId=9999" in socket.url.query
        return Session(self.hub, socket, url, "demo" if demo else "live", wire)

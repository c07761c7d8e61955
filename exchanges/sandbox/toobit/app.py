"""The simulated Toobit as one ASGI application: REST and streams on one port."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket

from exchanges.sandbox.faults import Fault
from exchanges.sandbox.front import Front
from exchanges.sandbox.line import Line
from exchanges.sandbox.net import Net, Wire
from exchanges.sandbox.state import Account
from exchanges.sandbox.toobit.errors import CODES, ToobitError, answer
from exchanges.sandbox.toobit.house import House
from exchanges.sandbox.toobit.listen_keys import ListenKeys
from exchanges.sandbox.toobit.pushes import Pushes
from exchanges.sandbox.toobit.rest import ToobitRest
from exchanges.sandbox.toobit.session import Session
from exchanges.sandbox.toobit.text import Row
from exchanges.sandbox.toobit.weights import Budgets
from exchanges.sandbox.venue import Venue

USER_STREAM, MARKET_STREAM = "/api/v1/ws/", "/quote/ws/v1"


class ToobitApp(Front):
    """Serves one venue.

    Args:
        venue: The simulated Toobit.
        net: Connections, to break them.
    """

    def __init__(self, venue: Venue, net: Net) -> None:
        super().__init__(venue, net, key_header="x-bb-apikey")
        self.listen_keys = ListenKeys(venue.clock, self._key_ended, self._key_ends_soon)
        self.house = House(venue, self.faults, Budgets(venue.clock.true_ms), self.listen_keys, self._send)
        self.pushes = Pushes(self.house)
        self.rest = ToobitRest(self.house)

    async def answer(self, request: Request) -> Response:
        return await self.rest.answer(request)

    def crash(self) -> Response:
        return ToobitError(-1001).response()

    def maintained(self, request: Request) -> Response | None:
        return None if request.url.path.endswith(("/ping", "/time")) else ToobitError(-1016).response()

    def simulated(self, fault: Fault, status: int) -> Response:
        number = fault.number("code", {429: -1003, 503: -1016}.get(status, -1000))
        known = CODES.get(number, "")
        text = fault.text("msg", known if known and "{" not in known else "Simulated fault")
        return answer({"code": number, "msg": text}, status)

    def line(self, socket: WebSocket, wire: Wire | None) -> Line | Response:
        path = socket.scope["path"]
        if path == MARKET_STREAM:
            return Session(self.house, socket, wire)
        key = path.removeprefix(USER_STREAM)
        if path.startswith(USER_STREAM) and self.listen_keys.owner(key):
            return Session(self.house, socket, wire, key)
        return Response("Bad Request" if path.startswith(USER_STREAM) else "Not Found", 400)

    @property
    def sessions(self) -> list[Session]:
        return [line for line in self.lines if isinstance(line, Session)]

    def _send(self, account: Account, event: Row) -> None:
        key = self.listen_keys.of(account)
        if key:
            for session in self.sessions:
                if session.key == key:
                    session.tell(event)

    def _key_ended(self, key: str) -> None:
        for session in self.sessions:
            if session.key == key:
                session.close(1000, "")

    def _key_ends_soon(self, key: str) -> None:
        event: Row = {"eventTime": self.venue.clock(), "eventType": "listenKeyWillExpire", "listenKey": key}
        for session in self.sessions:
            if session.key == key:
                session.tell(event)

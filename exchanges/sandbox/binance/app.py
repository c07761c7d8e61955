"""The simulated Binance as one ASGI application on several ports: futures, SAPI and streams, live and demo."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote

from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket

from exchanges.sandbox.binance.api_session import HANDSHAKE_WEIGHT, ApiSession
from exchanges.sandbox.binance.errors import CODES, BinanceError, answer
from exchanges.sandbox.binance.house import Event, House
from exchanges.sandbox.binance.listen_keys import ListenKeys
from exchanges.sandbox.binance.pushes import Pushes
from exchanges.sandbox.binance.requests import Environment
from exchanges.sandbox.binance.rest import FUTURES_WEIGHT, BinanceRest
from exchanges.sandbox.binance.session import Route, Session
from exchanges.sandbox.binance.weights import Budgets
from exchanges.sandbox.faults import Fault
from exchanges.sandbox.front import Front
from exchanges.sandbox.line import Line
from exchanges.sandbox.net import Net, Wire
from exchanges.sandbox.state import Account
from exchanges.sandbox.venue import Venue

_PATH = re.compile(r"^(?:/(public|market|private))?/(ws|stream)(?:/(.*))?$")
_ROUTES: dict[str, Route] = {"public": "public", "market": "market", "private": "private", "": "legacy"}


class BinanceApp(Front):
    """Serves one venue.

    Args:
        venue: The simulated Binance.
        net: Connections, to break them.
    """

    def __init__(self, venue: Venue, net: Net) -> None:
        super().__init__(venue, net, key_header="x-mbx-apikey")
        self.sapi_ports: set[int] = set()
        self.demo_ports: set[int] = set()
        self.listen_keys = ListenKeys(venue.clock, self._key_expired)
        self.house = House(venue, self.faults, Budgets(venue.clock.true_ms), self.listen_keys, self._send)
        self.pushes = Pushes(self.house, self._show)
        self.rest = BinanceRest(self.house)

    async def answer(self, request: Request) -> Response:
        port = request.scope["server"][1]
        return await self.rest.answer(request, self._environment(port), futures=port not in self.sapi_ports)

    def crash(self) -> Response:
        return BinanceError(-1001).response()

    def maintained(self, request: Request) -> Response | None:
        return (
            None if request.url.path.endswith(("/ping", "/time", "/system/status")) else BinanceError(-1016).response()
        )

    def simulated(self, fault: Fault, status: int) -> Response:
        number = fault.number("code", {429: -1003, 500: -1000, 503: -1001}.get(status, -1000))
        known = CODES[number][1] if number in CODES else ""
        text = fault.text("msg", known if known and "{" not in known else "Simulated fault")
        return answer({"code": number, "msg": text}, status)

    def line(self, socket: WebSocket, wire: Wire | None) -> Line | Response:
        found = _PATH.match(socket.scope["path"])
        port = socket.scope["server"][1]
        if socket.scope["path"] == "/ws-fapi/v1" and port not in self.sapi_ports:
            return self._api_line(socket, wire, port)
        if found is None or port in self.sapi_ports:
            return Response("Not Found", 404)
        route, wrapped = _ROUTES[found[1] or ""], found[2] == "stream"
        session = Session(self.house, socket, wire, route, wrapped=wrapped, environment=self._environment(port))
        query = parse_qs(socket.url.query)
        events = frozenset("/".join(query.get("events", [])).split("/")) - {""}
        for key in query.get("listenKey", []):
            session.listen(key, events)
        named = "/".join(query.get("streams", [])) if wrapped else unquote(found[3] or "")
        for name in named.split("/"):
            if name:
                session.add(name)
        return session

    def _api_line(self, socket: WebSocket, wire: Wire | None, port: int) -> Line | Response:
        """The WebSocket API; the handshake itself weighs something."""
        try:
            self.house.budgets.spend("futures", self.venue.egress_ip, HANDSHAKE_WEIGHT, FUTURES_WEIGHT)
        except BinanceError as error:
            return answer(error.body(), error.status, error.headers)
        return ApiSession(self.house, self.rest, socket, wire, self._environment(port))

    def _environment(self, port: int) -> Environment:
        return "demo" if port in self.demo_ports else "live"

    @property
    def sessions(self) -> list[Session]:
        return [line for line in self.lines if isinstance(line, Session)]

    def _send(self, account: Account, event: Event) -> None:
        key = self.listen_keys.of(account)
        if key:
            for session in self.sessions:
                session.tell(key, event)

    def _key_expired(self, _: str, key: str) -> None:
        for session in self.sessions:
            session.tell(key, {"e": "listenKeyExpired", "E": self.venue.clock(), "listenKey": key})

    def _show(self, kind: str, symbol: str, data: object) -> None:
        for session in self.sessions:
            session.show(kind, symbol, data)

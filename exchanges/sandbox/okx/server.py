"""OKX inside the sandbox."""

from __future__ import annotations

from typing import Any

from starlette.routing import BaseRoute

from exchanges.sandbox.faults import Fault
from exchanges.sandbox.line import Line
from exchanges.sandbox.okx.app import OkxApp
from exchanges.sandbox.okx.console import Console
from exchanges.sandbox.okx.errors import translate
from exchanges.sandbox.okx.fate import Fate
from exchanges.sandbox.okx.seeds import open_venue
from exchanges.sandbox.okx.session import Session
from exchanges.sandbox.refusals import Refusal, Worded
from exchanges.sandbox.served import Hosts, Place, VenueServer
from exchanges.sandbox.serving import Ports

NOTICE = "The connection will soon be closed for a service upgrade. Please reconnect."


class OkxServer(VenueServer):
    """Lives on the common market itself: its swaps are the market's, its clock is the market's."""

    name = "okx"

    def __init__(self, place: Place) -> None:
        self.app = OkxApp(open_venue(place.market, place.clock, place.seed, bot=place.bot), place.net)
        super().__init__(place, self.app)

    def open(self, ports: Ports) -> None:
        super().open(ports)
        self.app.demo_ports.add(self.ports["demo"])

    def hosts(self) -> Hosts:
        """REST tells the environments apart by a header, WebSockets by their address."""
        return {environment: _addresses(port) for environment, port in self.ports.items()}

    def routes(self) -> list[BaseRoute]:
        """OKX's site and truth speak OKX's words."""
        site, fate = Console(self.venue, self.place.save), Fate(self.app, self.hosts, self.place.seed)
        return [*site.routes(), *fate.routes()]

    def translate(self, refusal: Refusal) -> Worded:
        return translate(refusal)

    def notice(self, line: Line) -> None:
        if isinstance(line, Session):
            line.say({"event": "notice", "code": "64008", "msg": NOTICE})

    def announce(self, fault: Fault) -> None:
        now = self.venue.clock()
        self.venue.notices[:] = [_notice(fault.number("begin_ms", now), fault.number("end_ms", now + 1_800_000))]

    def stop(self) -> None:
        self.app.pushes.stop()


def _addresses(port: int) -> dict[str, str]:
    return {
        "rest": f"http://127.0.0.1:{port}",
        "ws_public": f"ws://127.0.0.1:{port}/ws/v5/public",
        "ws_private": f"ws://127.0.0.1:{port}/ws/v5/private",
        "ws_business": f"ws://127.0.0.1:{port}/ws/v5/business",
    }


def _notice(begin_ms: int, end_ms: int) -> dict[str, Any]:
    return {
        "title": "Simulated maintenance",
        "state": "ongoing",
        "begin": str(begin_ms),
        "end": str(end_ms),
        "preOpenBegin": "",
        "href": "",
        "serviceType": "5",
        "system": "unified",
        "scheDesc": "",
        "maintType": "1",
        "env": "1",
    }

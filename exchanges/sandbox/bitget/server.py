"""Bitget inside the sandbox."""

from __future__ import annotations

from typing import Any

from starlette.routing import BaseRoute

from exchanges.sandbox.bitget.app import BitgetApp
from exchanges.sandbox.bitget.contracts import CONTRACTS
from exchanges.sandbox.bitget.errors import translate
from exchanges.sandbox.bitget.margin_control import MarginControl
from exchanges.sandbox.bitget.seeds import open_venue
from exchanges.sandbox.bitget.session import Session
from exchanges.sandbox.clock import Clock
from exchanges.sandbox.faults import Fault
from exchanges.sandbox.listing import Listing
from exchanges.sandbox.refusals import Refusal, Worded
from exchanges.sandbox.served import Hosts, Place, VenueServer
from exchanges.sandbox.serving import Ports


class BitgetServer(VenueServer):
    """REST tells the environments apart by the `paptrading` header, WebSockets by their address.

    Settings: `limited` (whether limits are enforced), `idle_s` (how long a connection lives without a ping).
    """

    name = "bitget"

    def __init__(self, place: Place) -> None:
        clock = Clock(place.now_ms)
        listing = Listing(place.market, place.seed, clock, CONTRACTS)
        self.site = open_venue(listing, clock, place.seed, bot=place.bot)
        self.app = BitgetApp(self.site, place.net)
        super().__init__(place, self.app)

    def open(self, ports: Ports) -> None:
        super().open(ports)
        self.app.demo_ports.add(self.ports["demo"])

    def hosts(self) -> Hosts:
        return {environment: _addresses(port) for environment, port in self.ports.items()}

    def more_routes(self) -> list[BaseRoute]:
        return MarginControl(self.site).routes(self.translate)

    def due(self) -> None:
        super().due()
        self.site.margin.due()

    def extra_state(self) -> dict[str, Any]:
        return {"margin": self.site.margin.dump()}

    def restore(self, extra: dict[str, Any]) -> None:
        self.site.margin.load(extra.get("margin", {}))

    def translate(self, refusal: Refusal) -> Worded:
        return translate(refusal)

    def apply(self, fault: Fault) -> int:
        """A connection ends once a day without being announced."""
        if fault.kind != "retire":
            return 0
        ended = [line for line in self.app.sockets(fault.fields) if isinstance(line, Session)]
        for line in ended:
            line.close(1000, "")
        return len(ended)

    def settings(self, wanted: dict[str, Any]) -> dict[str, Any]:
        rest, hub = self.app.rest, self.app.hub
        rest.limited = bool(wanted.get("limited", rest.limited))
        if "idle_s" in wanted:
            hub.idle_s = float(wanted["idle_s"])
            for session in hub.sessions:
                session.watch_pings()
        return {"limited": rest.limited, "idle_s": hub.idle_s}

    def stop(self) -> None:
        self.app.pushes.stop()


def _addresses(port: int) -> dict[str, str]:
    host = f"127.0.0.1:{port}"
    return {
        "rest": f"http://{host}",
        "ws_public": f"ws://{host}/v2/ws/public",
        "ws_private": f"ws://{host}/v2/ws/private",
        "ws_public_v3": f"ws://{host}/v3/ws/public",
        "ws_private_v3": f"ws://{host}/v3/ws/private",
        "ws_v1": f"ws://{host}/spot/v1/stream",
    }

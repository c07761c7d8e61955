"""Gate CrossEx inside the sandbox."""

from __future__ import annotations

from typing import Any

from exchanges.sandbox.clock import Clock
from exchanges.sandbox.faults import Fault
from exchanges.sandbox.gate_crossex.app import CrossexApp
from exchanges.sandbox.gate_crossex.contracts import CONTRACTS
from exchanges.sandbox.gate_crossex.errors import translate
from exchanges.sandbox.gate_crossex.seeds import open_venue
from exchanges.sandbox.gate_crossex.session import Session
from exchanges.sandbox.listing import Listing
from exchanges.sandbox.refusals import Refusal, Worded
from exchanges.sandbox.served import Hosts, Place, VenueServer
from exchanges.sandbox.serving import Ports


class CrossexServer(VenueServer):
    """One address for everything; there is no demo trading.

    Settings: `limited` (whether limits are enforced), `idle_s` (how long a silent connection lives), `later_s` (how
    long after its 202 a change is done), `document` ("1.0.0" or "1.0.2"), `close_by` (methods that close dust),
    `introspection` (whether keys may look at themselves), `push_event` ("update" or "subscribe").
    """

    name = "gate_crossex"

    def __init__(self, place: Place) -> None:
        clock = Clock(place.now_ms)
        listing = Listing(place.market, place.seed, clock, CONTRACTS)
        self.app = CrossexApp(open_venue(listing, clock, place.seed, bot=place.bot), place.net)
        super().__init__(place, self.app)

    def open(self, ports: Ports) -> None:
        self.ports["live"] = ports.open(self.app)

    def hosts(self) -> Hosts:
        return {environment: _addresses(port) for environment, port in self.ports.items()}

    def describe(self) -> dict[str, Any]:
        """Without the pools of single exchanges, which have no keys."""
        told = super().describe()
        pools = {name for name, account in self.venue.accounts.items() if "pool_of" in account.facts}
        return told | {"accounts": [item for item in told["accounts"] if item["name"] not in pools]}

    def translate(self, refusal: Refusal) -> Worded:
        return translate(refusal)

    def due(self) -> None:
        super().due()
        self.app.interest.due()

    def apply(self, fault: Fault) -> int:
        if fault.kind != "retire":
            return 0
        ended = [line for line in self.app.sockets(fault.fields) if isinstance(line, Session)]
        for line in ended:
            line.close(1000, "")
        return len(ended)

    def settings(self, wanted: dict[str, Any]) -> dict[str, Any]:
        manners = self.app.manners
        manners.limited = bool(wanted.get("limited", manners.limited))
        manners.introspection = bool(wanted.get("introspection", manners.introspection))
        manners.document = str(wanted.get("document", manners.document))
        manners.later_s = float(wanted.get("later_s", manners.later_s))
        manners.push_event = str(wanted.get("push_event", manners.push_event))
        manners.close_by = frozenset(wanted.get("close_by", manners.close_by))
        if "idle_s" in wanted:
            manners.idle_s = float(wanted["idle_s"])
            for session in self.app.hub.sessions:
                session.watch_silence()
        if wanted.get("charge_interest"):
            self.app.interest.charge_all()
        return {
            "limited": manners.limited,
            "idle_s": manners.idle_s,
            "later_s": manners.later_s,
            "document": manners.document,
            "close_by": sorted(manners.close_by),
            "introspection": manners.introspection,
            "push_event": manners.push_event,
        }

    def extra_state(self) -> dict[str, Any]:
        return {"next_interest_ms": self.app.interest.next_ms}

    def restore(self, extra: dict[str, Any]) -> None:
        self.app.interest.next_ms = int(extra.get("next_interest_ms", self.app.interest.next_ms))

    def stop(self) -> None:
        self.app.pushes.stop()


def _addresses(port: int) -> dict[str, str]:
    host = f"127.0.0.1:{port}"
    return {
        "rest": f"http://{host}",
        "ws_private": f"ws://{host}/ws/crossex",
        "ws_public": f"ws://{host}/ws/crossex/public",
    }

"""BitMart inside the sandbox.

Addresses: `rest` and the sockets are those of today (v2); `spot` is where system and spot calls are, and where the
document's own generation (v1) was; described besides: `rest_v1`, `ws_public_v1`, `ws_private_v1`.

The site's facts of an account (`POST /bitmart/accounts/{name}/facts`): frozen ("true"), futures ("closed"), region
("refused"), main (of a sub-account: its main account), user (its own name).
"""

from __future__ import annotations

from typing import Any

from exchanges.sandbox.bitmart.app import BitmartApp
from exchanges.sandbox.bitmart.contracts import CONTRACTS
from exchanges.sandbox.bitmart.errors import translate
from exchanges.sandbox.bitmart.seeds import open_venue
from exchanges.sandbox.bitmart.session import Session
from exchanges.sandbox.bitmart.trade_calls import COUNTDOWN, cancel_orders_of
from exchanges.sandbox.clock import Clock
from exchanges.sandbox.events import Change, PricesMoved
from exchanges.sandbox.faults import Fault
from exchanges.sandbox.listing import Listing
from exchanges.sandbox.refusals import Refusal, Worded
from exchanges.sandbox.served import Hosts, Place, VenueServer
from exchanges.sandbox.serving import Ports


class BitmartServer(VenueServer):
    """Environments are told apart by their hosts.

    Settings: `limited` (whether limits are enforced), `idle_s` (how long a silent connection lives), `v1` (whether the
    document's generation still works; the real one stopped in 2024).
    """

    name = "bitmart"

    def __init__(self, place: Place) -> None:
        clock = Clock(place.now_ms)
        listing = Listing(place.market, place.seed + 40, clock, CONTRACTS)
        self.app = BitmartApp(open_venue(listing, clock, place.seed, bot=place.bot), place.net)
        super().__init__(place, self.app)
        self.venue.desk.listen(self._heard)

    def open(self, ports: Ports) -> None:
        for name in ("live", "demo", "spot"):
            self.ports[name] = ports.open(self.app)
            self.app.rest.hosts[self.ports[name]] = name

    def hosts(self) -> Hosts:
        return {environment: self._addresses(environment) for environment in ("live", "demo")}

    def _addresses(self, host: str) -> dict[str, str]:
        where = f"127.0.0.1:{self.ports[host]}"
        return {
            "rest": f"http://{where}",
            "spot": f"http://127.0.0.1:{self.ports['spot']}",
            "ws_public": f"ws://{where}/api?protocol=1.1",
            "ws_private": f"ws://{where}/user?protocol=1.1",
        }

    def describe(self) -> dict[str, Any]:
        """With the addresses of the document's generation."""
        older = {f"{name}_v1": url for name, url in self._addresses("spot").items() if name != "spot"}
        return {**super().describe(), **older}

    def translate(self, refusal: Refusal) -> Worded:
        return translate(refusal)

    def apply(self, fault: Fault) -> int:
        """Connections have no fixed life here; they end all the same, and unannounced."""
        if fault.kind != "retire":
            return 0
        ended = [line for line in self.app.sockets(fault.fields) if isinstance(line, Session)]
        for line in ended:
            line.close(1000, "")
        return len(ended)

    def due(self) -> None:
        """Funding, the countdowns of contracts, and what the streams repeat."""
        super().due()
        self._count_down()
        self.app.pushes.repeat()

    def _heard(self, change: Change) -> None:
        if isinstance(change, PricesMoved):
            self._count_down()

    def _count_down(self) -> None:
        now = self.venue.clock()
        for account in self.venue.accounts.values():
            for name in [name for name in account.facts if name.startswith(COUNTDOWN)]:
                if int(account.facts[name]) <= now:
                    del account.facts[name]
                    cancel_orders_of(self.venue, account, name.removeprefix(COUNTDOWN))

    def settings(self, wanted: dict[str, Any]) -> dict[str, Any]:
        rest, hub = self.app.rest, self.app.hub
        rest.limited = bool(wanted.get("limited", rest.limited))
        rest.serves_v1 = bool(wanted.get("v1", rest.serves_v1))
        if "idle_s" in wanted:
            hub.idle_s = float(wanted["idle_s"])
            for session in list(hub.sessions):
                session.watch()
        return {"limited": rest.limited, "idle_s": hub.idle_s, "v1": rest.serves_v1}

    def stop(self) -> None:
        self.app.pushes.stop()

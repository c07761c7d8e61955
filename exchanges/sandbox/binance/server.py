"""Binance inside the sandbox.

Addresses: `rest` (futures), `sapi` (key introspection and the spot account; live only), `ws_public`, `ws_market` and
`ws_private` (bases without `/ws` or `/stream`); described besides: `ws_legacy` (the base without a category) and
`ws_api` (calls over a socket).

The site's facts of an account (`POST /binance/accounts/{name}/facts`): futures ("open", "closed"), portfolio, multi,
locked, trading_locked, burn ("true"), tradfi ("signed"), coinm (anything: orders or positions in COIN-M).
"""

from __future__ import annotations

from typing import Any

from exchanges.sandbox.binance.app import BinanceApp
from exchanges.sandbox.binance.contracts import CONTRACTS
from exchanges.sandbox.binance.errors import translate
from exchanges.sandbox.binance.seeds import open_venue, private_pem
from exchanges.sandbox.binance.session import Session
from exchanges.sandbox.binance.trade_calls import COUNTDOWN
from exchanges.sandbox.clock import Clock
from exchanges.sandbox.faults import Fault
from exchanges.sandbox.listing import Listing
from exchanges.sandbox.refusals import Refusal, Worded
from exchanges.sandbox.served import Hosts, Place, VenueServer
from exchanges.sandbox.serving import Ports
from exchanges.sandbox.state import Account, Key


class BinanceServer(VenueServer):
    """USD-M futures of Binance."""

    name = "binance"

    def __init__(self, place: Place) -> None:
        clock = Clock(place.now_ms)
        market = Listing(place.market, place.seed + 20, clock, CONTRACTS)
        self.app = BinanceApp(open_venue(market, clock, place.seed, bot=place.bot), place.net)
        super().__init__(place, self.app)

    def open(self, ports: Ports) -> None:
        for name in ("live", "live_sapi", "live_ws", "demo", "demo_ws"):
            self.ports[name] = ports.open(self.app)
        self.app.sapi_ports.add(self.ports["live_sapi"])
        self.app.demo_ports |= {self.ports["demo"], self.ports["demo_ws"]}

    def hosts(self) -> Hosts:
        """SAPI exists for live accounts only."""
        live = self._addresses("live") | {"sapi": f"http://127.0.0.1:{self.ports['live_sapi']}"}
        return {"live": live, "demo": self._addresses("demo")}

    def _addresses(self, environment: str) -> dict[str, str]:
        streams = f"ws://127.0.0.1:{self.ports[f'{environment}_ws']}"
        return {
            "rest": f"http://127.0.0.1:{self.ports[environment]}",
            "ws_public": f"{streams}/public",
            "ws_market": f"{streams}/market",
            "ws_private": f"{streams}/private",
        }

    def describe(self) -> dict[str, Any]:
        """With the addresses that older clients and those of the request socket dial."""
        streams = f"ws://127.0.0.1:{self.ports['live_ws']}"
        return {**super().describe(), "ws_legacy": streams, "ws_api": f"{streams}/ws-fapi/v1"}

    def key_shape(self, key: Key) -> dict[str, str]:
        """With an Ed25519 key the secret is the private key a person keeps, which the venue never sees."""
        shape = super().key_shape(key)
        if key.algorithm == "ed25519" and key.kind.endswith("_ed25519"):
            shape["secret"] = private_pem(self._owner(key).name)
        return shape

    def _owner(self, key: Key) -> Account:
        return next(account for account in self.venue.accounts.values() if key.api_key in account.keys)

    def translate(self, refusal: Refusal) -> Worded:
        return translate(refusal)

    def apply(self, fault: Fault) -> int:
        if fault.kind == "expire":
            return self.app.listen_keys.expire(fault.text("account"))
        if fault.kind == "ban":
            self.app.house.budgets.ban(self.venue.egress_ip, fault.number("s", 120) * 1_000)
        if fault.kind == "retire":
            lines = self.app.sockets(fault.fields)
            for line in lines:
                if isinstance(line, Session):
                    line.retire()
            return len(lines)
        return 0

    def heal(self) -> None:
        super().heal()
        self.app.house.budgets.clear()

    def due(self) -> None:
        """Funding, listen keys, orders that are good till a date, and the countdowns of symbols."""
        super().due()
        self.app.listen_keys.due()
        now = self.venue.clock()
        for account in self.venue.accounts.values():
            for order in list(account.orders.values()):
                if 0 < int(order.facts.get("goodTillDate", "0")) <= now:
                    self.venue.engine.cancel(account, order, "deadline")
            self._count_down(account, now)

    def _count_down(self, account: Account, now: int) -> None:
        due = [name for name, at in account.facts.items() if name.startswith(COUNTDOWN) and int(at) <= now]
        for name in due:
            del account.facts[name]
            for order in [item for item in account.orders.values() if COUNTDOWN + item.contract == name]:
                self.venue.engine.cancel(account, order)

    def settings(self, wanted: dict[str, Any]) -> dict[str, Any]:
        """rate_limits, reading_suffices, price_ms (how often prices are pushed; 0 for the streams' own cadence)."""
        house = self.app.house
        house.budgets.limited = bool(wanted.get("rate_limits", house.budgets.limited))
        house.reading_suffices = bool(wanted.get("reading_suffices", house.reading_suffices))
        house.price_ms = int(wanted.get("price_ms", house.price_ms))
        return {
            "rate_limits": house.budgets.limited,
            "reading_suffices": house.reading_suffices,
            "price_ms": house.price_ms,
        }

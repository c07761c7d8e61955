"""Toobit inside the sandbox: live accounts only, since the venue has no demo trading that anybody documents.

The site's facts of an account (`POST /toobit/accounts/{name}/facts`): kind ("copy_trading", "futures"), leader
("active", "retired"), level ("none": its configuration is missing), custom_share, suspended, must_bind ("true"),
futures (the code with which futures calls and the user stream refuse keys of a copy trading account; empty: they do
not), config and followers (JSON).
"""

from __future__ import annotations

from typing import Any

from exchanges.sandbox.clock import Clock
from exchanges.sandbox.faults import Fault
from exchanges.sandbox.listing import Listing
from exchanges.sandbox.refusals import Refusal, Worded
from exchanges.sandbox.served import Hosts, Place, VenueServer
from exchanges.sandbox.serving import Ports
from exchanges.sandbox.toobit.app import MARKET_STREAM, USER_STREAM, ToobitApp
from exchanges.sandbox.toobit.contracts import CONTRACTS
from exchanges.sandbox.toobit.errors import translate
from exchanges.sandbox.toobit.seeds import open_venue


class ToobitServer(VenueServer):
    """Futures and copy trading of Toobit."""

    name = "toobit"

    def __init__(self, place: Place) -> None:
        clock = Clock(place.now_ms)
        market = Listing(place.market, place.seed + 60, clock, CONTRACTS)
        self.app = ToobitApp(open_venue(market, clock, place.seed, bot=place.bot), place.net)
        super().__init__(place, self.app)

    def open(self, ports: Ports) -> None:
        self.ports["live"] = ports.open(self.app)

    def hosts(self) -> Hosts:
        host = f"127.0.0.1:{self.ports['live']}"
        streams = {
            "ws_private": f"ws://{host}{USER_STREAM.rstrip('/')}",
            "ws_public": f"ws://{host}{MARKET_STREAM}",
        }
        return {"live": {"rest": f"http://{host}", **streams}}

    def translate(self, refusal: Refusal) -> Worded:
        return translate(refusal)

    def apply(self, fault: Fault) -> int:
        if fault.kind == "expire":
            return self.app.listen_keys.expire(fault.text("account"))
        if fault.kind == "ban":
            self.app.house.budgets.ban(self.venue.egress_ip, fault.number("s", 120) * 1_000)
        if fault.kind == "retire":
            lines = [line for line in self.app.sockets(fault.fields) if line in self.app.sessions]
            for line in lines:
                line.close(1000, "")
            return len(lines)
        return 0

    def heal(self) -> None:
        super().heal()
        self.app.house.budgets.clear()

    def due(self) -> None:
        """Funding, and listen keys that end."""
        super().due()
        self.app.listen_keys.due()

    def settings(self, wanted: dict[str, Any]) -> dict[str, Any]:
        """rate_limits, put_signs_body (whether a PUT's signature covers its body), idle_s (how long a silent socket
        lives), price_s (how often prices are pushed), listen_left_s (leave every listen key that long)."""
        house = self.app.house
        house.budgets.limited = bool(wanted.get("rate_limits", house.budgets.limited))
        house.put_signs_body = bool(wanted.get("put_signs_body", house.put_signs_body))
        house.idle_s = float(wanted.get("idle_s", house.idle_s))
        house.price_s = float(wanted.get("price_s", house.price_s))
        if "listen_left_s" in wanted:
            house.listen_keys.shorten(int(float(wanted["listen_left_s"]) * 1_000))
            house.listen_keys.due()
        return {
            "rate_limits": house.budgets.limited,
            "put_signs_body": house.put_signs_body,
            "idle_s": house.idle_s,
            "price_s": house.price_s,
        }

"""The control address: everything a person or a test does to the sandbox besides using it.

| call | body | does |
| --- | --- | --- |
| GET / | | `Sandbox.describe()` |
| GET /market | venue? | prices of all contracts, in the leading market's names or a venue's |
| POST /market/step | n? (1), instId?, price?, venue? | moves all prices n times; or one contract to a price |
| POST /market/funding | | settles funding now, at all venues |
| GET /faults | | active faults |
| POST /faults | venue ("okx"), kind, ... | switches a fault on (`exchanges.sandbox.faults` lists them) |
| DELETE /faults | | switches all faults off; clocks and addresses become right again |
| /<venue>/... | | a venue's site and its truth (`exchanges.sandbox.site`, `exchanges.sandbox.fate`) |
| /okx/... | | the same in OKX's words (`exchanges.sandbox.okx.console`, `exchanges.sandbox.okx.fate`) |
| /tron/..., /bsc/..., /eth/... | | the simulated chains (`exchanges.sandbox.chain_control`) |
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Route

from exchanges.sandbox.control_http import Body, ControlError, Path, decimal, route, text
from exchanges.sandbox.faults import Fault
from exchanges.sandbox.figures import txt
from exchanges.sandbox.market import Market
from exchanges.sandbox.net import Mode, Net
from exchanges.sandbox.served import VenueServer
from exchanges.sandbox.venue import EGRESS_IP

HUGE = 9_000_000
_MODES: dict[str, Mode] = {"stall": "mute", "blackhole": "blackhole", "trickle": "trickle"}
_GARBAGE: dict[str, str | bytes] = {
    "json": '{"arg":{"channel":"positions","data":[{"pos":',
    "binary": b"\x1f\x8b\x08\x00\xff\xfe\xfd\xc3\x28",
}


class Control:
    """Faults and market steps.

    Args:
        market: The leading market.
        served: The venues that are up.
        net: All connections.
        describe: Answers `GET /`.
    """

    def __init__(
        self, market: Market, served: Mapping[str, VenueServer], net: Net, describe: Callable[[], Body]
    ) -> None:
        self._market = market
        self._served = served
        self._net = net
        self._describe = describe
        self._notices: set[asyncio.TimerHandle] = set()

    def application(self, more: list[BaseRoute]) -> Starlette:
        """The whole control address; `more` are the routes of venues and chains."""
        return Starlette(routes=[*self._routes(), *more])

    def _routes(self) -> list[Route]:
        return [
            route("GET", "/", lambda _path, _body: self._describe()),
            route("GET", "/market", self.market),
            route("POST", "/market/step", self.step),
            route("POST", "/market/funding", self.fund),
            route("GET", "/faults", self.faults),
            route("POST", "/faults", self.add_fault),
            route("DELETE", "/faults", self.clear_faults),
        ]

    def market(self, _: Path, body: Body) -> list[Any]:
        return [
            {
                "instId": quote.contract.id,
                "last": txt(quote.last),
                "mark": txt(quote.mark),
                "index": txt(quote.index),
            }
            for quote in self._listing(body).quotes.values()
        ]

    def step(self, path: Path, body: Body) -> list[Any]:
        market = self._listing(body)
        if "price" in body:
            if text(body, "instId") not in market.quotes:
                raise ControlError("no such contract", 404)
            try:
                market.set_price(text(body, "instId"), decimal(body, "price"))
            except ValueError as error:
                raise ControlError(str(error)) from None
        else:
            self._market.step(int(body.get("n", 1)))
        return self.market(path, body)

    def fund(self, _: Path, __: Body) -> Body:
        for served in self._served.values():
            served.venue.settlement.fund()
        return {}

    def faults(self, _: Path, __: Body) -> list[Any]:
        return [
            {"venue": name, "kind": fault.kind, "left": fault.left} | fault.fields
            for name, served in self._served.items()
            for fault in served.front.faults.active
        ]

    def add_fault(self, _: Path, body: Body) -> Body:
        served = self._venue(text(body, "venue", "okx"))
        try:
            fault = served.front.faults.add(text(body, "kind"), body)
        except ValueError as error:
            raise ControlError(str(error)) from None
        return {"kind": fault.kind, "hit": self._apply(served, fault)}

    def clear_faults(self, _: Path, __: Body) -> Body:
        for served in self._served.values():
            served.heal()
        self._net.heal()
        return {}

    def stop(self) -> None:
        for timer in self._notices:
            timer.cancel()

    def _venue(self, name: str) -> VenueServer:
        if name not in self._served:
            raise ControlError("no such venue", 404)
        return self._served[name]

    def _listing(self, body: Body) -> Market:
        return self._venue(text(body, "venue")).venue.market if "venue" in body else self._market

    def _apply(self, served: VenueServer, fault: Fault) -> int:
        """Do what happens at once; answers how many connections it hit."""
        if fault.kind == "skew":
            served.venue.clock.skew_ms = fault.number("ms", 0)
        elif fault.kind == "egress":
            served.venue.egress_ip = fault.text("ip", EGRESS_IP)
        elif fault.kind == "maintenance":
            served.announce(fault)
        elif fault.kind in _MODES:
            return self._silence(served, fault, _MODES[fault.kind])
        elif fault.kind in ("kill", "garbage", "notice"):
            return self._hit_sockets(served, fault)
        return served.apply(fault)

    def _silence(self, served: VenueServer, fault: Fault, mode: Mode) -> int:
        wires = [line.wire for line in served.front.sockets(fault.fields) if line.wire is not None]
        ports = set(served.ports.values())
        if fault.fields.get("http"):
            wires += [wire for wire in self._net.at(ports) if wire not in wires]
        for wire in wires:
            wire.bytes_per_s = fault.number("bytes_per_s", 50)
            if "after_bytes" in fault.fields:
                wire.swallow_after(fault.number("after_bytes", 0))
            else:
                wire.set_mode(mode)
        if fault.text("scope", "open") == "all":
            self._net.new_mode.update(dict.fromkeys(ports, mode))
        return len(wires)

    def _hit_sockets(self, served: VenueServer, fault: Fault) -> int:
        lines = served.front.sockets(fault.fields)
        for line in lines:
            if fault.kind == "garbage":
                shape = fault.text("shape", "json")
                line.raw("x" * HUGE if shape == "huge" else _GARBAGE.get(shape, fault.text("text")))
            elif fault.kind == "notice":
                served.notice(line)
            elif fault.text("how", "rst") == "close":
                line.close(fault.number("code", 1001), fault.text("reason"))
            elif line.wire is not None:
                (line.wire.tear if fault.text("how") == "torn" else line.wire.reset)()
        if fault.kind == "notice" and "close_after_ms" in fault.fields:
            loop, after_s = asyncio.get_running_loop(), fault.number("close_after_ms", 30_000) / 1_000
            self._notices |= {loop.call_later(after_s, line.close, 1001, "upgrade") for line in lines}
        return len(lines)

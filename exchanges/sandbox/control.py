"""The control address: everything a person or a test does to the sandbox besides using it.

| call | body | does |
| --- | --- | --- |
| GET / | | `Sandbox.describe()` |
| GET /market | | prices of all contracts |
| POST /market/step | n? (1), instId?, price? | moves all prices n times; or one contract to a price |
| POST /market/funding | | settles funding now |
| GET /faults | | active faults |
| POST /faults | venue ("okx"), kind, ... | switches a fault on (`exchanges.sandbox.faults` lists them) |
| DELETE /faults | | switches all faults off; clock and address become right again |
| /okx/... | | the venue's site and its truth (`exchanges.sandbox.okx.console`, `exchanges.sandbox.okx.fate`) |
| /tron/... | | the simulated chain (`exchanges.sandbox.tron_control`) |
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Route

from exchanges.sandbox.control_http import Body, ControlError, Path, decimal, route, text
from exchanges.sandbox.faults import Fault
from exchanges.sandbox.net import Mode
from exchanges.sandbox.okx.app import OkxApp
from exchanges.sandbox.okx.text import txt
from exchanges.sandbox.venue import EGRESS_IP

NOTICE = "The connection will soon be closed for a service upgrade. Please reconnect."
HUGE = 9_000_000
_MODES: dict[str, Mode] = {"stall": "mute", "blackhole": "blackhole", "trickle": "trickle"}
_GARBAGE: dict[str, str | bytes] = {
    "json": '{"arg":{"channel":"positions","data":[{"pos":',
    "binary": b"\x1f\x8b\x08\x00\xff\xfe\xfd\xc3\x28",
}


class Control:
    """Faults and market steps.

    Args:
        app: The simulated OKX.
        ports: Its listening ports, to find its connections.
        describe: Answers `GET /`.
    """

    def __init__(self, app: OkxApp, ports: Callable[[], set[int]], describe: Callable[[], Body]) -> None:
        self._app = app
        self._ports = ports
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

    def market(self, _: Path, __: Body) -> list[Any]:
        return [
            {"instId": quote.contract.id, "last": txt(quote.last), "mark": txt(quote.mark), "index": txt(quote.index)}
            for quote in self._app.venue.market.quotes.values()
        ]

    def step(self, path: Path, body: Body) -> list[Any]:
        market = self._app.venue.market
        if "price" in body:
            if text(body, "instId") not in market.quotes:
                raise ControlError("no such contract", 404)
            try:
                market.set_price(text(body, "instId"), decimal(body, "price"))
            except ValueError as error:
                raise ControlError(str(error)) from None
        else:
            market.step(int(body.get("n", 1)))
        return self.market(path, body)

    def fund(self, _: Path, __: Body) -> Body:
        self._app.venue.settlement.fund()
        return {}

    def faults(self, _: Path, __: Body) -> list[Any]:
        return [{"kind": fault.kind, "left": fault.left} | fault.fields for fault in self._app.faults.active]

    def add_fault(self, _: Path, body: Body) -> Body:
        if text(body, "venue", "okx") != "okx":
            raise ControlError("no such venue", 404)
        try:
            fault = self._app.faults.add(text(body, "kind"), body)
        except ValueError as error:
            raise ControlError(str(error)) from None
        return {"kind": fault.kind, "hit": self._apply(fault)}

    def clear_faults(self, _: Path, __: Body) -> Body:
        self._app.faults.clear()
        self._app.net.heal()
        self._app.venue.clock.skew_ms = 0
        self._app.venue.egress_ip = EGRESS_IP
        self._app.venue.notices.clear()
        return {}

    def stop(self) -> None:
        for timer in self._notices:
            timer.cancel()

    def _apply(self, fault: Fault) -> int:
        """Do what happens at once; answers how many connections it hit."""
        if fault.kind == "skew":
            self._app.venue.clock.skew_ms = fault.number("ms", 0)
        elif fault.kind == "egress":
            self._app.venue.egress_ip = fault.text("ip", EGRESS_IP)
        elif fault.kind == "maintenance":
            self._announce(fault)
        elif fault.kind in _MODES:
            return self._silence(fault, _MODES[fault.kind])
        elif fault.kind in ("kill", "garbage", "notice"):
            return self._hit_sockets(fault)
        return 0

    def _silence(self, fault: Fault, mode: Mode) -> int:
        sessions = self._app.sockets(fault.fields)
        wires = [session.wire for session in sessions if session.wire is not None]
        if fault.fields.get("http"):
            wires += [wire for wire in self._app.net.at(self._ports()) if wire not in wires]
        for wire in wires:
            wire.bytes_per_s = fault.number("bytes_per_s", 50)
            if "after_bytes" in fault.fields:
                wire.swallow_after(fault.number("after_bytes", 0))
            else:
                wire.set_mode(mode)
        if fault.text("scope", "open") == "all":
            self._app.net.new_mode.update(dict.fromkeys(self._ports(), mode))
        return len(wires)

    def _hit_sockets(self, fault: Fault) -> int:
        sessions = self._app.sockets(fault.fields)
        for session in sessions:
            if fault.kind == "garbage":
                shape = fault.text("shape", "json")
                session.raw("x" * HUGE if shape == "huge" else _GARBAGE.get(shape, fault.text("text")))
            elif fault.kind == "notice":
                session.say({"event": "notice", "code": "64008", "msg": NOTICE})
            elif fault.text("how", "rst") == "close":
                session.close(fault.number("code", 1001), fault.text("reason"))
            elif session.wire is not None:
                (session.wire.tear if fault.text("how") == "torn" else session.wire.reset)()
        if fault.kind == "notice" and "close_after_ms" in fault.fields:
            loop, after_s = asyncio.get_running_loop(), fault.number("close_after_ms", 30_000) / 1_000
            self._notices |= {loop.call_later(after_s, session.close, 1001, "upgrade") for session in sessions}
        return len(sessions)

    def _announce(self, fault: Fault) -> None:
        now = self._app.venue.clock()
        self._app.venue.notices[:] = [
            {
                "title": "Simulated maintenance",
                "state": "ongoing",
                "begin": str(fault.number("begin_ms", now)),
                "end": str(fault.number("end_ms", now + 1_800_000)),
                "preOpenBegin": "",
                "href": "",
                "serviceType": "5",
                "system": "unified",
                "scheDesc": "",
                "maintType": "1",
                "env": "1",
            }
        ]

"""The WebSocket API: calls and their answers over one socket, with or without a logon."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from starlette.websockets import WebSocket

from exchanges.sandbox.binance.auth import Sent, identify
from exchanges.sandbox.binance.endpoints import TABLE
from exchanges.sandbox.binance.errors import BinanceError
from exchanges.sandbox.binance.house import House
from exchanges.sandbox.binance.requests import Environment
from exchanges.sandbox.binance.rest import BinanceRest
from exchanges.sandbox.line import Line
from exchanges.sandbox.net import Wire
from exchanges.sandbox.state import Account, Key

F1, F2, F3 = "/fapi/v1/", "/fapi/v2/", "/fapi/v3/"
HANDSHAKE_WEIGHT = 5
METHODS = {
    "ping": ("GET", F1 + "ping"),
    "time": ("GET", F1 + "time"),
    "depth": ("GET", F1 + "depth"),
    "ticker.price": ("GET", F2 + "ticker/price"),
    "ticker.book": ("GET", F1 + "ticker/bookTicker"),
    "order.place": ("POST", F1 + "order"),
    "order.modify": ("PUT", F1 + "order"),
    "order.cancel": ("DELETE", F1 + "order"),
    "order.status": ("GET", F1 + "order"),
    "algoOrder.place": ("POST", F1 + "algoOrder"),
    "algoOrder.cancel": ("DELETE", F1 + "algoOrder"),
    "account.position": ("GET", F2 + "positionRisk"),
    "v2/account.position": ("GET", F3 + "positionRisk"),
    "account.balance": ("GET", F2 + "balance"),
    "v2/account.balance": ("GET", F3 + "balance"),
    "account.status": ("GET", F2 + "account"),
    "v2/account.status": ("GET", F3 + "account"),
    "userDataStream.start": ("POST", F1 + "listenKey"),
    "userDataStream.ping": ("PUT", F1 + "listenKey"),
    "userDataStream.stop": ("DELETE", F1 + "listenKey"),
}


class ApiSession(Line):
    """One connection to the WebSocket API.

    Args:
        house: How the venue is set.
        rest: Carries calls out, with the same checks and budgets.
        socket: The connection.
        wire: The connection underneath, for faults.
        environment: Whose keys are known.
    """

    def __init__(
        self, house: House, rest: BinanceRest, socket: WebSocket, wire: Wire | None, environment: Environment
    ) -> None:
        super().__init__(socket, wire, house.faults, "api")
        self._house = house
        self._rest = rest
        self._environment = environment
        self._logged: tuple[Account, Key] | None = None
        self._since_ms = house.venue.clock()

    @property
    def account_name(self) -> str:
        return self._logged[0].name if self._logged else ""

    def hear(self, text: str) -> None:
        try:
            request = json.loads(text)
        except ValueError:
            request = None
        if not isinstance(request, dict) or not isinstance(request.get("params", {}), dict):
            self._refuse(None, BinanceError(-1000, "Invalid request.", status=400))
            return
        number, method = request.get("id"), str(request.get("method", ""))
        params = {name: _word(value) for name, value in (request.get("params") or {}).items()}
        try:
            if method in METHODS:
                self._call(number, method, params)
            else:
                self._reply(number, 200, self._session(method, params))
        except BinanceError as error:
            self._refuse(number, error)

    def _call(self, number: object, method: str, params: dict[str, str]) -> None:
        endpoint = TABLE[METHODS[method]]
        key, proven = params.get("apiKey", ""), False
        if not key and self._logged is not None:
            key, proven = self._logged[1].api_key, "signature" not in params
        outcome = self._rest.act(endpoint, self._environment, key, _sent(params), proven=proven)
        self._reply(number, outcome.status, outcome.body)

    def _session(self, method: str, params: dict[str, str]) -> dict[str, object]:
        if method == "session.logon":
            found = identify(
                self._house, self._environment, params.get("apiKey", ""), "read", _sent(params), futures=True
            )
            if found[1].algorithm != "ed25519":
                raise BinanceError(-4056)
            self._logged = found
        elif method == "session.logout":
            self._logged = None
        elif method != "session.status":
            raise BinanceError(-1000, f"Unknown method '{method}'.", status=400)
        return {
            "apiKey": self._logged[1].api_key if self._logged else None,
            "authorizedSince": self._since_ms if self._logged else None,
            "connectedSince": self._since_ms,
            "returnRateLimits": True,
            "serverTime": self._house.venue.clock(),
        }

    def _reply(self, number: object, status: int, body: object) -> None:
        used = self._house.budgets.used("futures", self._house.venue.egress_ip)
        limits = [
            {"rateLimitType": "REQUEST_WEIGHT", "interval": "MINUTE", "intervalNum": 1, "limit": 2400, "count": used}
        ]
        part = {"result": body} if status == 200 else {"error": body}
        self.raw(json.dumps({"id": number, "status": status, **part, "rateLimits": limits}, separators=(",", ":")))

    def _refuse(self, number: object, error: BinanceError) -> None:
        self._reply(number, error.status, error.body())


def _sent(params: dict[str, str]) -> Sent:
    """What was signed: all parameters by name, not percent-encoded."""
    payload = "&".join(f"{name}={params[name]}" for name in sorted(params) if name != "signature")
    signature = quote(params.get("signature", ""), safe="")
    return Sent(f"{payload}&signature={signature}" if signature else payload, "", params)


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, separators=(",", ":")) if isinstance(value, list | dict) else str(value)

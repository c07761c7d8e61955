"""The REST side of the simulated Binance: checks, counts and answers every call."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from exchanges.sandbox.binance.auth import Sent, identify
from exchanges.sandbox.binance.endpoints import PATHS, TABLE, Endpoint
from exchanges.sandbox.binance.errors import BinanceError, answer, translate
from exchanges.sandbox.binance.house import House
from exchanges.sandbox.binance.requests import Call, Environment
from exchanges.sandbox.refusals import Refusal
from exchanges.sandbox.state import Account, Key

FUTURES_WEIGHT, SPOT_WEIGHT, SAPI_WEIGHT = 2_400, 6_000, 12_000
NOT_FOUND = "<html>\r\n<head><title>404 Not Found</title></head>\r\n<body></body>\r\n</html>\r\n"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a call."""

    status: int
    body: object
    headers: dict[str, str]


class BinanceRest:
    """Answers `/fapi/*` on one host, `/sapi/*` and `/api/*` on the other.

    Args:
        house: What is asked about.
    """

    def __init__(self, house: House) -> None:
        self._house = house

    async def answer(self, request: Request, environment: Environment, *, futures: bool) -> Response:
        """One request, one documented answer."""
        endpoint = TABLE.get((request.method, request.url.path))
        if endpoint is None or endpoint.path.startswith("/fapi/") != futures:
            known = request.url.path in PATHS and request.url.path.startswith("/fapi/") == futures
            return Response("" if known else NOT_FOUND, 405 if known else 404, media_type="text/html")
        sent = _sent(request, (await request.body()).decode("utf-8", "replace"))
        outcome = self.act(endpoint, environment, request.headers.get("x-mbx-apikey", ""), sent)
        return answer(outcome.body, outcome.status, outcome.headers)

    def act(
        self, endpoint: Endpoint, environment: Environment, api_key: str, sent: Sent, *, proven: bool = False
    ) -> Outcome:
        """Check, count and carry out a call, however it came."""
        headers: dict[str, str] = {}
        try:
            headers = self._spend(endpoint, sent)
            found = self._identify(endpoint, environment, api_key, sent, proven=proven)
            body = self._carry_out(endpoint, Call(self._house, environment, dict(sent.params), found), headers)
        except BinanceError as error:
            return Outcome(error.status, error.body(), headers | error.headers)
        except Refusal as refusal:
            refused = translate(refusal)
            return Outcome(refused.status, refused.body(), headers)
        return Outcome(200, body, headers)

    def _identify(
        self, endpoint: Endpoint, environment: Environment, api_key: str, sent: Sent, *, proven: bool
    ) -> tuple[Account, Key] | None:
        if endpoint.security == "none":
            return None
        futures = endpoint.path.startswith("/fapi/")
        found = identify(self._house, environment, api_key, endpoint.security, sent, futures=futures, proven=proven)
        if futures and found[0].facts.get("futures") == "closed":
            raise BinanceError(-4109)
        return found

    def _carry_out(self, endpoint: Endpoint, call: Call, headers: dict[str, str]) -> object:
        uid = call.signed_by[0].uid if call.signed_by else ""
        if endpoint.orders:
            self._house.budgets.count_orders(uid, endpoint.orders)
            headers |= self._house.budgets.order_headers(uid)
        result = endpoint.handler(call)
        if isinstance(result, list):
            return self._house.faults.mutate(result, path=endpoint.path)
        return self._house.faults.mutate([result], path=endpoint.path)[0]

    def _spend(self, endpoint: Endpoint, sent: Sent) -> dict[str, str]:
        """Count the call; answers the headers that tell what is used.

        Raises:
            BinanceError: 429 or 418.
        """
        budgets, ip, weight = self._house.budgets, self._house.venue.egress_ip, endpoint.weigh(sent.params)
        if self._house.faults.find("ban"):
            budgets.check_ban(ip)
        if self._house.faults.use("limited", endpoint.path):
            budgets.refuse(ip, FUTURES_WEIGHT)
        if endpoint.path.startswith("/sapi/"):
            used = budgets.spend(endpoint.path, ip, weight, SAPI_WEIGHT)
            return {"X-SAPI-USED-IP-WEIGHT-1M": str(used)}
        spot = endpoint.path.startswith("/api/")
        used = budgets.spend("spot" if spot else "futures", ip, weight, SPOT_WEIGHT if spot else FUTURES_WEIGHT)
        return {"X-MBX-USED-WEIGHT-1M": str(used)}


def _sent(request: Request, body: str) -> Sent:
    """The request with its parameters; of a name in both places the query's value counts."""
    query = request.scope["query_string"].decode("latin-1")
    form = parse_qsl(body, keep_blank_values=True) if "json" not in request.headers.get("content-type", "") else []
    params = dict(form) | dict(parse_qsl(query, keep_blank_values=True))
    params.pop("signature", None)
    return Sent(query, body, params)

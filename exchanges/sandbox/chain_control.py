"""Everything a person or a test does to a simulated chain.

`SUM` is "amount" (USDT as text) or "amount_raw".

| call | body | does |
| --- | --- | --- |
| POST /mine | {"blocks": 1} | produces blocks; the first takes all that waits |
| POST /transfer | {"to", SUM, "from"?, "token"?: "usdt" or "fake"} | a transfer waits for a block |
| POST /transfer_from | {"spender", "from", "to", SUM} | somebody with an allowance moves it |
| POST /batch | {"transfers": [{"to", SUM, "token"?}, ...]} | several transfers in one transaction |
| POST /fail | {"to", SUM} | a transfer that the chain takes in and rejects |
| POST /reorg | {"depth": n, "keep": true} | other blocks take the place of the newest; transfers move or vanish |
| POST /rollback | {"depth": n} | the newest blocks go; their transfers wait again when "keep" is true |
| GET /wallet | | address and balance of the demo's wallet |
| POST /faults | see `chain_faults.Fault` | switches a fault on |
| DELETE /faults | | switches all faults off |
| POST /solid | {"frozen": true} | blocks stop (or go on) becoming solid |
| GET /state | | heights, waiting transactions, active faults |
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from exchanges.sandbox.chain_blocks import Blocks, Event, Refused
from exchanges.sandbox.chain_codec import sha
from exchanges.sandbox.chain_faults import ANSWER_FAULTS, INDEX_FAULTS, Fault, Faults

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a chain writes addresses."""

    read: Callable[[str], str | None]
    """40 hex digits of an address as people write it; None for anything else."""
    write: Callable[[str], str]


class Control:
    def __init__(self, blocks: Blocks, faults: Faults, tokens: dict[str, str], wallet: str, spelling: Spelling) -> None:
        self._spelling = spelling
        self._blocks = blocks
        self._faults = faults
        self._tokens = tokens
        self._wallet = wallet

    def routes(self) -> list[Route]:
        posts: dict[str, Callable[[Body], Body]] = {
            "mine": self.mine,
            "transfer": self.transfer,
            "transfer_from": self.transfer_from,
            "batch": self.batch,
            "fail": self.fail,
            "reorg": self.reorg,
            "rollback": self.rollback,
            "faults": self.add_fault,
            "solid": self.solid,
        }
        routes = [Route(f"/{name}", _posted(action), methods=["POST"]) for name, action in posts.items()]
        routes.append(Route("/faults", _asked(self.clear_faults), methods=["DELETE"]))
        routes.append(Route("/wallet", _asked(self.wallet), methods=["GET"]))
        routes.append(Route("/state", _asked(self.state), methods=["GET"]))
        return routes

    def mine(self, body: Body) -> Body:
        self._blocks.mine(int(body.get("blocks", 1)))
        return self.state()

    def transfer(self, body: Body) -> Body:
        sender = self._address(body, "from", self._wallet)
        event = self._move(body, sender)
        return {"tx_id": self._blocks.submit(sender, event.token, [event])}

    def transfer_from(self, body: Body) -> Body:
        """The caller is not the payer: what was called says less than what was logged."""
        event = self._move(body, self._address(body, "from", self._wallet))
        spender = self._address(body, "spender")
        approval = Event("Approval", event.token, event.owner, spender, 0)
        return {"tx_id": self._blocks.submit(spender, event.token, [approval, event])}

    def batch(self, body: Body) -> Body:
        events = [self._move(part, self._wallet) for part in body.get("transfers", [])]
        return {"tx_id": self._blocks.submit(self._wallet, sha("batch")[:40], events)}

    def fail(self, body: Body) -> Body:
        """Sent by an account that owns nothing."""
        sender = sha("penniless")[:40]
        event = self._move(body, sender)
        return {"tx_id": self._blocks.submit(sender, event.token, [event])}

    def reorg(self, body: Body) -> Body:
        self._blocks.reorganise(int(body.get("depth", 1)), keep=bool(body.get("keep", True)))
        return self.state()

    def rollback(self, body: Body) -> Body:
        ids = self._blocks.rollback(int(body.get("depth", 1)))
        if body.get("keep", False):
            self._blocks.waiting += ids
        return self.state()

    def add_fault(self, body: Body) -> Body:
        if body.get("name") not in ANSWER_FAULTS + INDEX_FAULTS:
            raise Refused(f"name must be one of {', '.join(ANSWER_FAULTS + INDEX_FAULTS)}")
        self._faults.active.append(Fault(**body))
        return self.state()

    def clear_faults(self) -> Body:
        self._faults.active.clear()
        self._blocks.is_solid_frozen = False
        return self.state()

    def solid(self, body: Body) -> Body:
        self._blocks.is_solid_frozen = bool(body.get("frozen", True))
        return self.state()

    def wallet(self) -> Body:
        raw = self._blocks.balances[self._tokens["usdt"], self._wallet]
        amount = Decimal(raw).scaleb(-self._blocks.tokens[self._tokens["usdt"]].decimals)
        return {"address": self._spelling.write(self._wallet), "balance_raw": str(raw), "balance": format(amount, "f")}

    def state(self) -> Body:
        return {
            "head": self._blocks.head.number,
            "head_ms": self._blocks.head.time_ms,
            "solid": self._blocks.solid.number,
            "waiting": list(self._blocks.waiting),
            "faults": [asdict(fault) for fault in self._faults.active],
        }

    def _move(self, body: Body, sender: str) -> Event:
        name = str(body.get("token", "usdt"))
        if name not in self._tokens:
            raise Refused("token must be usdt or fake")
        token = self._tokens[name]
        raw = self._raw(body, self._blocks.tokens[token].decimals)
        return Event("Transfer", token, sender, self._address(body, "to"), raw)

    def _raw(self, body: Body, decimals: int) -> int:
        try:
            if "amount_raw" in body:
                return int(body["amount_raw"])
            raw = Decimal(str(body["amount"])).scaleb(decimals)
        except (KeyError, InvalidOperation, ValueError):
            raise Refused("amount (USDT as text) or amount_raw is needed") from None
        if raw != raw.to_integral_value() or raw < 0:
            raise Refused("amount has too many decimals, or is negative")
        return int(raw)

    def _address(self, body: Body, name: str, default: str | None = None) -> str:
        text = body.get(name)
        if text is None and default is not None:
            return default
        address = self._spelling.read(str(text))
        if address is None:
            raise Refused(f"{name} is not an address of this chain")
        return address


def _posted(action: Callable[[Body], Body]) -> Callable[[Request], Awaitable[JSONResponse]]:
    async def endpoint(request: Request) -> JSONResponse:
        body = await request.json() if await request.body() else {}
        try:
            return JSONResponse(action(body))
        except (Refused, TypeError, ValueError) as refusal:
            return JSONResponse({"error": str(refusal)}, 400)

    return endpoint


def _asked(action: Callable[[], Body]) -> Callable[[Request], Awaitable[JSONResponse]]:
    async def endpoint(request: Request) -> JSONResponse:  # noqa: ARG001
        return JSONResponse(action())

    return endpoint

"""The indexer: `/v1/accounts/{address}/transactions/trc20`."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from exchanges.sandbox.chain_blocks import Block, Blocks, Event, Transaction
from exchanges.sandbox.chain_codec import sha
from exchanges.sandbox.chain_faults import Faults
from exchanges.sandbox.tron_codec import base58_of, body_of

DEFAULT_LIMIT = 20
LARGEST_LIMIT = 200
_FLAGS = ("only_confirmed", "only_unconfirmed", "only_to", "only_from")


class Wrong(Exception):
    """A parameter the indexer refuses."""


class IndexApi:
    def __init__(self, blocks: Blocks, faults: Faults, fake_token: str, now: Callable[[], int]) -> None:
        self._blocks = blocks
        self._faults = faults
        self._fake_token = fake_token
        self._now = now

    def routes(self) -> list[Route]:
        return [Route("/v1/accounts/{address}/transactions/trc20", self.transactions)]

    async def transactions(self, request: Request) -> JSONResponse:
        query = dict(request.query_params)
        try:
            account = body_of(request.path_params["address"])
            if account is None:
                raise Wrong("Invalid address provided")  # noqa: TRY301
            return JSONResponse(self._page(account, query, request))
        except Wrong as wrong:
            return JSONResponse({"success": False, "error": str(wrong), "statusCode": 400}, 400)

    def _page(self, account: str, query: dict[str, str], request: Request) -> dict[str, Any]:
        limit = _number(query, "limit", DEFAULT_LIMIT)
        if not 0 < limit <= LARGEST_LIMIT:
            raise Wrong(f"limit must be 1 to {LARGEST_LIMIT}")
        rows = sorted(self._rows(account, query), key=lambda row: row[0], reverse=_is_descending(query))
        rows = rows[_offset(query) :]
        page, more = [row for _, row in rows[:limit]], len(rows) > limit
        meta: dict[str, Any] = {"at": self._now(), "page_size": len(page)}
        if more and not self._faults.strike(("lost_fingerprint",)):
            meta["fingerprint"] = _fingerprint(query, _offset(query) + limit)
            meta["links"] = {"next": str(request.url.include_query_params(fingerprint=meta["fingerprint"]))}
        return {"data": self._with_faults(page), "success": True, "meta": meta}

    def _rows(self, account: str, query: dict[str, str]) -> Iterator[tuple[tuple[int, int], dict[str, Any]]]:
        """(order, row) of each event the query asks for."""
        flags = {flag: query.get(flag) == "true" for flag in _FLAGS}
        if flags["only_confirmed"] and flags["only_unconfirmed"]:
            raise Wrong("only_confirmed and only_unconfirmed cannot be combined")
        earliest, latest = _number(query, "min_timestamp", 0), _number(query, "max_timestamp", 2**62)
        contract = body_of(query["contract_address"]) if "contract_address" in query else None
        lags = [fault.delay_ms for fault in self._faults.standing("lag")]
        indexed_until = self._now() - max(lags) if lags else latest
        solid = self._blocks.solid.number
        for place, (block, tx, event) in enumerate(self._events()):
            sides = [event.other] * (not flags["only_from"]) + [event.owner] * (not flags["only_to"])
            hidden = flags["only_confirmed"] and block.number > solid
            hidden = hidden or (flags["only_unconfirmed"] and block.number <= solid)
            lost = any(fault.tx_id in ("", tx.id) for fault in self._faults.standing("lost_row"))
            in_span = earliest <= block.time_ms <= min(latest, indexed_until)
            if account in sides and in_span and not hidden and not lost and contract in (None, event.token):
                yield (block.time_ms, place), self._row(block, tx, event)

    def _events(self) -> Iterator[tuple[Block, Transaction, Event]]:
        for block, tx in self._blocks.happened(self._blocks.head.number):
            for event in tx.events:
                yield block, tx, event

    def _row(self, block: Block, tx: Transaction, event: Event) -> dict[str, Any]:
        token = self._blocks.tokens[event.token]
        info = {"symbol": token.symbol, "address": base58_of(event.token)}
        return {
            "transaction_id": tx.id,
            "token_info": info | {"decimals": token.decimals, "name": token.name},
            "block_timestamp": block.time_ms,
            "from": base58_of(event.owner),
            "to": base58_of(event.other),
            "type": event.kind,
            "value": str(event.value),
        }

    def _with_faults(self, page: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if not page:
            return page
        first = page[0]
        if self._faults.strike(("repeated_row",)):
            page = [first, *page]
        if self._faults.strike(("fake_row",)):
            fake = first["token_info"] | {"address": base58_of(self._fake_token)}
            page = [*page, first | {"transaction_id": sha("fake row"), "token_info": fake}]
        if self._faults.strike(("approval_row",)):
            page = [*page, first | {"transaction_id": sha("approval row"), "type": "Approval"}]
        return page


def _number(query: dict[str, str], name: str, default: int) -> int:
    text = query.get(name, str(default))
    if not text.isdecimal():
        raise Wrong(f"{name} must be a number")
    return int(text)


def _is_descending(query: dict[str, str]) -> bool:
    order = query.get("order_by", "block_timestamp,desc")
    if order not in ("block_timestamp,asc", "block_timestamp,desc"):
        raise Wrong("order_by must be block_timestamp,asc or block_timestamp,desc")
    return order.endswith("desc")


def _fingerprint(query: dict[str, str], offset: int) -> str:
    return urlsafe_b64encode(json.dumps([_without_mark(query), offset]).encode()).decode()


def _offset(query: dict[str, str]) -> int:
    """Where the page begins; the mark belongs to the very same question."""
    if "fingerprint" not in query:
        return 0
    try:
        question, offset = json.loads(urlsafe_b64decode(query["fingerprint"]))
    except ValueError:
        raise Wrong("fingerprint is not valid") from None
    if question != _without_mark(query):
        raise Wrong("fingerprint belongs to another query")
    return int(offset)


def _without_mark(query: dict[str, str]) -> str:
    return sha(json.dumps({name: text for name, text in query.items() if name != "fingerprint"}, sort_keys=True))

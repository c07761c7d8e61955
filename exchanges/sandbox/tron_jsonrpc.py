"""The node's second language: Ethereum JSON-RPC at `/jsonrpc`, as far as logs and blocks."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from exchanges.sandbox.tron_blocks import FIRST_HEIGHT, Block, Blocks, Event, Transaction
from exchanges.sandbox.tron_codec import word
from exchanges.sandbox.tron_node_api import topics_of

CHAIN_ID = "0x2b6653dc"
LARGEST_RANGE = 5_000


class RpcError(Exception):
    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


class JsonRpcApi:
    def __init__(self, blocks: Blocks) -> None:
        self._blocks = blocks

    def routes(self) -> list[Route]:
        return [Route("/jsonrpc", self.call, methods=["POST"])]

    async def call(self, request: Request) -> JSONResponse:
        asked = await request.json()
        answer: dict[str, Any] = {"jsonrpc": "2.0", "id": asked.get("id")}
        try:
            answer["result"] = self._result(str(asked.get("method")), asked.get("params") or [])
        except RpcError as error:
            answer["error"] = {"code": error.code, "message": str(error)}
        return JSONResponse(answer)

    def _result(self, method: str, params: list[Any]) -> Any:
        if method == "eth_chainId":
            return CHAIN_ID
        if method == "eth_blockNumber":
            return hex(self._blocks.head.number)
        if method == "eth_getBlockByNumber":
            block = self._blocks.at(self._height(params[0]))
            return _block(block) if block else None
        if method == "eth_getLogs":
            return self._logs(params[0])
        raise RpcError(-32601, "the method does not exist/is not available")

    def _height(self, tag: Any) -> int:
        tags = {"latest": self._blocks.head.number, "earliest": FIRST_HEIGHT, "finalized": self._blocks.solid.number}
        if tag in tags:
            return tags[tag]
        if not isinstance(tag, str) or not tag.startswith("0x"):
            raise RpcError(-32602, f"TAG {tag} not supported")
        return int(tag, 16)

    def _logs(self, wanted: dict[str, Any]) -> list[dict[str, Any]]:
        first, last = self._height(wanted.get("fromBlock", "latest")), self._height(wanted.get("toBlock", "latest"))
        if last - first > LARGEST_RANGE:
            raise RpcError(-32602, f"exceed max block range: {LARGEST_RANGE}")
        found = []
        for number in range(max(first, FIRST_HEIGHT), min(last, self._blocks.head.number) + 1):
            block = self._blocks.at(number)
            found += self._logs_of(block, wanted) if block else []
        return found

    def _logs_of(self, block: Block, wanted: dict[str, Any]) -> list[dict[str, Any]]:
        found, log_index = [], 0
        for place, tx_id in enumerate(block.tx_ids):
            tx = self._blocks.transactions[tx_id]
            for event in tx.events if tx.ok else []:
                if _matches(event, wanted):
                    found.append(_log(block, tx, place, event, log_index))
                log_index += 1
        return found


def _matches(event: Event, wanted: dict[str, Any]) -> bool:
    addresses = wanted.get("address")
    addresses = [addresses] if isinstance(addresses, str) else addresses
    if addresses and "0x" + event.token not in [address.lower() for address in addresses]:
        return False
    for topic, asked in zip(topics_of(event), wanted.get("topics") or [], strict=False):
        choices = [asked] if isinstance(asked, str) else asked
        if choices and "0x" + topic not in [choice.lower() for choice in choices]:
            return False
    return True


def _log(block: Block, tx: Transaction, place: int, event: Event, log_index: int) -> dict[str, Any]:
    return {
        "address": "0x" + event.token,
        "topics": ["0x" + topic for topic in topics_of(event)],
        "data": "0x" + word(event.value),
        "blockHash": "0x" + block.id,
        "blockNumber": hex(block.number),
        "transactionHash": "0x" + tx.id,
        "transactionIndex": hex(place),
        "logIndex": hex(log_index),
        "removed": False,
    }


def _block(block: Block) -> dict[str, Any]:
    return {
        "number": hex(block.number),
        "hash": "0x" + block.id,
        "parentHash": "0x" + block.parent,
        "timestamp": hex(block.time_ms // 1000),
        "transactions": ["0x" + tx_id for tx_id in block.tx_ids],
    }

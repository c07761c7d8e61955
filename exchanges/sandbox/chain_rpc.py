"""Ethereum JSON-RPC over a simulated chain: the whole language of EVM nodes, of which TRON's node speaks a part."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from exchanges.sandbox.chain_blocks import Block, Blocks, Event, Transaction
from exchanges.sandbox.chain_codec import APPROVAL, TRANSFER, word

LARGEST_RANGE = 5_000
_TOPICS = {"Transfer": TRANSFER, "Approval": APPROVAL}


class RpcError(Exception):
    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


class ChainRpc:
    """Blocks and logs, as far as TRON's node tells them too.

    Args:
        path: Where it is served.
        chain_id: What it calls itself.
    """

    def __init__(self, blocks: Blocks, path: str, chain_id: int) -> None:
        self._blocks = blocks
        self._path = path
        self._chain_id = chain_id

    def routes(self) -> list[Route]:
        return [Route(self._path, self.call, methods=["POST"])]

    async def call(self, request: Request) -> JSONResponse:
        """One question, or a list of them."""
        asked = await request.json()
        if isinstance(asked, list):
            return JSONResponse([self._answer(each) for each in asked])
        return JSONResponse(self._answer(asked))

    def result(self, method: str, params: list[Any]) -> Any:
        """The result of one call.

        Raises:
            RpcError: the node refuses.
        """
        if method == "eth_chainId":
            return hex(self._chain_id)
        if method == "eth_blockNumber":
            return hex(self._blocks.head.number)
        if method == "eth_getBlockByNumber":
            block = self._blocks.at(self.height(params[0]))
            return block_shape(block) if block else None
        if method == "eth_getLogs":
            return self._logs(params[0])
        raise RpcError(-32601, "the method does not exist/is not available")

    def tags(self) -> dict[str, int]:
        """Words that stand for heights."""
        rules = self._blocks.rules
        return {
            "latest": self._blocks.head.number,
            "earliest": rules.first_height,
            "finalized": self._blocks.solid.number,
        }

    def height(self, tag: Any) -> int:
        tags = self.tags()
        if tag in tags:
            return tags[tag]
        if not isinstance(tag, str) or not tag.startswith("0x"):
            raise RpcError(-32602, f"TAG {tag} not supported")
        return int(tag, 16)

    def _answer(self, asked: Any) -> dict[str, Any]:
        if not isinstance(asked, dict):
            return {"jsonrpc": "2.0", "id": None, "error": {"code": -32600, "message": "invalid request"}}
        answer: dict[str, Any] = {"jsonrpc": "2.0", "id": asked.get("id")}
        try:
            answer["result"] = self.result(str(asked.get("method")), asked.get("params") or [])
        except RpcError as error:
            answer["error"] = {"code": error.code, "message": str(error)}
        except (IndexError, KeyError, TypeError, ValueError, AttributeError):
            answer["error"] = {"code": -32602, "message": "invalid params"}
        return answer

    def _logs(self, wanted: dict[str, Any]) -> list[dict[str, Any]]:
        first, last = self.height(wanted.get("fromBlock", "latest")), self.height(wanted.get("toBlock", "latest"))
        if last - first > LARGEST_RANGE:
            raise RpcError(-32602, f"exceed max block range: {LARGEST_RANGE}")
        found = []
        for number in range(max(first, self._blocks.rules.first_height), min(last, self._blocks.head.number) + 1):
            block = self._blocks.at(number)
            found += [log for log in self.logs_of(block) if _matches(log, wanted)] if block else []
        return found

    def logs_of(self, block: Block) -> list[dict[str, Any]]:
        """All logs of a block, numbered through."""
        logs: list[dict[str, Any]] = []
        for place, tx_id in enumerate(block.tx_ids):
            tx = self._blocks.transactions[tx_id]
            for event in tx.events if tx.ok else []:
                logs.append(_log(block, tx, place, event, len(logs)))
        return logs


def topics_of(event: Event) -> list[str]:
    """Without `0x`."""
    return [_TOPICS[event.kind], event.owner.rjust(64, "0"), event.other.rjust(64, "0")]


def block_shape(block: Block) -> dict[str, Any]:
    """The documents' shape of a block without its transactions' contents."""
    return {
        "number": hex(block.number),
        "hash": "0x" + block.id,
        "parentHash": "0x" + block.parent,
        "timestamp": hex(block.time_ms // 1000),
        "transactions": ["0x" + tx_id for tx_id in block.tx_ids],
    }


def _matches(log: dict[str, Any], wanted: dict[str, Any]) -> bool:
    addresses = wanted.get("address")
    addresses = [addresses] if isinstance(addresses, str) else addresses
    if addresses and log["address"] not in [address.lower() for address in addresses]:
        return False
    asked = wanted.get("topics") or []
    return len(asked) <= len(log["topics"]) and all(
        not choices or topic in [choice.lower() for choice in ([choices] if isinstance(choices, str) else choices)]
        for topic, choices in zip(log["topics"], asked, strict=False)
    )


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

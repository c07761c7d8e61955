"""The full node's and the solidity node's HTTP interface: `/wallet/*` and `/walletsolidity/*`."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from exchanges.sandbox.chain_blocks import Block, Blocks, Event, Token, Transaction
from exchanges.sandbox.chain_codec import text_words, word
from exchanges.sandbox.chain_rpc import topics_of
from exchanges.sandbox.tron_codec import base58_of, body_of
from exchanges.sandbox.tron_raw import transaction_of

_REVERTED = b"REVERT opcode executed".hex()


class NodeApi:
    """Answers from the head (`/wallet`) or from the solid block (`/walletsolidity`)."""

    def __init__(self, blocks: Blocks) -> None:
        self._blocks = blocks

    def routes(self) -> list[Route]:
        methods = ["GET", "POST"]
        return [
            Route("/wallet/gettransactioninfobyid", self.transaction_info, methods=methods),
            Route("/walletsolidity/gettransactioninfobyid", self.transaction_info, methods=methods),
            Route("/wallet/gettransactionbyid", self.transaction, methods=methods),
            Route("/walletsolidity/gettransactionbyid", self.transaction, methods=methods),
            Route("/wallet/getnodeinfo", self.node_info, methods=methods),
            Route("/wallet/getnowblock", self.now_block, methods=methods),
            Route("/walletsolidity/getnowblock", self.now_block, methods=methods),
            Route("/wallet/getcontract", self.contract, methods=methods),
            Route("/wallet/triggerconstantcontract", self.constant_call, methods=["POST"]),
            Route("/wallet/getaccount", self.account, methods=methods),
        ]

    async def transaction_info(self, request: Request) -> JSONResponse:
        question = await _question(request)
        tx, block = self._found(request, question)
        return JSONResponse(info_of(tx, block, visible=_is_visible(question)) if tx and block else {})

    async def transaction(self, request: Request) -> JSONResponse:
        question = await _question(request)
        tx, block = self._found(request, question)
        return JSONResponse(transaction_of(tx, block, visible=_is_visible(question)) if tx and block else {})

    async def node_info(self, request: Request) -> JSONResponse:  # noqa: ARG002
        """A node alone: at the head of its own chain, without peers."""
        head, solid = (f"Num:{block.number},ID:{block.id}" for block in (self._blocks.head, self._blocks.solid))
        counts = dict.fromkeys(("currentConnectCount", "activeConnectCount", "passiveConnectCount", "totalFlow"), 0)
        own = {"codeVersion": "4.8.0 (simulated)", "p2pVersion": "11111", "supportConstant": True, "allowTvm": 1}
        machine = {"threadCount": 1, "cpuCount": 1, "javaVersion": "", "osName": ""}
        told: dict[str, Any] = {"beginSyncNum": self._blocks.head.number, "block": head, "solidityBlock": solid}
        told |= counts | {"peerList": [], "configNodeInfo": own, "machineInfo": machine, "cheatWitnessInfoMap": {}}
        return JSONResponse(told)

    async def now_block(self, request: Request) -> JSONResponse:
        block = self._limit(request)
        raw = {"number": block.number, "txTrieRoot": word(0), "witness_address": "41" + "0" * 40}
        raw |= {"parentHash": block.parent, "version": 31, "timestamp": block.time_ms}
        header = {"raw_data": raw, "witness_signature": "00" * 65}
        ids = [{"txID": tx_id} for tx_id in block.tx_ids]
        return JSONResponse({"blockID": block.id, "block_header": header} | ({"transactions": ids} if ids else {}))

    async def contract(self, request: Request) -> JSONResponse:
        question = await _question(request)
        body = body_of(str(question.get("value", "")))
        token = self._blocks.tokens.get(body or "")
        if body is None or token is None:
            return JSONResponse({})
        address = base58_of(body) if _is_visible(question) else "41" + body
        return JSONResponse(
            {"bytecode": "6080", "name": token.name, "contract_address": address, "abi": {"entrys": []}}
        )

    async def constant_call(self, request: Request) -> JSONResponse:
        question = await _question(request)
        body = body_of(str(question.get("contract_address", ""))) or ""
        token = self._blocks.tokens.get(body)
        selector = str(question.get("function_selector", ""))
        result = None if token is None else self._constant(body, token, selector, str(question.get("parameter", "")))
        if result is None:
            message = b"Contract validate error : Smart contract is not exist.".hex()
            return JSONResponse({"result": {"code": "CONTRACT_VALIDATE_ERROR", "message": message}})
        return JSONResponse({"result": {"result": True}, "energy_used": 631, "constant_result": [result]})

    async def account(self, request: Request) -> JSONResponse:
        question = await _question(request)
        body = body_of(str(question.get("address", "")))
        if body is None or body not in self._blocks.coins:
            return JSONResponse({})
        address = base58_of(body) if _is_visible(question) else "41" + body
        return JSONResponse({"address": address, "balance": self._blocks.coins[body]})

    def _found(self, request: Request, question: dict[str, Any]) -> tuple[Transaction | None, Block | None]:
        """What was asked for, where it is in a block of this interface's level; one that waits is in none."""
        tx = self._blocks.transactions.get(str(question.get("value", "")).lower())
        if tx is None or not 0 < tx.height <= self._limit(request).number:
            return None, None
        return tx, self._blocks.at(tx.height)

    def _limit(self, request: Request) -> Block:
        return self._blocks.solid if "/walletsolidity/" in request.url.path else self._blocks.head

    def _constant(self, body: str, token: Token, selector: str, parameter: str) -> str | None:
        if selector == "balanceOf(address)" and len(parameter) == 64:
            return word(self._blocks.balances[body, parameter[24:].lower()])
        fixed = {
            "decimals()": word(token.decimals),
            "symbol()": text_words(token.symbol),
            "name()": text_words(token.name),
        }
        return fixed.get(selector)


def info_of(tx: Transaction, block: Block, *, visible: bool) -> dict[str, Any]:
    """The receipt in the documents' shape; a failed transaction has no logs."""
    receipt = {"energy_fee": tx.fee, "energy_usage_total": tx.effort, "net_usage": 345}
    info: dict[str, Any] = {
        "id": tx.id,
        "fee": tx.fee,
        "blockNumber": block.number,
        "blockTimeStamp": block.time_ms,
        "contractResult": [word(1) if tx.ok else ""],
        "contract_address": base58_of(tx.called) if visible else "41" + tx.called,
        "receipt": receipt | {"result": "SUCCESS" if tx.ok else "REVERT"},
    }
    if not tx.ok:
        return info | {"result": "FAILED", "resMessage": _REVERTED}
    return info | {"log": [_log_of(event, visible=visible) for event in tx.events]} if tx.events else info


def _log_of(event: Event, *, visible: bool) -> dict[str, Any]:
    address = base58_of(event.token) if visible else event.token
    return {"address": address, "topics": topics_of(event), "data": word(event.value)}


async def _question(request: Request) -> dict[str, Any]:
    if request.method == "GET":
        return dict(request.query_params)
    body = await request.body()
    asked = await request.json() if body else {}
    return asked if isinstance(asked, dict) else {}


def _is_visible(question: dict[str, Any]) -> bool:
    return str(question.get("visible", "")).lower() == "true"

"""A TRON provider made of a real EVM node: the same contracts and logs, told in TRON's shapes.

There is no TRON node to be had as a package. What is translated here is thin: addresses, heights and receipts; blocks,
reorganisations and finality are the node's own.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from exchanges.chains import tron_address
from exchanges.chains.evm.keccak import keccak256
from tests.chains.evm_world import EvmWorld
from tests.chains.serving import served

PAY_MANY = keccak256(b"pay(address[],address[],uint256[])").hex()[:8]
TRANSFER = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"


def hex41(address: str) -> str:
    return "41" + address.lower().removeprefix("0x")


def base58(address: str) -> str:
    return tron_address.to_text(bytes.fromhex(address.lower().removeprefix("0x")))


def spelled(address: str, asked: dict[str, Any]) -> str:
    """As the question wants it: base58 when `visible`, else hex with TRON's first byte."""
    return base58(address) if asked.get("visible") else hex41(address)


def plain(address: str) -> str:
    """20 bytes as the node wants them, from any of TRON's spellings."""
    return "0x" + (tron_address.from_text(address).hex() if address.startswith("T") else address[2:])


class TronFacade:
    def __init__(self, evm: EvmWorld) -> None:
        self._evm = evm

    def routes(self) -> list[Route]:
        levels = {"wallet": "latest", "walletsolidity": "finalized"}
        routes = []
        for level, tag in levels.items():
            answers = {
                "getnowblock": lambda _, tag=tag: self.now_block(tag),
                "gettransactioninfobyid": lambda asked, tag=tag: self.info(asked, tag),
                "gettransactionbyid": lambda asked, tag=tag: self.transaction(asked, tag),
            }
            routes += [_posted(f"/{level}/{name}", answer) for name, answer in answers.items()]
        routes.append(_posted("/wallet/getnodeinfo", self.node_info))
        routes.append(_posted("/wallet/getcontract", self.contract))
        routes.append(_posted("/wallet/triggerconstantcontract", self.constant))
        routes.append(_posted("/jsonrpc", self.jsonrpc))
        routes.append(Route("/v1/accounts/{address}/transactions/trc20", self.list, methods=["GET"]))
        return routes

    def now_block(self, tag: str) -> dict[str, Any]:
        block = self._evm.rpc("eth_getBlockByNumber", tag, False)
        raw = {"number": int(block["number"], 16), "timestamp": int(block["timestamp"], 16) * 1000}
        return {"blockID": block["hash"][2:], "block_header": {"raw_data": raw}}

    def node_info(self, _: dict[str, Any]) -> dict[str, Any]:
        names = {"block": "latest", "solidityBlock": "finalized"}
        blocks = {name: self.now_block(tag) for name, tag in names.items()}
        return {
            name: f"Num:{block['block_header']['raw_data']['number']},ID:{block['blockID']}"
            for name, block in blocks.items()
        }

    def info(self, asked: dict[str, Any], tag: str) -> dict[str, Any]:
        tx = asked["value"]
        receipt = self._receipt(tx, tag)
        if receipt is None:
            return {}
        ok = receipt["status"] == "0x1"
        told: dict[str, Any] = {
            "id": tx,
            "blockNumber": int(receipt["blockNumber"], 16),
            "blockTimeStamp": self._time_ms(receipt["blockNumber"]),
            "contract_address": spelled(receipt["to"] or "0x" + "00" * 20, asked),
            "receipt": {"result": "SUCCESS" if ok else "REVERT", "energy_usage_total": int(receipt["gasUsed"], 16)},
        }
        logs = [
            {
                "address": base58(log["address"]) if asked.get("visible") else log["address"][2:].lower(),
                "topics": [topic[2:] for topic in log["topics"]],
                "data": log["data"][2:],
            }
            for log in receipt["logs"]
        ]
        return told | ({"log": logs} if logs else {}) | ({} if ok else {"result": "FAILED"})

    def transaction(self, asked: dict[str, Any], tag: str) -> dict[str, Any]:
        receipt = self._receipt(asked["value"], tag)
        if receipt is None:
            return {}
        sent = self._evm.rpc("eth_getTransactionByHash", "0x" + asked["value"])
        value = {"data": sent["input"][2:], "owner_address": spelled(sent["from"], asked)}
        value["contract_address"] = spelled(sent["to"], asked)
        contract = {"parameter": {"value": value}, "type": "TriggerSmartContract"}
        result = "SUCCESS" if receipt["status"] == "0x1" else "REVERT"
        return {"txID": asked["value"], "ret": [{"contractRet": result}], "raw_data": {"contract": [contract]}}

    def _receipt(self, tx: str, tag: str) -> dict[str, Any] | None:
        """Where the transaction is in a block up to the one of `tag`."""
        receipt: dict[str, Any] | None = self._evm.rpc("eth_getTransactionReceipt", "0x" + tx)
        limit = int(self._evm.rpc("eth_getBlockByNumber", tag, False)["number"], 16)
        return None if receipt is None or int(receipt["blockNumber"], 16) > limit else receipt

    def contract(self, asked: dict[str, Any]) -> dict[str, Any]:
        code = self._evm.rpc("eth_getCode", plain(asked["value"]), "latest")
        return {} if code == "0x" else {"bytecode": code[2:], "contract_address": asked["value"]}

    def constant(self, asked: dict[str, Any]) -> dict[str, Any]:
        selector = keccak256(asked["function_selector"].encode()).hex()[:8]
        call = {"to": plain(asked["contract_address"]), "data": "0x" + selector + asked.get("parameter", "")}
        return {"result": {"result": True}, "constant_result": [self._evm.rpc("eth_call", call, "latest")[2:]]}

    def jsonrpc(self, asked: dict[str, Any]) -> dict[str, Any]:
        result = self._evm.rpc(asked["method"], *asked["params"])
        return {"jsonrpc": "2.0", "id": asked["id"], "result": result}

    async def list(self, request: Request) -> JSONResponse:
        address, query = request.path_params["address"], request.query_params
        rows = await run_in_threadpool(self._rows, address, query["contract_address"], "only_confirmed" in query)
        first, last = int(query["min_timestamp"]), int(query["max_timestamp"])
        shown = [row for row in rows if first <= row["block_timestamp"] <= last]
        return JSONResponse({"success": True, "data": shown, "meta": {"page_size": len(shown)}})

    def _rows(self, address: str, contract: str, confirmed: bool) -> list[dict[str, Any]]:
        recipient = "0x" + tron_address.from_text(address).hex().rjust(64, "0")
        wanted = {
            "fromBlock": "earliest",
            "toBlock": "finalized" if confirmed else "latest",
            "address": "0x" + tron_address.from_text(contract).hex(),
            "topics": [TRANSFER, None, recipient],
        }
        return [
            {
                "transaction_id": log["transactionHash"][2:],
                "token_info": {"symbol": "USDT", "address": contract, "decimals": 6, "name": "Tether USD"},
                "block_timestamp": self._time_ms(log["blockNumber"]),
                "from": base58(log["topics"][1][26:]),
                "to": address,
                "type": "Transfer",
                "value": str(int(log["data"], 16)),
            }
            for log in self._evm.rpc("eth_getLogs", wanted)
        ]

    def _time_ms(self, height: str) -> int:
        return int(self._evm.rpc("eth_getBlockByNumber", height, False)["timestamp"], 16) * 1000


def _posted(path: str, answer: Any) -> Route:
    async def endpoint(request: Request) -> JSONResponse:
        body = await request.body()
        return JSONResponse(await run_in_threadpool(answer, await request.json() if body else {}))

    return Route(path, endpoint, methods=["POST"])


@asynccontextmanager
async def tron_facade(evm: EvmWorld) -> AsyncIterator[str]:
    """The base address of a TRON provider over the node."""
    async with served(Starlette(routes=TronFacade(evm).routes())) as url:
        yield url

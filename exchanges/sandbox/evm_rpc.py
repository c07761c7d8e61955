"""What an EVM node tells beyond blocks and logs: receipts, contracts, balances."""

from __future__ import annotations

from typing import Any

from exchanges.sandbox.chain_blocks import Blocks, Transaction
from exchanges.sandbox.chain_codec import text_words, word
from exchanges.sandbox.chain_rpc import ChainRpc, RpcError
from exchanges.sandbox.evm_codec import address_of, body_of

_CODE = "0x6080604052"
"""Stands for any contract's code."""
_DECIMALS, _SYMBOL, _NAME, _BALANCE_OF = "313ce567", "95d89b41", "06fdde03", "70a08231"


class EvmRpc(ChainRpc):
    """The methods a client of a token needs; state is that of the newest block."""

    def __init__(self, blocks: Blocks, path: str, chain_id: int, *, client: str) -> None:
        super().__init__(blocks, path, chain_id)
        self._client = client

    def tags(self) -> dict[str, int]:
        """`safe` is told, though what it promises differs from provider to provider."""
        tags = super().tags()
        return tags | {"safe": tags["finalized"], "pending": tags["latest"]}

    def result(self, method: str, params: list[Any]) -> Any:
        if method == "web3_clientVersion":
            return self._client
        if method == "net_version":
            return str(self._chain_id)
        if method == "eth_syncing":
            return False
        if method == "eth_gasPrice":
            return hex(self._blocks.rules.price)
        if method == "eth_getTransactionReceipt":
            return self._receipt(str(params[0]))
        if method == "eth_getCode":
            return _CODE if body_of(str(params[0])) in self._blocks.tokens else "0x"
        if method == "eth_getBalance":
            return hex(self._blocks.coins[body_of(str(params[0])) or ""])
        if method == "eth_call":
            return self._called(params[0])
        if method == "eth_getLogs":
            self._refuse_the_future(params[0])
        return super().result(method, params)

    def _refuse_the_future(self, wanted: dict[str, Any]) -> None:
        if self.height(wanted.get("toBlock", "latest")) > self._blocks.head.number:
            raise RpcError(-32000, "block range extends beyond current head block")

    def _receipt(self, tx_hash: str) -> dict[str, Any] | None:
        tx = self._blocks.transactions.get(tx_hash.lower().removeprefix("0x"))
        block = self._blocks.at(tx.height) if tx is not None and tx.height else None
        if tx is None or block is None:
            return None
        place = block.tx_ids.index(tx.id)
        gas = sum(self._blocks.transactions[each].effort for each in block.tx_ids[: place + 1])
        return {
            "transactionHash": "0x" + tx.id,
            "transactionIndex": hex(place),
            "blockHash": "0x" + block.id,
            "blockNumber": hex(block.number),
            "from": address_of(tx.caller),
            "to": address_of(tx.called),
            "contractAddress": None,
            "cumulativeGasUsed": hex(gas),
            "gasUsed": hex(tx.effort),
            "effectiveGasPrice": hex(self._blocks.rules.price),
            "type": "0x2",
            "status": hex(int(tx.ok)),
            "logsBloom": "0x" + "00" * 256,
            "logs": self._logs_of(tx),
        }

    def _logs_of(self, tx: Transaction) -> list[dict[str, Any]]:
        block = self._blocks.at(tx.height)
        logs = self.logs_of(block) if block else []
        return [log for log in logs if log["transactionHash"] == "0x" + tx.id]

    def _called(self, call: dict[str, Any]) -> str:
        token = body_of(str(call.get("to")))
        data = str(call.get("data") or call.get("input") or "").removeprefix("0x").lower()
        contract = self._blocks.tokens.get(token or "")
        if token is None or contract is None:
            return "0x"
        fixed = {
            _DECIMALS: word(contract.decimals),
            _SYMBOL: text_words(contract.symbol),
            _NAME: text_words(contract.name),
        }
        if data[:8] in fixed:
            return "0x" + fixed[data[:8]]
        if data.startswith(_BALANCE_OF) and len(data) == 72:
            return "0x" + word(self._blocks.balances[token, data[32:]])
        raise RpcError(3, "execution reverted")

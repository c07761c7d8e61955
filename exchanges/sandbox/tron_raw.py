"""The body of a transaction as TRON's nodes tell it, in JSON and in protobuf, from what the chain knows of it.

The fields are those of `Transaction.raw` and `TriggerSmartContract` in TRON's protocol. What a sender would have chosen
(reference block, expiration, fee limit) is made up; ids are the chain's own and no hashes of the bytes.
"""

from __future__ import annotations

from typing import Any

from exchanges.sandbox.chain_blocks import Block, Event, Transaction
from exchanges.sandbox.chain_codec import sha, word
from exchanges.sandbox.tron_codec import base58_of

TRANSFER, TRANSFER_FROM = "a9059cbb", "23b872dd"
PAY_MANY = "dfbad5ab"
"""pay(address[],address[],uint256[])"""
TRIGGER_SMART_CONTRACT = 31
TYPE_URL = "type.googleapis.com/protocol.TriggerSmartContract"
FEE_LIMIT_SUN = 100_000_000
VALID_MS = 60_000
SENT_BEFORE_MS = 1_000


def transaction_of(tx: Transaction, block: Block, *, visible: bool) -> dict[str, Any]:
    """What `gettransactionbyid` answers for a transaction that is in a block."""
    data = call_data(tx)
    spelled = base58_of if visible else "41{}".format
    value = {"data": data, "owner_address": spelled(tx.caller), "contract_address": spelled(tx.called)}
    contract = {"parameter": {"value": value, "type_url": TYPE_URL}, "type": "TriggerSmartContract"}
    sent_ms = block.time_ms - SENT_BEFORE_MS
    raw: dict[str, Any] = {
        "contract": [contract],
        "ref_block_bytes": f"{(block.number - 1) & 0xFFFF:04x}",
        "ref_block_hash": block.parent[16:32],
        "expiration": sent_ms + VALID_MS,
        "fee_limit": FEE_LIMIT_SUN,
        "timestamp": sent_ms,
    }
    return {
        "ret": [{"contractRet": "SUCCESS" if tx.ok else "REVERT"}],
        "signature": [(sha(f"{tx.id}:r") + sha(f"{tx.id}:s") + "1b")],
        "txID": tx.id,
        "raw_data": raw,
        "raw_data_hex": _raw_bytes(raw, tx, bytes.fromhex(data)).hex(),
    }


def call_data(tx: Transaction) -> str:
    """The call that made the events: a token's own function, or the batch contract's."""
    moves = [event for event in tx.events if event.kind == "Transfer"]
    if len(moves) != 1 or moves[0].token != tx.called:
        return _many(moves)
    (move,) = moves
    if move.owner == tx.caller:
        return TRANSFER + _word_of(move.other) + word(move.value)
    return TRANSFER_FROM + _word_of(move.owner) + _word_of(move.other) + word(move.value)


def _many(moves: list[Event]) -> str:
    columns = [[_word_of(move.token) for move in moves], [_word_of(move.other) for move in moves]]
    columns.append([word(move.value) for move in moves])
    length = 32 * (1 + len(moves))
    heads = "".join(word(32 * len(columns) + length * place) for place in range(len(columns)))
    return PAY_MANY + heads + "".join(word(len(moves)) + "".join(column) for column in columns)


def _word_of(address: str) -> str:
    return address.rjust(64, "0")


# -- protobuf ------------------------------------------------------------------------------------------------------


def _raw_bytes(raw: dict[str, Any], tx: Transaction, data: bytes) -> bytes:
    owner, called = bytes.fromhex("41" + tx.caller), bytes.fromhex("41" + tx.called)
    trigger = _bytes(1, owner) + _bytes(2, called) + _bytes(4, data)
    contract = _number(1, TRIGGER_SMART_CONTRACT) + _bytes(2, _bytes(1, TYPE_URL.encode()) + _bytes(2, trigger))
    reference = _bytes(1, bytes.fromhex(raw["ref_block_bytes"])) + _bytes(4, bytes.fromhex(raw["ref_block_hash"]))
    times = _number(14, raw["timestamp"]) + _number(18, raw["fee_limit"])
    return reference + _number(8, raw["expiration"]) + _bytes(11, contract) + times


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    pieces = bytearray()
    while value > 0x7F:
        pieces.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*pieces, value])

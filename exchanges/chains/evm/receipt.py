"""What an EVM receipt proves: pure, from the answers of the node to transfers."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import msgspec

from exchanges.chains.chain import Proof, ProvenTransfer
from exchanges.chains.evm import address
from exchanges.chains.transfer_log import payment_in


class Log(msgspec.Struct, rename="camel"):
    """One event of a receipt."""

    address: str
    topics: list[str]
    data: str
    log_index: str
    """Counts through the whole block; here only to see that the list is in order."""
    removed: bool = False


class Receipt(msgspec.Struct, rename="camel"):
    """The fields of `eth_getTransactionReceipt` that prove something."""

    transaction_hash: str
    block_hash: str
    block_number: str
    status: str
    logs: list[Log]


class Block(msgspec.Struct, rename="camel"):
    """The fields of `eth_getBlockByNumber` that are read."""

    number: str
    hash: str
    timestamp: str


@dataclass(frozen=True, slots=True)
class PlacedProof:
    """A proof and the very block it stands in: two nodes agree only when both are the same."""

    proof: Proof
    block_hash: str


def placed_proof(
    receipt: Receipt, block: Block, chain: str, usdt: bytes, recipients: Collection[bytes]
) -> PlacedProof | None:
    """What the receipt says about USDT paid to `recipients`; None when its block is not the chain's (any more).

    Args:
        receipt: Of the transaction asked for.
        block: What the node has at the receipt's height.
        chain: Key of the chain.
        usdt: The 20 bytes of the real token's contract.
        recipients: 20 bytes each.

    Raises:
        ValueError: a number is none, or the logs are out of order.
    """
    height, made_s = int(block.number, 16), int(block.timestamp, 16)
    if int(receipt.block_number, 16) != height or receipt.block_hash.lower() != block.hash.lower():
        return None
    indexes = [int(log.log_index, 16) for log in receipt.logs]
    if indexes != sorted(set(indexes)):
        raise ValueError("logs out of order")
    tx_hash = receipt.transaction_hash.lower().removeprefix("0x")
    succeeded = int(receipt.status, 16) == 1
    found = _transfers(receipt, chain, usdt, recipients, (tx_hash, height, made_s * 1000)) if succeeded else ()
    proof = Proof(tx_hash, height, made_s * 1000, succeeded, tuple(found))
    return PlacedProof(proof, receipt.block_hash.lower())


def _transfers(
    receipt: Receipt, chain: str, usdt: bytes, recipients: Collection[bytes], place: tuple[str, int, int]
) -> Iterator[ProvenTransfer]:
    tx_hash, height, block_ms = place
    for position, log in enumerate(receipt.logs):
        payment = None if log.removed else payment_in(log.address, log.topics, log.data, usdt, recipients)
        if payment is not None:
            yield ProvenTransfer(
                chain=chain,
                tx_hash=tx_hash,
                log_pos=position,
                sender=address.to_text(payment.sender),
                recipient=address.to_text(payment.recipient),
                raw=payment.raw,
                height=height,
                block_ms=block_ms,
            )

"""What a TRON receipt proves: pure, from the answer of `gettransactioninfobyid` to transfers."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import msgspec

from exchanges.chains import tron_address
from exchanges.chains.chain import Proof, ProvenTransfer

TRANSFER_TOPIC = bytes.fromhex("ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef")


class Log(msgspec.Struct):
    """One event; address is 20 bytes in hex without `41`, topics and data are hex without `0x`."""

    address: str = ""
    topics: list[str] = []
    data: str = ""


class ResourceReceipt(msgspec.Struct):
    result: str = ""


class TransactionInfo(msgspec.Struct, rename="camel"):
    """The fields of the answer that prove something; `{}` is a transaction that is not known there."""

    id: str = ""
    block_number: int = 0
    block_time_stamp: int = 0
    receipt: ResourceReceipt = msgspec.field(default_factory=ResourceReceipt)
    log: list[Log] = []
    result: str = ""


def proof_from(info: TransactionInfo, usdt: bytes, recipients: Collection[bytes]) -> Proof:
    """What the receipt says about USDT paid to `recipients`.

    Args:
        info: The receipt, of a known transaction.
        usdt: The 20 bytes of the real token's contract.
        recipients: 20 bytes each.
    """
    succeeded = info.receipt.result == "SUCCESS" and info.result != "FAILED"
    transfers = tuple(_transfers(info, usdt, recipients)) if succeeded else ()
    return Proof(info.id, info.block_number, info.block_time_stamp, succeeded, transfers)


def _transfers(info: TransactionInfo, usdt: bytes, recipients: Collection[bytes]) -> Iterator[ProvenTransfer]:
    for position, log in enumerate(info.log):
        if log.address.lower() != usdt.hex() or len(log.topics) != 3:
            continue
        topic, data = tron_address.word_from_hex(log.topics[0]), tron_address.word_from_hex(log.data)
        sender, recipient = tron_address.from_topic(log.topics[1]), tron_address.from_topic(log.topics[2])
        if topic != TRANSFER_TOPIC or data is None or sender is None:
            continue
        if recipient is None or recipient not in recipients:
            continue
        raw = int.from_bytes(data, "big")
        if raw > 0:
            yield ProvenTransfer(
                chain="tron",
                tx_hash=info.id,
                log_pos=position,
                sender=tron_address.to_text(sender),
                recipient=tron_address.to_text(recipient),
                raw=raw,
                height=info.block_number,
                block_ms=info.block_time_stamp,
            )

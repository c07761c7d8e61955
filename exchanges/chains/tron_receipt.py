"""What a TRON receipt proves: pure, from the answer of `gettransactioninfobyid` to transfers."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import msgspec

from exchanges.chains import tron_address
from exchanges.chains.chain import Proof, ProvenTransfer
from exchanges.chains.transfer_log import payment_in


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
        payment = payment_in(log.address, log.topics, log.data, usdt, recipients)
        if payment is not None:
            yield ProvenTransfer(
                chain="tron",
                tx_hash=info.id,
                log_pos=position,
                sender=tron_address.to_text(payment.sender),
                recipient=tron_address.to_text(payment.recipient),
                raw=payment.raw,
                height=info.block_number,
                block_ms=info.block_time_stamp,
            )

"""Addresses of any chain as people paste them: checked, and spelled as orders and deposits keep them."""

from __future__ import annotations

from exchanges.chains import tron_address
from exchanges.chains.evm import address as evm_address


def from_text(chain: str, text: str) -> bytes:
    """The 20 bytes of an address; two spellings are the same address when these are.

    Args:
        chain: Key of the chain; all but `tron` write addresses as Ethereum does.

    Raises:
        ValueError: it is none of this chain.
    """
    return tron_address.from_text(text) if chain == "tron" else evm_address.from_text(text)


def to_text(chain: str, address: bytes) -> str:
    """The chain's usual spelling, with its checksum."""
    return tron_address.to_text(address) if chain == "tron" else evm_address.to_text(address)

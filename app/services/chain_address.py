"""Addresses of chains as people paste them: checked, and spelled as they are kept."""

from __future__ import annotations

from collections.abc import Callable

from app.services.errors import Refused
from exchanges.chains import tron_address
from exchanges.chains.evm import address as evm_address


def _tron(text: str) -> str:
    return tron_address.to_text(tron_address.from_text(text))


def _evm(text: str) -> str:
    return evm_address.to_text(evm_address.from_text(text))


_SPELLED: dict[str, Callable[[str], str]] = {"tron": _tron, "bsc": _evm, "eth": _evm, "polygon": _evm}
CHAINS = tuple(_SPELLED)
"""Every chain there is, offered or not."""


def canonical(chain: str, text: str, *, field: str = "address") -> str:
    """The address in its chain's usual spelling.

    Raises:
        Refused: It is none of this chain; the checksum finds a typo.
    """
    try:
        return _SPELLED[chain](text)
    except (KeyError, ValueError):
        raise Refused("withdrawals.error.address", field=field) from None

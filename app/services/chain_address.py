"""Addresses of chains as people paste them: checked, and spelled as they are kept."""

from __future__ import annotations

from app.services.errors import Refused
from exchanges.chains import addresses, facts

CHAINS = tuple(facts.CHAINS)
"""Every chain there is, offered or not."""


def canonical(chain: str, text: str, *, field: str = "address") -> str:
    """The address in its chain's usual spelling.

    Raises:
        Refused: It is none of this chain; the checksum finds a typo.
    """
    try:
        if chain not in CHAINS:
            raise ValueError("no such chain")  # noqa: TRY301 - said as any other address that will not do
        return addresses.to_text(chain, addresses.from_text(chain, text))
    except ValueError:
        raise Refused("withdrawals.error.address", field=field) from None

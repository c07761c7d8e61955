"""How OKX writes values: every number and time is a string, "not applicable" is the empty string."""

from __future__ import annotations

from exchanges.sandbox.contracts import Contract
from exchanges.sandbox.figures import txt

__all__ = ["Row", "blanks", "inst_type", "txt"]

Row = dict[str, object]


def blanks(names: str) -> Row:
    """Fields that exist and do not apply here."""
    return dict.fromkeys(names.split(), "")


def inst_type(contract: Contract) -> str:
    """Every listed contract is a perpetual swap."""
    return "SWAP" if contract.id.endswith("-SWAP") else "FUTURES"

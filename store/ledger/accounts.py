"""Accounts of the ledger, by name."""

from __future__ import annotations

from dataclasses import dataclass

from store.tables import LedgerAccount, LedgerTransfer

ACCOUNTS = LedgerAccount.__table__
TRANSFERS = LedgerTransfer.__table__


@dataclass(frozen=True, slots=True)
class Account:
    """Where compute sits. Accounts of users never go below zero, those of the house may."""

    code: str
    user_id: str | None = None


METERING = Account("house:metering")
"""Receives what metering takes from users."""
ADJUSTMENTS = Account("house:adjustments")
"""The other side of an operator's correction."""
REFERRAL = Account("house:referral")
"""Gives what inviters receive."""


def clearing(chain: str) -> Account:
    """What arrived on a chain; its balance is minus the sum of all credited deposits."""
    return Account(f"house:clearing:{chain}")


def compute(user_id: str) -> Account:
    """The compute of a user."""
    return Account(f"user:{user_id}:compute", user_id)


def held(user_id: str) -> Account:
    """Compute of a user that waits for a withdrawal to be paid or given back; not spendable meanwhile."""
    return Account(f"user:{user_id}:held", user_id)

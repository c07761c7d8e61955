"""The compute ledger: post once, read balances and entries, prove the books.

Double entry: every transfer takes from one account (debit) and gives to another (credit). The database itself refuses
overdrafts, changes and a second use of a key; see `store.migrations.triggers`.
"""

from store.ledger.accounts import ADJUSTMENTS, METERING, REFERRAL, Account, clearing, compute, held
from store.ledger.posting import post
from store.ledger.proof import Books, check
from store.ledger.reading import Entry, balance, entries

__all__ = [
    "ADJUSTMENTS",
    "METERING",
    "REFERRAL",
    "Account",
    "Books",
    "Entry",
    "balance",
    "check",
    "clearing",
    "compute",
    "entries",
    "held",
    "post",
]

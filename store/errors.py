"""What the store refuses, and why.

StoreError
├── StoreUnavailable     the database cannot be reached, is locked for too long, or has no room; nothing was written
├── StoreDamaged         the file is not a database any more, or its contents contradict each other
├── SchemaTooNew         a newer version of the program wrote this database
├── BadDatabaseUrl       the address names no database we can open
├── InsufficientCompute  the transfer would overdraw the account
├── KeyReused            an idempotency key came again with another content
├── Conflict             somebody else changed the same thing meanwhile
└── VaultError
    ├── WrongPassword    the password or recovery code does not open the slot
    ├── NoVault          there is no such slot for this user
    ├── NoSecret         there is no secret at this place
    ├── VaultLocked      the data key is not open (any more)
    ├── Refused          the envelope is damaged, or belongs to another row, column, user or key
    ├── WeakKdf          key derivation parameters below the accepted minimum
    ├── WeakSecret       a recovery code that was not made by us
    └── PepperMissing    the slot was made with a pepper that is not the one at hand
"""

from __future__ import annotations


class StoreError(Exception):
    pass


class StoreUnavailable(StoreError):
    """`reason` is one of `full`, `locked`, `readonly`, `unreachable`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class StoreDamaged(StoreError):
    pass


class SchemaTooNew(StoreError):
    """`found` is the schema version in the database, `known` the newest one this program knows."""

    def __init__(self, found: str, known: str) -> None:
        super().__init__(
            f"The database has schema {found}, this program knows up to {known}. "
            "Use the newer version of Binnacle; nothing was changed."
        )
        self.found = found
        self.known = known


class BadDatabaseUrl(StoreError):
    pass


class InsufficientCompute(StoreError):
    """The account `code` holds less than `amount_micro`."""

    def __init__(self, code: str, amount_micro: int) -> None:
        super().__init__(f"{code} holds less than {amount_micro} micro-USDT")
        self.code = code
        self.amount_micro = amount_micro


class KeyReused(StoreError):
    def __init__(self, key: str) -> None:
        super().__init__(f"idempotency key {key} was used for another transfer")
        self.key = key


class Conflict(StoreError):
    pass


class VaultError(StoreError):
    pass


class WrongPassword(VaultError):
    pass


class NoVault(VaultError):
    pass


class NoSecret(VaultError):
    pass


class WeakSecret(VaultError):
    pass


class VaultLocked(VaultError):
    """`kind` is the data key that is not open: `read` or `trade`."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"the {kind} key is locked")
        self.kind = kind


class Refused(VaultError):
    pass


class WeakKdf(VaultError):
    pass


class PepperMissing(VaultError):
    pass

"""All tables, and nothing else; queries stand in the modules beside this package.

Ids are UUID4 hex text made before the insert, times UTC milliseconds, money integer micro-USDT.
"""

from store.tables.base import Base, to_json
from store.tables.bindings import Binding, BindingKey, Fill, Income, Meter
from store.tables.house import Audit, Lease, Setting
from store.tables.ledger import LedgerAccount, LedgerTransfer
from store.tables.people import EmailCode, Invite, InviteUse, LoginSession, Mail, Throttle, User
from store.tables.topups import Deposit, ScanCursor, TopUpOrder
from store.tables.vault import VaultSlot, VaultValue

__all__ = [
    "Audit",
    "Base",
    "Binding",
    "BindingKey",
    "Deposit",
    "EmailCode",
    "Fill",
    "Income",
    "Invite",
    "InviteUse",
    "Lease",
    "LedgerAccount",
    "LedgerTransfer",
    "LoginSession",
    "Mail",
    "Meter",
    "ScanCursor",
    "Setting",
    "Throttle",
    "TopUpOrder",
    "User",
    "VaultSlot",
    "VaultValue",
    "to_json",
]

"""All tables, and nothing else; queries stand in the modules beside this package.

Ids are UUID4 hex text made before the insert, times UTC milliseconds, money integer micro-USDT.
"""

from store.tables.base import Base, to_json
from store.tables.bindings import Binding, BindingKey, EquitySample, Fill, Income, Meter
from store.tables.claims import Claim
from store.tables.deciding import DepositAddress, ParameterChange
from store.tables.house import Audit, Lease, Setting
from store.tables.inbox import Message, Notice, NoticeRead
from store.tables.ledger import LedgerAccount, LedgerTransfer
from store.tables.people import (
    EmailCode,
    Invite,
    InviteUse,
    LoginSession,
    Mail,
    Referral,
    Throttle,
    Totp,
    User,
)
from store.tables.topups import Deposit, ScanCursor, TopUpOrder
from store.tables.vault import VaultSlot, VaultValue
from store.tables.withdrawals import PayoutAddress, Withdrawal

__all__ = [
    "Audit",
    "Base",
    "Binding",
    "BindingKey",
    "Claim",
    "Deposit",
    "DepositAddress",
    "EmailCode",
    "EquitySample",
    "Fill",
    "Income",
    "Invite",
    "InviteUse",
    "Lease",
    "LedgerAccount",
    "LedgerTransfer",
    "LoginSession",
    "Mail",
    "Message",
    "Meter",
    "Notice",
    "NoticeRead",
    "ParameterChange",
    "PayoutAddress",
    "Referral",
    "ScanCursor",
    "Setting",
    "Throttle",
    "TopUpOrder",
    "Totp",
    "User",
    "VaultSlot",
    "VaultValue",
    "Withdrawal",
    "to_json",
]

"""The vault: secrets encrypted under per-user data keys, which are wrapped in slots.

```
login password        --Argon2id--> verify | wrap --> slot(read, password)
transaction password  --Argon2id--> verify | wrap --> slot(trade, password)
recovery code         --HKDF------>          wrap --> slot(read, recovery), slot(trade, recovery)
service key (a file) --HKDF------>          wrap --> slot(read, service), slot(trade, service); off unless asked for
```
Read-only API keys lie under the `read` key, trading keys under the `trade` key. Changing a password replaces one slot
and touches no secret.
"""

from store.vault.changes import SlotChange
from store.vault.envelope import DataKey, Place
from store.vault.kdf import HasSecret, KdfParams
from store.vault.keeper import Vaults
from store.vault.opened import OpenVault
from store.vault.pepper import Pepper, load_pepper, make_pepper
from store.vault.recovery import is_recovery_code, new_recovery_code, read_recovery_code
from store.vault.service import drop_service_slots
from store.vault.slots import KeyKind
from store.vault.values import destroy_secrets, get_secret, put_secret

__all__ = [
    "DataKey",
    "HasSecret",
    "KdfParams",
    "KeyKind",
    "OpenVault",
    "Pepper",
    "Place",
    "SlotChange",
    "Vaults",
    "destroy_secrets",
    "drop_service_slots",
    "get_secret",
    "is_recovery_code",
    "load_pepper",
    "make_pepper",
    "new_recovery_code",
    "put_secret",
    "read_recovery_code",
]

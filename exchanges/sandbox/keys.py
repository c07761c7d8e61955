"""The key page of the venue's site: makes, edits and deletes API keys under the venue's rules."""

from __future__ import annotations

import ipaddress
import random
import re
import uuid

from exchanges.sandbox.desk import Desk
from exchanges.sandbox.events import KeyGone
from exchanges.sandbox.refusals import Reason, Refusal
from exchanges.sandbox.state import Account, Key

MAX_KEYS = 50
MAX_IPS = 20
PERMISSIONS = ("read_only", "trade", "withdraw")
_CLASSES = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^A-Za-z0-9\s]")


class KeyPage:
    """Keys of all accounts of one venue.

    Args:
        desk: Accounts and news.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._chance = random.SystemRandom()

    def create(
        self,
        account: Account,
        label: str,
        permissions: list[str],
        ips: list[str],
        passphrase: str,
        *,
        kind: str = "console",
        chance: random.Random | None = None,
    ) -> Key:
        """A new key; reading is always permitted. A seeded `chance` makes the same key in every run.

        Raises:
            Refusal: Too many keys or addresses, a malformed address, or a passphrase against the rule.
        """
        if len(account.keys) >= MAX_KEYS:
            raise Refusal(Reason.TOO_MANY_KEYS)
        if not passphrase_fits(passphrase):
            raise Refusal(Reason.PASSPHRASE_FORMAT)
        chance = chance or self._chance
        key = Key(
            api_key=str(uuid.UUID(int=chance.getrandbits(128), version=4)),
            secret=f"{chance.getrandbits(128):032X}",
            passphrase=passphrase,
            kind=kind,
            label=label[:50],
            permissions=_permissions(permissions),
            ips=_addresses(ips),
            created_ms=self._desk.clock(),
        )
        account.keys[key.api_key] = key
        return key

    def edit(
        self, account: Account, key: Key, label: str | None, permissions: list[str] | None, ips: list[str] | None
    ) -> None:
        """Change a key; sockets logged in with it are closed."""
        key.label = key.label if label is None else label[:50]
        key.permissions = key.permissions if permissions is None else _permissions(permissions)
        key.ips = key.ips if ips is None else _addresses(ips)
        self._desk.tell(KeyGone(account, key.api_key))

    def delete(self, account: Account, key: Key) -> None:
        """Forget a key; sockets logged in with it are closed."""
        del account.keys[key.api_key]
        self._desk.tell(KeyGone(account, key.api_key))


def passphrase_fits(passphrase: str) -> bool:
    """8 to 32 characters with a small letter, a capital, a digit and a symbol."""
    return 8 <= len(passphrase) <= 32 and all(re.search(pattern, passphrase) for pattern in _CLASSES)


def address_allowed(seen: str, allowed: list[str]) -> bool:
    """True when no list is bound, or one of its addresses or networks holds `seen`."""
    address = ipaddress.ip_address(seen)
    return not allowed or any(address in ipaddress.ip_network(entry, strict=False) for entry in allowed)


def _permissions(wanted: list[str]) -> list[str]:
    unknown = set(wanted) - set(PERMISSIONS)
    if unknown:
        raise Refusal(Reason.PARAMETER, param="perm")
    return [name for name in PERMISSIONS if name == "read_only" or name in wanted]


def _addresses(entries: list[str]) -> list[str]:
    cleaned = [entry.strip() for entry in entries if entry.strip()]
    if len(cleaned) > MAX_IPS:
        raise Refusal(Reason.TOO_MANY_IPS)
    for entry in cleaned:
        try:
            ipaddress.ip_network(entry, strict=False)
        except ValueError:
            raise Refusal(Reason.PARAMETER, param="ip") from None
    return cleaned

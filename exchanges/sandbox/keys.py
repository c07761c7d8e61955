"""The key page of a venue's site: makes, edits and deletes API keys under the venue's rules."""

from __future__ import annotations

import ipaddress
import random
from collections.abc import Callable
from dataclasses import dataclass

from exchanges.sandbox.desk import Desk
from exchanges.sandbox.events import KeyGone
from exchanges.sandbox.refusals import Reason, Refusal
from exchanges.sandbox.state import Account, Key


@dataclass(frozen=True, slots=True)
class KeyRules:
    """What one venue's key page allows."""

    permissions: tuple[str, ...]
    """All permissions, in the venue's words and order."""
    make: Callable[[random.Random], tuple[str, str]]
    """A new key and its secret."""
    always: str = ""
    """The permission every key has; empty when a key may have none."""
    most_keys: int = 30
    most_ips: int = 30
    passphrase_fits: Callable[[str], bool] = lambda passphrase: not passphrase
    """Whether a passphrase is accepted; by default there is none."""


@dataclass(frozen=True, slots=True)
class KeyWish:
    """A key as a person asks for it."""

    label: str
    permissions: list[str]
    ips: list[str]
    passphrase: str = ""
    kind: str = "console"
    expires_ms: int | None = None
    algorithm: str = "hmac"
    public_key: str = ""


class KeyPage:
    """Keys of all accounts of one venue.

    Args:
        desk: Accounts and news.
        rules: The venue's.
    """

    def __init__(self, desk: Desk, rules: KeyRules) -> None:
        self._desk = desk
        self.rules = rules
        self._chance = random.SystemRandom()

    def create(self, account: Account, wish: KeyWish, *, chance: random.Random | None = None) -> Key:
        """A new key. A seeded `chance` makes the same key in every run.

        Raises:
            Refusal: Too many keys or addresses, a malformed address, an unknown permission, or a passphrase against
                the rule.
        """
        if len(account.keys) >= self.rules.most_keys:
            raise Refusal(Reason.TOO_MANY_KEYS)
        if not self.rules.passphrase_fits(wish.passphrase):
            raise Refusal(Reason.PASSPHRASE_FORMAT)
        permissions, ips = self._permissions(wish.permissions), self._addresses(wish.ips)
        api_key, secret = self.rules.make(chance or self._chance)
        key = Key(
            api_key=api_key,
            secret="" if wish.public_key else secret,
            passphrase=wish.passphrase,
            kind=wish.kind,
            label=wish.label[:50],
            permissions=permissions,
            ips=ips,
            created_ms=self._desk.clock(),
            expires_ms=wish.expires_ms,
            algorithm=wish.algorithm,
            public_key=wish.public_key,
        )
        account.keys[key.api_key] = key
        return key

    def edit(
        self, account: Account, key: Key, label: str | None, permissions: list[str] | None, ips: list[str] | None
    ) -> None:
        """Change a key; whoever listens closes the sockets that use it."""
        key.label = key.label if label is None else label[:50]
        key.permissions = key.permissions if permissions is None else self._permissions(permissions)
        key.ips = key.ips if ips is None else self._addresses(ips)
        self._desk.tell(KeyGone(account, key.api_key))

    def expire(self, account: Account, key: Key) -> None:
        """A key's time is over."""
        key.expires_ms = self._desk.clock()
        self._desk.tell(KeyGone(account, key.api_key))

    def delete(self, account: Account, key: Key) -> None:
        """Forget a key; whoever listens closes the sockets that use it."""
        del account.keys[key.api_key]
        self._desk.tell(KeyGone(account, key.api_key))

    def _permissions(self, wanted: list[str]) -> list[str]:
        if set(wanted) - set(self.rules.permissions):
            raise Refusal(Reason.PARAMETER, param="perm")
        return [name for name in self.rules.permissions if name == self.rules.always or name in wanted]

    def _addresses(self, entries: list[str]) -> list[str]:
        cleaned = [entry.strip() for entry in entries if entry.strip()]
        if len(cleaned) > self.rules.most_ips:
            raise Refusal(Reason.TOO_MANY_IPS)
        for entry in cleaned:
            try:
                ipaddress.ip_network(entry, strict=False)
            except ValueError:
                raise Refusal(Reason.PARAMETER, param="ip") from None
        return cleaned


def address_allowed(seen: str, allowed: list[str]) -> bool:
    """True when no list is bound, or one of its addresses or networks holds `seen`."""
    address = ipaddress.ip_address(seen)
    return not allowed or any(address in ipaddress.ip_network(entry, strict=False) for entry in allowed)

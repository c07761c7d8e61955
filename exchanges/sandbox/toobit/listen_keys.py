"""Listen keys: one per account, an hour long, prolonged on request, announced before their end."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from exchanges.sandbox.state import Account
from exchanges.sandbox.toobit.key_rules import word

LIFE_MS = 60 * 60_000
WARNED_MS = 5 * 60_000
"""How long before its end a key is announced to expire, each minute."""
EACH_MS = 60_000


@dataclass(slots=True)
class ListenKey:
    """One account's key."""

    key: str
    until_ms: int
    made_by: str
    """The API key that asked for it."""
    next_warning_ms: int = 0


class ListenKeys:
    """Who listens under which key.

    Args:
        now_ms: The venue's clock.
        ended: Told of every key that came to its end.
        warn: Told of every key that soon will.
    """

    def __init__(self, now_ms: Callable[[], int], ended: Callable[[str], None], warn: Callable[[str], None]) -> None:
        self._now_ms = now_ms
        self._ended = ended
        self._warn = warn
        self._chance = random.SystemRandom()
        self._keys: dict[str, ListenKey] = {}

    def give(self, account: Account, api_key: str) -> str:
        """A new key, or the present one for another hour."""
        held = self._keys.get(account.name)
        if held is None or held.until_ms <= self._now_ms():
            held = self._keys[account.name] = ListenKey(word(self._chance), 0, api_key)
        self._prolong(held)
        return held.key

    def keep(self, account: Account, key: str) -> bool:
        """Another hour for that key; False when it is none of the account's."""
        held = self._keys.get(account.name)
        if held is None or held.key != key or held.until_ms <= self._now_ms():
            return False
        self._prolong(held)
        return True

    def of(self, account: Account) -> str:
        """The account's present key; empty when it has none."""
        held = self._keys.get(account.name)
        return held.key if held is not None and held.until_ms > self._now_ms() else ""

    def owner(self, key: str) -> str:
        """The name of the account a key belongs to; empty for an unknown one."""
        return next((name for name, held in self._keys.items() if held.key == key), "")

    def close(self, account: Account, key: str) -> bool:
        """End that key and whoever listens by it; False when it is none of the account's."""
        if self.of(account) != key:
            return False
        self.expire(account.name)
        return True

    def revoke(self, account: Account, api_key: str) -> None:
        """The API key that asked for it is gone."""
        held = self._keys.get(account.name)
        if held is not None and held.made_by == api_key:
            self.expire(account.name)

    def expire(self, name: str = "") -> int:
        """Let the keys of an account, or of all, come to their end now; answers how many there were."""
        ended = [owner for owner in self._keys if name in ("", owner)]
        for owner in ended:
            self._ended(self._keys.pop(owner).key)
        return len(ended)

    def shorten(self, left_ms: int) -> None:
        """Leave every key only so much time."""
        for held in self._keys.values():
            held.until_ms, held.next_warning_ms = self._now_ms() + left_ms, 0

    def due(self) -> None:
        """Announce what will end soon, end what was not kept."""
        now = self._now_ms()
        for owner, held in list(self._keys.items()):
            if held.until_ms <= now:
                self.expire(owner)
            elif held.until_ms - now <= WARNED_MS and held.next_warning_ms <= now:
                held.next_warning_ms = now + EACH_MS
                self._warn(held.key)

    def _prolong(self, held: ListenKey) -> None:
        held.until_ms, held.next_warning_ms = self._now_ms() + LIFE_MS, 0

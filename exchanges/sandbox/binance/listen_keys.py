"""Listen keys: one per account, an hour long, kept alive by asking again."""

from __future__ import annotations

import random
from collections.abc import Callable

from exchanges.sandbox.binance.key_rules import word
from exchanges.sandbox.state import Account

LIFE_MS = 60 * 60_000


class ListenKeys:
    """Who listens under which key.

    Args:
        now_ms: The venue's clock.
        gone: Told of every account whose key came to its end.
    """

    def __init__(self, now_ms: Callable[[], int], gone: Callable[[str, str], None]) -> None:
        self._now_ms = now_ms
        self._gone = gone
        self._chance = random.SystemRandom()
        self._keys: dict[str, tuple[str, int]] = {}
        self._made_by: dict[str, str] = {}

    def give(self, account: Account, api_key: str) -> str:
        """A new key, or the present one for another hour."""
        key = self.of(account)
        if not key:
            key = word(self._chance)
            self._made_by[account.name] = api_key
        self._keys[account.name] = (key, self._now_ms() + LIFE_MS)
        return key

    def revoke(self, account: Account, api_key: str) -> None:
        """The API key that made it is gone."""
        if self._made_by.get(account.name) == api_key:
            self.expire(account.name)

    def of(self, account: Account) -> str:
        """The account's present key; empty when it has none."""
        key, until_ms = self._keys.get(account.name, ("", 0))
        return key if until_ms > self._now_ms() else ""

    def owner(self, key: str) -> str:
        """The name of the account a key belongs to; empty for an unknown one."""
        return next((name for name, (mine, _) in self._keys.items() if mine == key), "")

    def drop(self, account: Account) -> bool:
        """End the account's key; False when it had none."""
        return self._keys.pop(account.name, None) is not None

    def expire(self, name: str = "") -> int:
        """Let the keys of an account, or of all, come to their end now; answers how many there were."""
        ended = {owner: key for owner, (key, _) in self._keys.items() if name in ("", owner)}
        for owner, key in ended.items():
            del self._keys[owner]
            self._gone(owner, key)
        return len(ended)

    def due(self) -> None:
        """End what was not kept alive."""
        now = self._now_ms()
        for owner in [owner for owner, (_, until_ms) in self._keys.items() if until_ms <= now]:
            self.expire(owner)

"""Slows down guessing: after five failures every attempt costs a wait that doubles, up to a quarter of an hour.

Never a permanent lock, which would let anybody lock anybody out. An attempt is counted before the password is looked
at and forgiven afterwards, so that many attempts at once gain nothing.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Sequence

from app.services.errors import Refused
from store import accounts as rows
from store.database import Store

FREE = 5
FIRST_WAIT_MS = 1_000
LONGEST_WAIT_MS = 900_000
FORGET_MS = 3_600_000
"""Failures are forgotten after this long without another."""


class Throttle:
    """Counts failures per key (`login:<user id>`, `source:198.51.100.7`) in the store, for all processes.

    Args:
        store: Where they are counted.
        server_key: Hides what was typed for names nobody has.
        now: UTC milliseconds.
    """

    def __init__(self, store: Store, server_key: bytes, now: Callable[[], int]) -> None:
        self._store = store
        self._server_key = server_key
        self._now = now

    def login_key(self, typed_name: str, account: rows.Account | None) -> str:
        """Counts tries for one name. A name nobody has may be a password in the wrong field: its text is not kept."""
        if account is not None:
            return login_key(account.id)
        return f"login:?{hmac.digest(self._server_key, b'name:' + typed_name.encode(), hashlib.sha256).hex()}"

    async def begin(self, keys: Sequence[str]) -> None:
        """Count an attempt under each key before it is made.

        Raises:
            Refused: One of them has to wait; nothing was counted.
        """
        now_ms = self._now()
        async with self._store.write() as connection:
            for key in sorted(keys):
                await rows.take_turns(connection, f"throttle:{key}")
            await rows.forget_throttles(connection, now_ms - FORGET_MS)
            counts = {}
            for key in keys:
                failures, until_ms = await rows.throttle(connection, key)
                if until_ms > now_ms:
                    raise Refused("account.error.throttled", seconds=-(-(until_ms - now_ms) // 1000))
                counts[key] = failures + 1
            for key, failures in counts.items():
                await rows.set_throttle(connection, key, failures, now_ms + wait_ms(failures), now_ms)

    async def forgive(self, key: str) -> None:
        """The attempt was a success: forget what stands under the key."""
        async with self._store.write() as connection:
            await rows.set_throttle(connection, key, 0, 0, self._now())

    async def take_back(self, key: str) -> None:
        """The attempt was a success, but earlier failures under the key still count: only this one is undone."""
        async with self._store.write() as connection:
            await rows.take_turns(connection, f"throttle:{key}")
            failures, _ = await rows.throttle(connection, key)
            await rows.set_throttle(connection, key, max(failures - 1, 0), 0, self._now())


def login_key(user_id: str) -> str:
    """Counts tries of the login password of an account."""
    return f"login:{user_id}"


def wait_ms(failures: int) -> int:
    """How long the next attempt has to wait after so many failures."""
    if failures < FREE:
        return 0
    return min(FIRST_WAIT_MS << min(failures - FREE, 20), LONGEST_WAIT_MS)

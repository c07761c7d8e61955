"""The optional second factor: a code of an authenticator app, asked for before money may leave.

Its seed rests in the vault under the read key, so it is there once the login password opened the vault, and lost with
it. A code counts once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.services import one_time_codes
from app.services.errors import Refused
from app.services.operating import SecondPassword
from exchanges.core.secret import Secret
from store import audit, totp
from store.errors import NoSecret, VaultLocked
from store.vault import Place, destroy_secrets, get_secret, put_secret

if TYPE_CHECKING:
    from app.services.session import Session
    from app.services.throttle import Throttle
    from store.database import Store

_TYPED = re.compile(r"[0-9]{6}")


@dataclass(frozen=True, slots=True)
class Setup:
    """What the authenticator app needs; shown this once."""

    seed: Secret
    """For typing, base32."""
    uri: Secret
    """For the QR code."""


class SecondFactorService:
    """Sets the factor up, asks for it, takes it away.

    Args:
        lock: Asks for the transaction password.
        throttle: Slows down guessing.
        now: UTC milliseconds.
    """

    def __init__(self, store: Store, lock: SecondPassword, throttle: Throttle, now: Callable[[], int]) -> None:
        self._store = store
        self._lock = lock
        self._throttle = throttle
        self._now = now

    async def is_on(self, session: Session) -> bool:
        """Whether codes are asked of this person."""
        async with self._store.read() as connection:
            row = await totp.of(connection, session.user_id)
        return row is not None and row.confirmed_ms is not None

    async def begin(self, session: Session, password: Secret) -> Setup:
        """Make a seed; `confirm` switches the factor on.

        Raises:
            Refused: Wrong transaction password, or it is on already.
        """
        await self._lock.unlock_trade(session, password)
        text = one_time_codes.spelled(one_time_codes.new_seed())
        now_ms = self._now()
        try:
            async with self._store.write() as connection:
                if not await totp.prepare(connection, session.user_id, now_ms):
                    raise Refused("factor.error.on")
                await put_secret(connection, session.vault, "read", _place(session), Secret(text), now_ms)
        except VaultLocked:
            raise Refused("account.error.locked") from None
        return Setup(Secret(text), Secret(one_time_codes.uri(text, session.username)))

    async def confirm(self, session: Session, code: str) -> None:
        """Switch the factor on with its first right code.

        Raises:
            Refused: Not the code, not begun, or on already.
        """
        if await self.is_on(session):
            raise Refused("factor.error.on")
        await self._check(session, code)
        now_ms = self._now()
        async with self._store.write() as connection:
            await totp.confirm(connection, session.user_id, now_ms)
            await audit.append(connection, session.user_id, "factor.on", f"user:{session.user_id}", {}, now_ms)

    async def demand(self, session: Session, code: str) -> None:
        """Ask for a code of those who have the factor on.

        Raises:
            Refused: Not a code of now, used before, or too many wrong tries; `field` is `totp`.
        """
        if await self.is_on(session):
            await self._check(session, code)

    async def remove(self, session: Session, password: Secret, code: str) -> None:
        """Switch the factor off.

        Raises:
            Refused: Wrong password or code.
        """
        await self._lock.unlock_trade(session, password)
        await self.demand(session, code)
        async with self._store.write() as connection:
            await totp.remove(connection, session.user_id)
            place = _place(session)
            await destroy_secrets(connection, session.user_id, place.table, place.row_id)
            subject = f"user:{session.user_id}"
            await audit.append(connection, session.user_id, "factor.off", subject, {}, self._now())

    async def _check(self, session: Session, code: str) -> None:
        typed = code.replace(" ", "")
        if not _TYPED.fullmatch(typed):
            raise Refused("factor.error.shape", field="totp")
        key = f"totp:{session.user_id}"
        await self._throttle.begin((key,))
        try:
            async with self._store.read() as connection:
                text = await get_secret(connection, session.vault, "read", _place(session))
        except VaultLocked:
            raise Refused("account.error.locked") from None
        except NoSecret:
            raise Refused("factor.error.off") from None
        step = one_time_codes.step_of(typed, one_time_codes.unspelled(text), self._now())
        if step is None or not await self._spend(session, step):
            raise Refused("factor.error.wrong", field="totp")
        await self._throttle.forgive(key)

    async def _spend(self, session: Session, step: int) -> bool:
        async with self._store.write() as connection:
            return await totp.spend(connection, session.user_id, step)


def _place(session: Session) -> Place:
    return Place("totp", "seed", session.user_id)

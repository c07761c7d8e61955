"""Codes sent by mail: they prove that a person reads an address, for one purpose, for ten minutes, once."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from app.locale.catalogue import Language
from app.services.errors import Refused
from app.services.fields import fold
from app.services.mail import MailService
from store import accounts as rows
from store.database import Store, new_id

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

Purpose = Literal["register", "recover", "email"]
LIFE_MS = 600_000
TRIES = 5
RESEND_MS = 60_000
PER_HOUR, PER_DAY = 5, 10
"""For one address, whatever the purpose."""
ALL_PER_HOUR = 300
"""For all addresses together: nobody makes us flood strangers."""
_HOUR_MS, _DAY_MS = 3_600_000, 86_400_000


@dataclass(frozen=True, slots=True)
class CodeRequest:
    """A code is on its way; what was typed counts only together with this request."""

    id: str
    mail_id: str
    """For `MailService.state`: `sent` once the server accepted it, `local` when it waits in the outbox."""
    expires_ms: int
    resend_ms: int
    """A new one may be asked for from then on."""


class EmailCodes:
    """Makes, mails and checks codes.

    Args:
        store: Where they rest, as HMACs.
        mail: Carries them.
        key: The server key.
        now: UTC milliseconds.
    """

    def __init__(self, store: Store, mail: MailService, key: bytes, now: Callable[[], int]) -> None:
        self._store = store
        self._mail = mail
        self._key = key
        self._now = now

    async def request(self, purpose: Purpose, email: str, language: Language) -> CodeRequest:
        """Mail a fresh code; older ones of this purpose and address become void.

        The answer is the same whether or not an account has this address: only its owner learns it, from the mail.

        Raises:
            Refused: Too soon after the last one, or too many.
        """
        folded, now_ms = fold(email), self._now()
        request_id, code = new_id(), f"{secrets.randbelow(10**6):06}"
        digest = self._digest(purpose, folded, request_id, code)
        async with self._store.write() as connection:
            await rows.take_turns(connection, f"code:{folded}")
            await self._check_pace(connection, folded, now_ms)
            await rows.forget_codes(connection, now_ms - 2 * _DAY_MS)
            await rows.put_code(connection, request_id, purpose, folded, digest, now_ms, now_ms + LIFE_MS)
            is_known = await rows.by_email(connection, folded) is not None
            mail_id = await self._put_mail(connection, purpose, email, language, code, is_known=is_known)
        self._mail.wake()
        return CodeRequest(request_id, mail_id, now_ms + LIFE_MS, now_ms + RESEND_MS)

    async def check(self, purpose: Purpose, email: str, request_id: str, code: str) -> None:
        """Compare a typed code; a wrong one is counted. A right one is not spent yet: see `spend`.

        Raises:
            Refused: Wrong, expired, void, or never asked for by this request.
        """
        refusal: Refused | None = None
        async with self._store.write() as connection:
            kept = await rows.code_for_update(connection, request_id, purpose, fold(email))
            if kept is None:
                refusal = Refused("account.error.code_not_requested", field="code")
            elif kept.used_ms is not None or kept.voided_ms is not None:
                refusal = Refused("account.error.code_void", field="code")
            elif kept.expires_ms <= self._now():
                refusal = Refused("account.error.code_expired", field="code", minutes=LIFE_MS // 60_000)
            elif not hmac.compare_digest(kept.code_hmac, self._digest(purpose, fold(email), request_id, code)):
                refusal = await self._count(connection, kept)
        if refusal is not None:
            raise refusal

    async def spend(self, connection: AsyncConnection, request_id: str) -> None:
        """Use up a checked code, in the unit of what it permits.

        Raises:
            Refused: It was used or replaced meanwhile; the unit must not be committed.
        """
        if not await rows.use_code(connection, request_id, self._now()):
            raise Refused("account.error.code_void", field="code")

    async def _count(self, connection: AsyncConnection, kept: rows.Code) -> Refused:
        left = TRIES - kept.tries - 1
        await rows.count_try(connection, kept.id, void_at_ms=None if left > 0 else self._now())
        if left > 0:
            return Refused("account.error.code_wrong", field="code", left=left)
        return Refused("account.error.code_void", field="code")

    async def _check_pace(self, connection: AsyncConnection, folded: str, now_ms: int) -> None:
        asked = await rows.code_times(connection, folded, now_ms - _DAY_MS)
        if asked and (wait_ms := asked[0] + RESEND_MS - now_ms) > 0:
            raise Refused("account.error.code_too_soon", field="email", seconds=-(-wait_ms // 1000))
        waits = [
            asked[most - 1] + span_ms - now_ms
            for most, span_ms in ((PER_HOUR, _HOUR_MS), (PER_DAY, _DAY_MS))
            if len(asked) >= most
        ]
        if (wait_ms := max(waits, default=0)) > 0:
            raise Refused("account.error.code_too_many", field="email", minutes=-(-wait_ms // 60_000))
        if await rows.count_codes(connection, now_ms - _HOUR_MS) >= ALL_PER_HOUR:
            raise Refused("account.error.code_busy", field="email", minutes=10)

    async def _put_mail(
        self,
        connection: AsyncConnection,
        purpose: Purpose,
        email: str,
        language: Language,
        code: str,
        *,
        is_known: bool,
    ) -> str:
        if is_known and purpose in ("register", "email"):
            return await self._mail.put(connection, email, "taken", language)
        if not is_known and purpose == "recover":
            return await self._mail.put(connection, email, "unknown", language)
        until = datetime.fromtimestamp((self._now() + LIFE_MS) / 1000, UTC)
        values = {"code": code, "minutes": LIFE_MS // 60_000, "until": f"{until:%H:%M}"}
        return await self._mail.put(connection, email, f"code-{purpose}", language, **values)

    def _digest(self, purpose: str, email_folded: str, request_id: str, code: str) -> bytes:
        """HMAC over the parts, each with its length before it."""
        parts = (purpose, email_folded, request_id, code)
        message = b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in parts)
        return hmac.digest(self._key, message, hashlib.sha256)

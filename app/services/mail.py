"""Mail: queued in the store, sent by SMTP with retries; without a server it stays in the local outbox."""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING, Literal

from app.locale.catalogue import LANGUAGES, Language
from app.locale.mail import TEXTS
from app.services.errors import Refused
from app.services.operating import demand_operator
from app.services.session import Session
from store import accounts as account_rows
from store import mail as rows
from store.database import Store, new_id

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from app.settings import Settings, Smtp

log = logging.getLogger(__name__)

MailState = Literal["queued", "sent", "failed", "local"]
RETRY_AFTER_MS = (5_000, 15_000, 60_000, 300_000, 900_000, 3_600_000)
"""Waits between attempts; after the last one the mail counts as failed."""
_BUSY_MS = 120_000
_SERVER_TIMEOUT_S = 30.0
_BATCH = 10
_LOOK_AGAIN_S = 30.0
"""Another process may have queued something."""


@dataclass(frozen=True, slots=True)
class OutboxMail:
    """One mail in the local outbox."""

    id: str
    recipient: str
    subject: str
    body: str
    created_ms: int

    def __repr__(self) -> str:
        return f"OutboxMail({self.id})"


@dataclass(frozen=True, slots=True)
class SentMail:
    """One mail to a person: that it was written and what became of it, never what it says."""

    id: str
    subject: str
    state: MailState
    created_ms: int


@dataclass(frozen=True, slots=True)
class QueuedMail:
    """One mail on its way out, for the operator: how it goes, never what it says."""

    id: str
    recipient: str
    subject: str
    state: MailState
    attempts: int
    trouble: str
    """Kind of the last failure with the server's code; empty after success and before the first attempt."""
    created_ms: int


class MailService:
    """Writes mail in a person's language, and sends what is queued while `run` runs.

    Args:
        store: Where the queue is.
        settings: Its `smtp` section; without a host nothing is sent. `demo` opens the outbox to everybody.
        now: UTC milliseconds.
        tls: For servers whose certificate the system does not know; the system's own when left out.
    """

    def __init__(
        self, store: Store, settings: Settings, now: Callable[[], int], *, tls: ssl.SSLContext | None = None
    ) -> None:
        self._store = store
        self._smtp = settings.smtp
        self._is_demo = settings.demo
        self._now = now
        self._tls = tls
        self._news = asyncio.Event()

    @property
    def is_local(self) -> bool:
        """Whether mail stays here, because no server is configured."""
        return not self._smtp.host

    async def send(self, recipient: str, kind: str, language: Language, **values: object) -> str:
        """Queue a mail; answers its id, for `state`."""
        async with self._store.write() as connection:
            mail_id = await self.put(connection, recipient, kind, language, **values)
        self.wake()
        return mail_id

    async def put(
        self, connection: AsyncConnection, recipient: str, kind: str, language: Language, **values: object
    ) -> str:
        """Queue a mail in the caller's unit, together with what it tells of; call `wake` after the commit.

        Args:
            kind: `mail.<kind>.subject` and `.body` are its texts.
        """
        at = LANGUAGES.index(language)
        subject = TEXTS[f"mail.{kind}.subject"][at].format(**values)
        body = TEXTS[f"mail.{kind}.body"][at].format(**values)
        mail_id, state = new_id(), "local" if self.is_local else "queued"
        await rows.put(connection, mail_id, recipient, subject, body, state, self._now())
        return mail_id

    def wake(self) -> None:
        """Something was queued: `run` looks at once."""
        self._news.set()

    async def state(self, mail_id: str) -> MailState:
        """What became of a mail: `sent` only after the server accepted it.

        Raises:
            Refused: There is no such mail.
        """
        async with self._store.read() as connection:
            state = await rows.state_of(connection, mail_id)
        if state is None:
            raise Refused("account.error.unknown_mail")
        return state  # type: ignore[return-value]  # a CHECK in the table holds the words

    async def outbox(self, limit: int = 50, *, session: Session | None = None) -> list[OutboxMail]:
        """Mail that stayed here, newest first.

        In the demo anybody may read it; on an empty store the person of the very first start, who must read their own
        code; after that the operator only.

        Raises:
            Refused: The outbox is not for this person.
        """
        async with self._store.read() as connection:
            may = self._is_demo or (session is not None and session.is_operator)
            if not may and not await account_rows.is_empty(connection):
                raise Refused("account.error.operator_only")
            found = await rows.local_mail(connection, limit)
        return [OutboxMail(mail.id, mail.recipient, mail.subject, mail.body, mail.created_ms) for mail in found]

    async def queue(self, session: Session, limit: int = 50) -> list[QueuedMail]:
        """How mail to everybody goes, newest first.

        Raises:
            Refused: Not the operator.
        """
        demand_operator(session)
        async with self._store.read() as connection:
            found = await rows.newest(connection, limit)
        return [
            # A CHECK in the table holds the words of the state.
            QueuedMail(m.id, m.recipient, m.subject, m.state, m.attempts, m.last_error, m.created_ms)  # type: ignore[arg-type]
            for m in found
        ]

    async def messages(self, session: Session, limit: int = 50) -> tuple[str, list[SentMail]]:
        """The person's address and what was mailed there, newest first."""
        async with self._store.read() as connection:
            account = await account_rows.by_id(connection, session.user_id)
            email = account.email if account is not None else ""
            found = await rows.addressed_to(connection, email, limit)
        # A CHECK in the table holds the words of the state.
        return email, [SentMail(mail.id, mail.subject, mail.state, mail.created_ms) for mail in found]  # type: ignore[arg-type]

    # -- sending -----------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Send what is due, for ever; does nothing without a server."""
        if self.is_local:
            await asyncio.Event().wait()
        while True:
            self._news.clear()
            await self.deliver_due()
            try:
                async with asyncio.timeout(await self._pause_s()):
                    await self._news.wait()
            except TimeoutError:
                continue

    async def deliver_due(self) -> int:
        """Try every mail that is due now, once; answers how many were tried."""
        tried = 0
        while True:
            async with self._store.write() as connection:
                batch = await rows.claim_due(connection, self._now(), _BUSY_MS, _BATCH)
            if not batch:
                return tried
            tried += len(batch)
            for mail in batch:
                await self._deliver(mail)
                _stop_if_cancelled()

    async def _pause_s(self) -> float:
        async with self._store.read() as connection:
            due_ms = await rows.next_due_ms(connection)
        if due_ms is None:
            return _LOOK_AGAIN_S
        return min(max((due_ms - self._now()) / 1000, 0.05), _LOOK_AGAIN_S)

    async def _deliver(self, mail: rows.StoredMail) -> None:
        failure = await _submit(self._smtp, self._tls, mail, self._now())
        async with self._store.write() as connection:
            if failure is None:
                await rows.mark_sent(connection, mail.id, self._now())
            elif failure.is_final or mail.attempts > len(RETRY_AFTER_MS):
                log.warning("mail %s was given up after %d attempts: %s", mail.id, mail.attempts, failure.reason)
                await rows.mark_failed(connection, mail.id, failure.reason)
            else:
                log.info("mail %s is tried again later: %s", mail.id, failure.reason)
                wait_ms = RETRY_AFTER_MS[mail.attempts - 1]
                await rows.postpone(connection, mail.id, failure.reason, self._now() + wait_ms)


def _stop_if_cancelled() -> None:
    """Until Python 3.12 `asyncio.wait_for`, which aiosmtplib uses, loses a cancellation that meets an answer."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


@dataclass(frozen=True, slots=True)
class _Failure:
    reason: str
    """Kind and SMTP code; the server's words may repeat the address or the text."""
    is_final: bool


async def _submit(smtp: Smtp, tls: ssl.SSLContext | None, mail: rows.StoredMail, now_ms: int) -> _Failure | None:
    """Hand one mail to the server; None when it was accepted."""
    import aiosmtplib

    try:
        await aiosmtplib.send(
            _message(smtp, mail, now_ms),
            hostname=smtp.host,
            port=smtp.port,
            username=smtp.username or None,
            password=smtp.password.reveal() or None,
            use_tls=smtp.security == "tls",
            start_tls=smtp.security == "starttls",
            tls_context=tls,
            timeout=_SERVER_TIMEOUT_S,
        )
    except aiosmtplib.SMTPRecipientsRefused as error:
        code = max((refused.code for refused in error.recipients), default=0)
        return _Failure(f"recipient refused, {code}", is_final=code >= 500)
    except aiosmtplib.SMTPAuthenticationError as error:
        return _Failure(f"login refused, {error.code}", is_final=False)  # The operator can mend it.
    except aiosmtplib.SMTPResponseException as error:
        return _Failure(f"{type(error).__name__}, {error.code}", is_final=error.code >= 500)
    except (aiosmtplib.SMTPException, OSError) as error:
        return _Failure(type(error).__name__, is_final=False)
    return None


def _message(smtp: Smtp, mail: rows.StoredMail, now_ms: int) -> EmailMessage:
    sender = smtp.sender or smtp.username
    message = EmailMessage()
    message["From"] = sender
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(datetime.fromtimestamp(now_ms / 1000, UTC))
    # The same id at every attempt, so that a mail sent twice is recognised as one.
    message["Message-ID"] = f"<{mail.id}@{sender.rpartition('@')[2] or 'binnacle'}>"
    message.set_content(mail.body)
    return message

"""The inbox: what happened to a person, and what the operator tells everybody."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.locale.catalogue import LANGUAGES, language
from app.services.errors import Refused
from app.services.operating import SecondPassword, demand_operator
from exchanges.core.text import clean
from store import audit
from store import inbox as rows
from store.database import new_id

if TYPE_CHECKING:
    from app.services.session import Session
    from exchanges.core.secret import Secret
    from store.database import Store

SHOWN = 50
LONGEST_TITLE, LONGEST_BODY = 80, 1_000


@dataclass(frozen=True, slots=True)
class InboxEntry:
    """One message or notice. A message has text keys, a notice has the operator's own words."""

    id: str
    is_notice: bool
    created_ms: int
    is_read: bool
    title_key: str = ""
    body_key: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    """What fills the texts of a message."""
    title: str = ""
    body: str = ""
    """Of a notice, in the language of the screen where the operator wrote it in that one."""


class InboxService:
    """Reads and marks the inbox of whoever is signed in; the operator writes notices.

    Args:
        lock: Asks the operator for the second password.
        now: UTC milliseconds.
    """

    def __init__(self, store: Store, lock: SecondPassword, now: Callable[[], int]) -> None:
        self._store = store
        self._lock = lock
        self._now = now

    async def entries(self, session: Session) -> list[InboxEntry]:
        """Messages and notices, newest first."""
        async with self._store.read() as connection:
            messages = await rows.messages_of(connection, session.user_id, SHOWN)
            notices = await rows.notices(connection, session.user_id, SHOWN)
        found = [
            InboxEntry(
                id=row.id,
                is_notice=False,
                created_ms=row.created_ms,
                is_read=row.read_ms is not None,
                title_key=f"inbox.message.{row.kind}.title",
                body_key=f"inbox.message.{row.kind}.body",
                facts=row.facts,
            )
            for row in messages
        ]
        found += [
            InboxEntry(
                id=row.id,
                is_notice=True,
                created_ms=row.created_ms,
                is_read=row.read_ms is not None,
                title=_spoken(row.title_en, row.title_zh),
                body=_spoken(row.body_en, row.body_zh),
            )
            for row in notices
        ]
        return sorted(found, key=lambda entry: entry.created_ms, reverse=True)[:SHOWN]

    async def unread(self, session: Session) -> int:
        """How many the person has not opened."""
        async with self._store.read() as connection:
            return await rows.unread(connection, session.user_id)

    async def mark_read(self, session: Session, entry: InboxEntry) -> None:
        """The person opened it."""
        async with self._store.write() as connection:
            mark = rows.mark_notice_read if entry.is_notice else rows.mark_message_read
            await mark(connection, session.user_id, entry.id, self._now())

    # -- the operator ----------------------------------------------------------------------------------------------

    async def announce(
        self, session: Session, english: tuple[str, str], chinese: tuple[str, str], password: Secret
    ) -> None:
        """Tell everybody something.

        Args:
            english: Title and text; both empty when it is in Chinese only.
            chinese: The same in Chinese.

        Raises:
            Refused: Not the operator, wrong password, or a title or text is missing.
        """
        demand_operator(session)
        titles = [clean(pair[0].strip(), limit=LONGEST_TITLE) for pair in (english, chinese)]
        bodies = [clean(pair[1].strip(), limit=LONGEST_BODY) for pair in (english, chinese)]
        names = ("en", "zh")
        for name, title, body in zip(names, titles, bodies, strict=True):
            if bool(title) != bool(body):
                raise Refused("notices.error.half", field=f"{'body' if title else 'title'}_{name}")
        if not any(titles):
            raise Refused("notices.error.empty", field="title_en")
        await self._lock.unlock_trade(session, password)
        now_ms = self._now()
        async with self._store.write() as connection:
            notice = {f"title_{name}": title for name, title in zip(names, titles, strict=True)}
            notice |= {f"body_{name}": body for name, body in zip(names, bodies, strict=True)}
            notice_id = new_id()
            row = {"id": notice_id, "author_id": session.user_id, "created_ms": now_ms, **notice}
            await rows.add_notice(connection, row)
            detail = {"title": titles[0] or titles[1]}
            await audit.append(connection, session.user_id, "notice.written", f"notice:{notice_id}", detail, now_ms)

    async def withdraw(self, session: Session, notice_id: str) -> None:
        """Take a notice down.

        Raises:
            Refused: Not the operator, or it is down already.
        """
        demand_operator(session)
        now_ms = self._now()
        async with self._store.write() as connection:
            if not await rows.withdraw_notice(connection, notice_id, now_ms):
                raise Refused("notices.error.gone")
            await audit.append(connection, session.user_id, "notice.withdrawn", f"notice:{notice_id}", {}, now_ms)


def _spoken(english: str, chinese: str) -> str:
    """The words in the language of the screen, else in the other one."""
    both = (english, chinese)
    return both[LANGUAGES.index(language())] or english or chinese

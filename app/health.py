"""How healthy the links to venues are, in words for row 1."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from app.locale.catalogue import t
from exchanges.core.model import LinkState
from widgets.figures import age, duration

if TYPE_CHECKING:
    from app.services.book import Book, Freshness

_WAITING = (LinkState.CONNECTING, LinkState.SYNCING)


@dataclass(frozen=True, slots=True)
class LinkHealth:
    """One account's link as of now."""

    name: str
    """What the person called the account; data, never markup."""
    freshness: Freshness
    next_try_s: int | None = None

    @classmethod
    def of(cls, book: Book, now_ms: int) -> LinkHealth:
        fresh = book.freshness(now_ms)
        wait_ms = None if fresh.next_try_ms is None else max(0, fresh.next_try_ms - now_ms)
        return cls(book.label, fresh, None if wait_ms is None else -(-wait_ms // 1000))

    @property
    def word(self) -> str:
        """ "live", "syncing 2/4", "STALE 12s", "down 1:12"."""
        fresh = self.freshness
        word = t(f"frame.link-{fresh.state.value}")
        if fresh.state is LinkState.STALE:
            return f"{word} {age(fresh.age_ms)}"
        if fresh.state is LinkState.DOWN and fresh.age_ms is not None:
            return f"{word} {duration(fresh.age_ms // 1000)}"
        return f"{word} {fresh.progress}".rstrip() if fresh.state in _WAITING else word

    @property
    def state_text(self) -> str:
        """The word, with the age of live numbers too and the reason of dead ones: what a row has room for."""
        fresh = self.freshness
        if fresh.is_live:
            return f"{self.word} {age(fresh.age_ms)}"
        return f"{self.word} {fresh.reason}".rstrip()

    @property
    def sentence(self) -> str:
        """The word with next try and reason, for when only this link is in trouble."""
        text = f"{self.name} {self.word}"
        if self.next_try_s is not None:
            text += t("frame.link-next-try", seconds=self.next_try_s)
        return f"{text}: {self.freshness.reason}" if self.freshness.reason else text


@dataclass(frozen=True, slots=True)
class LinkSummary:
    """All links of the person signed in."""

    links: tuple[LinkHealth, ...] = ()

    @classmethod
    def of(cls, books: Iterable[Book], now_ms: int) -> LinkSummary:
        return cls(tuple(LinkHealth.of(book, now_ms) for book in books))

    @property
    def is_sick(self) -> bool:
        return any(not link.freshness.is_live for link in self.links)

    def text(self, room: int) -> str:
        """The most telling version that fits into `room` cells."""
        if not self.links:
            return ""
        return next((text for text in self._versions() if cell_len(text) <= room), self._versions()[-1])

    def _versions(self) -> list[str]:
        if len(self.links) == 1:
            return _of_one(self.links[0])
        sick = [link for link in self.links if not link.freshness.is_live]
        live = len(self.links) - len(sick)
        everyone = ", ".join(f"{link.name} {link.word}" for link in self.links)
        if not sick:
            return [t("frame.links-live", count=live)]
        named = ", ".join(f"{link.name} {link.word}" for link in sick)
        folded = f"{t('frame.links-some-live', count=live)}, {named}" if live else named
        versions = [t("frame.links-list", count=len(self.links), links=text) for text in (everyone, folded)]
        if len(sick) == 1:
            versions.insert(0, sick[0].sentence)
        return [*versions, t("frame.links-sick", sick=len(sick), count=len(self.links))]


def _of_one(link: LinkHealth) -> list[str]:
    """A single link is not counted; where its name has no room, its word says enough."""
    named = f"{link.name} {link.word}"
    return [named, link.word] if link.freshness.is_live else [link.sentence, named, link.word]

"""The verdict on a pasted key: one line per question, each answered by the venue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from exchanges.core.adapter import AccountFacts, KeyFacts

Pair = tuple[str, str]
"""One text in English and Chinese."""

KeyKind = Literal["read", "trade"]
"""What a key is meant for."""

Outcome = Literal["ok", "no", "unverified"]


@dataclass(frozen=True, slots=True)
class Check:
    """One question to the venue and what it answered."""

    name: str
    """Stable name, unique in a report: "credentials", "no_withdraw", ..."""
    outcome: Outcome
    """"unverified": the venue was not asked or could not answer; never to be read as "ok"."""
    text: Pair
    """What was seen; the question itself when it is unverified."""
    cure: Pair = ("", "")
    """What to press or change; empty when all is well."""
    venue_quote: str = ""
    """Code and message of the venue, sanitised; empty when it only answered data."""
    group: Literal["key", "account"] = "key"
    """What the line is about: the key itself, or the account behind it (modes, equity)."""
    call: str = ""
    """The call that told us: "GET /api/v5/account/config"."""
    fix: str = ""
    """Name for `Adapter.apply_fix`; empty when there is no one-key fix with this key."""
    fix_call: str = ""
    """What the fix would send, shown before it is sent."""
    needed: bool = True
    """False when the venue has no way to tell, so that "unverified" keeps nobody from going on."""

    @property
    def passes(self) -> bool:
        """True when nothing about this line keeps the person from going on."""
        return self.outcome == "ok" or (self.outcome == "unverified" and not self.needed)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the venue told about the key and, when it came that far, about the account."""

    key: KeyFacts
    account: AccountFacts | None


@dataclass(frozen=True, slots=True)
class KeyReport:
    """All checks of one pasted key, in the order they are shown."""

    checks: tuple[Check, ...]
    facts: Facts | None = None
    """`None` when the venue did not accept the key."""
    seen_ip: str = ""
    """The address the venue saw us come from, when it told."""
    unknown_key: bool = False
    """True when the venue says that it has no such key, so that another of its sites may have it."""
    site: str = ""
    """The site that knows the key, of a venue that has several; empty while none is known to."""

    @property
    def ok(self) -> bool:
        """True only when every check that can be answered is green."""
        return bool(self.checks) and all(check.passes for check in self.checks)

    @property
    def key_ok(self) -> bool:
        """True when everything about the key itself is green, whatever the account's modes are."""
        return bool(self.checks) and all(check.passes for check in self.checks if check.group == "key")

    def check(self, name: str) -> Check | None:
        """The check of that name, or `None` when the report has none."""
        return next((check for check in self.checks if check.name == name), None)

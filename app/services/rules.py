"""The numbers the operator may change while the program runs; the settings file's, or our own, until they are changed.

They rest in the store, so that every process on it follows; each looks again every few seconds.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from app.services.errors import Refused
from app.services.operating import SecondPassword, demand_operator
from store import audit, inbox
from store import settings as kept
from store.database import new_id
from store.errors import StoreError

if TYPE_CHECKING:
    from app.services.session import Session
    from app.settings import Gates, Metering, Settings
    from exchanges.core.secret import Secret
    from store.database import Store

PREFIX = "rules."
LOOK_AGAIN_S = 5.0
MICRO = 1_000_000
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rule:
    """One number: where it applies, and what it may be."""

    key: str
    unit: str
    """`percent`, `compute`, `usdt` or `hours`."""
    least: int
    most: int
    is_announced: bool = False
    """Whether everybody is told of a change: it costs or gives them money."""


RULES = (
    Rule("metering.share_percent", "percent", 0, 100, is_announced=True),
    Rule("metering.warning_compute", "compute", 0, 100_000),
    Rule("gates.create_compute", "compute", 0, 100_000),
    Rule("gates.submit_compute", "compute", 0, 100_000),
    Rule("gates.min_equity_usdt", "usdt", 0, 1_000_000),
    Rule("referral.share_percent", "percent", 0, 50, is_announced=True),
    Rule("withdrawal.minimum", "usdt", 1, 100_000),
    Rule("withdrawal.address_hours", "hours", 0, 168),
    Rule("topup.address_hours", "hours", 0, 168),
)
_BY_KEY = {rule.key: rule for rule in RULES}
_OURS = {
    "referral.share_percent": 0,
    "withdrawal.minimum": 10,
    "withdrawal.address_hours": 24,
    "topup.address_hours": 24,
}
"""Defaults of what the settings file does not know."""


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule and what it is now."""

    rule: Rule
    value: int
    default: int


class Rules:
    """What applies now; `run` follows changes made by other processes.

    Args:
        settings: Its `metering` and `gates` apply until the operator changed them.
        lock: Asks the operator for the second password.
        now: UTC milliseconds.
    """

    def __init__(self, store: Store, settings: Settings, lock: SecondPassword, now: Callable[[], int]) -> None:
        self._store = store
        self._settings = settings
        self._lock = lock
        self._now = now
        self._changed: dict[str, int] = {}

    @property
    def metering(self) -> Metering:
        return msgspec.structs.replace(self._settings.metering, **self._changes("metering"))

    @property
    def gates(self) -> Gates:
        return msgspec.structs.replace(self._settings.gates, **self._changes("gates"))

    @property
    def referral_percent(self) -> int:
        """Share of an invitee's first top-up that the inviter receives."""
        return self.value("referral.share_percent")

    @property
    def least_withdrawal_micro(self) -> int:
        return self.value("withdrawal.minimum") * MICRO

    @property
    def payout_wait_ms(self) -> int:
        """How long a new payout address waits before money may go there."""
        return self.value("withdrawal.address_hours") * 3_600_000

    @property
    def deposit_wait_ms(self) -> int:
        """How long a new deposit address waits before top-ups go there."""
        return self.value("topup.address_hours") * 3_600_000

    def value(self, key: str) -> int:
        """What a rule is now."""
        return self._changed.get(key, self._default(key))

    def listed(self) -> list[RuleView]:
        """All rules, in the order they are shown."""
        return [RuleView(rule, self.value(rule.key), self._default(rule.key)) for rule in RULES]

    async def refresh(self) -> None:
        """Read what the operator changed."""
        async with self._store.read() as connection:
            found = await kept.every(connection, PREFIX)
        self._changed = {key: value for name, value in found.items() if (key := name.removeprefix(PREFIX)) in _BY_KEY}

    async def run(self) -> None:
        """Follow changes until cancelled."""
        while True:
            try:
                await self.refresh()
            except StoreError as error:
                log.warning("rules stay as they were: %s", error)
            await asyncio.sleep(LOOK_AGAIN_S)

    async def change(self, session: Session, key: str, typed: str, password: Secret) -> int:
        """Set a rule; it applies at once here, and within seconds in other processes.

        Args:
            typed: A whole number.

        Raises:
            Refused: Not the operator, not a number that will do, or a wrong password.
        """
        demand_operator(session)
        value = self._number(_BY_KEY[key], typed)
        await self._lock.unlock_trade(session, password)
        now_ms, before = self._now(), self.value(key)
        async with self._store.write() as connection:
            await kept.put(connection, PREFIX + key, value, now_ms)
            if _BY_KEY[key].is_announced and value != before:
                await inbox.add_notice(connection, _notice(session.user_id, key, before, value, now_ms))
            detail = {"from": before, "to": value}
            await audit.append(connection, session.user_id, "rule.changed", f"rule:{key}", detail, now_ms)
        self._changed[key] = value
        return value

    def _number(self, rule: Rule, typed: str) -> int:
        text = typed.strip()
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise Refused("rules.error.number", field="value", least=rule.least, most=rule.most)
        value = int(text)
        if not rule.least <= value <= rule.most:
            raise Refused("rules.error.number", field="value", least=rule.least, most=rule.most)
        gates = {name: self.value(f"gates.{name}") for name in ("create_compute", "submit_compute")}
        gates[rule.key.removeprefix("gates.")] = value
        if gates["submit_compute"] > gates["create_compute"]:
            raise Refused("rules.error.gates", field="value")
        return value

    def _default(self, key: str) -> int:
        if key in _OURS:
            return _OURS[key]
        section, _, field = key.partition(".")
        default: int = getattr(getattr(self._settings, section), field)
        return default

    def _changes(self, section: str) -> dict[str, int]:
        """What the operator changed of a section of the settings, by field."""
        parts = {key: key.partition(".") for key in self._changed}
        return {field: self._changed[key] for key, (name, _, field) in parts.items() if name == section}


def _notice(author_id: str, key: str, before: int, after: int, now_ms: int) -> dict[str, Any]:
    """What everybody reads about a change that concerns their money, in both languages."""
    from app.locale.rules import TEXTS

    values = {"before": before, "after": after}
    notice: dict[str, Any] = {"id": new_id(), "author_id": author_id, "created_ms": now_ms}
    for at, name in enumerate(("en", "zh")):
        notice[f"title_{name}"] = TEXTS[f"rules.notice.{key}.title"][at]
        notice[f"body_{name}"] = TEXTS[f"rules.notice.{key}.body"][at].format(**values)
    return notice

"""The reward for inviting: a share of each invitee's first top-up, once, as the operator has set it at that moment."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.services.topup_amount import usdt
from store import inbox, ledger, referrals
from store.errors import StoreError

if TYPE_CHECKING:
    from app.services.rules import Rules
    from app.services.session import Session
    from store.database import Store

LOOK_AGAIN_S = 5.0
BATCH = 20
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class GuestView:
    """Somebody a person invited; of what they told about themselves only nickname and contact are shown."""

    nickname: str
    contact: str
    joined_ms: int
    reward_micro: int | None
    """What their first top-up brought; None while there was none."""


class ReferralService:
    """Looks at first top-ups and rewards inviters.

    Args:
        rules: `referral_percent` is the share.
        now: UTC milliseconds.
    """

    def __init__(self, store: Store, rules: Rules, now: Callable[[], int]) -> None:
        self._store = store
        self._rules = rules
        self._now = now

    @property
    def share_percent(self) -> int:
        """What an inviter receives of a first top-up just now."""
        return self._rules.referral_percent

    async def guests(self, session: Session) -> list[GuestView]:
        """Everybody the person invited, newest first."""
        async with self._store.read() as connection:
            found = await referrals.of_inviter(connection, session.user_id)
        return [GuestView(row.nickname, row.contact, row.joined_ms, row.reward_micro) for row in found]

    async def reward(self) -> int:
        """Look at first top-ups that nobody looked at; answers how many."""
        async with self._store.read() as connection:
            due = await referrals.due(connection, BATCH)
        for row in due:
            await self._reward(row.user_id, row.inviter_id, row.amount_micro)
        return len(due)

    async def run(self) -> None:
        """Reward inviters until cancelled."""
        while True:
            try:
                await self.reward()
            except StoreError as error:
                log.warning("rewards wait: %s", error)
            await asyncio.sleep(LOOK_AGAIN_S)

    async def _reward(self, user_id: str, inviter_id: str, topup_micro: int) -> None:
        now_ms, share = self._now(), self._rules.referral_percent
        reward = topup_micro * share // 100
        seen = {"user_id": user_id, "inviter_id": inviter_id, "topup_micro": topup_micro, "share_percent": share}
        async with self._store.write() as connection:
            if not await referrals.note(connection, {**seen, "reward_micro": reward, "created_ms": now_ms}):
                return
            if not reward:
                return
            await ledger.post(
                connection,
                f"referral:{user_id}",
                "referral",
                ledger.REFERRAL,
                ledger.compute(inviter_id),
                reward,
                "",
                "system",
                now_ms,
            )
            await inbox.tell(connection, inviter_id, "referral", {"amount": usdt(reward)}, now_ms)

"""Whether the bindings of a person may trade: one decision, for every screen, for `stream`, and before a key is opened.

Nothing in this version places, cancels or closes an order; who trades with the events of `stream` holds when told so.
Watching never asks here, and neither do the wizard's fixes, which set an account up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from app.services.errors import Refused
from store import ledger

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection


@dataclass(frozen=True, slots=True)
class Trading:
    """Whether trading actions are allowed."""

    paused_by: Literal["", "compute-used-up"] = ""
    """Why not, as a word; empty when they are."""

    @property
    def is_allowed(self) -> bool:
        return not self.paused_by


def trading_at(balance_micro: int) -> Trading:
    """What a compute balance (micro-USDT) allows: at zero nothing that trades."""
    return Trading() if balance_micro > 0 else Trading("compute-used-up")


async def trading_of(connection: AsyncConnection, user_id: str) -> Trading:
    """Whether trading actions of this person's bindings are allowed now."""
    return trading_at(await ledger.balance(connection, ledger.compute(user_id)))


async def demand_trading(connection: AsyncConnection, user_id: str) -> None:
    """Goes before a trade key is opened in order to trade.

    Raises:
        Refused: Compute is used up (`compute.used-up`).
    """
    if not (await trading_of(connection, user_id)).is_allowed:
        raise Refused("compute.used-up")

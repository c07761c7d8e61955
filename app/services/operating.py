"""What every act of the operator has in common: the role, the second password, a reason that somebody reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from app.services.errors import Refused
from exchanges.core.text import clean

if TYPE_CHECKING:
    from app.services.session import Session
    from exchanges.core.secret import Secret

LONGEST_REASON = 300


class SecondPassword(Protocol):
    """Asks for the transaction password; the account service does."""

    async def unlock_trade(self, session: Session, password: Secret) -> None:
        """Raises `Refused` for a wrong transaction password."""
        ...


def demand_operator(session: Session) -> None:
    """Refuse everybody but the operator."""
    if not session.is_operator:
        raise Refused("desk.only-operator")


def told(reason: str) -> str:
    """A reason as its reader gets it: one line, without control characters.

    Raises:
        Refused: There is none.
    """
    text = clean(reason.strip(), limit=LONGEST_REASON)
    if not text:
        raise Refused("desk.error.reason-missing", field="reason")
    return text

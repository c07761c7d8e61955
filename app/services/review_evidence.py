"""What the venue answered when the keys of a waiting binding were last checked: the evidence of a review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.bindings.rows import report_of
from app.services.operating import demand_operator
from store import bindings

if TYPE_CHECKING:
    from app.services.session import Session
    from exchanges.core.verdict import Check
    from store.database import Store


async def checks_of(store: Store, session: Session, binding_id: str) -> list[tuple[str, Check]]:
    """Every check with the kind of key it was about, `read` before `trade`.

    Raises:
        Refused: Not the operator.
    """
    demand_operator(session)
    async with store.read() as connection:
        keys = (await bindings.keys_of(connection, [binding_id])).get(binding_id, {})
    reports = [(kind, report_of(keys[kind])) for kind in ("read", "trade") if kind in keys]
    return [(kind, check) for kind, report in reports if report is not None for check in report.checks]

"""What a person does at the wizard, in short words."""

from __future__ import annotations

from app.services.binding_views import BindingView, DraftView
from app.services.sealed_keys import KeyKind
from exchanges.core.adapter import Environment
from exchanges.core.secret import Secret
from exchanges.core.verdict import Check, KeyReport
from tests.monitor.harbour import Harbour


async def begin(here: Harbour, environment: Environment = "live") -> DraftView:
    """A draft at the step of the read-only key."""
    draft = await here.bindings.start(here.session, "okx", environment)
    return await here.bindings.advance(here.session, draft.id)


async def paste(here: Harbour, draft_id: str, kind: KeyKind, account: str, seeded: str, **instead: str) -> KeyReport:
    """Paste a seeded key of a simulated account; `instead` replaces single values."""
    key = here.okx.key(account, seeded) | instead
    return await here.bindings.check_key(
        here.session, draft_id, kind, key["api_key"], Secret(key["secret"]), Secret(key["passphrase"])
    )


async def with_read_key(here: Harbour, account: str = "main") -> DraftView:
    """A draft at the step of the trade key, the vault's trade key open."""
    draft = await begin(here)
    await paste(here, draft.id, "read", account, "read")
    await here.bindings.advance(here.session, draft.id)
    await here.unlock_trade()
    return await here.bindings.draft(here.session, draft.id)


async def ready_to_send(here: Harbour, account: str = "main") -> DraftView:
    """A draft at the last step, everything green."""
    draft = await with_read_key(here, account)
    await paste(here, draft.id, "trade", account, "trade")
    await here.bindings.advance(here.session, draft.id)
    await here.bindings.set_strategy(here.session, draft.id, "steady", custom=False, referrer=True)
    return await here.bindings.advance(here.session, draft.id)


async def sent(here: Harbour, account: str = "main") -> BindingView:
    """A submitted binding."""
    draft = await ready_to_send(here, account)
    return await here.bindings.submit(here.session, draft.id, accepted=True)


def check(report: KeyReport, name: str) -> Check:
    found = report.check(name)
    assert found is not None, [each.name for each in report.checks]
    return found

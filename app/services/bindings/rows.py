"""Rows of the store as views, and reports as the plain data the store keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import Row

from app.services.binding_steps import Progress, steps_done, subsidy_lost, why_not
from app.services.binding_views import AccountSummary, BindingView, DraftView, KeyView, Strategy
from app.services.sealed_keys import KeyKind
from app.services.venues import Venue
from app.settings import Gates
from exchanges.core.adapter import AccountFacts
from exchanges.core.verdict import KeyReport


def report_facts(report: KeyReport) -> dict[str, Any]:
    """A report as JSON data. Positions and orders stay out: they are old a second later."""
    facts = None if report.facts is None else replace(report.facts, account=None)
    plain: dict[str, Any] = msgspec.to_builtins(replace(report, facts=facts))
    return {"report": plain}


def account_facts(account: AccountFacts) -> dict[str, Any]:
    """What is kept of an account."""
    return {
        "uid": account.uid,
        "account_mode": account.account_mode,
        "position_mode": account.position_mode,
        "equity_usdt": None if account.equity_usdt is None else format(account.equity_usdt, "f"),
        "open_positions": len(account.open_positions),
        "open_orders": len(account.open_orders),
        "clock_offset_ms": account.clock_offset_ms,
    }


def report_of(key: Row[Any]) -> KeyReport | None:
    """What the venue said of a key; `None` when it was not asked."""
    facts = key.facts or {}
    return msgspec.convert(facts["report"], KeyReport, strict=False) if "report" in facts else None


def key_views(keys: Mapping[str, Row[Any]]) -> dict[KeyKind, KeyView]:
    """Keys by kind."""
    kinds: tuple[KeyKind, ...] = ("read", "trade")
    return {
        kind: KeyView(kind, key.last4, report_of(key), key.checked_ms)
        for kind in kinds
        if (key := keys.get(kind)) is not None
    }


def account_summary(row: Row[Any]) -> AccountSummary | None:
    """What the venue said of the account at the last check."""
    facts = row.account_facts
    if not facts:
        return None
    equity = facts.get("equity_usdt")
    return AccountSummary(
        uid=facts["uid"],
        account_mode=facts["account_mode"],
        position_mode=facts["position_mode"],
        equity_usdt=None if equity is None else Decimal(equity),
        open_positions=facts["open_positions"],
        open_orders=facts["open_orders"],
        clock_offset_ms=facts["clock_offset_ms"],
        checked_ms=row.account_checked_ms or 0,
    )


def draft_view(
    row: Row[Any],
    keys: Mapping[str, Row[Any]],
    venue: Venue,
    *,
    compute_micro: int,
    gates: Gates,
    addresses: tuple[str, ...],
) -> DraftView:
    """A binding in the making."""
    views, account = key_views(keys), account_summary(row)
    progress = Progress(row.step, views, compute_micro, gates)
    known = addresses or tuple(filter(None, [row.answers.get("seen_ip")]))
    return DraftView(
        id=row.id,
        venue=row.venue,
        title=venue.offer.title,
        environment=row.environment,
        step=row.step,
        steps_done=steps_done(progress),
        label=row.label,
        keys=views,
        account=account,
        strategy=row.strategy or "steady",
        custom=row.custom_params,
        referrer=row.referrer,
        offer=venue.offer,
        addresses=known,
        ip_list=venue.ip_list(known),
        compute_micro=compute_micro,
        create_compute_micro=gates.create_compute_micro,
        submit_compute_micro=gates.submit_compute_micro,
        min_equity_usdt=gates.min_equity_usdt,
        subsidy_lost=subsidy_lost(
            row.strategy or "steady", account.equity_usdt if account else None, custom=row.custom_params
        ),
        why_not=why_not(progress),
        updated_ms=row.updated_ms,
    )


def binding_view(
    row: Row[Any], keys: Mapping[str, Row[Any]], venue: Venue, *, now_ms: int, owner: str = ""
) -> BindingView:
    """A binding after the wizard."""
    account = account_summary(row)
    strategy: Strategy = row.strategy or "steady"
    return BindingView(
        id=row.id,
        venue=row.venue,
        title=venue.offer.title,
        environment=row.environment,
        label=row.label,
        state=row.state,
        uid=row.uid or "",
        read_last4=keys["read"].last4 if "read" in keys else "",
        trade_last4=keys["trade"].last4 if "trade" in keys else "",
        strategy=strategy,
        custom=row.custom_params,
        referrer=row.referrer,
        account=account,
        subsidy_lost=subsidy_lost(
            strategy,
            account.equity_usdt if account else None,
            custom=row.custom_params,
            bound_ms=row.approved_ms,
            now_ms=now_ms,
        ),
        refusal=row.refusal,
        created_ms=row.created_ms,
        submitted_ms=row.submitted_ms,
        approved_ms=row.approved_ms,
        removed_ms=row.removed_ms,
        owner=owner,
    )

"""The wizard's rules: what is done, what keeps from the next step, what ends the subsidy. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from app.locale.catalogue import pick
from app.services.binding_views import STEPS, KeyView, Reason, Step
from app.services.sealed_keys import KeyKind
from app.settings import Gates
from exchanges.core.verdict import Check, KeyReport

MICRO = 1_000_000
SUBSIDY_EQUITY_USDT = Decimal(1500)
SUBSIDY_DAYS = 30
"""The first month."""
_DAY_MS = 86_400_000
_WAITS_FOR: dict[Step, tuple[KeyKind, ...]] = {
    "read_check": ("read",),
    "trade_check": ("read", "trade"),
    "send": ("read", "trade"),
}


@dataclass(frozen=True, slots=True)
class Progress:
    """What the rules look at."""

    step: Step
    keys: Mapping[KeyKind, KeyView]
    compute_micro: int
    gates: Gates


def why_not(progress: Progress) -> Reason | None:
    """What keeps the person from leaving the present step forwards; `None` when nothing does."""
    step, gates = progress.step, progress.gates
    if step == "account" and progress.compute_micro < gates.create_compute_micro:
        return compute_reason("binding.why.compute_create", progress.compute_micro, gates.create_compute)
    if step in ("read_key", "trade_key"):
        return None if _is_kept(progress.keys.get(_kind_of(step))) else Reason("binding.why.no_key")
    for kind in _WAITS_FOR.get(step, ()):
        if (reason := _key_reason(progress.keys.get(kind), kind)) is not None:
            return reason
    if step == "send" and progress.compute_micro < gates.submit_compute_micro:
        return compute_reason("binding.why.compute_submit", progress.compute_micro, gates.submit_compute)
    return None


def steps_done(progress: Progress) -> tuple[Step, ...]:
    """The steps that need no more work, in order; one passed stays passed when the person goes back."""
    reached = STEPS.index(progress.step)
    done: list[Step] = [
        step
        for step in STEPS[:-1]
        if _is_done(step, progress) and (step not in ("account", "strategy") or STEPS.index(step) < reached)
    ]
    return tuple(done)


def failing(report: KeyReport, kind: KeyKind) -> Check | None:
    """The check that keeps a key from being accepted.

    The account's modes and equity may still be wrong behind a read-only key: the trade key can mend modes, and money
    can be moved meanwhile. Behind the trade key everything must be green that the venue can tell.
    """
    wrong = [check for check in report.checks if not check.passes and (kind == "trade" or check.group == "key")]
    # A clear no says more than a question left open because of it.
    return next((check for check in wrong if check.outcome == "no"), wrong[0] if wrong else None)


def blame(check: Check, no: str, unanswered: str) -> Reason:
    """A reason that quotes a check; which of the two texts depends on whether the venue answered."""
    return Reason(no if check.outcome == "no" else unanswered, {"what": pick(check.text)})


def subsidy_lost(
    strategy: str, equity_usdt: Decimal | None, *, custom: bool, bound_ms: int | None = None, now_ms: int = 0
) -> tuple[str, ...]:
    """Why there is no subsidy, in words of `DraftView.subsidy_lost`; empty while it is kept.

    Args:
        equity_usdt: `None` counts as kept: an unknown is no reason against the person.
        bound_ms: When the binding was approved; `None` before.
    """
    reasons = {
        "strategy": strategy != "steady",
        "custom": custom,
        "equity": equity_usdt is not None and equity_usdt >= SUBSIDY_EQUITY_USDT,
        "month": bound_ms is not None and now_ms - bound_ms > SUBSIDY_DAYS * _DAY_MS,
    }
    return tuple(word for word, is_true in reasons.items() if is_true)


def subsidy_day(bound_ms: int | None, now_ms: int) -> int:
    """Which day of the first month it is, from 1."""
    age_ms = max(0, now_ms - bound_ms) if bound_ms is not None else 0
    return min(SUBSIDY_DAYS, age_ms // _DAY_MS + 1)


def compute_reason(key: str, have_micro: int, need: int) -> Reason:
    """Too little compute: what there is, what is needed and what is missing, as shown."""
    have = (Decimal(have_micro) / MICRO).quantize(Decimal("0.01"), ROUND_DOWN)
    return Reason(key, {"have": f"{have:,}", "need": need, "missing": f"{need - have:,}"})


def _kind_of(step: Step) -> KeyKind:
    return "read" if step in ("read_key", "read_check") else "trade"


def _key_reason(key: KeyView | None, kind: KeyKind) -> Reason | None:
    if key is None:
        return Reason("binding.why.no_key")
    if key.report is None:
        return Reason("binding.why.unchecked")
    check = failing(key.report, kind)
    return None if check is None else blame(check, "binding.why.not_ok", "binding.why.unanswered")


def _is_done(step: Step, progress: Progress) -> bool:
    if step in ("venue", "account", "strategy"):
        return True
    kind = _kind_of(step)
    key = progress.keys.get(kind)
    return _is_kept(key) if step.endswith("_key") else _key_reason(key, kind) is None


def _is_kept(key: KeyView | None) -> bool:
    return key is not None and not key.is_forgotten

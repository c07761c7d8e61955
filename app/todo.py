"""What waits for the person: the lines of the home screen's to-do list, most pressing first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.locale.catalogue import pick, t
from app.rows.cells import clock
from app.services.binding_views import STEPS
from app.services.trading_gate import trading_at
from exchanges.core.model import LinkState
from widgets import figures

if TYPE_CHECKING:
    from app.rows.headline import ComputeFacts
    from app.services.binding_views import BindingView, DraftView
    from app.services.book import Book
    from app.services.monitor import Fault
    from app.services.topups import TopUpView


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do or to wait for."""

    text: str
    place: str
    """Id of the place where it is dealt with."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the store knows that may wait for somebody."""

    compute: ComputeFacts
    orders: Sequence[TopUpView] = ()
    pending: Sequence[BindingView] = ()
    drafts: Sequence[DraftView] = ()
    faults: Sequence[Fault] = ()
    broken: Sequence[str] = ()
    """Names of background jobs that keep breaking."""


def tasks(books: Sequence[Book], waiting: Waiting, now_ms: int) -> list[Task]:
    """All lines; an empty list means that nothing waits."""
    return [
        *_faults(waiting.faults),
        *(Task(t("home.todo-broken", job=t(f"home.job-{job}")), "home") for job in waiting.broken),
        *_links(books, now_ms),
        *_compute(waiting.compute, has_accounts=bool(books)),
        *_topups(waiting.orders, now_ms),
        *_bindings(waiting, now_ms),
    ]


def _faults(faults: Iterable[Fault]) -> Iterator[Task]:
    for fault in faults:
        yield Task(t("home.todo-fault", account=fault.label, kind=fault.kind, path=fault.report or "--"), "home")


def _bindings(waiting: Waiting, now_ms: int) -> Iterator[Task]:
    for draft in waiting.drafts:
        name = draft.label or pick(draft.title)
        yield Task(t("home.todo-draft", account=name, step=draft.number, steps=len(STEPS)), "keys")
    for binding in waiting.pending:
        name = binding.label or pick(binding.title)
        yield Task(t("home.todo-review", account=name, since=clock(binding.submitted_ms, now_ms)), "keys")


def _links(books: Iterable[Book], now_ms: int) -> Iterator[Task]:
    for book in books:
        fresh = book.freshness(now_ms)
        if fresh.state is LinkState.ATTENTION:
            yield Task(t("home.todo-attention", account=book.label, reason=fresh.reason or fresh.code), "keys")


def _compute(compute: ComputeFacts, *, has_accounts: bool) -> Iterator[Task]:
    """Low compute matters to those who have bound something; the empty screen tells the others where to begin."""
    if compute.balance_micro is None or not has_accounts:
        return
    if not trading_at(compute.balance_micro).is_allowed:
        yield Task(t("home.todo-empty"), "compute")
    elif compute.balance_micro < compute.warning_micro:
        yield Task(t("home.todo-low", balance=figures.compute(compute.balance_micro)), "compute")


def _topups(orders: Iterable[TopUpView], now_ms: int) -> Iterator[Task]:
    for order in orders:
        amount = figures.compute(order.payable_micro)
        chain = order.chain.upper()
        if order.status == "awaiting":
            left = figures.duration((order.pay_until_ms - now_ms) // 1000)
            yield Task(t("home.todo-pay", amount=amount, chain=chain, left=left), "compute")
        elif order.status in ("seen", "confirming"):
            yield Task(
                t(
                    "home.todo-confirming",
                    amount=amount,
                    chain=chain,
                    done=order.confirmations,
                    needed=order.confirmations_needed,
                ),
                "compute",
            )

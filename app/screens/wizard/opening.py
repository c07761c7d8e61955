"""The first two steps: which venue, and what the account there needs before keys are made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from app.locale.catalogue import pick, t
from app.screens.wizard.pane import StepPane, gate, instruction_lines
from app.screens.wizard.verdicts import VerdictLine
from app.services.binding_views import STEPS
from widgets.choice import Choice, Option

if TYPE_CHECKING:
    from app.services.binding_views import DraftView, VenueOffer
    from exchanges.core.verdict import Check


class VenuePane(StepPane):
    """Unfinished bindings to go on with, and venues to begin a new one at."""

    first_focus = "choice"

    def __init__(
        self,
        offers: Sequence[VenueOffer],
        drafts: Sequence[DraftView],
        compute_micro: int | None,
        needed_micro: int,
        picked: str = "",
    ) -> None:
        """`picked`: the option under the cursor; the first one when it is none of them."""
        super().__init__()
        self._offers = offers
        self._drafts = drafts
        self._compute_micro = compute_micro
        self._needed_micro = needed_micro
        self._picked = picked

    def compose(self) -> ComposeResult:
        yield Static(t("wizard.venue.lead"), markup=False, classes="lead")
        options = [*map(_continued, self._drafts), *_fresh(self._offers)]
        yield Choice(options, chosen=[each.id for each in options if each.id == self._picked], id="choice")
        if self._drafts:
            yield Static(t("wizard.venue.unfinished"), markup=False, classes="quiet gap")
        for offer in self._offers:
            if offer.lifecycle != "active":
                yield Static(Content(pick(offer.lifecycle_note)), classes="quiet gap")
        if self._compute_micro is not None:
            yield from compute_lines(self._compute_micro, self._needed_micro)


class AccountPane(StepPane):
    """What to prepare on the venue; as soon as a key is verified also what the venue says of each point."""

    def __init__(self, draft: DraftView) -> None:
        super().__init__()
        self._draft = draft

    def compose(self) -> ComposeResult:
        draft = self._draft
        yield Static(t("wizard.account.lead", venue=pick(draft.title)), markup=False, classes="lead")
        yield from instruction_lines(draft.offer.prepare)
        yield from compute_lines(draft.compute_micro, draft.create_compute_micro)
        if checks := account_checks(draft):
            yield from (VerdictLine(check) for check in checks)
            return
        for instruction in draft.offer.prepare:
            later = Content("  ..   ").stylize("$foreground-muted").append(Content(pick(instruction.label)))
            behind = Content(f"   {t('wizard.account.later')}").stylize("$foreground-muted")
            yield Static(later.append(behind), classes="gate")


def compute_lines(have_micro: int, need_micro: int) -> ComposeResult:
    """Whether there is compute enough to make keys, and what to press when there is not."""
    yield Static(gate("wizard.account.compute", have_micro, need_micro), classes="gate gap")
    if have_micro < need_micro:
        yield Static(t("wizard.account.compute.short"), markup=False, classes="quiet cure")


def account_checks(draft: DraftView) -> tuple[Check, ...]:
    """What the venue said of the account, from the newer of the two keys' reports; empty before."""
    keys = sorted(draft.keys.values(), key=lambda key: key.checked_ms or 0)
    report = keys[-1].report if keys else None
    return tuple(check for check in report.checks if check.group == "account") if report is not None else ()


def _continued(draft: DraftView) -> Option:
    values = {"venue": pick(draft.title), "environment": t(f"wizard.environment.{draft.environment}")}
    return Option(draft.id, t("wizard.venue.continue", **values, number=draft.number, total=len(STEPS)))


def _fresh(offers: Sequence[VenueOffer]) -> list[Option]:
    return [
        Option(
            f"{offer.venue}:{environment}",
            t("wizard.venue.new", venue=pick(offer.title)),
            t(f"wizard.environment.{environment}"),
        )
        for offer in offers
        if offer.lifecycle == "active"  # A venue that is closing is told of, not offered.
        for environment in offer.environments
    ]

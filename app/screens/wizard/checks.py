"""The verdict on a key, as the venue gave it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from app.locale.catalogue import pick, t
from app.screens.wizard.pane import StepPane
from app.screens.wizard.verdicts import VerdictList

if TYPE_CHECKING:
    from app.services.binding_views import DraftView, KeyView
    from app.services.sealed_keys import KeyKind
    from exchanges.core.verdict import Check


class CheckPane(StepPane):
    """Verdict lines, and below them what they mean for going on."""

    first_focus = "verdicts"

    def __init__(self, draft: DraftView, kind: KeyKind) -> None:
        super().__init__()
        self._draft = draft
        self._kind = kind

    def compose(self) -> ComposeResult:
        key = self._draft.keys.get(self._kind)
        last4 = key.last4 if key is not None else ""
        title = t(f"wizard.check.{self._kind}", venue=pick(self._draft.title), last4=last4)
        yield Static(Content(title).stylize("bold"), classes="title")
        yield VerdictList(_checks(key), id="verdicts")
        yield Static(self._meaning(key), classes="gap")
        yield Static(id="asking", markup=False)

    def _meaning(self, key: KeyView | None) -> Content:
        if key is None or key.report is None:
            return Content(t("wizard.check.none"))
        if key.is_forgotten:
            return Content(t("wizard.check.forgotten")).stylize("$text-warning")
        if not self._draft.can_next:
            can_fix = all(check.fix for check in key.report.checks if not check.passes)
            return Content(t("wizard.check.fixable" if can_fix else "wizard.check.bad")).stylize("$text-warning")
        return Content(t("wizard.check.good" if key.report.ok else "wizard.check.key_good")).stylize("$text-success")


def _checks(key: KeyView | None) -> tuple[Check, ...]:
    return key.report.checks if key is not None and key.report is not None else ()

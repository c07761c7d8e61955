"""The last two steps: strategy, and sending after the risk statement was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from app.locale.catalogue import pick, t
from app.screens.wizard.pane import StepPane, gate, subsidy_line
from app.services.binding_views import STRATEGIES
from widgets.choice import Choice, Option
from widgets.form_field import FormField

if TYPE_CHECKING:
    from app.services.binding_views import DraftView


class StrategyPane(StepPane):
    """Strategy, parameters, referrer, and a name; what each does to the subsidy is told at once."""

    first_focus = "label"

    def __init__(self, draft: DraftView) -> None:
        super().__init__()
        self._draft = draft

    def compose(self) -> ComposeResult:
        draft = self._draft
        yield FormField(t("wizard.label"), Input(draft.label, id="label"), hint=t("wizard.label.hint"))
        yield Static(t("wizard.strategy.which"), markup=False, classes="question")
        yield Choice([_option("strategy", word) for word in STRATEGIES], chosen=[draft.strategy], id="strategy")
        yield Static(t("wizard.strategy.custom"), markup=False, classes="question")
        yield _yes_no("custom", is_yes=draft.custom)
        yield Static(t("wizard.strategy.referrer"), markup=False, classes="question")
        yield _yes_no("referrer", is_yes=bool(draft.referrer))
        yield Static(subsidy_line(draft), id="subsidy", classes="gap")


class SendPane(StepPane):
    """What is sent, the risk statement, and the box to tick."""

    first_focus = "accepted"

    def __init__(self, draft: DraftView, *, is_accepted: bool) -> None:
        super().__init__()
        self._draft = draft
        self._is_accepted = is_accepted

    def compose(self) -> ComposeResult:
        draft = self._draft
        yield Static(Content(t("wizard.send.summary")).stylize("bold"))
        for line in self._summary():
            yield Static(line, classes="gate")
        yield Static(Content(t("wizard.send.risk.title")).stylize("bold"), classes="gap")
        yield Static(t("wizard.send.risk"), markup=False)
        accepted = ["yes"] if self._is_accepted else []
        accept = Option("yes", t("wizard.send.accept"))
        yield Choice([accept], chosen=accepted, several=True, id="accepted")
        yield Static(gate("wizard.send.compute", draft.compute_micro, draft.submit_compute_micro), classes="gate gap")
        yield Static(id="asking", markup=False)

    def _summary(self) -> tuple[Content, ...]:
        draft = self._draft
        environment = t(f"wizard.environment.{draft.environment}")
        uid = draft.account.uid if draft.account is not None else "--"
        lasts = {kind: key.last4 for kind, key in draft.keys.items()}
        return (
            Content(t("wizard.send.account", venue=pick(draft.title), uid=uid, environment=environment)),
            Content(t("wizard.send.keys", read=lasts.get("read", "--"), trade=lasts.get("trade", "--"))),
            Content(
                t(
                    "wizard.send.strategy",
                    strategy=t(f"wizard.strategy.{draft.strategy}"),
                    custom=t(f"wizard.strategy.custom.{'yes' if draft.custom else 'no'}"),
                )
            ),
            subsidy_line(draft),
        )


def _option(group: str, word: str) -> Option:
    return Option(word, t(f"wizard.{group}.{word}"), t(f"wizard.{group}.{word}.note"))


def _yes_no(name: str, *, is_yes: bool) -> Choice:
    options = [_option(f"strategy.{name}", word) for word in ("no", "yes")]
    return Choice(options, chosen=["yes" if is_yes else "no"], id=name)

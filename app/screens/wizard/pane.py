"""What the panes of the wizard share: one pane is one step's content, drawn from the draft as the store has it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from app.locale.catalogue import pick, t
from widgets import figures

if TYPE_CHECKING:
    from app.services.binding_views import DraftView, Instruction

LABEL = 17
"""Cells of the label of an instruction, number included."""


class StepPane(VerticalScroll, can_focus=False):
    """One step; `first_focus` names the widget that takes the focus, empty for none."""

    first_focus = ""


class InstructionLine(Horizontal):
    """`1  Purpose      API trading`: what the venue's form asks, and what to put there; long values wrap."""

    def __init__(self, number: int, instruction: Instruction, behind: str = "") -> None:
        super().__init__(classes="instruction")
        self._number = number
        self._instruction = instruction
        self._behind = behind

    def compose(self) -> ComposeResult:
        label = pick(self._instruction.label)
        padding = " " * max(1, LABEL - 3 - cell_len(label))
        yield Static(Content(f"{self._number}  ").stylize("$foreground-muted").append(Content(label + padding)))
        value = Content(pick(self._instruction.value))
        if self._instruction.copies:
            value = value.stylize("bold")
        if self._behind:
            value = value.append(Content(f"   {self._behind}").stylize("$accent"))
        yield Static(value, classes="value")


def instruction_lines(instructions: Iterable[Instruction], copy_hint: str = "") -> ComposeResult:
    """Numbered lines; `copy_hint` stands behind the value that is meant to be copied."""
    for number, instruction in enumerate(instructions, start=1):
        yield InstructionLine(number, instruction, copy_hint if instruction.copies else "")


def gate(text_key: str, have_micro: int, need_micro: int) -> Content:
    """A gate of compute, as a verdict line: ok or NO, with both numbers."""
    is_met = have_micro >= need_micro
    mark = Content("  ok   ").stylize("$text-success") if is_met else Content("  NO   ").stylize("bold $text-error")
    need = figures.compute(need_micro).removesuffix(".00")
    return mark.append(Content(t(text_key, have=figures.compute(have_micro), need=need)))


def subsidy_line(draft: DraftView) -> Content:
    """Whether the pool subsidy is kept, and if not, why; what cannot be evaluated is said."""
    if not draft.subsidy_lost:
        kept = Content(t("wizard.subsidy.kept")).stylize("$text-success")
        return kept.append(Content(f" {t('wizard.subsidy.by-hand')}").stylize("$foreground-muted"))
    reasons = t("wizard.subsidy.and").join(t(f"wizard.subsidy.reason.{word}") for word in draft.subsidy_lost)
    return Content(t("wizard.subsidy.lost", reason=reasons)).stylize("$text-warning")

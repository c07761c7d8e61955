"""The questions people ask: found by words of either language, answered in the language of the screen."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from app.actions import Action, use
from app.locale.catalogue import t, t_all
from app.locale.faq import TEXTS
from app.screens.frame import FrameScreen

_END = ".question"
QUESTIONS = tuple(key.removeprefix("faq.").removesuffix(_END) for key in TEXTS if key.endswith(_END))


class QuestionsScreen(FrameScreen):
    """A field, the questions that contain its words, and the answer to the one under the cursor."""

    CSS_PATH = "questions.tcss"
    HELP = "faq.help"
    AUTO_FOCUS = "#filter"
    ACTIONS: ClassVar[tuple[Action, ...]] = (use("find"),)

    def crumbs(self) -> tuple[str, ...]:
        return (t("faq.title"),)

    def compose_body(self) -> ComposeResult:
        yield Input(id="filter", placeholder=t("faq.find"), select_on_focus=False)
        yield OptionList(id="rows", markup=False, compact=True)
        with VerticalScroll(id="reading"):
            yield Static("", id="answer", markup=False)
        self.call_after_refresh(self._fill)

    def action_find(self) -> None:
        self.query_one("#filter").focus()

    def on_key(self, event: object) -> None:
        """From the field the arrows go into the list."""
        if self.is_typing and getattr(event, "key", "") in ("down", "up"):
            self.query_one("#rows").focus()

    @on(Input.Submitted, "#filter")
    def go_to_list(self) -> None:
        self.query_one("#rows").focus()

    @on(Input.Changed, "#filter")
    def _fill(self) -> None:
        words = self.query_one("#filter", Input).value.casefold().split()
        found = [name for name in QUESTIONS if all(word in _searched(name) for word in words)]
        listed = self.query_one("#rows", OptionList)
        listed.set_options(Option(Content(t(f"faq.{name}.question")), id=name) for name in found)
        listed.highlighted = 0 if found else None
        if not found:
            self.query_one("#answer", Static).update(t("faq.none"))

    @on(OptionList.OptionHighlighted)
    def read(self, event: OptionList.OptionHighlighted) -> None:
        self.query_one("#answer", Static).update(Content(t(f"faq.{event.option_id}.answer")))


def _searched(name: str) -> str:
    """Question and answer in every language."""
    return " ".join((*t_all(f"faq.{name}.question"), *t_all(f"faq.{name}.answer"))).casefold()

"""`?`: what this screen is for, and every key that works on it; drawn from the table of actions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from app.actions import ACTIONS, Action, key_name
from app.locale.catalogue import t
from app.screens.frame import FrameScreen

KEY_WIDTH = 10


class HelpScreen(ModalScreen[None]):
    """Explains the screen below it; scrolls with the arrows, leaves with esc or another `?`."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,question_mark,f2,q,enter", "leave", show=False)]

    def __init__(self, about: FrameScreen) -> None:
        super().__init__()
        self._about = about

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help"):
            if self._about.HELP:
                yield Static(t(self._about.HELP), markup=False, classes="text")
            for title, actions in self._groups():
                yield Static(title, markup=False, classes="group")
                for action in actions:
                    yield Static(self._line(action), classes="line")
            yield Static(t("help.reading"), markup=False, classes="text last")
            yield Static(t("help.leave"), markup=False, classes="quiet")

    def _groups(self) -> Iterator[tuple[str, list[Action]]]:
        if own := list(self._about.actions()):
            yield t("help.here"), own
        yield t("help.everywhere"), [action for action in ACTIONS.values() if action.everywhere]

    def _line(self, action: Action) -> Content:
        keys = key_name(action.key)
        if action.while_typing:
            keys += f" {key_name(action.while_typing)}"
        key = Content(keys + " " * max(1, KEY_WIDTH - cell_len(keys))).stylize("bold $accent")
        line = key.append(Content(t(action.help)))
        reason = "" if action.everywhere else self._about.why_not(action.id)
        return line.append(Content(f"  ({reason})").stylize("$foreground-muted")) if reason else line

    def on_mount(self) -> None:
        self.query_one("#help").focus()

    def action_leave(self) -> None:
        self.dismiss()

"""`:` finds any command or place by a few letters of its name, in either language."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from app.commands import Command, commands, matching
from app.locale.catalogue import t
from app.screens.frame import FrameScreen

if TYPE_CHECKING:
    from app.shell import BinnacleApp


class PaletteScreen(ModalScreen[Command | None]):
    """A field and the list of what matches; answers the command taken with enter, None when left with esc."""

    CSS_PATH = "palette.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
    ]

    def __init__(self, about: FrameScreen) -> None:
        super().__init__()
        self._about = about
        self._all: list[Command] = []
        self._shown: list[Command] = []

    def compose(self) -> ComposeResult:
        with Vertical(id="palette"):
            typed = Input(placeholder=t("frame.palette-hint"), id="typed", select_on_focus=False)
            typed.cursor_blink = cast("BinnacleApp", self.app).locked is None  # Locked, nothing moves by itself.
            yield typed
            yield OptionList(id="found", markup=False, compact=True)

    def on_mount(self) -> None:
        self._all = commands(cast("BinnacleApp", self.app), self._about)
        self._show("")
        self.query_one("#found").can_focus = False
        self.query_one("#typed").focus()

    @on(Input.Changed, "#typed")
    def search(self, event: Input.Changed) -> None:
        self._show(event.value)

    @on(Input.Submitted, "#typed")
    def take_marked(self) -> None:
        found = self.query_one("#found", OptionList)
        if found.highlighted is not None:
            self._take(self._shown[found.highlighted])

    @on(OptionList.OptionSelected, "#found")
    def take_clicked(self, event: OptionList.OptionSelected) -> None:
        self._take(self._shown[event.option_index])

    def action_move(self, step: int) -> None:
        found = self.query_one("#found", OptionList)
        if self._shown:
            found.highlighted = max(0, min(len(self._shown) - 1, (found.highlighted or 0) + step))

    def action_leave(self) -> None:
        self.dismiss(None)

    def _show(self, typed: str) -> None:
        self._shown = matching(self._all, typed)
        found = self.query_one("#found", OptionList)
        found.clear_options()
        found.add_options(Option(_line(command), disabled=bool(command.reason)) for command in self._shown)
        found.highlighted = 0 if self._shown else None

    def _take(self, command: Command) -> None:
        if not command.reason:
            self.dismiss(command)


def _line(command: Command) -> Content:
    label = Content(command.label).stylize("bold")
    key = Content(f" {command.key}" if command.key else "").stylize("$accent")
    about = command.about if not command.reason else f"{command.about} ({command.reason})"
    return label.append(key).append(Content(f"  {about}").stylize("$foreground-muted"))

"""Dialogs: a question with a safe answer focused, and a question for a secret."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from widgets.secret_input import SecretInput

_SHEET = """
    align: center middle;
    background: $background 60%;
    .dialog { width: 64; max-width: 96%; height: auto; max-height: 90%; padding: 1 2; }
    .dialog { background: $panel; border: round $accent; }
    .dialog--title { text-style: bold; margin-bottom: 1; }
    .dialog--error { color: $text-error; height: 1; }
    .dialog--buttons { height: 1; margin-top: 1; }
    Button { min-width: 12; margin-right: 2; padding: 0 1; }
    Input, Input:focus { border: none; height: 1; background: $background; margin-top: 1; }
"""


class Confirm(ModalScreen[bool]):
    """Asks before something happens; answers True only on a deliberate yes.

    The safe answer has the focus. With `typed_word` the yes button works only after the word has been typed.
    """

    DEFAULT_CSS = "Confirm {" + _SHEET + "}"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "no", show=False),
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
    ]

    def __init__(
        self, title: str, lines: Sequence[str], *, yes: str, no: str, typed_word: str = "", type_hint: str = ""
    ) -> None:
        super().__init__()
        self._title = title
        self._lines = tuple(lines)
        self._yes = yes
        self._no = no
        self._typed_word = typed_word
        self._type_hint = type_hint

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(self._title), classes="dialog--title")
            for line in self._lines:
                yield Static(Content(line))
            if self._typed_word:
                yield Input(placeholder=self._type_hint, id="typed")
            with Horizontal(classes="dialog--buttons"):
                yield Button(Content(self._no), id="no", compact=True)
                yield Button(
                    Content(self._yes), id="yes", variant="warning", compact=True, disabled=bool(self._typed_word)
                )

    def on_mount(self) -> None:
        self.query_one("#typed" if self._typed_word else "#no").focus()

    @on(Input.Changed, "#typed")
    def typed(self, event: Input.Changed) -> None:
        self.query_one("#yes", Button).disabled = event.value.strip() != self._typed_word

    @on(Input.Submitted, "#typed")
    def submitted(self) -> None:
        self.query_one("#no", Button).focus()

    @on(Button.Pressed)
    def pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")

    def action_no(self) -> None:
        self.dismiss(False)


class AskSecret(ModalScreen[str | None]):
    """Asks for a password; answers None when left with esc."""

    DEFAULT_CSS = "AskSecret {" + _SHEET + "}"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, title: str, lines: Sequence[str], *, placeholder: str = "") -> None:
        super().__init__()
        self._title = title
        self._lines = tuple(lines)
        self._placeholder = placeholder

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(self._title), classes="dialog--title")
            for line in self._lines:
                yield Static(Content(line))
            yield SecretInput(placeholder=self._placeholder, id="secret")

    def on_mount(self) -> None:
        self.query_one("#secret").focus()

    @on(Input.Submitted, "#secret")
    def submitted(self, event: Input.Submitted) -> None:
        if event.value:
            self.dismiss(event.value)

    def action_leave(self) -> None:
        self.dismiss(None)

"""One field of a form: label, control, and a line below that says what is expected or what is wrong."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static


class FormField(Vertical):
    """Label, input and a note; two rows whatever the note says, so nothing jumps (a sheet may let the note wrap).

    `FormField("E-mail", Input(id="email"), hint="the code goes there")`. The note is the hint until `show_error`,
    `show_ok` or `show_note` replaces it; `clear` brings the hint back. `FormField.Left` is posted when the focus
    leaves the control: the moment to validate.
    """

    DEFAULT_CSS = """
    FormField {
        height: 2;
        .field--label { width: 18; height: 1; color: $text-muted; }
        .field--row { height: 1; }
        .field--note { height: 1; margin-left: 18; color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis; }
        Input { width: 1fr; max-width: 46; height: 1; border: none; padding: 0 1; background: $panel; }
        Input:focus { border: none; background: $panel; text-style: none; background-tint: $foreground 8%; }
        &.-error .field--note { color: $text-error; }
        &.-error .field--label { color: $text-error; }
        &.-ok .field--note { color: $text-success; }
        &.-here .field--label { color: $foreground; text-style: bold; }
    }
    """

    @dataclass
    class Left(Message):
        """The focus left the field's control."""

        field: FormField

        @property
        def control(self) -> FormField:
            return self.field

    def __init__(self, label: str, control: Input, *, hint: str = "", id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id if id is not None else (f"{control.id}-field" if control.id else None))
        self.input = control
        self.hint = hint
        self._label = Static(Content(label), classes="field--label")
        self._note = Static(Content(hint), classes="field--note")

    def compose(self) -> ComposeResult:
        with Horizontal(classes="field--row"):
            yield self._label
            yield self.input
        yield self._note

    @property
    def value(self) -> str:
        return self.input.value

    @property
    def has_error(self) -> bool:
        return self.has_class("-error")

    @property
    def note(self) -> str:
        """The text below the control, as shown now."""
        return str(self._note.content)

    def show_error(self, text: str) -> None:
        self._show(text, "-error")

    def show_ok(self, text: str) -> None:
        self._show(text, "-ok")

    def show_note(self, text: str) -> None:
        """A neutral remark: "2 blanks removed"."""
        self._show(text, "")

    def clear(self) -> None:
        self._show(self.hint, "")

    def _show(self, text: str, state: str) -> None:
        self.set_class(state == "-error", "-error")
        self.set_class(state == "-ok", "-ok")
        height = self._note.styles.height
        self._note.update(Content(text), layout=height is not None and height.is_auto)

    def on_descendant_focus(self) -> None:
        # A class, since `:focus-within` is not looked up again for a label when the focus goes elsewhere.
        self.add_class("-here")

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        self.remove_class("-here")
        if event.widget is self.input:
            self.post_message(self.Left(self))

"""A field for secrets: paste-first, never shown, never copied."""

from __future__ import annotations

from dataclasses import dataclass

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Input

from widgets.paste import Cleaned, clean_paste


class SecretInput(Input):
    """An `Input` that shows stars, cleans what is pasted and gives nothing to the clipboard.

    A paste replaces the whole value: keys and secrets are pasted once, not edited. What was removed is posted as
    `SecretInput.Pasted`, so that the screen can say it ("2 blanks removed").
    """

    ALLOW_SELECT = False

    @dataclass
    class Pasted(Message):
        """Something was pasted; `cleaned.refusal` says when it was not taken. Carries no secret."""

        secret_input: SecretInput
        length: int
        blanks: int
        invisible: int
        line_breaks: int
        refusal: str
        """Empty when taken; else "empty", "several-lines" or "too-long"."""

        @property
        def control(self) -> SecretInput:
            return self.secret_input

        @property
        def removed(self) -> int:
            return self.blanks + self.invisible + self.line_breaks

    def __init__(self, *, placeholder: str = "", id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(password=True, placeholder=placeholder, id=id, classes=classes, select_on_focus=False)

    def on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self._take(clean_paste(event.text))

    def action_paste(self) -> None:
        self._take(clean_paste(self.app.clipboard))

    def _take(self, cleaned: Cleaned) -> None:
        if cleaned.refusal is None:
            self.value = cleaned.value
            self.cursor_position = len(cleaned.value)
        self.post_message(
            self.Pasted(
                self, len(cleaned.value), cleaned.blanks, cleaned.invisible, cleaned.line_breaks, cleaned.refusal or ""
            )
        )

    def action_copy(self) -> None:
        """Secrets do not go to the clipboard."""

    def action_cut(self) -> None:
        """Secrets do not go to the clipboard."""

    def render_line(self, y: int) -> Strip:
        """Stars for the framework's bullets, whose width terminals disagree about."""
        strip = super().render_line(y)
        return Strip([Segment(s.text.replace("•", "*"), s.style, s.control) for s in strip])

    def __rich_repr__(self):  # type: ignore[no-untyped-def]  # the framework's generator type is private
        yield "id", self.id, None

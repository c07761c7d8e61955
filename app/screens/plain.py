"""A text alone on the screen, to be selected by hand where the clipboard does not reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from app.locale.catalogue import t

if TYPE_CHECKING:
    from app.terminal import TerminalApp


class PlainScreen(ModalScreen[None]):
    """No borders, no mouse reports: what is selected is the text and nothing else."""

    DEFAULT_CSS = """
    PlainScreen { background: $background; }
    PlainScreen #plain { width: 100%; height: auto; margin-top: 1; }
    PlainScreen #hint { dock: bottom; height: 1; color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,q", "leave", show=False)]

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        yield Static(Content(self._text), id="plain")
        yield Static(Content(t("frame.plain-hint")), id="hint")

    def on_mount(self) -> None:
        cast("TerminalApp", self.app).free_mouse(True)

    def on_unmount(self) -> None:
        cast("TerminalApp", self.app).free_mouse(False)

    def action_leave(self) -> None:
        self.dismiss()

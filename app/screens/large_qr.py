"""A QR code alone on the screen, as large as the terminal allows."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from app.locale.catalogue import t
from app.screens.amounts import grouped
from widgets.qr_code import QrCode, qr_matrix

BESIDE = 3
"""Lines the text below the code takes."""


class LargeQrScreen(ModalScreen[None]):
    """Two coloured blanks a module where there is room for it, half blocks elsewhere; the text stands below."""

    DEFAULT_CSS = """
    LargeQrScreen { align: center middle; background: $background; }
    LargeQrScreen Static { width: auto; text-align: center; }
    LargeQrScreen #hint { color: $quiet; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q,Q", "leave", show=False),
        Binding("space", "redraw", show=False),
    ]

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self._modules = len(qr_matrix(text))

    def compose(self) -> ComposeResult:
        yield QrCode(self._text, fallback=self._fits_large)
        yield Static(grouped(self._text, 20))
        yield Static(Content(t("topup.qr.hint")), id="hint")

    @property
    def _fits_large(self) -> bool:
        size = self.app.size
        return size.width >= 2 * self._modules and size.height >= self._modules + BESIDE

    def action_redraw(self) -> None:
        """The other drawing, where it fits: some terminals make block characters two cells wide."""
        code = self.query_one(QrCode)
        code.fallback = not code.fallback and self._fits_large

    def action_leave(self) -> None:
        self.dismiss()

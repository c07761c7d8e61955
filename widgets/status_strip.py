"""Row 1: where am I, are the links healthy, what time is it."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget


class StatusStrip(Widget):
    """Brand and badge at the left, link health in the middle, the clock at the right; one row, one style each."""

    DEFAULT_CSS = """
    StatusStrip { height: 1; width: 100%; padding: 0 1; background: $panel; }
    """

    brand: reactive[str] = reactive("")
    badge: reactive[str] = reactive("")
    """"DEMO", or empty."""
    links: reactive[str] = reactive("")
    links_sick: reactive[bool] = reactive(False)
    clock: reactive[str] = reactive("")

    @property
    def room(self) -> int:
        """Cells left for the links."""
        left = cell_len(self.brand) + (cell_len(self.badge) + 1 if self.badge else 0) + 3
        return max(0, self.content_size.width - left - len(self.clock) - 1)

    def render(self) -> Content:
        left = Content(self.brand).stylize("bold $accent")
        if self.badge:
            left = left.append(Content(" ")).append(Content(self.badge).stylize("bold $text-warning"))
        if self.links:
            left = left.append(
                Content(f"   {self.links}").stylize("$text-warning" if self.links_sick else "$foreground-muted")
            )
        room = max(0, self.content_size.width - len(self.clock) - 1)
        left = left.truncate(room, pad=True)
        return left.append(Content(f" {self.clock}").stylize("$foreground-muted"))

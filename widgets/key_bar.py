"""The last row: what can be pressed now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget


@dataclass(frozen=True, slots=True)
class KeyHint:
    key: str
    label: str
    available: bool = True
    dangerous: bool = False

    @property
    def width(self) -> int:
        return cell_len(self.key) + 1 + cell_len(self.label)


class KeyBar(Widget):
    """One row of keys; `hints` are the place's own, `fixed` (help, commands) always stay at the right end.

    Where the row is too narrow the last of `hints` go first; help lists them all.
    """

    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: 1; width: 100%; padding: 0 1; background: $panel; color: $text-muted; }
    """

    hints: reactive[tuple[KeyHint, ...]] = reactive(())
    fixed: reactive[tuple[KeyHint, ...]] = reactive(())

    def render(self) -> Content:
        return Content("  ").join(_content(hint) for hint in fitting(self.hints, self.fixed, self.content_size.width))


def fitting(hints: Sequence[KeyHint], fixed: Sequence[KeyHint], width: int) -> list[KeyHint]:
    """As many hints as fit in front of the fixed ones, two blanks between them."""
    room = width - sum(hint.width + 2 for hint in fixed) + 2
    shown = []
    for hint in hints:
        room -= hint.width + 2
        if room < 0:
            break
        shown.append(hint)
    return [*shown, *fixed]


def _content(hint: KeyHint) -> Content:
    if not hint.available:
        return Content(f"{hint.key} {hint.label}").stylize("$foreground-disabled")
    key = Content(hint.key).stylize("bold $text-warning" if hint.dangerous else "bold $accent")
    return key.append(Content(f" {hint.label}"))

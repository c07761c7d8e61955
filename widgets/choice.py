"""Options picked with the keyboard: one (radio) or several (check boxes)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget


@dataclass(frozen=True, slots=True)
class Option:
    id: str
    label: str
    note: str = ""
    """A quiet remark behind the label."""


class Choice(Widget, can_focus=True):
    """A short list of options: arrows move, space picks; with `several`, space ticks and unticks.

    In a radio list moving already picks, as in any form. `chosen` is the set of picked ids; `value` the single one.
    """

    DEFAULT_CSS = """
    Choice { height: auto; width: 1fr; }
    Choice:focus { background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("space", "pick", show=False),
    ]

    cursor: reactive[int] = reactive(0)
    chosen: reactive[frozenset[str]] = reactive(frozenset[str]())

    @dataclass
    class Changed(Message):
        """The picked options changed."""

        choice: Choice
        chosen: frozenset[str]

        @property
        def control(self) -> Choice:
            return self.choice

    def __init__(
        self,
        options: Iterable[Option],
        *,
        chosen: Iterable[str] = (),
        several: bool = False,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id)
        self.options = tuple(options)
        self.several = several
        picked = frozenset(chosen)
        if not several and not picked and self.options:
            picked = frozenset({self.options[0].id})
        self.set_reactive(Choice.chosen, picked)
        first = next((i for i, option in enumerate(self.options) if option.id in picked), 0)
        self.set_reactive(Choice.cursor, first)

    @property
    def value(self) -> str:
        """The picked option of a radio list; empty when there is none."""
        return next((option.id for option in self.options if option.id in self.chosen), "")

    def action_move(self, step: int) -> None:
        self.cursor = max(0, min(len(self.options) - 1, self.cursor + step))
        if not self.several:
            self._choose(frozenset({self.options[self.cursor].id}))

    def action_pick(self) -> None:
        picked = self.options[self.cursor].id
        self._choose(self.chosen ^ {picked} if self.several else frozenset({picked}))

    def on_click(self, event: object) -> None:
        row = getattr(event, "y", -1)
        if 0 <= row < len(self.options):
            self.cursor = row
            self.action_pick()

    def _choose(self, chosen: frozenset[str]) -> None:
        if chosen != self.chosen:
            self.chosen = chosen
            self.post_message(self.Changed(self, chosen))

    def render(self) -> Content:
        return Content("\n").join(self._line(i, option) for i, option in enumerate(self.options))

    def _line(self, index: int, option: Option) -> Content:
        box = "[x]" if self.several else "(o)"
        mark = box if option.id in self.chosen else box[0] + " " + box[2]
        pointer = ">" if self.has_focus and index == self.cursor else " "
        label = Content(f"{pointer} {mark} {option.label}")
        if self.has_focus and index == self.cursor:
            label = label.stylize("bold $accent")
        return label if not option.note else label.append(Content(f"   {option.note}").stylize("$foreground-muted"))

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

"""The verdict on a key, line by line: what the venue answered, what to do about it, and on demand why we say so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from app.locale.catalogue import pick, t
from exchanges.core.verdict import Check, Outcome

_WORST: tuple[Outcome, ...] = ("no", "unverified")
_MARKS: dict[Outcome, tuple[str, str]] = {
    "ok": ("ok", "$text-success"),
    "no": ("NO", "bold $text-error"),
    "unverified": ("??", "bold $text-warning"),
}


class VerdictLine(Horizontal):
    """One check: mark, text, and below it cure, quote and call as far as they are shown."""

    DEFAULT_CSS = """
    VerdictLine {
        height: auto;
        .verdict--mark { width: 7; }
        .verdict--text { width: 1fr; height: auto; }
        .verdict--more { color: $quiet; height: auto; width: 1fr; }
        &.-current .verdict--text { text-style: bold; }
    }
    """

    def __init__(self, check: Check) -> None:
        super().__init__()
        self.check = check
        self.is_explained = False
        # Held here: the cursor may come to a line that is not composed yet.
        self._mark = Static(classes="verdict--mark")
        self._more = Static(classes="verdict--more explanation")
        self.mark(is_current=False)
        self._draw_explanation()

    def compose(self) -> ComposeResult:
        yield self._mark
        with Vertical(classes="verdict--text"):
            yield Static(Content(self._sentence()))
            if self.check.outcome != "ok" and self.check.cure[0]:
                yield Static(Content(pick(self.check.cure)), classes="verdict--more")
            yield self._more

    def mark(self, *, is_current: bool) -> None:
        """Draw the mark, with a pointer in front while the cursor is here."""
        word, style = _MARKS[self.check.outcome]
        pointer = "> " if is_current else "  "
        self._mark.update(Content(pointer).append(Content(word).stylize(style)))
        self.set_class(is_current, "-current")

    def explain(self) -> None:
        """Show the call and the venue's own words, or hide them again."""
        self.is_explained = not self.is_explained
        self._draw_explanation()

    def _sentence(self) -> str:
        text = pick(self.check.text)
        return text if self.check.outcome != "unverified" else t("wizard.verdict.unverified", what=text)

    def _draw_explanation(self) -> None:
        self._more.display = self.is_explained
        self._more.update(Content(self._explanation()))

    def _explanation(self) -> str:
        if not self.check.call:
            return t("wizard.why.own" if self.check.outcome != "unverified" else "wizard.why.no-call")
        quote = self.check.venue_quote or t("wizard.why.data-only")
        return t("wizard.why.lines", call=self.check.call, quote=quote)


class VerdictList(VerticalScroll, can_focus=True):
    """All checks of a key; the arrows move, the screen acts on `current`."""

    DEFAULT_CSS = "VerdictList { height: auto; max-height: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
    ]

    cursor: reactive[int] = reactive(0, init=False)

    class Moved(Message):
        """The cursor stands on another line: other keys may be of use."""

        def __init__(self, verdicts: VerdictList) -> None:
            super().__init__()
            self.verdicts = verdicts

    def __init__(self, checks: Sequence[Check], *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._checks = tuple(checks)
        self.set_reactive(VerdictList.cursor, _worst(self._checks))

    def compose(self) -> ComposeResult:
        yield from (VerdictLine(check) for check in self._checks)

    def on_mount(self) -> None:
        self.call_after_refresh(self.watch_cursor)

    @property
    def lines(self) -> list[VerdictLine]:
        return list(self.query(VerdictLine).results(VerdictLine))

    @property
    def current(self) -> VerdictLine | None:
        """The line under the cursor; none while nothing has been checked."""
        lines = self.lines
        return lines[min(self.cursor, len(lines) - 1)] if lines else None

    def action_move(self, step: int) -> None:
        self.cursor = max(0, min(len(self.lines) - 1, self.cursor + step))

    def watch_cursor(self) -> None:
        current = self.current
        for line in self.lines:
            line.mark(is_current=line is current)
        if current is not None:
            current.scroll_visible(animate=False)
        self.post_message(self.Moved(self))


def _worst(checks: Sequence[Check]) -> int:
    """Where to look first: at a clear NO, else at what could not be verified."""
    outcomes = [check.outcome for check in checks]
    return next((outcomes.index(outcome) for outcome in _WORST if outcome in outcomes), 0)

"""An error in three lines: what happened, what it means, which key to press."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static


class Notice(Static):
    """Three lines in place; hidden while there is nothing to say.

    The first line may quote a venue: it is shown as data, never as markup.
    """

    DEFAULT_CSS = """
    Notice { height: auto; display: none; padding: 0 1; border-left: outer $error; }
    Notice.-shown { display: block; }
    Notice.-good { border-left: outer $success; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, markup=False)
        self.lines: tuple[str, ...] = ()

    def show(self, happened: str, meaning: str = "", key: str = "", *, good: bool = False) -> None:
        """Show the lines that are not empty; `good` for news that is not an error."""
        self.lines = tuple(line for line in (happened, meaning, key) if line)
        self.set_class(good, "-good")
        self.add_class("-shown")
        first, *rest = (Content(line) for line in self.lines)
        self.update(Content("\n").join([first.stylize("bold"), *rest]))

    def hide(self) -> None:
        self.lines = ()
        self.remove_class("-shown")

"""Pages that are one list with a sentence above it: read anew on a key, the cursor stays where it was."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from app.screens.telling import TellingScreen
from widgets.notice import Notice


class ListScreen(TellingScreen):
    """Fill it with `show`; `chosen` is the id of the row under the cursor."""

    def lead(self) -> str:
        """The sentence above the list."""
        return ""

    def nothing(self) -> str:
        """What stands there while the list is empty; it teaches how something appears."""
        return ""

    def compose_body(self) -> ComposeResult:
        yield Static(self.lead(), id="lead", markup=False)
        yield Notice(id="notice")
        yield OptionList(id="rows", markup=False, compact=True)
        nothing = Static(self.nothing(), id="nothing", markup=False)
        nothing.display = False
        yield nothing

    @property
    def chosen(self) -> str | None:
        option = self.query_one("#rows", OptionList).highlighted_option
        return option.id if option is not None else None

    def show(self, rows: dict[str, Content]) -> None:
        """Replace the list by these rows, by id in their order."""
        listed, was = self.query_one("#rows", OptionList), self.chosen
        listed.set_options(Option(text, id=row_id) for row_id, text in rows.items())
        ids = list(rows)
        listed.highlighted = (ids.index(was) if was in rows else 0) if rows else None
        listed.display = bool(rows)
        self.query_one("#nothing").display = not rows
        self.refresh_keys()

"""Asking for other parameters of a binding, and the history of what was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option as Row

from app.actions import Action, use
from app.locale.catalogue import t
from app.screens.change_row import change_row
from app.screens.form import FormScreen
from widgets.choice import Choice, Option
from widgets.form_field import FormField
from widgets.notice import Notice

if TYPE_CHECKING:
    from app.services.binding_views import BindingView
    from app.services.parameter_changes import ChangeView

CUSTOM, USUAL = "custom", "usual"


class ChangesScreen(FormScreen):
    """Custom or usual parameters and what they should be; below it everything that was asked before.

    Args:
        binding: What is to be changed; None shows the history alone.
    """

    PLACE = "keys"
    CSS_PATH = "parameter_changes.tcss"
    HELP = "changes.help"
    ACTIONS: ClassVar[tuple[Action, ...]] = (use("next", "changes.ask"), use("remove", "changes.take-back"))

    def __init__(self, binding: BindingView | None) -> None:
        super().__init__()
        self._binding = binding if binding is not None and binding.state == "approved" else None
        self._changes: dict[str, ChangeView] = {}

    def crumbs(self) -> tuple[str, ...]:
        return (t("frame.place-keys"), t("changes.title"))

    def compose_body(self) -> ComposeResult:
        if (binding := self._binding) is None:
            yield Static(t("changes.history-only"), id="lead", markup=False)
        else:
            now = t("keys.detail.custom" if binding.custom else "keys.detail.default")
            yield Static(t("changes.lead", label=binding.label, now=now), id="lead", markup=False)
            options = (
                Option(CUSTOM, t("changes.custom"), t("changes.custom.note")),
                Option(USUAL, t("changes.usual"), t("changes.usual.note")),
            )
            yield Choice(options, id="custom")
            yield FormField(t("changes.words"), Input(id="words", max_length=300), hint=t("changes.words.hint"))
        yield Notice(id="notice")
        yield Static(t("changes.history"), id="title", markup=False)
        yield OptionList(id="rows", markup=False, compact=True)
        yield Static(t("changes.none"), id="none", markup=False)
        yield Static("", id="detail", markup=False)

    def on_mount(self) -> None:
        self.read()

    @work(exclusive=True, group="changes", exit_on_error=False)
    async def read(self) -> None:
        with self.polling():
            found = await self.services.changes.changes(self.session)
            self._changes = {change.id: change for change in found}
            listed = self.query_one("#rows", OptionList)
            listed.set_options(Row(change_row(change), id=change.id) for change in found)
            listed.highlighted = 0 if found else None
            self.query_one("#none").display = not found
            self._explain()

    @property
    def _marked(self) -> ChangeView | None:
        option = self.query_one("#rows", OptionList).highlighted_option
        return self._changes.get(option.id or "") if option is not None else None

    @on(OptionList.OptionHighlighted)
    def _explain(self) -> None:
        change = self._marked
        lines = [] if change is None else [change.words, *([change.reason] if change.reason else [])]
        self.query_one("#detail", Static).update(Content("\n".join(lines)))
        self.refresh_keys()

    def why_not(self, action_id: str) -> str:
        if action_id == "next" and self._binding is None:
            return t("changes.error.not-approved")
        change = self._marked
        is_pending = change is not None and change.state == "pending"
        return t("changes.error.decided") if action_id == "remove" and not is_pending else ""

    def submit(self) -> None:
        self.ask()

    @work(exclusive=True, group="ask", exit_on_error=False)
    async def ask(self) -> None:
        if (binding := self._binding) is None:
            return
        with self.telling():
            custom = self.query_one("#custom", Choice).value == CUSTOM
            asked = await self.services.changes.request(self.session, binding.id, self.value("words"), custom=custom)
            self.field("words").input.clear()
            self.say(t(f"changes.state.{asked.state}"))
        self.read()

    @work(exclusive=True, group="take back", exit_on_error=False)
    async def action_remove(self) -> None:
        if (change := self._marked) is None:
            return
        with self.telling():
            await self.services.changes.cancel(self.session, change.id)
        self.read()

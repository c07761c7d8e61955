"""The numbers the operator may change while the program runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import set_cell_size
from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from app.actions import Action, use
from app.locale.catalogue import t
from app.screens.desk_forms import DeskForm
from app.screens.listing import ListScreen
from widgets.form_field import FormField

if TYPE_CHECKING:
    from app.services.rules import RuleView


UNIT_WIDTH = 7


class RulesScreen(ListScreen):
    """One line a rule: what it is now, and what it was before anybody changed it."""

    PLACE = "desk"
    CSS_PATH = "listing.tcss"
    HELP = "rules.help"
    ACTIONS: ClassVar[tuple[Action, ...]] = (use("open", "rules.change"),)

    def crumbs(self) -> tuple[str, ...]:
        return (t("frame.place-desk"), t("desk.page.rules"))

    def lead(self) -> str:
        return t("rules.lead")

    def on_mount(self) -> None:
        self.read()

    def on_screen_resume(self) -> None:
        self.read()

    def read(self) -> None:
        self.show({view.rule.key: _row(view) for view in self.services.rules.listed()})

    @on(OptionList.OptionSelected)
    async def selected(self) -> None:
        await self.action_act("open")

    def action_open(self) -> None:
        found = {view.rule.key: view for view in self.services.rules.listed()}
        if self.chosen in found:
            self.app.push_screen(RuleScreen(found[self.chosen]))


class RuleScreen(DeskForm):
    """One number."""

    AUTO_FOCUS = "#value"
    ACTIONS: ClassVar[tuple[Action, ...]] = (use("next", "rules.change"),)

    def __init__(self, view: RuleView) -> None:
        super().__init__()
        self._view = view

    def crumbs(self) -> tuple[str, ...]:
        return (t("frame.place-desk"), t("desk.page.rules"))

    def compose_body(self) -> ComposeResult:
        rule = self._view.rule
        yield Static(t(f"rules.{rule.key}"), id="title", markup=False)
        hint = t("rules.range", least=rule.least, most=rule.most, unit=t(f"rules.unit.{rule.unit}"))
        yield FormField(t("rules.value"), Input(str(self._view.value), id="value", max_length=9), hint=hint)
        yield from self.compose_end()
        if rule.is_announced:
            yield Static(t("rules.announced"), markup=False, classes="quiet")

    def submit(self) -> None:
        self.change()

    @work(exclusive=True, group="change", exit_on_error=False)
    async def change(self) -> None:
        with self.telling(t("desk.working")):
            rules, key = self.services.rules, self._view.rule.key
            await rules.change(self.session, key, self.value("value"), self.password())
            self.say(t("rules.changed"))
            self.dismiss()


def _row(view: RuleView) -> Content:
    unit = set_cell_size(t(f"rules.unit.{view.rule.unit}"), UNIT_WIDTH)
    row = Content(f"{view.value:>7} {unit}  ").stylize("bold").append(Content(t(f"rules.{view.rule.key}")))
    if view.value == view.default:
        return row
    return row.append(Content(f"  {t('rules.default', default=view.default)}").stylize("$quiet"))

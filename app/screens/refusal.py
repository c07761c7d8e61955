"""Refusing a binding: the reason its owner will read, and the operator's transaction password."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.widgets import Input, Static

from app.actions import Action, use
from app.locale.catalogue import t
from app.screens.form import FormScreen
from exchanges.core.secret import Secret
from widgets.form_field import FormField
from widgets.notice import Notice
from widgets.secret_input import SecretInput

if TYPE_CHECKING:
    from app.services.binding_views import BindingView


class RefusalScreen(FormScreen):
    """Two fields; enter in the last one refuses."""

    PLACE = "desk"
    CSS_PATH = "refusal.tcss"
    HELP = "desk.help"
    ACTIONS: ClassVar[tuple[Action, ...]] = (use("next", "desk.refuse"),)

    def __init__(self, view: BindingView) -> None:
        super().__init__()
        self._view = view

    def crumbs(self) -> tuple[str, ...]:
        return (t("frame.place-desk"), t("desk.refuse"))

    def compose_body(self) -> ComposeResult:
        title = t("desk.refuse.title", label=self._view.label, owner=self._view.owner)
        yield Static(title, id="title", markup=False)
        yield FormField(t("desk.refuse.reason"), Input(id="reason"))
        yield FormField(t("desk.password"), SecretInput(id="transaction_password"))
        yield Notice(id="notice")

    def submit(self) -> None:
        self.refuse_binding()

    @work(exclusive=True, group="refuse", exit_on_error=False)
    async def refuse_binding(self) -> None:
        with self.telling():
            password = Secret(self.value("transaction_password"))
            await self.services.accounts.unlock_trade(self.session, password)
            await self.services.bindings.refuse(self.session, self._view.id, self.value("reason"))
            self.say(t("desk.refused", label=self._view.label))
            self.dismiss()

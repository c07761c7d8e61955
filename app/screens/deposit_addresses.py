"""Deposit addresses per chain: what applies, what is planned, and changing it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from app.actions import Action, use
from app.locale.catalogue import t
from app.screens.amounts import grouped
from app.screens.desk_forms import DeskForm
from app.screens.listing import ListScreen
from app.screens.second_password import with_password
from widgets.form_field import FormField

if TYPE_CHECKING:
    from app.services.deposit_addresses import DepositAddressView


class DepositAddressesScreen(ListScreen):
    """Two lines a chain: the address that applies, and the one that is planned."""

    PLACE = "desk"
    CSS_PATH = "listing.tcss"
    HELP = "addresses.help"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        use("open", "addresses.change"),
        use("remove", "addresses.take-back"),
        use("copy", "topup.copy-address"),
        use("refresh"),
    )

    def __init__(self) -> None:
        super().__init__()
        self._views: dict[str, DepositAddressView] = {}

    def crumbs(self) -> tuple[str, ...]:
        return (t("frame.place-desk"), t("desk.page.addresses"))

    def lead(self) -> str:
        hours = self.services.rules.deposit_wait_ms // 3_600_000
        return t("addresses.lead", hours=hours)

    @property
    def _marked(self) -> DepositAddressView | None:
        return self._views.get(self.chosen or "")

    def why_not(self, action_id: str) -> str:
        view = self._marked
        if view is None:
            return t("desk.no-row")
        if action_id == "remove" and not view.planned_id:
            return t("addresses.nothing-planned")
        return t("addresses.none") if action_id == "copy" and not view.address else ""

    def on_mount(self) -> None:
        self.action_refresh()

    def on_screen_resume(self) -> None:
        self.action_refresh()

    @work(exclusive=True, group="addresses", exit_on_error=False)
    async def action_refresh(self) -> None:
        with self.polling():
            found = await self.services.addresses.addresses(self.session)
            self._views = {view.chain: view for view in found}
            self.show({view.chain: _row(view) for view in found})

    @on(OptionList.OptionHighlighted)
    def cursor_moved(self) -> None:
        self.refresh_keys()

    @on(OptionList.OptionSelected)
    async def selected(self) -> None:
        await self.action_act("open")

    def action_open(self) -> None:
        if (view := self._marked) is not None:
            self.app.push_screen(AddressScreen(view))

    def action_copy(self) -> None:
        if (view := self._marked) is not None:
            self.copy(view.address)

    @work(exclusive=True, group="take back", exit_on_error=False)
    async def action_remove(self) -> None:
        if (view := self._marked) is None:
            return
        await with_password(
            self,
            t("addresses.take-back.title", chain=view.chain.upper()),
            (view.planned_address or t("addresses.none"),),
            lambda password: self.services.addresses.cancel(self.session, view.planned_id, password),
            t("addresses.taken-back"),
        )
        self.action_refresh()


class AddressScreen(DeskForm):
    """A new address for a chain; an empty one takes the chain off the offer."""

    AUTO_FOCUS = "#address"
    ACTIONS: ClassVar[tuple[Action, ...]] = (use("next", "addresses.change"),)

    def __init__(self, view: DepositAddressView) -> None:
        super().__init__()
        self._view = view

    def crumbs(self) -> tuple[str, ...]:
        return (t("frame.place-desk"), t("desk.page.addresses"), self._view.chain.upper())

    def compose_body(self) -> ComposeResult:
        yield Static(t("addresses.now", chain=self._view.chain.upper()), id="title", markup=False)
        yield Static(grouped(self._view.address or "-", 11), id="where")
        yield FormField(t("addresses.new"), Input(id="address"), hint=t("addresses.new.hint"))
        yield from self.compose_end()
        key = "addresses.means" if self._view.address else "addresses.means-first"
        hours = self.services.rules.deposit_wait_ms // 3_600_000
        yield Static(t(key, hours=hours), markup=False, classes="quiet")

    def submit(self) -> None:
        self.change()

    @work(exclusive=True, group="change", exit_on_error=False)
    async def change(self) -> None:
        with self.telling(t("desk.working")):
            at_ms = await self.services.addresses.plan(
                self.session, self._view.chain, self.value("address"), self.password()
            )
            self.say(t("addresses.planned", time=_time(at_ms)))
            self.dismiss()


def _row(view: DepositAddressView) -> Content:
    row = Content(f"{view.chain.upper():<8} ").stylize("bold").append(Content(view.address or t("addresses.none")))
    if view.planned_ms is None:
        return row
    fresh = view.planned_address or t("addresses.none")
    planned = t("addresses.from", time=_time(view.planned_ms), address=fresh)
    return row.append(Content(f"\n         {planned}").stylize("$text-warning"))


def _time(ms: int) -> str:
    return f"{datetime.fromtimestamp(ms / 1000, UTC):%m-%d %H:%M}"

"""Making a top-up order, and the orders that wait for their payment."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from app.actions import Action, use
from app.locale.catalogue import pick, t
from app.screens.amounts import exact_usdt, time_left
from app.screens.chain_trouble import trouble_of
from app.screens.form import FormScreen
from widgets import figures
from widgets.choice import Choice, Option
from widgets.form_field import FormField
from widgets.line_table import LineTable
from widgets.notice import Notice
from widgets.table_layout import Align, Column
from widgets.table_rows import Cell, Row

if TYPE_CHECKING:
    from app.services.topup_chains import ChainOffer
    from app.services.topups import TopUpView

SHOWN = ("awaiting", "seen", "confirming", "expired")
"""Orders that may still be credited by themselves."""


class TopUpScreen(FormScreen):
    """An amount, a network, and below them what is not finished yet."""

    PLACE = "compute"
    CSS_PATH = "topup.tcss"
    HELP = "topup.help"
    AUTO_FOCUS = "#amount"
    ACTIONS: ClassVar[tuple[Action, ...]] = (use("next", "topup.next"), use("cancel", "topup.cancel"))

    def __init__(self) -> None:
        super().__init__()
        self._orders: list[TopUpView] = []

    def crumbs(self) -> tuple[str, ...]:
        return (t("compute.title"), t("topup.title"))

    def compose_body(self) -> ComposeResult:
        offers = self.services.topups.chains()
        minimum = exact_usdt(min((offer.minimum_micro for offer in offers), default=0)).removesuffix(".00")
        yield FormField(t("topup.amount"), Input(id="amount"), hint=t("topup.amount.hint", minimum=minimum))
        with Horizontal(id="network"):
            yield Static(t("topup.network"), markup=False)
            yield Choice([_option(offer) for offer in offers], id="chain")
        yield Static(t("topup.network.none"), id="no-network", markup=False)
        yield Static("", id="fee", markup=False)
        yield Static("", id="sick", markup=False)
        yield Static(t("topup.new.explain"), id="explain", markup=False)
        yield Notice(id="notice")
        yield Static(t("topup.unfinished"), id="unfinished", markup=False)
        yield LineTable(_columns(), id="orders")
        yield Static(t("topup.unfinished.none"), id="none", markup=False)

    def on_mount(self) -> None:
        self.query_one("#orders", LineTable).flash = False
        self.set_class(not self.services.topups.chains(), "-no-network")
        self.show_fee()
        self.look_up()
        self.set_interval(1.0, self._tick, name="orders")

    def on_screen_resume(self) -> None:
        self.look_up()

    # -- unfinished orders -----------------------------------------------------------------------------------------

    def _tick(self) -> None:
        if self.is_current and self.shell.session is not None and not self.is_at_work("orders"):
            self.look_up()

    @work(exclusive=True, group="orders", exit_on_error=False)
    async def look_up(self) -> None:
        """Ask for the orders; what is not answered stays as it was."""
        with self.polling():
            orders = await self.services.topups.orders(self.session)
            self._orders = [order for order in orders if order.status in SHOWN]
        now_ms = self.shell.clock_ms()
        self.query_one("#sick", Static).update(Content(self._sick(now_ms)))
        self.query_one("#orders", LineTable).show(_row(order, now_ms) for order in self._orders)
        self.set_class(not self._orders, "-no-orders")

    def _sick(self, now_ms: int) -> str:
        """A line for each network whose payments are seen late just now; better known before one pays."""
        offers = self.services.topups.chains()
        troubles = [(offer.standard, trouble_of(self.services, offer.key, now_ms)) for offer in offers]
        return "\n".join(t("topup.network.sick", network=name, reason=lines[0]) for name, lines in troubles if lines)

    @on(Choice.Changed, "#chain")
    def show_fee(self) -> None:
        """What the payer's wallet pays on the network that is picked."""
        chain = self.query_one("#chain", Choice).value
        fees = [pick(offer.facts.fee_hint) for offer in self.services.topups.chains() if offer.key == chain]
        self.query_one("#fee", Static).update(Content(t("topup.network.fee", fee=fees[0]) if fees else ""))

    @property
    def _marked(self) -> TopUpView | None:
        """The order under the cursor, while the list has the focus."""
        table = self.query_one("#orders", LineTable)
        return next((order for order in self._orders if table.has_focus and order.id == table.cursor_key), None)

    # -- doing -----------------------------------------------------------------------------------------------------

    def why_not(self, action_id: str) -> str:
        if action_id == "next" and not self.services.topups.chains():
            return t("topup.network.none")
        if action_id == "cancel" and self._marked is None:
            return t("topup.cancel.none")
        return ""

    def action_next(self) -> None:
        """In the list open the order under the cursor, elsewhere create one."""
        if (order := self._marked) is not None:
            self._open(order)
        else:
            self.submit()

    def submit(self) -> None:
        self.create()

    @work(exclusive=True, group="create", exit_on_error=False)
    async def create(self) -> None:
        """Make the order; its page opens. A refusal stands below the amount, which stays as typed."""
        self.field("amount").clear()
        with self.telling(t("topup.creating")):
            chain = self.query_one("#chain", Choice).value
            order = await self.services.topups.create(self.session, self.value("amount"), chain)
            self.field("amount").input.clear()
            self._open(order)

    def action_cancel(self) -> None:
        if (order := self._marked) is not None:
            self.cancel(order)

    @work(exclusive=True, group="cancel", exit_on_error=False)
    async def cancel(self, order: TopUpView) -> None:
        from app.screens.topup_order import ask_cancel

        if await self.app.push_screen_wait(ask_cancel(order)):
            with self.telling():
                await self.services.topups.cancel(self.session, order.id)
            self.look_up()

    def _open(self, order: TopUpView) -> None:
        from app.screens.topup_order import TopUpOrderScreen

        self.app.push_screen(TopUpOrderScreen(order))

    @on(LineTable.Highlighted)
    def follow_cursor(self) -> None:
        self.refresh_keys()


def _option(offer: ChainOffer) -> Option:
    wait = figures.age(offer.confirmations_needed * offer.block_ms)
    note = t("topup.network.note", needed=offer.confirmations_needed, wait=wait)
    return Option(offer.key, f"{offer.standard} ({offer.network})", note)


def _columns() -> tuple[Column, ...]:
    return (
        Column("number", t("topup.column.order"), 8),
        Column("amount", t("topup.column.amount"), 12, Align.POINT),
        Column("state", t("topup.column.state"), 24, grows=20),
        Column("left", t("topup.column.left"), 20, Align.RIGHT),
    )


def _row(order: TopUpView, now_ms: int) -> Row:
    state = t(f"topup.state.{order.status}", have=order.confirmations, need=order.confirmations_needed)
    until_ms = order.pay_until_ms if order.status == "awaiting" else order.late_until_ms
    is_paid = order.status in ("seen", "confirming")
    left = "" if is_paid else t(f"topup.left.{order.status}", left=time_left(until_ms, now_ms))
    texts = (order.short_id, exact_usdt(order.payable_micro), state, left)
    return Row(order.id, tuple(Cell(text) for text in texts))


def order_title(order: TopUpView) -> Content:
    return Content(t("topup.order", short=order.short_id))

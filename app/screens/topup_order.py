"""One top-up order: what to send where, and then what became of the payment."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Digits, Static

from app.actions import Action, use
from app.locale.catalogue import t
from app.rows.cells import clock
from app.screens.amounts import exact_usdt, grouped, time_left
from app.screens.chain_trouble import trouble_of
from app.screens.telling import TellingScreen
from widgets import figures
from widgets.dialogs import Confirm
from widgets.notice import Notice
from widgets.qr_code import QrCode

if TYPE_CHECKING:
    from app.services.stray_payments import StrayPayment
    from app.services.topup_chains import ChainOffer
    from app.services.topups import TopUpView

WAITING = ("awaiting", "expired", "canceled")
"""No payment was seen yet, but one would still be credited."""
PAID = ("seen", "confirming", "credited")


class TopUpOrderScreen(TellingScreen):
    """Asks the service once a second until the order is finished."""

    PLACE = "compute"
    CSS_PATH = "topup_order.tcss"
    HELP = "topup.order.help"
    AUTO_FOCUS = ""
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        use("pay"),
        use("copy_amount"),
        use("copy", "topup.copy-address"),
        use("find_payment", "topup.claim"),
        use("cancel", "topup.cancel"),
        use("large_qr"),
    )

    def __init__(self, order: TopUpView) -> None:
        super().__init__()
        self._order = order
        self._balance_micro: int | None = None
        self._strays: list[StrayPayment] = []
        self._is_paying = False

    def crumbs(self) -> tuple[str, ...]:
        return (t("compute.title"), t("topup.title"), t("topup.order", short=self._order.short_id))

    def row2_right(self) -> str:
        if self._balance_micro is None:
            return ""
        return t("topup.balance", balance=figures.compute(self._balance_micro))

    # -- what is shown ---------------------------------------------------------------------------------------------

    def compose_body(self) -> ComposeResult:
        order = self._order
        offer = self._offer
        network = f"{offer.standard} ({offer.network})" if offer else order.chain
        amount = exact_usdt(order.payable_micro)
        with VerticalScroll(id="page", can_focus=False):
            yield Notice(id="notice")
            yield Notice(id="stray")
            with Horizontal(id="pay"):
                with Vertical(id="what"):
                    yield Static(t("topup.send"), markup=False, classes="quiet")
                    yield Digits(amount, id="amount")
                    yield Static(t("topup.on", amount=amount, network=network), markup=False, id="network")
                    yield Static(t("topup.to", count=len(order.address)), markup=False, classes="quiet gap")
                    yield Static(grouped(order.address, 5), id="address")
                    yield Static(t("topup.tail", tail=self._tail()), markup=False, classes="quiet gap")
                    yield Static(id="waiting", classes="gap", markup=False)
                yield QrCode(order.address, id="qr")
            with Vertical(id="paid"):
                yield Static(id="headline", markup=False)
                yield Static(t("topup.on", amount=amount, network=network), markup=False, classes="quiet")
                yield Static(id="transaction", classes="gap")
                yield Static(id="explorer", classes="quiet gap", markup=False)
            yield Static(id="ticks", markup=False)
            yield Notice(id="watch")
            yield Static(t("topup.exchanges", amount=amount), markup=False, id="exchanges", classes="quiet")
        self.call_after_refresh(self._show)

    @property
    def _offer(self) -> ChainOffer | None:
        """The network of the order; None when it is not offered any more."""
        return next((offer for offer in self.services.topups.chains() if offer.key == self._order.chain), None)

    @property
    def _page(self) -> str:
        """Where the payment can be looked up; empty before it was seen, and for a chain that nobody else knows."""
        if self._offer is None or not self._order.tx_hash or self.services.demo is not None:
            return ""
        return self._offer.facts.transaction_page(self._order.tx_hash)

    def _tail(self) -> str:
        return exact_usdt(self._order.tail_micro).removeprefix("0")

    def on_mount(self) -> None:
        self.look_up()
        self.set_interval(1.0, self._tick, name="order")

    def _tick(self) -> None:
        awaited = self.shell.session is not None and not self._order.is_finished
        if self.is_current and awaited and not self.is_at_work("order"):
            self.look_up()

    @work(exclusive=True, group="order", exit_on_error=False)
    async def look_up(self) -> None:
        """Ask how the order stands, and how the watch on the chain goes."""
        was = self._order.status, self._balance_micro, len(self._strays)
        with self.polling():
            self._order = await self.services.topups.order(self.session, self._order.id)
            self._strays = await self.services.topups.strays(self.session, self._order.id)
            if self._balance_micro is None or self._order.status != was[0]:
                self._balance_micro = await self.services.ledger.balance_micro(self.session)
        self._show()
        if (self._order.status, self._balance_micro, len(self._strays)) != was:
            self.refresh_frame()

    def _show(self) -> None:
        order = self._order
        is_paid = order.status in PAID
        self.query_one("#pay").display = not is_paid
        self.query_one("#paid").display = is_paid
        self._put("#waiting", Content(self._waiting()))
        self._put("#headline", self._headline())
        self._put("#transaction", _transaction(order.tx_hash))
        self._put("#explorer", Content(t("topup.explorer", page=self._page) if self._page else ""))
        self._show_stray()
        self._put("#ticks", self._ticks())
        self._show_watch()

    def _put(self, selector: str, content: Content) -> None:
        widget = self.query_one(selector, Static)
        shown = widget.content
        if not (isinstance(shown, Content) and shown.is_same(content)):
            widget.update(content)

    def _waiting(self) -> str:
        order, now_ms = self._order, self.shell.clock_ms()
        values = {
            "left": time_left(order.pay_until_ms, now_ms),
            "late": time_left(order.late_until_ms, max(now_ms, order.pay_until_ms)),
        }
        return t(f"topup.waiting.{order.status}", **values) if order.status in (*WAITING, "closed") else ""

    def _headline(self) -> Content:
        order = self._order
        if order.status != "credited":
            return Content(t("topup.headline.seen")).stylize("bold")
        amount = f"+{exact_usdt(order.payable_micro)}"
        balance = figures.compute(self._balance_micro)
        text = t("topup.headline.late" if order.is_late else "topup.headline.credited", amount=amount, balance=balance)
        return Content(text).stylize("bold $text-success")

    def _ticks(self) -> Content:
        order, now_ms = self._order, self.shell.clock_ms()
        is_full = order.confirmations >= order.confirmations_needed
        counted = clock(order.credited_ms, now_ms) if order.credited_ms else self._estimate() if not is_full else ""
        behind = counted if order.status in PAID else ""
        confirmations = t("topup.tick.confirmations", have=order.confirmations, need=order.confirmations_needed)
        steps = (
            (t("topup.tick.made"), True, clock(order.created_ms, now_ms)),
            (t("topup.tick.seen"), order.seen_ms is not None, clock(order.seen_ms, now_ms) if order.seen_ms else ""),
            (confirmations, is_full, behind),
            (
                t("topup.tick.credited"),
                order.credited_ms is not None,
                clock(order.credited_ms, now_ms) if order.credited_ms else "",
            ),
        )
        between = "\n" if order.status in PAID else "   "
        return Content(between).join(_tick(*step) for step in steps)

    def _estimate(self) -> str:
        order = self._order
        block_ms = self._offer.block_ms if self._offer else 0
        seconds = (order.confirmations_needed - order.confirmations) * block_ms // 1000
        return t("topup.tick.about", left=figures.duration(seconds))

    def _show_stray(self) -> None:
        """Explain the newest payment that does not fit; the picture of the address makes room for it."""
        notice = self.query_one("#stray", Notice)
        self.query_one("#qr").display = not self._strays
        if not self._strays:
            notice.hide()
            return
        stray = self._strays[0]
        values = {
            "amount": exact_usdt(stray.amount_micro),
            "time": clock(stray.block_ms, self.shell.clock_ms()),
            "differs": exact_usdt(abs(stray.differs_micro)),
        }
        lines = t(f"topup.stray.{stray.kind}", **values), t(f"topup.stray.{stray.kind}.why"), t("topup.stray.claim")
        if notice.lines != lines:
            notice.show(*lines)

    def _show_watch(self) -> None:
        """Say it when the chain cannot be read just now: a payment is not lost by it, only seen later."""
        watch = self.query_one("#watch", Notice)
        lines = () if self._order.is_finished else trouble_of(self.services, self._order.chain, self.shell.clock_ms())
        self.query_one("#exchanges").display = not lines and self._order.status in WAITING
        if not lines:
            watch.hide()
        elif watch.lines != lines:
            watch.show(*lines)

    # -- actions ---------------------------------------------------------------------------------------------------

    def actions(self) -> tuple[Action, ...]:
        """Paying from here is for the demo; once a payment was seen there is nothing to send any more."""
        if self._order.status == "closed" or (self._order.status == "credited" and self._strays):
            return (use("find_payment", "topup.claim"),)
        if self._order.status not in WAITING:
            return (use("copy", "topup.copy-page"),) if self._page else ()
        return tuple(action for action in self.ACTIONS if action.id != "pay" or self.services.demo is not None)

    def why_not(self, action_id: str) -> str:
        if action_id == "cancel" and self._order.status != "awaiting":
            return t("topup.cancel.over")
        if action_id == "pay" and self._is_paying:
            return t("topup.paying")
        return ""

    def action_copy_amount(self) -> None:
        self.copy(exact_usdt(self._order.payable_micro))

    def action_copy(self) -> None:
        """The address while there is something to send, afterwards where the payment can be looked up."""
        self.copy(self._order.address if self._order.status in WAITING else self._page)

    def action_find_payment(self) -> None:
        from app.screens.claims import ClaimsScreen

        self.app.push_screen(ClaimsScreen(self._order.chain))

    def action_large_qr(self) -> None:
        from app.screens.large_qr import LargeQrScreen

        self.app.push_screen(LargeQrScreen(self._order.address))

    def action_pay(self) -> None:
        self.pay()

    @work(exclusive=True, group="pay", exit_on_error=False)
    async def pay(self) -> None:
        """Send the exact amount from the simulated wallet: a real transfer on the simulated chain."""
        demo = self.services.demo
        if demo is None:
            return
        self._is_paying = True
        self.refresh_keys()
        with self.telling():
            await demo.pay(self._order.id)
            self.say(t("topup.paid-from-wallet", amount=exact_usdt(self._order.payable_micro)))
        self._is_paying = False
        self.refresh_keys()

    def action_cancel(self) -> None:
        self.cancel()

    @work(exclusive=True, group="cancel", exit_on_error=False)
    async def cancel(self) -> None:
        """Give the order up, after a question."""
        if await self.app.push_screen_wait(ask_cancel(self._order)):
            with self.telling():
                self._order = await self.services.topups.cancel(self.session, self._order.id)
            self._show()
            self.refresh_frame()


def ask_cancel(order: TopUpView) -> Confirm:
    """The question before an order is given up."""
    amount = exact_usdt(order.payable_micro)
    lines = (t("topup.cancel.means", amount=amount),)
    title = t("topup.cancel.title", short=order.short_id)
    return Confirm(title, lines, yes=t("topup.cancel.yes"), no=t("topup.cancel.no"))


def _tick(label: str, is_done: bool, behind: str) -> Content:
    mark = Content("[x] " if is_done else "[ ] ").stylize("$text-success" if is_done else "$foreground-muted")
    time = Content(f" {behind}" if behind else "").stylize("$foreground-muted")
    return mark.append(Content(label)).append(time)


def _transaction(tx_hash: str) -> Content:
    if not tx_hash:
        return Content("")
    label = Content(t("topup.transaction") + "\n").stylize("$foreground-muted")
    return label.append(grouped(tx_hash, 8))

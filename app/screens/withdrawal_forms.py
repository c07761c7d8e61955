"""The two forms of withdrawals: a new address for the list, and a request to one of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Static

from app.actions import Action, use
from app.locale.catalogue import t
from app.screens.amounts import exact_usdt, grouped
from app.screens.form import FormScreen
from exchanges.core.secret import Secret
from widgets.choice import Choice, Option
from widgets.form_field import FormField
from widgets.notice import Notice
from widgets.secret_input import SecretInput

if TYPE_CHECKING:
    from app.services.withdrawals import PayoutAddressView


class MoneyForm(FormScreen):
    """A form that ends with the transaction password and, for those who have it, a code of the second factor."""

    PLACE = "compute"
    CSS_PATH = "withdrawal_forms.tcss"
    HELP = "withdrawals.help"

    def compose_proofs(self) -> ComposeResult:
        yield FormField(t("desk.password"), SecretInput(id="transaction_password"))
        yield FormField(t("factor.code"), Input(id="totp", max_length=7), hint=t("factor.code.hint"))
        yield Notice(id="notice")

    def on_mount(self) -> None:
        self.field("totp").display = False
        self.ask_for_factor()

    @work(exclusive=True, group="factor", exit_on_error=False)
    async def ask_for_factor(self) -> None:
        with self.polling():
            self.field("totp").display = await self.services.factor.is_on(self.session)

    def proofs(self) -> tuple[Secret, str]:
        """Password and code as typed; the password's field is emptied."""
        password = Secret(self.value("transaction_password"))
        self.field("transaction_password").input.value = ""
        return password, self.value("totp")


class AddAddressScreen(MoneyForm):
    """A new address; it can be used after a wait."""

    AUTO_FOCUS = "#address"
    ACTIONS: ClassVar[tuple[Action, ...]] = (use("next", "withdrawals.add"),)

    def crumbs(self) -> tuple[str, ...]:
        return (t("compute.title"), t("withdrawals.title"), t("withdrawals.add"))

    def compose_body(self) -> ComposeResult:
        hours = self.services.rules.payout_wait_ms // 3_600_000
        yield Static(t("withdrawals.add.explain", hours=hours), id="explain", markup=False)
        offers = self.services.topups.chains()
        with Horizontal(id="network"):
            yield Static(t("topup.network"), markup=False)
            yield Choice([Option(offer.key, f"{offer.standard} ({offer.network})") for offer in offers], id="chain")
        yield FormField(t("withdrawals.address"), Input(id="address"), hint=t("withdrawals.address.hint"))
        yield FormField(t("withdrawals.label"), Input(id="label", max_length=40), hint=t("withdrawals.label.hint"))
        yield from self.compose_proofs()

    def submit(self) -> None:
        self.add()

    @work(exclusive=True, group="add", exit_on_error=False)
    async def add(self) -> None:
        with self.telling(t("withdrawals.checking")):
            chain = self.query_one("#chain", Choice).value
            values = self.value("address"), self.value("label")
            await self.services.withdrawals.add_address(self.session, chain, *values, *self.proofs())
            self.say(t("withdrawals.added"))
            self.dismiss()


class RequestScreen(MoneyForm):
    """An amount to an address of the list; what will happen stands above the password."""

    AUTO_FOCUS = "#amount"
    ACTIONS: ClassVar[tuple[Action, ...]] = (use("next", "withdrawals.request"),)

    def __init__(self, address: PayoutAddressView) -> None:
        super().__init__()
        self._address = address

    def crumbs(self) -> tuple[str, ...]:
        return (t("compute.title"), t("withdrawals.title"), t("withdrawals.request"))

    def compose_body(self) -> ComposeResult:
        yield Static(t("withdrawals.request.explain"), id="explain", markup=False)
        label = self._address.label
        where = t("withdrawals.to", label=label, chain=self._address.chain.upper())
        yield Static(where, markup=False, classes="quiet")
        yield Static(grouped(self._address.address, 11), id="where")
        yield FormField(t("withdrawals.amount"), Input(id="amount"), hint=" ")
        yield from self.compose_proofs()

    def on_mount(self) -> None:
        super().on_mount()
        self.say_how_much()

    @work(exclusive=True, group="free", exit_on_error=False)
    async def say_how_much(self) -> None:
        with self.polling():
            free = await self.services.withdrawals.free_micro(self.session)
            least = self.services.rules.least_withdrawal_micro
            hint = t("withdrawals.lead", free=exact_usdt(free), least=exact_usdt(least).removesuffix(".00"))
            self.field("amount").hint = hint
            self.field("amount").clear()

    def submit(self) -> None:
        self.request()

    @work(exclusive=True, group="request", exit_on_error=False)
    async def request(self) -> None:
        with self.telling(t("withdrawals.checking")):
            made = await self.services.withdrawals.request(
                self.session, self._address.id, self.value("amount"), *self.proofs()
            )
            self.say(t("withdrawals.requested", number=made.number, amount=exact_usdt(made.amount_micro)))
            self.dismiss()

"""Decisions that need more than a password: whose a deposit is, and which transaction paid a withdrawal."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from app.actions import Action, use
from app.locale.catalogue import t
from app.screens.amounts import exact_usdt, grouped
from app.screens.form import FormScreen
from exchanges.core.secret import Secret
from widgets.form_field import FormField
from widgets.notice import Notice
from widgets.secret_input import SecretInput

if TYPE_CHECKING:
    from app.services.claims import DepositView
    from app.services.withdrawals import WithdrawalView


class DeskForm(FormScreen):
    """A form of the operator's that ends with the second password."""

    PLACE = "desk"
    CSS_PATH = "desk_forms.tcss"
    HELP = "desk.help"

    def compose_end(self) -> ComposeResult:
        yield FormField(t("desk.password"), SecretInput(id="transaction_password"))
        yield Notice(id="notice")

    def password(self) -> Secret:
        """As typed; the field is emptied."""
        typed = Secret(self.value("transaction_password"))
        self.field("transaction_password").input.value = ""
        return typed


class CreditScreen(DeskForm):
    """An unclaimed deposit is credited to somebody."""

    AUTO_FOCUS = "#username"
    ACTIONS: ClassVar[tuple[Action, ...]] = (use("next", "desk.credit"),)

    def __init__(self, deposit: DepositView) -> None:
        super().__init__()
        self._deposit = deposit

    def crumbs(self) -> tuple[str, ...]:
        return (t("frame.place-desk"), t("desk.credit"))

    def compose_body(self) -> ComposeResult:
        deposit = self._deposit
        yield Static(t("desk.credit.what", amount=exact_usdt(deposit.amount_micro)), id="title", markup=False)
        yield Static(Content(f"tx {deposit.tx_hash}"), classes="quiet")
        likely = deposit.nearby[0].owner if deposit.nearby and deposit.nearby[0].is_same_tail else ""
        hint = t("desk.credit.likely", owner=likely) if likely else ""
        yield FormField(t("desk.credit.whom"), Input(id="username", max_length=40), hint=hint)
        yield from self.compose_end()

    def submit(self) -> None:
        self.credit()

    @work(exclusive=True, group="credit", exit_on_error=False)
    async def credit(self) -> None:
        with self.telling(t("desk.working")):
            name = self.value("username")
            await self.services.claims.credit_deposit(self.session, self._deposit.id, name, self.password())
            self.say(t("desk.credited", amount=exact_usdt(self._deposit.amount_micro), owner=name))
            self.dismiss()


class PaidScreen(DeskForm):
    """A withdrawal was paid by hand: the transaction is named, and the chain asked."""

    AUTO_FOCUS = "#tx_hash"
    ACTIONS: ClassVar[tuple[Action, ...]] = (use("next", "desk.paid"), use("copy", "withdrawals.copy"))

    def __init__(self, withdrawal: WithdrawalView) -> None:
        super().__init__()
        self._withdrawal = withdrawal

    def crumbs(self) -> tuple[str, ...]:
        return (t("frame.place-desk"), t("desk.paid"))

    def compose_body(self) -> ComposeResult:
        withdrawal = self._withdrawal
        what = t("desk.pay.to", amount=exact_usdt(withdrawal.amount_micro), chain=withdrawal.chain.upper())
        yield Static(f"{withdrawal.number}  {withdrawal.owner}\n{what}", id="title", markup=False)
        yield Static(grouped(withdrawal.address, 11), id="where")
        yield FormField(t("claims.tx"), Input(id="tx_hash"), hint=t("desk.paid.hint"))
        yield from self.compose_end()

    def action_copy(self) -> None:
        self.copy(self._withdrawal.address)

    def submit(self) -> None:
        self.pay()

    @work(exclusive=True, group="pay", exit_on_error=False)
    async def pay(self) -> None:
        withdrawal = self._withdrawal
        with self.telling(t("claims.asking")):
            await self.services.withdrawals.approve(self.session, withdrawal.id, self.value("tx_hash"), self.password())
            self.say(t("desk.said-paid", number=withdrawal.number))
            self.dismiss()

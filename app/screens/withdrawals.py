"""Withdrawing unused compute: the addresses one may use, and what became of earlier requests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from app.actions import Action, use
from app.locale.catalogue import t
from app.screens.amounts import exact_usdt
from app.screens.telling import TellingScreen
from widgets import figures
from widgets.dialogs import Confirm
from widgets.notice import Notice

if TYPE_CHECKING:
    from app.services.withdrawals import PayoutAddressView, WithdrawalView

LOOK_AGAIN_S = 2.0


class WithdrawalsScreen(TellingScreen):
    """One list under two headings; what the cursor stands on is explained below."""

    PLACE = "compute"
    CSS_PATH = "withdrawals.tcss"
    HELP = "withdrawals.help"
    AUTO_FOCUS = "#rows"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        use("open", "withdrawals.request"),
        use("new", "withdrawals.add"),
        use("remove", "withdrawals.remove"),
        use("copy", "withdrawals.copy"),
        use("refresh"),
    )

    def __init__(self) -> None:
        super().__init__()
        self._addresses: list[PayoutAddressView] = []
        self._requests: list[WithdrawalView] = []

    def crumbs(self) -> tuple[str, ...]:
        return (t("compute.title"), t("withdrawals.title"))

    def compose_body(self) -> ComposeResult:
        yield Static(t("withdrawals.lead", free="--", least="--"), id="lead", markup=False)
        yield Notice(id="notice")
        yield OptionList(id="rows", markup=False, compact=True)
        yield Static("", id="detail", markup=False)

    def on_mount(self) -> None:
        self.action_refresh()
        self.set_interval(LOOK_AGAIN_S, self._tick, name="withdrawals")

    def on_screen_resume(self) -> None:
        self.action_refresh()

    def _tick(self) -> None:
        if self.is_current and self.shell.session is not None and not self.is_at_work("withdrawals"):
            self.action_refresh()

    # -- the list --------------------------------------------------------------------------------------------------

    @work(exclusive=True, group="withdrawals", exit_on_error=False)
    async def action_refresh(self) -> None:
        """Read everything; the cursor stays where it was."""
        with self.polling():
            service = self.services.withdrawals
            free = exact_usdt(await service.free_micro(self.session))
            self._addresses = await service.addresses(self.session)
            self._requests = await service.withdrawals(self.session)
            least = exact_usdt(self.services.rules.least_withdrawal_micro).removesuffix(".00")
            self.query_one("#lead", Static).update(t("withdrawals.lead", free=free, least=least))
            self._fill()

    def _fill(self) -> None:
        listed = self.query_one("#rows", OptionList)
        was = listed.highlighted_option.id if listed.highlighted_option is not None else None
        listed.set_options(self._options())
        ids = [option.id for option in listed.options]
        first = next((index for index, option in enumerate(listed.options) if not option.disabled), None)
        listed.highlighted = ids.index(was) if was is not None and was in ids else first
        self._explain()

    def _options(self) -> Iterator[Option]:
        yield _head("withdrawals.addresses", is_empty=not self._addresses, empty="withdrawals.addresses.none")
        now_ms = self.shell.clock_ms()
        for address in self._addresses:
            yield Option(_address_row(address, now_ms), id=address.id)
        yield _head("withdrawals.requests", is_empty=not self._requests, empty="withdrawals.requests.none")
        for request in self._requests:
            yield Option(_request_row(request), id=request.id)

    @property
    def _address(self) -> PayoutAddressView | None:
        return next((address for address in self._addresses if address.id == self._marked), None)

    @property
    def _request(self) -> WithdrawalView | None:
        return next((request for request in self._requests if request.id == self._marked), None)

    @property
    def _marked(self) -> str | None:
        option = self.query_one("#rows", OptionList).highlighted_option
        return option.id if option is not None else None

    @on(OptionList.OptionHighlighted)
    def _explain(self) -> None:
        lines = [""]
        if (address := self._address) is not None:
            lines = [address.address]
        elif (request := self._request) is not None:
            lines = [request.address, request.tx_hash, t("claims.reason", reason=request.reason)]
            lines = [line for line, has in zip(lines, (1, request.tx_hash, request.reason), strict=True) if has]
        self.query_one("#detail", Static).update(Content("\n".join(lines)))
        self.refresh_keys()

    # -- doing -----------------------------------------------------------------------------------------------------

    def why_not(self, action_id: str) -> str:
        address, request = self._address, self._request
        if action_id == "open" and address is None:
            return t("withdrawals.no-address")
        if action_id == "open" and address is not None and address.usable_ms > self.shell.clock_ms():
            return t("withdrawals.waits", when=_time(address.usable_ms))
        if action_id in ("remove", "copy") and address is None and request is None:
            return t("desk.no-row")
        if action_id == "remove" and request is not None and request.state != "waiting":
            return t("withdrawals.error.decided")
        return ""

    @on(OptionList.OptionSelected)
    async def chosen(self) -> None:
        await self.action_act("open")

    def action_open(self) -> None:
        from app.screens.withdrawal_forms import RequestScreen

        if (address := self._address) is not None:
            self.app.push_screen(RequestScreen(address))

    def action_new(self) -> None:
        from app.screens.withdrawal_forms import AddAddressScreen

        self.app.push_screen(AddAddressScreen())

    def action_copy(self) -> None:
        if (address := self._address) is not None:
            self.copy(address.address)
        elif (request := self._request) is not None:
            self.copy(request.tx_hash or request.address)

    @work(exclusive=True, group="remove", exit_on_error=False)
    async def action_remove(self) -> None:
        """Take an address off the list, or a request back, after a question."""
        address, request = self._address, self._request
        if address is not None:
            title, line = t("withdrawals.remove.title", label=address.label or address.address[:12]), ""
        elif request is not None:
            title = t("withdrawals.cancel.title", number=request.number)
            line = t("withdrawals.cancel.means", amount=exact_usdt(request.amount_micro))
        else:
            return
        sure = Confirm(title, (line,) if line else (), yes=t("withdrawals.yes"), no=t("withdrawals.no"))
        if not await self.app.push_screen_wait(sure):
            return
        with self.telling():
            if address is not None:
                await self.services.withdrawals.remove_address(self.session, address.id)
            elif request is not None:
                await self.services.withdrawals.cancel(self.session, request.id)
        self.action_refresh()


def _head(title: str, *, is_empty: bool, empty: str) -> Option:
    """A heading; nobody stands on it."""
    head = Content(t(title)).stylize("bold")
    return Option(head.append(Content(f"  {t(empty)}").stylize("$quiet")) if is_empty else head, disabled=True)


def _address_row(address: PayoutAddressView, now_ms: int) -> Content:
    row = Content(f"  {address.label or address.address[:12]}   {address.chain.upper()}   ...{address.address[-6:]}")
    waits = address.usable_ms > now_ms
    text = t("withdrawals.waits", when=_time(address.usable_ms)) if waits else t("withdrawals.usable")
    return row.append(Content(f"   {text}").stylize("$text-warning" if waits else "$quiet"))


def _request_row(request: WithdrawalView) -> Content:
    amount = figures.compute(request.amount_micro)
    row = Content(f"  {_time(request.created_ms)}   {request.number}   {amount:>12}   ")
    tone = {"paid": "$text-success", "refused": "$text-error"}.get(request.state, "$quiet")
    return row.append(Content(t(f"withdrawals.state.{request.state}")).stylize(tone))


def _time(ms: int) -> str:
    return f"{datetime.fromtimestamp(ms / 1000, UTC):%m-%d %H:%M}"

"""The operator's desk: chain health, queues with their counts, and the item under the cursor with its evidence."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from app.actions import Action, use
from app.locale.catalogue import t
from app.screens.desk_queue import Queue
from app.screens.desk_queues import all_queues
from app.screens.telling import TellingScreen
from store.errors import StoreError
from widgets import figures
from widgets.notice import Notice

if TYPE_CHECKING:
    from app.services.deposits import ChainStatus

LOOK_AGAIN_S = 2.0
PLACES = {
    "addresses": ("app.screens.deposit_addresses", "DepositAddressesScreen"),
    "users": ("app.screens.users", "UsersScreen"),
    "invites": ("app.screens.invites", "InvitesScreen"),
    "notices": ("app.screens.notices", "NoticesScreen"),
    "rules": ("app.screens.rules", "RulesScreen"),
    "outbox": ("app.screens.mail_queue", "MailQueueScreen"),
    "audit": ("app.screens.audit_log", "AuditScreen"),
}
"""What hangs on the desk besides the queues; a page is loaded when it is opened."""


class DeskScreen(TellingScreen):
    """Left the queues and pages, right what waits in the queue under the cursor, below it the evidence."""

    PLACE = "desk"
    CSS_PATH = "desk.tcss"
    HELP = "desk.help"
    AUTO_FOCUS = "#queues"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        use("open", "desk.open"),
        use("approve"),
        use("remove", "desk.refuse"),
        use("copy", "desk.copy"),
        use("invites"),
        use("outbox"),
        use("refresh"),
    )

    def __init__(self) -> None:
        super().__init__()
        self._queues: dict[str, Queue] = {queue.id: queue for queue in all_queues(self)}
        self._shown = next(iter(self._queues))

    def compose_body(self) -> ComposeResult:
        yield Static("", id="lead", markup=False)
        yield Notice(id="notice")
        with Horizontal(id="panes"):
            yield OptionList(id="queues", markup=False, compact=True)
            with Vertical(id="queue"):
                yield OptionList(id="rows", markup=False, compact=True)
                yield Static("", id="nothing", markup=False)
                with VerticalScroll(id="reading"):
                    yield Static("", id="evidence", markup=False)
        self.call_after_refresh(self._fill)

    def actions(self) -> tuple[Action, ...]:
        """Nothing is here for others."""
        return self.ACTIONS if self.session.is_operator else ()

    def why_not(self, action_id: str) -> str:
        if not self.session.is_operator:
            return t("desk.only-operator")
        needs_item = action_id in ("approve", "remove", "copy")
        return t("desk.no-row") if needs_item and self._item is None else ""

    def on_mount(self) -> None:
        self.action_refresh()
        self.set_interval(LOOK_AGAIN_S, self._tick, name="desk")

    def on_screen_resume(self) -> None:
        self.action_refresh()

    def _tick(self) -> None:
        if self.is_current and self.shell.session is not None and not self.is_at_work("desk"):
            self.action_refresh()

    # -- what is shown ---------------------------------------------------------------------------------------------

    @property
    def _queue(self) -> Queue | None:
        """The queue that is shown; None while the cursor is on a page."""
        return self._queues.get(self._shown)

    @property
    def _item(self) -> Any:
        """What the cursor of the right list stands on."""
        option = self.query_one("#rows", OptionList).highlighted_option
        queue = self._queue
        return queue.items.get(option.id or "") if queue is not None and option is not None else None

    @work(exclusive=True, group="desk", exit_on_error=False)
    async def action_refresh(self) -> None:
        with self.polling():
            if self.session.is_operator:
                for queue in self._queues.values():
                    await queue.read()
            self._fill()
            await self._look_into()

    def _fill(self) -> None:
        if not self.session.is_operator:
            self.query_one("#lead", Static).update(t("desk.only-operator"))
            self.query_one("#panes").display = False
            return
        self.query_one("#lead", Static).update(self._chains())
        listed = self.query_one("#queues", OptionList)
        entries = list(self._entries())
        if [option.prompt for option in listed.options] != [option.prompt for option in entries]:
            listed.set_options(entries)
            listed.highlighted = next(i for i, option in enumerate(entries) if option.id == self._shown)
        self._show_queue()

    def _entries(self) -> list[Option]:
        entries = []
        for queue in self._queues.values():
            count = len(queue.items)
            name = Content(f"{t(f'desk.queue.{queue.id}')} {count}")
            entries.append(Option(name.stylize("bold" if count else "$quiet"), id=queue.id))
        return entries + [Option(Content(t(f"desk.page.{place}")), id=place) for place in PLACES]

    def _show_queue(self) -> None:
        listed, queue = self.query_one("#rows", OptionList), self._queue
        items = {} if queue is None else queue.items
        rows = [Option(queue.row(item), id=key) for key, item in items.items() if queue is not None]
        ids = list(items)
        if [(option.id, option.prompt) for option in listed.options] != [(row.id, row.prompt) for row in rows]:
            was = listed.highlighted_option.id if listed.highlighted_option is not None else None
            listed.set_options(rows)
            listed.highlighted = (ids.index(was) if was in items else 0) if ids else None
        if listed.has_focus and not ids:
            self.query_one("#queues").focus()  # What was decided was the last one: the cursor goes back by itself.
        listed.display = bool(ids)
        nothing = self.query_one("#nothing", Static)
        nothing.display = not ids
        if queue is None:
            nothing.update(t(f"desk.about.{self._shown}"))
        elif not ids:
            mode = t(f"desk.mode.{self.shell.settings.review}")
            nothing.update(t(f"desk.nothing.{queue.id}", mode=mode) if queue.id == "reviews" else t("desk.nothing"))
        self._show_evidence()

    def _show_evidence(self) -> None:
        queue, item = self._queue, self._item
        text = Content("") if queue is None or item is None else queue.evidence(item)
        self.query_one("#evidence", Static).update(text)
        self.refresh_keys()

    async def _look_into(self) -> None:
        """Read what the evidence needs besides, then show it."""
        queue, item = self._queue, self._item
        if queue is not None and item is not None:
            await queue.look_into(item)
            self._show_evidence()

    @on(OptionList.OptionHighlighted, "#queues")
    def queue_chosen(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_id and event.option_id != self._shown:
            self._shown = event.option_id
            self._show_queue()
            self.look()

    @on(OptionList.OptionHighlighted, "#rows")
    def item_chosen(self) -> None:
        self._show_evidence()
        self.look()

    @work(exclusive=True, group="evidence", exit_on_error=False)
    async def look(self) -> None:
        with self.polling():
            await self._look_into()

    def _chains(self) -> Content:
        """One line a chain."""
        now_ms = self.shell.clock_ms()
        offers = self.services.topups.chains()
        lines = [_chain(offer.standard, self.services.deposits.status(offer.key), now_ms) for offer in offers]
        return Content("\n").join(lines) if lines else Content(t("desk.chain.none"))

    # -- doing -----------------------------------------------------------------------------------------------------

    @on(OptionList.OptionSelected)
    async def selected(self) -> None:
        await self.action_act("open")

    def action_open(self) -> None:
        """From a queue go to what waits in it; a page opens."""
        if self._shown in PLACES:
            self._visit(self._shown)
        elif self._item is not None:
            self.query_one("#rows").focus()

    def _visit(self, page: str) -> None:
        module, screen = PLACES[page]
        self.app.push_screen(getattr(import_module(module), screen)())

    def action_back(self) -> None:
        """From the items back to the queues, then home."""
        if self.session.is_operator and not self.query_one("#queues").has_focus:
            self.query_one("#queues").focus()
        else:
            super().action_back()

    @work(exclusive=True, group="decide", exit_on_error=False)
    async def action_approve(self) -> None:
        queue, item = self._queue, self._item
        if queue is not None and item is not None:
            await queue.approve(item)
            self.action_refresh()
            self.shell.count_waiting()

    def action_remove(self) -> None:
        queue, item = self._queue, self._item
        if queue is not None and item is not None:
            queue.refuse(item)

    def action_copy(self) -> None:
        """What one looks up elsewhere: a transaction, an address, an account."""
        item = self._item
        claim = getattr(item, "claim", item)
        names = ("tx_hash", "address", "uid", "words")
        self.copy(next((text for name in names if (text := getattr(claim, name, ""))), ""))

    def action_invites(self) -> None:
        self._visit("invites")

    def action_outbox(self) -> None:
        self._visit("outbox")


def _chain(name: str, status: ChainStatus, now_ms: int) -> Content:
    if status.scanned_ms is None:
        text = t("desk.chain.never", chain=name)
    elif status.is_behind(now_ms):
        text = t("desk.chain.behind", chain=name, age=figures.age(now_ms - status.scanned_ms))
    else:
        age, lag = figures.age(now_ms - status.scanned_ms), status.head_height - status.final_height
        text = t("desk.chain", chain=name, head=status.head_height, final=status.final_height, lag=lag, age=age)
    if status.has_backlog:
        text += t("desk.chain.backlog")
    if status.role == "standby":
        text += t("desk.chain.standby")
    sick_nodes = [provider for provider in status.providers if provider.trouble is not None]
    if sick_nodes and status.error is None:
        hosts = ", ".join(provider.host for provider in sick_nodes)
        text += t("desk.chain.nodes", sick=len(sick_nodes), all=len(status.providers), hosts=hosts)
    if status.error is not None:
        told = type(status.error).__name__ if isinstance(status.error, StoreError) else str(status.error)
        text += t("desk.chain.error", error=told)
    sick = status.error is not None or bool(sick_nodes) or status.is_behind(now_ms)
    return Content(text).stylize("$text-warning" if sick else "$quiet")

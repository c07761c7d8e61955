"""Claiming a payment that was not credited, and what became of earlier claims."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from app.actions import Action, use
from app.locale.catalogue import t
from app.screens.amounts import exact_usdt
from app.screens.form import FormScreen
from widgets.choice import Choice, Option
from widgets.form_field import FormField
from widgets.line_table import LineTable
from widgets.notice import Notice
from widgets.table_layout import Align, Column
from widgets.table_rows import Cell, Row

if TYPE_CHECKING:
    from app.services.claims import ClaimView

LOOK_AGAIN_S = 2.0


class ClaimsScreen(FormScreen):
    """Network, transaction and a few words; below them what was claimed before.

    Args:
        chain: The network that is picked at first; empty for the first one.
    """

    PLACE = "compute"
    CSS_PATH = "claims.tcss"
    HELP = "claims.help"
    AUTO_FOCUS = "#tx_hash"
    ACTIONS: ClassVar[tuple[Action, ...]] = (use("next", "claims.file"), use("refresh"))

    def __init__(self, chain: str = "") -> None:
        super().__init__()
        self._chain = chain
        self._claims: list[ClaimView] = []

    def crumbs(self) -> tuple[str, ...]:
        return (t("compute.title"), t("claims.title"))

    def compose_body(self) -> ComposeResult:
        offers = self.services.topups.chains()
        options = [Option(offer.key, f"{offer.standard} ({offer.network})") for offer in offers]
        with Horizontal(id="network"):
            yield Static(t("topup.network"), markup=False)
            yield Choice(options, chosen=(self._chain,) if self._chain else (), id="chain")
        yield FormField(t("claims.tx"), Input(id="tx_hash"), hint=t("claims.tx.hint"))
        yield FormField(t("claims.words"), Input(id="words", max_length=200), hint=t("claims.words.hint"))
        yield Notice(id="notice")
        yield Static(t("claims.yours"), id="yours", markup=False)
        table = LineTable(_columns(), id="claims")
        table.flash = False
        yield table
        yield Static(t("claims.none"), id="none", markup=False)
        yield Static("", id="detail", markup=False)

    def on_mount(self) -> None:
        self.action_refresh()
        self.set_interval(LOOK_AGAIN_S, self._tick, name="claims")

    def _tick(self) -> None:
        if self.is_current and self.shell.session is not None and not self.is_at_work("claims"):
            self.action_refresh()

    def why_not(self, action_id: str) -> str:
        return t("topup.network.none") if action_id == "next" and not self.services.topups.chains() else ""

    @work(exclusive=True, group="claims", exit_on_error=False)
    async def action_refresh(self) -> None:
        with self.polling():
            self._claims = await self.services.claims.claims(self.session)
        self._show()

    def _show(self) -> None:
        self.query_one("#claims", LineTable).show(_row(claim) for claim in self._claims)
        self.set_class(not self._claims, "-no-claims")
        self._explain()

    @on(LineTable.Highlighted)
    def _explain(self) -> None:
        key = self.query_one("#claims", LineTable).cursor_key
        claim = next((claim for claim in self._claims if claim.id == key), None)
        self.query_one("#detail", Static).update(_detail(claim) if claim is not None else Content(""))

    def submit(self) -> None:
        self.file()

    @work(exclusive=True, group="file", exit_on_error=False)
    async def file(self) -> None:
        """Send it; the chain is asked at once, which may take a moment."""
        self.field("tx_hash").clear()
        with self.telling(t("claims.asking")):
            chain = self.query_one("#chain", Choice).value
            values = self.value("tx_hash"), self.value("words")
            claim = await self.services.claims.file(self.session, chain, *values)
            for name in ("tx_hash", "words"):
                self.field(name).input.clear()
            self.say(t(f"claims.state.{claim.state}"))
            self.action_refresh()


def _columns() -> tuple[Column, ...]:
    return (
        Column("time", t("claims.column.time"), 12),
        Column("tx", t("claims.column.tx"), 14),
        Column("amount", t("claims.column.amount"), 12, Align.POINT),
        Column("state", t("claims.column.state"), 32, grows=40),
    )


def _row(claim: ClaimView) -> Row:
    tones = {"credited": "gain", "refused": "loss", "frozen": "warning"}
    time = f"{datetime.fromtimestamp(claim.created_ms / 1000, UTC):%m-%d %H:%M}"
    amount = exact_usdt(claim.amount_micro) if claim.amount_micro else "--"
    state = t(f"claims.state.{claim.state}")
    return Row(
        claim.id,
        (
            Cell(time, "quiet"),
            Cell(f"{claim.tx_hash[:8]}..."),
            Cell(amount),
            Cell(state, tones.get(claim.state, "")),
        ),
    )


def _detail(claim: ClaimView) -> Content:
    """What the chain said, and the operator's reason."""
    lines = [Content(claim.tx_hash).stylize("$quiet")]
    if claim.finding:
        lines.append(Content(t(f"claims.finding.{claim.finding}")))
    if claim.reason:
        lines.append(Content(t("claims.reason", reason=claim.reason)))
    return Content("\n").join(lines)

"""Closed positions in profit, and a card of the one under the cursor to copy or to keep as a file."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from app.actions import Action, use
from app.locale.catalogue import t
from app.rows.cells import clock, gain, price, short_symbol, text
from app.screens.telling import TellingScreen
from app.services.wins import save_card
from widgets import figures
from widgets.line_table import LineTable
from widgets.notice import Notice
from widgets.table_layout import Align, Column
from widgets.table_rows import Cell, Row

if TYPE_CHECKING:
    from app.services.wins import Win

LOOK_AGAIN_S = 5.0


class WinsScreen(TellingScreen):
    """The newest first. The card says nothing of the account: not its name, not its size."""

    PLACE = "history"
    CSS_PATH = "wins.tcss"
    HELP = "wins.help"
    AUTO_FOCUS = "#wins"
    ACTIONS: ClassVar[tuple[Action, ...]] = (use("copy", "wins.copy"), use("export", "wins.export"), use("refresh"))

    def __init__(self) -> None:
        super().__init__()
        self._wins: dict[str, Win] = {}

    def crumbs(self) -> tuple[str, ...]:
        return (t("frame.place-history"), t("wins.title"))

    def compose_body(self) -> ComposeResult:
        yield Notice(id="notice")
        table = LineTable(_columns(), id="wins")
        table.flash = False
        yield table
        yield Static(t("wins.none"), id="none", markup=False)
        yield Static("", id="card", markup=False)

    def on_mount(self) -> None:
        self.action_refresh()
        self.set_interval(LOOK_AGAIN_S, self._tick, name="wins")

    def _tick(self) -> None:
        if self.is_current and self.shell.session is not None:
            self.action_refresh()

    @work(exclusive=True, group="wins", exit_on_error=False)
    async def action_refresh(self) -> None:
        with self.polling():
            self._wins = {win.id: win for win in await self.services.wins.wins(self.session)}
        now_ms = self.shell.clock_ms()
        self.query_one("#wins", LineTable).show(_row(win, now_ms) for win in self._wins.values())
        self.set_class(not self._wins, "-none")
        self._show_card()

    @property
    def _marked(self) -> Win | None:
        return self._wins.get(str(self.query_one("#wins", LineTable).cursor_key))

    @on(LineTable.Highlighted)
    def _show_card(self) -> None:
        win = self._marked
        self.query_one("#card", Static).update(Content("" if win is None else card(win)))
        self.refresh_keys()

    def why_not(self, action_id: str) -> str:
        return t("wins.none") if action_id in ("copy", "export") and self._marked is None else ""

    def action_copy(self) -> None:
        if (win := self._marked) is not None:
            self.copy(card(win))

    @work(exclusive=True, group="export", exit_on_error=False)
    async def action_export(self) -> None:
        """Write the card into a file and say where it is."""
        if (win := self._marked) is None:
            return
        try:
            file = await asyncio.to_thread(save_card, self.shell.data_dir, card(win), self.shell.clock_ms())
        except OSError as error:
            self.notice.show(t("compute.not-exported", reason=error.strerror))
        else:
            self.notice.show(t("wins.exported"), str(file), good=True)


def card(win: Win) -> str:
    """What may be shown around: the trade alone."""
    coin = win.symbol.partition(":")[2] or win.symbol.partition("/")[2]
    lines = (
        t("wins.card.what", symbol=short_symbol(win.symbol), side=t(f"positions.side-{win.side}")),
        t(
            "wins.card.profit",
            profit=figures.figure(win.profit, 2, signed=True),
            coin=coin,
            percent=figures.figure(win.percent, 2, signed=True),
        ),
        t("wins.card.prices", entry=figures.price(win.entry_price), exit=figures.price(win.exit_price)),
        t("wins.card.closed", time=f"{datetime.fromtimestamp(win.closed_ms / 1000, UTC):%Y-%m-%d %H:%M}"),
    )
    return "\n".join((*lines, "Binnacle"))


def _columns() -> tuple[Column, ...]:
    return (
        Column("time", t("history.time"), 11),
        Column("symbol", t("history.symbol"), 10, grows=6),
        Column("side", t("history.side"), 5, grows=5),
        Column("account", t("history.account"), 10, rank=1, grows=8),
        Column("size", t("history.size"), 8, Align.POINT, grows=4),
        Column("entry", t("wins.column.entry"), 10, Align.POINT, grows=2),
        Column("exit", t("wins.column.exit"), 10, Align.POINT, grows=2),
        Column("profit", t("wins.column.profit"), 10, Align.POINT, grows=2),
        Column("percent", "%", 7, Align.POINT, grows=2),
    )


def _row(win: Win, now_ms: int) -> Row:
    return Row(
        win.id,
        (
            Cell(clock(win.closed_ms, now_ms), "quiet", win.closed_ms),
            text(short_symbol(win.symbol)),
            text(t(f"positions.side-{win.side}")),
            text(win.account),
            Cell(figures.quantity(win.size_base), "", win.size_base),
            price(win.entry_price),
            price(win.exit_price),
            gain(win.profit),
            gain(win.percent),
        ),
    )

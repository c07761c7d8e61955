"""Balances as rows: one coin of one account or wallet, with what is owed of it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from app.locale.catalogue import t
from app.rows.cells import age_cell, clock, text
from app.services.realised import USDT
from app.services.totals import worth_usdt
from exchanges.core.model import Balance
from widgets import figures
from widgets.table_layout import Align, Column
from widgets.table_rows import Cell, Row

if TYPE_CHECKING:
    from app.services.book import Book, Freshness

WALLET = "wallet"
HUNDRED = Decimal(100)


def columns(*, with_wallet: bool) -> tuple[Column, ...]:
    """All columns in the current language; narrow tables leave out the highest ranks first.

    Args:
        with_wallet: Whether any balance lies in a wallet of its own; else nobody needs the column.
    """
    listed = (
        Column("coin", t("balances.coin"), 6, grows=4),
        Column("account", t("balances.account"), 10, grows=6),
        Column(WALLET, t("balances.wallet"), 8, grows=4),
        Column("total", t("balances.total"), 9, Align.POINT, grows=4),
        Column("available", t("balances.available"), 9, Align.POINT, rank=2, grows=4),
        Column("equity", t("balances.equity"), 9, Align.POINT, grows=4),
        Column("borrowed", t("balances.borrowed"), 8, Align.POINT, grows=4),
        Column("interest", t("balances.interest"), 8, Align.POINT, rank=3, grows=4),
        Column("worth", t("balances.worth"), 10, Align.POINT, grows=3),
        Column("age", t("balances.age"), 4, Align.RIGHT),
    )
    return tuple(column for column in listed if with_wallet or column.id != WALLET)


def row(book: Book, balance: Balance, freshness: Freshness, *, with_wallet: bool) -> Row:
    """One coin; its cells match `columns` of the same `with_wallet`."""
    cells = (
        text(balance.asset),
        text(book.label),
        *((text(balance.wallet),) if with_wallet else ()),
        _amount(balance.total),
        _amount(balance.available),
        _amount(balance.equity),
        _amount(balance.borrowed),
        _amount(balance.interest),
        _worth(balance),
        age_cell(freshness),
    )
    return Row((book.binding_id, balance.key), cells, is_stale=not freshness.is_live)


def _amount(value: Decimal | None) -> Cell:
    """The digits that tell something, small ones without useless zeros; all digits stand in the detail."""
    shown = figures.price(value)
    if "." in shown and value is not None and abs(value) < HUNDRED:
        shown = shown.rstrip("0").rstrip(".")
    return Cell(shown, "loss" if value is not None and value < 0 else "", value)


def _worth(balance: Balance) -> Cell:
    worth = worth_usdt(balance)
    return Cell(figures.figure(worth, 2), "loss" if worth is not None and worth < 0 else "", worth)


def detail(book: Book, balance: Balance, freshness: Freshness, now_ms: int) -> list[str]:
    """The lines of the detail pane, in every digit the venue told; what it does not tell is said to be unknown."""
    return [
        t(
            "balances.detail-what-wallet" if balance.wallet else "balances.detail-what",
            coin=balance.asset,
            account=book.label,
            wallet=balance.wallet,
            total=figures.quantity(balance.total),
            available=figures.quantity(balance.available),
        ),
        t(
            "balances.detail-equity",
            equity=figures.quantity(balance.equity),
            unrealised=figures.figure(balance.unrealised_pnl, 2, signed=True),
            margin=figures.figure(balance.margin_used, 2),
        ),
        _debt(balance),
        _price(balance),
        t(
            "balances.detail-source",
            source=t(f"balances.told-{balance.origin}"),
            state=t(f"frame.link-{freshness.state}"),
            age=figures.age(freshness.age_ms),
            changed=clock(balance.venue_ms, now_ms),
        ),
    ]


def _debt(balance: Balance) -> str:
    borrowed, interest = balance.borrowed, balance.interest
    if borrowed is None and interest is None:
        return t("balances.debt-untold")
    if borrowed == 0 and not interest:
        return t("balances.debt-none")
    return t(
        "balances.debt",
        coin=balance.asset,
        borrowed=figures.quantity(borrowed),
        interest=figures.quantity(interest),
    )


def _price(balance: Balance) -> str:
    """Whose price the worth is, or what its lack means for the sum on Home."""
    worth = worth_usdt(balance)
    if worth is None:
        return t("balances.worth-nothing" if balance.equity == 0 else "balances.worth-untold")
    return t(
        "balances.worth-itself" if balance.asset == USDT else "balances.worth-priced", worth=figures.figure(worth, 2)
    )

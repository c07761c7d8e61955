"""The headline numbers of the home screen as lines of label and value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from app.locale.catalogue import t
from app.rows.accounts import partial
from app.services.binding_steps import SUBSIDY_DAYS, subsidy_day
from widgets import figures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.binding_views import BindingView
    from app.services.figures import Figure
    from app.services.ledger import Pace
    from app.services.totals import NearestLiquidation, Totals


COMPUTE_OLD_MS = 30_000


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    value: str
    tone: str = ""
    """"gain", "loss", "stale", "warning" or empty."""
    behind: str = ""
    """What stands quietly behind the value: unit, share, account."""


@dataclass(frozen=True, slots=True)
class ComputeFacts:
    """What the ledger says; `None` while it has not been read."""

    balance_micro: int | None = None
    warning_micro: int = 0
    pace: Pace | None = None
    read_ms: int = 0
    """When that was read."""

    def age_ms(self, now_ms: int) -> int | None:
        """How old it is, where that is worth telling: the store is asked every few seconds, so it does not answer."""
        age = now_ms - self.read_ms
        return age if self.balance_micro is not None and age > COMPUTE_OLD_MS else None


def money_lines(totals: Totals) -> list[Line]:
    """The left half: what all accounts are worth, win and risk together."""
    old = "" if totals.is_live else "stale"
    return [
        Line(t("home.equity"), _value(totals.equity), old, "USDT"),
        Line(t("home.unrealised"), _signed(totals.unrealised_pnl), old or _tone(totals.unrealised_pnl), _share(totals)),
        Line(t("home.realised-today"), _signed(totals.realised_today), old or _tone(totals.realised_today)),
        Line(t("home.margin-used"), _value(totals.margin_percent, 1), old, "%"),
    ]


def risk_lines(
    totals: Totals, compute: ComputeFacts, approved: Sequence[BindingView], now_ms: int, room: int
) -> list[Line]:
    """The right half: compute, how long it lasts, the subsidy, and what is closest to liquidation.

    Args:
        room: Cells a value may take; what is closest to liquidation gives words up before it is cut.
    """
    low = compute.balance_micro is not None and compute.balance_micro < compute.warning_micro
    age = compute.age_ms(now_ms)
    old, behind = ("stale", figures.age(age)) if age is not None else ("", "")
    nearest = totals.nearest_liquidation
    lines = [
        Line(t("home.compute"), figures.compute(compute.balance_micro), old or ("warning" if low else ""), behind),
        Line(t("home.at-this-pace"), _pace(compute.pace), old),
        Line(t("home.subsidy"), _subsidy(approved, now_ms)),
    ]
    if nearest is None:
        return [*lines, Line(t("home.nearest"), figures.UNKNOWN)]
    return [*lines, Line(t("home.nearest"), _away(nearest, room), "" if totals.is_live else "stale")]


def _away(nearest: NearestLiquidation, room: int) -> str:
    """Coin, leg and distance; the number is never cut, the coin's name last of all."""
    coin, side = nearest.symbol.partition("/")[0], t(f"positions.side-{nearest.side}")
    distance = figures.figure(nearest.distance_percent, 1)
    longest, shortest = t("home.away", leg=f"{coin} {side}", distance=distance), f" {side} {distance} %"
    if cell_len(longest) <= room:
        return longest
    return set_cell_size(coin, min(cell_len(coin), max(0, room - cell_len(shortest)))) + shortest


def set_line(line: Line, label_width: int, value_width: int) -> tuple[str, str, str]:
    """Label, value and what stands behind it, padded to their cells."""
    label = line.label + " " * max(1, label_width - cell_len(line.label))
    value = " " * max(0, value_width - cell_len(line.value)) + line.value
    return label, value, f" {line.behind}" if line.behind else ""


def _value(figure: Figure, places: int = 2) -> str:
    return partial(figure, figures.figure(figure.value, places))


def _signed(figure: Figure) -> str:
    return partial(figure, figures.figure(figure.value, 2, signed=True))


def _tone(figure: Figure) -> str:
    return "" if not figure.value else "gain" if figure.value > 0 else "loss"


def _share(totals: Totals) -> str:
    share = totals.unrealised_percent.value
    return "" if share is None else f"{figures.figure(share, 2, signed=True)} %"


def _subsidy(approved: Sequence[BindingView], now_ms: int) -> str:
    """One account says the day of its month, or that there is none; several say how many have it."""
    kept = [binding for binding in approved if not binding.subsidy_lost]
    if not approved:
        return figures.UNKNOWN
    if not kept:
        return t("home.subsidy-none")
    if len(approved) == len(kept) > 1:
        return t("home.subsidy-all", total=len(kept))
    if len(approved) > 1:
        return t("home.subsidy-of", kept=len(kept), total=len(approved))
    day = subsidy_day(kept[0].approved_ms, now_ms)
    return t("home.subsidy-day", day=day, days=SUBSIDY_DAYS)


def _pace(pace: Pace | None) -> str:
    if pace is None:
        return figures.UNKNOWN
    if pace.days_left is None:
        return t("home.pace-none")
    return t("home.day-left") if pace.days_left == 1 else t("home.days-left", days=pace.days_left)

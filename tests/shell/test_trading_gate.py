"""At zero compute trading pauses and says so beside each account; watching goes on; a top-up ends it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.services.binding_views import BindingGroups, BindingView
from app.services.errors import Refused
from app.services.quarantine import Quarantine
from app.services.trading_gate import demand_trading, trading_at, trading_of
from exchanges.core.model import BookChanged, Origin
from store import ledger
from store.database import Store
from tests.shell.stage import NOON_MS, Clocks, Stage, filled_book, position, stage
from tests.store.people import add_user

pytestmark = pytest.mark.anyio
ROOT = Path(__file__).parents[2]
LOOK_UP_TICKS = 15
"""Home asks the store at every fifteenth."""


@pytest.mark.parametrize(("micro", "paused_by"), [(1, ""), (0, "compute-used-up"), (-1, "compute-used-up")])
def test_any_compute_allows_trading_and_none_pauses_it(micro: int, paused_by: str) -> None:
    assert (trading_at(micro).paused_by, trading_at(micro).is_allowed) == (paused_by, not paused_by)


async def test_the_ledger_decides_from_nothing_to_a_top_up_to_the_last_unit_spent(store: Store) -> None:
    async with store.write() as connection:
        user_id = await add_user(connection)
        mine, chain = ledger.compute(user_id), ledger.clearing("tron")
        assert not (await trading_of(connection, user_id)).is_allowed
        with pytest.raises(Refused, match=re.escape("compute.used-up")):
            await demand_trading(connection, user_id)
        await ledger.post(connection, "up", "deposit", chain, mine, 1, "o", "system", 1)
        await demand_trading(connection, user_id)
        assert (await trading_of(connection, user_id)).is_allowed
        await ledger.post(connection, "down", "metering", mine, ledger.METERING, 1, "b", "system", 1)
        assert (await trading_of(connection, user_id)).paused_by == "compute-used-up"


def test_whatever_trades_would_have_to_pass_the_gate_and_nothing_in_the_app_trades() -> None:
    """Whoever adds the first such call opens its key behind `demand_trading`, and then names the module here."""
    trades = re.compile(
        r"\.(place|cancel|amend|close)_\w*(order|position|algo)\w*\(|exchanges\.\w+\.(trading|writing)\b"
    )
    found = [file.name for file in (ROOT / "app").rglob("*.py") if trades.search(file.read_text("utf-8"))]
    assert found == []


async def look_up(at: Stage) -> None:
    """Home's ticks, until it has asked the store."""
    for _ in range(LOOK_UP_TICKS):
        await at.tick()
    await at.app.workers.wait_for_complete()
    await at.pilot.pause()


@pytest.mark.parametrize(("language", "mark"), [("en", "live 0.0s, no trades"), ("zh", "实时 0.0s，停止交易")])
async def test_home_marks_each_account_at_80_columns_and_goes_on_watching(
    tmp_path: Path, language: str, mark: str
) -> None:
    clocks = Clocks()
    main = filled_book(clocks)
    async with stage(tmp_path, main, filled_book(clocks, "OKX two", "b2"), clocks=clocks, language=language) as at:
        assert mark not in at.text("#accounts")
        at.ledger.micro = 0
        await look_up(at)
        assert at.text("#accounts").count(mark) == 2
        more = position("XRP/USDT:USDT", unrealised_pnl=None)
        main.apply(BookChanged(NOON_MS, Origin.STREAM, positions=(more,)))
        await at.tick()
        assert "~" in at.text("#accounts")  # A sum with an unknown part: the news arrived.
        assert at.text("#accounts").count(mark) == 2
        at.ledger.micro = 1
        await look_up(at)
        assert mark not in at.text("#accounts")


def binding(binding_id: str, state: str) -> BindingView:
    return BindingView(
        id=binding_id,
        venue="okx",
        title=("OKX", "欧易"),
        environment="live",
        label=f"OKX {binding_id}",
        state=state,  # type: ignore[arg-type]
        uid="1",
        read_last4="aaaa",
        trade_last4="bbbb",
        strategy="steady",
        custom=False,
        referrer=None,
        account=None,
        subsidy_lost=(),
        refusal="",
        created_ms=NOON_MS,
        submitted_ms=NOON_MS,
        approved_ms=NOON_MS if state == "approved" else None,
        removed_ms=None,
    )


@asynccontextmanager
async def at_the_keys(tmp_path: Path) -> AsyncIterator[Stage]:
    async def no_changes(_session: object) -> list[object]:
        return []

    async with stage(tmp_path) as at:
        at.bindings.groups = BindingGroups((binding("one", "approved"),), (binding("two", "pending"),), (), ())
        at.app.staged.changes = SimpleNamespace(changes=no_changes)
        at.monitor.quarantine = Quarantine(tmp_path / "quarantine", lambda: NOON_MS)  # type: ignore[attr-defined]
        yield at


async def shown_after(at: Stage, *keys: str) -> tuple[list[str], str]:
    """The lines that say paused, and what stands below, after these keys."""
    await at.pilot.press(*keys)
    await at.app.workers.wait_for_complete()
    await at.pilot.pause()
    paused = [line.strip() for line in at.text("#bindings").splitlines() if "trading paused" in line]
    return paused, " ".join(at.text("#detail").split())


async def test_the_keys_page_marks_what_could_trade_and_says_why(tmp_path: Path) -> None:
    async with at_the_keys(tmp_path) as at:
        assert (await shown_after(at, "5"))[0] == []
        at.ledger.micro = 0
        marked, why = await shown_after(at, "r")
        assert len(marked) == 1
        assert "OKX one" in marked[0]
        assert "Used up: trading actions are paused until you top up. Monitoring goes on." in why
        at.ledger.micro = 1
        marked, why = await shown_after(at, "r")
        assert marked == []
        assert "paused" not in why

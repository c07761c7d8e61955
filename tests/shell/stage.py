"""A stage for screens: the real app on real books, with a clock that stands still and nobody on the network."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from textual.pilot import Pilot

from app.services.binding_views import BindingGroups
from app.services.book import Book
from app.services.equity import EquityHistory
from app.services.errors import Refused
from app.services.ledger import Pace
from app.services.monitor import Fault
from app.services.session import Session
from app.services.topups import TopUpView
from app.services.trading_gate import Trading, trading_at
from app.settings import Settings
from app.shell import BinnacleApp
from exchanges.core.model import (
    Balance,
    BookChanged,
    Fill,
    LinkChanged,
    LinkState,
    MarginMode,
    Order,
    OrderKind,
    OrderSide,
    OrderStatus,
    OrderType,
    Origin,
    Position,
    Side,
    TimeInForce,
)
from exchanges.core.secret import Secret
from store.errors import StoreUnavailable

NOON_MS = 1_763_726_671_000
"""2025-11-21 12:04:31 UTC."""


@dataclass
class Clocks:
    """Time as the app sees it; a test moves it."""

    wall_ms: int = NOON_MS
    monotonic_s: float = 1000.0

    def pass_seconds(self, seconds: float) -> None:
        self.wall_ms += int(seconds * 1000)
        self.monotonic_s += seconds


def session() -> Session:
    return Session("s1", "u1", "anna", "Anna", "operator", cast(Any, None), NOON_MS + 3_600_000, Secret("made-up"))


@dataclass
class Accounts:
    """Stands where the account service will: remembers who was let in and out."""

    log: list[str] = field(default_factory=list)
    is_over: bool = False
    is_remote: bool = False
    language: str = "en"
    kept_look: dict[str, Any] = field(default_factory=dict)

    async def profile(self, session: Session) -> SimpleNamespace:
        return SimpleNamespace(language=self.language)

    async def update_profile(self, session: Session, *, language: str) -> None:
        self.language = language

    async def look(self, session: Session) -> dict[str, Any]:
        return self.kept_look

    async def keep_look(self, session: Session, look: dict[str, Any]) -> None:
        self.kept_look = look

    def lock(self, session: Session) -> None:
        self.log.append(f"lock {session.username}")

    async def unlock(self, session: Session, password: Secret) -> None:
        if password.reveal() != "open sesame":
            raise Refused("account.error.password_wrong", field="password")
        self.log.append(f"unlock {session.username}")

    async def touch(self, session: Session) -> None:
        if self.is_over:
            raise Refused("account.error.session_over")
        self.log.append(f"touch {session.username}")

    async def is_first_start(self) -> bool:
        return False

    async def logout(self, session: Session) -> None:
        self.log.append(f"out {session.username}")


@dataclass
class Monitor:
    books: dict[str, Book]
    clocks: Clocks
    log: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.equity = EquityHistory(cast(Any, None), lambda: self.clocks.wall_ms)

    def retry(self, binding_id: str) -> None:
        self.log.append(f"retry {binding_id}")

    async def start(self, session: Session) -> None:
        self.log.append("start")

    async def stop(self) -> None:
        self.log.append("stop")


@dataclass
class Ledger:
    micro: int = 184_200_000
    warning_micro: int = 50_000_000
    days_left: int | None = 23

    async def balance_micro(self, session: Session) -> int:
        return self.micro

    async def trading(self, session: Session) -> Trading:
        return trading_at(self.micro)

    async def pace(self, session: Session) -> Pace:
        return Pace(7, 56_000_000, self.days_left)


@dataclass
class TopUps:
    views: list[TopUpView] = field(default_factory=list)

    async def orders(self, session: Session) -> list[TopUpView]:
        return self.views


@dataclass
class Bindings:
    groups: BindingGroups = field(default_factory=lambda: BindingGroups((), (), (), ()))

    async def bindings(self, session: Session) -> BindingGroups:
        return self.groups


def top_up(**changes: Any) -> TopUpView:
    plain = TopUpView(
        id="o1",
        short_id="7F3K9",
        chain="trc20",
        base_micro=200_000_000,
        tail_micro=370_000,
        payable_micro=200_370_000,
        address="T" + "a" * 33,
        status="confirming",
        created_ms=NOON_MS,
        pay_until_ms=NOON_MS + 3_492_000,
        late_until_ms=NOON_MS + 86_400_000,
        tx_hash="",
        seen_ms=NOON_MS,
        confirmations=12,
        confirmations_needed=19,
        credited_ms=None,
        is_late=False,
    )
    return replace(plain, **changes)


def book(clocks: Clocks, label: str = "OKX main", binding_id: str = "b1") -> Book:
    return Book(binding_id, label, "okx", "demo", now=lambda: clocks.wall_ms)


def position(symbol: str, side: Side = Side.LONG, **changes: Any) -> Position:
    plain = Position(
        symbol=symbol,
        side=side,
        margin_mode=MarginMode.CROSS,
        size_base=Decimal("2.5"),
        size_contracts=Decimal(25),
        entry_price=Decimal("3012.40"),
        mark_price=Decimal("3096.10"),
        liquidation_price=Decimal("2130.12"),
        leverage=Decimal(10),
        unrealised_pnl=Decimal("209.25"),
        realised_pnl=Decimal("-3.01"),
        margin=Decimal("753.10"),
        fee=Decimal("3.01"),
        funding=Decimal(0),
        venue_id="1",
        venue_symbol="ETH-USDT-SWAP",
        opened_ms=NOON_MS - 100_000_000,
        venue_ms=NOON_MS,
        price_ms=NOON_MS,
        learned_ms=NOON_MS,
        origin=Origin.STREAM,
    )
    return replace(plain, **changes)


def sample_positions() -> tuple[Position, ...]:
    return (
        position("ETH/USDT:USDT"),
        position(
            "ETH/USDT:USDT",
            Side.SHORT,
            size_base=Decimal("1.2"),
            entry_price=Decimal(3120),
            liquidation_price=Decimal("3399.5"),
            unrealised_pnl=Decimal("28.68"),
            margin=Decimal("311.5"),
        ),
        position(
            "BTC/USDT:USDT",
            size_base=Decimal("0.15"),
            size_contracts=Decimal(15),
            entry_price=Decimal(61200),
            mark_price=Decimal("61038.5"),
            liquidation_price=None,
            unrealised_pnl=Decimal("-24.23"),
            margin=Decimal(931),
        ),
        position(
            "DOGE/USDT:USDT",
            size_base=Decimal(12000),
            size_contracts=Decimal(12),
            entry_price=Decimal("0.1421"),
            mark_price=Decimal("0.14102"),
            liquidation_price=None,
            unrealised_pnl=Decimal("-12.96"),
            margin=None,
        ),
    )


def order(order_id: str = "77", **changes: Any) -> Order:
    plain = Order(
        id=order_id,
        client_id=None,
        kind=OrderKind.PLAIN,
        symbol="ETH/USDT:USDT",
        side=OrderSide.BUY,
        position_side=Side.LONG,
        type=OrderType.LIMIT,
        tif=TimeInForce.GTC,
        size_base=Decimal("1.5"),
        filled_base=Decimal("0.5"),
        price=Decimal("2950.00"),
        average_price=None,
        trigger_price=None,
        trigger_price_2=None,
        reduce_only=False,
        status=OrderStatus.PARTIALLY_FILLED,
        venue_status="partially_filled",
        reason="",
        fee=None,
        venue_symbol="ETH-USDT-SWAP",
        created_ms=NOON_MS - 600_000,
        venue_ms=NOON_MS,
        learned_ms=NOON_MS,
        origin=Origin.STREAM,
    )
    return replace(plain, **changes)


def stop_order() -> Order:
    return order(
        "algo-9",
        kind=OrderKind.ALGO,
        type=OrderType.STOP,
        side=OrderSide.SELL,
        size_base=None,
        filled_base=Decimal(0),
        price=None,
        trigger_price=Decimal("2800.00"),
        reduce_only=True,
        status=OrderStatus.OPEN,
        venue_status="live",
    )


def fill(fill_id: str = "f1", **changes: Any) -> Fill:
    plain = Fill(
        id=fill_id,
        order_id="77",
        client_id=None,
        symbol="ETH/USDT:USDT",
        side=OrderSide.BUY,
        position_side=Side.LONG,
        price=Decimal("3012.40"),
        size_base=Decimal("2.5"),
        fee=Decimal("3.01"),
        fee_asset="USDT",
        realised_pnl=Decimal(0),
        is_maker=False,
        bill_id="",
        time_ms=NOON_MS - 60_000,
        learned_ms=NOON_MS,
        origin=Origin.STREAM,
    )
    return replace(plain, **changes)


def usdt(equity: str = "8102.11") -> Balance:
    return Balance(
        asset="USDT",
        total=Decimal("7900.71"),
        available=Decimal("6000"),
        equity=Decimal(equity),
        unrealised_pnl=Decimal("201.40"),
        margin_used=Decimal("1142.40"),
        venue_ms=NOON_MS,
        learned_ms=NOON_MS,
        origin=Origin.STREAM,
    )


def borrowed_btc(**changes: Any) -> Balance:
    """Half a coin in the isolated wallet of its pair, a part of it owed."""
    plain = Balance(
        asset="BTC",
        total=Decimal("0.5"),
        available=Decimal("0.05213341"),
        equity=Decimal("0.29998"),
        unrealised_pnl=None,
        margin_used=None,
        venue_ms=NOON_MS,
        learned_ms=NOON_MS,
        origin=Origin.STREAM,
        wallet="BTC/USDT",
        borrowed=Decimal("0.2"),
        interest=Decimal("0.00002"),
        worth_usdt=Decimal("18598.76"),
    )
    return replace(plain, **changes)


def go_live(*books: Book, at_ms: int = NOON_MS) -> None:
    for each in books:
        each.apply(LinkChanged(LinkState.LIVE, at_ms))


def filled_book(clocks: Clocks, label: str = "OKX main", binding_id: str = "b1") -> Book:
    """A live book with four positions, two orders, a fill and a balance."""
    full = book(clocks, label, binding_id)
    full.apply(
        BookChanged(
            NOON_MS,
            Origin.SNAPSHOT,
            positions=sample_positions(),
            orders=(order(), stop_order()),
            balances=(usdt(),),
            fills=(fill(), fill("f2", realised_pnl=Decimal("48.11"), side=OrderSide.SELL, time_ms=NOON_MS - 30_000)),
        )
    )
    go_live(full)
    return full


class StagedApp(BinnacleApp):
    """The app with services that were opened beforehand."""

    staged: Any = None

    async def _open_services(self) -> None:
        self.services = self.staged

    async def waiting(self, session: Session) -> dict[str, int]:
        if self.staged.waiting is None:
            raise StoreUnavailable("busy")
        return dict(self.staged.waiting)


@dataclass
class Stage:
    app: StagedApp
    pilot: Pilot[int]
    clocks: Clocks
    accounts: Accounts
    monitor: Monitor
    ledger: Ledger
    topups: TopUps
    bindings: Bindings

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for something that the next layouts bring; five seconds at most."""
        deadline = time.monotonic() + 5
        while not holds():
            assert time.monotonic() < deadline, "waited in vain"
            await self.pilot.pause(0.01)

    async def tick(self) -> None:
        """Let one frame tick pass, as its timer would."""
        self.app.screen._tick()
        await self.pilot.pause()

    def text(self, selector: str) -> str:
        """What a widget shows, line by line."""
        widget = self.app.screen.query_one(selector)
        return "\n".join(widget.render_line(y).text.rstrip() for y in range(widget.size.height))


@asynccontextmanager
async def stage(
    tmp_path: Path,
    *books: Book,
    clocks: Clocks | None = None,
    size: tuple[int, int] = (80, 24),
    language: str = "en",
    signed_in: bool = True,
    place: str = "",
    **settings: Any,
) -> AsyncIterator[Stage]:
    clocks = clocks or Clocks()
    chosen = Settings(data_dir=tmp_path, language=cast(Any, language), **settings)
    app = StagedApp(chosen, now=lambda: clocks.monotonic_s, clock_ms=lambda: clocks.wall_ms)
    accounts, monitor = Accounts(language=language), Monitor({each.binding_id: each for each in books}, clocks)
    ledger, topups, bindings = Ledger(), TopUps(), Bindings()
    app.staged = SimpleNamespace(
        accounts=accounts,
        monitor=monitor,
        ledger=ledger,
        topups=topups,
        bindings=bindings,
        broken=[],
        waiting={},
        demo=None,
        aclose=_nothing,
    )
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        if signed_in:
            await app.enter(session())
            await pilot.pause()
        if place:
            app.go(place)
            await pilot.pause()
        yield Stage(app, pilot, clocks, accounts, monitor, ledger, topups, bindings)


async def _nothing() -> None:
    return None

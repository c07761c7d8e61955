"""A pretend venue account: a history of changes, what its stream says of each, what a snapshot shows when."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal

from hypothesis import strategies as st

from exchanges.core.changes import Gone, Snapshot, Update
from exchanges.core.model import (
    Balance,
    BookChanged,
    Fill,
    MarginMode,
    Order,
    OrderKind,
    OrderSide,
    OrderStatus,
    OrderType,
    Origin,
    Position,
    PositionKey,
    Side,
    TimeInForce,
)

STEP_MS = 10_000
"""Between two changes; far more than the second in which an audit withholds judgement."""


def position(symbol: str, side: Side, size: int, at_ms: int, *, price_ms: int = 0, **more: object) -> Position:
    row = Position(
        symbol=symbol,
        side=side,
        margin_mode=MarginMode.CROSS,
        size_base=Decimal(size),
        size_contracts=Decimal(size),
        entry_price=Decimal(100),
        mark_price=Decimal(101),
        liquidation_price=None,
        leverage=Decimal(10),
        unrealised_pnl=Decimal(size),
        realised_pnl=None,
        margin=None,
        fee=None,
        funding=None,
        venue_id="",
        venue_symbol=symbol,
        opened_ms=None,
        venue_ms=at_ms,
        price_ms=price_ms or at_ms,
        learned_ms=0,
        origin=Origin.STREAM,
    )
    return replace(row, **more)  # type: ignore[arg-type]


def order(identity: str, filled: int, status: OrderStatus, at_ms: int, *, size: int = 10) -> Order:
    return Order(
        id=identity,
        client_id=None,
        kind=OrderKind.PLAIN,
        symbol="BTC/USDT:USDT",
        side=OrderSide.BUY,
        position_side=Side.LONG,
        type=OrderType.LIMIT,
        tif=TimeInForce.GTC,
        size_base=Decimal(size),
        filled_base=Decimal(filled),
        price=Decimal(100),
        average_price=None,
        trigger_price=None,
        trigger_price_2=None,
        reduce_only=False,
        status=status,
        venue_status=status.value,
        reason="",
        fee=None,
        venue_symbol="BTC-USDT-SWAP",
        created_ms=0,
        venue_ms=at_ms,
        learned_ms=0,
        origin=Origin.STREAM,
    )


def balance(asset: str, total: int, at_ms: int) -> Balance:
    return Balance(asset, Decimal(total), None, None, None, None, at_ms, 0, Origin.STREAM)


def fill(identity: str, at_ms: int) -> Fill:
    return Fill(
        id=identity,
        order_id=identity,
        client_id=None,
        symbol="BTC/USDT:USDT",
        side=OrderSide.BUY,
        position_side=Side.LONG,
        price=Decimal(100),
        size_base=Decimal(1),
        fee=Decimal(0),
        fee_asset="USDT",
        realised_pnl=Decimal(0),
        is_maker=None,
        bill_id="",
        time_ms=at_ms,
        learned_ms=0,
        origin=Origin.STREAM,
    )


@dataclass
class PretendAccount:
    """The truth after each change. Time n is just after the n-th change."""

    updates: list[Update] = field(default_factory=list)
    states: list[Snapshot] = field(default_factory=lambda: [Snapshot(0, (), (), ())])

    @property
    def now(self) -> int:
        return len(self.updates)

    def at(self, time: int) -> Snapshot:
        """What REST shows after that many changes, asked for just then."""
        asked_ms = time * STEP_MS + STEP_MS // 2
        state = self.states[time]
        priced = tuple(replace(row, price_ms=asked_ms, origin=Origin.SNAPSHOT) for row in state.positions)
        return replace(state, asked_ms=asked_ms, positions=priced)

    def change(self, kind: str, which: int, size: int) -> None:
        """Let something happen, and note what the stream says of it."""
        at_ms = (self.now + 1) * STEP_MS
        last = self.states[-1]
        match kind:
            case "position":
                update, state = self._position(last, which, size, at_ms)
            case "order":
                update, state = self._order(last, which, size, at_ms)
            case _:
                row = balance(("USDT", "BTC", "ETH")[which % 3], size, at_ms)
                others = tuple(each for each in last.balances if each.asset != row.asset)
                update, state = Update(balances=(row,)), replace(last, balances=(*others, row))
        self.updates.append(update)
        self.states.append(state)

    def _position(self, last: Snapshot, which: int, size: int, at_ms: int) -> tuple[Update, Snapshot]:
        key = PositionKey(f"S{which % 2}/USDT:USDT", (Side.LONG, Side.SHORT)[which // 2 % 2], MarginMode.CROSS)
        others = tuple(row for row in last.positions if row.key != key)
        if size == 0:
            return Update(closed=(Gone(key, at_ms, at_ms),)), replace(last, positions=others)
        row = position(key.symbol, key.side, size, at_ms)
        return Update(positions=(row,)), replace(last, positions=(*others, row))

    def _order(self, last: Snapshot, which: int, size: int, at_ms: int) -> tuple[Update, Snapshot]:
        """The n-th open order fills a little, ends, or a new one comes."""
        identity = f"o{self.now}"
        if which == 0 or not last.orders:
            row = order(identity, 0, OrderStatus.OPEN, at_ms)
            return Update(orders=(row,)), replace(last, orders=(*last.orders, row))
        old = last.orders[which % len(last.orders)]
        others = tuple(row for row in last.orders if row.id != old.id)
        if size == 0:
            row = order(old.id, int(old.filled_base), OrderStatus.CANCELED, at_ms)
            return Update(orders=(row,)), replace(last, orders=others)
        told = fill(f"f{self.now}", at_ms)
        filled = int(old.filled_base) + 1
        row = order(old.id, filled, OrderStatus.PARTIALLY_FILLED if filled < 4 else OrderStatus.FILLED, at_ms)
        left = others if row.status.is_final else (*others, row)
        return Update(orders=(row,), fills=(told,)), replace(last, orders=left, fills=(*last.fills, told))


@dataclass
class Reader:
    """What someone knows who only applies the published differences."""

    positions: dict[object, Position] = field(default_factory=dict)
    orders: dict[object, Order] = field(default_factory=dict)
    balances: dict[str, Balance] = field(default_factory=dict)
    fills: list[str] = field(default_factory=list)

    def take(self, event: BookChanged | None) -> None:
        if event is None:
            return
        assert not {row.key for row in event.positions} & set(event.positions_gone)
        self.positions.update({row.key: row for row in event.positions})
        for key in event.positions_gone:
            del self.positions[key]
        self.orders.update({row.key: row for row in event.orders})
        for order_key in (*event.orders_gone, *(row.key for row in event.orders if row.status.is_final)):
            self.orders.pop(order_key, None)
        self.balances.update({row.asset: row for row in event.balances})
        for asset in event.balances_gone:
            del self.balances[asset]
        self.fills += [each.id for each in event.fills]

    def picture(self) -> tuple[object, ...]:
        return picture(tuple(self.positions.values()), tuple(self.orders.values()), tuple(self.balances.values()))


def picture(
    positions: tuple[Position, ...], orders: tuple[Order, ...], balances: tuple[Balance, ...]
) -> tuple[object, ...]:
    """What must be equal, without how and when it was learned."""
    return (
        {row.key: row.size_base for row in positions},
        {row.key: row.filled_base for row in orders},
        {row.asset: row.total for row in balances},
    )


def truth(account: PretendAccount) -> tuple[object, ...]:
    last = account.states[-1]
    return picture(last.positions, last.orders, last.balances)


@st.composite
def accounts(draw: st.DrawFn, most: int = 25) -> PretendAccount:
    """Any history."""
    account = PretendAccount()
    kinds = st.tuples(
        st.sampled_from(["position", "position", "order", "order", "balance"]), st.integers(0, 5), st.integers(0, 3)
    )
    for kind, which, size in draw(st.lists(kinds, max_size=most)):
        account.change(kind, which, size)
    return account

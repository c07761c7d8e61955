"""What one fill does to a position, a balance and the records."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import msgspec

from exchanges.sandbox.desk import KEEP, Desk
from exchanges.sandbox.margin import is_closing, notional
from exchanges.sandbox.spot import move_coins
from exchanges.sandbox.state import ZERO, Account, ClosedPosition, Fill, Order, Position, position_key

_CENT = Decimal("1e-10")


def exact(money: Decimal) -> Decimal:
    """Rounded so that sums of bills never lose a digit."""
    return money.quantize(_CENT)


@dataclass(frozen=True, slots=True)
class Ending:
    """How the venue itself ends a position (liquidation, auto-deleveraging)."""

    cause: str
    """"liquidation" or "adl"; the kind of the bill as well."""
    history_kind: str
    penalty_rate: Decimal


@dataclass(frozen=True, slots=True)
class Booked:
    """The outcome of a fill."""

    fill: Fill
    position: Position | None
    """As it is now; size zero when the fill closed it. None where coins changed hands."""
    episode_closed: bool


def book_fill(
    desk: Desk,
    account: Account,
    order: Order,
    price: Decimal,
    size: Decimal,
    *,
    maker: bool,
    ending: Ending | None = None,
) -> Booked:
    """Apply an execution of `size` contracts of `order` at `price`: position, money, bill, fill and history."""
    contract = desk.market.quotes[order.contract].contract
    if contract.kind == "spot":
        return _book_spot(desk, account, order, price, size, maker=maker)
    position = _position_for(desk, account, order)
    closing = min(size, position.size) if _reduces(order, position) else ZERO
    rate = ZERO if ending else (contract.maker_fee if maker else contract.taker_fee)
    fee = exact(-notional(contract, size, price) * rate)
    pnl = exact(position.direction * (price - position.entry) * closing * contract.unit)
    penalty = exact(-notional(contract, size, price) * ending.penalty_rate) if ending else ZERO
    moved = _shrink(position, closing, price, pnl)
    position.fee += fee * (closing / size)
    position.penalty += penalty
    fill = _fill(desk, account, order, price, size, pnl, fee, -rate, maker=None if ending else maker, ending=ending)
    finished = closing > ZERO and position.size == ZERO
    if closing:
        _write_history(account, position, ending, fill)
    opening = size - closing
    if opening:
        position = position if not finished else _turn(desk, account, order)
        moved -= _grow(position, opening, price, contract.unit)
        position.fee += fee * (opening / size)
    position.trade_id = fill.trade_id
    position.updated_ms = desk.tick_ms(position.updated_ms)
    _book_money(desk, account, fill, moved, penalty, position, ending)
    if position.size == ZERO:
        account.positions.pop(position.key, None)
    else:
        account.positions[position.key] = position
    _count(order, fill)
    return Booked(fill, position, finished)


def _book_spot(desk: Desk, account: Account, order: Order, price: Decimal, size: Decimal, *, maker: bool) -> Booked:
    """Coins for coins; the fee is taken from what is received."""
    contract = desk.market.quotes[order.contract].contract
    rate = contract.maker_fee if maker else contract.taker_fee
    received = size * contract.unit if order.side == "buy" else notional(contract, size, price)
    fee = exact(-received * rate)
    fill = _fill(desk, account, order, price, size, ZERO, fee, -rate, maker=maker, ending=None)
    fill.fee_currency = contract.base if order.side == "buy" else contract.settle
    move_coins(desk, account, contract, fill)
    _count(order, fill)
    return Booked(fill, None, False)


def _position_for(desk: Desk, account: Account, order: Order) -> Position:
    held = account.positions.get(position_key(order.contract, order.margin_mode, order.leg))
    return held if held is not None else _turn(desk, account, order)


def _turn(desk: Desk, account: Account, order: Order) -> Position:
    """A fresh episode; the position id of the same slot is kept."""
    key = position_key(order.contract, order.margin_mode, order.leg)
    account.position_ids.setdefault(key, desk.new_id())
    now = desk.clock()
    direction = {"long": 1, "short": -1}.get(order.leg, 1 if order.side == "buy" else -1)
    earlier = [row.position.created_ms for row in account.history if row.position.id == account.position_ids[key]]
    return Position(
        id=account.position_ids[key],
        contract=order.contract,
        margin_mode=order.margin_mode,
        leg=order.leg,
        direction=direction,
        leverage=order.leverage,
        created_ms=max(now, max(earlier, default=0) + 1),
        updated_ms=now,
    )


def _reduces(order: Order, position: Position) -> bool:
    if order.leg != "net":
        return is_closing(order.side, order.leg)
    return position.size > ZERO and position.direction == (-1 if order.side == "buy" else 1)


def _shrink(position: Position, size: Decimal, price: Decimal, pnl: Decimal) -> Decimal:
    """Close a part; answers the isolated margin set free."""
    if not size:
        return ZERO
    freed = position.margin if size == position.size else exact(position.margin * size / position.size)
    position.margin -= freed
    position.size -= size
    position.closed += size
    position.closed_cost += price * size
    position.pnl += pnl
    return freed


def _grow(position: Position, size: Decimal, price: Decimal, unit: Decimal) -> Decimal:
    """Open or add; answers the isolated margin taken."""
    position.entry = (position.entry * position.size + price * size) / (position.size + size)
    position.size += size
    position.opened += size
    position.opened_cost += price * size
    position.largest = max(position.largest, position.size)
    if position.margin_mode == "cross":
        return ZERO
    taken = exact(size * price * unit / position.leverage)
    position.margin += taken
    return taken


def _fill(
    desk: Desk,
    account: Account,
    order: Order,
    price: Decimal,
    size: Decimal,
    pnl: Decimal,
    fee: Decimal,
    rate: Decimal,
    *,
    maker: bool | None,
    ending: Ending | None,
) -> Fill:
    quote = desk.market.quotes[order.contract]
    trade = desk.new_id()[-12:].lstrip("0")
    fill = Fill(
        trade_id=f"-{trade}" if ending else trade,
        bill_id=desk.new_id(),
        order_id=order.id,
        client_id=order.client_id,
        tag=order.tag,
        contract=order.contract,
        margin_mode=order.margin_mode,
        side=order.side,
        leg=order.leg,
        price=price,
        size=size,
        pnl=pnl,
        fee=fee,
        fee_rate=rate,
        maker=maker,
        sub_type=_sub_type(order, ending),
        mark=quote.mark,
        index=quote.index,
        time_ms=desk.clock(),
    )
    desk.keep_fill(account, fill)
    return fill


def _sub_type(order: Order, ending: Ending | None) -> str:
    if ending:
        return f"{ending.cause}_{'long' if order.side == 'sell' else 'short'}"
    if order.leg == "net":
        return order.side
    return f"{'close' if is_closing(order.side, order.leg) else 'open'}_{order.leg}"


def _book_money(
    desk: Desk,
    account: Account,
    fill: Fill,
    moved: Decimal,
    penalty: Decimal,
    position: Position,
    ending: Ending | None,
) -> None:
    """The bill of the fill, under the fill's id; `moved` is isolated margin that came back (or went, when negative)."""
    bill = desk.bill(ending.cause if ending else "trade", fill.sub_type, fill.pnl + fill.fee + penalty + moved)
    bill.id = fill.bill_id
    bill.time_ms = fill.time_ms
    bill.position_change, bill.position_balance = -moved, position.margin
    bill.pnl, bill.fee, bill.size, bill.price = fill.pnl, fill.fee, fill.size, fill.price
    bill.contract, bill.margin_mode, bill.order_id = fill.contract, fill.margin_mode, fill.order_id
    bill.client_id, bill.trade_id, bill.maker, bill.tag = fill.client_id, fill.trade_id, fill.maker, fill.tag
    desk.credit(account, bill)


def _write_history(account: Account, position: Position, ending: Ending | None, fill: Fill) -> None:
    """One row per episode: added at the first reduction, rewritten at each later one."""
    whole = position.size == ZERO
    kind = ("closed" if whole else "partly_closed") if ending is None else ending.history_kind
    account.history[:] = [
        row
        for row in account.history
        if (row.position.id, row.position.created_ms) != (position.id, position.created_ms)
    ]
    newest = max((row.updated_ms for row in account.history), default=0)
    row = ClosedPosition(msgspec.structs.replace(position), kind, max(fill.time_ms, newest + 1))
    if ending:
        row.trigger_price = fill.mark
    account.history.append(row)
    del account.history[:-KEEP]


def _count(order: Order, fill: Fill) -> None:
    order.filled += fill.size
    order.cost += fill.price * fill.size
    order.fee += fill.fee
    order.pnl += fill.pnl
    order.last = fill
    order.state = "filled" if order.filled >= order.size else "partially_filled"

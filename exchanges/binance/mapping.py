"""Binance's positions, balances, contracts, incomes and prices in the model's words. Pure: row in, model out.

Sizes are base units at the venue already; "" is unknown, never zero; words we do not know are kept as they are.
A row without what makes it a row (symbol, amount, side) raises `Incomplete`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from exchanges.binance.rows import ZERO, Incomplete, Reading, Row, leg_of, margin_mode_of, price_of, text_of
from exchanges.core.changes import Gone
from exchanges.core.model import (
    Balance,
    Income,
    IncomeKind,
    Instrument,
    MarginMode,
    Position,
    PositionKey,
    Side,
)
from exchanges.core.numbers import dec, ms
from exchanges.core.text import clean

_PERPETUAL = frozenset({"PERPETUAL", "TRADIFI_PERPETUAL"})
_TOLD_BY_FILLS = frozenset({"REALIZED_PNL", "COMMISSION"})
_MOVED = ("TRANSFER", "AUTO_EXCHANGE", "COIN_SWAP", "DEPOSIT", "WITHDRAW")
"""Parts of the names of money that only changed its place or its coin."""


def is_ours(row: Row) -> bool:
    """Whether a contract is a perpetual one with margin in USDT."""
    return clean(row.get("contractType")) in _PERPETUAL and row.get("marginAsset") == "USDT"


def instrument(row: Row) -> Instrument | None:
    """A contract; `None` when it is not a perpetual one with margin in USDT, or lacks its steps."""
    symbol, base, quote = (clean(row.get(name)) for name in ("symbol", "baseAsset", "quoteAsset"))
    price, lot = _filter(row, "PRICE_FILTER"), _filter(row, "LOT_SIZE")
    tick, step = price_of(price.get("tickSize")), price_of(lot.get("stepSize"))
    if not is_ours(row) or not (symbol and base and quote and tick and step):
        return None
    return Instrument(
        symbol=f"{base}/{quote}:USDT",
        venue_symbol=symbol,
        base=base,
        quote=quote,
        settle="USDT",
        contract_size=Decimal(1),
        tick_size=tick,
        lot_contracts=step,
        min_contracts=dec(lot.get("minQty")) or step,
        max_leverage=None,
        status=clean(row.get("status")),
    )


def largest_at_market(row: Row) -> Decimal | None:
    """The largest market order of a contract."""
    return dec(_filter(row, "MARKET_LOT_SIZE").get("maxQty"))


def position(row: Row, reading: Reading) -> Position | None:
    """A position of the REST list; `None` for a row that only stands for an open order."""
    venue_symbol, amount = text_of(row, "symbol"), _amount(row, "positionAmt")
    if amount == 0:
        return None
    symbol, known = reading.symbol(venue_symbol)
    settings = reading.settings.get(venue_symbol)
    margin_mode = _margin_mode(row, "isolatedMargin", settings.margin_mode if settings else None)
    isolated = margin_mode is MarginMode.ISOLATED
    return Position(
        symbol=symbol,
        side=_side(row.get("positionSide"), amount),
        margin_mode=margin_mode,
        size_base=abs(amount),
        size_contracts=abs(amount),
        entry_price=price_of(row.get("entryPrice")),
        mark_price=price_of(row.get("markPrice")),
        liquidation_price=price_of(row.get("liquidationPrice")),
        leverage=settings.leverage if settings else None,
        unrealised_pnl=dec(row.get("unRealizedProfit")),
        realised_pnl=None,
        margin=dec(row.get("isolatedWallet" if isolated else "positionInitialMargin")),
        fee=None,
        funding=None,
        venue_id="",
        venue_symbol=venue_symbol,
        opened_ms=None,
        venue_ms=ms(row.get("updateTime")) or reading.venue_ms,
        price_ms=reading.venue_ms,
        learned_ms=reading.at_ms,
        origin=reading.origin,
        size_known=known,
    )


def pushed_position(row: Row, at_ms: int, reading: Reading) -> tuple[Position | None, tuple[Gone, ...]]:
    """A position of an `ACCOUNT_UPDATE`, without what pushes do not tell, and the ones it says are closed.

    In one-way mode the sign of the amount is the side, so that a row also says that the other side is not held. Which
    margin mode a closed position had does not matter: none of the two is held.
    """
    venue_symbol, amount = text_of(row, "s"), _amount(row, "pa")
    symbol, known = reading.symbol(venue_symbol)
    leg, side = leg_of(row.get("ps")), _side(row.get("ps"), amount)
    held = side if amount else None
    spoken_of = (leg,) if leg else (Side.LONG, Side.SHORT)
    gone = tuple(
        Gone(PositionKey(symbol, side, mode), at_ms, at_ms)
        for side in spoken_of
        if side is not held
        for mode in MarginMode
    )
    if held is None:
        return None, gone
    settings = reading.settings.get(venue_symbol)
    told = margin_mode_of(row.get("mt")) or (settings.margin_mode if settings else None)
    margin_mode = _margin_mode(row, "iw", told)
    return Position(
        symbol=symbol,
        side=held,
        margin_mode=margin_mode,
        size_base=abs(amount),
        size_contracts=abs(amount),
        entry_price=price_of(row.get("ep")),
        mark_price=None,
        liquidation_price=None,
        leverage=settings.leverage if settings else None,
        unrealised_pnl=dec(row.get("up")),
        realised_pnl=None,
        margin=dec(row.get("iw")) if margin_mode is MarginMode.ISOLATED else None,
        fee=None,
        funding=None,
        venue_id="",
        venue_symbol=venue_symbol,
        opened_ms=None,
        venue_ms=at_ms,
        price_ms=at_ms,
        learned_ms=reading.at_ms,
        origin=reading.origin,
        size_known=known,
    ), gone


def balance(row: Row, reading: Reading) -> Balance | None:
    """One asset of the futures account; `None` for the many that were never held."""
    total, equity = dec(row.get("walletBalance")), dec(row.get("marginBalance"))
    updated = ms(row.get("updateTime"))
    if not total and not equity and not updated:
        return None
    return Balance(
        asset=text_of(row, "asset"),
        total=total,
        available=dec(row.get("availableBalance")),
        equity=equity,
        unrealised_pnl=dec(row.get("unrealizedProfit")),
        margin_used=dec(row.get("initialMargin")),
        venue_ms=updated or reading.venue_ms,
        learned_ms=reading.at_ms,
        origin=reading.origin,
    )


def pushed_balance(
    row: Row, at_ms: int, last: Balance | None, positions: Iterable[Position], reading: Reading
) -> Balance:
    """One asset of an `ACCOUNT_UPDATE`, which tells the cash only.

    Equity follows from it and from the profit of the open positions; what may be taken out is the last that REST told,
    asked for again at once.

    Args:
        last: What was known of the asset before.
        positions: The open positions now, all with margin in this asset.
    """
    total = dec(row.get("wb"))
    profits = [held.unrealised_pnl for held in positions]
    profit = None if None in profits else sum((each for each in profits if each is not None), ZERO)
    fresh = Balance(
        asset=text_of(row, "a"),
        total=total,
        available=None,
        equity=None if total is None or profit is None else total + profit,
        unrealised_pnl=profit,
        margin_used=None,
        venue_ms=at_ms,
        learned_ms=reading.at_ms,
        origin=reading.origin,
    )
    return fresh if last is None else replace(fresh, available=last.available, margin_used=last.margin_used)


def income(row: Row, reading: Reading) -> Income | None:
    """Money that moved without a fill; `None` for what fills tell and for what only changed its place."""
    kind, amount, time = clean(row.get("incomeType")), dec(row.get("income")), ms(row.get("time"))
    if kind in _TOLD_BY_FILLS or any(part in kind for part in _MOVED) or amount is None or time is None:
        return None
    kinds = {
        "FUNDING_FEE": IncomeKind.FUNDING,
        "SPECIAL_FUNDING_FEE": IncomeKind.FUNDING,
        "INSURANCE_CLEAR": IncomeKind.LIQUIDATION_PENALTY,
    }
    venue_symbol = clean(row.get("symbol"))
    return Income(
        id=":".join((kind, text_of(row, "tranId"), venue_symbol)),
        kind=kinds.get(kind, IncomeKind.OTHER),
        symbol=reading.symbol(venue_symbol)[0],
        asset=clean(row.get("asset")),
        amount=amount,
        time_ms=time,
    )


def _filter(row: Row, name: str) -> Row:
    """One of the contract's rules; empty when it has none of that name."""
    filters = row.get("filters")
    rows = filters if isinstance(filters, list) else []
    return next((each for each in rows if isinstance(each, dict) and each.get("filterType") == name), {})


def _amount(row: Row, name: str) -> Decimal:
    amount = dec(row.get(name))
    if amount is None:
        raise Incomplete(name)
    return amount


def _side(word: object, amount: Decimal) -> Side:
    """The leg in hedge mode, where shorts are negative, too; the sign in one-way mode."""
    leg = leg_of(word)
    if leg is None and word != "BOTH":
        raise Incomplete("positionSide")
    return leg or (Side.LONG if amount > 0 else Side.SHORT)


def _margin_mode(row: Row, name: str, told: MarginMode | None) -> MarginMode:
    """What the contract is set to; without that, isolated margin gives itself away, which stands under `name`."""
    if told is not None:
        return told
    return MarginMode.ISOLATED if dec(row.get(name)) else MarginMode.CROSS

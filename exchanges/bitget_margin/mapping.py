"""Rows of margin in the model's words, of either generation. Pure.

Both generations are read by the same functions: where a field was renamed, both names are tried. "" and null are
unknown, never zero; words nobody knows are kept. A row without what makes it a row raises `Incomplete`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from exchanges.bitget.order_mapping import STATUS, TIFS, TYPES
from exchanges.bitget.rows import ZERO, Incomplete, Reading, Row, is_yes, price_of, text_of
from exchanges.bitget_margin.table import QUOTE
from exchanges.core.model import (
    Balance,
    Fill,
    Instrument,
    MarginMode,
    Order,
    OrderKind,
    OrderSide,
    OrderStatus,
    OrderType,
    Origin,
    TimeInForce,
)
from exchanges.core.numbers import dec, ms
from exchanges.core.text import clean

STATES = STATUS | {
    "partial_fill": OrderStatus.PARTIALLY_FILLED,
    "partially_fill": OrderStatus.PARTIALLY_FILLED,
    "full_fill": OrderStatus.FILLED,
}
_TRADABLE = "1"
_STATES_OF_PAIRS = {"0": "off", "2": "maintenance"}
_REPAYS = frozenset({"autorepay", "autoloanandrepay"})


def first_of(row: Row, *names: str) -> Decimal | None:
    """The first number of these."""
    return next((found for name in names if (found := dec(row.get(name))) is not None), None)


def instrument(row: Row) -> Instrument | None:
    """A pair of `currencies`; `None` when it lacks its steps."""
    name, places = clean(row.get("symbol")).upper(), first_of(row, "priceScale", "pricePrecision")
    digits = first_of(row, "quantityScale", "quantityPrecision")
    base, quote = clean(row.get("baseCoin")), clean(row.get("quoteCoin"))
    if (
        not (name and base and quote)
        or places is None
        or digits is None
        or not (0 <= places <= 20 and 0 <= digits <= 20)
    ):
        return None
    step, state = Decimal(1).scaleb(-int(digits)), clean(row.get("status"))
    return Instrument(
        symbol=f"{base}/{quote}",
        venue_symbol=name,
        base=base,
        quote=quote,
        settle=quote,
        contract_size=Decimal(1),
        tick_size=Decimal(1).scaleb(-int(places)),
        lot_contracts=step,
        min_contracts=price_of(row.get("minTradeAmount")) or step,
        max_leverage=price_of(row.get("maxIsolatedLeverage"))
        or price_of(row.get("maxCrossLeverage"))
        or price_of(row.get("maxCrossedLeverage")),
        status="normal" if state == _TRADABLE else _STATES_OF_PAIRS.get(state, state),
    )


def pair_name(row: Row, fallback: str = "") -> str:
    """`BTCUSDT` of `BTCUSDT_SPBL` and of samples in small letters; of a row that names no pair, `fallback`."""
    return clean(row.get("symbol")).upper().removesuffix("_SPBL") or fallback.removesuffix("_SPBL")


def balance(row: Row, reading: Reading, wallet: str = "", price: Decimal | None = None) -> Balance:
    """One coin of cross margin, or of an isolated pair (`wallet`).

    Args:
        price: USDT for one coin, where it is known.
    """
    coin = text_of(row, "coin")
    available, frozen = dec(row.get("available")), dec(row.get("frozen"))
    borrowed, interest = dec(row.get("borrow")), dec(row.get("interest"))
    total, equity = dec(row.get("totalAmount")), dec(row.get("net"))
    if total is None and available is not None and frozen is not None:
        total = available + frozen
    if equity is None and total is not None and borrowed is not None and interest is not None:
        equity = total - borrowed - interest
    worth = equity if coin == QUOTE else None
    return Balance(
        asset=coin,
        total=total,
        available=available,
        equity=equity,
        unrealised_pnl=None,
        margin_used=None,
        venue_ms=ms(row.get("uTime")) or reading.venue_ms,
        learned_ms=reading.at_ms,
        origin=reading.origin,
        wallet=wallet,
        borrowed=borrowed,
        interest=interest,
        worth_usdt=worth if price is None or equity is None or coin == QUOTE else equity * price,
    )


def side_of(row: Row) -> tuple[OrderSide, str]:
    """(direction, who made the trade): `liquidation-buy`, `systemRepay-sell`, `system_repay_sell`, `buy`."""
    word = clean(row.get("side")).lower()
    origin, _, side = word.replace("-", "_").rpartition("_")
    # One page of the documentation writes `selll`.
    found = next((each for each in OrderSide if side.startswith(each.value)), None)
    if found is None:
        raise Incomplete("side")
    return found, origin


def order(row: Row, reading: Reading, mode: MarginMode, symbols: Any, pair: str = "") -> Order:
    """An order of the lists or of an order channel.

    Args:
        symbols: Our symbols by the venue's.
        pair: The channel's, since v2 names none in the row.
    """
    name, (side, origin) = pair_name(row, pair), side_of(row)
    if not name:
        raise Incomplete("symbol")
    kind = TYPES.get(clean(row.get("orderType")), OrderType.OTHER)
    word = clean(row.get("status"))
    created, filled = ms(row.get("cTime")), first_of(row, "fillQuantity", "baseVolume", "size") or ZERO
    worth, size = first_of(row, "fillTotalAmount", "amount"), first_of(row, "baseQuantity", "baseSize")
    status = STATES.get(word.replace("-", "_"), OrderStatus.UNKNOWN)
    if not size:
        # What one buys at market is said in quote coins; once it has ended, what was bought is its size.
        size = filled or None if status.is_final else None
    average = worth / filled if worth and filled else price_of(row.get("fillPrice")) or price_of(row.get("priceAvg"))
    updated = ms(row.get("uTime")) or created or reading.venue_ms
    return Order(
        id=text_of(row, "orderId"),
        client_id=clean(row.get("clientOid")) or None,
        kind=OrderKind.PLAIN,
        symbol=symbols.get(name, name),
        side=side,
        position_side=None,
        type=kind,
        tif=TimeInForce.IOC if kind is OrderType.MARKET else _tif(row),
        size_base=size,
        filled_base=filled,
        price=price_of(row.get("price")) if kind is not OrderType.MARKET else None,
        average_price=average if filled else None,
        trigger_price=None,
        trigger_price_2=None,
        reduce_only=_loan_type(row) in _REPAYS,
        status=status,
        venue_status=word,
        reason=origin,
        fee=None,
        venue_symbol=name,
        created_ms=created or updated,
        venue_ms=updated,
        learned_ms=reading.at_ms,
        origin=reading.origin,
        venue_type=clean(row.get("orderType")),
        size_known=size is not None,
        margin_mode=mode,
    )


def fill(row: Row, reading: Reading, symbols: Any, pair: str = "") -> Fill:
    """A fill; the isolated list of v1 names no pair, so that the question's is used."""
    price, size = first_of(row, "fillPrice", "priceAvg"), first_of(row, "fillQuantity", "size")
    if price is None or size is None:
        raise Incomplete("fillPrice, fillQuantity")
    order_id, name, (side, _) = text_of(row, "orderId"), pair_name(row, pair), side_of(row)
    if not name:
        raise Incomplete("symbol")
    trade, (fee, asset) = text_of(row, "tradeId", "fillId"), paid(row)
    return Fill(
        id=f"{trade}:{order_id}",
        order_id=order_id,
        client_id=None,
        symbol=symbols.get(name, name),
        side=side,
        position_side=None,
        price=price,
        size_base=size,
        fee=fee,
        fee_asset=asset,
        realised_pnl=ZERO,  # Coins have no entry price; the venue tells no profit either.
        is_maker={"maker": True, "taker": False}.get(clean(row.get("tradeScope"))),
        bill_id=trade,
        time_ms=ms(row.get("cTime")) or reading.venue_ms,
        learned_ms=reading.at_ms,
        origin=Origin(reading.origin),
    )


def paid(row: Row) -> tuple[Decimal, str]:
    """(fee as a cost, its coin): positive in v1, negative and inside `feeDetail` in v2."""
    detail = row.get("feeDetail")
    if isinstance(detail, list):
        detail = detail[0] if detail else None
    if isinstance(detail, dict):
        deducted = dec(detail.get("totalDeductionFee")) if is_yes(detail.get("deduction")) else None
        return -(deducted or dec(detail.get("totalFee")) or ZERO) + 0, clean(detail.get("feeCoin")).upper()
    return abs(dec(row.get("fees")) or ZERO), clean(row.get("feeCcy")).upper()


def index_price(row: Row) -> tuple[str, Decimal, int] | None:
    """(pair, price, time) of the index channel; `None` when it tells none."""
    price, at = price_of(row.get("indexPrice")), ms(row.get("timestamp")) or ms(row.get("ts"))
    name = pair_name(row) or clean(row.get("key"))
    return (name, price, at) if name and price and at else None


def _tif(row: Row) -> TimeInForce:
    """`gtc`; the first generation's stream says `normal`."""
    return TIFS.get(clean(row.get("timeInForce")) or clean(row.get("force")), TimeInForce.GTC)


def _loan_type(row: Row) -> str:
    """`autoRepay`, `auto-repay` and `auto_repay` as one word."""
    return clean(row.get("loanType")).replace("-", "").replace("_", "").lower()

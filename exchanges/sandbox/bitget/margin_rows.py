"""Rows of the margin lists, in the words of either generation."""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.bitget.margin_state import Pot, Record, SpotFill, SpotOrder
from exchanges.sandbox.bitget.margin_terms import (
    COIN,
    DISCOUNTS,
    FEE,
    LEAST_LOAN,
    LEAST_VALUE,
    LEVERAGE,
    LIQUIDATION_RISK,
    WARNING_RISK,
    Pair,
    daily_rate,
    eight,
)
from exchanges.sandbox.bitget.margin_words import Words, renamed
from exchanges.sandbox.bitget.requests import Row
from exchanges.sandbox.figures import txt

YEAR = Decimal(365)


def money(amount: Decimal) -> str:
    """Eight places, as the documents print amounts."""
    return format(eight(amount), ".8f")


def places(step: Decimal) -> int:
    exponent = step.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


# Terms.


def pair_row(pair: Pair, words: Words) -> Row:
    """One pair of `currencies`."""
    row: Row = {
        "symbol": pair.symbol,
        "baseCoin": pair.base,
        "quoteCoin": COIN,
        "maxCrossLeverage": txt(LEVERAGE["cross"]),
        "maxIsolatedLeverage": txt(LEVERAGE["isolated"]),
        "warningRiskRatio": money(WARNING_RISK),
        "liquidationRiskRatio": money(LIQUIDATION_RISK),
        "minTradeAmount": money(pair.size_step),
        "maxTradeAmount": money(Decimal(10_000)),
        "takerFeeRate": money(FEE),
        "makerFeeRate": money(FEE),
        "priceScale": txt(places(pair.price_step)),
        "quantityScale": txt(places(pair.size_step)),
        "minTradeUSDT": money(LEAST_VALUE),
        "isBorrowable": True,
        "userMinBorrow": money(LEAST_LOAN),
        "status": "1",
    }
    if words.is_first:
        return row
    names = {
        "maxCrossLeverage": "maxCrossedLeverage",
        "priceScale": "pricePrecision",
        "quantityScale": "quantityPrecision",
    }
    more = ("isCrossBorrowable", "isIsolatedBaseBorrowable", "isIsolatedQuoteBorrowable")
    return renamed(row, names) | dict.fromkeys(more, True)


def vip_rows(coin: str, limit: Decimal, words: Words) -> list[Row]:
    """Interest by VIP level."""
    rows = []
    for level, discount in enumerate(DISCOUNTS):
        daily = daily_rate(coin) * discount
        row: Row = {
            "level": txt(level),
            "dailyInterestRate": money(daily),
            "yearlyInterestRate": money(daily * YEAR),
            "discountRate": money(discount),
        }
        if not words.is_first:
            row = renamed(row, {"yearlyInterestRate": "annualInterestRate"}) | {"limit": money(limit)}
        rows.append(row)
    return rows


def lending(coin: str, limit: Decimal, words: Words) -> Row:
    """On what terms a coin is lent, under the names of cross margin's first generation."""
    return {
        "transferInAble": True,
        "borrowAble": True,
        "dailyInterestRate": money(daily_rate(coin)),
        "yearlyInterestRate": money(daily_rate(coin) * YEAR),
        "maxBorrowableAmount": money(limit),
        "vips": vip_rows(coin, limit, words),
    }


# Money.


def pot_row(pot: Pot, words: Words) -> Row:
    """One coin of `assets`."""
    row: Row = {"symbol": pot.pair} if pot.pair else {}
    row |= {
        "coin": pot.coin,
        "totalAmount": money(pot.total),
        "available": money(pot.available),
        "frozen": money(pot.frozen),
        "borrow": money(pot.borrow),
        "interest": money(pot.interest),
        "net": money(pot.net),
    }
    if words.is_first:
        return row | {"ctime": txt(pot.created_ms)}
    return row | {"cTime": txt(pot.created_ms), "uTime": txt(pot.updated_ms), "coupon": money(Decimal(0))}


def pot_push(pot: Pot, words: Words) -> Row:
    """One row of the account channels; only the first generation marks the pair as spot."""
    row: Row = {"symbol": pot.pair + ("_SPBL" if words.is_first else "")} if pot.pair else {}
    row |= {
        "coin": pot.coin,
        "available": money(pot.available),
        "frozen": money(pot.frozen),
        "borrow": money(pot.borrow),
        "interest": money(pot.interest),
        "id": pot.id,
        "key": pot.id,
        "uTime": txt(pot.updated_ms),
        "version": txt(pot.updated_ms * 1_000_000),
    }
    if words.is_first:
        return row
    del row["key"], row["version"]
    return row | {"coupon": money(Decimal(0))}


# Orders.


def _average(order: SpotOrder) -> Decimal:
    return order.cost / order.filled if order.filled else Decimal(0)


def _base_order(order: SpotOrder, words: Words) -> Row:
    quote = order.quote if order.quote is not None else (order.base or Decimal(0)) * (order.price or Decimal(0))
    return {
        "symbol": order.symbol,
        "orderType": order.kind,
        "source": order.source,
        "orderId": order.id,
        "clientOid": order.client_id,
        "loanType": order.loan,
        "price": txt(order.price or Decimal(0)),
        "side": words.side(order.side, order.origin),
        "status": words.states[order.state],
        "baseQuantity": txt(order.base or Decimal(0)),
        "quoteAmount": txt(quote),
        "fillPrice": txt(_average(order)),
        "fillQuantity": txt(order.filled),
        "timeInForce": order.force,
        "fillTotalAmount": txt(order.cost),
        "cTime": txt(order.created_ms),
    }


def order_row(order: SpotOrder, words: Words) -> Row:
    """One order of the lists."""
    row = renamed(_base_order(order, words), words.order)
    return row if words.is_first else row | {"uTime": txt(order.updated_ms)}


def order_push(order: SpotOrder, fee_coin: str, words: Words) -> Row:
    """One row of the order channels, which spell some words otherwise than the lists."""
    row = _base_order(order, words)
    if words.is_first:
        spelled = {
            "status": str(row["status"]).replace("_", "-"),
            "timeInForce": "normal" if order.force == "gtc" else order.force,
            "source": order.source.lower(),
        }
        return row | spelled | {"key": order.id, "version": txt(order.updated_ms * 1_000_000)}
    names = {
        "source": "enterPointSource",
        "baseQuantity": "baseSize",
        "quoteAmount": "quoteSize",
        "fillQuantity": "baseVolume",
        "timeInForce": "force",
    }
    del row["symbol"]
    detail: Row = {"feeCoin": fee_coin, "totalFee": txt(-order.fee), "deduction": "no", "totalDeductionFee": "0"}
    told = {
        "status": "partially_filled" if order.state == "partially_filled" else words.states[order.state],
        "enterPointSource": order.source.lower(),
        "feeDetail": [detail] if order.filled else [],
        "uTime": txt(order.updated_ms),
        "stpMode": "none",
    }
    return renamed(row, names) | told


def fill_row(fill: SpotFill, words: Words) -> Row:
    """One fill; the isolated list of the first document does not name the pair."""
    row: Row = {
        "symbol": fill.symbol,
        "orderId": fill.order_id,
        "fillId": fill.id,
        "orderType": fill.kind,
        "side": words.side(fill.side, fill.origin),
        "fillPrice": txt(fill.price),
        "fillQuantity": txt(fill.size),
        "fillTotalAmount": txt(eight(fill.price * fill.size)),
        "cTime": txt(fill.time_ms),
    }
    if words.is_first:
        if fill.mode == "isolated":
            del row["symbol"]
        return row | {"feeCcy": fill.fee_coin, "fees": txt(fill.fee)}
    names = {"fillId": "tradeId", "fillPrice": "priceAvg", "fillQuantity": "size", "fillTotalAmount": "amount"}
    detail = {"feeCoin": fill.fee_coin, "totalFee": txt(-fill.fee), "deduction": "no", "totalDeductionFee": "0"}
    scope = "maker" if fill.maker else "taker"
    return renamed(row, names) | {"tradeScope": scope, "feeDetail": detail, "uTime": txt(fill.time_ms)}


# Records.


def loan_row(record: Record, words: Words) -> Row:
    row: Row = {"loanId": record.id} | _where(record)
    row |= {"cTime": txt(record.time_ms), "amount": txt(record.amount), "type": words.kind(record.word)}
    return renamed(row, words.loan)


def repay_row(record: Record, words: Words) -> Row:
    row: Row = {"repayId": record.id} | _where(record)
    row |= {
        "cTime": txt(record.time_ms),
        "totalAmount": txt(record.amount + record.interest),
        "type": words.kind(record.word),
        "interest": txt(record.interest),
        "amount": txt(record.amount),
    }
    return renamed(row, words.repay)


def interest_row(record: Record, words: Words) -> Row:
    row: Row = {"interestId": record.id}
    row |= {"symbol": record.symbol} if record.symbol else {}
    row |= {
        "cTime": txt(record.time_ms),
        "amount": txt(record.amount),
        "type": record.word,
        "interestCoin": record.coin,
        "loanCoin": record.coin,
        "interestRate": txt(record.rate),
    }
    return renamed(row, words.interest)


def liquidation_row(record: Record, words: Words) -> Row:
    row: Row = {"liqId": record.id}
    row |= {"symbol": record.symbol} if record.symbol else {}
    row |= {
        "liqStartTime": txt(record.time_ms),
        "liqEndTime": txt(record.time_ms),
        "liqRisk": txt(record.risk),
        "totalAssets": txt(record.assets),
        "totalDebt": txt(record.debt),
        "liqFee": txt(record.fee),
        "cTime": txt(record.time_ms),
    }
    return renamed(row, words.liquidation)


def entry_row(record: Record, words: Words) -> Row:
    """One line of the financial records; samples of the first document write the type in camel case."""
    row: Row = {"marginId": record.id} | _where(record)
    return row | {
        "marginType": words.kind(record.word),
        "amount": txt(record.amount),
        "fee": txt(record.fee),
        "balance": txt(record.balance),
        "cTime": txt(record.time_ms),
    }


def _where(record: Record) -> Row:
    where: Row = {"symbol": record.symbol} if record.symbol else {}
    return where | {"coin": record.coin}

"""Small sums of one coin into another, by a quote that lives five seconds."""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.bookkeeping import exact
from exchanges.sandbox.events import BalanceChanged
from exchanges.sandbox.figures import txt
from exchanges.sandbox.gate_crossex.errors import CrossexError
from exchanges.sandbox.gate_crossex.requests import Call, decimal, need, word
from exchanges.sandbox.gate_crossex.words import COIN, EXCHANGES, Row, exchange_of
from exchanges.sandbox.state import ZERO

VALID_MS = 5_000
MOST_USDT = Decimal(10)
COINS = {"BINANCE": (COIN,), "OKX": ("BTC", "ETH", COIN), "GATE": ("BTC", "ETH", COIN)}
"""What can be converted into, by exchange."""


def quote(call: Call) -> Row:
    """A price for an amount.

    Raises:
        CrossexError: CONVERT_TRADE_QUOTE_..., the first that applies.
    """
    exchange = word(call.params, "exchange_type")
    if exchange not in EXCHANGES:
        raise CrossexError("CONVERT_TRADE_QUOTE_EXCHANGE_INVALID_ERROR")
    source, target = word(call.params, "from_coin"), word(call.params, "to_coin")
    price = _price(call, source)
    if price is None:
        raise CrossexError("CONVERT_TRADE_QUOTE_FROM_COIN_INVALID_ERROR")
    worth = _price(call, target)
    if target not in COINS[exchange] or worth is None or target == source:
        raise CrossexError("CONVERT_TRADE_QUOTE_TO_COIN_INVALID_ERROR")
    amount = decimal(call.params, "from_amount", "CONVERT_TRADE_QUOTE_FROM_AMOUNT_INVALID_ERROR")
    if amount is None or amount < 0:
        raise CrossexError("CONVERT_TRADE_QUOTE_FROM_AMOUNT_INVALID_ERROR")
    if not amount:
        raise CrossexError("CONVERT_TRADE_QUOTE_FROM_AMOUNT_LIMIT_ERROR")
    if amount * price > MOST_USDT:
        raise CrossexError("CONVERT_TRADE_QUOTE_FROM_AMOUNT_MAX_ERROR")
    received = exact(amount * price / worth)
    quote_id = call.venue.desk.new_id()
    due = call.venue.clock() + VALID_MS
    call.account.facts[f"quote.{quote_id}"] = "|".join((exchange, source, target, txt(amount), txt(received), str(due)))
    return {
        "quote_id": quote_id,
        "valid_ms": str(VALID_MS),
        "from_coin": source,
        "to_coin": target,
        "from_amount": txt(amount),
        "to_amount": txt(received),
        "price": txt(price / worth),
    }


def _price(call: Call, coin: str) -> Decimal | None:
    """What a coin is worth in USDT; None for one that is not traded."""
    if coin == COIN:
        return Decimal(1)
    for each in call.quotes.values():
        if each.contract.base == coin and exchange_of(each.contract.id) in EXCHANGES:
            return each.last
    return None


def convert(call: Call) -> Row:
    """Take a quote; once, in time, and with the money for it.

    Raises:
        CrossexError: CONVERT_TRADE_QUOTE_EXCHANGE_REJECT_ERROR, or UNKNOWN for a quote that is none.
    """
    kept = call.account.facts.pop(f"quote.{need(call.params, 'quote_id')}", "")
    if not kept:
        raise CrossexError("CONVERT_TRADE_QUOTE_UNKNOWN_ERROR")
    exchange, source, target, amount, received, due = kept.split("|")
    pool = call.pools.at(call.account, exchange)
    giving, getting = (coin if coin == COIN else f"{coin}@{exchange}" for coin in (source, target))
    if pool is None or call.venue.clock() > int(due) or pool.cash.get(giving, ZERO) < Decimal(amount):
        raise CrossexError("CONVERT_TRADE_QUOTE_EXCHANGE_REJECT_ERROR")
    desk = call.venue.desk
    for currency, change in ((giving, -Decimal(amount)), (getting, Decimal(received))):
        desk.credit(pool, desk.bill("convert", "convert", change, currency))
        desk.tell(BalanceChanged(pool, currency, "transferred"))
    return {}

"""Candles of a market that remembers no prices: the same for the same contract and time, ending at the present one."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from exchanges.sandbox.chance import seeded
from exchanges.sandbox.market import Quote, to_tick

WIDEST_BPS = 120


@dataclass(frozen=True, slots=True)
class Candle:
    """Prices of one span of time."""

    opened_s: int
    first: Decimal
    last: Decimal
    highest: Decimal
    lowest: Decimal
    volume: Decimal
    """Contracts."""


def candles(quote: Quote, step_s: int, start_s: int, end_s: int, *, now_s: int, marks: bool = False) -> list[Candle]:
    """The candles that begin between two times, oldest first; one that is not over by now ends at the present price."""
    begun = range(-(-start_s // step_s) * step_s, end_s + 1, step_s)
    made = [_candle(quote, step_s, opened_s) for opened_s in begun]
    if made and made[-1].opened_s + step_s > now_s:
        made[-1] = present(quote, step_s, made[-1].opened_s, marks=marks)
    return made


def present(quote: Quote, step_s: int, opened_s: int, *, marks: bool = False) -> Candle:
    """The candle that is open now."""
    now = quote.mark if marks else quote.last
    first = _price_at(quote, opened_s)
    highest, lowest = max(first, now), min(first, now)
    return Candle(opened_s, first, now, highest, lowest, quote.last_size * (step_s // 60))


def _candle(quote: Quote, step_s: int, opened_s: int) -> Candle:
    first, last = _price_at(quote, opened_s), _price_at(quote, opened_s + step_s)
    tick = quote.contract.tick
    volume = Decimal(seeded(opened_s + quote.contract.code).randint(10, 4_000))
    return Candle(opened_s, first, last, max(first, last) + tick, max(min(first, last) - tick, tick), volume)


def _price_at(quote: Quote, at_s: int) -> Decimal:
    bps = Decimal(seeded(at_s * 31 + quote.contract.code).randint(-WIDEST_BPS, WIDEST_BPS))
    return to_tick(quote.contract, quote.contract.start_price * (1 + bps / 10_000))

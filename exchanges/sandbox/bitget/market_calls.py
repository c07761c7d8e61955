"""What anybody may know of a futures contract's past: candles, trades, open interest, settled funding."""

from __future__ import annotations

from exchanges.sandbox.bitget.errors import BitgetError
from exchanges.sandbox.bitget.public_calls import open_interest_of
from exchanges.sandbox.bitget.requests import Call, Row, contract, need, number, one_of, product
from exchanges.sandbox.candles import candles
from exchanges.sandbox.figures import txt
from exchanges.sandbox.market import FUNDING_PERIOD_MS

_MINUTES = {"1m": 1, "3m": 3, "5m": 5, "15m": 15, "30m": 30, "1H": 60, "4H": 240}
_DAYS = {"6H": 360, "12H": 720, "1D": 1_440, "3D": 4_320, "1W": 10_080}
GRANULARITIES = _MINUTES | _DAYS | {f"{name}utc": minutes for name, minutes in _DAYS.items()}
"""Minutes of a candle; days of both kinds begin at midnight UTC here, months are not simulated."""
MOST_CANDLES, MOST_PAST_CANDLES = 1_000, 200


def recent_candles(call: Call) -> list[list[str]]:
    """Oldest first: time, open, high, low, close, volume in coins and in USDT."""
    kind = one_of(call.params, "kLineType", ("MARKET", "MARK", "INDEX"), "MARKET")
    return _candles(call, MOST_CANDLES, marks=kind != "MARKET")


def past_candles(call: Call) -> list[list[str]]:
    """As `recent_candles`, in smaller pages."""
    return _candles(call, MOST_PAST_CANDLES)


def past_mark_candles(call: Call) -> list[list[str]]:
    """As `past_candles`, of the mark price; index prices move with it here."""
    return _candles(call, MOST_PAST_CANDLES, marks=True)


def _candles(call: Call, limit: int, *, marks: bool = False) -> list[list[str]]:
    product(call.params)
    quote = call.quotes[contract(call, call.params)]
    minutes = GRANULARITIES.get(need(call.params, "granularity"))
    if minutes is None:
        raise BitgetError("400172")
    step_s, now_s = minutes * 60, call.venue.clock() // 1_000
    most = min(number(call.params, "limit") or 100, limit)
    ended = number(call.params, "endTime")
    until = now_s if ended is None else min(ended // 1_000, now_s)
    since = max((number(call.params, "startTime") or 0) // 1_000, until - most * step_s)
    unit = quote.contract.unit
    return [
        [
            txt(candle.opened_s * 1_000),
            *(txt(figure) for figure in (candle.first, candle.highest, candle.lowest, candle.last)),
            txt(candle.volume * unit),
            txt(candle.volume * unit * candle.last),
        ]
        for candle in candles(quote, step_s, since, until, now_s=now_s, marks=marks)[-most:]
    ]


def trades(call: Call) -> list[Row]:
    """The market's last trade; the simulation keeps no more of them."""
    product(call.params)
    quote = call.quotes[contract(call, call.params)]
    return [
        {
            "tradeId": txt(quote.moved_ms),
            "price": txt(quote.last),
            "size": txt(quote.last_size),
            "side": "buy",
            "ts": txt(quote.moved_ms),
            "symbol": quote.contract.id,
        }
    ]


def open_interest(call: Call) -> Row:
    product(call.params)
    quote = call.quotes[contract(call, call.params)]
    held = {"symbol": quote.contract.id, "size": txt(open_interest_of(quote))}
    return {"openInterestList": [held], "ts": txt(call.venue.clock())}


def funding_history(call: Call) -> list[Row]:
    """Past settlements, newest first; the simulated rate does not change between them."""
    product(call.params)
    quote = call.quotes[contract(call, call.params)]
    size = min(number(call.params, "pageSize") or 20, 100)
    skipped = size * ((number(call.params, "pageNo") or 1) - 1)
    last = call.venue.market.next_funding_ms() - FUNDING_PERIOD_MS
    return [
        {
            "symbol": quote.contract.id,
            "fundingRate": txt(quote.funding_rate),
            "fundingTime": txt(last - index * FUNDING_PERIOD_MS),
        }
        for index in range(skipped, skipped + size)
    ]


def trade_rate(call: Call) -> Row:
    """What the key's account pays for a trade; all pay the contract's own rates."""
    one_of(call.params, "businessType", ("mix", "spot", "margin"))
    listed = call.quotes[contract(call, call.params)].contract
    return {"makerFeeRate": txt(listed.maker_fee), "takerFeeRate": txt(listed.taker_fee)}


def no_movements(call: Call) -> list[Row]:
    """Deposits and withdrawals within the times asked for: nothing comes from or goes to a chain here."""
    need(call.params, "startTime")
    need(call.params, "endTime")
    return []

"""What anybody may know of a market's past and of its limits: candles, trades, position tiers."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_DOWN, Decimal

from exchanges.sandbox.candles import Candle, candles
from exchanges.sandbox.contracts import Contract
from exchanges.sandbox.okx.errors import OkxError
from exchanges.sandbox.okx.paging import number
from exchanges.sandbox.okx.public_calls import quote_of, quotes_of
from exchanges.sandbox.okx.requests import Call, one_of
from exchanges.sandbox.okx.text import Row, txt

_MINUTES = {"1m": 1, "3m": 3, "5m": 5, "15m": 15, "30m": 30, "1H": 60, "2H": 120, "4H": 240}
_DAYS = {"6H": 360, "12H": 720, "1D": 1_440, "2D": 2_880, "3D": 4_320, "1W": 10_080}
BARS = _MINUTES | _DAYS | {f"{bar}utc": minutes for bar, minutes in _DAYS.items()}
"""Minutes of a bar; days of both kinds begin at midnight UTC here, months are not simulated."""
TIERS = 3


def price_candles(call: Call) -> list[list[str]]:
    """Newest first: time, open, high, low, close, volume in contracts, coins and USDT, whether it is complete."""
    unit = quote_of(call, call.need("instId")).contract.unit

    def row(candle: Candle) -> list[str]:
        coins = candle.volume * unit
        return [txt(figure) for figure in (candle.volume, coins, coins * candle.last)]

    return _bars(call, row, marks=False)


def mark_candles(call: Call) -> list[list[str]]:
    """As `price_candles`, without volumes."""
    return _bars(call, lambda _: [], marks=True)


def _bars(call: Call, volumes: Callable[[Candle], list[str]], *, marks: bool) -> list[list[str]]:
    minutes = BARS.get(call.params.get("bar") or "1m")
    if minutes is None:
        raise OkxError("51000", param="bar")
    quote, step_s, now_s = quote_of(call, call.need("instId")), minutes * 60, call.venue.clock() // 1_000
    most = min(number(call.params, "limit") or 100, 300)
    older, newer = number(call.params, "after"), number(call.params, "before")
    until = now_s if older is None else min((older - 1) // 1_000, now_s)
    since = until - most * step_s if newer is None else max(newer // 1_000 + 1, until - most * step_s)
    found = candles(quote, step_s, since, until, now_s=now_s, marks=marks)[-most:]
    return [
        [
            txt(candle.opened_s * 1_000),
            *(txt(figure) for figure in (candle.first, candle.highest, candle.lowest, candle.last)),
            *volumes(candle),
            "1" if candle.opened_s + step_s <= now_s else "0",
        ]
        for candle in reversed(found)
    ]


def trades(call: Call) -> list[Row]:
    """The market's last trade; the simulation keeps no more of them."""
    quote = quote_of(call, call.need("instId"))
    return [
        {
            "instId": quote.contract.id,
            "side": "buy",
            "sz": txt(quote.last_size),
            "source": "0",
            "px": txt(quote.last),
            "tradeId": txt(quote.moved_ms),
            "ts": txt(quote.moved_ms),
        }
    ]


def position_tiers(call: Call) -> list[Row]:
    """Three tiers that follow the engine's rule: half the leverage carries twice the position."""
    kind = one_of(call.params, "instType", ("MARGIN", "SWAP", "FUTURES", "OPTION", "EVENTS"))
    one_of(call.params, "tdMode", ("cross", "isolated"))
    family = call.params.get("instFamily") or call.params.get("uly")
    if not family:
        raise OkxError("50014", param="instFamily")
    listed = [quote.contract for quote in quotes_of(call, kind) if quote.contract.family in family.split(",")]
    return [row for contract in listed for row in _tiers(contract)]


def _tiers(contract: Contract) -> list[Row]:
    rows, start = [], Decimal(0)
    for tier, (leverage, cap) in enumerate(contract.tiers(TIERS), 1):
        end = (cap / (contract.unit * contract.start_price)).quantize(Decimal(1), rounding=ROUND_DOWN)
        row: Row = {
            "baseMaxLoan": "",
            "imr": txt(Decimal(1) / leverage),
            "instFamily": contract.family,
            "instId": "",
            "maxLever": txt(leverage),
            "maxSz": txt(end),
            "minSz": txt(start),
            "mmr": txt(contract.maintenance_rate),
            "optMgnFactor": "0",
            "quoteMaxLoan": "",
            "tier": txt(tier),
            "uly": contract.family,
        }
        rows.append(row)
        start = end + 1
    return rows

"""Calls anybody may make: time, instruments, prices, the state of the service."""

from __future__ import annotations

from exchanges.sandbox.market import FUNDING_PERIOD_MS, Quote
from exchanges.sandbox.okx.errors import OkxError
from exchanges.sandbox.okx.paging import number
from exchanges.sandbox.okx.public_rows import depth_row, funding_row, instrument_row, limit_row, mark_row, ticker_row
from exchanges.sandbox.okx.requests import Call, one_of
from exchanges.sandbox.okx.text import Row, txt

_TYPES = ("SPOT", "MARGIN", "SWAP", "FUTURES", "OPTION", "EVENTS")


def server_time(call: Call) -> list[Row]:
    return [{"ts": txt(call.venue.clock())}]


def instruments(call: Call) -> list[Row]:
    kind = one_of(call.params, "instType", _TYPES)
    contract, family = call.params.get("instId"), call.params.get("instFamily") or call.params.get("uly")
    if contract:
        quote_of(call, contract)
    return [
        instrument_row(quote.contract)
        for quote in quotes_of(call, kind)
        if (not contract or quote.contract.id == contract) and (not family or quote.contract.family == family)
    ]


def underlying(call: Call) -> list[list[str]]:
    return [[quote.contract.family for quote in quotes_of(call, one_of(call.params, "instType", _TYPES))]]


def mark_price(call: Call) -> list[Row]:
    contract = call.params.get("instId")
    if contract:
        return [mark_row(quote_of(call, contract))]
    return [mark_row(quote) for quote in quotes_of(call, one_of(call.params, "instType", _TYPES))]


def tickers(call: Call) -> list[Row]:
    return [ticker_row(quote) for quote in quotes_of(call, one_of(call.params, "instType", _TYPES))]


def ticker(call: Call) -> list[Row]:
    return [ticker_row(quote_of(call, call.need("instId")))]


def books(call: Call) -> list[Row]:
    return [depth_row(quote_of(call, call.need("instId")), number(call.params, "sz") or 1)]


def funding_rate(call: Call) -> list[Row]:
    wanted = call.need("instId")
    market = call.venue.market
    if wanted == "ANY":
        return [funding_row(market, quote) for quote in quotes_of(call, "SWAP")]
    return [funding_row(market, quote_of(call, wanted))]


def funding_history(call: Call) -> list[Row]:
    """The last settlements; the simulated rate does not change between them."""
    quote = quote_of(call, call.need("instId"))
    due = call.venue.market.next_funding_ms()
    count = min(number(call.params, "limit") or 100, 100)
    return [
        {
            "instType": "SWAP",
            "instId": quote.contract.id,
            "formulaType": "withRate",
            "fundingRate": txt(quote.funding_rate),
            "realizedRate": txt(quote.funding_rate),
            "fundingTime": txt(due - FUNDING_PERIOD_MS * (index + 1)),
            "method": "current_period",
        }
        for index in range(count)
    ]


def price_limit(call: Call) -> list[Row]:
    return [limit_row(quote_of(call, call.need("instId")))]


def open_interest(call: Call) -> list[Row]:
    kind = one_of(call.params, "instType", _TYPES)
    contract = call.params.get("instId")
    return [
        {
            "instType": "SWAP",
            "instId": quote.contract.id,
            "oi": txt(quote.volume_24h),
            "oiCcy": txt(quote.volume_24h * quote.contract.unit),
            "oiUsd": txt(quote.volume_24h * quote.contract.unit * quote.last),
            "ts": txt(quote.moved_ms),
        }
        for quote in quotes_of(call, kind)
        if not contract or quote.contract.id == contract
    ]


def system_status(call: Call) -> list[Row]:
    wanted = call.params.get("state")
    return [dict(row) for row in call.venue.notices if not wanted or row["state"] == wanted]


def quotes_of(call: Call, kind: str) -> list[Quote]:
    """Only swaps are simulated; other families exist and are empty."""
    return list(call.venue.market.quotes.values()) if kind == "SWAP" else []


def quote_of(call: Call, contract: str) -> Quote:
    quote = call.venue.market.quotes.get(contract)
    if quote is None:
        raise OkxError("51001")
    return quote

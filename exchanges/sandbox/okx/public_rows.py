"""Instruments and prices as OKX publishes them."""

from __future__ import annotations

from exchanges.sandbox.contracts import Contract
from exchanges.sandbox.market import FUNDING_PERIOD_MS, Market, Quote
from exchanges.sandbox.okx.text import Row, inst_type, txt
from exchanges.sandbox.rules import band


def instrument_row(contract: Contract) -> Row:
    """One row of `public/instruments`."""
    return {
        "instType": inst_type(contract),
        "instId": contract.id,
        "instFamily": contract.family,
        "uly": contract.family,
        "category": "1",
        "baseCcy": "",
        "quoteCcy": "",
        "settleCcy": contract.settle,
        "ctType": "linear" if contract.is_linear else "inverse",
        "ctVal": txt(contract.value),
        "ctMult": txt(contract.multiplier),
        "ctValCcy": contract.base if contract.is_linear else "USD",
        "tickSz": txt(contract.tick),
        "lotSz": txt(contract.lot),
        "minSz": txt(contract.minimum),
        "maxLmtSz": txt(contract.max_limit_size),
        "maxMktSz": txt(contract.max_market_size),
        "maxLmtAmt": "20000000",
        "maxMktAmt": "",
        "maxTriggerSz": txt(contract.max_limit_size),
        "maxStopSz": txt(contract.max_market_size),
        "maxTwapSz": txt(contract.max_limit_size),
        "maxIcebergSz": txt(contract.max_limit_size),
        "maxPlatOILmt": "",
        "posLmtAmt": "",
        "posLmtPct": "",
        "lever": txt(contract.max_leverage),
        "state": contract.state,
        "ruleType": "normal",
        "listTime": txt(contract.listed_ms),
        "contTdSwTime": "",
        "openType": "",
        "auctionEndTime": "",
        "preMktSwTime": "",
        "expTime": "",
        "alias": "",
        "optType": "",
        "stk": "",
        "upcChg": [],
        "instIdCode": contract.code,
        "instCategory": "1",
        "groupId": "4",
        "futureSettlement": False,
        "tradeQuoteCcyList": [],
    }


def mark_row(quote: Quote) -> Row:
    return {
        "instType": inst_type(quote.contract),
        "instId": quote.contract.id,
        "markPx": txt(quote.mark),
        "ts": txt(quote.moved_ms),
    }


def ticker_row(quote: Quote) -> Row:
    """One row of `market/tickers` and of the `tickers` channel."""
    return {
        "instType": inst_type(quote.contract),
        "instId": quote.contract.id,
        "last": txt(quote.last),
        "lastSz": txt(quote.last_size),
        "askPx": txt(quote.ask),
        "askSz": txt(quote.asks[0].size),
        "bidPx": txt(quote.bid),
        "bidSz": txt(quote.bids[0].size),
        "open24h": txt(quote.open_24h),
        "high24h": txt(quote.high_24h),
        "low24h": txt(quote.low_24h),
        "vol24h": txt(quote.volume_24h),
        "volCcy24h": txt(quote.volume_24h * quote.contract.unit),
        "sodUtc0": txt(quote.open_24h),
        "sodUtc8": txt(quote.open_24h),
        "ts": txt(quote.moved_ms),
    }


def funding_row(market: Market, quote: Quote) -> Row:
    """One row of `public/funding-rate` and of the `funding-rate` channel."""
    due = market.next_funding_ms()
    return {
        "instType": inst_type(quote.contract),
        "instId": quote.contract.id,
        "method": "current_period",
        "formulaType": "withRate",
        "fundingRate": txt(quote.funding_rate),
        "nextFundingRate": "",
        "fundingTime": txt(due),
        "nextFundingTime": txt(due + FUNDING_PERIOD_MS),
        "prevFundingTime": txt(due - FUNDING_PERIOD_MS),
        "minFundingRate": "-0.00375",
        "maxFundingRate": "0.00375",
        "interestRate": "0.0001",
        "impactValue": "20000",
        "premium": "0",
        "settState": "settled",
        "settFundingRate": txt(quote.funding_rate),
        "ts": txt(quote.moved_ms),
    }


def limit_row(quote: Quote) -> Row:
    """One row of `public/price-limit`."""
    highest, lowest = band(quote)
    return {
        "instType": inst_type(quote.contract),
        "instId": quote.contract.id,
        "buyLmt": txt(highest),
        "sellLmt": txt(lowest),
        "enabled": True,
        "ts": txt(quote.moved_ms),
    }


def depth_row(quote: Quote, levels: int) -> Row:
    """`market/books`: price, contracts, a deprecated zero, number of orders."""

    def side(rows: list[tuple[str, str]]) -> list[list[str]]:
        return [[price, size, "0", "1"] for price, size in rows]

    return {
        "asks": side([(txt(level.price), txt(level.size)) for level in quote.asks[:levels]]),
        "bids": side([(txt(level.price), txt(level.size)) for level in quote.bids[:levels]]),
        "ts": txt(quote.moved_ms),
    }

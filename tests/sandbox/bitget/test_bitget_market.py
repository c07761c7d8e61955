"""What anybody may know of the simulated Bitget's market: candles, trades, open interest, settled funding."""

from __future__ import annotations

import itertools
from decimal import Decimal
from typing import Any

import pytest

from tests.sandbox.bitget.client import FUTURES, Person

pytestmark = pytest.mark.anyio
BTC = FUTURES | {"symbol": "BTCUSDT"}
MINUTE_MS = 60_000


async def asked(main: Person, path: str, **params: str) -> Any:
    answer = (await main.rest.get(f"/api/v2/mix/market/{path}", params=BTC | params)).json()
    assert answer["code"] == "00000", answer
    return answer["data"]


async def test_candles_come_oldest_first_and_end_at_the_last_price(main: Person):
    rows = await asked(main, "candles", granularity="1m", limit="5")
    (ticker,) = await asked(main, "ticker")
    assert [int(later[0]) - int(earlier[0]) for earlier, later in itertools.pairwise(rows)] == [MINUTE_MS] * 4
    assert rows[-1][4] == ticker["lastPr"]
    for row in rows:
        first, highest, lowest, last = (Decimal(text) for text in row[1:5])
        assert lowest <= min(first, last) <= max(first, last) <= highest
        assert Decimal(row[6]) == Decimal(row[5]) * last


async def test_past_candles_are_asked_for_by_times_and_stay_as_they_were(main: Person):
    rows = await asked(main, "candles", granularity="1H", limit="10")
    past = await asked(main, "history-candles", granularity="1H", startTime=rows[2][0], endTime=rows[5][0])
    assert past == rows[2:6]
    marks = await asked(main, "history-mark-candles", granularity="1Dutc", limit="2")
    assert len(marks) == 2
    answer = await main.rest.get("/api/v2/mix/market/candles", params=BTC | {"granularity": "7m"})
    assert answer.json()["code"] == "400172"


async def test_trades_open_interest_and_settled_funding_agree_with_the_ticker(main: Person):
    (ticker,) = await asked(main, "ticker")
    (trade,) = await asked(main, "fills")
    assert trade["price"] == ticker["lastPr"]
    assert (await asked(main, "open-interest"))["openInterestList"][0]["size"] == ticker["holdingAmount"]
    first = await asked(main, "history-fund-rate", pageSize="3")
    second = await asked(main, "history-fund-rate", pageSize="3", pageNo="2")
    times = [int(row["fundingTime"]) for row in first + second]
    assert [earlier - later for earlier, later in itertools.pairwise(times)] == [8 * 3_600_000] * 5
    assert {row["fundingRate"] for row in first} == {ticker["fundingRate"]}


async def test_a_key_is_told_what_a_trade_costs(main: Person):
    rates = await main.get("v2/common/trade-rate", {"symbol": "BTCUSDT", "businessType": "mix"})
    assert Decimal(rates["makerFeeRate"]) < Decimal(rates["takerFeeRate"])

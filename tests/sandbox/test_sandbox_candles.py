"""What anybody may know of the simulated OKX's market: candles, trades, position tiers."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest

from tests.sandbox.client import BTC, Person

pytestmark = pytest.mark.anyio
MINUTE_MS = 60_000


async def asked(main: Person, path: str, **params: str) -> list:
    answer = (await main.rest.get(f"/api/v5/{path}", params=params)).json()
    assert answer["code"] == "0", answer
    return answer["data"]


async def test_candles_come_newest_first_and_the_first_is_open_at_the_last_price(main: Person):
    rows = await asked(main, "market/candles", instId=BTC, bar="1m", limit="5")
    (ticker,) = await asked(main, "market/ticker", instId=BTC)
    assert [int(earlier[0]) - int(later[0]) for earlier, later in itertools.pairwise(rows)] == [MINUTE_MS] * 4
    assert [row[8] for row in rows] == ["0", "1", "1", "1", "1"]
    assert rows[0][4] == ticker["last"]
    for row in rows:
        first, highest, lowest, last = (Decimal(text) for text in row[1:5])
        assert lowest <= min(first, last) <= max(first, last) <= highest
    assert len(rows[0]) == 9


async def test_candles_are_paged_by_time_and_a_past_one_stays_as_it_was(main: Person):
    rows = await asked(main, "market/candles", instId=BTC, bar="1H", limit="10")
    older = await asked(main, "market/history-candles", instId=BTC, bar="1H", after=rows[3][0], limit="4")
    assert older == rows[4:8]
    newer = await asked(main, "market/candles", instId=BTC, bar="1H", before=rows[3][0])
    assert [row[0] for row in newer] == [row[0] for row in rows[:3]]
    assert len((await asked(main, "market/mark-price-candles", instId=BTC, bar="1Dutc", limit="3"))[0]) == 6


async def test_a_bar_nobody_knows_is_refused(main: Person):
    answer = (await main.rest.get("/api/v5/market/candles", params={"instId": BTC, "bar": "7m"})).json()
    assert (answer["code"], answer["msg"]) == ("51000", "Parameter bar error")


async def test_tiers_let_less_leverage_carry_more(main: Person):
    params = {"instType": "SWAP", "tdMode": "cross", "uly": "BTC-USDT"}
    tiers = await asked(main, "public/position-tiers", **params)
    leverages, sizes = ([Decimal(row[name]) for row in tiers] for name in ("maxLever", "maxSz"))
    assert leverages == sorted(leverages, reverse=True)
    assert sizes == sorted(sizes)
    assert [Decimal(row["minSz"]) for row in tiers[1:]] == [size + 1 for size in sizes[:-1]]
    assert {row["uly"] for row in tiers} == {"BTC-USDT"}


async def test_the_last_trade_is_told(main: Person):
    (row,) = await asked(main, "market/trades", instId=BTC)
    (ticker,) = await asked(main, "market/ticker", instId=BTC)
    assert (row["px"], row["sz"]) == (ticker["last"], ticker["lastSz"])

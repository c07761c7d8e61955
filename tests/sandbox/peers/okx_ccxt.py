"""Unmodified ccxt against the simulated OKX: only its addresses are changed. Not run by pytest; see `run`."""

from __future__ import annotations

import asyncio
import json
import sys

import ccxt
import ccxt.pro

BTC, ETH = "BTC/USDT:USDT", "ETH/USDT:USDT"


def client(made, venue, name, kind):
    """A ccxt exchange with a seeded key, pointed at the sandbox."""
    account = next(item for item in venue["accounts"] if item["name"] == name)
    key = next(item for item in account["keys"] if item["kind"] == kind)
    made.apiKey, made.secret, made.password = key["api_key"], key["secret"], key["passphrase"]
    made.options["fetchMarkets"] = {"types": ["swap"]}
    made.urls["api"]["rest"] = venue["rest"]
    if "ws" in made.urls["api"]:
        made.urls["api"]["ws"] = venue["ws_public"].removesuffix("/public")
    return made


def over_rest(venue):
    peer = client(ccxt.okx(), venue, "main", "trade")
    assert {BTC, ETH} <= set(peer.load_markets())
    assert peer.fetch_balance()["USDT"]["total"] > 1_000
    held = {(item["symbol"], item["side"]) for item in peer.fetch_positions()}
    assert {(ETH, "long"), (ETH, "short")} <= held
    assert peer.fetch_open_orders()
    price = round(peer.fetch_ticker(BTC)["last"] * 0.97, 1)
    assert len(peer.fetch_ohlcv(BTC, "1m", None, 5)) == 5
    assert peer.fetch_trades(BTC)
    assert [tier["maxLeverage"] for tier in peer.fetch_market_leverage_tiers(BTC)] == [100, 50, 25]
    leg = {"posSide": "long", "tdMode": "cross"}
    limit = peer.create_order(BTC, "limit", "buy", 1, price, leg)
    assert peer.fetch_order(limit["id"], BTC)["status"] == "open"
    peer.cancel_order(limit["id"], BTC)
    assert peer.fetch_order(limit["id"], BTC)["status"] == "canceled"
    peer.create_order(BTC, "market", "buy", 1, None, leg)
    assert peer.fetch_my_trades(BTC)
    try:
        client(ccxt.okx(), venue, "main", "read").create_order(BTC, "market", "buy", 1, None, leg)
    except ccxt.ExchangeError as error:
        assert "50120" in str(error)
    else:
        raise AssertionError("a key that may only read has traded")
    print("rest: markets, balance, positions, orders, trades, a refused key")


async def over_streams(venue):
    peer = client(ccxt.pro.okx(), venue, "main", "trade")
    try:
        await peer.load_markets()
        orders = asyncio.create_task(peer.watch_orders())
        positions = asyncio.create_task(peer.watch_positions())
        assert await asyncio.wait_for(positions, 10)
        assert (await asyncio.wait_for(peer.watch_balance(), 10))["USDT"]["total"] > 1_000
        assert (await asyncio.wait_for(peer.watch_ticker(BTC), 10))["last"] > 0
        await peer.create_order(BTC, "market", "buy", 1, None, {"posSide": "long", "tdMode": "cross"})
        assert (await asyncio.wait_for(orders, 10))[0]["symbol"] == BTC
        print("streams: positions, balance, ticker, orders")
    finally:
        await peer.close()


if __name__ == "__main__":
    described = json.loads(sys.stdin.read())["venues"]["okx"]
    over_rest(described)
    asyncio.run(over_streams(described))

"""Unmodified ccxt against the simulated Binance: only its addresses are changed. Not run by pytest; see `run`."""

from __future__ import annotations

import asyncio
import json
import sys

import ccxt
import ccxt.pro

BTC = "BTC/USDT:USDT"


def client(made, venue, name, kind):
    """A ccxt exchange with a seeded key, pointed at the sandbox."""
    account = next(item for item in venue["accounts"] if item["name"] == name)
    key = next(item for item in account["keys"] if item["kind"] == kind)
    made.apiKey, made.secret = key["api_key"], key["secret"]
    made.options["warnOnFetchOpenOrdersWithoutSymbol"] = False
    urls = made.urls["api"]
    for name, url in urls.items():
        if isinstance(url, str):
            moved = url.replace("https://fapi.binance.com", venue["rest"])
            urls[name] = moved.replace("https://api.binance.com", venue["sapi"])
    if "ws" in urls:
        urls["ws"]["linear"] = venue["ws_legacy"] + "/ws"
        urls["ws"]["ws-api"]["linear"] = venue["ws_api"]
    return made


def over_rest(venue):
    peer = client(ccxt.binanceusdm(), venue, "main", "trade")
    markets = peer.load_markets()
    assert {BTC, "ETH/USDT:USDT", "BTC/USDC:USDC"} <= set(markets)
    assert peer.fetch_balance()["USDT"]["total"] > 1_000
    assert all(item["contracts"] > 0 and item["side"] in ("long", "short") for item in peer.fetch_positions())
    price = round(peer.fetch_ticker(BTC)["last"] * 0.97, 1)
    leg = {"positionSide": "LONG"}
    limit = peer.create_order(BTC, "limit", "buy", 0.01, price, leg)
    assert peer.fetch_order(limit["id"], BTC)["status"] == "open"
    assert limit["id"] in {order["id"] for order in peer.fetch_open_orders()}
    assert peer.edit_order(limit["id"], BTC, "limit", "buy", 0.012, price + 10, leg)["amount"] == 0.012
    assert peer.cancel_order(limit["id"], BTC)["status"] == "canceled"
    assert peer.create_order(BTC, "market", "buy", 0.01, None, leg)["status"] == "closed"
    stop = peer.create_order(BTC, "market", "sell", 0.01, None, leg | {"stopLossPrice": price})
    waiting = peer.fetch_open_orders(BTC, params={"trigger": True})
    assert stop["id"] in {order["id"] for order in waiting}
    peer.cancel_order(stop["id"], BTC, {"trigger": True})
    assert peer.fetch_my_trades(BTC)
    assert peer.fetch_ledger()
    try:
        client(ccxt.binanceusdm(), venue, "main", "read").create_order(BTC, "market", "buy", 0.01, None, leg)
    except ccxt.AuthenticationError as error:
        assert "request ip" in str(error)
    else:
        raise AssertionError("a key that may only read has traded")
    print("rest: markets, balance, positions, orders of all kinds, history, a refused key")


async def held(peer):
    """The BTC position as soon as it is told of; a first snapshot may come before it."""
    while True:
        for item in await peer.watch_positions():
            if item["symbol"] == BTC:
                return item


async def over_streams(venue):
    peer = client(ccxt.pro.binanceusdm(), venue, "oneway", "trade")
    try:
        await peer.load_markets()
        watched = [
            asyncio.create_task(call()) for call in (peer.watch_orders, peer.watch_balance, peer.watch_my_trades)
        ]
        assert (await peer.watch_mark_price(BTC))["markPrice"] > 0
        positions = asyncio.create_task(held(peer))
        while not any("/private/" in url for url in peer.clients):
            await asyncio.sleep(0.05)
        await asyncio.sleep(0.5)
        await peer.create_order(BTC, "market", "buy", 0.01)
        orders, balance, trades = [await asyncio.wait_for(task, 10) for task in watched]
        assert orders[0]["symbol"] == trades[0]["symbol"] == BTC
        assert balance["USDT"]["total"] > 2_900
        assert (await asyncio.wait_for(positions, 10))["side"] == "long"
        placed = await peer.create_order_ws(BTC, "limit", "buy", 0.01, 59_000)
        assert (await peer.cancel_order_ws(placed["id"], BTC))["status"] == "canceled"
        print("streams: orders, balance, trades, positions, mark price, orders over a socket")
    finally:
        await peer.close()


if __name__ == "__main__":
    described = json.loads(sys.stdin.read())["venues"]["binance"]
    over_rest(described)
    asyncio.run(over_streams(described))

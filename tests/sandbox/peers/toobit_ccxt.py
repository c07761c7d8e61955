"""Unmodified ccxt against the simulated Toobit: only its addresses are changed. Not run by pytest; see `run`."""

from __future__ import annotations

import asyncio
import json
import sys
from urllib.parse import urlsplit

import ccxt
import ccxt.pro

BTC, ETH = "BTC/USDT:USDT", "ETH/USDT:USDT"


def client(made, venue, name, kind):
    """A ccxt exchange with a seeded key, pointed at the sandbox."""
    account = next(item for item in venue["accounts"] if item["name"] == name)
    key = next(item for item in account["keys"] if item["kind"] == kind)
    made.apiKey, made.secret = key["api_key"], key["secret"]
    made.options["defaultType"] = "swap"
    urls = made.urls["api"]
    urls["common"] = urls["private"] = venue["rest"]
    if "ws" in urls:
        urls["ws"]["common"] = f"ws://{urlsplit(venue['ws_private']).netloc}"
    return made


def over_rest(venue):
    peer = client(ccxt.toobit(), venue, "main", "trade")
    markets = peer.load_markets()
    assert {BTC, ETH, "BTC/USDC:USDC"} <= set(markets)
    assert markets[BTC]["contractSize"] == 0.001
    assert not markets["LUNA2/USDT:USDT"]["active"]
    assert peer.fetch_balance({"type": "swap"})["USDT"]["total"] > 1_000
    held = {(item["symbol"], item["side"]) for item in peer.fetch_positions()}
    assert {(ETH, "long"), (ETH, "short")} <= held
    last = peer.fetch_ticker(BTC)["last"]
    assert peer.fetch_order_book(BTC)["bids"]
    assert BTC in peer.fetch_funding_rates()
    limit = peer.create_order(BTC, "limit", "buy", 1, last * 0.97)
    assert peer.fetch_order(limit["id"], BTC)["status"] == "open"
    assert limit["id"] in {order["id"] for order in peer.fetch_open_orders(BTC)}
    peer.cancel_order(limit["id"], BTC)
    assert peer.fetch_order(limit["id"], BTC)["status"] == "canceled"
    assert peer.create_order(BTC, "market", "buy", 1)["status"] in ("open", "closed")
    closing = peer.create_order(BTC, "market", "sell", 1, None, {"reduceOnly": True})
    assert closing["reduceOnly"]
    past = peer.fetch_closed_orders(BTC)
    assert closing["id"] in {order["info"]["result"]["orderId"] for order in past}  # As this client wraps them.
    assert peer.fetch_my_trades(BTC)
    assert peer.fetch_ledger("USDT", params={"type": "swap"})
    assert peer.fetch_leverage(BTC)["longLeverage"] == 20
    assert peer.fetch_trading_fees({"symbol": BTC})
    peer.set_leverage(10, BTC)
    kept = [peer.create_order(BTC, "limit", "buy", 1, last * 0.96)["id"] for _ in range(2)]
    peer.cancel_orders(kept, BTC)
    peer.cancel_all_orders(BTC, {"side": "BUY"})
    assert not [order for order in peer.fetch_open_orders(BTC) if order["side"] == "buy"]
    try:
        client(ccxt.toobit(), venue, "main", "read").create_order(BTC, "market", "buy", 1)
    except ccxt.OperationRejected as error:
        assert "-1020" in str(error)
    else:
        raise AssertionError("a key that may only read has traded")
    print("rest: markets, balance, positions, orders, history, settings, a refused key")


async def over_streams(venue):
    peer = client(ccxt.pro.toobit(), venue, "second", "trade")
    try:
        await peer.load_markets()
        await peer.authenticate()
        watched = [
            asyncio.create_task(call()) for call in (peer.watch_orders, peer.watch_my_trades, peer.watch_positions)
        ]
        assert (await asyncio.wait_for(peer.watch_balance({"type": "swap"}), 10))["USDT"]["total"] > 4_000
        assert (await asyncio.wait_for(peer.watch_ticker(BTC), 10))["last"] > 0
        assert (await asyncio.wait_for(peer.watch_order_book(BTC), 10))["bids"]
        await peer.create_order(BTC, "market", "buy", 1)
        orders, trades, positions = [await asyncio.wait_for(task, 10) for task in watched]
        assert orders[0]["symbol"] == trades[0]["symbol"] == positions[0]["symbol"] == BTC
        assert positions[0]["side"] == "long"
        print("streams: orders, trades, positions, balance, ticker, order book")
    finally:
        await peer.close()


if __name__ == "__main__":
    described = json.loads(sys.stdin.read())["venues"]["toobit"]
    over_rest(described)
    asyncio.run(over_streams(described))

"""Unmodified ccxt against the simulated Bitget, classic and unified: only its addresses are changed. See `run`."""

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
    made.options["defaultType"] = "swap"
    made.options["fetchMarkets"] = {"types": ["swap"]}
    urls = made.urls["api"]
    for part, url in urls.items():
        if isinstance(url, str):
            urls[part] = venue["rest"]
    if "ws" in urls:
        urls["ws"] = {
            "public": venue["ws_public"],
            "private": venue["ws_private"],
            "utaPublic": venue["ws_public_v3"],
            "utaPrivate": venue["ws_private_v3"],
        }
    return made


def over_rest(venue, name, more):
    peer = client(ccxt.bitget(), venue, name, "trade")
    peer.options["uta"] = bool(more)
    assert {BTC, ETH} <= set(peer.load_markets())
    assert peer.fetch_balance(more)["USDT"]["total"] > 1_000
    held = {(item["symbol"], item["side"]) for item in peer.fetch_positions(None, more)}
    assert {(ETH, "long"), (ETH, "short")} <= held
    assert peer.fetch_open_orders(None, None, None, more)
    last = peer.fetch_ticker(BTC, more)["last"]
    if not more:
        assert len(peer.fetch_ohlcv(BTC, "1m", None, 5)) == 5
        assert peer.fetch_trades(BTC)
    hedged = more | {"hedged": True}
    limit = peer.create_order(BTC, "limit", "buy", 0.01, round(last * 0.97, 1), hedged)
    assert peer.fetch_order(limit["id"], BTC, more)["status"] == "open"
    assert limit["id"] in {order["id"] for order in peer.fetch_open_orders(BTC, None, None, more)}
    peer.cancel_order(limit["id"], BTC, more)
    assert peer.fetch_order(limit["id"], BTC, more)["status"] == "canceled"
    peer.create_order(BTC, "market", "buy", 0.01, None, hedged)
    closing = peer.create_order(BTC, "market", "sell", 0.01, None, hedged | {"reduceOnly": True})
    assert peer.fetch_order(closing["id"], BTC, more)["status"] == "closed"
    assert peer.fetch_my_trades(BTC, None, None, more)
    try:
        reader = client(ccxt.bitget(), venue, name, "read")
        reader.options["uta"] = bool(more)
        reader.create_order(BTC, "market", "buy", 0.01, None, hedged)
    except (ccxt.ExchangeError, ccxt.PermissionDenied) as error:
        assert "40014" in str(error) or "40099" in str(error) or "permission" in str(error).lower()
    else:
        raise AssertionError("a key that may only read has traded")
    print(f"rest, {name}: markets, balance, positions, orders, trades, a refused key")


async def over_streams(venue, name, more):
    peer = client(ccxt.pro.bitget(), venue, name, "trade")
    peer.options["uta"] = bool(more)
    try:
        await peer.load_markets()
        orders = asyncio.create_task(peer.watch_orders(BTC, None, None, more))
        positions = asyncio.create_task(peer.watch_positions([BTC], None, None, more))
        assert (await asyncio.wait_for(peer.watch_balance(more), 10))["USDT"]["total"] > 1_000
        assert (await asyncio.wait_for(peer.watch_ticker(BTC, more), 10))["last"] > 0
        await asyncio.sleep(1)
        await peer.create_order(BTC, "market", "buy", 0.01, None, more | {"hedged": True})
        assert (await asyncio.wait_for(orders, 10))[0]["symbol"] == BTC
        assert (await asyncio.wait_for(positions, 10))[0]["side"] == "long"
        print(f"streams, {name}: orders, positions, balance, ticker")
    finally:
        await peer.close()


if __name__ == "__main__":
    described = json.loads(sys.stdin.read())["venues"]["bitget"]
    for account, extra in (("main", {}), ("unified", {"uta": True})):
        over_rest(described, account, extra)
        asyncio.run(over_streams(described, account, extra))

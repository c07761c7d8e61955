"""BitMart's own SDK, unmodified, against the simulated BitMart: only its addresses are changed. Not run by pytest; see
`run`."""

from __future__ import annotations

import json
import os
import queue
import sys
import time

from bitmart.api_contract import APIContract
from bitmart.api_contract_sub_account import APIContractSubAccount
from bitmart.api_system import APISystem
from bitmart.lib.cloud_exceptions import APIException
from bitmart.websocket.futures_socket_client import FuturesSocketClient

BTC = "BTCUSDT"
PATIENCE_S = 20


def key_of(venue, name, kind):
    account = next(item for item in venue["accounts"] if item["name"] == name)
    return next(item for item in account["keys"] if item["kind"] == kind)


def client(venue, name, kind, made=APIContract, **instead):
    key = key_of(venue, name, kind) | instead
    return made(key["api_key"], key["secret"], key["passphrase"], venue["rest"], (5, 10))


def data(answer):
    body, limits = answer
    assert str(body["code"]) == "1000", body
    assert int(limits["Remaining"]) <= int(limits["Limit"])
    return body["data"]


def refused(call, code):
    try:
        body, _ = call()
    except APIException as error:
        body = json.loads(error.response)
    assert body["code"] == code, body


def over_rest(venue):
    told = data(APISystem(url=venue["spot"], timeout=(5, 10)).get_system_time())
    assert abs(told["server_time"] - time.time() * 1_000) < 10_000
    peer = client(venue, "main", "trade")
    listed = {row["symbol"]: row for row in data(peer.get_details())["symbols"]}
    assert float(listed[BTC]["contract_size"]) == 0.001
    assert data(peer.get_depth(BTC))["asks"]
    assert data(peer.get_funding_rate(BTC))["funding_time"] > told["server_time"]
    now = int(time.time())
    assert data(peer.get_kline(BTC, 1, now - 600, now))
    assert float(data(peer.get_assets_detail())[0]["equity"]) > 1_000
    assert data(peer.get_position_mode())["position_mode"] == "hedge_mode"
    assert {row["position_side"] for row in data(peer.get_position_v2())} == {"long", "short"}
    assert data(peer.get_position()) and data(peer.get_position_risk())
    assert data(peer.get_open_order()) and data(peer.get_current_plan_order())
    assert data(peer.get_trades(BTC)) and data(peer.get_transaction_history())
    trade(peer, float(listed[BTC]["last_price"]))
    assert data(peer.get_transfer_list(1, 10))["records"]
    main = client(venue, "main", "transfer", APIContractSubAccount)
    data(main.post_main_to_sub("peer-1", "5", "USDT", "desk-01"))
    assert data(main.get_sub_wallet("desk-01"))["wallet"][0]["currency"] == "USDT"
    refused(lambda: client(venue, "main", "read").post_cancel_orders(BTC), 30012)
    refused(lambda: client(venue, "main", "trade", passphrase="another memo").post_cancel_orders(BTC), 30005)
    refused(lambda: client(venue, "main", "expired").get_assets_detail(), 30011)
    print("rest: contracts, balance, positions, orders of all kinds, transfers, three refused keys")


def trade(peer, last):
    """Limit, market, plan, target and trailing orders, and what becomes of them."""
    low = str(int(last * 0.97))
    opens = {"leverage": "10", "open_type": "cross", "size": 10}
    placed = data(peer.post_submit_order(BTC, "peer1", "limit", 1, mode=1, price=low, **opens))
    order = data(peer.get_order(BTC, str(placed["order_id"])))
    assert (order["state"], order["client_order_id"]) == (2, "peer1")
    data(peer.post_modify_limit_order(BTC, order_id=placed["order_id"], price=str(int(last * 0.96)), size=12))
    data(peer.post_cancel_order(BTC, str(placed["order_id"])))
    assert data(peer.get_order(BTC, str(placed["order_id"])))["state"] == 4
    assert data(peer.post_submit_order(BTC, "peer2", "market", 1, **opens))["price"] == "market price"
    plan = data(
        peer.post_submit_plan_order(
            BTC, "market", 1, trigger_price=str(int(last * 1.1)), price_way=1, price_type=1, **opens
        )
    )
    assert str(plan["order_id"]) in {row["order_id"] for row in data(peer.get_current_plan_order(BTC))}
    data(peer.post_cancel_plan_order(BTC, str(plan["order_id"])))
    trailing = data(peer.post_submit_trail_order(BTC, 3, "10", "cross", 10, str(int(last * 1.05)), "1", 1))
    data(peer.post_cancel_trail_order(BTC, str(trailing["order_id"])))
    data(peer.post_submit_leverage("XRPUSDT", "cross", "7"))


def over_streams(venue):
    key, heard = key_of(venue, "main", "trade"), queue.Queue()
    public = FuturesSocketClient(venue["ws_public"], on_message=heard.put)
    public.subscribe([f"futures/ticker:{BTC}", f"futures/depth5:{BTC}", f"futures/klineBin1m:{BTC}"])
    wanted = {f"futures/ticker:{BTC}", f"futures/depth5:{BTC}", f"futures/klineBin1m:{BTC}", "System"}
    until(heard, lambda message: wanted.discard(message.get("group")) or not wanted)
    news = queue.Queue()
    private = FuturesSocketClient(
        venue["ws_private"],
        on_message=news.put,
        api_key=key["api_key"],
        api_secret_key=key["secret"],
        api_memo=key["passphrase"],
    )
    private.login(timeout=1)
    until(news, lambda message: message.get("action") == "access" and message["success"])
    private.subscribe(["futures/asset:USDT", "futures/position", "futures/order"])
    for _ in range(3):
        until(news, lambda message: message.get("action") == "subscribe" and message["success"])
    peer = client(venue, "main", "trade")
    data(peer.post_submit_order(BTC, "peer3", "market", 1, leverage="10", open_type="cross", size=10))
    groups = {"futures/asset:USDT", "futures/position", "futures/order"}
    until(news, lambda message: groups.discard(message.get("group")) or not groups)
    print("streams: ticker, depth, candles, pong, login, asset, position, orders")


def until(heard, holds):
    """Read messages until one makes it true."""
    deadline = time.monotonic() + PATIENCE_S
    while not holds(heard.get(timeout=max(0.1, deadline - time.monotonic()))):
        pass


if __name__ == "__main__":
    described = json.loads(sys.stdin.read())["venues"]["bitmart"]
    over_rest(described)
    over_streams(described)
    sys.stdout.flush()
    os._exit(0)  # The SDK's threads never end.

"""Unmodified python-okx against the simulated OKX: only its address is changed. Not run by pytest; see `run`."""

from __future__ import annotations

import json
import sys

from okx.Account import AccountAPI
from okx.MarketData import MarketAPI
from okx.Trade import TradeAPI

BTC = "BTC-USDT-SWAP"


def rows(answer):
    assert answer["code"] == "0", answer
    return answer["data"]


def check(venue):
    main = next(item for item in venue["accounts"] if item["name"] == "main")
    key = next(item for item in main["keys"] if item["kind"] == "trade")
    where = (key["api_key"], key["secret"], key["passphrase"], False, "0", venue["rest"])
    account, trade = AccountAPI(*where), TradeAPI(*where)
    assert rows(account.get_account_config())[0]["uid"] == main["uid"]
    assert float(rows(account.get_account_balance())[0]["totalEq"]) > 1_000
    assert rows(account.get_positions(instType="SWAP"))
    last = float(rows(MarketAPI(flag="0", domain=venue["rest"]).get_ticker(BTC))[0]["last"])
    order = rows(
        trade.place_order(
            instId=BTC, tdMode="cross", side="buy", posSide="long", ordType="limit", sz="1", px=f"{last * 0.97:.1f}"
        )
    )[0]
    assert rows(trade.get_order(BTC, ordId=order["ordId"]))[0]["state"] == "live"
    rows(trade.cancel_order(BTC, ordId=order["ordId"]))
    assert rows(trade.get_order(BTC, ordId=order["ordId"]))[0]["state"] == "canceled"
    assert rows(trade.get_fills(instType="SWAP"))
    wrong = AccountAPI(key["api_key"], key["secret"], "Wrong#Pass1", False, "0", venue["rest"])
    assert wrong.get_account_config()["code"] == "50105"
    print("account, balance, positions, orders, fills, a refused passphrase")


if __name__ == "__main__":
    check(json.loads(sys.stdin.read())["venues"]["okx"])

"""Unmodified tronpy against the simulated TRON node: only its address is changed. Not run by pytest; see `run`."""

from __future__ import annotations

import json
import sys
import urllib.request

from tronpy import Tron
from tronpy.providers import HTTPProvider


def post(url, body):
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


def check(described):
    chain, control = described["chains"]["tron"], described["control"]
    node = Tron(HTTPProvider(chain["rest"]))
    sent = post(f"{control}/tron/transfer", {"to": chain["wallet"], "amount_raw": "1370000"})
    post(f"{control}/tron/mine", {"blocks": 25})
    assert node.get_latest_block()["block_header"]["raw_data"]["number"] > 0
    receipt = node.get_transaction_info(sent["tx_id"])
    (log,) = receipt["log"]
    assert int(log["data"], 16) == 1_370_000
    print("blocks, the receipt of a transaction and its log")


if __name__ == "__main__":
    check(json.loads(sys.stdin.read()))

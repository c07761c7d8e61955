"""Unmodified tronpy against a node that speaks TRON: only its address is changed. Not run by pytest; see `run`.

The node is the simulated one, where this script makes the payments itself, or a real EVM node behind TRON's interface
(`tests.chains.played_tron`), whose payments stand in what it tells of itself.
"""

from __future__ import annotations

import json
import sys
import urllib.request

from tronpy import Tron
from tronpy.exceptions import TransactionNotFound
from tronpy.providers import HTTPProvider

TRANSFER, TRANSFER_FROM, PAY_MANY = "a9059cbb", "23b872dd", "dfbad5ab"
VIEW = {"type": "Function", "stateMutability": "View"}
BALANCE_OF = VIEW | {
    "name": "balanceOf",
    "inputs": [{"name": "who", "type": "address"}],
    "outputs": [{"type": "uint256"}],
}


def post(url, body):
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


def make_payments(described):
    """On the simulated chain: one of each kind that becomes solid, and one that is only in a block."""
    control = f"{described['control']}/tron"
    # Somebody who has received nothing yet.
    to = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8"

    def sent(call, selector, raws, *, ok=True, **body):
        told = post(f"{control}/{call}", body)
        return {"tx_id": told["tx_id"], "selector": selector, "raws": raws, "ok": ok}

    settled = [
        sent("transfer", TRANSFER, [1_370_000], to=to, amount_raw="1370000"),
        sent("transfer_from", TRANSFER_FROM, [5], to=to, amount_raw="5", spender=to),
        sent("batch", PAY_MANY, [7, 9], transfers=[{"to": to, "amount_raw": raw} for raw in ("7", "9")]),
        sent("fail", TRANSFER, [], ok=False, to=to, amount_raw="11"),
    ]
    post(f"{control}/mine", {"blocks": 25})
    fresh = sent("transfer", TRANSFER, [13], to=to, amount_raw="13")
    post(f"{control}/mine", {"blocks": 1})
    return {"to": to, "balance": 1_370_000 + 5 + 7 + 9 + 13, "settled": settled, "fresh": fresh}


def check(described):
    chain = described["chains"]["tron"]
    payments = described.get("payments") or make_payments(described)
    node = Tron(HTTPProvider(chain["rest"]))
    for sent in payments["settled"]:
        check_transaction(node, sent, chain["usdt"])
        assert node.get_solid_transaction_info(sent["tx_id"]) == node.get_transaction_info(sent["tx_id"])
    check_transaction(node, payments["fresh"], chain["usdt"])
    must_be_unknown(node.get_solid_transaction_info, payments["fresh"]["tx_id"])
    must_be_unknown(node.get_transaction, "ab" * 32)
    print("transactions, their calls, receipts and logs, in blocks and solid")
    # Blocks come by themselves meanwhile: both ways of asking agree unless one comes between them.
    assert any(agree_on_heads(node) for _ in range(20))
    print("blocks, and the node of itself")
    contract = node.get_contract(chain["usdt"])
    contract.abi = [BALANCE_OF]
    assert contract.functions.balanceOf(payments["to"]) == payments["balance"]
    print("the contract, and what somebody holds")


def agree_on_heads(node):
    solid, head, head_id = (
        node.get_latest_solid_block_number(),
        node.get_latest_block_number(),
        node.get_latest_block_id(),
    )
    told = node.get_latest_block()
    is_solid = solid == node.get_latest_solid_block()["block_header"]["raw_data"]["number"]
    is_head = (head, head_id) == (told["block_header"]["raw_data"]["number"], told["blockID"])
    return is_solid and is_head and head - solid == 18


def check_transaction(node, sent, usdt):
    tx_id, result = sent["tx_id"], "SUCCESS" if sent["ok"] else "REVERT"
    transaction = node.get_transaction(tx_id)
    assert transaction["txID"] == tx_id
    assert transaction["ret"][0]["contractRet"] == result
    (contract,) = transaction["raw_data"]["contract"]
    assert contract["type"] == "TriggerSmartContract"
    value = contract["parameter"]["value"]
    assert value["data"].startswith(sent["selector"])
    assert (value["contract_address"] == usdt) is (sent["selector"] != PAY_MANY)
    receipt = node.get_transaction_info(tx_id)
    assert receipt["receipt"]["result"] == result
    moves = [log for log in receipt.get("log", []) if log["topics"][0].startswith("ddf252ad")]
    assert [int(log["data"], 16) for log in moves] == sent["raws"]
    assert all(log["address"] == usdt for log in moves)


def must_be_unknown(ask, tx_id):
    try:
        ask(tx_id)
    except TransactionNotFound:
        return
    raise AssertionError(f"{tx_id} was not to be known here")


if __name__ == "__main__":
    check(json.loads(sys.stdin.read()))

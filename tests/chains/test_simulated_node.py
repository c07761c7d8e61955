"""The simulated TRON network answers as the documents say, whoever asks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from exchanges.chains import tron_address
from exchanges.chains.evm.keccak import keccak256
from exchanges.sandbox.chain_blocks import KEPT_BLOCKS
from exchanges.sandbox.tron import RULES, TronNode
from tests.chains.network import Network, network

pytestmark = pytest.mark.anyio

USDT = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"
USDT_HEX = "a614f803b6fd780986a42c78ec9c7f77e6ded13c"
TRANSFER = "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"


class Asker:
    """Plain HTTP to the node."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def post(self, path: str, **body: Any) -> Any:
        return (await self._client.post(path, json=body)).json()

    async def list(self, account: str, **query: Any) -> Any:
        return (await self._client.get(f"/v1/accounts/{account}/transactions/trc20", params=query)).json()

    async def rpc(self, method: str, *params: Any) -> Any:
        return await self.post("/jsonrpc", jsonrpc="2.0", id=5, method=method, params=list(params))


@pytest.fixture
async def ask(tron: Network) -> AsyncIterator[Asker]:
    async with httpx.AsyncClient(base_url=tron.base_url, trust_env=False, verify=False) as client:
        yield Asker(client)


async def test_a_receipt_has_the_documented_fields(tron: Network, ask: Asker) -> None:
    tx = await tron.pay("200.37")
    assert await ask.post("/wallet/gettransactioninfobyid", value=tx) == {}
    await tron.settle()
    info = await ask.post("/walletsolidity/gettransactioninfobyid", value=tx)
    assert info["id"] == tx
    assert info["contract_address"] == "41" + USDT_HEX
    assert info["contractResult"] == ["1".rjust(64, "0")]
    assert info["receipt"]["result"] == "SUCCESS"
    assert info["fee"] == info["receipt"]["energy_usage_total"] * 100 == 13_028_500
    [log] = info["log"]
    assert (log["address"], log["topics"][0]) == (USDT_HEX, TRANSFER)
    assert int(log["data"], 16) == 200_370_000
    assert len(log["data"]) == 64
    visible = await ask.post("/wallet/gettransactioninfobyid", value=tx, visible=True)
    assert visible["contract_address"] == visible["log"][0]["address"] == USDT


async def test_a_failed_transaction_has_a_receipt_without_logs_and_costs_its_fee(tron: Network, ask: Asker) -> None:
    tx = (await tron.post("fail", to=tron.deposit, amount="5"))["tx_id"]
    await tron.mine()
    info = await ask.post("/wallet/gettransactioninfobyid", value=tx)
    assert (info["result"], info["receipt"]["result"]) == ("FAILED", "REVERT")
    assert "log" not in info
    assert info["fee"] > 0


async def test_a_transaction_has_the_documented_fields_and_its_call(tron: Network, ask: Asker) -> None:
    wallet = (await tron.wallet())["address"]
    tx = await tron.pay("200.37")
    assert await ask.post("/wallet/gettransactionbyid", value=tx) == {}
    await tron.mine()
    assert await ask.post("/walletsolidity/gettransactionbyid", value=tx) == {}
    await tron.settle()
    told = await ask.post("/walletsolidity/gettransactionbyid", value=tx, visible=True)
    assert told["txID"] == tx
    assert told["ret"] == [{"contractRet": "SUCCESS"}]
    [signature] = told["signature"]
    assert len(bytes.fromhex(signature)) == 65
    raw = told["raw_data"]
    [contract] = raw["contract"]
    assert contract["type"] == "TriggerSmartContract"
    value = contract["parameter"]["value"]
    assert (value["owner_address"], value["contract_address"]) == (wallet, USDT)
    recipient = tron_address.from_text(tron.deposit).hex()
    assert value["data"] == "a9059cbb" + recipient.rjust(64, "0") + f"{200_370_000:064x}"
    assert raw["expiration"] == raw["timestamp"] + 60_000
    for part in (value["data"], raw["ref_block_bytes"], raw["ref_block_hash"], "41" + USDT_HEX):
        assert part in told["raw_data_hex"]
    hidden = await ask.post("/wallet/gettransactionbyid", value=tx)
    assert hidden["raw_data"]["contract"][0]["parameter"]["value"]["contract_address"] == "41" + USDT_HEX


async def test_a_transaction_tells_who_called_what_also_when_it_failed(tron: Network, ask: Asker) -> None:
    spender = tron.node.address("spender")
    by_allowance = (await tron.post("transfer_from", spender=spender, to=tron.deposit, amount="5"))["tx_id"]
    two = [{"to": tron.deposit, "amount": "1"}, {"to": tron.deposit, "amount": "2", "token": "fake"}]
    many = (await tron.post("batch", transfers=two))["tx_id"]
    failed = (await tron.post("fail", to=tron.deposit, amount="5"))["tx_id"]
    await tron.settle()
    told = {}
    for tx in (by_allowance, many, failed):
        answer = await ask.post("/wallet/gettransactionbyid", value=tx, visible=True)
        value = answer["raw_data"]["contract"][0]["parameter"]["value"]
        told[tx] = (answer["ret"][0]["contractRet"], value["data"][:8], value["owner_address"])
    wallet = (await tron.wallet())["address"]
    assert told[by_allowance] == ("SUCCESS", "23b872dd", spender)
    assert told[many] == ("SUCCESS", keccak256(b"pay(address[],address[],uint256[])").hex()[:8], wallet)
    assert told[failed][:2] == ("REVERT", "a9059cbb")


async def test_the_node_tells_of_itself(tron: Network, ask: Asker) -> None:
    await tron.settle()
    info = await ask.post("/wallet/getnodeinfo")
    state = await tron.post("mine", blocks=0)
    assert info["block"].startswith(f"Num:{state['head']},ID:")
    assert info["solidityBlock"].startswith(f"Num:{state['solid']},ID:")
    assert info["peerList"] == []
    assert "simulated" in info["configNodeInfo"]["codeVersion"]


async def test_the_second_payment_to_a_holder_costs_less(tron: Network, ask: Asker) -> None:
    first, second = await tron.pay("1"), await tron.pay("1")
    await tron.mine()
    fees = [(await ask.post("/wallet/gettransactioninfobyid", value=tx))["fee"] for tx in (first, second)]
    assert fees == [13_028_500, 6_428_500]


async def test_blocks_follow_each_other_and_become_solid_after_eighteen_more(tron: Network, ask: Asker) -> None:
    before = await ask.post("/wallet/getnowblock")
    await tron.mine()
    head, solid = await ask.post("/wallet/getnowblock"), await ask.post("/walletsolidity/getnowblock")
    assert head["block_header"]["raw_data"]["parentHash"] == before["blockID"]
    numbers = [block["block_header"]["raw_data"]["number"] for block in (head, solid)]
    assert numbers[0] - numbers[1] == 18
    assert int(head["blockID"][:16], 16) == numbers[0]


async def test_the_contract_answers_constant_calls(tron: Network, ask: Asker) -> None:
    await tron.pay("200.37")
    await tron.mine()

    async def call(selector: str, parameter: str = "") -> str:
        question = {"owner_address": USDT, "contract_address": USDT, "visible": True, "parameter": parameter}
        answer = await ask.post("/wallet/triggerconstantcontract", function_selector=selector, **question)
        result: str = answer["constant_result"][0]
        return result

    assert int(await call("decimals()"), 16) == 6
    symbol = bytes.fromhex(await call("symbol()"))
    assert symbol[64 : 64 + int.from_bytes(symbol[32:64])] == b"USDT"
    holder = (await ask.list(tron.deposit))["data"][0]
    log = (await ask.post("/wallet/gettransactioninfobyid", value=holder["transaction_id"]))["log"][0]
    assert int(await call("balanceOf(address)", log["topics"][2]), 16) == 200_370_000


async def test_what_is_not_there_is_answered_as_documented(tron: Network, ask: Asker) -> None:
    nobody = tron.node.address("nobody")
    assert await ask.post("/wallet/getcontract", value=nobody, visible=True) == {}
    assert await ask.post("/wallet/getaccount", address=nobody, visible=True) == {}
    assert (await ask.post("/wallet/getaccount", address=tron.described["wallet"], visible=True))["balance"] > 0
    refused = await ask.post("/wallet/triggerconstantcontract", contract_address=nobody, function_selector="decimals()")
    assert refused["result"]["code"] == "CONTRACT_VALIDATE_ERROR"
    assert (await ask.list("T-not-an-address"))["success"] is False


async def test_the_index_lists_newest_first_twenty_at_a_time_unless_asked_otherwise(tron: Network, ask: Asker) -> None:
    for number in range(23):
        await tron.pay(f"{number + 1}")
        await tron.mine()
    first = await ask.list(tron.deposit)
    assert [row["value"] for row in first["data"]] == [f"{number}000000" for number in range(23, 3, -1)]
    rest = await ask.list(tron.deposit, fingerprint=first["meta"]["fingerprint"])
    assert [row["value"] for row in rest["data"]] == ["3000000", "2000000", "1000000"]
    assert "fingerprint" not in rest["meta"]
    oldest = await ask.list(tron.deposit, order_by="block_timestamp,asc", limit=1)
    assert oldest["data"][0]["value"] == "1000000"
    row = oldest["data"][0]
    assert row["token_info"] == {"symbol": "USDT", "address": USDT, "decimals": 6, "name": "Tether USD"}
    assert (row["from"], row["to"], row["type"]) == (tron.described["wallet"], tron.deposit, "Transfer")


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 201},
        {"limit": 0},
        {"order_by": "amount"},
        {"only_confirmed": "true", "only_unconfirmed": "true"},
        {"fingerprint": "nonsense"},
    ],
)
async def test_the_index_refuses_questions_it_does_not_understand(
    tron: Network, ask: Asker, query: dict[str, Any]
) -> None:
    answer = await ask.list(tron.deposit, **query)
    assert (answer["success"], answer["statusCode"]) == (False, 400)


async def test_a_page_mark_belongs_to_one_question(tron: Network, ask: Asker) -> None:
    await tron.pay("1")
    await tron.pay("2")
    await tron.mine()
    mark = (await ask.list(tron.deposit, limit=1))["meta"]["fingerprint"]
    assert (await ask.list(tron.deposit, limit=2, fingerprint=mark))["success"] is False


async def test_the_index_filters_by_side_time_contract_and_confirmation(tron: Network, ask: Asker) -> None:
    early = await tron.pay("1")
    await tron.mine(19)
    await tron.pay("2", token="fake")
    late = await tron.pay("3")
    await tron.mine()

    async def ids(account: str = tron.deposit, **query: Any) -> set[str]:
        return {row["transaction_id"] for row in (await ask.list(account, **query))["data"]}

    assert await ids(contract_address=USDT) == {early, late}
    assert await ids(contract_address=USDT, only_confirmed="true") == {early}
    assert await ids(contract_address=USDT, only_unconfirmed="true") == {late}
    assert await ids(only_from="true") == set()
    assert await ids(tron.described["wallet"], only_to="true") == set()
    times = {row["transaction_id"]: row["block_timestamp"] for row in (await ask.list(tron.deposit))["data"]}
    assert await ids(contract_address=USDT, min_timestamp=times[late]) == {late}
    assert await ids(contract_address=USDT, max_timestamp=times[early]) == {early}


async def test_the_node_speaks_ethereum_too(tron: Network, ask: Asker) -> None:
    tx = await tron.pay("200.37")
    await tron.mine()
    assert int((await ask.rpc("eth_chainId"))["result"], 16) == 728_126_428
    head = (await ask.rpc("eth_blockNumber"))["result"]
    [log] = (await ask.rpc("eth_getLogs", {"fromBlock": head, "toBlock": "latest", "address": "0x" + USDT_HEX}))[
        "result"
    ]
    assert (log["transactionHash"], log["blockNumber"], log["logIndex"]) == ("0x" + tx, head, "0x0")
    assert (await ask.rpc("eth_getBlockByNumber", "safe", False))["error"]["code"] == -32602
    assert (await ask.rpc("eth_getBlockByNumber", hex(int(head, 16) + 1), False))["result"] is None
    too_wide = {"fromBlock": hex(int(head, 16) - 5_001), "toBlock": head}
    assert "exceed max block range" in (await ask.rpc("eth_getLogs", too_wide))["error"]["message"]


async def test_solid_blocks_are_never_reorganised(tron: Network) -> None:
    await tron.settle()
    solid = tron.node.blocks.solid
    await tron.post("rollback", depth=18)
    assert tron.node.blocks.solid == solid
    with pytest.raises(AssertionError, match="solid blocks stay"):
        await tron.post("rollback", depth=1)


async def test_a_rollback_gives_the_money_back(tron: Network) -> None:
    before = await tron.wallet()
    await tron.pay("200.37")
    await tron.mine(2)
    assert (await tron.wallet())["balance"] == "999799.630000"
    await tron.post("rollback", depth=2)
    assert await tron.wallet() == before


async def test_a_wallet_that_owns_too_little_pays_nothing(tron: Network) -> None:
    tx = await tron.pay("1000000.01")
    await tron.mine()
    assert not tron.node.blocks.transactions[tx].ok
    assert (await tron.wallet())["balance"] == "1000000.000000"


@pytest.mark.parametrize(
    "body", [{"to": "nowhere", "amount": "1"}, {"amount": "1"}, {"to": USDT}, {"to": USDT, "amount": "0.0000001"}]
)
async def test_the_control_refuses_what_it_does_not_understand(tron: Network, body: dict[str, str]) -> None:
    with pytest.raises(AssertionError, match="error"):
        await tron.post("transfer", **body)


async def test_a_dumped_chain_goes_on_where_it_was(tron: Network) -> None:
    tx = await tron.pay("200.37")
    await tron.mine(2)
    waiting = await tron.pay("1")
    later = TronNode(seed=7, block_ms=None)
    later.load(tron.node.dump())
    async with network(later) as again:
        assert await again.wallet() == await tron.wallet()
        await again.settle()
        await tron.settle()
        assert later.blocks.transactions[tx].height
        assert later.blocks.transactions[waiting].height
        assert await again.pay("1") == await tron.pay("1")


async def test_blocks_come_by_themselves_while_the_node_runs() -> None:
    node = TronNode(seed=7, block_ms=1)
    running = asyncio.create_task(node.run())
    start = node.blocks.head.number
    while node.blocks.head.number < start + 3:
        await asyncio.sleep(0)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


def test_a_long_running_node_keeps_what_matters_and_forgets_empty_blocks() -> None:
    node = TronNode(seed=7, block_ms=None)
    tx = node.blocks.submit("0" * 40, USDT_HEX, [])
    node.blocks.mine(KEPT_BLOCKS + 100)
    height = node.blocks.transactions[tx].height
    assert node.blocks.at(height) is not None
    assert node.blocks.at(RULES.first_height) is None
    assert len(node.dump()["blocks"]) < KEPT_BLOCKS + 10

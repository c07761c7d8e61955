"""The simulated EVM nodes: our client reads them as it reads a real one, and their answers have a real node's shape."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from exchanges.chains.chain import Proof
from exchanges.chains.evm.chain import EvmChain
from exchanges.chains.evm.network import EvmNetwork
from exchanges.chains.facts import CHAINS
from exchanges.core.clock import now_ms
from exchanges.core.errors import VenueUnavailable
from exchanges.core.secret import Secret
from exchanges.sandbox.evm import KINDS, EvmNode
from tests.chains.evm_world import EvmWorld
from tests.chains.serving import served

pytestmark = pytest.mark.anyio


class Simulated:
    """A simulated network, what a test does to it, and our client of it."""

    def __init__(self, key: str, node: EvmNode, http: httpx.AsyncClient, url: str) -> None:
        self.key = key
        self.node = node
        self.deposit = node.address("operator")
        self._http = http
        self.client = EvmChain(EvmNetwork(CHAINS[key], (Secret(url),), requests_per_s=0), now=now_ms)

    async def post(self, call: str, **body: Any) -> dict[str, Any]:
        answer = await self._http.post(f"/control/{call}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def rpc(self, method: str, *params: Any) -> dict[str, Any]:
        question = {"jsonrpc": "2.0", "id": 7, "method": method, "params": params}
        answer: dict[str, Any] = (await self._http.post("/", json=question)).json()
        assert (answer["jsonrpc"], answer["id"]) == ("2.0", 7)
        return answer

    async def pay(self, amount: str, **more: Any) -> str:
        return str((await self.post("transfer", **({"to": self.deposit, "amount": amount} | more)))["tx_id"])

    async def mine(self, blocks: int = 1) -> None:
        await self.post("mine", blocks=blocks)

    async def settle(self) -> None:
        await self.mine(KINDS[self.key].rules.solid_after + 1)

    async def proof(self, tx: str, *, final: bool = True) -> Proof | None:
        await self.client.heads()
        return await self.client.prove(tx, [self.deposit], final=final)

    async def raws(self, tx: str) -> list[tuple[int, int]]:
        proof = await self.proof(tx)
        assert proof is not None
        return [(transfer.log_pos, transfer.raw) for transfer in proof.transfers]

    async def found(self, *, final: bool = True) -> list[str]:
        heads = await self.client.heads()
        upto = (heads.final if final else heads.head).height
        found = await self.client.finders[0].find([self.deposit], upto - 200, upto, final=final)
        return [hint.tx_hash for hint in found.hints]


@asynccontextmanager
async def simulated(key: str) -> AsyncIterator[Simulated]:
    node = EvmNode(key, 7, None)
    both = Starlette(routes=[Mount("/control", node.control), Mount("/", node.app)])
    async with served(both) as url, httpx.AsyncClient(base_url=url, trust_env=False, verify=False) as http:
        made = Simulated(key, node, http, url)
        yield made
        await made.client.aclose()


@pytest.fixture(params=["bsc", "eth"])
async def sim(request: pytest.FixtureRequest) -> AsyncIterator[Simulated]:
    async with simulated(request.param) as made:
        yield made


async def test_the_self_check_accepts_it(sim: Simulated) -> None:
    await sim.client.check()


async def test_a_payment_is_found_and_proved_once_it_is_final(sim: Simulated) -> None:
    tx = await sim.pay("200.37")
    assert await sim.proof(tx, final=False) is None
    await sim.mine()
    assert await sim.found(final=False) == [tx]
    assert await sim.proof(tx, final=False) is not None
    assert await sim.proof(tx) is None
    await sim.settle()
    assert await sim.found() == [tx]
    assert await sim.raws(tx) == [(0, 20_037 * 10 ** (KINDS[sim.key].decimals - 2))]


async def test_what_is_no_payment_proves_nothing(sim: Simulated) -> None:
    fake = await sim.pay("200.37", token="fake")
    nothing = await sim.pay("0")
    elsewhere = await sim.pay("200.37", to=sim.node.address("somebody"))
    failed = (await sim.post("fail", to=sim.deposit, amount="200.37"))["tx_id"]
    await sim.settle()
    for tx in (fake, nothing, elsewhere, failed):
        assert await sim.raws(tx) == []
    assert await sim.found() == [nothing]


async def test_allowances_and_batches_are_proved_by_their_logs(sim: Simulated) -> None:
    spender = sim.node.address("spender")
    moved = (await sim.post("transfer_from", spender=spender, to=sim.deposit, amount_raw="5"))["tx_id"]
    parts = [
        {"to": sim.deposit, "amount_raw": raw, "token": token} for raw, token in ((6, "usdt"), (7, "fake"), (8, "usdt"))
    ]
    batch = (await sim.post("batch", transfers=parts))["tx_id"]
    await sim.settle()
    assert await sim.raws(moved) == [(1, 5)]
    assert await sim.raws(batch) == [(0, 6), (2, 8)]


@pytest.mark.parametrize("keep", [True, False])
async def test_a_reorganisation_moves_a_payment_or_takes_it(sim: Simulated, keep: bool) -> None:
    tx = await sim.pay("200.37")
    await sim.mine(2)
    before = await sim.proof(tx, final=False)
    await sim.post("reorg", depth=2, keep=keep)
    after = await sim.proof(tx, final=False)
    assert before is not None
    assert (after is not None) == keep
    if after is not None:
        assert after.height > before.height


@pytest.mark.parametrize("fault", ["throttled", "html", "error_200", "garbage", "unavailable"])
async def test_its_faults_are_a_providers(sim: Simulated, fault: str) -> None:
    await sim.post("faults", name=fault)
    with pytest.raises(Exception, match=r".") as refused:
        await sim.client.heads()
    assert type(refused.value).__module__ == "exchanges.core.errors"


async def test_a_final_height_can_be_made_to_stand_still(sim: Simulated) -> None:
    await sim.post("solid", frozen=True)
    before = await sim.client.heads()
    await sim.mine(10)
    after = await sim.client.heads()
    assert after.finalized == before.finalized
    assert after.head.height == before.head.height + 10


async def test_it_refuses_what_a_node_refuses(sim: Simulated) -> None:
    head = int((await sim.rpc("eth_blockNumber"))["result"], 16)
    beyond = {"fromBlock": hex(head), "toBlock": hex(head + 1)}
    assert (await sim.rpc("eth_getLogs", beyond))["error"]["code"] == -32000
    wide = {"fromBlock": hex(head - 5_001), "toBlock": hex(head)}
    assert (await sim.rpc("eth_getLogs", wide))["error"] == {"code": -32602, "message": "exceed max block range: 5000"}
    assert (await sim.rpc("eth_sendRawTransaction", "0x"))["error"]["code"] == -32601
    assert (await sim.rpc("eth_getBlockByNumber"))["error"]["code"] == -32602
    assert (await sim.rpc("eth_call", {"to": sim.node.address("nobody"), "data": "0x313ce567"}))["result"] == "0x"


async def test_it_goes_on_after_a_restart(sim: Simulated) -> None:
    tx = await sim.pay("200.37")
    await sim.settle()
    again = EvmNode(sim.key, 7, None)
    again.load(sim.node.dump())
    assert again.blocks.head == sim.node.blocks.head
    assert again.blocks.transactions[tx].height == sim.node.blocks.transactions[tx].height
    assert again.blocks.balances == sim.node.blocks.balances


async def test_a_client_of_another_network_notices(sim: Simulated) -> None:
    other = {"bsc": "eth", "eth": "bsc"}[sim.key]
    facts = replace(CHAINS[other], usdt=CHAINS[sim.key].usdt)
    client = EvmChain(EvmNetwork(facts, (Secret(str(sim._http.base_url)),), requests_per_s=0), now=now_ms)
    with pytest.raises(Exception, match="not of"):
        await client.check()
    await client.aclose()
    with pytest.raises(VenueUnavailable):
        await sim.post("faults", name="unavailable")
        await sim.client.heads()


# -- a real node as the judge --------------------------------------------------------------------------------------


def kinds(answer: Any) -> Any:
    """An answer with values replaced by what they are: the length of hex, whether hex at all, true or false."""
    if isinstance(answer, dict):
        return {name: kinds(value) for name, value in answer.items()}
    if isinstance(answer, list):
        return [kinds(value) for value in answer[:1]]
    if isinstance(answer, str) and answer.startswith("0x"):
        return len(answer) if len(answer) in (42, 66, 514) else "0x"
    return type(answer).__name__


def assert_within(ours: Any, real: Any, path: str = "") -> None:
    """Everything the simulation tells, a real node tells in the same shape."""
    if isinstance(ours, dict):
        for name, value in ours.items():
            assert name in real, f"{path}.{name} is not told by a real node"
            assert_within(value, real[name], f"{path}.{name}")
    elif isinstance(ours, list):
        for one, other in zip(ours, real, strict=True):
            assert_within(one, other, path)
    else:
        assert ours == real, path


async def test_answers_have_the_shape_a_real_node_gives_them(bsc: EvmWorld) -> None:
    real_tx = bsc.pay(10**18)
    failed_tx = bsc.pay(10**18, sender=bsc.penniless)
    bsc.settle()
    async with simulated("bsc") as sim:
        tx, failed = await sim.pay("1"), (await sim.post("fail", to=sim.deposit, amount="1"))["tx_id"]
        await sim.settle()
        wanted = {"fromBlock": "earliest", "toBlock": "latest", "address": bsc.facts.usdt}
        sim_head = int((await sim.rpc("eth_blockNumber"))["result"], 16)
        sim_wanted = wanted | {"fromBlock": hex(sim_head - 10)}
        only_ours = [None, None, "0x" + bsc.deposit[2:].lower().rjust(64, "0")]
        pairs = [
            (
                await sim.rpc("eth_getTransactionReceipt", "0x" + tx),
                bsc.rpc("eth_getTransactionReceipt", "0x" + real_tx),
            ),
            (
                await sim.rpc("eth_getTransactionReceipt", "0x" + failed),
                bsc.rpc("eth_getTransactionReceipt", "0x" + failed_tx),
            ),
            (await sim.rpc("eth_getLogs", sim_wanted), bsc.rpc("eth_getLogs", wanted | {"topics": only_ours})),
            (
                await sim.rpc("eth_getBlockByNumber", "finalized", False),
                bsc.rpc("eth_getBlockByNumber", "finalized", False),
            ),
            (await sim.rpc("eth_getTransactionReceipt", "0x" + "ab" * 32), None),
            (await sim.rpc("eth_chainId"), bsc.rpc("eth_chainId")),
            (await sim.rpc("eth_getBalance", sim.deposit, "latest"), bsc.rpc("eth_getBalance", bsc.deposit, "latest")),
        ]
        for data in ("0x313ce567", "0x95d89b41", "0x06fdde03", "0x70a08231" + "00" * 32):
            call = {"to": bsc.facts.usdt, "data": data}
            told = await sim.rpc("eth_call", call, "latest")
            assert told["result"] == bsc.rpc("eth_call", call, "latest")
    for ours, real in pairs:
        assert_within(kinds(ours["result"]), kinds(real))

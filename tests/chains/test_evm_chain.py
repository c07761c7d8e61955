"""Our EVM client against a real node: what it finds, and what it accepts as proved."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exchanges.chains.chain import Hint, Proof
from exchanges.chains.evm.chain import EvmChain
from exchanges.chains.evm.network import EvmNetwork
from exchanges.core.errors import Unexpected, VenueUnavailable
from exchanges.core.secret import Secret
from tests.chains.contracts import call
from tests.chains.evm_world import EvmWorld, RpcRefused

pytestmark = pytest.mark.anyio

USDT_37 = "200.37"


async def found_by(chain: EvmChain, evm: EvmWorld, *, final: bool = True) -> list[Hint]:
    heads = await chain.heads()
    point = heads.final if final else heads.head
    return list((await chain.finders[0].find([evm.deposit], 0, point.height, final=final)).hints)


async def proof_of(chain: EvmChain, evm: EvmWorld, tx: str, *, final: bool = True) -> Proof | None:
    await chain.heads()
    return await chain.prove(tx, [evm.deposit], final=final)


def sums(proof: Proof | None) -> list[tuple[int, int]]:
    """(position, raw) of what is proved."""
    assert proof is not None
    return [(transfer.log_pos, transfer.raw) for transfer in proof.transfers]


# -- the node is the right one -------------------------------------------------------------------------------------


async def test_the_self_check_accepts_the_real_contract_on_a_node_that_is_up_to_date(evm_chain: EvmChain) -> None:
    await evm_chain.check()
    [provider] = evm_chain.providers
    assert (provider.host, provider.trouble) == ("127.0.0.1", None)
    assert provider.height > 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"chain_id": 5}, "not of"),
        ({"usdt": "0x" + "12" * 20}, "no contract"),
        ({"decimals": 8}, "decimals"),
    ],
)
async def test_a_node_of_another_network_or_another_contract_is_refused(
    evm: EvmWorld, change: dict[str, object], words: str
) -> None:
    network = EvmNetwork(replace(evm.facts, **change), (Secret(evm.url),), requests_per_s=0)
    client = EvmChain(network, now=evm.now)
    with pytest.raises(Unexpected, match=words):
        await client.check()
    [provider] = client.providers
    assert isinstance(provider.trouble, Unexpected)
    await client.aclose()


async def test_a_node_that_is_minutes_behind_is_refused(bsc: EvmWorld) -> None:
    client = EvmChain(bsc.network(), now=lambda: bsc.now() + 600_000)
    with pytest.raises(VenueUnavailable, match="9 minutes old"):
        await client.check()
    await client.aclose()


# -- finding and proving -------------------------------------------------------------------------------------------


async def test_a_transfer_is_found_and_proved_once_its_block_is_final(evm: EvmWorld, evm_chain: EvmChain) -> None:
    raw = evm.raw(USDT_37)
    tx = evm.pay(raw)
    assert await proof_of(evm_chain, evm, tx, final=False) is None
    evm.mine()
    assert await found_by(evm_chain, evm) == []
    assert await proof_of(evm_chain, evm, tx) is None
    assert [hint.tx_hash for hint in await found_by(evm_chain, evm, final=False)] == [tx]
    seen = await proof_of(evm_chain, evm, tx, final=False)
    evm.mine(evm.final_after)
    [hint] = await found_by(evm_chain, evm)
    assert (hint.tx_hash, hint.raw, hint.recipient) == (tx, raw, evm.deposit)
    proof = await proof_of(evm_chain, evm, tx)
    assert proof is not None
    assert proof == seen
    [transfer] = proof.transfers
    assert (transfer.chain, transfer.tx_hash, transfer.log_pos) == (evm.facts.key, tx, 0)
    assert (transfer.raw, transfer.recipient, transfer.sender) == (raw, evm.deposit, evm.wallet)


async def test_on_bsc_and_ethereum_one_usdt_has_other_units(evm: EvmWorld, evm_chain: EvmChain) -> None:
    expected = {"bsc": 200_370_000_000_000_000_000, "eth": 200_370_000}[evm.facts.key]
    tx = evm.pay(evm.raw(USDT_37))
    evm.settle()
    assert sums(await proof_of(evm_chain, evm, tx)) == [(0, expected)]
    assert evm_chain.decimals == {"bsc": 18, "eth": 6}[evm.facts.key]


async def test_a_deposit_address_may_be_written_in_small_letters(evm: EvmWorld, evm_chain: EvmChain) -> None:
    tx = evm.pay(evm.raw(USDT_37))
    evm.settle()
    heads = await evm_chain.heads()
    small = evm.deposit.lower()
    found = await evm_chain.finders[0].find([small], 0, heads.final.height, final=True)
    assert [hint.tx_hash for hint in found.hints] == [tx]
    proof = await evm_chain.prove(tx, [small], final=True)
    assert proof is not None
    assert [transfer.recipient for transfer in proof.transfers] == [evm.deposit]


async def test_on_ethereum_small_sums_wait_for_twenty_blocks_and_large_ones_for_finality(eth: EvmWorld) -> None:
    client = eth.chain()
    small, large = eth.pay(eth.raw("999.99")), eth.pay(eth.raw("1000"))
    eth.mine(19)
    assert await proof_of(client, eth, small) is None
    eth.mine()
    assert {hint.tx_hash for hint in await found_by(client, eth)} == {small, large}
    assert sums(await proof_of(client, eth, small)) == [(0, 999_990_000)]
    assert await proof_of(client, eth, large) is None
    eth.mine(eth.final_after - 20)
    assert await proof_of(client, eth, large) is None
    eth.mine()
    assert sums(await proof_of(client, eth, large)) == [(0, 1_000_000_000)]
    await client.aclose()


async def test_a_large_sum_in_small_parts_of_one_transaction_is_large(eth: EvmWorld) -> None:
    client = eth.chain()
    part = (eth.contracts.usdt, eth.deposit, eth.raw("600"))
    tx = eth.pay_many(part, part)
    eth.mine(20)
    assert await proof_of(client, eth, tx) is None
    eth.mine(eth.final_after)
    assert len(sums(await proof_of(client, eth, tx))) == 2
    await client.aclose()


# -- what is no payment --------------------------------------------------------------------------------------------


async def test_a_token_of_the_same_name_symbol_and_decimals_proves_nothing(evm: EvmWorld, evm_chain: EvmChain) -> None:
    tx = evm.pay(evm.raw(USDT_37), token=evm.contracts.fake)
    evm.settle()
    assert await found_by(evm_chain, evm) == []
    assert sums(await proof_of(evm_chain, evm, tx)) == []


async def test_a_failed_transaction_proves_nothing(evm: EvmWorld, evm_chain: EvmChain) -> None:
    tx = evm.pay(evm.raw(USDT_37), sender=evm.penniless)
    evm.settle()
    assert await found_by(evm_chain, evm) == []
    proof = await proof_of(evm_chain, evm, tx)
    assert proof is not None
    assert not proof.succeeded
    assert proof.transfers == ()


async def test_a_transfer_of_nothing_proves_nothing(evm: EvmWorld, evm_chain: EvmChain) -> None:
    tx = evm.pay(0)
    evm.settle()
    assert sums(await proof_of(evm_chain, evm, tx)) == []


async def test_a_transfer_to_somebody_else_proves_nothing(evm: EvmWorld, evm_chain: EvmChain) -> None:
    tx = evm.pay(evm.raw(USDT_37), to=evm.address("somebody"))
    evm.settle()
    assert await found_by(evm_chain, evm) == []
    assert sums(await proof_of(evm_chain, evm, tx)) == []


async def test_an_approval_proves_nothing(evm: EvmWorld, evm_chain: EvmChain) -> None:
    tx = evm.send(evm.wallet, evm.contracts.usdt, call("approve", evm.deposit, evm.raw(USDT_37)))
    evm.settle()
    assert sums(await proof_of(evm_chain, evm, tx)) == []


# -- every way of paying -------------------------------------------------------------------------------------------


async def test_money_moved_by_an_allowance_is_proved_by_its_log(evm: EvmWorld, evm_chain: EvmChain) -> None:
    raw = evm.raw(USDT_37)
    tx = evm.pay_for(raw)
    evm.settle()
    assert [hint.tx_hash for hint in await found_by(evm_chain, evm)] == [tx]
    assert sums(await proof_of(evm_chain, evm, tx)) == [(1, raw)]


async def test_several_transfers_in_one_transaction_are_several(evm: EvmWorld, evm_chain: EvmChain) -> None:
    usdt, fake, us = evm.contracts.usdt, evm.contracts.fake, evm.deposit
    one, two = evm.raw("100.11"), evm.raw("100.12")
    tx = evm.pay_many(
        (usdt, us, one), (fake, us, one), (usdt, evm.address("else"), one), (usdt, us, two), (usdt, us, two)
    )
    evm.settle()
    # Each transferFrom of the test token logs an approval before its transfer.
    assert sums(await proof_of(evm_chain, evm, tx)) == [(1, one), (7, two), (9, two)]


async def test_what_arrived_counts_not_what_the_call_says(evm: EvmWorld, evm_chain: EvmChain) -> None:
    evm.place(evm.contracts.fee)
    tx = evm.pay(evm.raw("200"))
    evm.settle()
    assert sums(await proof_of(evm_chain, evm, tx)) == [(1, evm.raw("198"))]


async def test_a_token_whose_transfer_returns_nothing_is_proved_as_any_other(
    evm: EvmWorld, evm_chain: EvmChain
) -> None:
    evm.place(evm.contracts.silent)
    tx = evm.pay(evm.raw(USDT_37))
    evm.settle()
    assert sums(await proof_of(evm_chain, evm, tx)) == [(0, evm.raw(USDT_37))]


# -- reorganisations -----------------------------------------------------------------------------------------------


async def test_after_a_rollback_the_receipt_is_gone(evm: EvmWorld, evm_chain: EvmChain) -> None:
    tx = evm.pay(evm.raw(USDT_37))
    evm.mine(3)
    assert await proof_of(evm_chain, evm, tx, final=False) is not None
    evm.rollback(3)
    assert await proof_of(evm_chain, evm, tx, final=False) is None


async def test_after_a_reorganisation_other_blocks_take_their_place(evm: EvmWorld, evm_chain: EvmChain) -> None:
    tx = evm.pay(evm.raw(USDT_37))
    evm.mine(3)
    before = evm.rpc("eth_getBlockByNumber", hex(evm.head), False)["hash"]
    evm.rpc("anvil_reorg", 3, [])
    assert evm.rpc("eth_getBlockByNumber", hex(evm.head), False)["hash"] != before
    assert await proof_of(evm_chain, evm, tx, final=False) is None
    assert await found_by(evm_chain, evm, final=False) == []


async def test_a_transaction_that_moves_to_another_block_keeps_its_identity(evm: EvmWorld, evm_chain: EvmChain) -> None:
    raw = evm.raw(USDT_37)
    snapshot = evm.rpc("evm_snapshot")
    nonce = evm.rpc("eth_getTransactionCount", evm.wallet, "latest")
    tx = evm.pay(raw)
    evm.mine()
    before = await proof_of(evm_chain, evm, tx, final=False)
    evm.rpc("evm_revert", snapshot)
    evm.mine(2)
    again = evm.pay(raw)
    assert evm.rpc("eth_getTransactionCount", evm.wallet, "latest") == nonce
    evm.mine()
    after = await proof_of(evm_chain, evm, again, final=False)
    assert again == tx
    assert before is not None
    assert after is not None
    assert after.height == before.height + 2
    [was], [now] = before.transfers, after.transfers
    assert (was.tx_hash, was.log_pos) == (now.tx_hash, now.log_pos)


async def test_the_same_transfer_behind_others_keeps_its_place_in_its_receipt(
    evm: EvmWorld, evm_chain: EvmChain
) -> None:
    evm.pay(1, to=evm.address("somebody"))
    tx = evm.pay(evm.raw(USDT_37))
    evm.settle()
    receipt = evm.rpc("eth_getTransactionReceipt", "0x" + tx)
    assert receipt["logs"][0]["logIndex"] == "0x1"
    assert sums(await proof_of(evm_chain, evm, tx)) == [(0, evm.raw(USDT_37))]


async def test_a_transaction_that_waits_for_a_block_is_not_there_yet(evm: EvmWorld, evm_chain: EvmChain) -> None:
    tx = evm.pay(evm.raw(USDT_37))
    assert evm.rpc("eth_getTransactionByHash", "0x" + tx)["blockNumber"] is None
    assert await proof_of(evm_chain, evm, tx, final=False) is None
    assert await found_by(evm_chain, evm, final=False) == []


# -- ranges and times ----------------------------------------------------------------------------------------------


async def test_logs_are_listed_range_by_range_up_to_the_cap_of_one_scan(
    evm: EvmWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exchanges.chains.log_finder.CALLS_A_SCAN", 3)
    client = evm.chain(largest_range=7)
    sent = []
    for _ in range(6):
        sent.append(evm.pay(evm.raw(USDT_37)))
        evm.mine(8)
    evm.settle()
    final = (await client.heads()).final.height
    seen: list[str] = []
    reached = scans = 0
    while reached < final:
        found = await client.finders[0].find([evm.deposit], reached, final, final=True, beyond=reached)
        assert reached < found.reached <= reached + 21
        assert found.backlog == (found.reached < final)
        seen += [hint.tx_hash for hint in found.hints]
        reached, scans = found.reached, scans + 1
    assert seen == sent
    assert scans == -(-final // 21)
    await client.aclose()


async def test_a_scan_begins_at_the_block_of_a_time(evm: EvmWorld, evm_chain: EvmChain) -> None:
    evm.mine(60)
    heads = await evm_chain.heads()
    wanted_ms = heads.final.time_ms - 10_500
    height = await evm_chain.finders[0].position_at(wanted_ms, heads)
    times = [
        int(evm.rpc("eth_getBlockByNumber", hex(number), False)["timestamp"], 16) for number in (height, height + 1)
    ]
    assert times[0] * 1000 <= wanted_ms < times[1] * 1000


async def test_the_node_forgets_a_block_by_its_old_hash(evm: EvmWorld) -> None:
    """What the documents say of the node itself, on which the check by height and hash rests."""
    evm.mine(2)
    old = evm.rpc("eth_getBlockByNumber", hex(evm.head), False)["hash"]
    evm.rpc("anvil_reorg", 2, [])
    with pytest.raises(RpcRefused):
        evm.rpc("eth_getLogs", {"blockHash": old})

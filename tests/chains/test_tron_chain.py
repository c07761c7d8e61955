"""Our TRON client against the simulated network, over real HTTP: what it finds, and what it accepts as proved."""

from __future__ import annotations

import pytest

from exchanges.chains.chain import Hint
from exchanges.chains.tron import TronChain
from exchanges.chains.tron_index import IndexFinder
from exchanges.core.clock import now_ms
from exchanges.core.errors import Unexpected, VenueUnavailable
from exchanges.sandbox.tron import TronNode
from tests.chains.network import Network, network

pytestmark = pytest.mark.anyio

FINDERS = [0, 1]


async def found_by(chain: TronChain, finder: int, recipient: str, *, final: bool = True) -> list[Hint]:
    heads = await chain.heads()
    scout = chain.finders[finder]
    upto = scout.position(heads.final if final else heads.head)
    return list((await scout.find([recipient], 0 if finder == 0 else upto - 100, upto, final=final)).hints)


async def test_the_self_check_accepts_the_real_contract_on_a_node_that_is_up_to_date(chain: TronChain) -> None:
    await chain.check()


async def test_the_self_check_refuses_a_contract_that_is_not_there(tron: Network) -> None:
    client = tron.chain(usdt=tron.node.address("nobody"))
    with pytest.raises(Unexpected, match="no contract"):
        await client.check()
    await client.aclose()


async def test_the_self_check_refuses_a_contract_that_counts_in_other_decimals(tron: Network) -> None:
    client = tron.chain(decimals=18)
    with pytest.raises(Unexpected, match="6 decimals"):
        await client.check()
    await client.aclose()


async def test_the_self_check_refuses_a_node_that_is_behind() -> None:
    async with network(TronNode(seed=7, block_ms=None, now=lambda: now_ms() - 600_000)) as behind:
        client = behind.chain()
        with pytest.raises(VenueUnavailable, match="10 minutes old"):
            await client.check()
        await client.aclose()


@pytest.mark.parametrize("finder", FINDERS)
async def test_a_transfer_is_found_and_proved_once_its_block_is_solid(
    tron: Network, chain: TronChain, finder: int
) -> None:
    tx = await tron.pay("200.37")
    await tron.mine(18)
    assert await found_by(chain, finder, tron.deposit) == []
    assert await chain.prove(tx, [tron.deposit], final=True) is None
    await tron.mine()
    [hint] = await found_by(chain, finder, tron.deposit)
    assert (hint.tx_hash, hint.raw, hint.recipient) == (tx, 200_370_000, tron.deposit)
    proof = await chain.prove(tx, [tron.deposit], final=True)
    assert proof is not None
    [transfer] = proof.transfers
    assert (transfer.chain, transfer.tx_hash, transfer.log_pos) == ("tron", tx, 0)
    assert (transfer.raw, transfer.recipient, transfer.sender) == (
        200_370_000,
        tron.deposit,
        tron.described["wallet"],
    )
    heads = await chain.heads()
    assert heads.final.height == transfer.height == heads.head.height - 18


@pytest.mark.parametrize("finder", FINDERS)
async def test_before_it_is_solid_it_is_seen_with_its_block(tron: Network, chain: TronChain, finder: int) -> None:
    tx = await tron.pay("200.37")
    assert await chain.prove(tx, [tron.deposit], final=False) is None
    await tron.mine(7)
    assert [hint.tx_hash for hint in await found_by(chain, finder, tron.deposit, final=False)] == [tx]
    proof = await chain.prove(tx, [tron.deposit], final=False)
    assert proof is not None
    assert (await chain.heads()).head.height - proof.height + 1 == 7


async def test_a_token_of_the_same_name_proves_nothing(tron: Network, chain: TronChain) -> None:
    tx = await tron.pay("200.37", token="fake")
    await tron.settle()
    assert await found_by(chain, 0, tron.deposit) == []
    assert await found_by(chain, 1, tron.deposit) == []
    proof = await chain.prove(tx, [tron.deposit], final=True)
    assert proof is not None
    assert proof.succeeded
    assert proof.transfers == ()


async def test_a_failed_transaction_proves_nothing(tron: Network, chain: TronChain) -> None:
    tx = (await tron.post("fail", to=tron.deposit, amount="200.37"))["tx_id"]
    await tron.settle()
    assert await found_by(chain, 0, tron.deposit) == []
    proof = await chain.prove(tx, [tron.deposit], final=True)
    assert proof is not None
    assert not proof.succeeded
    assert proof.transfers == ()


async def test_a_transfer_of_nothing_proves_nothing(tron: Network, chain: TronChain) -> None:
    tx = await tron.pay("0")
    await tron.settle()
    proof = await chain.prove(tx, [tron.deposit], final=True)
    assert proof is not None
    assert proof.transfers == ()


async def test_a_transfer_to_somebody_else_proves_nothing(tron: Network, chain: TronChain) -> None:
    tx = await tron.pay("200.37", to=tron.node.address("somebody"))
    await tron.settle()
    proof = await chain.prove(tx, [tron.deposit], final=True)
    assert proof is not None
    assert proof.transfers == ()


async def test_money_moved_by_an_allowance_is_proved_by_its_log(tron: Network, chain: TronChain) -> None:
    spender = tron.node.address("spender")
    tx = (await tron.post("transfer_from", spender=spender, to=tron.deposit, amount="200.37"))["tx_id"]
    await tron.settle()
    assert [hint.tx_hash for hint in await found_by(chain, 0, tron.deposit)] == [tx]
    proof = await chain.prove(tx, [tron.deposit], final=True)
    assert proof is not None
    assert [(transfer.log_pos, transfer.raw) for transfer in proof.transfers] == [(1, 200_370_000)]


async def test_two_transfers_in_one_transaction_are_two(tron: Network, chain: TronChain) -> None:
    parts = [
        {"to": tron.deposit, "amount": "100.11"},
        {"to": tron.deposit, "amount": "100.11", "token": "fake"},
        {"to": tron.deposit, "amount": "100.12"},
    ]
    tx = (await tron.post("batch", transfers=parts))["tx_id"]
    await tron.settle()
    proof = await chain.prove(tx, [tron.deposit], final=True)
    assert proof is not None
    assert [(transfer.log_pos, transfer.raw) for transfer in proof.transfers] == [(0, 100_110_000), (2, 100_120_000)]


@pytest.mark.parametrize("keep", [True, False])
async def test_after_a_reorganisation_the_receipt_tells_the_new_block_or_is_gone(
    tron: Network, chain: TronChain, keep: bool
) -> None:
    tx = await tron.pay("200.37")
    await tron.mine(3)
    before = await chain.prove(tx, [tron.deposit], final=False)
    await tron.post("reorg", depth=3, keep=keep)
    after = await chain.prove(tx, [tron.deposit], final=False)
    assert before is not None
    if keep:
        assert after is not None
        assert after.height == before.height + 3
        assert after.transfers[0].log_pos == before.transfers[0].log_pos
    else:
        assert after is None


@pytest.mark.parametrize("fault", [None, "lost_fingerprint", "repeated_row", "fake_row", "approval_row"])
async def test_the_index_is_read_page_by_page_whatever_it_does(tron: Network, chain: TronChain, fault: str) -> None:
    sent = set()
    for number in range(450):
        sent.add(await tron.pay(f"{100 + number}.01"))
        if number % 10 == 9:
            await tron.mine()
    await tron.settle()
    if fault:
        await tron.fault(fault)
    hints = await found_by(chain, 0, tron.deposit)
    assert {hint.tx_hash for hint in hints} == sent
    assert len(hints) == 450


async def test_a_capped_scan_of_the_index_says_how_far_it_came(
    tron: Network, chain: TronChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exchanges.chains.tron_index.PAGE_ROWS", 3)
    monkeypatch.setattr("exchanges.chains.tron_index.PAGES_A_SCAN", 2)
    sent = []
    for number in range(10):
        sent.append(await tron.pay(f"{100 + number}.01"))
        await tron.mine()
    await tron.settle()
    heads = await chain.heads()
    finder, seen, reached = chain.finders[0], [], 0
    assert isinstance(finder, IndexFinder)
    for _ in range(10):
        found = await finder.find([tron.deposit], reached, heads.final.time_ms, final=True, beyond=reached)
        seen += [hint.tx_hash for hint in found.hints if hint.tx_hash not in seen]
        assert found.reached > reached
        reached = found.reached
        if not found.backlog:
            break
    assert seen == sent
    assert reached == heads.final.time_ms


async def test_logs_are_read_in_ranges_the_node_accepts(
    tron: Network, chain: TronChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exchanges.sandbox.chain_rpc.LARGEST_RANGE", 7)
    tx = await tron.pay("200.37")
    await tron.settle()
    heads = await chain.heads()
    finder, reached, seen = chain.finders[1], heads.final.height - 300, []
    while reached < heads.final.height:
        found = await finder.find([tron.deposit], reached, heads.final.height, final=True, beyond=reached)
        seen += [hint.tx_hash for hint in found.hints]
        assert found.reached > reached
        reached = found.reached
    assert seen == [tx]


async def test_the_log_finder_knows_which_block_was_made_at_a_time(tron: Network, chain: TronChain) -> None:
    heads = await chain.heads()
    wanted = heads.final.time_ms - 2_000
    height = await chain.finders[1].position_at(wanted, heads)
    block, following = tron.node.blocks.at(height), tron.node.blocks.at(height + 1)
    assert block is not None
    assert following is not None
    assert block.time_ms // 1000 * 1000 <= wanted < (following.time_ms // 1000) * 1000


async def test_a_receipt_of_another_transaction_is_refused(tron: Network, chain: TronChain) -> None:
    tx = await tron.pay("200.37")
    await tron.settle()
    tron.node.blocks.transactions["ab" * 32] = tron.node.blocks.transactions[tx]
    with pytest.raises(Unexpected, match="not the one asked for"):
        await chain.prove("ab" * 32, [tron.deposit], final=True)

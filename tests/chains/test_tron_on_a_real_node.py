"""Our TRON client against a real node that speaks TRON: what the simulation says is checked by somebody else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from exchanges.chains import tron_address
from exchanges.chains.tron import TronChain
from exchanges.chains.tron_rest import TronNetwork
from tests.chains.evm_world import DEPOSIT, EvmWorld
from tests.chains.tron_facade import base58, tron_facade

pytestmark = pytest.mark.anyio

OURS = tron_address.to_text(bytes.fromhex(DEPOSIT[2:]))


@dataclass
class OnTron:
    evm: EvmWorld
    chain: TronChain

    async def found(self, *, final: bool = True) -> list[list[str]]:
        """What each finder lists."""
        heads = await self.chain.heads()
        point = heads.final if final else heads.head
        scans = [await each.find([OURS], 0, each.position(point), final=final) for each in self.chain.finders]
        return [[hint.tx_hash for hint in scan.hints] for scan in scans]

    async def sums(self, tx: str, *, final: bool = True) -> list[tuple[int, int]] | None:
        proof = await self.chain.prove(tx, [OURS], final=final)
        return None if proof is None else [(transfer.log_pos, transfer.raw) for transfer in proof.transfers]


@pytest.fixture
async def on_tron(tron_like: EvmWorld) -> AsyncIterator[OnTron]:
    async with tron_facade(tron_like) as url:
        chain = TronChain(TronNetwork(rest=url, requests_per_s=0), now=tron_like.now)
        yield OnTron(tron_like, chain)
        await chain.aclose()


async def test_the_self_check_accepts_the_real_contract(on_tron: OnTron) -> None:
    await on_tron.chain.check()
    assert on_tron.chain.token == base58(on_tron.evm.contracts.usdt)


async def test_a_transfer_is_proved_when_eighteen_blocks_follow(on_tron: OnTron) -> None:
    tx = on_tron.evm.pay(200_370_000)
    on_tron.evm.mine(18)
    assert await on_tron.found() == [[], []]
    assert await on_tron.found(final=False) == [[tx], [tx]]
    assert await on_tron.sums(tx) is None
    assert await on_tron.sums(tx, final=False) == [(0, 200_370_000)]
    on_tron.evm.mine()
    assert await on_tron.found() == [[tx], [tx]]
    assert await on_tron.sums(tx) == [(0, 200_370_000)]
    heads = await on_tron.chain.heads()
    assert heads.head.height - heads.final.height == 18


async def test_fakes_failures_and_nothing_prove_nothing(on_tron: OnTron) -> None:
    evm = on_tron.evm
    fake = evm.pay(200_370_000, token=evm.contracts.fake)
    failed = evm.pay(200_370_000, sender=evm.penniless)
    nothing = evm.pay(0)
    evm.settle()
    for tx in (fake, failed, nothing):
        assert await on_tron.sums(tx) == []
    assert await on_tron.found() == [[nothing], [nothing]]


async def test_allowances_and_several_transfers_at_once_are_proved_by_their_logs(on_tron: OnTron) -> None:
    evm = on_tron.evm
    moved = evm.pay_for(100_010_000)
    usdt, fake = evm.contracts.usdt, evm.contracts.fake
    many = evm.pay_many((usdt, DEPOSIT, 100_110_000), (fake, DEPOSIT, 100_110_000), (usdt, DEPOSIT, 100_120_000))
    evm.settle()
    assert await on_tron.sums(moved) == [(1, 100_010_000)]
    assert await on_tron.sums(many) == [(1, 100_110_000), (5, 100_120_000)]


async def test_a_reorganisation_takes_a_payment_away(on_tron: OnTron) -> None:
    tx = on_tron.evm.pay(200_370_000)
    on_tron.evm.mine(3)
    assert await on_tron.sums(tx, final=False) == [(0, 200_370_000)]
    on_tron.evm.rpc("anvil_reorg", 3, [])
    assert await on_tron.sums(tx, final=False) is None
    assert await on_tron.found(final=False) == [[], []]


async def test_a_transaction_that_moves_to_another_block_keeps_its_identity(on_tron: OnTron) -> None:
    evm = on_tron.evm
    snapshot = evm.rpc("evm_snapshot")
    tx = evm.pay(200_370_000)
    evm.mine()
    before = await on_tron.chain.prove(tx, [OURS], final=False)
    evm.rpc("evm_revert", snapshot)
    evm.mine(2)
    assert evm.pay(200_370_000) == tx
    evm.mine()
    after = await on_tron.chain.prove(tx, [OURS], final=False)
    assert before is not None
    assert after is not None
    assert after.height == before.height + 2
    assert [each.log_pos for each in after.transfers] == [each.log_pos for each in before.transfers]

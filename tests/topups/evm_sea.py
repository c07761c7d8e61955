"""People, orders, a scanner and a real EVM node, all on one clock that the test moves."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from app.services.deposits import ChainStatus, DepositScanner
from app.services.topup_chains import open_chains
from app.services.topups import TopUpService, TopUpView
from app.settings import Evm, Settings, TopUp
from exchanges.core.secret import Secret
from store.database import Store
from tests.chains.evm_world import EvmWorld
from tests.stores import ManualClock
from tests.topups.world import Books


def settings_for_evm(key: str, deposit: str, providers: Sequence[str], *, one_open_order: bool = True) -> Settings:
    """Settings of a deployment on one EVM chain."""
    urls = tuple(Secret(url) for url in providers)
    chain = Evm(providers=urls, deposit_address=deposit, requests_per_s=0.0, poll_ms=20)
    return Settings(data_dir=Path(), topup=TopUp(one_open_order=one_open_order), **{key: chain})


class EvmSea(Books):
    """As `World`, on the chain that `evm` plays."""

    def __init__(self, store: Store, evm: EvmWorld, settings: Settings, clock: ManualClock) -> None:
        super().__init__(store)
        self.evm = evm
        self.key = evm.facts.key
        self.settings = settings
        self.clock = clock
        self.topups = TopUpService(store, settings, clock)
        self.scanner = self.another_scanner()

    def another_scanner(self) -> DepositScanner:
        return DepositScanner(self.store, open_chains(self.settings, self.clock), self.settings, self.clock)

    async def round(self) -> ChainStatus:
        """One round that must go well."""
        status = await self.scanner.round(self.key)
        assert status.error is None, status.error
        return status

    async def settle(self) -> None:
        """What waits comes into a block, that block becomes final, and the scanner looks."""
        self.evm.settle()
        await self.round()

    def pay(self, order: TopUpView, **more: str) -> str:
        """Exactly what an order asks for."""
        return self.evm.pay(self.raw(order), **more)

    def raw(self, order: TopUpView) -> int:
        return self.evm.raw(f"{order.payable_micro // 10**6}.{order.payable_micro % 10**6:06d}")


@asynccontextmanager
async def evm_sea(
    store: Store, evm: EvmWorld, clock: ManualClock, *, providers: Sequence[str] = (), one_open_order: bool = True
) -> AsyncIterator[EvmSea]:
    evm.now = clock
    evm.mine()
    settings = settings_for_evm(evm.facts.key, evm.deposit, providers or [evm.url], one_open_order=one_open_order)
    made = EvmSea(store, evm, settings, clock)
    try:
        yield made
    finally:
        await made.scanner.aclose()

"""The services on TRON, with a real node behind the provider: one payment's life, with a reorganisation in it."""

from __future__ import annotations

import pytest

from app.services.deposits import DepositScanner
from app.services.session import Session
from app.services.topup_chains import open_chains
from app.services.topups import TopUpService
from exchanges.chains import tron_address
from store.database import Store
from tests.chains.evm_world import DEPOSIT, EvmWorld
from tests.chains.tron_facade import tron_facade
from tests.stores import ManualClock
from tests.topups.world import Books, on_both, settings_for

pytestmark = pytest.mark.anyio


@on_both
async def test_a_payment_on_tron_is_credited_once_whatever_the_chain_does_before_it_is_solid(
    sea_store: Store, tron_like: EvmWorld, store_clock: ManualClock, ada: Session
) -> None:
    tron_like.now = store_clock
    tron_like.mine()
    async with tron_facade(tron_like) as url:
        settings = settings_for(url, tron_address.to_text(bytes.fromhex(DEPOSIT[2:])))
        topups = TopUpService(sea_store, settings, store_clock)
        scanner = DepositScanner(sea_store, open_chains(settings, store_clock), settings, store_clock)
        order = await topups.create(ada, "200", "tron")
        snapshot = tron_like.rpc("evm_snapshot")
        tx = tron_like.pay(order.payable_micro)
        tron_like.mine(5)
        assert (await scanner.round("tron")).error is None
        assert (await topups.order(ada, order.id)).confirmations == 5
        tron_like.rpc("evm_revert", snapshot)
        tron_like.mine(6)
        await scanner.round("tron")
        assert (await topups.order(ada, order.id)).status == "awaiting"
        assert tron_like.pay(order.payable_micro) == tx
        tron_like.mine(18)
        await scanner.round("tron")
        view = await topups.order(ada, order.id)
        assert (view.status, view.confirmations) == ("confirming", 18)
        tron_like.mine()
        await scanner.round("tron")
        await scanner.round("tron")
        view = await topups.order(ada, order.id)
        assert (view.status, view.tx_hash) == ("credited", tx)
        books = Books(sea_store)
        assert await books.balance(ada) == order.payable_micro
        assert len(await books.deposits()) == 1
        await books.assert_books_are_sound()
        await scanner.aclose()

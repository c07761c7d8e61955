"""Leases between processes, and settings they share."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest

from store import leases, settings
from store.database import Store, open_store

pytestmark = pytest.mark.anyio


async def acquire(store: Store, holder: str, now_ms: int) -> bool:
    async with store.write() as connection:
        return await leases.acquire(connection, "scan:tron", holder, now_ms, 30)


async def renew(store: Store, holder: str, now_ms: int) -> bool:
    async with store.write() as connection:
        return await leases.renew(connection, "scan:tron", holder, now_ms, 30)


async def holder(store: Store, now_ms: int) -> str | None:
    async with store.read() as connection:
        return await leases.holder_of(connection, "scan:tron", now_ms)


async def test_only_one_of_two_holds_a_lease(store: Store) -> None:
    assert await acquire(store, "a", 100)
    assert not await acquire(store, "b", 129)
    assert await holder(store, 129) == "a"


async def test_the_holder_keeps_it_by_renewing(store: Store) -> None:
    await acquire(store, "a", 100)
    assert await renew(store, "a", 129)
    assert not await acquire(store, "b", 158)
    assert await acquire(store, "a", 158)


async def test_a_lease_that_ran_out_goes_to_the_next_and_the_late_holder_learns_it(store: Store) -> None:
    await acquire(store, "a", 100)
    assert await holder(store, 130) is None
    assert not await renew(store, "a", 130)
    assert await acquire(store, "b", 130)
    assert not await renew(store, "a", 131)
    assert await holder(store, 131) == "b"


async def test_a_released_lease_is_free_at_once(store: Store) -> None:
    await acquire(store, "a", 100)
    async with store.write() as connection:
        await leases.release(connection, "scan:tron", "b")
    assert not await acquire(store, "b", 101)
    async with store.write() as connection:
        await leases.release(connection, "scan:tron", "a")
    assert await acquire(store, "b", 101)


async def test_of_many_at_once_exactly_one_gets_it(store: Store, store_url: str) -> None:
    doors = [store, *[await open_store(store_url, now=store.now) for _ in range(3)]]
    won = await asyncio.gather(*[acquire(doors[number % 4], f"h{number}", 100) for number in range(12)])
    for door in doors[1:]:
        await door.aclose()
    assert won.count(True) == 1


async def test_settings_keep_plain_data_of_any_shape(store: Store) -> None:
    values = {"chain.tron.address": "Txyz", "meter.share": "0.20", "review": None, "list": [1, {"笔": True}], "zero": 0}
    async with store.write() as connection:
        for key, value in values.items():
            await settings.put(connection, key, value, 1)
        await settings.put(connection, "zero", 1, 2)
    async with store.read() as connection:
        assert await settings.every(connection) == {**values, "zero": 1}
        assert await settings.every(connection, "chain.") == {"chain.tron.address": "Txyz"}
        assert await settings.every(connection, "%") == {}
        assert await settings.get(connection, "review", "default") is None
        assert await settings.get(connection, "unknown", "default") == "default"


async def test_a_setting_can_be_forgotten(store: Store) -> None:
    async with store.write() as connection:
        await settings.put(connection, "a", 1, 1)
        await settings.remove(connection, "a")
        assert await settings.get(connection, "a") is None


@pytest.mark.parametrize("value", [0.1, {"share": 0.2}, Decimal("0.1"), object()])
async def test_a_setting_is_never_a_float(store: Store, value: object) -> None:
    with pytest.raises(Exception, match=r"float|not JSON serializable"):
        async with store.write() as connection:
            await settings.put(connection, "a", value, 1)

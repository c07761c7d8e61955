"""The vault as thieves, careless operators and absent owners find it; accounts stay usable for their owner."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from app.services.sealed_keys import unseal
from app.settings import Hosts, OkxAt, Settings
from app.shell import BinnacleApp
from exchanges.core.adapter import Credentials
from exchanges.core.model import LinkState
from exchanges.core.secret import Secret
from store.database import Store, open_store
from store.errors import NoSecret, WrongPassword
from store.errors import Refused as Damaged
from store.vault import Vaults
from tests.e2e.person import Person
from tests.monitor.conftest import sqlite_store
from tests.monitor.harbour import LOGIN, TRADE, Harbour, eventually, harbour, simulated_okx
from tests.screens.people import fill, sign_in
from tests.security.conftest import LOGIN as CAPTAINS_LOGIN
from tests.security.conftest import QUICK, USERNAME
from tests.security.reaching import reachable

pytestmark = pytest.mark.anyio
__all__ = ["sqlite_store"]

NEW_LOGIN, NEW_TRADE = Secret("Turnip-marble-47-sock"), Secret("Velvet-lagoon-93-plum")


@pytest.fixture
async def here(store: Store, tmp_path: Path) -> AsyncIterator[Harbour]:
    """On both databases."""
    async with harbour(store, tmp_path) as made:
        yield made


@pytest.fixture
async def on_sqlite(sqlite_store: Store, tmp_path: Path) -> AsyncIterator[Harbour]:
    async with harbour(sqlite_store, tmp_path) as made:
        yield made


async def key_of(here: Harbour, binding_id: str, kind: str) -> Credentials:
    async with here.store.read() as connection:
        query = text("SELECT id FROM binding_key WHERE binding_id = :binding AND kind = :kind")
        key_id = await connection.scalar(query, {"binding": binding_id, "kind": kind})
        return await unseal(connection, here.session.vault, kind, str(key_id))  # type: ignore[arg-type]


async def works(here: Harbour, credentials: Credentials) -> bool:
    """Whether the venue lets this key in."""
    adapter = here.venues["okx"].adapter("live", credentials)
    try:
        return bool((await adapter.key_facts()).uid)
    finally:
        await adapter.aclose()


async def streams(here: Harbour, binding_id: str) -> bool:
    book = here.monitor.books.get(binding_id)
    return book is not None and book.link is not None and book.link.state is LinkState.LIVE and bool(book.positions)


# -- changing passwords --------------------------------------------------------------------------------------------


async def test_keys_open_and_log_in_after_either_password_was_changed(here: Harbour) -> None:
    binding_id = await here.approved("main", kinds=("read", "trade"))
    before = {kind: await key_of(here, binding_id, kind) for kind in ("read", "trade")}
    await here.accounts.change_login_password(here.session, LOGIN, NEW_LOGIN)
    await here.accounts.change_transaction_password(here.session, TRADE, NEW_TRADE)
    for kind, old in (("read", LOGIN), ("trade", TRADE)):
        with pytest.raises(WrongPassword):
            await here.vaults.check_password(here.session.user_id, kind, old)  # type: ignore[arg-type]
    here.session.vault.lock()
    here.session.vault = await here.vaults.open_with_password(here.session.user_id, NEW_LOGIN)
    await here.vaults.open_trade(here.session.vault, NEW_TRADE)
    for kind, credentials in before.items():
        now = await key_of(here, binding_id, kind)
        assert now == credentials
        assert await works(here, now)
    await here.monitor.start(here.session)
    await eventually(lambda: streams(here, binding_id))


# -- a copy of the store -------------------------------------------------------------------------------------------


async def test_a_stolen_copy_opens_for_nobody_who_lacks_the_password(on_sqlite: Harbour, tmp_path: Path) -> None:
    """Not even for another account in the same store, nor with the thief's own vault put in the owner's place."""
    binding_id = await on_sqlite.approved("main", kinds=("read", "trade"))
    thief = await on_sqlite.somebody_else()
    copy = tmp_path / "stolen.db"

    for file in Path(str(on_sqlite.store.url.database)).parent.glob("binnacle.db*"):
        shutil.copy(file, copy.with_name(file.name.replace("binnacle", "stolen")))
    stolen = await open_store(f"sqlite:///{copy}", now=on_sqlite.now)
    try:
        async with stolen.write() as connection:
            mine, theirs = thief.session.user_id, on_sqlite.session.user_id
            await connection.execute(text("UPDATE binding SET user_id = :to"), {"to": mine})
            await connection.execute(text("UPDATE vault_value SET user_id = :to"), {"to": mine})
            query = text("SELECT id FROM binding_key WHERE binding_id = :id AND kind = 'read'")
            key_id = await connection.scalar(query, {"id": binding_id})
            with pytest.raises(Damaged):
                await unseal(connection, thief.session.vault, "read", str(key_id))
            taken = text("UPDATE vault_slot SET user_id = :to WHERE user_id = :who AND key_kind = 'read'")
            await connection.execute(text("DELETE FROM vault_slot WHERE user_id = :who"), {"who": mine})
            await connection.execute(taken, {"to": mine, "who": theirs})
        with pytest.raises(WrongPassword):
            # Not even with the right password: the slot knows whose it is.
            await Vaults(stolen, testing=True).open_with_password(mine, LOGIN)
    finally:
        await stolen.aclose()


async def test_keys_moved_to_another_account_are_refused_and_only_that_account_stops(here: Harbour) -> None:
    moved, untouched = await here.approved("second"), await here.approved("main")
    async with here.store.write() as connection:
        keys = (await connection.execute(text("SELECT binding_id, id FROM binding_key"))).all()
        ids = {row.binding_id: row.id for row in keys}
        values = text("SELECT id, bound_column, envelope FROM vault_value WHERE bound_row = :row")
        source = (await connection.execute(values, {"row": ids[untouched]})).all()
        for row in source:
            update = text("UPDATE vault_value SET envelope = :e WHERE bound_row = :row AND bound_column = :column")
            await connection.execute(update, {"e": row.envelope, "row": ids[moved], "column": row.bound_column})
    await here.monitor.start(here.session)

    def is_refused() -> bool:
        link = here.monitor.books[moved].link
        return link is not None and link.state is LinkState.ATTENTION and link.code == "vault"

    await eventually(is_refused)
    await eventually(lambda: streams(here, untouched))
    with pytest.raises((Damaged, NoSecret)):
        await key_of(here, moved, "read")


# -- locking -------------------------------------------------------------------------------------------------------


async def test_locking_leaves_no_key_in_anything_that_can_be_reached(on_sqlite: Harbour) -> None:
    here = on_sqlite
    binding_id = await here.approved("main", kinds=("read", "trade"))
    await here.monitor.start(here.session)
    await eventually(lambda: streams(here, binding_id))
    held = [here.session.vault.key(kind).bytes for kind in ("read", "trade")]  # type: ignore[arg-type]
    copies = [bytes(key) for key in held]
    secrets = {here.okx.key("main", kind)[part] for kind in ("read", "trade") for part in ("secret", "passphrase")}
    here.accounts.lock(here.session)
    await here.monitor.stop()
    assert all(not any(key) for key in held)
    for found in reachable((here.session, here.monitor, here.accounts, here.venues, here.metering)):
        if isinstance(found, bytes | bytearray):
            assert not any(copy in found for copy in copies)
        if isinstance(found, Secret):
            assert found.reveal() not in secrets
        if isinstance(found, str):
            assert found not in secrets


class Idle:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.s = 1000.0

    def __call__(self) -> float:
        return self.s


async def test_an_absent_owner_finds_everything_locked_and_one_password_brings_it_back(
    bound_data: Path,
) -> None:
    async with simulated_okx(seed=7, tick_ms=100) as okx:
        hosts = {name: Hosts(**okx.thread.hosts()[name]) for name in ("live", "demo")}
        settings = Settings(data_dir=bound_data, kdf=QUICK, okx=OkxAt(**hosts), idle_lock_s=60)
        idle = Idle()
        app = BinnacleApp(settings, now=idle)
        async with app.run_test(size=(100, 30)) as pilot:
            me = Person(app, pilot)
            await sign_in(me, USERNAME, CAPTAINS_LOGIN)
            await me.press("2")
            await me.sees("OKX main live", "BTC/USDT")
            session = app.session
            assert session is not None
            held = session.vault.key("read").bytes
            idle.s += 61
            screen = await me.sees("Locked for captain")
            assert "BTC" not in screen
            assert not any(held)
            assert app.session is None
            await eventually(lambda: not app.services.monitor.books)  # type: ignore[union-attr]
            assert (await okx.fault("kill", socket="all"))["hit"] == 0
            for key in ("1", "2", "6", "escape", "f9"):
                await me.press(key)
                assert "BTC" not in me.screen
            await fill(me, {"password": CAPTAINS_LOGIN})
            await me.press("enter")
            await me.sees("OKX main live", "BTC/USDT")


async def test_nothing_streams_after_logging_out(bound_data: Path) -> None:
    async with simulated_okx(seed=7, tick_ms=100) as okx:
        hosts = {name: Hosts(**okx.thread.hosts()[name]) for name in ("live", "demo")}
        app = BinnacleApp(Settings(data_dir=bound_data, kdf=QUICK, okx=OkxAt(**hosts)))
        async with app.run_test(size=(100, 30)) as pilot:
            me = Person(app, pilot)
            await sign_in(me, USERNAME, CAPTAINS_LOGIN)
            await me.sees("OKX main live")
            await me.press("L")
            await me.sees("Login password")
            await asyncio.sleep(0)
            assert (await okx.fault("kill", socket="all"))["hit"] == 0
            await sign_in(me, USERNAME, CAPTAINS_LOGIN)
            await me.sees("OKX main live")

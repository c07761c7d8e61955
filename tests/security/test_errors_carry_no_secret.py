"""What is raised holds no secret: not in its text, nor in anything it keeps, its causes and contexts included."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from pathlib import Path
from typing import Any

import pytest

from app.services.errors import Refused
from exchanges.core.errors import VenueError
from exchanges.core.secret import Secret
from store.database import Store
from store.errors import StoreError, VaultLocked
from store.vault import Place, get_secret, new_recovery_code, put_secret
from tests.accounts.conftest import house
from tests.accounts.house import LOGIN, TRADE, House
from tests.monitor.conftest import sqlite_store
from tests.monitor.harbour import Harbour, harbour, pasted
from tests.security.reaching import reachable

pytestmark = pytest.mark.anyio
__all__ = ["house", "sqlite_store"]

WRONG = Secret("Planted-wrong-5-badger")
NEW = Secret("Planted-newer-3-falcon")


async def raised(awaitable: Awaitable[Any]) -> Exception:
    """What a call ends in."""
    with pytest.raises((Refused, VenueError, StoreError)) as caught:
        await awaitable
    return caught.value


def check(error: BaseException, *secrets: Secret | str) -> None:
    texts = [secret.reveal() if isinstance(secret, Secret) else secret for secret in secrets]
    for found in reachable(error):
        if isinstance(found, Secret):
            continue
        shown = f"{found!r}\n{found}"
        for text in texts:
            assert text not in shown, f"{type(error).__name__} leads to {type(found).__name__}: {shown[:300]}"


async def test_refusals_of_the_account_service(house: House) -> None:
    session = await house.operator()
    registered, _ = await house.member(session)
    code = Secret(new_recovery_code())
    form = await house.form("wang", login_password=Secret("short-1"), invite="")
    for attempt in (
        house.accounts.login("captain", WRONG),
        house.accounts.login(NEW.reveal(), WRONG),
        house.accounts.unlock_trade(session, WRONG),
        house.accounts.change_login_password(session, WRONG, NEW),
        house.accounts.change_login_password(session, LOGIN, TRADE),
        house.accounts.change_transaction_password(session, TRADE, Secret("12345678901234")),
        house.accounts.reset_transaction_password(session, code, NEW),
        house.accounts.register(form),
        house.accounts.recover("captain@harbour.example", "no-such-request", "123456", code, NEW),
    ):
        secrets = (WRONG, NEW, LOGIN, TRADE, code, registered.recovery_code, "short-1", "12345678901234", form.code)
        check(await raised(attempt), *secrets)


async def test_errors_of_the_venue_and_of_the_line_to_it(sqlite_store: Store, tmp_path: Path) -> None:
    async with harbour(sqlite_store, tmp_path) as here:
        key = here.okx.key("main", "read")
        for change in ({"secret": WRONG.reveal()}, {"passphrase": WRONG.reveal()}, {"api_key": WRONG.reveal()}):
            error = await asked(here, key | change)
            check(error, *(key | change).values())
        told = "wrong: {api_key} {secret} {passphrase}".format(**key)
        for fields in (
            {"status": 502, "body": "html"},
            {"body": "garbage", "status": 200},
            {"status": 401, "code": "50105", "msg": told},
            {"status": 200, "code": "99999", "msg": told},
        ):
            await fault(here, "http", fields)
            check(await asked(here, key), *(key[part] for part in ("api_key", "secret", "passphrase")))
            await here.okx.heal()
        await fault(here, "lost_request", {})
        check(await asked(here, key), *(key[part] for part in ("api_key", "secret", "passphrase")))


async def fault(here: Harbour, kind: str, fields: Mapping[str, object]) -> None:
    body = {"venue": "okx", "kind": kind, "path": "/api/v5/account", "count": 9, **fields}
    (await here.okx.http.post("/faults", json=body)).raise_for_status()


async def asked(here: Harbour, key: dict[str, str]) -> Exception:
    """What asking the venue with this key ends in."""
    adapter = here.venues["okx"].adapter("live", pasted(key))
    try:
        return await raised(adapter.key_facts())
    finally:
        await adapter.aclose()


async def test_errors_of_the_store(house: House) -> None:
    session = await house.operator()
    place = Place("binding_key", "secret", "0" * 32)
    async with house.store.write() as connection:
        await put_secret(connection, session.vault, "read", place, NEW, 1)
        await connection.exec_driver_sql("UPDATE vault_value SET bound_row = bound_row || '1'")
    async with house.store.read() as connection:
        moved = await raised(get_secret(connection, session.vault, "read", place._replace(row_id="0" * 32 + "1")))
    check(moved, NEW)
    session.vault.lock()
    with pytest.raises(VaultLocked) as locked:
        session.vault.seal("read", place, NEW)
    check(locked.value, NEW)

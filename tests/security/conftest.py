"""What the adversary's tests share: a store with somebody in it, copied for each test."""

from __future__ import annotations

import asyncio
import re
import shutil
from pathlib import Path

import pytest

from app.services.accounts import Registration
from app.services.accounts.service import make_vaults
from app.services.assembly import open_services
from app.settings import Kdf, Settings
from exchanges.core.secret import Secret
from tests.monitor.harbour import Harbour, simulated_okx

USERNAME = "captain"
LOGIN = "Harbour-lamp-27-west"
TRADE = "Quiet-anchor-91-rope"
QUICK = Kdf(memory_kib=7_168, iterations=5, lanes=1)
"""The least that the program accepts."""


async def register_captain(folder: Path, *, database_url: str = "") -> None:
    """The operator of an empty store."""
    settings = Settings(data_dir=folder, kdf=QUICK, database_url=database_url)
    services = await open_services(settings, environ={}, start=False)
    try:
        request = await services.accounts.request_code("register", "captain@harbour.example", "en")
        code = re.search(r"\b\d{6}\b", (await services.mail.outbox())[0].body)
        assert code is not None
        form = Registration(
            username=USERNAME,
            nickname="Cap",
            real_name="A Captain",
            email="captain@harbour.example",
            request_id=request.id,
            code=code.group(),
            phone="+86 138 0013 8000",
            login_password=Secret(LOGIN),
            transaction_password=Secret(TRADE),
            language="en",
        )
        await services.accounts.register(form)
    finally:
        await services.aclose()


@pytest.fixture(scope="session")
def registered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which the operator has an account; copy it."""
    folder = tmp_path_factory.mktemp("registered") / "data"
    asyncio.run(register_captain(folder))
    return folder


@pytest.fixture(scope="session")
def bound(registered: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, with one approved account of the simulated OKX; copy it."""
    folder = tmp_path_factory.mktemp("bound") / "data"
    shutil.copytree(registered, folder)
    asyncio.run(_bind(folder))
    return folder


async def _bind(folder: Path) -> None:
    services = await open_services(Settings(data_dir=folder, kdf=QUICK), environ={}, start=False)
    try:
        async with simulated_okx(seed=7) as okx:
            session = await services.accounts.login(USERNAME, Secret(LOGIN))
            await services.accounts.unlock_trade(session, Secret(TRADE))
            vaults = make_vaults(services.store, services.settings)
            here = Harbour(services.store, okx, services.settings, vaults, session)
            await here.approved("main")
            await services.accounts.logout(session)
    finally:
        await services.aclose()


@pytest.fixture
def bound_data(bound: Path, tmp_path: Path) -> Path:
    """A data folder of this test's own, with an approved account."""
    folder = tmp_path / "data"
    shutil.copytree(bound, folder)
    return folder


@pytest.fixture
def data(registered: Path, tmp_path: Path) -> Path:
    """A data folder of this test's own, with the operator's account."""
    folder = tmp_path / "data"
    shutil.copytree(registered, folder)
    return folder

"""The demo: a world of its own that goes on where it was left, reached like the real one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from app.locale.catalogue import LANGUAGES, set_language, t
from app.services.accounts import Registration
from app.services.assembly import Services, open_services
from app.services.demo import EMAIL
from app.services.errors import Refused
from app.settings import Kdf, Settings, Simulation
from exchanges.core.clock import now_ms
from exchanges.core.secret import Secret
from store import accounts, ledger
from store.database import new_id, open_store

pytestmark = pytest.mark.anyio
QUICK = Kdf(memory_kib=7_168, iterations=5, lanes=1)
"""The least that is accepted."""


def demo_settings(folder: Path, **values: Any) -> Settings:
    chosen = {"demo": True, "kdf": QUICK, "simulation": Simulation(tick_ms=50, block_ms=20)} | values
    return Settings(data_dir=folder, **chosen)


@asynccontextmanager
async def opened(settings: Settings, **values: Any) -> AsyncIterator[Services]:
    services = await open_services(settings, environ={}, **values)
    try:
        yield services
    finally:
        await services.aclose()


async def told(awaitable: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        await awaitable
    for language in LANGUAGES:
        set_language(language)
        assert t(caught.value.key, **caught.value.values)
    set_language("en")
    return caught.value


async def test_it_says_how_to_sign_in_and_that_works(tmp_path: Path) -> None:
    async with opened(demo_settings(tmp_path)) as services:
        assert services.demo is not None
        intro = await services.demo.intro()
        text = await services.demo.accounts_text()
        for fact in (intro.username, intro.login_password, intro.transaction_password, intro.invite):
            assert fact in text
        assert len(text.splitlines()) <= 5
        assert max(map(len, text.splitlines())) <= 76
        session = await services.accounts.login(intro.username, Secret(intro.login_password))
        await services.accounts.unlock_trade(session, Secret(intro.transaction_password))
        assert session.is_operator
        await services.accounts.logout(session)


async def test_its_invite_registers_further_accounts_with_codes_from_the_open_outbox(tmp_path: Path) -> None:
    async with opened(demo_settings(tmp_path)) as services:
        assert services.demo is not None
        request = await services.accounts.request_code("register", "li@demo.example", "en")
        mail = next(mail for mail in await services.mail.outbox() if mail.id == request.mail_id)
        code = next(word for word in mail.body.split() if word.isdigit() and len(word) == 6)
        form = Registration(
            username="liwei",
            nickname="Li",
            real_name="Li",
            email="li@demo.example",
            request_id=request.id,
            code=code,
            phone="13800138000",
            login_password=Secret("Harbour-lamp-27-west"),
            transaction_password=Secret("Quiet-anchor-91-rope"),
            invite=(await services.demo.intro()).invite,
        )
        assert (await services.accounts.register(form)).username == "liwei"


@pytest.mark.parametrize("chain", ["tron", "bsc", "eth"])
async def test_a_top_up_is_paid_from_the_wallet_over_the_chain_and_credited_by_itself(
    tmp_path: Path, chain: str
) -> None:
    async with opened(demo_settings(tmp_path)) as services:
        assert services.demo is not None
        intro = await services.demo.intro()
        session = await services.accounts.login(intro.username, Secret(intro.login_password))
        order = await services.topups.create(session, "150", chain)
        before = await services.demo.wallet_balance(chain)
        tx_id = await services.demo.pay(order.id)
        async with asyncio.timeout(30):
            while (seen := await services.topups.order(session, order.id)).status != "credited":
                await asyncio.sleep(0.02)
        assert seen.tx_hash == tx_id
        paid = Decimal(order.payable_micro) / 10**6
        assert await services.demo.wallet_balance(chain) == before - paid
        assert await services.ledger.balance_micro(session) == order.payable_micro
        async with services.store.read() as connection:
            assert await ledger.balance(connection, ledger.clearing(chain)) == -order.payable_micro


async def test_it_goes_on_where_it_was_left(tmp_path: Path) -> None:
    settings = demo_settings(tmp_path)
    async with opened(settings) as services:
        assert services.demo is not None
        first = await services.demo.intro()
        key = await services.demo.sites["okx"].create_key("main", "kept", ["read_only"], [], Secret("Demo#Pass2026"))
    async with opened(settings) as services:
        assert services.demo is not None
        assert (await services.demo.intro()).invite == first.invite
        main = next(account for account in await services.demo.sites["okx"].accounts() if account.name == "main")
        assert key.api_key in {kept.api_key for kept in main.keys}


async def test_a_first_start_that_was_cut_short_is_finished_by_the_next_one(tmp_path: Path) -> None:
    store = await open_store(demo_settings(tmp_path).store_url, now=now_ms)
    try:
        async with store.write() as connection:
            asked = ("register", EMAIL, b"x" * 32, now_ms(), now_ms() + 600_000)
            await accounts.put_code(connection, new_id(), *asked)
    finally:
        await store.aclose()
    async with opened(demo_settings(tmp_path)) as services:
        assert services.demo is not None
        assert (await services.demo.intro()).invite


async def test_the_site_makes_edits_and_deletes_keys_and_changes_modes(tmp_path: Path) -> None:
    async with opened(demo_settings(tmp_path)) as services:
        assert services.demo is not None
        site = services.demo.sites["okx"]
        made = await site.create_key(
            "oneway", "trade", ["read_only", "trade"], ["203.0.113.7"], Secret("Demo#Pass2026")
        )
        assert len(made.secret) == 32
        assert made.secret.reveal() not in repr(made)
        edited = await site.edit_key("oneway", made.api_key, perms=["read_only"], ips=[])
        assert (edited.permissions, edited.ips, edited.label) == (("read_only",), (), "trade")
        await site.delete_key("oneway", made.api_key)
        hedged = await site.set_position_mode("oneway", "hedge")
        assert (hedged.position_mode, made.api_key in {key.api_key for key in hedged.keys}) == (
            "hedge",
            False,
        )
        assert (await site.set_account_mode("spotmode", "2")).account_mode == "2"


async def test_what_the_site_refuses_is_told_in_its_own_words(tmp_path: Path) -> None:
    async with opened(demo_settings(tmp_path)) as services:
        assert services.demo is not None
        site = services.demo.sites["okx"]
        refused = await told(site.create_key("main", "x", ["read_only"], [], Secret("short")))
        assert "passphrase" in str(refused.values["reason"])
        assert (await told(site.set_position_mode("busy", "hedge"))).key == "demo.error.site"
        assert (await told(site.delete_key("main", "nothing"))).key == "demo.error.site"
        assert (await told(services.demo.pay("nothing"))).key == "demo.error.no-order"


async def test_two_demos_do_not_share_a_folder(tmp_path: Path) -> None:
    settings = demo_settings(tmp_path)
    async with opened(settings):
        assert (await told(open_services(settings))).key == "demo.error.running"
    async with opened(settings):
        pass


async def test_everything_points_at_the_simulation_and_no_mail_leaves(tmp_path: Path) -> None:
    smtp = msgspec.convert({"host": "mail.example", "sender": "a@mail.example"}, type(Settings(data_dir=tmp_path).smtp))
    async with opened(demo_settings(tmp_path, smtp=smtp)) as services:
        settings = services.settings
        hosts = [*settings.okx.own("live").values(), settings.tron.base_url]
        assert all("//127.0.0.1:" in host for host in hosts)
        assert services.mail.is_local
        assert settings.egress_ips == ("203.0.113.7",)


async def test_simulated_and_real_money_never_meet_in_one_store(store_url: str, tmp_path: Path) -> None:
    real = Settings(data_dir=tmp_path / "real", database_url=store_url, kdf=QUICK)
    async with opened(real):
        pass
    refused = await told(open_services(demo_settings(tmp_path / "demo", database_url=store_url)))
    assert refused.key == "demo.error.world-real"


async def test_a_demo_store_is_not_opened_for_real(store_url: str, tmp_path: Path) -> None:
    async with opened(demo_settings(tmp_path / "demo", database_url=store_url)):
        pass
    refused = await told(open_services(Settings(data_dir=tmp_path / "real", database_url=store_url, kdf=QUICK)))
    assert refused.key == "demo.error.world-demo"

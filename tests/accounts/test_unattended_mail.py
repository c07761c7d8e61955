"""Whoever may open the vault without its owner: each change arrives at the owner as a mail, in their language."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.services.accounts import Session
from app.settings import Settings, Smtp
from exchanges.core.secret import Secret
from store.database import Store
from tests.accounts.house import LOGIN, TRADE, House, build_house, refusal
from tests.accounts.smtp_server import Postman, smtp_server
from tests.stores import ManualClock

pytestmark = pytest.mark.anyio
ADDRESS = "captain@harbour.example"
READ = ("Unattended use of your keys: reading", "the read-only keys of captain")
TRADING = ("Unattended use of your keys: reading and trading", "the read-only AND the trading keys of captain")
OFF = ("Unattended use of your keys is off", "nothing but the passwords of captain")


@dataclass
class Owner:
    """A person whose account was made before the mail server was set up, and that server."""

    house: House
    session: Session
    postman: Postman

    async def read(self) -> list[tuple[str, str, str]]:
        """What arrived since the last look: recipient, subject, text."""
        await self.house.mail.deliver_due()
        arrived = [(str(mail["To"]), str(mail["Subject"]), mail.get_content()) for mail in self.postman.received]
        self.postman.received.clear()
        return arrived

    async def is_told(self, expected: tuple[str, str]) -> bool:
        """Whether exactly one mail came, to the owner, with this subject and these words."""
        [(recipient, subject, body)] = await self.read()
        return recipient == ADDRESS and subject == expected[0] and expected[1] in body


@pytest.fixture
async def owner(store: Store, store_clock: ManualClock, tmp_path: Path) -> AsyncIterator[Owner]:
    folder = tmp_path / "home"
    session = await build_house(store, store_clock, Settings(data_dir=folder)).operator()
    async with smtp_server() as postman:
        smtp = Smtp(host="127.0.0.1", port=postman.port, security="plain", sender="binnacle@harbour.example")
        yield Owner(build_house(store, store_clock, Settings(data_dir=folder, smtp=smtp)), session, postman)


async def test_switching_on_changing_and_switching_off_each_send_one_mail(owner: Owner) -> None:
    accounts, session = owner.house.accounts, owner.session
    await accounts.allow_unattended(session, TRADE, with_trade=False)
    assert await owner.is_told(READ)
    await accounts.allow_unattended(session, TRADE, with_trade=True)
    assert await owner.is_told(TRADING)
    await accounts.forbid_unattended(session)
    assert await owner.is_told(OFF)
    await accounts.forbid_unattended(session)  # It was off already.
    assert await owner.read() == []


async def test_the_mail_speaks_the_language_of_its_reader(owner: Owner) -> None:
    accounts, session = owner.house.accounts, owner.session
    await accounts.update_profile(session, language="zh")
    await accounts.allow_unattended(session, TRADE, with_trade=True)
    await accounts.forbid_unattended(session)
    (_, on, what_is_open), (_, off, _) = await owner.read()
    assert (on, off) == ("无人值守：允许读取和交易", "无人值守已关闭")
    assert "账号 captain 的只读 Key 和交易 Key" in what_is_open


async def test_a_refused_wish_sends_nothing(owner: Owner) -> None:
    wrong = Secret("Wrong-one-55-rope")
    await refusal(owner.house.accounts.allow_unattended(owner.session, wrong, with_trade=True))
    assert await owner.read() == []


@pytest.mark.parametrize("was_on", [True, False])
async def test_a_new_vault_that_ends_it_says_so_where_it_was_on(owner: Owner, was_on: bool) -> None:
    accounts = owner.house.accounts
    if was_on:
        await accounts.allow_unattended(owner.session, TRADE, with_trade=False)
    owner.house.clock.advance(61_000)
    request = await accounts.request_code("recover", ADDRESS, "en")
    code = next(word for _, _, body in await owner.read() for word in body.split() if word.isdigit() and len(word) == 6)
    await accounts.start_over(ADDRESS, request.id, code, Secret("Velvet-mooring-62-gull"), LOGIN)
    subjects = [subject for _, subject, _ in await owner.read()]
    assert (OFF[0] in subjects) is was_on

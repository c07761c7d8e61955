"""A house of accounts on an empty store, with time that tests move."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import msgspec
import pytest

from app.locale.catalogue import LANGUAGES, set_language, t
from app.services.accounts import AccountService, Registered, Registration, Session
from app.services.errors import Refused
from app.services.mail import MailService
from app.settings import Settings
from exchanges.core.secret import Secret
from store.database import Store
from store.vault import KdfParams, Vaults
from tests.stores import ManualClock

LOGIN = Secret("Harbour-lamp-27-west")
TRADE = Secret("Quiet-anchor-91-rope")
CHEAP = KdfParams(memory_kib=64, iterations=1, lanes=1)
"""Tests derive keys by the hundred."""


@dataclass
class House:
    """Services on one store, and the steps that most tests begin with."""

    store: Store
    clock: ManualClock
    settings: Settings
    mail: MailService
    accounts: AccountService

    def another_process(self, source: str = "local") -> AccountService:
        """The accounts as another program on the same store and machine sees them."""
        vaults = Vaults(self.store, CHEAP, testing=True)
        return AccountService(self.store, self.mail, self.settings, self.clock, source=source, vaults=vaults)

    async def newest_mail(self, recipient: str) -> str:
        """The body of the newest mail in the outbox for an address."""
        as_in_the_demo = MailService(self.store, msgspec.structs.replace(self.settings, demo=True), self.clock)
        outbox = await as_in_the_demo.outbox()
        return next(mail.body for mail in outbox if mail.recipient == recipient)

    async def code(self, purpose: Any, email: str) -> tuple[str, str]:
        """Ask for a code and read it from the outbox: (request id, code)."""
        request = await self.accounts.request_code(purpose, email, "en")
        return request.id, re.search(r"\d{6}", await self.newest_mail(email)).group()  # type: ignore[union-attr]

    async def code_later(self, purpose: Any, email: str) -> tuple[str, str]:
        """The same, a minute after the last code for that address."""
        self.clock.advance(61_000)
        return await self.code(purpose, email)

    async def form(self, username: str = "zhang", **changes: Any) -> Registration:
        """A registration form that will do, with a fresh code; `changes` make it one that will not."""
        email = changes.get("email", f"{username}@harbour.example")
        request_id, code = await self.code("register", email)
        complete = Registration(
            username=username,
            nickname="Old Zhang",
            real_name="张三",
            email=email,
            request_id=request_id,
            code=code,
            phone="+86 138 0013 8000",
            login_password=LOGIN,
            transaction_password=TRADE,
            language="en",
        )
        return replace(complete, **changes)

    async def operator(self, username: str = "captain") -> Session:
        """Register the first account and sign in."""
        await self.accounts.register(await self.form(username))
        self.clock.advance(1)
        return await self.accounts.login(username, LOGIN)

    async def member(self, operator: Session, username: str = "zhang") -> tuple[Registered, Session]:
        """Register a user with an invite of the operator and sign in."""
        invite = await self.accounts.create_invite(operator)
        registered = await self.accounts.register(await self.form(username, invite=invite.code))
        return registered, await self.accounts.login(username, LOGIN)


async def refusal(awaitable: Any) -> Refused:
    """The refusal that a call ends in; its text exists in both languages."""
    with pytest.raises(Refused) as caught:
        await awaitable
    for language in LANGUAGES:
        set_language(language)
        assert t(caught.value.key, **caught.value.values)
    set_language("en")
    return caught.value


def build_house(store: Store, clock: ManualClock, settings: Settings) -> House:
    """Services with cheap key derivation; mail stays in the local outbox unless the settings name a server."""
    mail = MailService(store, settings, clock)
    vaults = Vaults(store, CHEAP, testing=True)
    return House(store, clock, settings, mail, AccountService(store, mail, settings, clock, vaults=vaults))

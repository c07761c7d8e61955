"""The story behind the pictures, lived through once by the services themselves, then copied for each.

Three days ago the operator opened the demo, topped up, bound an OKX account and invited Li Wei; this morning the
account traded, the operator began to bind another one, and Li Wei's waits for review.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.locale.catalogue import Language, pick, set_language
from app.services import assembly
from app.services.accounts import Registration
from app.services.assembly import Services
from app.services.demo import LOGIN_PASSWORD, TRANSACTION_PASSWORD, USERNAME
from app.services.sealed_keys import KeyKind
from app.services.session import Session
from app.settings import Settings, Simulation
from exchanges.core.secret import Secret
from exchanges.core.verdict import Pair
from tests.snapshots.still import DAY_MS, NOON_MS, QUICK, StillSandbox, stillness
from tests.stores import ManualClock

PATIENCE_S = 20.0
MINUTE_MS = 60_000
FIRST_DAY_MS = NOON_MS - 3 * DAY_MS
THIS_MORNING_MS = NOON_MS - 200 * MINUTE_MS
KINDS: tuple[KeyKind, ...] = ("read", "trade")


@dataclass(frozen=True)
class Somebody:
    """A person with an account here."""

    username: str
    login: Secret
    transaction: Secret
    name: Pair = ("", "")


_PASSWORDS = Secret("Harbour-lamp-27-west"), Secret("Quiet-anchor-91-rope")
OPERATOR = Somebody(USERNAME, Secret(LOGIN_PASSWORD), Secret(TRANSACTION_PASSWORD))
LI_WEI = Somebody("liwei", *_PASSWORDS, ("Li Wei", "李伟"))
"""Has compute, and a binding that waits for review."""
WANG_FANG = Somebody("wangfang", *_PASSWORDS, ("Wang Fang", "王芳"))
"""Has nothing yet."""


ONE_VENUE = Simulation(venues=("okx",))
"""The others have nothing to show: their simulation would only cost time."""


def demo_settings(folder: Path, language: Language, **values: Any) -> Settings:
    own = {"data_dir": folder, "demo": True, "kdf": QUICK, "language": language, "simulation": ONE_VENUE}
    return Settings(**own | values)


def real_settings(folder: Path, language: Language, **values: Any) -> Settings:
    return Settings(**{"data_dir": folder, "kdf": QUICK, "language": language} | values)


async def eventually(holds: Callable[[], Awaitable[bool]], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not await holds():
        assert time.monotonic() < deadline, f"waited in vain until {what}"
        await asyncio.sleep(0.01)


async def register(services: Services, person: Somebody, invite: str = "") -> None:
    """An account for somebody, with the code their mail brings."""
    email = f"{person.username}@harbour.example"
    request = await services.accounts.request_code("register", email)
    body = next(mail.body for mail in await services.mail.outbox() if mail.id == request.mail_id)
    code = re.search(r"\d{6}", body)
    assert code is not None
    form = Registration(
        username=person.username,
        nickname=pick(person.name),
        real_name=pick(person.name),
        email=email,
        request_id=request.id,
        code=code.group(),
        phone="+86 138 0013 8000",
        login_password=person.login,
        transaction_password=person.transaction,
        invite=invite,
    )
    await services.accounts.register(form)


def settle(folder: Path, language: Language) -> None:
    """A store without any simulation, Wang Fang its operator."""

    async def move_in() -> None:
        services = await assembly.open_services(real_settings(folder, language), start=False)
        try:
            await register(services, WANG_FANG)
        finally:
            await services.aclose()

    set_language(language)
    with stillness(ManualClock(FIRST_DAY_MS)):
        asyncio.run(move_in())


class Voyage:
    """One life of the demo, from an empty folder."""

    def __init__(self, folder: Path, language: Language) -> None:
        self.clock = ManualClock(FIRST_DAY_MS)
        self.settings = demo_settings(folder, language, review="manual")
        set_language(language)

    def sail(self) -> None:
        with stillness(self.clock):
            asyncio.run(self._sail())

    async def _sail(self) -> None:
        self.services: Services = await assembly.open_services(self.settings, start=False)
        self.sandbox = StillSandbox.newest
        try:
            await self._first_day()
            await self._this_morning()
        finally:
            await self.services.aclose()

    # -- three days ago --------------------------------------------------------------------------------------------

    async def _first_day(self) -> None:
        operator = await self._login(OPERATOR)
        await self._top_up(operator, "200")
        self._pass(35)
        await self._bind(operator, "main", self._say("OKX main", "欧易主账户"))
        self._pass(20)
        invite = await self.services.accounts.create_invite(operator, 3)
        for guest in (LI_WEI, WANG_FANG):
            await register(self.services, guest, invite.code)
            self._pass(1)
        await self.services.accounts.create_invite(operator)
        self._pass(4)
        await self.services.accounts.logout(operator)

    # -- this morning ----------------------------------------------------------------------------------------------

    async def _this_morning(self) -> None:
        await self._until(THIS_MORNING_MS)
        operator = await self._login(OPERATOR)
        await self.services.monitor.start(operator)
        for contract, side, leg, size, entry, leave in TRADES:
            await self._trade(contract, side, leg, size, entry, leave)
        for contract, price in PRICES_NOW.items():
            self._price(contract, price)
        await self.services.monitor.stop()
        await self._top_up(operator, "150")
        await self._begin_another(operator)
        await self._li_wei_binds()
        self.clock.ms = NOON_MS - 4_000
        self.sandbox.post("/tron/mine", blocks=1)
        await self.services.accounts.logout(operator)

    async def _begin_another(self, operator: Session) -> None:
        """A binding that rests at the trade key."""
        draft = await self.services.bindings.start(operator, "okx", "live")
        await self.services.bindings.advance(operator, draft.id)
        await self._paste(operator, draft.id, "oneway", "read")

    async def _li_wei_binds(self) -> None:
        """A binding of somebody else, which waits for review."""
        li_wei = await self._login(LI_WEI)
        await self._top_up(li_wei, "120")
        await self._bind(li_wei, "second", self._say("OKX copy", "欧易跟单"), approve=False)
        await self.services.accounts.logout(li_wei)

    async def _until(self, ms: int) -> None:
        """Wait for the time, and for the funding that was due meanwhile."""
        self.clock.ms = ms
        self.sandbox.mine_everywhere()
        await eventually(self._is_funded, "funding is settled")

    async def _is_funded(self) -> bool:
        truth = await asyncio.to_thread(self.sandbox.ask, "GET", "/okx/accounts/main/truth")
        return any(bill["type"] == "8" for bill in truth["bills"])

    async def _trade(self, contract: str, side: str, leg: str, size: str, entry: str, leave: str) -> None:
        """Open and close, and wait until the profit is metered."""
        back = "sell" if side == "buy" else "buy"
        for price, way in ((entry, side), (leave, back)):
            self._pass(11)
            self._price(contract, price)
            await self._fill(instId=contract, side=way, posSide=leg, sz=size)

    async def _fill(self, **order: str) -> None:
        filled = self._fills()
        self.sandbox.post("/okx/accounts/main/orders", **order)
        await eventually(lambda: self._has_more(filled), "the fills are in the journal")

    def _fills(self) -> int:
        return sum(len(book.fills) for book in self.services.monitor.books.values())

    async def _has_more(self, filled: int) -> bool:
        return self._fills() > filled and self.services.monitor.backlog == 0

    # -- deeds -----------------------------------------------------------------------------------------------------

    def _pass(self, minutes: float) -> None:
        self.clock.advance(int(minutes * MINUTE_MS))

    def _price(self, contract: str, price: str) -> None:
        self.sandbox.post("/market/step", instId=contract, price=price)

    def _say(self, english: str, chinese: str) -> str:
        return chinese if self.settings.language == "zh" else english

    async def _login(self, person: Somebody) -> Session:
        return await self.services.accounts.login(person.username, person.login)

    async def _top_up(self, session: Session, amount: str) -> None:
        assert self.services.demo is not None
        order = await self.services.topups.create(session, amount, "tron")
        self._pass(0.7)
        await self.services.demo.pay(order.id)
        self.sandbox.post("/tron/mine", blocks=1)
        await self.services.deposits.round("tron")
        self._pass(1)
        self.sandbox.post("/tron/mine", blocks=20)
        await self.services.deposits.round("tron")
        assert (await self.services.topups.order(session, order.id)).status == "credited"

    async def _bind(self, session: Session, account: str, label: str, *, approve: bool = True) -> None:
        bindings = self.services.bindings
        person = OPERATOR if session.username == OPERATOR.username else LI_WEI
        await self.services.accounts.unlock_trade(session, person.transaction)
        draft = await bindings.start(session, "okx", "live")
        await bindings.advance(session, draft.id)
        for kind in KINDS:
            await self._paste(session, draft.id, account, kind)
        await bindings.set_strategy(session, draft.id, "steady", custom=False, referrer=True)
        await bindings.rename(session, draft.id, label)
        await bindings.advance(session, draft.id)
        await bindings.submit(session, draft.id, accepted=True)
        self._pass(6)
        if approve:
            await bindings.approve(session, draft.id)

    async def _paste(self, session: Session, draft_id: str, account: str, kind: KeyKind) -> None:
        key = self.sandbox.key(account, kind)
        secrets = Secret(key["secret"]), Secret(key["passphrase"])
        await self.services.bindings.check_key(session, draft_id, kind, key["api_key"], *secrets)
        await self.services.bindings.advance(session, draft_id)


TRADES = (
    ("SOL-USDT-SWAP", "buy", "long", "20", "178.20", "181.06"),
    ("DOGE-USDT-SWAP", "sell", "short", "5", "0.14330", "0.14102"),
    ("SOL-USDT-SWAP", "buy", "long", "12", "180.10", "179.02"),
)
"""Contract, side, leg, size in contracts, price in, price out."""
PRICES_NOW = {"BTC-USDT-SWAP": "61038.5", "ETH-USDT-SWAP": "3096.10", "SOL-USDT-SWAP": "179.02"}

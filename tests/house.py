"""What a test does with a simulated venue, whichever: its keys, its site, its faults, its truth, and who watches it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import fields
from decimal import Decimal
from types import TracebackType
from typing import Any, ClassVar, Self

import httpx
import pytest

from exchanges import venues
from exchanges.core.adapter import Adapter, Credentials, Environment, Resume
from exchanges.core.clock import now_ms
from exchanges.core.endpoint import Bucket, Endpoint
from exchanges.core.limits import Limits
from exchanges.core.link import Pace
from exchanges.core.plugin import Hosts
from exchanges.core.secret import Secret
from exchanges.core.stream import Timing
from exchanges.sandbox.server import SandboxThread
from tests.following import Truth, Watcher

PACE = Pace(audit_s=1.0, audit_soon_s=0.05, second_look_s=0.3, confirm_s=0.1, longest_pause_s=0.4, healthy_s=60)
TIMING = Timing(dial_s=2, login_s=1, ack_s=1, ping_after_s=0.3, dead_after_s=0.7, close_s=0.2, late_s=5)
SLOW = Pace(audit_s=600, audit_soon_s=600)
"""Without audits, so that only the stream tells."""
STREAM_ONLY = Pace(audit_s=600, audit_soon_s=0.2, second_look_s=0.1, confirm_s=0.1, longest_pause_s=0.4, healthy_s=60)
"""Without audits by the clock: only the streams tell, what is fetched after a break, and audits that events ask for."""


class Dialling(Limits):
    """Budgets that let every dial through: tests break more connections than a venue would allow."""

    async def acquire_bucket(self, bucket: Bucket, *, account: str = "") -> None:
        return


class Hasty(Dialling):
    """Budgets that let everything through: tests ask and dial in seconds what a venue allows in minutes."""

    async def acquire(
        self, endpoint: Endpoint, *, account: str = "", instrument: str = "", weight: int | None = None
    ) -> None:
        return


def credentials(key: dict[str, Any]) -> Credentials:
    """A key as the simulation tells of it."""
    return Credentials(key["api_key"], Secret(key["secret"]), Secret(key.get("passphrase") or ""))


class House:
    """The simulated venue as a test handles it."""

    venue: str
    settings: ClassVar[dict[str, Any]] = {"connects_per_s": 1000}
    """What is set at the simulation before a test."""
    passphrase: ClassVar[str] = ""
    """Of the keys a test makes, where the venue wants one."""
    timing: ClassVar[Timing] = TIMING
    truth_type: ClassVar[type[Truth]] = Truth
    limits_type: ClassVar[type[Limits]] = Hasty

    def __init__(self, sandbox: SandboxThread, limits: Limits) -> None:
        self.sandbox = sandbox
        self.limits = limits
        self.http = httpx.AsyncClient(base_url=self.control, trust_env=False, verify=False, timeout=30)

    @classmethod
    @asynccontextmanager
    async def alone(cls, *, seed: int = 11) -> AsyncIterator[Self]:
        """The venue in a simulation of its own."""
        with SandboxThread(seed=seed, venues=(venues.site_of(cls.venue),)) as sandbox:
            async with cls(sandbox, cls.limits_type()) as opened:
                yield opened

    @property
    def plugin(self) -> Any:
        return venues.load(self.venue)

    @property
    def site(self) -> str:
        """Whose accounts and keys these are."""
        return venues.site_of(self.venue)

    async def __aenter__(self) -> Self:
        await self.set(**self.settings)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.clear()
        await self.http.aclose()

    # Keys and addresses.

    @property
    def control(self) -> str:
        """Where everything but trading is done to the simulation."""
        return str(self.sandbox.describe()["control"])

    @property
    def _described(self) -> dict[str, Any]:
        described: dict[str, Any] = self.sandbox.describe()["venues"][self.site]
        return described

    def hosts(self, environment: Environment = "live") -> Hosts:
        told, kind = self.sandbox.hosts(self.site)[environment], self.plugin.hosts
        return kind(**{each.name: told[each.name] for each in fields(kind) if each.name in told})

    @property
    def egress_ip(self) -> str:
        """Where the venue sees us come from."""
        return str(self._described["egress_ip"])

    @property
    def accounts(self) -> list[str]:
        """Names of its seeded accounts."""
        return [each["name"] for each in self._described["accounts"]]

    def keys(self, account: str = "main") -> dict[str, Credentials]:
        """The seeded keys of an account, by kind; the first of several of one kind."""
        told = next(each["keys"] for each in self._described["accounts"] if each["name"] == account)
        return {each["kind"]: credentials(each) for each in reversed(told)}

    def key(self, account: str, kind: str) -> Credentials:
        return self.keys(account)[kind]

    async def make_key(self, account: str, perms: list[str], ips: list[str], **more: str) -> Credentials:
        phrase = {"passphrase": self.passphrase} if self.passphrase else {}
        body = {"label": "made", "perms": perms, "ips": ips, **phrase, **more}
        return credentials(await self.do("POST", self.of(account, "keys"), body) | phrase)

    def adapter(self, account: str = "main", kind: str = "read", **more: Any) -> Any:
        """The adapter of a seeded key."""
        return self.adapter_of(self.key(account, kind), **more)

    def adapter_of(
        self,
        key: Credentials | None,
        *,
        hosts: Hosts = None,
        environment: Environment = "live",
        now: Callable[[], int] = now_ms,
        pace: Pace = PACE,
        timing: Timing | None = None,
        **more: Any,
    ) -> Any:
        """An adapter of any key, or of none, on a machine with this clock."""
        return self.plugin.adapter(
            key,
            hosts or self.hosts(environment),
            environment,
            now=now,
            limits=self.limits,
            pace=pace,
            timing=timing or self.timing,
            **more,
        )

    # The site and the hand of fate.

    async def do(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """Do something to the simulation."""
        answer = await self.http.request(method, path, json=body or {})
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def tries(self, path: str, body: dict[str, Any]) -> None:
        """Ask for something that the venue may well refuse."""
        answer = await self.http.post(path, json=body)
        assert answer.status_code < 500, answer.text

    def of(self, account: str, path: str) -> str:
        """Where an account's affairs are changed by other hands than ours."""
        return f"/{self.site}/accounts/{account}/{path}"

    async def set(self, **settings: Any) -> None:
        await self.do("POST", f"/{self.site}/settings", settings)

    async def fault(self, kind: str, **fields: Any) -> Any:
        return await self.do("POST", "/faults", {"venue": self.site, "kind": kind, **fields})

    async def clear(self) -> None:
        await self.http.delete("/faults")

    async def requests(self) -> list[dict[str, Any]]:
        """The calls the venue was asked."""
        rows: list[dict[str, Any]] = await self.do("GET", f"/{self.site}/requests")
        return rows

    def orders(self, account: str = "main") -> str:
        """Where orders of the account are placed by other hands; one of them stands below it by its id."""
        return self.of(account, "orders")

    def order_body(self, contract: str, side: str, leg: str, size: str, price: str = "") -> dict[str, Any]:
        """An order in the simulation's words; at market without a price."""
        body = {"contract": contract, "side": side, "leg": leg, "size": size}
        return body | ({"price": price} if price else {})

    async def order(
        self, account: str, contract: str, side: str, leg: str, size: str, price: str = "", **more: Any
    ) -> Any:
        """Another client of the account places an order."""
        body = self.order_body(contract, side, leg, size, price) | more
        return await self.do("POST", self.orders(account), body)

    async def price(self, contract: str, price: Decimal | str) -> None:
        await self.do("POST", "/market/step", {"venue": self.site, "instId": contract, "price": str(price)})

    async def quotes(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = await self.do("GET", "/market", {"venue": self.site})
        return rows

    async def contract(self, asset: str) -> str:
        """The venue's own name of an asset's first contract."""
        return next(str(each["instId"]) for each in await self.quotes() if asset in each["instId"])

    async def last(self, contract: str) -> Decimal:
        return Decimal(next(each["last"] for each in await self.quotes() if each["instId"] == contract))

    async def trade(self, account: str = "main") -> None:
        """A little of everything: open, close a part, place and cancel, close the rest."""
        raise NotImplementedError

    async def truth(self, account: str = "main") -> Any:
        """What the venue itself says of an account."""
        return await self.do("GET", self.of(account, "truth"))

    # Watching.

    @asynccontextmanager
    async def watching(
        self, adapter: Any = None, *, since_ms: int | None = None, resume: Resume | None = None
    ) -> AsyncIterator[Watcher]:
        """Follow an account, from now on unless said otherwise; ends the adapter afterwards."""
        watched: Adapter = adapter or self.adapter()
        watcher = Watcher(watched)
        since = resume or Resume(last_fill_ms=now_ms() if since_ms is None else since_ms)
        task = asyncio.create_task(watcher.follow(since))
        try:
            yield watcher
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await watched.aclose()

    async def known(self, account: str = "main") -> Truth:
        """The truth of an account, to compare with what a watcher was told."""
        return self.truth_type(await self.truth(account))

    async def is_told(self, watcher: Watcher, account: str = "main") -> bool:
        """Whether the watcher was told the venue's truth of this moment."""
        return (await self.known(account)).is_what(watcher)

    async def agrees(self, watcher: Watcher, account: str = "main") -> None:
        """Wait until what the watcher was told equals the venue's truth of this moment."""
        truth = await self.known(account)
        await watcher.until(lambda: truth.is_what(watcher))

    async def tells_all_fills(self, watcher: Watcher, account: str = "main") -> None:
        """Wait until the watcher was told every fill since it began; none was told twice."""
        made = (await self.known(account)).fills(watcher.began_ms)
        await watcher.until(lambda: made <= {fill.id for fill in watcher.fills})
        assert len({fill.id for fill in watcher.fills}) == len(watcher.fills)


Fixtures = tuple[Callable[[], Iterator[SandboxThread]], Callable[[], Limits], Callable[..., AsyncIterator[House]]]


def fixtures(kind: type[House], *, seed: int = 11) -> Fixtures:
    """The fixtures of a folder's tests: its simulation, one set of budgets as in the program, and the house."""

    @pytest.fixture(scope="module")
    def sandbox() -> Iterator[SandboxThread]:
        with SandboxThread(seed=seed, venues=(venues.site_of(kind.venue),)) as running:
            yield running

    @pytest.fixture(scope="module")
    def limits() -> Limits:
        return kind.limits_type()

    @pytest.fixture
    async def house(sandbox: SandboxThread, limits: Limits) -> AsyncIterator[House]:
        async with kind(sandbox, limits) as opened:
            yield opened

    return sandbox, limits, house

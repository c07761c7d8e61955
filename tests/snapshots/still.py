"""Everything real but time and chance: a clock that stands until it is moved, dice that always fall the same.

The app, its services, its SQLite file and the simulated venue and chain are the real ones; the simulation moves only
when it is told to.
"""

from __future__ import annotations

import asyncio
import random
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any, Self

import httpx
import pytest

from app.services import assembly
from app.settings import Kdf, Settings
from app.shell import BinnacleApp
from exchanges.core.clock import VenueClock
from exchanges.core.limits import Limits
from exchanges.core.link import Pace
from exchanges.sandbox import server
from tests.stores import ManualClock

DAY_MS = 86_400_000
NOON_MS = 1_763_726_671_000
"""2025-11-21 12:04:31 UTC: every picture is taken at this moment."""
QUICK = Kdf(memory_kib=7_168, iterations=5, lanes=1)
"""The least that is accepted."""


HOUR_S = 3_600.0
"""Links do not look again by themselves while somebody takes a picture: what they would find is some odd ms old."""
HURRY = 1_000
HURRIED_LIMITS = {
    "clock": lambda: time.monotonic() * HURRY,
    "sleep": lambda seconds: asyncio.sleep(seconds / HURRY),
}
"""The venue simulated here counts no requests, so ours need not be spread over seconds."""


class StillSandbox(server.SandboxThread):
    """The simulation with prices, bot and blocks at rest."""

    newest: StillSandbox

    def __init__(self, *, clock: ManualClock, **settings: Any) -> None:
        super().__init__(**settings | {"tick_ms": None, "block_ms": None, "now_ms": clock})
        StillSandbox.newest = self

    def start(self) -> Self:
        super().start()
        self.post("/okx/settings", rate_limits=False)  # Time that stands would never give a budget back.
        self.mine_everywhere()
        return self

    def mine_everywhere(self) -> None:
        """A block of now on every chain, so that none looks as if it had stopped."""
        for chain in self.describe()["chains"]:
            self.post(f"/{chain}/mine", blocks=1)

    def ask(self, method: str, path: str, **body: Any) -> Any:
        """Do something to the simulation through its control address."""
        with httpx.Client(base_url=self.describe()["control"], timeout=10, trust_env=False, verify=False) as http:
            return http.request(method, path, json=body or None).raise_for_status().json()

    def post(self, path: str, **body: Any) -> Any:
        return self.ask("POST", path, **body)

    def key(self, account: str, kind: str) -> dict[str, str]:
        """A seeded key of an account: api_key, secret, passphrase."""
        accounts = {each["name"]: each for each in self.describe()["venues"]["okx"]["accounts"]}
        found: dict[str, str] = next(key for key in accounts[account]["keys"] if key["kind"] == kind)
        return found


@contextmanager
def stillness(clock: ManualClock, seed: int = 1) -> Iterator[None]:
    """Time is `clock` and chance is `seed` for whatever is opened inside."""
    dice = random.Random(seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assembly, "open_services", partial(assembly.open_services, now=clock, environ={}))
        patch.setattr(server, "SandboxThread", partial(StillSandbox, clock=clock))
        # A measured offset of a clock that stands would be the time the answer took.
        patch.setitem(VenueClock.__init__.__kwdefaults__, "monotonic", lambda: clock() / 1000)
        patch.setattr("exchanges.core.account_life.Pace", partial(Pace, confirm_s=HOUR_S, audit_s=HOUR_S))
        for name, hurried in HURRIED_LIMITS.items():
            patch.setitem(Limits.__init__.__kwdefaults__, name, hurried)
        patch.setattr(secrets, "choice", dice.choice)
        patch.setattr(secrets, "randbelow", dice.randrange)
        for module in (secrets, random):
            patch.setattr(module, "SystemRandom", lambda: random.Random(seed))
        yield


class StillApp(BinnacleApp):
    """The app on a clock that stands, photographed without the web font the framework links to."""

    def __init__(self, settings: Settings, clock: ManualClock) -> None:
        super().__init__(settings, now=lambda: 0.0, clock_ms=clock)
        self.title = "Binnacle"
        self.look = replace(self.look, flash=False)

    def export_screenshot(self, *, title: str | None = None, simplify: bool = False) -> str:
        picture = super().export_screenshot(title=title, simplify=simplify)
        return re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)

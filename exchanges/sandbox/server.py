"""The sandbox: local servers that speak a venue's and a chain's own protocol, over one simulated market."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import msgspec
from starlette.applications import Starlette
from starlette.routing import Mount

from exchanges.sandbox import persist
from exchanges.sandbox.clock import Clock, wall_ms
from exchanges.sandbox.control import Control
from exchanges.sandbox.evm import KINDS, EvmNode
from exchanges.sandbox.market import Market
from exchanges.sandbox.net import Net
from exchanges.sandbox.served import PRODUCTS, Hosts, Place, Saved, check_names, load
from exchanges.sandbox.serving import Ports
from exchanges.sandbox.tron import TronNode

VENUES = ("okx",)
"""Started when nothing else is said."""
SAVE_EVERY_S = 5.0
TIMERS_EVERY_S = 1.0
_log = logging.getLogger(__name__)


class ChainNode(Protocol):
    """What every simulated chain is to the sandbox."""

    app: Starlette
    control: Starlette

    def describe(self, base_url: str) -> dict[str, str]: ...

    async def run(self) -> None: ...

    def dump(self) -> dict[str, Any]: ...

    def load(self, data: dict[str, Any]) -> None: ...


class Sandbox:
    """Serves on loopback while its context is entered, in the running loop.

    Args:
        seed: The same seed gives the same accounts, keys, prices and chain.
        venues: Which venues and products of `exchanges.sandbox.served`; others are not even imported.
        tick_ms: Prices move by themselves this often, and a bot trades; None moves only by `POST /market/step`.
        state_dir: Where the state survives a restart; None keeps nothing.
        block_ms: Time between blocks of the chains; None makes blocks only on request.
        bot: Whether the bot trades at every step; by default when prices move by themselves.
        now_ms: The true time.
    """

    def __init__(
        self,
        *,
        seed: int = 7,
        venues: Sequence[str] = VENUES,
        tick_ms: int | None = None,
        state_dir: Path | None = None,
        block_ms: int | None = None,
        bot: bool | None = None,
        now_ms: Callable[[], int] = wall_ms,
    ) -> None:
        chosen = check_names(list(venues))
        self._products = {name: PRODUCTS[name] for name in PRODUCTS if name in venues}
        self._seed = seed
        self._tick_ms = tick_ms
        self._state_dir = state_dir
        clock = Clock(now_ms)
        self.market = Market(seed, clock)
        self._net = Net()
        place = Place(
            market=self.market,
            clock=clock,
            now_ms=now_ms,
            seed=seed,
            bot=bot if bot is not None else tick_ms is not None,
            net=self._net,
            save=self._save_now,
        )
        self.served = {name: load(name, place) for name in chosen}
        """The venues that are up, by name."""
        self.tron = TronNode(seed, block_ms, now=clock.true_ms)
        self.chains: dict[str, ChainNode] = {"tron": self.tron}
        """All simulated chains, by name."""
        self.chains |= {kind: EvmNode(kind, seed, block_ms, now=clock.true_ms) for kind in KINDS}
        self._ports = Ports(self._net)
        self._control = Control(self.market, self.served, self._net, self.describe)
        self._chain_ports: dict[str, int] = {}
        self._control_port = 0
        self._tasks: list[asyncio.Task[None]] = []
        self._absent: dict[str, msgspec.Raw] = {}
        self._saved_bytes = b""
        self._numbers = itertools.count(1)
        self._written = 0
        self._writing = threading.Lock()

    async def __aenter__(self) -> Self:
        self._recall()
        for served in self.served.values():
            served.open(self._ports)
        more = [route for served in self.served.values() for route in served.routes()]
        self._chain_ports = {name: self._ports.open(chain.app) for name, chain in self.chains.items()}
        mounts = [Mount(f"/{name}", chain.control) for name, chain in self.chains.items()]
        self._control_port = self._ports.open(self._control.application([*more, *mounts]))
        await self._ports.start()
        jobs = [self._pace(), self._keep(), *(chain.run() for chain in self.chains.values())]
        self._tasks = [asyncio.create_task(job) for job in jobs]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._control.stop()
        for served in self.served.values():
            served.stop()
        await self._ports.stop()
        self._save_now()

    @property
    def control_url(self) -> str:
        """Where faults, market steps and the venue's site are."""
        return f"http://127.0.0.1:{self._control_port}"

    def hosts(self, venue: str = "okx") -> Hosts:
        """A venue's addresses, by environment ("live", "demo") and name."""
        return self.served[venue].hosts()

    def describe(self) -> dict[str, Any]:
        """The contract printed by `python tui.py sandbox --json`."""
        venues = {name: served.describe() for name, served in self.served.items()}
        return {
            "venues": venues | {name: venues[venue] for name, venue in self._products.items()},
            "chains": {
                name: chain.describe(f"http://127.0.0.1:{self._chain_ports.get(name, 0)}")
                for name, chain in self.chains.items()
            },
            "control": self.control_url,
        }

    async def _pace(self) -> None:
        """Move prices when they move by themselves, and run what is due at a time."""
        period_s = TIMERS_EVERY_S if self._tick_ms is None else self._tick_ms / 1_000
        while True:
            await asyncio.sleep(period_s)
            try:
                if self._tick_ms is not None:
                    self.market.step()
                for served in self.served.values():
                    served.due()
            except Exception:  # noqa: BLE001 - the demo goes on with the next step; the log tells of the mistake
                _log.exception("a step of the simulated market failed")

    async def _keep(self) -> None:
        """Save at a gentle pace what changed."""
        while self._state_dir is not None:
            await asyncio.sleep(SAVE_EVERY_S)
            data = persist.encode(self._memory())
            if data != self._saved_bytes:
                await asyncio.to_thread(self._write, next(self._numbers), data)
                self._saved_bytes = data

    def _save_now(self) -> None:
        if self._state_dir is not None:
            self._write(next(self._numbers), persist.encode(self._memory()))

    def _write(self, number: int, data: bytes) -> None:
        """Keep the newest state: the gentle save runs in a thread, and may come after one that could not wait."""
        with self._writing:
            if self._state_dir is not None and number > self._written:
                persist.write(self._state_dir, data)
                self._written = number

    def _memory(self) -> persist.Memory:
        return persist.Memory(
            version=persist.VERSION,
            seed=self._seed,
            contracts=[quote.contract for quote in self.market.quotes.values()],
            prices=self.market.dump(),
            venues=self._absent | {name: persist.raw(served.dump()) for name, served in self.served.items()},
            chains={name: chain.dump() for name, chain in self.chains.items()},
        )

    def _recall(self) -> None:
        memory = persist.read(self._state_dir, self._seed) if self._state_dir is not None else None
        if memory is None:
            return
        for contract in memory.contracts:
            self.market.relist(contract)
        self.market.load(memory.prices)
        for name, saved in memory.venues.items():
            if name in self.served:
                self.served[name].load(msgspec.json.decode(saved, type=Saved))
            else:
                self._absent[name] = saved
        for name, chain in self.chains.items():
            if name in memory.chains:
                chain.load(memory.chains[name])


class SandboxThread:
    """A sandbox in a thread and a loop of its own, for the demo and for tests; arguments as for `Sandbox`."""

    def __init__(self, **settings: Any) -> None:
        self._settings = settings
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._leave: asyncio.Event | None = None
        self._described: dict[str, Any] = {}
        self._hosts: dict[str, Hosts] = {}
        self._error: BaseException | None = None

    def start(self) -> Self:
        """Start, and return when it listens.

        Raises:
            RuntimeError: It could not start; the cause is attached.
        """
        ready = threading.Event()
        self._thread = threading.Thread(target=self._main, args=(ready,), name="sandbox", daemon=True)
        self._thread.start()
        ready.wait()
        if self._error is not None:
            self._thread.join()
            raise RuntimeError("the sandbox did not start") from self._error
        return self

    def stop(self) -> None:
        """Stop serving, save, and wait for the end."""
        if self._loop is not None and self._leave is not None:
            with contextlib.suppress(RuntimeError):  # The loop may have ended by itself.
                self._loop.call_soon_threadsafe(self._leave.set)
        if self._thread is not None:
            self._thread.join()

    def describe(self) -> dict[str, Any]:
        """As `Sandbox.describe()` at the start; later changes of keys are told by the control address."""
        return self._described

    def hosts(self, venue: str = "okx") -> Hosts:
        """As `Sandbox.hosts()`."""
        return self._hosts[venue]

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _main(self, ready: threading.Event) -> None:
        try:
            asyncio.run(self._serve(ready))
        except BaseException as error:  # noqa: BLE001 - handed to the thread that started us
            self._error = error
        finally:
            ready.set()

    async def _serve(self, ready: threading.Event) -> None:
        self._loop, self._leave = asyncio.get_running_loop(), asyncio.Event()
        async with Sandbox(**self._settings) as sandbox:
            self._described = sandbox.describe()
            self._hosts = {name: sandbox.hosts(name) for name in sandbox.served}
            ready.set()
            await self._leave.wait()

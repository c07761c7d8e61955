"""What the sandbox asks of each venue's server, and the table of them.

Adding a venue (`exchanges/sandbox/<name>/`, a Python name; own files only, plus one line in `TABLE` below):

1. `contracts.py`: a tuple of `Contract`s in the venue's names and steps. Sizes inside the engine are contracts; one
   contract is `value * multiplier` base coins (value 1: base units). `maker_fee`, `taker_fee`, `min_notional`, `band`,
   `max_orders` are the venue's; a "1000PEPE" says `underlying="PEPE", scale=1000`.
2. `seeds.py`: `open_venue(market, clock, seed, *, bot) -> Venue` with `KeyRules` and accounts made by
   `exchanges.sandbox.cast` (`seat`, `hand_out`, `trade`, `rest`, `past_trade`), then `venue.begin()`. Let every venue
   have accounts main (hedged, furnished), oneway, poor, second, busy, and keys of kinds read, trade, trade_no_ip,
   withdraw, transfer, trade_wrong_ip, read_wrong_ip, expired, as far as its documents know them.
3. `app.py`: a `Front` (REST by `answer`, handshakes by `line`, what faults look like); sockets extend `Line`. Hear the
   engine with `venue.desk.listen(...)`: `OrderChanged`, `AlgoChanged`, `PositionChanged`, `BalanceChanged`,
   `PricesMoved`, `KeyGone`. Translate `Refusal.reason` into the venue's codes (an error class extending `Worded`).
4. `server.py`: a class extending `VenueServer`, made with `(place: Place)`: build the market
   (`Listing(place.market, ...)`), the venue and the app; say `name`; answer `hosts()`; override what differs (`apply`,
   `notice`, `announce`, `due`, `translate`, `more_routes`, `extra_state`, `restore`). Keys, modes, fills by decree,
   liquidation, truth, sockets and requests come with `exchanges.sandbox.site` and `exchanges.sandbox.fate` under
   `/<name>/...`, in the engine's words.

What the engine keeps for you: `Account.facts` and `Account.margin_modes` for the venue's own settings,
`Key.expires_ms`, `Key.algorithm` and `Key.public_key`, `Fill.number`, `Engine.takeable` (would it take at once).
Nothing of one venue's server is imported by another's.
"""

# ruff: noqa: B027, ARG002 - hooks do nothing unless a venue fills them in

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import msgspec
from starlette.routing import BaseRoute

from exchanges.sandbox.cast import DEMO_SUFFIX
from exchanges.sandbox.clock import Clock
from exchanges.sandbox.contracts import Contract
from exchanges.sandbox.control_http import plain
from exchanges.sandbox.fate import Fate
from exchanges.sandbox.faults import Fault
from exchanges.sandbox.front import Front
from exchanges.sandbox.line import Line
from exchanges.sandbox.market import Market
from exchanges.sandbox.net import Net
from exchanges.sandbox.refusals import Refusal, Worded
from exchanges.sandbox.serving import Ports
from exchanges.sandbox.site import Site
from exchanges.sandbox.state import Account, Key
from exchanges.sandbox.venue import EGRESS_IP, Venue, VenueState

TABLE = {
    "okx": "exchanges.sandbox.okx.server:OkxServer",
    "binance": "exchanges.sandbox.binance.server:BinanceServer",
    "bitget": "exchanges.sandbox.bitget.server:BitgetServer",
    "bitmart": "exchanges.sandbox.bitmart.server:BitmartServer",
    "gate_crossex": "exchanges.sandbox.gate_crossex.server:CrossexServer",
    "toobit": "exchanges.sandbox.toobit.server:ToobitServer",
}
"""Venue to its server; imported only when it is started."""

PRODUCTS = {"bitget_margin": "bitget"}
"""What is bound as a venue of its own but has accounts, keys and addresses of the venue it belongs to."""

Hosts = dict[str, dict[str, str]]
"""Environment ("live", "demo") to the names and URLs of its addresses."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a venue's server is put up."""

    market: Market
    """The common market, which makes the prices."""
    clock: Clock
    """The common market's clock."""
    now_ms: Callable[[], int]
    """The true time; a venue whose clock can be set wrong makes its own `Clock` of it."""
    seed: int
    bot: bool
    net: Net
    save: Callable[[], None]
    """Save at once what must not be lost."""


class Saved(msgspec.Struct):
    """What survives of one venue."""

    contracts: list[Contract]
    venue: VenueState
    extra: dict[str, Any] = {}


class VenueServer(ABC):
    """One venue inside the sandbox.

    Args:
        place: The market, time and network it lives in.
        front: Its ASGI application.
    """

    name: str

    def __init__(self, place: Place, front: Front) -> None:
        self.place = place
        self.front = front
        self.ports: dict[str, int] = {}
        """Environment to its port; set by `open`."""

    @property
    def venue(self) -> Venue:
        return self.front.venue

    @abstractmethod
    def hosts(self) -> Hosts:
        """All addresses, by environment."""

    def open(self, ports: Ports) -> None:
        """Bind the ports; one per environment unless overridden."""
        for environment in ("live", "demo"):
            self.ports[environment] = ports.open(self.front)

    def describe(self) -> dict[str, Any]:
        """The venue's part of `python tui.py sandbox --json`: live addresses, egress address, accounts with keys."""
        live = [account for account in self.venue.accounts.values() if account.environment == "live"]
        accounts = [{"name": item.name, "uid": item.uid, "keys": self._keys(item)} for item in live]
        return {**self.hosts()["live"], "egress_ip": self.venue.egress_ip, "accounts": accounts}

    def routes(self) -> list[BaseRoute]:
        """The venue's part of the control address."""
        return [*Site(self).routes(), *Fate(self).routes(), *self.more_routes()]

    def more_routes(self) -> list[BaseRoute]:
        """What only this venue's control address knows, under `/<name>/`."""
        return []

    def translate(self, refusal: Refusal) -> Worded:
        """The engine's refusal as the control address words it."""
        return plain(refusal)

    def apply(self, fault: Fault) -> int:
        """Do at once what this venue does for a fault besides what all do; answers how many connections it hit."""
        return 0

    def notice(self, line: Line) -> None:
        """Announce the end of a connection, where the venue has words for that."""

    def announce(self, fault: Fault) -> None:
        """Maintenance begins."""

    def heal(self) -> None:
        """All faults are switched off."""
        self.front.faults.clear()
        self.venue.clock.skew_ms = 0
        self.venue.egress_ip = EGRESS_IP
        self.venue.notices.clear()

    def due(self) -> None:
        """Called once a second or at every market step: timers of the venue."""
        self.venue.settlement.due_timers()

    def settings(self, wanted: dict[str, Any]) -> dict[str, Any]:
        """Change how this simulation behaves; answers how it does now."""
        return {}

    def stop(self) -> None:
        """Send nothing more."""

    def extra_state(self) -> dict[str, Any]:
        """What to save besides the venue's accounts; JSON."""
        return {}

    def restore(self, extra: dict[str, Any]) -> None:
        """Take back what `extra_state` saved."""

    def dump(self) -> Saved:
        contracts = [quote.contract for quote in self.venue.market.quotes.values()]
        return Saved(contracts, self.venue.dump(), self.extra_state())

    def load(self, saved: Saved) -> None:
        for contract in saved.contracts:
            self.venue.market.relist(contract)
        self.venue.load(saved.venue)
        self.restore(saved.extra)

    def _keys(self, account: Account) -> list[dict[str, str]]:
        """The account's keys, and those of its twin in demo trading."""
        twin = self.venue.accounts.get(account.name + DEMO_SUFFIX)
        return [self.key_shape(key) for key in (*account.keys.values(), *(twin.keys.values() if twin else ()))]

    def key_shape(self, key: Key) -> dict[str, str]:
        """A key as the contract prints it."""
        return {"kind": key.kind, "api_key": key.api_key, "secret": key.secret, "passphrase": key.passphrase}


def check_names(names: list[str]) -> list[str]:
    """The venues of the table that serve `names`, in the table's order.

    Raises:
        ValueError: No name, or one that is neither in the table nor a product.
    """
    unknown = sorted(set(names) - set(TABLE) - set(PRODUCTS))
    if unknown or not names:
        raise ValueError(f"unknown venue {', '.join(unknown)}; known: {', '.join((*TABLE, *PRODUCTS))}")
    serving = {PRODUCTS.get(name, name) for name in names}
    return [name for name in TABLE if name in serving]


def load(name: str, place: Place) -> VenueServer:
    """Put one venue up; imports its server."""
    module, _, attribute = TABLE[name].partition(":")
    made: VenueServer = getattr(import_module(module), attribute)(place)
    return made

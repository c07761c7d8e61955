"""What every venue's adapter promises, and the facts it answers with."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, Protocol

from exchanges.core.model import Event, MarginMode, Order, OrderSide, OrderType, Position, Side, TimeInForce
from exchanges.core.secret import Secret

if TYPE_CHECKING:
    from exchanges.core.clock import VenueClock
    from exchanges.core.rest import Rest

Environment = Literal["live", "demo"]


@dataclass(frozen=True, slots=True)
class Credentials:
    """One API key as the person pasted it (blanks already removed)."""

    api_key: str = field(repr=False)
    secret: Secret
    passphrase: Secret


class Right(StrEnum):
    """What a key may do, in one set of words for all venues."""

    READ = "read"
    TRADE = "trade"
    WITHDRAW = "withdraw"
    TRANSFER = "transfer"
    """Move money to another wallet or account of the venue."""
    SUBACCOUNT = "subaccount"
    """Make sub-accounts, or move money to them."""
    C2C = "c2c"
    """Sell to other people (peer to peer)."""
    OTHER = "other"
    """More than reading, and none of the above."""


MOVES_MONEY = frozenset({Right.WITHDRAW, Right.TRANSFER, Right.SUBACCOUNT, Right.C2C})
"""With any of these a key can take money away; such a key is refused, whatever it is meant for."""


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """What the venue says of a key."""

    uid: str
    """Account of the key; empty where the venue does not tell."""
    main_uid: str
    """Equal to `uid` on a main account; empty where the venue does not tell."""
    permissions: frozenset[str]
    """The venue's own words: `read_only`, `trade`, `withdraw` on OKX."""
    rights: frozenset[Right]
    """The same in our words."""
    ip_list: tuple[str, ...] | None
    """Addresses or networks the key is bound to; empty when bound to none, `None` when the venue does not tell."""
    label: str
    untold: frozenset[Right] = frozenset()
    """Rights the venue does not tell of, neither by words nor by a harmless try."""
    expires_ms: int | None = None
    """When the venue ends the key by itself; `None` when it does not, or does not tell."""
    is_bound: bool | None = None
    """Whether the key is bound to addresses, where the venue tells that but not which; `None` otherwise."""
    inviter: str = ""
    """Account that referred this one; empty when none did, or the venue does not tell."""


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What the venue says of the account behind a key."""

    uid: str
    account_mode: str
    """The venue's own word; `2` is the futures mode on OKX."""
    position_mode: str
    """The venue's own word; `long_short_mode` is hedge mode on OKX."""
    equity_usdt: Decimal | None
    """Equity of the trading account; `None` when the venue did not say (never held is zero)."""
    open_positions: tuple[Position, ...]
    open_orders: tuple[Order, ...]
    """Plain and conditional orders."""
    clock_offset_ms: int
    """Venue minus local clock."""


@dataclass(frozen=True, slots=True)
class Resume:
    """What is already journaled, so that `events` fetches what was missed and nothing else.

    With no time given the history starts now: what happened before a binding is never metered.
    """

    last_fill_ms: int | None = None
    """The venue's time of the newest journaled fill; two minutes before it are fetched again."""
    last_income_ms: int | None = None
    """Same for incomes; `last_fill_ms` when not given."""
    bound_ms: int | None = None
    """When the account was bound, by the local clock, which may be wrong; `None` for now where nothing is journaled."""


@dataclass(frozen=True, slots=True)
class OrderRequest:
    """An order to place. `client_id` is stored before the call, so that its outcome can always be asked for."""

    client_id: str
    symbol: str
    side: OrderSide
    position_side: Side | None
    """Which hedge leg; `None` in one-way mode."""
    type: OrderType
    size_base: Decimal
    """Base units; rounded down to the instrument's step."""
    price: Decimal | None = None
    tif: TimeInForce = TimeInForce.GTC
    margin_mode: MarginMode = MarginMode.CROSS
    reduce_only: bool = False
    may_borrow: bool = False
    """On a margin account: what is missing may be borrowed."""


def _nowhere(_why: str, _what: object) -> None:
    """Keeps nothing."""


@dataclass(slots=True)
class Counters:
    """What went wrong and was mended since the adapter was made; shown, never reset."""

    reconnects: int = 0
    garbage_frames: int = 0
    """Counted by `garbage`."""
    incomplete_rows: int = 0
    """Counted by `incomplete`."""
    duplicates: int = 0
    """Pushes and fills that told nothing new."""
    repairs: int = 0
    """Differences an audit found and adopted from the venue."""
    keep_unread: Callable[[str, object], None] = field(default=_nowhere, repr=False, compare=False)
    """Takes what could not be read, with the reason, for somebody to look at later; must not raise."""

    def incomplete(self, row: object, reason: Exception) -> None:
        """A row lacks what it cannot be shown without."""
        self.incomplete_rows += 1
        self.keep_unread(f"a row without a readable {reason}", row)

    def garbage(self, frame: bytes) -> None:
        """A frame nobody can read."""
        self.garbage_frames += 1
        self.keep_unread("a frame", frame)


class Adapter(Protocol):
    """One account at one venue. Only `exchanges.core.errors` leave its methods."""

    venue: str
    counters: Counters
    clock: VenueClock

    @property
    def rest(self) -> Rest:
        """The signed client, for calls of the venue's table that have no method of their own."""
        ...

    async def key_facts(self) -> KeyFacts:
        """What the venue says of this key."""
        ...

    async def account_facts(self) -> AccountFacts:
        """Modes, equity, positions and orders of the account behind this key."""
        ...

    async def apply_fix(self, fix: str) -> None:
        """Change the account as a verdict's `fix` offers: "futures_mode" or "hedge_mode". Needs a key that may trade.

        Raises:
            BadRequest: The venue refused; its code says what blocks the change.
            PermissionDenied: The key may only read.
        """
        ...

    def events(self, *, fills_since: Resume) -> AsyncIterator[Event]:
        """The account's life, until cancelled; reconnects by itself. Close it with `contextlib.aclosing`."""
        ...

    def retry_now(self) -> None:
        """Dial at once: a person pressed the key, or mended what `LinkState.ATTENTION` named."""
        ...

    def audit_soon(self) -> None:
        """Compare with the venue in a second, because something of our own just happened there."""
        ...

    async def aclose(self) -> None:
        """End `events` and close all connections."""
        ...

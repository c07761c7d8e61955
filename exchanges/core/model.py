"""The normalised model: what every venue's answers and pushes become.

Units: money and quantity are `Decimal`; quantities are base units (never contracts); times are UTC milliseconds.
`None` means unknown or not applicable, never zero. Symbols are unified: `BTC/USDT:USDT`; an account that trades on
several exchanges adds which one, `BTC/USDT:USDT@OKX`, also to its coins there, `ADA@OKX`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Side(StrEnum):
    """Direction of a position; the two hedge legs of one symbol are two positions."""

    LONG = "long"
    SHORT = "short"


class OrderSide(StrEnum):
    BUY = "buy"
    SELL = "sell"


class MarginMode(StrEnum):
    CROSS = "cross"
    ISOLATED = "isolated"


class OrderKind(StrEnum):
    """Which of the venue's order families an order lives in."""

    PLAIN = "plain"
    ALGO = "algo"


class OrderType(StrEnum):
    MARKET = "market"
    LIMIT = "limit"
    STOP = "stop"
    TAKE_PROFIT = "take_profit"
    OCO = "oco"
    TRAILING_STOP = "trailing_stop"
    OTHER = "other"


class TimeInForce(StrEnum):
    GTC = "gtc"
    IOC = "ioc"
    FOK = "fok"
    POST_ONLY = "post_only"


class OrderStatus(StrEnum):
    OPEN = "open"
    PARTIALLY_FILLED = "partially_filled"
    FILLED = "filled"
    CANCELED = "canceled"
    TRIGGERED = "triggered"
    REJECTED = "rejected"
    UNKNOWN = "unknown"

    @property
    def is_final(self) -> bool:
        """True when the order can never become open again."""
        return self in _FINAL


_FINAL = frozenset({OrderStatus.FILLED, OrderStatus.CANCELED, OrderStatus.TRIGGERED, OrderStatus.REJECTED})


class Origin(StrEnum):
    """How we learned a value."""

    STREAM = "stream"
    SNAPSHOT = "snapshot"
    DERIVED = "derived"


class IncomeKind(StrEnum):
    FUNDING = "funding"
    INTEREST = "interest"
    """What borrowing costs."""
    LIQUIDATION_PENALTY = "liquidation_penalty"
    OTHER = "other"


class LinkState(StrEnum):
    """State of a binding's link to its venue; only `LIVE` rows may be shown as live."""

    CONNECTING = "connecting"
    SYNCING = "syncing"
    LIVE = "live"
    STALE = "stale"
    DOWN = "down"
    ATTENTION = "attention"
    """The venue refused us for a reason that retrying cannot mend (key, permission, region)."""
    STOPPED = "stopped"


class PositionKey(NamedTuple):
    """Identity of a position inside one binding."""

    symbol: str
    side: Side
    margin_mode: MarginMode


@dataclass(frozen=True, slots=True)
class Position:
    symbol: str
    side: Side
    margin_mode: MarginMode
    size_base: Decimal
    """Absolute size in base units, above zero."""
    size_contracts: Decimal
    """The venue's own number, for the detail line and for orders."""
    entry_price: Decimal | None
    mark_price: Decimal | None
    liquidation_price: Decimal | None
    leverage: Decimal | None
    unrealised_pnl: Decimal | None
    realised_pnl: Decimal | None
    """Net of fees and funding since this position opened."""
    margin: Decimal | None
    fee: Decimal | None
    """Fees since opening; a cost is positive."""
    funding: Decimal | None
    """Funding since opening; received is positive."""
    venue_id: str
    venue_symbol: str
    opened_ms: int | None
    venue_ms: int
    """The venue's time of the last change of the position's structure."""
    price_ms: int
    """The venue's time of the last change of its prices."""
    learned_ms: int
    origin: Origin
    size_known: bool = True
    """False when the venue's contract is unknown to us: then `size_base` holds contracts and is shown with "?"."""

    @property
    def key(self) -> PositionKey:
        return PositionKey(self.symbol, self.side, self.margin_mode)


class OrderKey(NamedTuple):
    """Identity of an order inside one binding; the families number their orders separately."""

    kind: OrderKind
    id: str


@dataclass(frozen=True, slots=True)
class Order:
    id: str
    client_id: str | None
    kind: OrderKind
    symbol: str
    side: OrderSide
    position_side: Side | None
    type: OrderType
    tif: TimeInForce
    size_base: Decimal | None
    """`None` means the whole position (or unknown, see `size_known`)."""
    filled_base: Decimal
    price: Decimal | None
    """`None` means market."""
    average_price: Decimal | None
    trigger_price: Decimal | None
    trigger_price_2: Decimal | None
    """The second leg of an OCO."""
    reduce_only: bool
    status: OrderStatus
    venue_status: str
    """The venue's own word, sanitised; kept because it may be newer than our table."""
    reason: str
    """Why it ended, in the venue's words or code; empty when not said."""
    fee: Decimal | None
    venue_symbol: str
    created_ms: int
    venue_ms: int
    learned_ms: int
    origin: Origin
    venue_type: str = ""
    """The venue's own word for the type, sanitised; the only name of an `OrderType.OTHER`."""
    margin_mode: MarginMode | None = None
    """`None` where the venue does not tell, or keeps one list for both."""
    size_known: bool = True
    """False when the venue's contract is unknown to us: then sizes are contracts and shown with "?"."""

    @property
    def key(self) -> OrderKey:
        return OrderKey(self.kind, self.id)


@dataclass(frozen=True, slots=True)
class Balance:
    asset: str
    total: Decimal | None
    """Cash balance, without unrealised profit."""
    available: Decimal | None
    equity: Decimal | None
    unrealised_pnl: Decimal | None
    margin_used: Decimal | None
    venue_ms: int
    learned_ms: int
    origin: Origin
    wallet: str = ""
    """A part of the account whose money cannot be used elsewhere, such as an isolated pair; empty for the rest."""
    borrowed: Decimal | None = None
    """Debt without interest; `None` where nothing can be borrowed, or the venue does not tell."""
    interest: Decimal | None = None
    """Interest owed on it."""
    worth_usdt: Decimal | None = None
    """`equity` in USDT at the venue's own price; `None` where it tells none."""

    @property
    def key(self) -> str:
        """Identity of a balance inside one binding."""
        return f"{self.asset} {self.wallet}".rstrip()


@dataclass(frozen=True, slots=True)
class Fill:
    id: str
    """Unique inside one binding, for ever (venue's trade id with what makes it unique, or bill id)."""
    order_id: str
    client_id: str | None
    symbol: str
    side: OrderSide
    position_side: Side | None
    price: Decimal
    size_base: Decimal
    fee: Decimal
    """A cost is positive, a rebate negative."""
    fee_asset: str
    realised_pnl: Decimal
    """Gross of the fee; zero for an opening fill."""
    is_maker: bool | None
    bill_id: str
    """The venue's cursor for paging; empty when the stream does not tell it."""
    time_ms: int
    learned_ms: int
    origin: Origin


@dataclass(frozen=True, slots=True)
class Income:
    """Money that moved without a fill: funding, mostly."""

    id: str
    kind: IncomeKind
    symbol: str
    asset: str
    amount: Decimal
    """Received is positive."""
    time_ms: int


@dataclass(frozen=True, slots=True)
class Instrument:
    symbol: str
    venue_symbol: str
    base: str
    quote: str
    settle: str
    contract_size: Decimal
    """Base units in one contract (value times multiplier)."""
    tick_size: Decimal
    lot_contracts: Decimal
    min_contracts: Decimal
    max_leverage: Decimal | None
    status: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark price pushed by a public stream."""

    symbol: str
    price: Decimal
    venue_ms: int


@dataclass(frozen=True, slots=True)
class LinkChanged:
    """The link's state changed, or its state was confirmed again (`confirmed_ms` moves)."""

    state: LinkState
    at_ms: int
    reason: str = ""
    """Short, sanitised, for people: "connection refused"; empty when healthy."""
    code: str = ""
    """The venue's code when it gave one."""
    next_try_ms: int | None = None
    progress: str = ""
    """While syncing: "2/4"."""
    seen_ip: str = ""
    """The address the venue saw us come from, when it refused it."""


@dataclass(frozen=True, slots=True)
class BookChanged:
    """One atomic difference of the account's state; applying all of them in order gives the venue's truth."""

    at_ms: int
    origin: Origin
    positions: tuple[Position, ...] = ()
    positions_gone: tuple[PositionKey, ...] = ()
    orders: tuple[Order, ...] = ()
    """Open orders, and orders that just became final."""
    orders_gone: tuple[OrderKey, ...] = ()
    """Orders that are no longer open and whose end we did not see."""
    balances: tuple[Balance, ...] = ()
    balances_gone: tuple[str, ...] = ()
    fills: tuple[Fill, ...] = ()
    incomes: tuple[Income, ...] = ()


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The account's state was heard of or checked again at this time; nothing changed."""

    at_ms: int


Event = LinkChanged | BookChanged | Confirmed

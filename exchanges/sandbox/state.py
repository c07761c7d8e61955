"""What a simulated venue remembers: plain, mutable data that can be written to JSON and read back.

Sizes are contracts, money is the settlement coin, times are UTC milliseconds.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import msgspec

ZERO = Decimal(0)
Side = Literal["buy", "sell"]
Leg = Literal["long", "short", "net"]
MarginMode = Literal["cross", "isolated"]


class Key(msgspec.Struct):
    """An API key as the venue keeps it."""

    api_key: str
    secret: str
    passphrase: str
    kind: str
    """What it was seeded as ("read", "trade_no_ip", ...); "console" when a person made it."""
    label: str
    permissions: list[str]
    ips: list[str]
    created_ms: int
    expires_ms: int | None = None
    algorithm: str = "hmac"
    """hmac, ed25519 or rsa; with the latter two `secret` is empty and `public_key` holds the PEM text."""
    public_key: str = ""

    def is_expired(self, now_ms: int) -> bool:
        return self.expires_ms is not None and now_ms >= self.expires_ms


class Attached(msgspec.Struct):
    """A take-profit/stop-loss that rides on an ordinary order until that is filled."""

    id: str
    client_id: str = ""
    tp_trigger: Decimal | None = None
    tp_trigger_type: str = "last"
    tp_price: Decimal | None = None
    sl_trigger: Decimal | None = None
    sl_trigger_type: str = "last"
    sl_price: Decimal | None = None
    size: Decimal | None = None


class Fill(msgspec.Struct):
    """One execution; immutable once written."""

    trade_id: str
    bill_id: str
    order_id: str
    client_id: str
    tag: str
    contract: str
    margin_mode: MarginMode
    side: Side
    leg: Leg
    price: Decimal
    size: Decimal
    pnl: Decimal
    fee: Decimal
    fee_rate: Decimal
    maker: bool | None
    """None for liquidation and auto-deleveraging."""
    sub_type: str
    """buy, sell (one-way); open_long, open_short, close_long, close_short; liquidation_long, adl_short ..."""
    mark: Decimal
    index: Decimal
    time_ms: int
    fee_currency: str = "USDT"

    @property
    def number(self) -> int:
        """The trade id as a growing number; `trade_id` of a forced trade has a minus in front."""
        return abs(int(self.trade_id))


class Order(msgspec.Struct):
    """An ordinary order, open or finished."""

    id: str
    client_id: str
    tag: str
    contract: str
    margin_mode: MarginMode
    side: Side
    leg: Leg
    kind: str
    """market, limit, post_only, ioc, fok, optimal_limit_ioc."""
    price: Decimal | None
    size: Decimal
    leverage: Decimal
    reduce_only: bool
    created_ms: int
    updated_ms: int
    filled: Decimal = ZERO
    cost: Decimal = ZERO
    """Sum of price times size over the fills."""
    fee: Decimal = ZERO
    pnl: Decimal = ZERO
    state: str = "live"
    category: str = "normal"
    source: str = ""
    """Kind of the conditional order it came from."""
    algo_id: str = ""
    attached: list[Attached] = []
    cancel_source: str = ""
    """user, ioc, fok, post_only, close (its position is gone), deadline, liquidation."""
    cancel_reason: str = ""
    amend_source: str = ""
    """user, or trim: a closing order shrank with its position."""
    last: Fill | None = None
    facts: dict[str, str] = {}
    """Whatever else one venue has to remember of its orders."""

    @property
    def remaining(self) -> Decimal:
        return self.size - self.filled

    @property
    def is_open(self) -> bool:
        return self.state in ("live", "partially_filled")


class Algo(msgspec.Struct):
    """A conditional order that waits for a price."""

    id: str
    client_id: str
    tag: str
    contract: str
    margin_mode: MarginMode
    side: Side
    leg: Leg
    kind: str
    """conditional, oco, trigger, move_order_stop."""
    size: Decimal | None
    """None with `close_fraction`: the whole position."""
    leverage: Decimal
    reduce_only: bool
    created_ms: int
    updated_ms: int
    close_fraction: bool = False
    cancel_on_close: bool = False
    tp_trigger: Decimal | None = None
    tp_trigger_type: str = "last"
    tp_price: Decimal | None = None
    sl_trigger: Decimal | None = None
    sl_trigger_type: str = "last"
    sl_price: Decimal | None = None
    trigger: Decimal | None = None
    trigger_type: str = "last"
    order_price: Decimal | None = None
    """-1 means at market."""
    rising: bool = True
    """A trigger order waits for the price to come from below."""
    callback_ratio: Decimal | None = None
    callback_spread: Decimal | None = None
    active_price: Decimal | None = None
    extreme: Decimal | None = None
    """Best price seen since a trailing stop became active."""
    state: str = "live"
    actual_size: Decimal = ZERO
    actual_price: Decimal | None = None
    actual_side: str = ""
    order_ids: list[str] = []
    fail_code: str = ""
    trigger_ms: int | None = None
    parent_order_id: str = ""
    facts: dict[str, str] = {}
    """Whatever else one venue has to remember; the order it becomes gets the same."""


class Position(msgspec.Struct):
    """One open position; in hedge mode long and short of a contract are two of them."""

    id: str
    contract: str
    margin_mode: MarginMode
    leg: Leg
    direction: int
    """+1 long, -1 short."""
    leverage: Decimal
    created_ms: int
    updated_ms: int
    size: Decimal = ZERO
    entry: Decimal = ZERO
    margin: Decimal = ZERO
    """Isolated margin; zero for cross."""
    pnl: Decimal = ZERO
    fee: Decimal = ZERO
    funding: Decimal = ZERO
    penalty: Decimal = ZERO
    largest: Decimal = ZERO
    opened: Decimal = ZERO
    opened_cost: Decimal = ZERO
    closed: Decimal = ZERO
    closed_cost: Decimal = ZERO
    trade_id: str = ""

    @property
    def key(self) -> str:
        return position_key(self.contract, self.margin_mode, self.leg)

    @property
    def realised(self) -> Decimal:
        return self.pnl + self.fee + self.funding + self.penalty


class ClosedPosition(msgspec.Struct):
    """One episode of a position, as the history lists it; rewritten while the position is only partly closed."""

    position: Position
    kind: str
    """partly_closed, closed, liquidated, deleveraged."""
    updated_ms: int
    trigger_price: Decimal | None = None


class Bill(msgspec.Struct):
    """One change of a balance; the sum of `change` per currency is the cash balance."""

    id: str
    kind: str
    """transfer, trade, funding, liquidation, adl."""
    sub_kind: str
    """transfer_in, transfer_out, funding_paid, funding_received, or as `Fill.sub_type`."""
    time_ms: int
    currency: str
    change: Decimal
    balance: Decimal
    position_change: Decimal = ZERO
    position_balance: Decimal = ZERO
    pnl: Decimal = ZERO
    fee: Decimal = ZERO
    size: Decimal = ZERO
    price: Decimal | None = None
    contract: str = ""
    margin_mode: str = ""
    order_id: str = ""
    client_id: str = ""
    trade_id: str = ""
    maker: bool | None = None
    tag: str = ""
    notes: str = ""


class Account(msgspec.Struct):
    """One account of the venue, in one environment."""

    name: str
    uid: str
    environment: Literal["live", "demo"]
    created_ms: int
    position_mode: Literal["long_short_mode", "net_mode"]
    level: str = "2"
    """OKX's account mode: 1 spot, 2 futures, 3 multi-currency, 4 portfolio. Elsewhere always 2: it may trade."""
    unlocked_levels: list[str] = msgspec.field(default_factory=lambda: ["1", "2"])
    """Modes that were already entered once on the venue's site."""
    default_leverage: Decimal = Decimal(10)
    is_affiliate: bool = False
    inviter_uid: str = ""
    trades_by_bot: bool = True
    keys: dict[str, Key] = {}
    cash: dict[str, Decimal] = {}
    funding: dict[str, Decimal] = {}
    """The funding account, invisible to the trading balance."""
    balance_ms: dict[str, int] = {}
    leverage: dict[str, Decimal] = {}
    margin_modes: dict[str, MarginMode] = {}
    """Contract to its margin mode, for venues that set it per contract; cross where nothing is said."""
    facts: dict[str, str] = {}
    """Whatever else one venue has to remember of its accounts."""
    positions: dict[str, Position] = {}
    position_ids: dict[str, str] = {}
    orders: dict[str, Order] = {}
    finished_orders: list[Order] = []
    algos: dict[str, Algo] = {}
    finished_algos: list[Algo] = []
    fills: list[Fill] = []
    bills: list[Bill] = []
    history: list[ClosedPosition] = []
    deadlines: dict[str, int] = {}
    """Cancel-all-after: tag ("" for the whole account) to the time of cancelling."""

    @property
    def hedged(self) -> bool:
        return self.position_mode == "long_short_mode"


def position_key(contract: str, margin_mode: str, leg: str) -> str:
    return f"{contract}|{margin_mode}|{leg}"

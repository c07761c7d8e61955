"""What a screen shows of bindings: plain frozen data, so that it needs to know neither the store nor the venue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from app.services.sealed_keys import KeyKind
from exchanges.core.adapter import Environment
from exchanges.core.guide import Guide
from exchanges.core.guide import Step as FormLine
from exchanges.core.venue import PassphraseRule
from exchanges.core.verdict import KeyReport, Pair

Step = Literal["venue", "account", "read_key", "read_check", "trade_key", "trade_check", "strategy", "send"]
STEPS: tuple[Step, ...] = (
    "venue",
    "account",
    "read_key",
    "read_check",
    "trade_key",
    "trade_check",
    "strategy",
    "send",
)
BindingState = Literal["draft", "pending", "approved", "suspended", "refused", "removed"]
Strategy = Literal["steady"]
STRATEGIES: tuple[Strategy, ...] = ("steady",)
"""The guide names more; the others follow when the product has them."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something cannot be done yet: a text key and what fills it in."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AccountSummary:
    """What the venue said of the account at the last check."""

    uid: str
    account_mode: str
    position_mode: str
    """The venue's own words."""
    equity_usdt: Decimal | None
    """`None` means that the venue did not say."""
    open_positions: int
    open_orders: int
    clock_offset_ms: int
    """Venue minus local clock."""
    checked_ms: int


@dataclass(frozen=True, slots=True)
class KeyView:
    """One pasted key."""

    kind: KeyKind
    last4: str
    """Last four characters of the API key."""
    report: KeyReport | None
    """What the venue said; `None` when it was not asked yet."""
    checked_ms: int | None

    @property
    def is_forgotten(self) -> bool:
        """Whether the venue said that it may move money out: then nothing of it is kept but what stands here."""
        return moves_money(self.report)


def moves_money(report: KeyReport | None) -> bool:
    """Whether the venue said that the key may withdraw, transfer, or move money out in another way."""
    check = report.check("no_withdraw") if report is not None else None
    return check is not None and check.outcome == "no"


@dataclass(frozen=True, slots=True)
class DraftView:
    """A binding in the making."""

    id: str
    venue: str
    title: Pair
    """The venue's name."""
    environment: Environment
    step: Step
    steps_done: tuple[Step, ...]
    label: str
    keys: Mapping[KeyKind, KeyView]
    account: AccountSummary | None
    strategy: Strategy
    custom: bool
    """Custom parameters; `False` keeps the subsidy."""
    referrer: bool | None
    """Registered under the official referrer, by the person's word."""
    offer: VenueOffer
    """The venue's own words for what to do there."""
    addresses: tuple[str, ...]
    """Where our calls come from; empty while that is not known."""
    ip_list: str
    """The same as the venue's form takes it, to be copied; empty while it is not known."""
    compute_micro: int
    create_compute_micro: int
    """Needed to make keys."""
    submit_compute_micro: int
    """Needed to submit."""
    min_equity_usdt: int
    subsidy_lost: tuple[str, ...]
    """Why there is no subsidy: "strategy", "custom", "equity"; empty while it is kept."""
    why_not: Reason | None
    """What keeps the person from the next step; `None` when nothing does."""
    updated_ms: int

    @property
    def can_next(self) -> bool:
        return self.why_not is None

    @property
    def number(self) -> int:
        """Number of the step, from 1."""
        return STEPS.index(self.step) + 1


@dataclass(frozen=True, slots=True)
class BindingView:
    """A binding after the wizard."""

    id: str
    venue: str
    title: Pair
    environment: Environment
    label: str
    state: BindingState
    uid: str
    read_last4: str
    trade_last4: str
    """Empty once the keys are destroyed."""
    strategy: Strategy
    custom: bool
    referrer: bool | None
    account: AccountSummary | None
    subsidy_lost: tuple[str, ...]
    """Why there is no subsidy: "strategy", "custom", "equity", "month"; empty while it is kept."""
    refusal: str
    """The operator's reason."""
    created_ms: int
    submitted_ms: int | None
    approved_ms: int | None
    removed_ms: int | None
    owner: str = ""
    """Whose it is; only in the operator's list."""


@dataclass(frozen=True, slots=True)
class BindingGroups:
    """All bindings of a person, as API management lists them."""

    approved: tuple[BindingView, ...]
    pending: tuple[BindingView, ...]
    drafts: tuple[DraftView, ...]
    other: tuple[BindingView, ...]
    """Suspended, refused, removed."""


@dataclass(frozen=True, slots=True)
class Instruction:
    """One line of the venue's form: what it asks, and what to put there."""

    name: str
    label: Pair
    value: Pair
    copies: bool = False
    """True when the value is meant to be copied as it stands."""


def instructions(steps: Sequence[FormLine]) -> tuple[Instruction, ...]:
    """Lines of a venue's guide as the wizard shows them."""
    return tuple(Instruction(step.name, step.label, step.value, step.copies) for step in steps)


@dataclass(frozen=True, slots=True)
class VenueOffer:
    """A venue an account can be bound at, with its own words for what to do there."""

    venue: str
    title: Pair
    environments: tuple[Environment, ...]
    lifecycle: Literal["active", "sunset", "closed"]
    prepare: tuple[Instruction, ...]
    """What the account needs before keys are made."""
    where: Mapping[Environment, tuple[Pair, ...]]
    """Where on the venue's site keys are made."""
    read_key: tuple[Instruction, ...]
    notes: tuple[Pair, ...]
    """Limits and warnings worth telling beside the form."""
    passphrase_name: Pair
    """What the venue calls the passphrase; empty where keys have none."""
    passphrase_parts: Mapping[str, Pair]
    """Names of the venue's demands of it."""
    _rule: PassphraseRule | None = field(repr=False)
    _guide: Guide = field(repr=False)
    lifecycle_note: Pair = ("", "")
    """What a person must know of a venue that is closing."""

    def passphrase_rule(self, text: str) -> Mapping[str, bool]:
        """Which demands a passphrase meets, keys as in `passphrase_parts`; for a line that follows the typing."""
        return self._rule.parts(text) if self._rule else {}

    def trade_key(self, addresses: Sequence[str]) -> tuple[Instruction, ...]:
        """How to make the trade key; `addresses` are those our calls come from, none when not known yet."""
        return instructions(self._guide.trade_key_for(addresses))

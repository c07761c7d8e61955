"""What a screen shows of claims and of deposits nobody received: plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ClaimState = Literal["watching", "review", "frozen", "credited", "refused"]
Finding = Literal[
    "", "unknown", "unreachable", "not_final", "failed", "not_ours", "dust", "found", "contested", "already", "returned"
]


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim as its owner sees it."""

    id: str
    chain: str
    tx_hash: str
    words: str
    state: ClaimState
    finding: Finding
    """What the chain said at the last look."""
    amount_micro: int
    """What the transaction paid to us; 0 while that is not proved."""
    reason: str
    """The operator's, when it was refused."""
    created_ms: int
    looked_ms: int
    decided_ms: int | None

    @property
    def is_open(self) -> bool:
        return self.state in ("watching", "review", "frozen")


@dataclass(frozen=True, slots=True)
class OrderNearby:
    """An order that may explain a deposit."""

    number: str
    owner: str
    status: str
    payable_micro: int
    differs_micro: int
    """Deposit minus order."""
    apart_ms: int
    """Block of the deposit minus making of the order."""
    is_same_tail: bool
    """An exchange that takes its fee from the amount leaves the tail as it is."""


@dataclass(frozen=True, slots=True)
class DepositView:
    """A proved transfer, as the chain tells it."""

    id: str
    chain: str
    tx_hash: str
    log_pos: int
    token: str
    amount_micro: int
    sender: str
    recipient: str
    block: int
    block_ms: int
    found_ms: int
    state: str
    note: str
    """Why it credited nothing by itself, as a word."""
    nearby: tuple[OrderNearby, ...] = ()
    """Orders that may explain it, the likeliest first."""


@dataclass(frozen=True, slots=True)
class ClaimCase:
    """A claim with everything the operator needs to decide it."""

    claim: ClaimView
    owner: str
    """Nickname and name of the account."""
    others: tuple[str, ...]
    """Who else claims the same transaction."""
    deposits: tuple[DepositView, ...]
    """What the transaction paid to us."""

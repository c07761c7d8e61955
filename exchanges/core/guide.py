"""How a person makes keys at a venue: its site's own words, line by line, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from exchanges.core.adapter import Environment
from exchanges.core.verdict import Pair

UNKNOWN_ADDRESSES: Pair = (
    "our address is not known yet: enter 127.0.0.1 for now; the check tells the right one",
    "暂不知道本机的出口 IP：可先填 127.0.0.1，验证时会告诉您正确的地址",
)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of instructions: what the form asks, and what to put there."""

    name: str
    label: Pair
    value: Pair
    copies: bool = False
    """True for the line of the IP list: its value is filled in, and meant to be copied as it stands."""


@dataclass(frozen=True, slots=True)
class Guide:
    """Everything the wizard says about a venue."""

    where: Mapping[Environment, tuple[Pair, ...]]
    """Where on the venue's site keys are made; its keys are the environments that can be bound."""
    prepare: tuple[Step, ...]
    """What the account needs before keys are made."""
    read_key: tuple[Step, ...]
    """The form of the read-only key."""
    trade_key: tuple[Step, ...]
    """The form of the trade key."""
    notes: tuple[Pair, ...]
    """Limits and warnings worth telling beside the form."""
    ip_separator: str = ","

    def ip_list(self, addresses: Iterable[str]) -> str:
        """Addresses as the venue's form takes them, each once."""
        return self.ip_separator.join(dict.fromkeys(address.strip() for address in addresses))

    def trade_key_for(self, addresses: Iterable[str]) -> tuple[Step, ...]:
        """The form of the trade key with the IP list put in; `addresses` are those our calls come from."""
        listed = self.ip_list(addresses)
        if listed:
            return tuple(replace(step, value=(listed, listed)) if step.copies else step for step in self.trade_key)
        return tuple(
            replace(step, value=UNKNOWN_ADDRESSES, copies=False) if step.copies else step for step in self.trade_key
        )

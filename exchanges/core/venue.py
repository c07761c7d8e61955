"""What is said of a venue as data, beside its calls: channels, refusals, facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from exchanges.core.errors import VenueError
from exchanges.core.verdict import Pair


@dataclass(frozen=True, slots=True)
class Channel:
    """One documented stream channel."""

    name: str
    socket: str
    """Which of the venue's sockets carries it, by the name in its hosts: "public", "private", "business"."""
    doc: str
    args: Mapping[str, str] = field(default_factory=dict)
    """Arguments we subscribe with, beside what the caller adds (a symbol)."""
    sends_snapshot: bool = False
    """True when the first push holds the whole state."""
    required: bool = True
    """False when the account's picture is complete without it."""

    def arg(self, **more: str) -> dict[str, str]:
        """The subscription argument: `{"channel": "positions", "instType": "SWAP"}`."""
        return {"channel": self.name, **self.args, **more}


@dataclass(frozen=True, slots=True)
class Refusal:
    """What one of the venue's error codes means for a person."""

    error: type[VenueError]
    text: Pair
    """What happened."""
    cure: Pair = ("", "")
    """What to do next."""


@dataclass(frozen=True, slots=True)
class PassphraseRule:
    """What the venue demands of the passphrase chosen with a key."""

    shortest: int
    longest: int
    name: Pair = ("Passphrase", "密码短语")
    """What the venue's form calls it."""
    demands: tuple[str, ...] = ("length", "lower", "upper", "digit", "symbol", "characters")
    """Those of `parts` that the venue makes."""

    def parts(self, text: str) -> dict[str, bool]:
        """Which demands are met, live: length, lower, upper, letter, digit, symbol, characters (printable ASCII, no
        blank), alphanumeric (letters and digits only)."""
        met = {
            "length": self.shortest <= len(text) <= self.longest,
            "lower": any(c.isascii() and c.islower() for c in text),
            "upper": any(c.isascii() and c.isupper() for c in text),
            "letter": any(c.isascii() and c.isalpha() for c in text),
            "digit": any(c.isascii() and c.isdigit() for c in text),
            "symbol": any(c.isascii() and c.isprintable() and not c.isalnum() and c != " " for c in text),
            "characters": all(c.isascii() and c.isprintable() and c != " " for c in text),
            "alphanumeric": all(c.isascii() and c.isalnum() for c in text),
        }
        return {demand: met[demand] for demand in self.demands}

    @property
    def demand_names(self) -> dict[str, Pair]:
        """Names of the demands, for the line that follows the typing."""
        names: dict[str, Pair] = {
            "length": (f"{self.shortest}-{self.longest} characters", f"{self.shortest}-{self.longest} 位"),
            "lower": ("a lower-case letter", "小写字母"),
            "upper": ("an upper-case letter", "大写字母"),
            "letter": ("a letter", "字母"),
            "digit": ("a digit", "数字"),
            "symbol": ("a symbol", "符号"),
            "characters": ("no blanks, no Chinese", "不含空格和中文"),
            "alphanumeric": ("only letters and digits", "仅限字母和数字"),
        }
        return {demand: names[demand] for demand in self.demands}

    def accepts(self, text: str) -> bool:
        """True when every demand is met."""
        return all(self.parts(text).values())


@dataclass(frozen=True, slots=True)
class VenueFacts:
    """What a wizard and a client must know of a venue."""

    name: str
    title: Pair
    lifecycle: Literal["active", "sunset", "closed"]
    document: str
    """Where the API is documented."""
    document_read: str
    """Month in which our table was last compared with it."""
    ping_after_s: float
    """Silence after which we ask for a sign of life."""
    keys_per_account: int
    ips_per_key: int
    ip_separator: str
    passphrase: PassphraseRule | None
    """`None` where keys have none."""
    unused_key_days: int | None
    """A trade key without an IP list is deleted by the venue after so many days without use; `None`: it is not."""
    lifecycle_note: Pair = ("", "")
    """What a person must know of a venue that is closing."""

"""What a frame of a venue's socket is, and what a venue's way to speak consists of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from exchanges.core.errors import VenueError


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """The login was accepted."""


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A subscription was confirmed."""

    channel: str


@dataclass(frozen=True, slots=True)
class Refused:
    """An error frame; about one channel, or about the whole socket when `channel` is empty."""

    error: VenueError
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """The venue announces something, such as an upgrade that will close the socket."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Data:
    """News of a channel, still in the venue's words."""

    channel: str
    payload: Any


@dataclass(frozen=True, slots=True)
class Chatter:
    """A sign of life without news."""


@dataclass(frozen=True, slots=True)
class Pinged:
    """The venue asks for a sign of life in words of its own."""

    reply: str


Frame = LoggedIn | Acknowledged | Refused | Notice | Data | Chatter | Pinged


@dataclass(frozen=True, slots=True)
class Subscription:
    """A channel as it is asked for."""

    channel: str
    """Key by which acknowledgements and refusals name it."""
    arg: Mapping[str, str]
    required: bool = True


class Wire(Protocol):
    """How a venue's socket speaks; pure."""

    @property
    def ping(self) -> str:
        """What we send to ask for a sign of life; empty where a ping frame of the protocol does it."""
        ...

    def login(self) -> str | None:
        """The login message, signed now; `None` on a public socket."""
        ...

    def subscribe(self, subscription: Subscription) -> str:
        """The message that asks for one channel."""
        ...

    def unsubscribe(self, subscription: Subscription) -> str:
        """The message that ends one channel."""
        ...

    def read(self, raw: str | bytes) -> Frame:
        """What a frame is.

        Raises:
            ValueError: It is nothing we can read.
        """
        ...

    def closed(self, code: int) -> VenueError:
        """The error a close code stands for."""
        ...


@runtime_checkable
class Paced(Protocol):
    """A wire to a venue that closes sockets which send too much at once."""

    most_per_s: int
    """Messages we send in a second when there are many."""

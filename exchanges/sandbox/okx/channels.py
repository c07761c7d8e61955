"""OKX's WebSocket channels: where each lives, what its subscription must say, what it pushes first."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

Url = Literal["public", "private", "business"]


@dataclass(frozen=True, slots=True)
class Channel:
    """One documented channel."""

    url: Url
    login: bool = False
    needs: tuple[str, ...] = ()
    """Argument fields that must be there."""
    counted: bool = False
    """At most thirty connections per account."""


CHANNELS: dict[str, Channel] = {
    "positions": Channel("private", login=True, needs=("instType",), counted=True),
    "account": Channel("private", login=True, counted=True),
    "orders": Channel("private", login=True, needs=("instType",), counted=True),
    "balance_and_position": Channel("private", login=True, counted=True),
    "liquidation-warning": Channel("private", login=True, needs=("instType",), counted=True),
    "fills": Channel("private", login=True),
    "orders-algo": Channel("business", login=True, needs=("instType",)),
    "algo-advance": Channel("business", login=True, needs=("instType",)),
    "instruments": Channel("public", needs=("instType",)),
    "tickers": Channel("public", needs=("instId",)),
    "mark-price": Channel("public", needs=("instId",)),
    "funding-rate": Channel("public", needs=("instId",)),
    "price-limit": Channel("public", needs=("instId",)),
    "books5": Channel("public", needs=("instId",)),
    "bbo-tbt": Channel("public", needs=("instId",)),
    "status": Channel("public"),
}
DEFAULT_INTERVAL_MS = 5_000
INTERVALS = ("0", "2000", "3000", "4000")


@dataclass(slots=True)
class Subscription:
    """One argument a connection has subscribed to."""

    arg: dict[str, str]
    interval_ms: int
    """Period of the snapshots of `positions` and `account`; 0 for events only."""

    @property
    def channel(self) -> str:
        return self.arg["channel"]

    def wants(self, contract: str) -> bool:
        """True when the filters of the argument let this contract through."""
        family = self.arg.get("instFamily") or self.arg.get("uly")
        return (
            self.arg.get("instType", "SWAP") in ("SWAP", "ANY")
            and self.arg.get("instId", contract) == contract
            and (not family or contract == f"{family}-SWAP")
        )

    def push_arg(self, uid: str) -> dict[str, str]:
        """The `arg` of a push: the account's number is added, the extra parameters are not."""
        arg = {name: value for name, value in self.arg.items() if name != "extraParams"}
        return {"channel": arg.pop("channel"), "uid": uid, **arg} if CHANNELS[self.channel].login else arg


def arg_key(arg: Mapping[str, object]) -> str:
    """The same argument in any order of its fields."""
    return json.dumps({name: value for name, value in arg.items() if name != "extraParams"}, sort_keys=True)


def interval_of(arg: Mapping[str, object]) -> int:
    """`updateInterval` of the extra parameters, in milliseconds.

    Raises:
        ValueError: The extra parameters cannot be read or name no documented interval.
    """
    extra = arg.get("extraParams")
    if not extra:
        return DEFAULT_INTERVAL_MS
    wanted = str(json.loads(str(extra)).get("updateInterval", DEFAULT_INTERVAL_MS))
    if wanted not in INTERVALS and wanted != str(DEFAULT_INTERVAL_MS):
        raise ValueError(f"updateInterval {wanted}")
    return int(wanted)


def refusal_of(
    arg: Mapping[str, object], url: Url, *, logged_in: bool, known: Callable[[Mapping[str, object]], bool]
) -> tuple[str, str] | None:
    """Why a subscription is refused, as code and text; None when it is taken.

    Args:
        arg: What the client asks for; has a `channel`.
        url: The address the connection came to.
        logged_in: Whether it has logged in.
        known: Whether the things the argument names exist.
    """
    named = ",".join(f"{name}:{value}" for name, value in arg.items())
    unknown = ("60018", f"Wrong URL or {named} doesn't exist. Please use the correct URL, channel and parameters.")
    channel = CHANNELS.get(str(arg["channel"]))
    if channel is None:
        return unknown
    if channel.url == "business" and url != "business":
        return "64001", "This channel has been migrated to the '/business' URL. Please subscribe using the new URL."
    if channel.url != "business" and url == "business":
        return "64002", 'This channel is not supported by "/business" URL. Please use "/private" or "/public" URL.'
    if channel.url != url:
        return unknown
    if channel.login and not logged_in:
        return "60011", "Please log in"
    if arg["channel"] == "fills":
        return (
            "60029",
            "Only users who are VIP5 and above in trading fee tier are allowed to subscribe to this channel.",
        )
    if any(not arg.get(name) for name in channel.needs) or not known(arg):
        return unknown
    try:
        interval_of(arg)
    except (ValueError, AttributeError):
        return "60013", f"Invalid args: {named}"
    return None

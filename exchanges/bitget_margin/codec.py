"""What Bitget's margin adds to how Bitget is spoken to: lists with ids beside them, failures without codes, many pairs
in one subscription. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from exchanges.bitget.codec import BitgetDialect, BitgetWire, channel_key
from exchanges.bitget_margin.table import CHANNELS, PAIRS_PER_FRAME, VENUE, Generation, Role
from exchanges.core.adapter import Credentials, Environment
from exchanges.core.endpoint import Endpoint
from exchanges.core.errors import VenueError
from exchanges.core.frames import Acknowledged, Chatter, Frame, Refused, Subscription
from exchanges.core.numbers import encode_json
from exchanges.core.text import clean


class MarginDialect(BitgetDialect):
    """Bitget's envelope as margin uses it."""

    def __init__(self, credentials: Credentials | None, environment: Environment) -> None:
        super().__init__(credentials, environment, VENUE)

    def content(self, answer: Mapping[str, Any]) -> Any:
        """The first generation tells liquidations as a bare list, and the page's ids beside it."""
        found = answer.get("data")
        if isinstance(found, list) and "minId" in answer:
            return {"resultList": found, "maxId": answer.get("maxId"), "minId": answer["minId"]}
        return found

    def failure(self, endpoint: Endpoint, answer: Any) -> VenueError | None:
        """The first failure of a batch; margin tells words and no code."""
        told = answer if isinstance(answer, dict) else {}
        for row in told.get("failure") or told.get("failureList") or ():
            if isinstance(row, dict):
                return self.error(clean(row.get("errorCode")), row.get("errorMsg"), endpoint)
        return None


def subscriptions(generation: Generation, role: Role, pairs: Iterable[str] = ()) -> list[Subscription]:
    """A channel of the account, or one that follows pairs: these in as few frames as the venue takes."""
    channel = CHANNELS[generation.channels[role]]
    if not role.startswith("orders"):
        arg = channel.arg()
        return [Subscription(channel_key(arg), arg, channel.required)]
    names = [f"{pair}{generation.mark}" for pair in sorted(pairs)]
    groups = [names[start : start + PAIRS_PER_FRAME] for start in range(0, len(names), PAIRS_PER_FRAME)]
    return [
        Subscription(f"{channel.name} #{number}", channel.arg(instId=",".join(group)), channel.required)
        for number, group in enumerate(groups, 1)
    ]


class MarginWire(BitgetWire):
    """Bitget's socket frames; a subscription may name several pairs, and is confirmed when all of them are.

    Args:
        credentials: `None` on the public socket.
        venue_ms: The venue's time now.
    """

    def __init__(self, credentials: Credentials | None, venue_ms: Callable[[], int]) -> None:
        super().__init__(credentials, venue_ms, VENUE)
        self._groups: dict[str, str] = {}
        """Channel of one pair to the subscription it belongs to."""
        self._unconfirmed: dict[str, set[str]] = {}

    def subscribe(self, subscription: Subscription) -> str:
        """See `Wire`."""
        args = _split(subscription.arg)
        members = {channel_key(arg) for arg in args}
        self._groups |= dict.fromkeys(members, subscription.channel)
        self._unconfirmed[subscription.channel] = members
        self._waiting += sorted(members)
        return encode_json({"op": "subscribe", "args": args}).decode()

    def unsubscribe(self, subscription: Subscription) -> str:
        """See `Wire`."""
        return encode_json({"op": "unsubscribe", "args": _split(subscription.arg)}).decode()

    def read(self, raw: str | bytes) -> Frame:
        """See `Wire`."""
        frame = super().read(raw)
        match frame:
            case Acknowledged(channel) if channel in self._groups:
                group = self._groups[channel]
                left = self._unconfirmed.get(group, set())
                left.discard(channel)
                return Chatter() if left else Acknowledged(group)
            case Refused(error, channel) if channel in self._groups:
                return Refused(error, self._groups[channel])
        return frame


def _split(arg: Mapping[str, str]) -> list[dict[str, str]]:
    names = arg.get("instId", "").split(",")
    return [{**arg, "instId": name} if "instId" in arg else dict(arg) for name in names]

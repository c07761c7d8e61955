"""What may befall an account that is followed: what `tests/<venue>/following.py` tells of a venue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from exchanges.core.link import Pace
from tests.house import PACE, SLOW

Fault = dict[str, Any]
"""A fault of the simulation: its kind, and how."""
Way = dict[str, Any]
"""What an adapter is asked for, where one venue's accounts are followed in several ways."""

FAULTS: Mapping[str, tuple[Fault, ...]] = {
    "reset": ({"kind": "kill", "how": "rst"},),
    "torn in the middle of a frame": ({"kind": "kill", "how": "torn"},),
    "closed 1001": ({"kind": "kill", "how": "close", "code": 1001},),
    "mute": ({"kind": "stall"},),
    "blackholed": ({"kind": "blackhole"},),
    "blackholed with REST": ({"kind": "blackhole", "http": True},),
    "cut at the next login": ({"kind": "cut", "at": "login"}, {"kind": "kill"}),
    "cut after the next acknowledgement": ({"kind": "cut", "at": "ack"}, {"kind": "kill"}),
    "garbage": tuple({"kind": "garbage", "shape": shape} for shape in ("json", "binary", "json")),
    "sockets refused for a while": ({"kind": "refuse_connect", "count": 2}, {"kind": "kill"}),
    "REST down for a while": ({"kind": "http", "count": 4, "body": "html"}, {"kind": "kill"}),
}
"""Those every venue can have; a venue leaves out what its protocol has not."""


def without(*names: str) -> dict[str, tuple[Fault, ...]]:
    """The common faults but these."""
    assert set(names) <= set(FAULTS)
    return {name: faults for name, faults in FAULTS.items() if name not in names}


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """One venue's ways, words and codes."""

    ways: tuple[Way, ...] = ({"account": "main"},)
    faults: Mapping[str, tuple[Fault, ...]]
    altered: tuple[Fault, ...]
    """Changes of its pushes that must do no harm."""
    key_rights: list[str]
    """What a made key is ticked for, so that an account can be read with it."""
    key_gone: frozenset[str] = frozenset()
    """Codes by one of which a deleted key is told; any where there are none."""
    key_gone_is_noticed: bool = True
    """Whether the venue ends the sockets of a deleted key; elsewhere the next dial tells."""
    tells_address: bool = False
    """Whether a refused key's error names the address it came from."""
    login_refused: str = ""
    """The code of a refused login; empty where a socket needs none."""
    dispensable: tuple[Way, str, str, str] | None = None
    """A channel that may be refused: for which way, its name, the code, and how the link then names it."""
    maintenance: str = ""
    """The code of maintenance, where the venue has one."""
    bans: bool = False
    """Whether the venue bans addresses."""
    taken: tuple[str, str] | None = None
    """A contract and a size whose position can be taken from an account."""
    taken_because: Mapping[str, str] = field(default_factory=dict)
    """The reason of the order that closed it, by how it was taken; told by no order where there is none."""
    fault_pace: Pace = PACE
    stream_pace: Pace = SLOW
    """The pace of audits while pushes come twice or swapped: none by the clock where streams tell all."""

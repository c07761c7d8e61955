"""Faults switched on by tests and by the curious.

One shape for all, at every venue: `{"venue": "okx", "kind": KIND, ...}`. Lasting faults stay until `DELETE /faults`;
counted ones until used up; the others happen once, at once.

| kind | fields (defaults) | what happens |
| --- | --- | --- |
| kill | how: "rst" (default), "torn", "close"; code (1001; 1006: no frame), reason; SOCKETS | open WebSockets break |
| stall | scope: "open" (default), "all"; SOCKETS | connection stays, nothing is sent any more, not even a pong |
| blackhole | scope; after_bytes; SOCKETS; http | neither read nor written, never closed; `http`: REST connections too |
| trickle | bytes_per_s (50), SOCKETS | what is sent arrives byte by byte |
| duplicate | | every push comes twice |
| reorder | | every second push comes before the one that preceded it |
| drop | n (50) | every n-th push is lost |
| delay | ms (500) | every push comes later |
| garbage | shape: "json", "binary", "huge"; SOCKETS | one senseless frame |
| notice | close_after_ms; SOCKETS | 64008, "will soon be closed for a service upgrade", then it is closed |
| mutate | channel, path, set: {field: value}, remove: [field] | every row of these pushes and answers is altered |
| lost_ack | count (1), channel | a subscription works, its acknowledgement never comes |
| refuse_subscribe | count (1), channel, code ("60018") | a subscription is refused |
| cut | count (1), at ("login", "ack") | the connection breaks at a login, or between acknowledgement and snapshot |
| refuse_login | count (1), code ("60009") | logins are refused |
| refuse_connect | count (1), status (503) | WebSocket handshakes are refused |
| http | status (503), count (1), body ("code", "html", "empty", "garbage"), code, msg, path, retry_after | an answer |
| slow | ms (2000), count (1), path | REST answers late |
| lost_answer | count (1), path | the call is carried out, the connection breaks before the answer |
| lost_request | count (1), path | the connection breaks before the call is carried out |
| skew | ms | the venue's clock runs ahead by so much (not reset by reading it again; 0 mends it) |
| egress | ip | requests come from another address |
| maintenance | begin_ms, end_ms | REST refuses (OKX: 50001, and `system/status` tells of it) |
| limited | count (1), path | answered as if the budget were used up, with the venue's headers |
| ban | s (120) | every call is refused as from a banned address; until switched off or over |
| expire | account | stream credentials (listen keys, tokens) end now, in the venue's way |
| retire | SOCKETS | open WebSockets end as at the end of their life (24 h) |

The last four are for venues that have such a thing (not OKX).
SOCKETS: `socket` "public", "private", "business" (or what else a venue has) or "all" (default), `account` (name;
default all).
`path` is the beginning of a REST path; empty means every path. http, slow, lost_answer and lost_request may name a
`method` besides. `count` 0 means until switched off.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

LASTING = frozenset(
    {"stall", "blackhole", "trickle", "duplicate", "reorder", "drop", "delay", "mutate", "maintenance", "ban"}
)
COUNTED = frozenset({"http", "slow", "lost_answer", "lost_request", "limited"}) | {
    "refuse_login",
    "refuse_connect",
    "refuse_subscribe",
    "lost_ack",
    "cut",
}
IMMEDIATE = frozenset({"kill", "garbage", "notice", "skew", "egress", "expire", "retire"})
KINDS = LASTING | COUNTED | IMMEDIATE


@dataclass(slots=True)
class Fault:
    """One switched-on fault; `left` counts down, None means lasting."""

    kind: str
    fields: dict[str, Any]
    left: int | None = None

    def number(self, name: str, default: int) -> int:
        return int(self.fields.get(name, default))

    def text(self, name: str, default: str = "") -> str:
        return str(self.fields.get(name, default))

    def means(self, same: dict[str, str]) -> bool:
        """True unless the fault names something else."""
        return all(self.text(name, value) == value for name, value in same.items())


@dataclass(slots=True)
class Faults:
    """The switches of one venue."""

    active: list[Fault] = field(default_factory=list)

    def add(self, kind: str, fields: dict[str, Any]) -> Fault:
        """Switch a lasting or counted fault on.

        Raises:
            ValueError: No such kind.
        """
        if kind not in KINDS:
            raise ValueError(f"unknown fault {kind!r}; one of {', '.join(sorted(KINDS))}")
        fault = Fault(kind, fields)
        if kind in COUNTED:
            count = fault.number("count", 1)
            fault.left = count if count > 0 else None
        if kind not in IMMEDIATE:
            self.active.append(fault)
        return fault

    def find(self, kind: str) -> Fault | None:
        """The fault of this kind, when it is on."""
        return next((fault for fault in self.active if fault.kind == kind), None)

    def use(self, kind: str, path: str = "", **same: str) -> Fault | None:
        """Use a counted fault up by one; `same` must be what the fault says, where it says something."""
        for fault in self.active:
            if fault.kind == kind and path.startswith(fault.text("path")) and fault.means(same):
                if fault.left is not None:
                    fault.left -= 1
                    if fault.left == 0:
                        self.active.remove(fault)
                return fault
        return None

    def mutate(self, rows: list[Any], *, channel: str = "", path: str = "") -> list[Any]:
        """Rows of a push or an answer as the active `mutate` faults leave them."""
        for fault in self.active:
            wanted = fault.text("channel") == channel if channel else path and path == fault.text("path")
            if fault.kind == "mutate" and wanted:
                rows = [_altered(row, fault) for row in rows]
        return rows

    def clear(self) -> None:
        self.active.clear()


def _altered(row: Any, fault: Fault) -> Any:
    if not isinstance(row, dict):
        return row
    removed = fault.fields.get("remove", [])
    return {name: value for name, value in row.items() if name not in removed} | dict(fault.fields.get("set", {}))

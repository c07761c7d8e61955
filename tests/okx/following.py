"""How OKX's accounts are followed, and what may befall them."""

from __future__ import annotations

from tests.conformance.following import FAULTS, Following

FOLLOWING = Following(
    faults={
        **FAULTS,
        "closed 1012": ({"kind": "kill", "how": "close", "code": 1012},),
        "closed without a frame": ({"kind": "kill", "how": "close", "code": 1006},),
        "one socket only": ({"kind": "kill", "socket": "business"},),
        "a trickle": ({"kind": "trickle", "bytes_per_s": 5},),
        "an acknowledgement lost": ({"kind": "lost_ack", "channel": "orders", "count": 2}, {"kind": "kill"}),
        "a frame of 9 MB": ({"kind": "garbage", "shape": "huge"},),
    },
    altered=(
        {"channel": "positions", "set": {"upl": "", "markPx": None, "newField": [1], "adl": "\u001b[2J"}},
        {"channel": "orders", "set": {"state": "live\u202e", "clOrdId": "\u001b]52;c;AAAA\u0007"}},
        {"channel": "account", "remove": ["availEq", "upl"]},
        {"channel": "positions", "remove": ["posSide"]},
    ),
    key_rights=["read_only"],
    login_refused="60009",
    dispensable=({"account": "main"}, "algo-advance", "64003", "without algo-advance"),
    maintenance="50001",
)

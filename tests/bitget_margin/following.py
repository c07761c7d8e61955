"""How margin is followed in both generations, and what may befall it."""

from __future__ import annotations

from tests.conformance.following import Following, without
from tests.house import PACE

FOLLOWING = Following(
    ways=({"version": "v2"}, {"version": "v1"}),
    faults={
        "an acknowledgement lost": ({"kind": "lost_ack", "channel": "orders-crossed", "count": 2}, {"kind": "kill"}),
        **without("torn in the middle of a frame", "blackholed", "blackholed with REST", "sockets refused for a while"),
    },
    altered=(
        {"channel": "account-crossed", "set": {"newField": [1], "coupon": None, "id": "\u001b[2J"}},
        {"channel": "account-crossed", "remove": ["available"]},
        {"channel": "orders-crossed", "set": {"clientOid": "\u001b]52;c;AAAA\u0007", "loanType": "auto-nothing"}},
        {"channel": "orders-crossed", "remove": ["orderId"]},
    ),
    key_rights=["smor", "stor"],
    login_refused="30005",
    dispensable=({}, "index-price", "30001", "without index-price"),
    stream_pace=PACE,
)

"""How Bitget's accounts of both kinds are followed, and what may befall them."""

from __future__ import annotations

from tests.conformance.following import Following, without

FOLLOWING = Following(
    ways=({"account": "main"}, {"account": "unified"}),
    faults={
        "an acknowledgement lost": ({"kind": "lost_ack", "channel": "orders", "count": 2}, {"kind": "kill"}),
        **without("blackholed", "torn in the middle of a frame"),
        "a day is over": ({"kind": "kill", "how": "close", "code": 1000},),
    },
    altered=(
        {
            "channel": "positions",
            "set": {"unrealizedPL": "", "markPrice": None, "newField": [1], "autoMargin": "\u001b[2J"},
        },
        {"channel": "orders", "set": {"cancelReason": "x\u202e", "clientOid": "\u001b]52;c;AAAA\u0007"}},
        {"channel": "account", "remove": ["maxOpenPosAvailable", "unrealizedPL"]},
        {"channel": "positions", "remove": ["holdSide"]},
        {"channel": "fill", "remove": ["price"]},
    ),
    key_rights=["coor", "cpor", "stor"],
    login_refused="30005",
    dispensable=({"account": "unified"}, "strategy-order", "30001", "without uta strategy-order"),
    taken=("XRPUSDT", "100"),
)

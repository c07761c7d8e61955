"""How CrossEx's accounts are followed, and what may befall them."""

from __future__ import annotations

from tests.conformance.following import Following, without

FOLLOWING = Following(
    faults={
        **without("blackholed", "torn in the middle of a frame"),
        "an acknowledgement lost": ({"kind": "lost_ack", "channel": "order", "count": 2}, {"kind": "kill"}),
    },
    altered=(
        {"channel": "position", "set": {"upnl": "", "mark_price": None, "new_field": [1], "leverage": "\u001b[2J"}},
        {"channel": "order", "set": {"reason": "x\u202e", "text": "\u001b]52;c;AAAA\u0007"}},
        {"channel": "asset", "remove": ["available_balance", "upnl"]},
        {"channel": "position", "remove": ["position_qty"]},
        {"channel": "usertrades", "remove": ["price"]},
        {"channel": "margin_position", "set": {"position_side": "SIDEWAYS"}},
    ),
    key_rights=["crossx:read"],
    login_refused="100006",
    dispensable=({"account": "main"}, "margin_interest", "100001", "without margin_interest"),
    taken=("BINANCE_FUTURE_XRP_USDT", "100"),
    taken_because={"liquidate": "LIQ", "adl": "ADL"},
)

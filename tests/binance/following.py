"""How Binance's accounts are followed, and what may befall them."""

from __future__ import annotations

from tests.conformance.following import Following, without

FOLLOWING = Following(
    ways=({"account": "second"},),
    faults={
        **without("blackholed with REST", "cut at the next login", "cut after the next acknowledgement"),
        "closed 1008": ({"kind": "kill", "how": "close", "code": 1008},),
        "the listen key expired": ({"kind": "expire"},),
    },
    altered=(
        {"channel": "ACCOUNT_UPDATE", "set": {"newField": [1], "m": "\u001b[2J"}},
        {"channel": "ORDER_TRADE_UPDATE", "set": {"newField": [1], "E": None}},
        {"channel": "ACCOUNT_UPDATE", "remove": ["a"]},
    ),
    key_rights=["enableReading"],
    key_gone=frozenset({"-2015"}),
    key_gone_is_noticed=False,
    tells_address=True,
    bans=True,
    taken=("ETHUSDT", "0.5"),
    taken_because={"liquidate": "liquidation", "adl": "ADL"},
)

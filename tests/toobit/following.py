"""How Toobit's accounts are followed, and what may befall them."""

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
        {"channel": "outboundContractPositionInfo", "set": {"newField": [1], "mt": "\u001b[2J"}},
        {"channel": "contractExecutionReport", "set": {"newField": [1], "E": None}},
        {"channel": "outboundContractAccountInfo", "remove": ["B"]},
        {"channel": "outboundContractPositionInfo", "remove": ["S"]},
    ),
    key_rights=["read"],
    key_gone=frozenset({"-2015"}),
    key_gone_is_noticed=False,
    bans=True,
    taken=("ETH-SWAP-USDT", "10"),
    taken_because={"liquidate": "liquidation", "adl": "ADL"},
)

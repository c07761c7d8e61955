"""How BitMart's accounts are followed, and what may befall them."""

from __future__ import annotations

from tests.conformance.following import FAULTS, Following
from tests.house import PACE, STREAM_ONLY

FOLLOWING = Following(
    faults={name: FAULTS[name] for name in ("reset", "torn in the middle of a frame", "closed 1001", "mute")},
    altered=(),
    key_rights=[],
    key_gone=frozenset({"access", "30002"}),
    maintenance="30016",
    fault_pace=STREAM_ONLY,
    stream_pace=PACE,
)

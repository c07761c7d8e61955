"""OKX's own ways of signing; the vectors are run by tests/conformance/test_signing.py."""

from __future__ import annotations

import pytest

from exchanges.okx.codec import timestamp


@pytest.mark.parametrize(
    ("venue_ms", "text"),
    [
        (1_794_873_600_123, "2026-11-17T00:00:00.123Z"),
        (1_794_873_600_000, "2026-11-17T00:00:00.000Z"),
        (1_794_873_600_007, "2026-11-17T00:00:00.007Z"),
    ],
)
def test_rest_time_has_exactly_three_decimals(venue_ms: int, text: str) -> None:
    assert timestamp(venue_ms) == text

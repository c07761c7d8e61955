"""When to dial again, and when to wait for a person."""

from __future__ import annotations

import pytest

from exchanges.core.errors import (
    AuthError,
    BadRequest,
    IpNotAllowed,
    Maintenance,
    PermissionDenied,
    RateLimited,
    RegionBlocked,
    VenueError,
    VenueUnavailable,
)
from exchanges.core.link import Backoff, is_fatal


@pytest.mark.parametrize(
    ("error", "waits_for_a_person"),
    [
        (AuthError("bad key", code="60005"), True),
        (PermissionDenied("no right"), True),
        (IpNotAllowed("not on the list", code="50110"), True),
        (RegionBlocked("451"), True),
        (VenueUnavailable("certificate", code="tls"), True),
        (VenueUnavailable("gone", code="4007"), False),
        (VenueUnavailable("refused", code="refused"), False),
        (RateLimited("slow down"), False),
        (Maintenance("later"), False),
        (BadRequest("60018"), False),
    ],
)
def test_only_what_time_can_mend_is_retried(error: VenueError, waits_for_a_person: bool) -> None:
    assert is_fatal(error) is waits_for_a_person


def test_the_first_dial_is_immediate_and_the_pause_grows_to_twenty_seconds() -> None:
    backoff = Backoff(chance=lambda: 1.0)
    assert [backoff.next_s() for _ in range(8)] == [0, 1, 2, 4, 8, 16, 20, 20]


def test_a_pause_is_anything_up_to_its_length() -> None:
    backoff = Backoff(chance=lambda: 0.25)
    assert [backoff.next_s() for _ in range(4)] == [0, 0.25, 0.5, 1.0]


def test_a_flapping_line_does_not_start_over_but_a_healthy_minute_does() -> None:
    backoff = Backoff(chance=lambda: 1.0)
    for _ in range(4):
        backoff.next_s()
        backoff.lived(59.0)
    assert backoff.next_s() == 8
    backoff.lived(60.0)
    assert backoff.next_s() == 0

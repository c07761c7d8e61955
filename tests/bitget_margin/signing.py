"""Bitget's signature vectors once more, as the dialect and the socket of margin send them."""

from __future__ import annotations

from dataclasses import replace

from exchanges.bitget_margin.codec import MarginDialect, MarginWire
from tests.bitget import signing
from tests.conformance.signing import JUST_BEFORE_THE_NEXT_SECOND, Vector


def _login(vector: Vector) -> str | None:
    at_ms = int(vector["inputs"]["timestamp_s"]) * 1000 + JUST_BEFORE_THE_NEXT_SECOND
    return MarginWire(signing.credentials(vector), lambda: at_ms).login()


SIGNING = replace(
    signing.SIGNING,
    sent=lambda vector: signing.sent_by(
        MarginDialect(signing.credentials(vector), signing.environment(vector)), vector
    ),
    login=_login,
)

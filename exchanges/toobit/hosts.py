"""Where Toobit answers (sheet, section 1)."""

from __future__ import annotations

from dataclasses import dataclass

from exchanges.core.adapter import Environment


@dataclass(frozen=True, slots=True)
class ToobitHosts:
    """Base addresses; Toobit has no demo trading."""

    rest: str
    ws_private: str
    """The account's stream, without the listen key: `wss://stream.toobit.com/api/v1/ws`."""
    ws_public: str
    """Mark prices: `wss://stream.toobit.com/quote/ws/v1`."""


SITES: dict[str, dict[Environment, ToobitHosts]] = {
    "global": {
        "live": ToobitHosts(
            "https://api.toobit.com", "wss://stream.toobit.com/api/v1/ws", "wss://stream.toobit.com/quote/ws/v1"
        ),
    },
}

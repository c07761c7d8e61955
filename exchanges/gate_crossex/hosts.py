"""Where CrossEx answers (document 1.0.0, "Access URL"; WebSocket document 1.0.0). There is no demo trading."""

from __future__ import annotations

from dataclasses import dataclass

from exchanges.core.adapter import Environment


@dataclass(frozen=True, slots=True)
class CrossexHosts:
    """Base addresses."""

    rest: str
    """`https://api.gateio.ws`, without a path; CrossEx and Gate's own calls share it."""
    ws_public: str
    ws_private: str


SITES: dict[str, dict[Environment, CrossexHosts]] = {
    "global": {
        "live": CrossexHosts(
            "https://api.gateio.ws", "wss://api.gateio.ws/ws/crossex/public", "wss://api.gateio.ws/ws/crossex"
        )
    },
}

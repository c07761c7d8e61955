"""Where Bitget answers, live and in demo trading (API documentation, "Domain" and "Demo Trading")."""

from __future__ import annotations

from dataclasses import dataclass

from exchanges.core.adapter import Environment


@dataclass(frozen=True, slots=True)
class BitgetHosts:
    """Base addresses of one environment."""

    rest: str
    """`https://api.bitget.com`, without a path; demo trading differs by a header only."""
    ws_public: str
    ws_private: str
    """The socket of classic accounts."""
    ws_public_v3: str
    ws_private_v3: str
    """The socket of unified accounts."""
    ws_v1: str
    """The one socket of the first generation, which the venue switched off on 2025-11-28."""


def _at(stream: str) -> BitgetHosts:
    base = f"wss://{stream}"
    return BitgetHosts(
        "https://api.bitget.com",
        f"{base}/v2/ws/public",
        f"{base}/v2/ws/private",
        f"{base}/v3/ws/public",
        f"{base}/v3/ws/private",
        f"{base}/spot/v1/stream",
    )


SITES: dict[str, dict[Environment, BitgetHosts]] = {
    "global": {"live": _at("ws.bitget.com"), "demo": _at("wspap.bitget.com")},
}

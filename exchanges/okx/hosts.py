"""Where OKX answers, per site and environment (API documentation, "Overview / Production Trading Services")."""

from __future__ import annotations

from dataclasses import dataclass

from exchanges.core.adapter import Environment
from exchanges.core.verdict import Pair


@dataclass(frozen=True, slots=True)
class OkxHosts:
    """Base addresses of one site in one environment."""

    rest: str
    """`https://www.okx.com`, without a path."""
    ws_public: str
    ws_private: str
    ws_business: str
    """The socket of conditional orders."""


def _site(rest: str, stream: str) -> OkxHosts:
    base = f"wss://{stream}:8443/ws/v5"
    return OkxHosts(rest, f"{base}/public", f"{base}/private", f"{base}/business")


SITES: dict[str, dict[Environment, OkxHosts]] = {
    "global": {
        "live": _site("https://www.okx.com", "ws.okx.com"),
        "demo": _site("https://www.okx.com", "wspap.okx.com"),
    },
    "eea": {
        "live": _site("https://eea.okx.com", "wseea.okx.com"),
        "demo": _site("https://eea.okx.com", "wseeapap.okx.com"),
    },
    "us": {
        "live": _site("https://us.okx.com", "wsus.okx.com"),
        "demo": _site("https://us.okx.com", "wsuspap.okx.com"),
    },
}
"""A key works only at the site where its account was opened, and only in its own environment."""
SITE_NAMES: dict[str, Pair] = {"global": ("global", "全球站"), "eea": ("EEA", "EEA 站"), "us": ("US", "美国站")}
"""What people call the sites."""

"""Where BitMart answers: today's futures (v2), and where the document's generation (v1) was until 2024-11-30."""

from __future__ import annotations

from dataclasses import dataclass

from exchanges.core.adapter import Environment

_SPOT = "https://api-cloud.bitmart.com"
_LIVE, _DEMO = "https://api-cloud-v2.bitmart.com", "https://demo-api-cloud-v2.bitmart.com"
_PROTOCOL = "?protocol=1.1"


@dataclass(frozen=True, slots=True)
class BitmartHosts:
    """Base addresses of one environment."""

    rest: str
    """Futures calls, without a path."""
    spot: str
    """System, wallet and spot calls. Where it is `rest`, too, futures are the document's (v1)."""
    ws_public: str
    ws_private: str

    @property
    def is_v1(self) -> bool:
        """True where the document's generation is spoken: its futures stood beside the spot calls."""
        return self.rest == self.spot


def _at(rest: str, stream: str) -> BitmartHosts:
    base = f"wss://{stream}.bitmart.com"
    return BitmartHosts(rest, _SPOT, f"{base}/api{_PROTOCOL}", f"{base}/user{_PROTOCOL}")


SITES: dict[str, dict[Environment, BitmartHosts]] = {
    "global": {"live": _at(_LIVE, "openapi-ws-v2"), "demo": _at(_DEMO, "openapi-wsdemo-v2")},
    "v1": {"live": _at(_SPOT, "openapi-ws"), "demo": _at(_DEMO, "openapi-wsdemo-v2")},
}
"""`v1` is kept for what was written down of it; the venue refuses its calls with 30030. Demo trading is v2's alone."""

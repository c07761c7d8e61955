"""Where Binance answers (sheet, section 1: "Hosts")."""

from __future__ import annotations

from dataclasses import dataclass

from exchanges.core.adapter import Environment


@dataclass(frozen=True, slots=True)
class BinanceHosts:
    """Base addresses of one environment.

    Streams are routed: without `/private` or `/market` a socket opens, but pushes nothing of the account.
    """

    rest: str
    """Futures calls: `https://fapi.binance.com`."""
    ws_private: str
    """The account's stream, without the part that carries the listen key: `wss://fstream.binance.com/private`."""
    ws_market: str
    """Mark prices: `wss://fstream.binance.com/market`."""
    ws_public: str = ""
    """Order books, which we do not follow."""
    sapi: str = ""
    """Where keys are introspected; the testnet has no such host."""


def _of(rest: str, stream: str, sapi: str = "") -> BinanceHosts:
    return BinanceHosts(rest, f"{stream}/private", f"{stream}/market", f"{stream}/public", sapi)


SITES: dict[str, dict[Environment, BinanceHosts]] = {
    "global": {
        "live": _of("https://fapi.binance.com", "wss://fstream.binance.com", "https://api.binance.com"),
        "demo": _of("https://demo-fapi.binance.com", "wss://fstream.binancefuture.com"),
    },
}
"""A key works only in the environment where it was made."""


def other_environment(hosts: BinanceHosts, environment: Environment) -> tuple[Environment, BinanceHosts] | None:
    """The environment beside this one where a key may live; none for a host that is not Binance's own."""
    if hosts != SITES["global"][environment]:
        return None
    other: Environment = "demo" if environment == "live" else "live"
    return other, SITES["global"][other]

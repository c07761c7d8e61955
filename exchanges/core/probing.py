"""The way to a venue's host, step by step: name, connection by each family, certificate. Nothing is sent to it."""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit
from urllib.request import getproxies

from exchanges.core.clock import now_ms
from exchanges.core.errors import VenueError
from exchanges.core.network import is_local, reason_of, trusted

STEP_S = 5.0
DAY_MS = 86_400_000
SECURE = {"https": 443, "wss": 443}
PLAIN = {"http": 80, "ws": 80}


@dataclass(frozen=True, slots=True)
class Probe:
    """One step and what became of it."""

    step: str
    """"proxy", "dns", "ipv4", "ipv6" (a connection by this family), "tls", "clock", "public"."""
    ok: bool | None
    """`None`: not tried, or no matter (a machine without IPv6)."""
    ms: int | None = None
    """How long it took."""
    detail: str = ""
    """Figures, without addresses: "2 IPv4, 0 IPv6", "41 days left"."""
    code: str = ""
    """Why not, as in `network.reason_of`."""


async def probe_host(url: str) -> tuple[Probe, ...]:
    """Try the way to the host of `url`; stops at the first step without which the next is pointless.

    Behind a proxy of the environment only that is told: names and connections are the proxy's there.
    """
    parts = urlsplit(url)
    host, port = str(parts.hostname), parts.port or (SECURE | PLAIN)[parts.scheme]
    if not is_local(url) and {"https", "http", "all"} & set(getproxies()):
        return (Probe("proxy", None, detail="set"),)
    found: dict[str, list[str]] = {}
    dns = await timed("dns", lambda: _resolve(host, port, found))
    if not dns.ok:
        return (dns,)
    families = [await _family(name, found.get(name, []), port) for name in ("ipv4", "ipv6")]
    probes = (dns, *families)
    if parts.scheme in SECURE and any(each.ok for each in families):
        return (*probes, await timed("tls", lambda: _shake_hands(host, port)))
    return probes


async def timed(step: str, call: Callable[[], Awaitable[str]]) -> Probe:
    """One step: `call` answers its detail, or raises what the network or the venue says."""
    began = time.monotonic()
    try:
        async with asyncio.timeout(STEP_S):
            detail = await call()
    except (OSError, TimeoutError, ssl.SSLError) as error:
        return Probe(step, ok=False, ms=_since(began), code=reason_of(error)[1])
    except VenueError as error:
        return Probe(step, ok=False, ms=_since(began), code=error.code or type(error).__name__)
    return Probe(step, ok=True, ms=_since(began), detail=detail)


async def _resolve(host: str, port: int, found: dict[str, list[str]]) -> str:
    rows = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    for family, _, _, _, address in rows:
        name = {socket.AF_INET: "ipv4", socket.AF_INET6: "ipv6"}.get(family)
        if name is not None:
            found.setdefault(name, []).append(str(address[0]))
    return f"{len(found.get('ipv4', []))} IPv4, {len(found.get('ipv6', []))} IPv6"


async def _family(name: str, addresses: list[str], port: int) -> Probe:
    if not addresses:
        return Probe(name, None, detail="-")

    async def connect() -> str:
        _, writer = await asyncio.open_connection(addresses[0], port)
        writer.close()
        return ""

    return await timed(name, connect)


async def _shake_hands(host: str, port: int) -> str:
    _, writer = await asyncio.open_connection(host, port, ssl=trusted(), server_hostname=host)
    certificate = writer.get_extra_info("peercert")
    writer.close()
    ends_ms = round(ssl.cert_time_to_seconds(certificate["notAfter"]) * 1000)
    return f"{(ends_ms - now_ms()) // DAY_MS} days left"


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)

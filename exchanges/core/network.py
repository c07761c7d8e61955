"""The network under REST and streams: which addresses are used, and what its errors mean to a person."""

from __future__ import annotations

import socket
import ssl
from functools import cache
from typing import Literal
from urllib.parse import urlsplit

import httpx

Family = Literal["any", "ipv4", "ipv6"]
"""Addresses we call from. A key bound to an IPv4 address is refused when the call happens to leave by IPv6."""

SOCKET_FAMILY: dict[Family, socket.AddressFamily] = {
    "any": socket.AF_UNSPEC,
    "ipv4": socket.AF_INET,
    "ipv6": socket.AF_INET6,
}
LOCAL_ADDRESS: dict[Family, str | None] = {"any": None, "ipv4": "0.0.0.0", "ipv6": "::"}  # noqa: S104  (not listening)


@cache
def trusted() -> ssl.SSLContext:
    """The authorities every certificate is checked against, the same for calls, sockets and probes.

    Reading them takes long and holds up the loop, so it is done once.
    """
    return httpx.create_ssl_context()


def is_local(url: str) -> bool:
    """True for this machine itself, which no proxy of the environment stands before."""
    return urlsplit(url).hostname in ("127.0.0.1", "::1", "localhost")


def reason_of(error: BaseException) -> tuple[str, str]:
    """A short reason for people and a stable code, of an exception of the network: ("connection refused", "refused").

    Codes: tls, dns, refused, proxy, timeout, reset, handshake, network.
    """
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in chain:
        chain.append(link)
        link = link.__cause__ or link.__context__
    # The innermost exceptions know best, so the kinds are asked in order of how much they tell.
    kinds: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str, str], ...] = (
        (ssl.SSLCertVerificationError, "the venue's certificate cannot be trusted", "tls"),
        (httpx.ProxyError, "the proxy does not work", "proxy"),
        (ConnectionRefusedError, "connection refused", "refused"),
        ((TimeoutError, httpx.TimeoutException), "no answer in time", "timeout"),
        ((ConnectionError, httpx.RemoteProtocolError, httpx.ReadError), "connection lost", "reset"),
        # Last: below a plain timeout lies an SSL error, too, which only says that more was to be read.
        (ssl.SSLError, "no secure connection could be made", "handshake"),
    )
    if any(type(each).__name__ == "gaierror" for each in chain):
        return "the venue's name is not found (DNS)", "dns"
    for kind, reason, code in kinds:
        if any(isinstance(each, kind) for each in chain):
            return reason, code
    return "network error", "network"

"""Who is asking: headers, key, clock, signature and address, checked in that order."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from exchanges.sandbox.gate_crossex.errors import CrossexError
from exchanges.sandbox.keys import address_allowed
from exchanges.sandbox.state import Account, Key
from exchanges.sandbox.venue import Venue

WINDOW_S = 60
_STAMP = re.compile(r"\d{9,11}(\.\d{1,9})?")
"""Seconds; the document's own sample sends a fraction."""


@dataclass(frozen=True, slots=True)
class Caller:
    """An authenticated request's account and key."""

    account: Account
    key: Key


def signed_right(key: Key, text: str, signature: str) -> bool:
    """Hexadecimal HMAC-SHA512 with the secret."""
    wanted = hmac.new(key.secret.encode(), text.encode(), hashlib.sha512).hexdigest()
    return hmac.compare_digest(wanted.encode(), signature.encode())


def authenticate(venue: Venue, headers: Mapping[str, str], method: str, path: str, query: str, body: bytes) -> Caller:
    """Check a REST request.

    Args:
        venue: Holds keys, clock and the address requests come from.
        headers: With lower-case names.
        method: Upper case.
        path: Full path as it came over the wire, with `/api/v4`.
        query: As it came over the wire, without the question mark.
        body: The exact bytes.

    Raises:
        CrossexError: The first that applies.
    """
    for name in ("key", "timestamp", "sign"):
        if not headers.get(name):
            raise CrossexError("MISSING_REQUIRED_HEADER", {"sign": "SIGN", "key": "KEY"}.get(name, "Timestamp"))
    caller = find_caller(venue, headers["key"])
    stamp = headers["timestamp"]
    check_clock(venue, stamp)
    digest = hashlib.sha512(body).hexdigest()
    texts = (f"{method}\n{path}\n{item}\n{digest}\n{stamp}" for item in {query, unquote(query)})
    if not any(signed_right(caller.key, text, headers["sign"]) for text in texts):
        raise CrossexError("INVALID_SIGNATURE")
    check_address(venue, caller.key)
    return caller


def find_caller(venue: Venue, api_key: str) -> Caller:
    """The key's account.

    Raises:
        CrossexError: INVALID_KEY, also when its time is over.
    """
    found = venue.find_key(api_key)
    if found is None or found[1].is_expired(venue.clock()):
        raise CrossexError("INVALID_KEY")
    return Caller(*found)


def check_clock(venue: Venue, stamp: str) -> None:
    """Seconds, at most a minute away.

    Raises:
        CrossexError: REQUEST_EXPIRED.
    """
    if not _STAMP.fullmatch(stamp) or abs(venue.clock() / 1000 - float(stamp)) > WINDOW_S:
        raise CrossexError("REQUEST_EXPIRED")


def check_address(venue: Venue, key: Key) -> None:
    """Refuse a key that is bound to other addresses than the one requests come from.

    Raises:
        CrossexError: IP_FORBIDDEN, with that address.
    """
    if not address_allowed(venue.egress_ip, key.ips):
        raise CrossexError("IP_FORBIDDEN", venue.egress_ip)

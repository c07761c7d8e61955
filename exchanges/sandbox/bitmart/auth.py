"""Who is asking. Keyed calls look at the key alone; signed ones at time, memo and signature as well."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from exchanges.sandbox.bitmart.errors import BitmartError
from exchanges.sandbox.keys import address_allowed
from exchanges.sandbox.state import Account, Key
from exchanges.sandbox.venue import Venue

WINDOW_MS = 60_000
LONGEST_STAMP = 19


@dataclass(frozen=True, slots=True)
class Caller:
    """An authenticated request's account and key."""

    account: Account
    key: Key


def signed_right(key: Key, stamp: str, text: str, signature: str) -> bool:
    """Lower-case hex of HMAC-SHA256 over `time#memo#text`."""
    payload = f"{stamp}#{key.passphrase}#{text}"
    wanted = hmac.new(key.secret.encode(), payload.encode(), hashlib.sha256).hexdigest()
    return hmac.compare_digest(wanted.encode(), signature.encode())


def authenticate(venue: Venue, headers: Mapping[str, str], body: bytes, environment: str, *, signed: bool) -> Caller:
    """Check a REST request.

    Args:
        venue: Holds keys, clock and the address requests come from.
        headers: With lower-case names.
        body: The exact bytes; path and query are not signed.
        environment: "live" or "demo", told by the host.
        signed: Whether the call wants more than a key.

    Raises:
        BitmartError: The first reason that applies.
    """
    caller = find_caller(venue, headers.get("x-bm-key", ""), environment)
    if signed:
        _check_signature(venue, caller.key, headers, body)
    check_standing(venue, caller)
    return caller


def find_caller(venue: Venue, api_key: str, environment: str) -> Caller:
    """The key's account in this environment.

    Raises:
        BitmartError: 30001 for none, 30002 for an unknown one, 30003 and 30011 for one that works no more.
    """
    if not api_key:
        raise BitmartError("30001")
    found = venue.find_key(api_key)
    if found is None or found[0].environment != environment:
        raise BitmartError("30002")
    account, key = found
    if account.facts.get("frozen"):
        raise BitmartError("30003")
    if key.is_expired(venue.clock()):
        raise BitmartError("30011")
    return Caller(account, key)


def check_stamp(venue: Venue, stamp: str) -> None:
    """Milliseconds, at most a minute away.

    Raises:
        BitmartError: 30006, 30007 or 30008.
    """
    if not stamp:
        raise BitmartError("30006")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= LONGEST_STAMP):
        raise BitmartError("30008")
    if abs(venue.clock() - int(stamp)) > WINDOW_MS:
        raise BitmartError("30007")


def check_standing(venue: Venue, caller: Caller) -> None:
    """Whether the key may be used from here, and the account has futures at all.

    Raises:
        BitmartError: 30010, 40046 or 40047.
    """
    if not address_allowed(venue.egress_ip, caller.key.ips):
        raise BitmartError("30010")
    if caller.account.facts.get("futures") == "closed":
        raise BitmartError("40046")
    if caller.account.facts.get("region") == "refused":
        raise BitmartError("40047")


def _check_signature(venue: Venue, key: Key, headers: Mapping[str, str], body: bytes) -> None:
    signature, stamp = headers.get("x-bm-sign", ""), headers.get("x-bm-timestamp", "")
    if not signature:
        raise BitmartError("30004")
    check_stamp(venue, stamp)
    if not signed_right(key, stamp, body.decode("utf-8", "replace"), signature):
        raise BitmartError("30005")

"""Who is asking: OKX's checks of headers, clock, key, environment, passphrase, signature and address, in that order."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from exchanges.sandbox.keys import address_allowed
from exchanges.sandbox.okx.errors import OkxError
from exchanges.sandbox.state import Account, Key
from exchanges.sandbox.venue import Venue

WINDOW_MS = 30_000
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_HEADERS = (
    ("ok-access-key", "50103"),
    ("ok-access-sign", "50106"),
    ("ok-access-timestamp", "50107"),
    ("ok-access-passphrase", "50104"),
)


@dataclass(frozen=True, slots=True)
class Caller:
    """An authenticated request's account and key."""

    account: Account
    key: Key


def signature(secret: str, text: str) -> str:
    """Base64 of HMAC-SHA256."""
    return base64.b64encode(hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()).decode()


def authenticate(venue: Venue, headers: Mapping[str, str], method: str, target: str, body: bytes) -> Caller:
    """Check a REST request.

    Args:
        venue: Holds keys, clock and the address requests come from.
        headers: With lower-case names.
        method: Upper case.
        target: Path and query exactly as they came over the wire.
        body: The exact bytes.

    Raises:
        OkxError: 501xx, the first that applies.
    """
    for name, code in _HEADERS:
        if not headers.get(name):
            raise OkxError(code)
    stamp = headers["ok-access-timestamp"]
    _check_clock(venue, stamp)
    environment = "demo" if headers.get("x-simulated-trading") == "1" else "live"
    caller = find_caller(venue, headers["ok-access-key"], environment)
    if headers["ok-access-passphrase"] != caller.key.passphrase:
        raise OkxError("50105")
    expected = signature(caller.key.secret, stamp + method + target + body.decode("utf-8", "replace"))
    if not hmac.compare_digest(expected.encode(), headers["ok-access-sign"].encode()):
        raise OkxError("50113")
    check_address(venue, caller.key)
    return caller


def find_caller(venue: Venue, api_key: str, environment: str) -> Caller:
    """The key's account in this environment.

    Raises:
        OkxError: 50111 for no key at all, 50119 for an unknown one, 50101 for the other environment's.
    """
    if not _UUID.fullmatch(api_key):
        raise OkxError("50111")
    found = venue.find_key(api_key)
    if found is None:
        raise OkxError("50119")
    account, key = found
    if account.environment != environment:
        raise OkxError("50101")
    return Caller(account, key)


def check_address(venue: Venue, key: Key) -> None:
    """Raises 50110 when the key is bound to other addresses than the one requests come from."""
    if not address_allowed(venue.egress_ip, key.ips):
        raise OkxError("50110", ip=venue.egress_ip)


def _check_clock(venue: Venue, stamp: str) -> None:
    if not _ISO.fullmatch(stamp):
        raise OkxError("50112")
    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        raise OkxError("50112") from None
    if abs(venue.clock() - int(moment.astimezone(UTC).timestamp() * 1000)) > WINDOW_MS:
        raise OkxError("50102")

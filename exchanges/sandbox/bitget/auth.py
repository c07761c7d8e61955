"""Who is asking: headers, clock, key, environment, passphrase, signature and address, checked in that order."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from exchanges.sandbox.bitget.errors import BitgetError
from exchanges.sandbox.keys import address_allowed
from exchanges.sandbox.state import Account, Key
from exchanges.sandbox.venue import Venue

WINDOW_MS = 30_000
_KEY = re.compile(r"bg_[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Caller:
    """An authenticated request's account and key."""

    account: Account
    key: Key


def environment_of(headers: Mapping[str, str]) -> str:
    """ "demo" when the `paptrading` header says so."""
    return "demo" if headers.get("paptrading", "").strip() == "1" else "live"


def is_unified(account: Account) -> bool:
    """Whether the account is a unified one; the classic calls are closed to it, and the other way round."""
    return account.facts.get("kind") == "unified"


def signed_right(key: Key, text: str, signature: str) -> bool:
    """Base64 of HMAC-SHA256 with the secret, or of RSASSA-PKCS1-v1_5 with SHA-256 for an uploaded public key."""
    try:
        raw = base64.b64decode(signature, validate=True)
    except (binascii.Error, ValueError):
        return False
    if not key.public_key:
        return hmac.compare_digest(hmac.new(key.secret.encode(), text.encode(), hashlib.sha256).digest(), raw)
    public = load_pem_public_key(key.public_key.encode())
    if not isinstance(public, RSAPublicKey):
        return False
    try:
        public.verify(raw, text.encode(), PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True


def authenticate(venue: Venue, headers: Mapping[str, str], method: str, target: str, body: bytes) -> Caller:
    """Check a REST request.

    Args:
        venue: Holds keys, clock and the address requests come from.
        headers: With lower-case names.
        method: Upper case.
        target: Path and query exactly as they came over the wire.
        body: The exact bytes.

    Raises:
        BitgetError: 400xx, the first that applies.
    """
    for name, code in (("access-key", "40001"), ("access-sign", "40002"), ("access-passphrase", "40011")):
        if not headers.get(name):
            raise BitgetError(code)
    stamp = headers.get("access-timestamp", "")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) == 13):
        raise BitgetError("40005")
    if abs(venue.clock() - int(stamp)) > WINDOW_MS:
        raise BitgetError("40008")
    caller = find_caller(venue, headers["access-key"], environment_of(headers))
    if headers["access-passphrase"] != caller.key.passphrase:
        raise BitgetError("40012")
    payload = body.decode("utf-8", "replace")
    spellings = {target, unquote(target)}  # Clients sign the query percent-encoded or plain; both are taken.
    if not any(signed_right(caller.key, stamp + method + item + payload, headers["access-sign"]) for item in spellings):
        raise BitgetError("40009")
    check_address(venue, caller.key)
    return caller


def find_caller(venue: Venue, api_key: str, environment: str) -> Caller:
    """The key's account in this environment.

    Raises:
        BitgetError: 40006 for no key at all, 40037 for an unknown one, 40099 for one of the other environment.
    """
    if not _KEY.fullmatch(api_key):
        raise BitgetError("40006")
    found = venue.find_key(api_key)
    if found is None or found[1].is_expired(venue.clock()):
        raise BitgetError("40037")
    account, key = found
    if account.environment != environment:
        raise BitgetError("40099")
    return Caller(account, key)


def check_address(venue: Venue, key: Key) -> None:
    """Refuse a key that is bound to other addresses than the one requests come from.

    Raises:
        BitgetError: 40018.
    """
    if not address_allowed(venue.egress_ip, key.ips):
        raise BitgetError("40018")

"""Who is asking: Binance's checks of header, clock, key, signature, address and permission."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote_plus

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from exchanges.sandbox.binance.errors import BinanceError
from exchanges.sandbox.binance.house import House
from exchanges.sandbox.binance.key_rules import FUTURES, READING, looks_like_a_key
from exchanges.sandbox.keys import address_allowed
from exchanges.sandbox.state import Account, Key

Security = Literal["none", "key", "read", "trade"]
"""none; key: header alone (MARKET_DATA, USER_STREAM); read: signed (USER_DATA); trade: signed (TRADE)."""
AHEAD_MS = 1_000
WINDOW_MS, LONGEST_WINDOW_MS = 5_000, 60_000
_SIGNATURE = re.compile(r"(?:^|&)signature=([^&]*)")
_UNENCODED = re.compile(r"[^A-Za-z0-9\-._~%&=+*]")


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as it came over the wire."""

    query: str
    body: str
    params: Mapping[str, str]

    @property
    def payload(self) -> str:
        """What the client signed: query and body glued together, without the signature."""
        return _SIGNATURE.sub("", self.query) + _SIGNATURE.sub("", self.body)

    @property
    def signature(self) -> str:
        found = _SIGNATURE.search(self.query) or _SIGNATURE.search(self.body)
        return unquote_plus(found[1].replace("+", "%2B")) if found else ""


def identify(
    house: House,
    environment: str,
    api_key: str,
    security: Security,
    sent: Sent,
    *,
    futures: bool,
    proven: bool = False,
) -> tuple[Account, Key]:
    """The account behind a call that passed every check.

    Args:
        house: Knows the keys.
        environment: Keys of the other are unknown here.
        api_key: The header.
        security: What the endpoint demands.
        sent: The request.
        futures: Whether it is the futures host, which tells the address and wants its own permission.
        proven: The connection has logged on with this key, so that nothing has to be signed.

    Raises:
        BinanceError: -1002, -2014, -1102, -1021, -2015, -1022, -2017.
    """
    if not api_key:
        raise BinanceError(-1002)
    if not looks_like_a_key(api_key):
        raise BinanceError(-2014)
    if security in ("read", "trade"):
        check_clock(house, sent.params)
    found = house.find(api_key, environment)
    if found is None:
        raise unauthorised(house, futures=futures)
    account, key = found
    if security in ("read", "trade") and not proven:
        if not sent.signature:
            raise BinanceError(-1102, param="signature")
        if (not futures and _UNENCODED.search(sent.payload)) or not signature_fits(key, sent.payload, sent.signature):
            raise BinanceError(-1022)
    if account.facts.get("locked") == "true":
        raise BinanceError(-2017)
    if not address_allowed(house.venue.egress_ip, key.ips) or not _may(house, key, security, futures=futures):
        raise unauthorised(house, futures=futures)
    return account, key


def check_clock(house: House, params: Mapping[str, str]) -> None:
    """`timestamp` within `recvWindow`, and hardly ahead.

    Raises:
        BinanceError: -1102, -1131, -1021.
    """
    stamp, window = params.get("timestamp", ""), params.get("recvWindow", "") or str(WINDOW_MS)
    if not re.fullmatch(r"\d{1,16}", stamp):
        raise BinanceError(-1102, param="timestamp")
    if not re.fullmatch(r"\d{1,6}(\.\d{1,3})?", window):
        raise BinanceError(-1102, param="recvWindow")
    if float(window) > LONGEST_WINDOW_MS:
        raise BinanceError(-1131)
    now = house.venue.clock()
    if int(stamp) >= now + AHEAD_MS:
        raise BinanceError(-1021, "Timestamp for this request was 1000ms ahead of the server's time.")
    if now - int(stamp) > float(window):
        raise BinanceError(-1021)


def signature_fits(key: Key, payload: str, signature: str) -> bool:
    """HMAC in hex whatever its case; Ed25519 and RSA in Base64."""
    if key.algorithm == "hmac":
        made = hmac.new(key.secret.encode(), payload.encode(), hashlib.sha256).hexdigest()
        return hmac.compare_digest(made, signature.lower().encode("ascii", "replace").decode())
    try:
        raw = base64.b64decode(signature, validate=True)
        public = load_pem_public_key(key.public_key.encode())
        if isinstance(public, Ed25519PublicKey):
            public.verify(raw, payload.encode())
        elif isinstance(public, RSAPublicKey):
            public.verify(raw, payload.encode(), PKCS1v15(), SHA256())
        else:
            return False
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def unauthorised(house: House, *, futures: bool) -> BinanceError:
    """-2015, which does not tell key, address and permission apart; the futures host names the address it saw."""
    plain = "Invalid API-key, IP, or permissions for action"
    return BinanceError(-2015, f"{plain}, request ip: {house.venue.egress_ip}" if futures else f"{plain}.")


def _may(house: House, key: Key, security: Security, *, futures: bool) -> bool:
    if not futures:
        return security == "key" or READING in key.permissions
    if security == "trade":
        return FUTURES in key.permissions
    return FUTURES in key.permissions or (house.reading_suffices and READING in key.permissions)

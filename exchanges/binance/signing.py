"""Signatures of the three kinds of keys (sheet, section 2: "Authentication")."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from urllib.parse import quote, urlencode

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_der_private_key

from exchanges.core.errors import AuthError
from exchanges.core.secret import Secret

NO_PRIVATE_KEY = "private_key"
"""Code of a pasted private key that is none."""
_PEM = re.compile(r"-+BEGIN[A-Z ]*PRIVATE ?KEY-+(.*?)-+END[A-Z ]*PRIVATE ?KEY-+", re.DOTALL)
_ED25519_DER = "MC4CAQAwBQYDK2VwBCIEI"
"""How every Ed25519 key of this format (RFC 8410) begins in Base64; some copy it without the lines around it."""

Signer = Callable[[str], str]


def query_of(params: Mapping[str, str]) -> str:
    """Parameters percent-encoded as UTF-8, in their own order; this very text is signed and sent."""
    return urlencode(params, quote_via=quote, safe="")


def signer(secret: Secret) -> Signer:
    """What signs a text: HMAC for a plain secret, RSA or Ed25519 for a private key, whatever became of its line ends.

    Raises:
        AuthError: It looks like a private key and is none that Binance takes.
    """
    text = secret.reveal().strip()
    found = _PEM.search(text)
    if found is None and not text.startswith(_ED25519_DER):
        if "BEGIN" in text:
            raise _unusable()
        return lambda signed: hmac.new(text.encode(), signed.encode(), hashlib.sha256).hexdigest()
    key = _private_key("".join((found.group(1) if found else text).split()))
    if isinstance(key, Ed25519PrivateKey):
        return lambda signed: base64.b64encode(key.sign(signed.encode())).decode()
    return lambda signed: base64.b64encode(key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())).decode()


def signed(params: Mapping[str, str], sign: Signer) -> str:
    """The parameters with their signature at the end."""
    text = query_of(params)
    return f"{text}&signature={quote(sign(text), safe='')}"


def _private_key(body: str) -> Ed25519PrivateKey | RSAPrivateKey:
    key: object = None
    try:
        key = load_der_private_key(base64.b64decode(body, validate=True), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm, binascii.Error):
        key = None
    if not isinstance(key, Ed25519PrivateKey | RSAPrivateKey):
        raise _unusable()
    return key


def _unusable() -> AuthError:
    return AuthError("the private key cannot be read", venue="binance", code=NO_PRIVATE_KEY)

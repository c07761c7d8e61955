"""Signatures of Bitget's two kinds of keys, and the headers and the login they go into. Pure."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Callable

from exchanges.core.adapter import Credentials, Environment
from exchanges.core.errors import AuthError
from exchanges.core.secret import Secret

Sign = Callable[[str], str]
_PEM = re.compile(r"-----BEGIN[A-Z ]*PRIVATE ?KEY-----(?P<body>.*?)-----END", re.DOTALL)


def signer(secret: Secret) -> Sign:
    """The way to sign with a secret: HMAC-SHA256, or RSA (PKCS#1 v1.5, SHA-256) where it is a private key in PEM.

    A pasted PEM may have lost its line breaks and blanks.

    Raises:
        AuthError: It looks like a private key and is none.
    """
    pem = _PEM.search(secret.reveal())
    return _rsa(pem["body"]) if pem else _hmac(secret)


def rest_headers(
    credentials: Credentials, sign: Sign, environment: Environment, method: str, target: str, body: bytes, venue_ms: int
) -> dict[str, str]:
    """Headers of a signed call (documentation, "Signature").

    Args:
        credentials: The key.
        sign: Its way to sign.
        environment: Demo calls carry a header that is not signed.
        method: Upper case.
        target: Path with query, as sent.
        body: As sent.
        venue_ms: The venue's time.
    """
    at = str(venue_ms)
    return {
        "ACCESS-KEY": credentials.api_key,
        "ACCESS-SIGN": sign(at + method + target + body.decode()),
        "ACCESS-TIMESTAMP": at,
        "ACCESS-PASSPHRASE": credentials.passphrase.reveal(),
    } | common_headers(environment)


def common_headers(environment: Environment) -> dict[str, str]:
    """Headers of every call, public ones too."""
    return {"Content-Type": "application/json"} | ({"paptrading": "1"} if environment == "demo" else {})


def login_message(credentials: Credentials, sign: Sign, venue_ms: int) -> dict[str, object]:
    """The login of a socket (documentation, "WebSocket / Login"); its time is in seconds."""
    at = str(venue_ms // 1000)
    arg = {
        "apiKey": credentials.api_key,
        "passphrase": credentials.passphrase.reveal(),
        "timestamp": at,
        "sign": sign(f"{at}GET/user/verify"),
    }
    return {"op": "login", "args": [arg]}


def _hmac(secret: Secret) -> Sign:
    def sign(text: str) -> str:
        digest = hmac.digest(secret.reveal().encode(), text.encode(), hashlib.sha256)
        return base64.b64encode(digest).decode()

    return sign


def _rsa(body: str) -> Sign:
    # Loaded here: most keys are HMAC keys, and the library is slow to import.
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import load_der_private_key

    try:
        key = load_der_private_key(base64.b64decode("".join(body.split())), password=None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, RSAPrivateKey):
        raise AuthError("this is no RSA private key", venue="bitget", code="40009")

    def sign(text: str) -> str:
        return base64.b64encode(key.sign(text.encode(), PKCS1v15(), SHA256())).decode()

    return sign

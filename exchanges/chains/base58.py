"""Base58Check: bytes that carry a four-byte checksum, written without letters that look alike."""

from __future__ import annotations

from hashlib import sha256

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_DIGITS = {letter: value for value, letter in enumerate(_ALPHABET)}
_CHECKSUM_LENGTH = 4


def encode_check(payload: bytes) -> str:
    """`payload` with its checksum, as base58 text."""
    data = payload + _checksum(payload)
    number = int.from_bytes(data, "big")
    text = ""
    while number:
        number, digit = divmod(number, 58)
        text = _ALPHABET[digit] + text
    leading_zeros = len(data) - len(data.lstrip(b"\0"))
    return _ALPHABET[0] * leading_zeros + text


def decode_check(text: str) -> bytes:
    """The payload of base58 text, without its checksum.

    Raises:
        ValueError: a letter outside the alphabet, too short, or the checksum differs (a typo).
    """
    number = 0
    for letter in text:
        if letter not in _DIGITS:
            raise ValueError("not base58")
        number = number * 58 + _DIGITS[letter]
    leading_zeros = len(text) - len(text.lstrip(_ALPHABET[0]))
    data = bytes(leading_zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")
    payload, checksum = data[:-_CHECKSUM_LENGTH], data[-_CHECKSUM_LENGTH:]
    if not payload or _checksum(payload) != checksum:
        raise ValueError("checksum differs")
    return payload


def _checksum(payload: bytes) -> bytes:
    return sha256(sha256(payload).digest()).digest()[:_CHECKSUM_LENGTH]

"""What each field of an account may hold: cleaned, or refused with the field's name.

Screens use the same rules while a person types (`clean`), services when the whole form arrives.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from app.services.errors import Refused

_USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{2,31}")
_PHONE = re.compile(r"\+?[0-9]{6,15}")
_CODE = re.compile(r"[0-9]{6}")
INVITE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no letter that looks like a digit."""
INVITE_LENGTH = 10
_INVITE = re.compile(f"[{INVITE_ALPHABET}]{{{INVITE_LENGTH}}}")
_LOOKALIKES = str.maketrans("OIL", "011")


def clean(field: str, text: str) -> str:
    """The value as it is kept, for a field of registration or profile.

    Args:
        field: username, nickname, real_name, email, code, phone, contact or invite.
        text: As typed or pasted.

    Raises:
        Refused: It will not do; the text says what will.
    """
    return _RULES[field](unicodedata.normalize("NFC", text).strip())


def fold(text: str) -> str:
    """How names and addresses are compared: `Zhang` and `zhang` are one."""
    return unicodedata.normalize("NFKC", text.strip()).casefold()


def _username(text: str) -> str:
    if not text:
        raise Refused("account.error.username_missing", field="username")
    if not _USERNAME.fullmatch(text):
        raise Refused("account.error.username_shape", field="username")
    return text


def _name(field: str, missing: str) -> Callable[[str], str]:
    """A name people are called by: one printable line of 1 to 40 characters."""

    def rule(text: str) -> str:
        if not text:
            raise Refused(missing, field=field)
        return _line(text, field, 40)

    return rule


def _line(text: str, field: str, longest: int) -> str:
    if len(text) > longest:
        raise Refused("account.error.too_long", field=field, longest=longest)
    if not text.isprintable():
        raise Refused("account.error.unprintable", field=field)
    return text


def _email(text: str) -> str:
    from email_validator import EmailNotValidError, validate_email

    if not text:
        raise Refused("account.error.email_missing", field="email")
    try:
        # Names that only a local network or a test knows are the operator's business; the code proves the address.
        valid = validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise Refused("account.error.email_shape", field="email") from None
    return valid.normalized


def _phone(text: str) -> str:
    digits = re.sub(r"[\s().-]", "", text)
    if not digits:
        raise Refused("account.error.phone_missing", field="phone")
    if not _PHONE.fullmatch(digits):
        raise Refused("account.error.phone_shape", field="phone")
    return digits


def _code(text: str) -> str:
    digits = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text))
    if not digits:
        raise Refused("account.error.code_missing", field="code")
    if not _CODE.fullmatch(digits):
        raise Refused("account.error.code_shape", field="code")
    return digits


def _invite(text: str) -> str:
    """Small letters, dashes, blanks and look-alikes are forgiven."""
    code = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).upper().translate(_LOOKALIKES)
    if not code:
        raise Refused("account.error.invite_missing", field="invite")
    if not _INVITE.fullmatch(code):
        raise Refused("account.error.invite_unknown", field="invite")
    return code


_RULES: dict[str, Callable[[str], str]] = {
    "username": _username,
    "nickname": _name("nickname", "account.error.nickname_missing"),
    "real_name": _name("real_name", "account.error.real_name_missing"),
    "email": _email,
    "code": _code,
    "phone": _phone,
    "contact": lambda text: _line(text, "contact", 120),
    "invite": _invite,
}

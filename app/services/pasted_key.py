"""What people paste as a key: cleaned of what clipboards add, and checked to be something that can be sent."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from app.services.errors import Refused
from exchanges.core.adapter import Credentials
from exchanges.core.secret import Secret

LONGEST = 4096
_QUOTES = "\"'`“”‘’「」"


@dataclass(frozen=True, slots=True)
class PastedKey:
    """A key ready to be used, and how much was taken away from each value."""

    credentials: Credentials
    removed: dict[str, int]
    """Field -> characters removed; fields from which nothing was removed are missing."""


def read_pasted(api_key: str, secret: Secret, passphrase: Secret) -> PastedKey:
    """Clean the three values.

    Keys and secrets hold no blanks, so all of them go, also where a terminal broke the line; of a passphrase only those
    at its ends, since it may hold one.

    Raises:
        Refused: `binding.error.*`: a value is missing, far too long, or holds what cannot be in a key.
    """
    raw = {"api_key": api_key, "secret": secret.reveal(), "passphrase": passphrase.reveal()}
    clean: dict[str, str] = {}
    for field, text in raw.items():
        if len(text) > LONGEST:
            raise Refused("binding.error.too_long", field=field)
        clean[field] = _bare(text) if field != "passphrase" else _trimmed(text)
        if not clean[field]:
            raise Refused("binding.error.missing", field=field)
        if not (clean[field].isascii() and clean[field].isprintable()):
            raise Refused("binding.error.not_ascii", field=field)
    removed = {field: len(text) - len(clean[field]) for field, text in raw.items() if len(text) != len(clean[field])}
    credentials = Credentials(clean["api_key"], Secret(clean["secret"]), Secret(clean["passphrase"]))
    return PastedKey(credentials, removed)


def _bare(text: str) -> str:
    return "".join(letter for letter in text if not letter.isspace() and not _is_unseen(letter)).strip(_QUOTES)


def _trimmed(text: str) -> str:
    return "".join(letter for letter in text if not _is_unseen(letter)).strip()


def _is_unseen(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cf", "Zl", "Zp")

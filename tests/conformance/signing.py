"""A venue's file of signature vectors, and how that venue signs: what `tests/<venue>/signing.py` tells of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Any

from exchanges.core.rest import Request

DATA = Path(__file__).parents[1] / "data" / "vectors"
Vector = dict[str, Any]
JUST_BEFORE_THE_NEXT_SECOND = 987
"""Milliseconds added to a time in whole seconds: they must not change what is signed."""


def read(file: str) -> Any:
    """A file of vectors or of example payloads, as the documents' readers left it."""
    return json.loads((DATA / file).read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """How one venue signs, put as answers to what its vectors ask."""

    vectors: list[Vector]
    sign: Callable[[Vector], str]
    """Our signature of what the vector signs."""
    sent: Callable[[Vector], Request]
    """The vector's call as our dialect sends it."""
    expected: Callable[[Vector], Request]
    """The same call as the vector, or the venue's rules, want it."""
    text: Callable[[Vector], str] = itemgetter("string_to_sign")
    """The string to sign, made by us where that is a step of its own."""
    headers: Callable[[Vector], Mapping[str, str]] | None = None
    """Our headers over the very bytes the vector sends; `None` where they do not depend on them."""
    wanted_headers: Callable[[Vector], Mapping[str, str]] = itemgetter("headers")
    login: Callable[[Vector], str | None] | None = None
    """Our first message on a private socket; `None` where a listen key opens it."""
    sent_otherwise: frozenset[str] = field(default_factory=frozenset)
    """Vectors of calls others write in other bytes, or that we never make: they prove the signature alone."""

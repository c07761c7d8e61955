"""What a venue sent and nobody could read, kept aside for whoever mends the reading: a small file for each account.

A file holds one JSON line for each thing: when, why, its hash, and the thing itself as harmless text. Keys, secrets and
whatever stands under the name of one are struck out before anything is written.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from app import locations
from exchanges.core.adapter import Credentials
from exchanges.core.text import clean

log = logging.getLogger(__name__)

LARGEST_FILE = 128 * 1024
"""Bytes; a full file takes the place of the one before it, so an account never has more than twice that."""
LONGEST_TEXT = 4_000
REMEMBERED = 500
"""The same thing again is not written twice, as far back as this."""
_STRUCK_OUT = "***"
_NAMED = re.compile(
    r"""((?:key|secret|passphrase|password|sign|signature|token)["']?\s*[:=]\s*)("[^"]*"|'[^']*'|[^\s,;}&]+)""",
    re.IGNORECASE,
)
"""Begins with the end of a name: whatever stands before it would be tried from every letter of a long word, for as many
steps as the square of its length, while a venue's frames wait."""


class Quarantine:
    """Keeps what could not be read in `folder`.

    Args:
        now: UTC milliseconds.
    """

    def __init__(self, folder: Path, now: Callable[[], int]) -> None:
        self._folder = folder
        self._now = now
        self._seen: dict[str, OrderedDict[str, None]] = defaultdict(OrderedDict)
        self._counts: dict[str, int] = defaultdict(int)

    def count(self, binding_id: str) -> int:
        """How many different things of this account could not be read since the program was started."""
        return self._counts.get(binding_id, 0)

    def file(self, binding_id: str) -> Path:
        """Where they are."""
        return self._folder / f"{binding_id}.jsonl"

    def keeper(self, binding_id: str, credentials: Credentials) -> Callable[[str, object], None]:
        """For an adapter's counters; never raises.

        Args:
            credentials: The adapter's own, struck out wherever they are repeated.
        """

        def keep(why: str, what: object) -> None:
            data = what if isinstance(what, bytes) else _json(what).encode()
            digest = hashlib.sha256(data).hexdigest()
            if self._is_known(binding_id, digest):
                return
            self._counts[binding_id] += 1
            text = _without_secrets(data.decode("utf-8", "replace"), credentials)
            line = {
                "at": f"{datetime.fromtimestamp(self._now() / 1000, UTC):%Y-%m-%dT%H:%M:%SZ}",
                "why": clean(why),
                "sha256": digest,
                "bytes": len(data),
                "text": clean(text, limit=LONGEST_TEXT),
            }
            self._write(binding_id, json.dumps(line, ensure_ascii=True) + "\n")

        return keep

    def _is_known(self, binding_id: str, digest: str) -> bool:
        seen = self._seen[binding_id]
        is_known = digest in seen
        seen[digest] = None
        seen.move_to_end(digest)
        if len(seen) > REMEMBERED:
            seen.popitem(last=False)
        return is_known

    def _write(self, binding_id: str, line: str) -> None:
        file = self.file(binding_id)
        try:
            locations.private_dir(self._folder)
            if file.exists() and file.stat().st_size + len(line) > LARGEST_FILE:
                file.replace(file.with_suffix(".old.jsonl"))
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w", encoding="ascii") as out:
                out.write(line)
        except OSError as error:
            self._tell(binding_id, f"and could not be kept: {error.strerror}")
        else:
            self._tell(binding_id, f"see {file}")

    def _tell(self, binding_id: str, where: str) -> None:
        """The 1st, 10th, 100th: a flood must not fill the log, too."""
        count = self._counts[binding_id]
        if str(count).strip("0") == "1":
            log.warning("binding %s: what the venue sent could not be read, %d so far, %s", binding_id, count, where)


def _json(what: object) -> str:
    try:
        return json.dumps(what, ensure_ascii=False, default=str)
    except (TypeError, ValueError):
        return repr(what)


def _without_secrets(text: str, credentials: Credentials) -> str:
    """Struck out before anything is cut off: half a secret is one, too."""
    for secret in _spellings(credentials):
        text = text.replace(secret, _STRUCK_OUT)
    return _NAMED.sub(rf"\1{_STRUCK_OUT}", text)


def _spellings(credentials: Credentials) -> Iterator[str]:
    for secret in (credentials.api_key, credentials.secret.reveal(), credentials.passphrase.reveal()):
        if secret:
            yield from {secret, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1], quote(secret)}

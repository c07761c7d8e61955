"""`ledger --csv`: signs in without a screen and prints the compute ledger as the export of the compute place has it.

Over SSH this is how the ledger comes to a person's own machine: nothing else leaves the server there.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.locale.catalogue import set_language, t
from app.reasons import reason_of
from app.services.brief_login import brief_login
from app.services.errors import Refused
from app.services.stream_json import lines_of
from exchanges.core.secret import Secret
from store.errors import StoreError

if TYPE_CHECKING:
    from app.settings import Settings

DONE, FAILED = 0, 1
Login = tuple[str, Secret]
"""Username and login password."""


def login_reader(descriptor: int) -> Callable[[], Login]:
    """Username and login password, a line each; somebody who sits there is told what is waited for, on stderr."""

    def read() -> Login:
        sys.stderr.write(t("ledger.login") + "\n")
        sys.stderr.flush()
        username, password = lines_of(descriptor, 2)
        return username, Secret(password)

    return read


async def run(settings: Settings, read_login: Callable[[], Login], *, descriptor: int = 1) -> int:
    """Print the ledger of whoever signs in.

    Args:
        settings: As for the app.
        read_login: Called once, before anything is opened; may block.
        descriptor: Where the file's content goes.

    Returns:
        The exit code: 0, or 1 with the reason on stderr.
    """
    set_language(settings.language)
    username, password = read_login()
    try:
        async with brief_login(settings, username, password) as (services, session):
            content = await services.ledger.csv(session)
        await asyncio.to_thread(_write, descriptor, content)
    except BrokenPipeError:  # Nobody wants the rest.
        return FAILED
    except (Refused, StoreError, OSError) as error:
        sys.stderr.write(f"{reason_of(error)}\n")
        return FAILED
    return DONE


def _write(descriptor: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(descriptor, left) :]

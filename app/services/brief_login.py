"""A login for one question from the command line: services without their background jobs, and out again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.services.assembly import Services
    from app.services.session import Session
    from app.settings import Settings
    from exchanges.core.secret import Secret


@asynccontextmanager
async def brief_login(settings: Settings, username: str, password: Secret) -> AsyncIterator[tuple[Services, Session]]:
    """Sign in; at the end of the block the login is over and everything closed.

    Raises:
        Refused: Not the name and the password, too many wrong tries, or something in the data folder stands against it.
        StoreError: The store does not open.
        OSError: The data folder cannot be used.
    """
    from app.services.assembly import open_services

    services = await open_services(settings, start=False)
    try:
        session = await services.accounts.login(username, password)
        try:
            yield services, session
        finally:
            await services.accounts.logout(session)
    finally:
        await services.aclose()

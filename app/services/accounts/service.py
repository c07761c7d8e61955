"""The account service: one object, its parts one module each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from app import locations
from app.services.accounts.base import Means
from app.services.accounts.changing import Changing
from app.services.accounts.inviting import Inviting
from app.services.accounts.profiling import Profiling
from app.services.accounts.recovering import Recovering
from app.services.accounts.registering import Registering
from app.services.accounts.unattended import Unattended
from app.services.email_codes import EmailCodes
from app.services.server_key import load_server_key
from app.services.throttle import Throttle
from store.vault import KdfParams, Vaults, load_pepper

if TYPE_CHECKING:
    from app.services.mail import MailService
    from app.settings import Settings
    from store.database import Store

LOCAL = "local"


class AccountService(Registering, Unattended, Changing, Recovering, Profiling, Inviting):
    """Everything about people's accounts.

    Args:
        store: Where accounts are.
        mail: Carries codes and notices.
        settings: Data folder (server key, pepper), key derivation, length of sessions.
        now: UTC milliseconds.
        source: Where people of this process come from; see `source_of`.
        vaults: The vaults to use; made from the settings when left out.

    Raises:
        WeakKdf: The key derivation of the settings is below the OWASP minimum.
        PepperMissing: There is a pepper file, but no pepper in it.
        Refused: The server key cannot be used.
    """

    def __init__(
        self,
        store: Store,
        mail: MailService,
        settings: Settings,
        now: Callable[[], int],
        *,
        source: str = LOCAL,
        vaults: Vaults | None = None,
    ) -> None:
        server_key = load_server_key(locations.server_key_file(settings.data_dir))
        codes, throttle = EmailCodes(store, mail, server_key, now), Throttle(store, server_key, now)
        vaults = vaults or make_vaults(store, settings)
        super().__init__(Means(store, vaults, mail, codes, throttle, settings, now, source))

    @property
    def is_remote(self) -> bool:
        """Whether the person of this process sits elsewhere, at the other end of SSH."""
        return self._means.source != LOCAL

    @property
    def throttle(self) -> Throttle:
        """Slows down guessing, for all services of this process."""
        return self._means.throttle


def make_vaults(store: Store, settings: Settings) -> Vaults:
    """The vaults as the settings want them."""
    kdf, file = settings.kdf, locations.pepper_file(settings.data_dir)
    params = KdfParams(kdf.memory_kib, kdf.iterations, kdf.lanes)
    return Vaults(store, params, load_pepper(file) if file.exists() else None)


def source_of(environ: Mapping[str, str]) -> str:
    """Where the person at this terminal comes from: the address of the SSH client, or `local`."""
    client = environ.get("SSH_CONNECTION") or environ.get("SSH_CLIENT") or ""
    return client.split(" ")[0][:64] or LOCAL

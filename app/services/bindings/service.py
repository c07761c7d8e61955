"""The binding service: one object, its parts one module each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from app.services.bindings.base import Means, TradeLock, nobody
from app.services.bindings.drafting import Drafting
from app.services.bindings.sending import Sending
from app.services.rules import Rules
from app.services.venues import Venues
from app.settings import Settings
from store.database import Store


class BindingService(Drafting, Sending):
    """Everything about binding exchange accounts.

    Args:
        store: Bindings, keys and vault.
        settings: Gates, review, our addresses.
        venues: Where keys are asked about.
        lock: Opens the vault's trade key; the account service.
        now: The clock, UTC milliseconds.
        changed: Called after an account was approved, renamed or removed: the monitor's `refresh`.
        rules: Gates as the operator changed them; those of the settings when left out.
    """

    def __init__(
        self,
        store: Store,
        settings: Settings,
        venues: Venues,
        lock: TradeLock,
        now: Callable[[], int],
        *,
        changed: Callable[[], Awaitable[None]] = nobody,
        rules: Rules | None = None,
    ) -> None:
        super().__init__(Means(store, settings, venues, lock, now, changed, rules or settings))

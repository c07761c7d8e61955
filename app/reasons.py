"""What services, store and system say when they refuse, as a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.locale.catalogue import t

if TYPE_CHECKING:
    from app.services.errors import Refused
    from store.errors import StoreError


def reason_of(error: Refused | StoreError | OSError) -> str:
    """What a service, the store or the system says, as a sentence."""
    from app.services.errors import Refused
    from store import errors

    if isinstance(error, Refused):
        return t(error.key, **error.values)
    if isinstance(error, OSError):
        return t("frame.file-trouble", file=error.filename or "?", reason=error.strerror or type(error).__name__)
    if isinstance(error, errors.StoreUnavailable):
        return t("frame.store-unavailable", reason=error.reason)
    known = {
        errors.StoreDamaged: "frame.store-damaged",
        errors.SchemaTooNew: "frame.store-too-new",
        errors.BadDatabaseUrl: "frame.store-bad-url",
        errors.PepperMissing: "frame.store-pepper",
        errors.WeakKdf: "frame.store-weak",
    }
    return t(known.get(type(error), "frame.store-other"), error=type(error).__name__)

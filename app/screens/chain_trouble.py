"""What keeps payments on a chain from being seen just now, in the words of the pages about money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.locale.catalogue import t
from app.screens.telling import trouble_lines
from widgets import figures

if TYPE_CHECKING:
    from app.services.assembly import Services
    from app.services.deposits import ChainStatus


def trouble_of(services: Services, chain: str, now_ms: int) -> tuple[str, ...]:
    """What happened and what it means for a payment; empty while all is well.

    A chain whose scan ended well is in trouble all the same when it lies behind: its nodes answer, but its blocks do
    not become final, or the process that scans it is gone.
    """
    offer = next((offer for offer in services.topups.chains() if offer.key == chain), None)
    network = offer.network if offer else chain
    status = services.deposits.status(chain)
    age = t("topup.watch.never") if status.scanned_ms is None else figures.age(now_ms - status.scanned_ms)
    if status.error is not None:
        return trouble_lines(status.error)[0], t("topup.watch.blind", age=age)
    if status.scanned_ms is not None and status.is_behind(now_ms):
        return t("topup.watch.slow", network=network), t("topup.watch.blind", age=age)
    return tuple(_sick(status, network))


def _sick(status: ChainStatus, network: str) -> list[str]:
    """Nodes that are not used just now, while others still tell."""
    sick = [provider for provider in status.providers if provider.trouble is not None]
    if not sick:
        return []
    first = sick[0]
    told = t("topup.watch.node", network=network, host=first.host, sick=len(sick), all=len(status.providers))
    return [told, str(first.trouble), t("topup.watch.others")]

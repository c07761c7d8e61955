"""The claim service: one object, its parts one module each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from app.services.claims.base import Means
from app.services.claims.deciding import Deciding

if TYPE_CHECKING:
    from app.services.operating import SecondPassword
    from app.services.topup_chains import ChainOffer
    from exchanges.chains.chain import Chain
    from store.database import Store


class ClaimService(Deciding):
    """Claims of payments that were not credited by themselves.

    Args:
        chains: Clients of the chains by key; whoever made them closes them.
        offers: The chains people can pay on just now, by key.
        lock: Asks the operator for the second password.
        now: UTC milliseconds.
    """

    def __init__(
        self,
        store: Store,
        chains: Mapping[str, Chain],
        offers: Callable[[], Mapping[str, ChainOffer]],
        lock: SecondPassword,
        now: Callable[[], int],
    ) -> None:
        super().__init__(Means(store, chains, offers, lock, now))

"""The chains a person can top up on: those the operator configured an address for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.services.errors import Refused
from exchanges.chains import tron_address
from exchanges.chains.tron import TronChain
from exchanges.chains.tron_rest import USDT_DECIMALS, TronNetwork

if TYPE_CHECKING:
    from app.settings import Settings
    from exchanges.chains.chain import Chain


@dataclass(frozen=True, slots=True)
class ChainOffer:
    """One way to pay."""

    key: str
    """`tron`; what orders and deposits carry."""
    standard: str
    """What exchanges call it: `TRC20`."""
    network: str
    """`TRON`."""
    address: str
    """The operator's address, in full."""
    decimals: int
    """Of USDT there."""
    minimum_micro: int
    maximum_micro: int
    confirmations_needed: int
    block_ms: int
    """Usual time between two blocks, to estimate what is left to wait."""


def chain_offers(settings: Settings) -> tuple[ChainOffer, ...]:
    """What is offered, in the order it is shown.

    Raises:
        Refused: a configured address is none: money sent to a wrong one is lost, so nothing starts with it.
    """
    if not settings.tron.deposit_address:
        return ()
    return (_tron_offer(settings),)


def open_chains(settings: Settings, now: Callable[[], int]) -> tuple[Chain, ...]:
    """A client of each offered chain; the caller closes them.

    Args:
        now: UTC milliseconds.
    """
    tron = settings.tron
    makers: dict[str, Callable[[], Chain]] = {
        "tron": lambda: TronChain(
            TronNetwork(
                rest=tron.base_url,
                usdt=tron.usdt,
                api_key=tron.api_key if len(tron.api_key) else None,
                requests_per_s=tron.requests_per_s,
            ),
            now=now,
        )
    }
    return tuple(makers[offer.key]() for offer in chain_offers(settings))


def _tron_offer(settings: Settings) -> ChainOffer:
    tron = settings.tron
    try:
        address, usdt = tron_address.from_text(tron.deposit_address), tron_address.from_text(tron.usdt)
    except ValueError:
        raise Refused("topup.error.bad_address", field="tron", address=tron.deposit_address) from None
    if address == usdt:
        # What is sent to the token's own contract can never be moved again.
        raise Refused("topup.error.bad_address", field="tron", address=tron.deposit_address)
    return ChainOffer(
        key="tron",
        standard="TRC20",
        network="TRON",
        address=tron_address.to_text(address),
        decimals=USDT_DECIMALS,
        minimum_micro=settings.gates.min_topup_micro,
        maximum_micro=settings.topup.largest_micro,
        confirmations_needed=tron.confirmations,
        block_ms=tron.block_ms,
    )

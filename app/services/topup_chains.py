"""The chains a person can top up on: those the operator configured an address for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from app.services.errors import Refused
from app.settings import Evm
from exchanges.chains import addresses
from exchanges.chains.evm.chain import EvmChain
from exchanges.chains.evm.network import EvmNetwork
from exchanges.chains.facts import CHAINS, ChainFacts
from exchanges.chains.tron import TronChain
from exchanges.chains.tron_rest import TronNetwork

if TYPE_CHECKING:
    from app.settings import Settings, Tron
    from exchanges.chains.chain import Chain

MICRO = 1_000_000


@dataclass(frozen=True, slots=True)
class ChainOffer:
    """One way to pay."""

    facts: ChainFacts
    """As configured: what the settings change is changed here too."""
    address: str
    """The operator's address, in full."""
    minimum_micro: int
    maximum_micro: int
    large_micro: int | None
    """From this sum on more confirmations are needed; None where all sums wait alike."""

    @property
    def key(self) -> str:
        """`tron`; what orders and deposits carry."""
        return self.facts.key

    @property
    def standard(self) -> str:
        """What exchanges call it: `TRC20`."""
        return self.facts.standard

    @property
    def network(self) -> str:
        """What people call it: `TRON`."""
        return self.facts.network

    @property
    def decimals(self) -> int:
        """Of USDT there."""
        return self.facts.decimals

    @property
    def confirmations_needed(self) -> int:
        """Of an ordinary sum."""
        return self.facts.confirmations

    @property
    def block_ms(self) -> int:
        """Usual time between two blocks, to estimate what is left to wait."""
        return self.facts.block_ms

    def confirmations_for(self, payable_micro: int) -> int:
        """How many confirmations a payment of this sum is shown as its goal."""
        is_large = self.large_micro is not None and payable_micro >= self.large_micro
        return self.facts.finalized_confirmations if is_large else self.facts.confirmations


def chain_offers(settings: Settings) -> tuple[ChainOffer, ...]:
    """What is offered, in the order it is shown.

    Raises:
        Refused: a configured address is none: money sent to a wrong one is lost, so nothing starts with it. Or a chain
            is to be offered that nobody tells of.
    """
    sections = {key: _section(settings, key) for key in CHAINS}
    return tuple(_offer(settings, _facts(key, at), at) for key, at in sections.items() if at.deposit_address)


def open_chains(settings: Settings, now: Callable[[], int]) -> tuple[Chain, ...]:
    """A client of each offered chain; the caller closes them.

    Args:
        now: UTC milliseconds.
    """
    return tuple(_open(_section(settings, offer.key), offer.facts, now) for offer in chain_offers(settings))


def _section(settings: Settings, key: str) -> Tron | Evm:
    at: Tron | Evm = getattr(settings, key)
    return at


def _facts(key: str, at: Tron | Evm) -> ChainFacts:
    """The table's facts with what the settings change."""
    facts = CHAINS[key]
    return replace(
        facts,
        usdt=at.usdt or facts.usdt,
        confirmations=at.confirmations or facts.confirmations,
        block_ms=at.block_ms or facts.block_ms,
        poll_ms=at.poll_ms or facts.poll_ms,
    )


def _offer(settings: Settings, facts: ChainFacts, at: Tron | Evm) -> ChainOffer:
    if isinstance(at, Evm):
        _check_providers(facts, at)
    return ChainOffer(
        facts=facts,
        address=_deposit_address(facts, at.deposit_address),
        minimum_micro=settings.gates.min_topup_micro,
        maximum_micro=settings.topup.largest_micro,
        large_micro=at.large_usdt * MICRO if isinstance(at, Evm) and facts.depth else None,
    )


def _check_providers(facts: ChainFacts, at: Evm) -> None:
    schemes = {urlsplit(provider.reveal()).scheme for provider in at.providers}
    if not schemes or not schemes <= {"http", "https"}:
        raise Refused("topup.error.no_provider", field=facts.key, network=facts.network, section=facts.key)


def _deposit_address(facts: ChainFacts, text: str) -> str:
    try:
        address, usdt = (addresses.from_text(facts.key, each) for each in (text, facts.usdt))
    except ValueError:
        address = usdt = b""
    if address == usdt or not any(address):
        # What is sent to the token's own contract, or to nobody, can never be moved again.
        place = {"network": facts.network, "section": facts.key}
        raise Refused("topup.error.bad_address", field=facts.key, address=text, **place)
    return addresses.to_text(facts.key, address)


def _open(at: Tron | Evm, facts: ChainFacts, now: Callable[[], int]) -> Chain:
    if isinstance(at, Evm):
        network = EvmNetwork(
            facts,
            at.providers,
            large_micro=at.large_usdt * MICRO,
            largest_range=at.largest_range,
            requests_per_s=at.requests_per_s,
        )
        return EvmChain(network, now=now)
    return TronChain(
        TronNetwork(
            rest=at.base_url,
            usdt=at.usdt,
            api_key=at.api_key if len(at.api_key) else None,
            requests_per_s=at.requests_per_s,
            finders=tuple(dict.fromkeys(at.finders)),
        ),
        now=now,
    )

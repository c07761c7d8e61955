"""One venue's own listing over the common market: other names, sizes and steps, prices that follow."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import partial

from exchanges.sandbox.chance import seeded
from exchanges.sandbox.contracts import Contract
from exchanges.sandbox.market import Depth, Market, Quote, both_sides, to_tick


class Listing(Market):
    """A market of its own depth and marks whose prices follow a leading market.

    A contract follows the leader's swap of the same coin (`Contract.underlying`, times `scale`); a coin the leader does
    not list stands where it started until `set_price` moves it.

    Args:
        leader: Where prices are made.
        seed: Start of the generator of depth and marks.
        now_ms: The venue's clock.
        contracts: What the venue lists.
    """

    def __init__(self, leader: Market, seed: int, now_ms: Callable[[], int], contracts: Iterable[Contract]) -> None:
        super().__init__(seed, now_ms, contracts)
        self._leader = leader
        for quote in self.quotes.values():
            self._catch_up(quote)
        leader.listen(self._follow)

    def step(self, count: int = 1) -> None:
        """Move the common market, and so all venues."""
        self._leader.step(count)

    def set_price(self, contract_id: str, price: Decimal) -> None:
        """As on the leader, which rounds to its own tick; every venue follows."""
        contract = self.quotes[contract_id].contract
        led = _led(self._leader, contract)
        if led is None:
            super().set_price(contract_id, price)
        else:
            self._leader.set_price(led.contract.id, price / contract.scale)

    def relist(self, contract: Contract) -> None:
        super().relist(contract)
        self._catch_up(self.quotes[contract.id])

    def _renew_depth(self, quote: Quote) -> None:
        """Made when somebody looks, which is seldom; always the same for the same price."""
        quote.made = None
        quote.make_depth = partial(_depth_of, quote)

    def _catch_up(self, quote: Quote) -> None:
        led = _led(self._leader, quote.contract)
        if led is not None:
            self._move(quote, to_tick(quote.contract, led.last * quote.contract.scale))

    def _follow(self, moved: list[str]) -> None:
        self.steps = self._leader.steps
        followers = [
            quote
            for quote in self.quotes.values()
            if (led := _led(self._leader, quote.contract)) is not None and led.contract.id in moved
        ]
        for quote in followers:
            self._catch_up(quote)
        self._announce([quote.contract.id for quote in followers])


def _depth_of(quote: Quote) -> Depth:
    contract = quote.contract
    ticks = int(quote.last / contract.tick)
    return both_sides(seeded(contract.code * 1_000_003 + ticks), contract, quote.last)


def _led(leader: Market, contract: Contract) -> Quote | None:
    return leader.quotes.get(f"{contract.underlying or contract.base}-USDT-SWAP")

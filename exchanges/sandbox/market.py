"""One seeded market under every simulated venue: prices, quotes with depth, funding rates.

Prices move by explicit steps (tests) or by a timer (demo). Everything is integer or `Decimal` arithmetic on one seeded
generator, so the same seed and the same steps give the same prices.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from exchanges.sandbox.chance import seeded
from exchanges.sandbox.contracts import CONTRACTS, Contract

LEVELS = 10
FUNDING_PERIOD_MS = 8 * 3_600_000
DAY_MS = 86_400_000
WALK_BPS = 8
"""Largest move of one step, in hundredths of a percent."""
_TEN_THOUSAND = Decimal(10_000)


@dataclass(slots=True)
class Level:
    """One price of the simulated depth; `size` is what is left of it in contracts."""

    price: Decimal
    size: Decimal


Depth = tuple[list[Level], list[Level]]
"""Bids and asks, best first."""


@dataclass(slots=True)
class Quote:
    """Everything the venue publishes about one contract's price."""

    contract: Contract
    last: Decimal
    mark: Decimal
    index: Decimal
    funding_rate: Decimal
    open_24h: Decimal
    high_24h: Decimal
    low_24h: Decimal
    volume_24h: Decimal
    last_size: Decimal
    moved_ms: int
    make_depth: Callable[[], Depth]
    """Makes bids and asks of the present price."""
    made: Depth | None = None

    @property
    def bids(self) -> list[Level]:
        return self._depth()[0]

    @property
    def asks(self) -> list[Level]:
        return self._depth()[1]

    def _depth(self) -> Depth:
        if self.made is None:
            self.made = self.make_depth()
        return self.made

    @property
    def bid(self) -> Decimal:
        return self.bids[0].price

    @property
    def ask(self) -> Decimal:
        return self.asks[0].price

    def price_of(self, kind: str) -> Decimal:
        """The price a trigger of this type ("last", "index", "mark") looks at."""
        return {"index": self.index, "mark": self.mark}.get(kind, self.last)


def to_tick(contract: Contract, price: Decimal) -> Decimal:
    """The nearest price of the contract's grid, at least one tick."""
    steps = (price / contract.tick).to_integral_value(rounding=ROUND_HALF_EVEN)
    return max(steps, Decimal(1)) * contract.tick


class Market:
    """The walk of all prices.

    Args:
        seed: Start of the generator.
        now_ms: The venue's clock.
        contracts: What is listed.
    """

    def __init__(self, seed: int, now_ms: Callable[[], int], contracts: Iterable[Contract] = CONTRACTS) -> None:
        self._random = seeded(seed)
        self._now_ms = now_ms
        self._listeners: list[Callable[[list[str]], None]] = []
        self.quotes: dict[str, Quote] = {contract.id: self._open_quote(contract) for contract in contracts}
        self.steps = 0

    def listen(self, listener: Callable[[list[str]], None]) -> None:
        """Call `listener` with the ids of the contracts whose price moved, after every move."""
        self._listeners.append(listener)

    def step(self, count: int = 1) -> None:
        """Move every price `count` times."""
        for _ in range(count):
            self.steps += 1
            for quote in self.quotes.values():
                self._move(quote, self._walk(quote))
            self._announce(list(self.quotes))

    def set_price(self, contract_id: str, price: Decimal) -> None:
        """Jump to a price; orders in between fill, triggers in between fire.

        Raises:
            KeyError: The contract is not listed.
            ValueError: The price is not above zero.
        """
        quote = self.quotes[contract_id]
        if price <= 0:
            raise ValueError("a price is above zero")
        self._move(quote, to_tick(quote.contract, price))
        self._announce([contract_id])

    def relist(self, contract: Contract) -> None:
        """List a contract, or change the terms of a listed one; its price stays."""
        quote = self.quotes.get(contract.id)
        if quote is None:
            self.quotes[contract.id] = self._open_quote(contract)
        else:
            quote.contract = contract
            self._move(quote, to_tick(contract, quote.last))

    def next_funding_ms(self) -> int:
        """When funding is settled next."""
        return (self._now_ms() // FUNDING_PERIOD_MS + 1) * FUNDING_PERIOD_MS

    def dump(self) -> dict[str, str]:
        """Last prices, to start from after a restart."""
        return {contract_id: str(quote.last) for contract_id, quote in self.quotes.items()}

    def load(self, prices: dict[str, str]) -> None:
        """Continue from dumped prices; contracts no longer listed are passed over."""
        for contract_id, price in prices.items():
            if contract_id in self.quotes:
                self._move(self.quotes[contract_id], Decimal(price))

    def _open_quote(self, contract: Contract) -> Quote:
        start = to_tick(contract, contract.start_price)
        opened = to_tick(contract, start * (_TEN_THOUSAND + self._random.randint(-200, 200)) / _TEN_THOUSAND)
        rate = Decimal(self._random.randint(-40, 120)) / Decimal(1_000_000)
        quote = Quote(
            contract=contract,
            last=start,
            mark=start,
            index=start,
            funding_rate=rate,
            open_24h=opened,
            high_24h=max(start, opened),
            low_24h=min(start, opened),
            volume_24h=Decimal(self._random.randint(1_000_000, 9_000_000)),
            last_size=contract.minimum,
            moved_ms=self._now_ms(),
            make_depth=lambda: ([], []),
        )
        self._move(quote, start)
        return quote

    def _walk(self, quote: Quote) -> Decimal:
        start = quote.contract.start_price
        pull = (start - quote.last) / start * _TEN_THOUSAND / Decimal(200)
        bps = Decimal(self._random.randint(-WALK_BPS, WALK_BPS)) + max(min(pull, Decimal(4)), Decimal(-4))
        return to_tick(quote.contract, quote.last * (_TEN_THOUSAND + bps) / _TEN_THOUSAND)

    def _move(self, quote: Quote, price: Decimal) -> None:
        contract = quote.contract
        quote.last = price
        quote.mark = to_tick(contract, price * (_TEN_THOUSAND + self._random.randint(-1, 1)) / _TEN_THOUSAND)
        quote.index = to_tick(contract, price * (_TEN_THOUSAND + self._random.randint(-2, 2)) / _TEN_THOUSAND)
        quote.high_24h = max(quote.high_24h, price)
        quote.low_24h = min(quote.low_24h, price)
        quote.last_size = contract.lot * self._random.randint(1, 400)
        quote.volume_24h += quote.last_size
        quote.moved_ms = self._now_ms()
        self._renew_depth(quote)

    def _renew_depth(self, quote: Quote) -> None:
        """Make the depth of a new price; at once, since the next price comes from the same generator."""
        quote.made = both_sides(self._random, quote.contract, quote.last)

    def _announce(self, contract_ids: list[str]) -> None:
        for listener in self._listeners:
            listener(contract_ids)


def both_sides(chance: random.Random, contract: Contract, price: Decimal) -> Depth:
    """Bids and asks around a price."""
    bids = _levels(chance, contract, max(price - contract.tick, contract.tick), -1)
    return bids, _levels(chance, contract, price + contract.tick, 1)


def _levels(chance: random.Random, contract: Contract, best: Decimal, direction: int) -> list[Level]:
    """Ten levels, thin at the top, so that larger orders fill in parts."""
    levels = []
    gap = max(to_tick(contract, best / 20_000), contract.tick)
    for index in range(LEVELS):
        price = max(best + direction * gap * index, contract.tick)
        usd = Decimal(chance.randint(600, 2_400) * (index + 1))
        lots = (usd / (price * contract.unit * contract.lot)).to_integral_value()
        levels.append(Level(price, max(lots, Decimal(1)) * contract.lot))
    return levels

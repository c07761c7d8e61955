"""The coins of a margin account as last heard, what they are worth, and which position an isolated pair amounts to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from exchanges.bitget.rows import ZERO, Reading
from exchanges.bitget_margin.table import QUOTE
from exchanges.core.changes import Gone, Update
from exchanges.core.model import Balance, Instrument, MarginMode, Origin, Position, PositionKey, Side


class Pots:
    """Remembers rows of both kinds of margin.

    An isolated pair is a position when something is owed: short by what is missing of its base coin, or long by what
    was bought on credit. The venue knows no positions, so that entry, profit and liquidation price stay unknown.

    Args:
        pairs: What can be traded, by the venue's symbol; filled in later.
    """

    def __init__(self, pairs: Mapping[str, Instrument]) -> None:
        self._pairs = pairs
        self._rows: dict[tuple[str, str], Balance] = {}
        """By pair (the venue's symbol, empty in cross margin) and coin."""
        self._positions: dict[str, Position] = {}
        """By pair."""
        self.prices: dict[str, tuple[Decimal, int]] = {}
        """USDT for one coin, and when it was told."""

    # What is learned.

    def replace_all(self, rows: Iterable[tuple[str, Balance]], reading: Reading) -> None:
        """Take a whole account: rows with their pairs; what a push told later stays."""
        whole = {(pair, row.asset): row for pair, row in rows}
        self._rows = {key: self.valued(self._newer(key, row)) for key, row in whole.items()}
        for pair in {pair for pair, _ in self._rows if pair} | self._positions.keys():
            self._look(pair, reading)

    def take(self, rows: Iterable[tuple[str, Balance]], reading: Reading) -> Update:
        """Take some rows that changed."""
        taken = {
            (pair, row.asset): self.valued(row) for pair, row in rows if self._newer((pair, row.asset), row) is row
        }
        self._rows |= taken
        held, closed = [], []
        for pair in sorted({pair for pair, _ in taken if pair}):
            before, now = self._positions.get(pair), self._look(pair, reading)
            if now is not None:
                held.append(now)
            if before is not None and (now is None or now.key != before.key):
                at = max(reading.venue_ms, before.venue_ms + 1)
                closed.append(Gone(before.key, at, at))
        return Update(positions=tuple(held), closed=tuple(closed), balances=tuple(taken.values()))

    def price(self, found: Iterable[tuple[str, Decimal, int]], reading: Reading) -> Update:
        """Take prices of pairs: rows and positions are worth something else now."""
        moved = set()
        for name, price, at in found:
            pair = self._pairs.get(name)
            if pair is not None and pair.quote == QUOTE and at >= self.prices.get(pair.base, (ZERO, 0))[1]:
                self.prices[pair.base] = (price, at)
                moved.add(pair.base)
        changed = {key: self.valued(row) for key, row in self._rows.items() if row.asset in moved and row.equity}
        self._rows |= changed
        names = [name for name in self._positions if name in self._pairs and self._pairs[name].base in moved]
        held = [row for name in names if (row := self._look(name, reading)) is not None]
        return Update(positions=tuple(held), balances=tuple(changed.values()))

    # What is known.

    @property
    def balances(self) -> list[Balance]:
        return list(self._rows.values())

    @property
    def positions(self) -> list[Position]:
        return list(self._positions.values())

    @property
    def isolated_pairs(self) -> list[str]:
        """Pairs with an isolated wallet."""
        return sorted({pair for pair, _ in self._rows if pair})

    @property
    def cross_coins(self) -> set[str]:
        """Coins that cross margin has or owes anything of."""
        return {row.asset for (pair, _), row in self._rows.items() if not pair and (row.total or row.borrowed)}

    def frozen(self, coin: str) -> Decimal:
        """What orders hold of a coin in cross margin."""
        row = self._rows.get(("", coin))
        if row is None or row.total is None or row.available is None:
            return ZERO
        return row.total - row.available

    def row(self, pair: str, coin: str) -> Balance | None:
        """One coin of cross margin or of a pair."""
        return self._rows.get((pair, coin))

    def equity_usdt(self) -> Decimal | None:
        """All of it at present prices; `None` while a coin's price is unknown."""
        worth = [row.worth_usdt for row in self._rows.values() if row.equity]
        return None if None in worth else sum((each for each in worth if each is not None), ZERO)

    def valued(self, row: Balance) -> Balance:
        """The row with its worth at the last price."""
        if row.asset == QUOTE or row.equity is None:
            return row
        price = self.prices.get(row.asset)
        return replace(row, worth_usdt=row.equity * price[0] if price else ZERO if not row.equity else None)

    def _newer(self, key: tuple[str, str], row: Balance) -> Balance:
        """This row, or the one we have when that is newer."""
        mine = self._rows.get(key)
        return row if mine is None or row.venue_ms >= mine.venue_ms else mine

    def _look(self, pair: str, reading: Reading) -> Position | None:
        """Derive a pair's position anew, and remember it."""
        listed, before = self._pairs.get(pair), self._positions.get(pair)
        now = self._derive(pair, listed, before, reading) if listed is not None else None
        if now is None:
            self._positions.pop(pair, None)
        else:
            self._positions[pair] = now
        return now

    def _derive(self, pair: str, listed: Instrument, before: Position | None, reading: Reading) -> Position | None:
        base, quote = self._rows.get((pair, listed.base)), self._rows.get((pair, listed.quote))
        if base is None or quote is None or base.equity is None or quote.equity is None:
            return None
        if base.borrowed and base.equity < 0:
            side = Side.SHORT
        elif quote.borrowed and base.equity > 0:
            side = Side.LONG
        else:
            return None
        size, price = abs(base.equity), self.prices.get(listed.base)
        key = PositionKey(listed.symbol, side, MarginMode.ISOLATED)
        same = before is not None and (before.key, before.size_base) == (key, size)
        # v1 tells no time of changes by REST: the same size is the same state.
        changed = before.venue_ms if same and before is not None else max(base.venue_ms, quote.venue_ms)
        if not same and before is not None:
            changed = max(changed, before.venue_ms + 1)
        opened = before.opened_ms if before is not None and before.key == key else None
        return Position(
            symbol=listed.symbol,
            side=side,
            margin_mode=MarginMode.ISOLATED,
            size_base=size,
            size_contracts=size,
            entry_price=None,
            mark_price=price[0] if price else None,
            liquidation_price=None,
            leverage=listed.max_leverage,
            unrealised_pnl=None,
            realised_pnl=None,
            margin=quote.equity + base.equity * price[0] if price else None,
            fee=None,
            funding=None,
            venue_id="",
            venue_symbol=pair,
            opened_ms=opened,
            venue_ms=changed,
            price_ms=reading.venue_ms,
            learned_ms=reading.at_ms,
            origin=Origin.DERIVED if reading.origin is Origin.STREAM else reading.origin,
        )

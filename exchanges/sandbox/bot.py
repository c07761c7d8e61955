"""A seeded trader that keeps simulated accounts alive: opens, grows, closes, rests and moves orders, gently.

It keeps no memory of its own: what it does next follows from the account, so it goes on after a restart. It buys below
and sells above the price the walk is drawn to, so on the whole it earns, and there is realised profit to meter.
"""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal

from exchanges.sandbox.chance import seeded
from exchanges.sandbox.contracts import Contract
from exchanges.sandbox.desk import Desk
from exchanges.sandbox.engine import Engine
from exchanges.sandbox.intents import NewOrder
from exchanges.sandbox.margin import Margins, notional
from exchanges.sandbox.market import Quote, to_tick
from exchanges.sandbox.refusals import Refusal
from exchanges.sandbox.state import Account, Leg, Order, Position, Side

TAG = "bot"
MAX_POSITIONS = 6
MAX_RESTING = 3
TAKE_PROFIT = Decimal("0.0022")
STOP_LOSS = Decimal("0.03")
MINIMUM_EQUITY = Decimal(500)
REST_SHARE = 6
"""One market step in so many brings an action of the bot per account."""


class Bot:
    """Trades every hedged futures account that is marked for it.

    Args:
        desk: Accounts and prices.
        engine: Where its orders go.
        seed: Start of its generator.
    """

    def __init__(self, desk: Desk, engine: Engine, seed: int) -> None:
        self._desk = desk
        self._engine = engine
        self._random = seeded(seed + 1)

    def act(self) -> None:
        """At most one deed per account."""
        for account in self._desk.accounts.values():
            if self._may_trade(account) and self._random.randrange(REST_SHARE) == 0:
                try:
                    self._deed(account)
                except Refusal:
                    continue  # The venue said no (margin, band); the bot tries something else another time.

    def _may_trade(self, account: Account) -> bool:
        ready = account.trades_by_bot and account.level in ("2", "3") and account.hedged
        return ready and Margins(account, self._desk.market).equity >= MINIMUM_EQUITY

    def _deed(self, account: Account) -> None:
        ripe = [position for position in account.positions.values() if self._is_ripe(position)]
        resting = [order for order in account.orders.values() if order.tag == TAG]
        choice = self._random.randrange(10)
        if ripe:
            self._reduce(account, self._random.choice(ripe), whole=choice < 7)
        elif choice < 4 and len(account.positions) < MAX_POSITIONS:
            self._open(account, resting=False)
        elif choice < 7 and len(resting) < MAX_RESTING:
            self._open(account, resting=True)
        elif resting:
            self._move_or_cancel(account, self._random.choice(resting))

    def _is_ripe(self, position: Position) -> bool:
        quote = self._desk.market.quotes[position.contract]
        gain = position.direction * (quote.last / position.entry - 1)
        return gain >= TAKE_PROFIT or gain <= -STOP_LOSS

    def _reduce(self, account: Account, position: Position, *, whole: bool) -> None:
        contract = self._desk.market.quotes[position.contract].contract
        closable = Margins(account, self._desk.market).closable(position)
        size = closable if whole else _on_lot(contract, closable / 2)
        if size < contract.minimum:
            return
        side: Side = "sell" if position.direction > 0 else "buy"
        self._engine.place(
            account, NewOrder(position.contract, position.margin_mode, side, position.leg, "market", size, tag=TAG)
        )

    def _open(self, account: Account, *, resting: bool) -> None:
        quote = self._random.choice(
            [quote for quote in self._desk.market.quotes.values() if _is_traded(quote.contract)]
        )
        cheap = quote.last < quote.contract.start_price
        side: Side = "buy" if cheap else "sell"
        leg: Leg = "long" if cheap else "short"
        size = self._size(account, quote)
        if size < quote.contract.minimum:
            return
        price = self._resting_price(quote, side) if resting else None
        kind = "limit" if resting else "market"
        self._engine.place(account, NewOrder(quote.contract.id, "cross", side, leg, kind, size, price, tag=TAG))

    def _size(self, account: Account, quote: Quote) -> Decimal:
        """A twentieth to a fifth of what the account could still carry at five times leverage."""
        budget = Margins(account, self._desk.market).available * self._random.randint(5, 20) / 100 * 5
        return _on_lot(quote.contract, budget / notional(quote.contract, Decimal(1), quote.last))

    def _resting_price(self, quote: Quote, side: Side) -> Decimal:
        away = Decimal(self._random.randint(4, 120)) / 10_000
        return to_tick(quote.contract, quote.last * (1 - away if side == "buy" else 1 + away))

    def _move_or_cancel(self, account: Account, order: Order) -> None:
        quote = self._desk.market.quotes[order.contract]
        if self._random.randrange(3) == 0:
            self._engine.cancel(account, order)
        else:
            self._engine.amend(account, order, None, self._resting_price(quote, order.side))


def _is_traded(contract: Contract) -> bool:
    """Only what a client of perpetual contracts in USDT follows: the bot stands for such a client's strategy."""
    return contract.state == "live" and contract.is_perpetual and contract.kind != "spot" and contract.is_linear


def _on_lot(contract: Contract, size: Decimal) -> Decimal:
    return (size / contract.lot).to_integral_value(rounding=ROUND_FLOOR) * contract.lot

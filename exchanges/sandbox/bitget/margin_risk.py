"""What the simulated Bitget does to margin accounts by itself: liquidations, and repayments that trade."""

from __future__ import annotations

from decimal import ROUND_UP, Decimal

from exchanges.sandbox.bitget.margin_engine import MarginEngine, NewSpotOrder
from exchanges.sandbox.bitget.margin_house import MarginHouse
from exchanges.sandbox.bitget.margin_state import Mode, Pot, pot_key
from exchanges.sandbox.bitget.margin_terms import COIN, FEE, LIQUIDATION_FEE, LIQUIDATION_RISK
from exchanges.sandbox.state import ZERO, Account, Side

_SLACK = Decimal("1.003")
"""More is bought than is owed, since the price slips and the fee is taken from it."""


class MarginRisk:
    """Watches debts.

    Args:
        house: Whose money it is.
        engine: Sells and buys.
    """

    def __init__(self, house: MarginHouse, engine: MarginEngine) -> None:
        self._house = house
        self._engine = engine

    def look(self) -> None:
        """Liquidate what has become too risky."""
        for name in list(self._house.purses):
            account = self._house.desk.accounts[name]
            for pair in {pot.pair for pot in self._house.purse(account).pots.values() if pot.debt}:
                if self._house.risk(account, pair) >= LIQUIDATION_RISK:
                    self.liquidate(account, pair)

    def liquidate(self, account: Account, pair: str) -> None:
        """Cancel its orders, pay its debts by force, keep a fee; `pair` empty for cross margin."""
        house, purse = self._house, self._house.purse(account)
        risk = house.risk(account, pair)
        assets, debt = house.assets_and_debt(account, pair)
        for order in [each for each in purse.orders.values() if (each.mode == "isolated") == bool(pair)]:
            if not pair or order.symbol == pair:
                self._engine.cancel(account, order)
        for pot in [each for each in purse.of(pair) if each.debt]:
            self.settle(account, pot, "liquidation", "liq_repay")
        fee = self._fee(account, pair, debt)
        house.note(account, "liquidation", pair, COIN, "", risk=risk, assets=assets, debt=debt, fee=fee)

    def settle(self, account: Account, pot: Pot, origin: str, word: str, only: frozenset[str] | None = None) -> None:
        """Repay a pot's debt, with coins bought for the others of its wallet where its own do not reach.

        Args:
            only: The other coins that may be spent; `None` for all.
        """
        short = pot.debt - pot.available
        if short > 0:
            self._raise(account, pot, short * _SLACK, origin, only)
        self._house.repay_what_can_be(account, pot, word)

    def _raise(self, account: Account, pot: Pot, amount: Decimal, origin: str, only: frozenset[str] | None) -> None:
        """Trade within the pot's wallet until it holds `amount` more of its coin, as far as there is anything."""
        house, purse = self._house, self._house.purse(account)
        if pot.coin != COIN:
            usdt, worth = house.pot(account, pot.pair, COIN), amount * house.price(pot.coin)
            spare = usdt.available
            if only is not None and COIN not in only:
                self._raise(account, usdt, worth, origin, only - {pot.coin})
                spare = usdt.available - spare
            worth = min(worth, spare)
            self._trade(account, pot.pair, pot.coin, "buy", quote=worth, origin=origin)
            return
        for other in [each for each in purse.of(pot.pair) if each.coin != COIN and each.available > 0]:
            if only is not None and other.coin not in only:
                continue
            if amount <= 0:
                return
            step = house.pair(f"{other.coin}{COIN}").size_step
            wanted = (amount / house.price(other.coin)).quantize(step, rounding=ROUND_UP)
            size = min(wanted, other.available // step * step)
            before = pot.available
            self._trade(account, other.pair, other.coin, "sell", base=size, origin=origin)
            amount -= pot.available - before

    def _trade(
        self,
        account: Account,
        pair: str,
        coin: str,
        side: Side,
        *,
        origin: str,
        base: Decimal | None = None,
        quote: Decimal | None = None,
    ) -> None:
        if not (base or quote):
            return
        mode: Mode = "isolated" if pair else "cross"
        name = f"{coin}{COIN}"
        wanted = NewSpotOrder(mode, name, side, "market", base=base, quote=quote, source="SYS", origin=origin)
        self._engine.place(account, wanted)

    def _fee(self, account: Account, pair: str, debt: Decimal) -> Decimal:
        pot = self._house.purse(account).pots.get(pot_key(pair, COIN))
        fee = min(debt * LIQUIDATION_FEE, pot.available if pot else ZERO).quantize(FEE)
        if pot is not None and fee > 0:
            self._house.enter(account, pot, "liquidation_fee", -fee)
        return max(fee, ZERO)

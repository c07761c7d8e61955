"""What margin accounts of the simulated Bitget start with: coins, debts of both kinds, resting orders."""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.bitget.margin_engine import NewSpotOrder
from exchanges.sandbox.bitget.margin_state import Mode
from exchanges.sandbox.bitget.venue import BitgetVenue
from exchanges.sandbox.market import to_tick
from exchanges.sandbox.state import Account, Side


def furnish_margin(venue: BitgetVenue, account: Account) -> None:
    """Cross: USDT, some SOL, a debt in ETH, an order. Isolated: long BTC and short ETH, both on credit, an order."""
    house, engine = venue.margin, venue.margin_engine
    for pair, amount in (("", "3000"), ("BTCUSDT", "1500"), ("ETHUSDT", "1000")):
        house.enter(account, house.pot(account, pair, "USDT"), "transfer_in", Decimal(amount))
    engine.place(account, NewSpotOrder("cross", "SOLUSDT", "buy", "market", quote=Decimal(400)))
    house.borrow(account, house.pot(account, "", "ETH"), Decimal("0.1"))
    engine.place(account, NewSpotOrder("isolated", "BTCUSDT", "buy", "market", loan="autoLoan", quote=Decimal(2500)))
    engine.place(account, NewSpotOrder("isolated", "ETHUSDT", "sell", "market", loan="autoLoan", base=Decimal("0.3")))
    _rest(venue, account, "cross", "SOLUSDT", "buy", "2", "0.97")
    _rest(venue, account, "isolated", "BTCUSDT", "sell", "0.01", "1.03")


def _rest(venue: BitgetVenue, account: Account, mode: Mode, symbol: str, side: Side, size: str, factor: str) -> None:
    """A limit order at `factor` times the last price."""
    quote = venue.market.quotes[symbol]
    price = to_tick(quote.contract, quote.last * Decimal(factor))
    venue.margin_engine.place(account, NewSpotOrder(mode, symbol, side, "limit", price=price, base=Decimal(size)))

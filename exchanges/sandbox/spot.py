"""Spot trades of the engine: coins for the settlement coin, without a position."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from exchanges.sandbox.margin import Margins, notional
from exchanges.sandbox.refusals import Reason, Refusal
from exchanges.sandbox.state import ZERO, Account

if TYPE_CHECKING:
    from exchanges.sandbox.contracts import Contract
    from exchanges.sandbox.desk import Desk
    from exchanges.sandbox.intents import NewOrder
    from exchanges.sandbox.market import Market
    from exchanges.sandbox.state import Fill


def held_by_sales(account: Account, market: Market, contract: Contract) -> Decimal:
    """Coins that open selling orders hold back."""
    waiting = (order for order in account.orders.values() if order.side == "sell")
    listed = ((order, market.quotes[order.contract].contract) for order in waiting)
    return sum(
        (
            order.remaining * each.unit
            for order, each in listed
            if each.kind == "spot" and each.wallet == contract.wallet
        ),
        ZERO,
    )


def check_coins(account: Account, market: Market, intent: NewOrder) -> None:
    """Whether the account can pay for a spot order.

    Raises:
        Refusal: Too small in value, or not enough money or coins.
    """
    quote = market.quotes[intent.contract]
    contract = quote.contract
    price = intent.price or (quote.ask if intent.side == "buy" else quote.bid)
    value = notional(contract, intent.size, price)
    if value < contract.min_notional:
        raise Refusal(Reason.TOO_LITTLE_VALUE, lowest=str(contract.min_notional))
    if intent.side == "buy":
        enough = value <= Margins(account, market).available
    else:
        free = account.cash.get(contract.wallet, ZERO) - held_by_sales(account, market, contract)
        enough = intent.size * contract.unit <= free
    if not enough:
        raise Refusal(Reason.NO_BALANCE)


def move_coins(desk: Desk, account: Account, contract: Contract, fill: Fill) -> None:
    """Book what a spot fill gives and takes; the fee is part of what is received."""
    direction = 1 if fill.side == "buy" else -1
    coins = direction * fill.size * contract.unit
    money = -direction * notional(contract, fill.size, fill.price)
    for currency, change, fee in (
        (contract.wallet, coins, fill.fee if direction > 0 else ZERO),
        (contract.settle, money, fill.fee if direction < 0 else ZERO),
    ):
        bill = desk.bill("trade", fill.sub_type, change + fee, currency)
        bill.time_ms, bill.fee, bill.pnl, bill.size, bill.price = fill.time_ms, fee, change, fill.size, fill.price
        bill.contract, bill.order_id, bill.client_id = fill.contract, fill.order_id, fill.client_id
        bill.trade_id, bill.maker, bill.tag = fill.trade_id, fill.maker, fill.tag
        desk.credit(account, bill)

"""What the engine demands of an order before it takes it."""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.contracts import Contract
from exchanges.sandbox.intents import AT_MARKET, NewOrder
from exchanges.sandbox.margin import Margins, is_closing, leverage_of, notional
from exchanges.sandbox.market import Market, Quote
from exchanges.sandbox.refusals import Reason, Refusal
from exchanges.sandbox.spot import check_coins
from exchanges.sandbox.state import ZERO, Account, Attached, Position, position_key

MAX_ORDERS = 4_000


def quote_for(market: Market, contract_id: str) -> Quote:
    """The quote of a tradable contract.

    Raises:
        Refusal: Unknown or suspended.
    """
    quote = market.quotes.get(contract_id)
    if quote is None:
        raise Refusal(Reason.NO_INSTRUMENT)
    if quote.contract.state != "live":
        raise Refusal(Reason.SUSPENDED)
    return quote


def check_mode(account: Account, leg: str, margin_mode: str, kind: str = "swap") -> None:
    """Account mode trades swaps with this margin, and the leg fits the position mode; `kind` is the contract's."""
    if account.level == "1":
        raise Refusal(Reason.ACCOUNT_MODE)
    if account.level != "2" and margin_mode == "isolated":
        raise Refusal(Reason.NO_ISOLATED)
    hedged = {"margin": True, "spot": False}.get(kind, account.hedged)
    if (leg in ("long", "short")) != hedged:
        raise Refusal(Reason.PARAMETER, param="posSide")


def check_size(contract: Contract, size: Decimal, *, at_market: bool) -> None:
    if size < contract.minimum:
        raise Refusal(Reason.TOO_SMALL)
    if size % contract.lot:
        raise Refusal(Reason.NOT_A_LOT)
    if at_market and size > contract.max_market_size:
        raise Refusal(Reason.MARKET_TOO_LARGE)
    if size > contract.max_limit_size:
        raise Refusal(Reason.LIMIT_TOO_LARGE)


def band(quote: Quote) -> tuple[Decimal, Decimal]:
    """Highest buying and lowest selling price."""
    tick, width = quote.contract.tick, quote.contract.band
    return quote.index * (1 + width) // tick * tick, quote.index * (1 - width) // tick * tick


def check_price(quote: Quote, side: str, price: Decimal) -> None:
    if price <= 0:
        raise Refusal(Reason.PARAMETER, param="px")
    if price % quote.contract.tick:
        raise Refusal(Reason.PRICE_STEP)
    highest, lowest = band(quote)
    if (side == "buy" and price > highest) or (side == "sell" and price < lowest):
        raise Refusal(Reason.PRICE_BAND, highest=str(highest), lowest=str(lowest))


def check_order(account: Account, market: Market, intent: NewOrder) -> None:
    """Everything that makes the engine refuse a new order.

    Raises:
        Refusal: Says which rule.
    """
    quote = quote_for(market, intent.contract)
    check_mode(account, intent.leg, intent.margin_mode, quote.contract.kind)
    at_market = intent.kind in AT_MARKET
    check_size(quote.contract, intent.size, at_market=at_market)
    if not at_market:
        if intent.price is None:
            raise Refusal(Reason.PARAMETER, param="px")
        check_price(quote, intent.side, intent.price)
    _check_names_and_counts(account, quote.contract, intent)
    if quote.contract.kind == "spot":
        check_coins(account, market, intent)
        return
    opening = _check_closing(account, market, intent)
    for attached in intent.attached:
        _check_attached(quote, intent, attached)
    if opening:
        _check_means(account, market, intent, opening)


def _check_names_and_counts(account: Account, contract: Contract, intent: NewOrder) -> None:
    if intent.client_id and any(order.client_id == intent.client_id for order in account.orders.values()):
        raise Refusal(Reason.DUPLICATE_ID)
    on_contract = sum(order.contract == intent.contract for order in account.orders.values())
    if on_contract >= contract.max_orders or len(account.orders) >= MAX_ORDERS:
        raise Refusal(Reason.TOO_MANY_ORDERS)


def _check_closing(account: Account, market: Market, intent: NewOrder) -> Decimal:
    """Contracts that would open; refuses closing what is not there."""
    held = account.positions.get(position_key(intent.contract, intent.margin_mode, intent.leg))
    if intent.leg != "net":
        if not is_closing(intent.side, intent.leg):
            return intent.size
        if held is None:
            raise Refusal(Reason.NOTHING_TO_CLOSE)
        if intent.size > Margins(account, market).closable(held):
            raise Refusal(Reason.CLOSE_TOO_LARGE)
        return ZERO
    reduces = held is not None and held.direction == (-1 if intent.side == "buy" else 1)
    if intent.reduce_only:
        return _check_reduce_only(held, intent, reduces=reduces)
    return max(intent.size - held.size, ZERO) if held is not None and reduces else intent.size


def _check_reduce_only(held: Position | None, intent: NewOrder, *, reduces: bool) -> Decimal:
    if held is None:
        raise Refusal(Reason.NOTHING_TO_CLOSE)
    if not reduces:
        raise Refusal(Reason.REDUCE_WRONG_WAY)
    intent.size = min(intent.size, held.size)
    return ZERO


def _check_means(account: Account, market: Market, intent: NewOrder, opening: Decimal) -> None:
    """Enough margin, and below the largest position at this leverage."""
    quote = market.quotes[intent.contract]
    leverage = leverage_of(account, intent.contract, intent.margin_mode, intent.leg)
    price = intent.price or (quote.ask if intent.side == "buy" else quote.bid)
    value = notional(quote.contract, opening, price)
    if value < quote.contract.min_notional:
        raise Refusal(Reason.TOO_LITTLE_VALUE, lowest=str(quote.contract.min_notional))
    if value > quote.contract.tier_usd * quote.contract.max_leverage / leverage:
        raise Refusal(Reason.TIER)
    if value / leverage + value * quote.contract.taker_fee > Margins(account, market).available:
        raise Refusal(Reason.NO_MARGIN)


def _check_attached(quote: Quote, intent: NewOrder, attached: Attached) -> None:
    """Targets on the right side of the order's price."""
    price = intent.price or quote.last
    up = intent.side == "buy"
    if attached.tp_trigger is not None and (attached.tp_trigger <= price) == up:
        raise Refusal(Reason.TP_ABOVE if up else Reason.TP_BELOW)
    if attached.sl_trigger is not None and (attached.sl_trigger >= price) == up:
        raise Refusal(Reason.SL_BELOW if up else Reason.SL_ABOVE)

"""What an account is and has, and its settings."""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.binance.account_rows import (
    ASSETS,
    Book,
    account_position,
    account_position_v2,
    adl,
    asset_row,
    balance_row,
    brackets,
    held,
    largest_notional,
    leverage,
    margin_mode,
    position_row,
    position_row_v2,
    shown_symbols,
    slots,
    totals,
)
from exchanges.sandbox.binance.errors import BinanceError, translate
from exchanges.sandbox.binance.requests import LEGS, POSITION_SIDES, Call
from exchanges.sandbox.binance.text import Row, money
from exchanges.sandbox.events import BalanceChanged, PositionChanged
from exchanges.sandbox.figures import txt
from exchanges.sandbox.margin import COIN, Margins
from exchanges.sandbox.refusals import Refusal
from exchanges.sandbox.state import ZERO, Account, Position

DONE: Row = {"code": 200, "msg": "success"}


def account_v3(call: Call) -> Row:
    book = _book(call)
    return totals(book) | {
        "assets": [asset_row(book, asset) for asset in ASSETS],
        "positions": [account_position(book, *slot) for slot in slots(call.account, shown_symbols(call.account))],
    }


def account_v2(call: Call) -> Row:
    book = _book(call)
    flags = config(call) | fee_burn(call)
    del flags["dualSidePosition"]
    return (
        flags
        | totals(book)
        | {
            "assets": [asset_row(book, asset) | {"marginAvailable": True} for asset in ASSETS],
            "positions": [account_position_v2(book, *slot) for slot in slots(call.account, call.market.quotes)],
        }
    )


def balance(call: Call) -> list[Row]:
    book = _book(call)
    return [balance_row(book, asset) for asset in ASSETS]


def positions_v3(call: Call) -> list[Row]:
    """Symbols with a position or an open order; a symbol that is named, in any case."""
    book, wanted = _book(call), call.symbols()
    shown = shown_symbols(call.account)
    if wanted is not None:
        shown = [symbol for symbol in shown if symbol in wanted]
    places = slots(call.account, shown)
    ordered = {order.contract for order in call.account.orders.values()}
    return [
        position_row(book, symbol, leg)
        for symbol, leg in places
        if symbol in ordered or held(call.account, symbol, leg) is not None
    ]


def positions_v2(call: Call) -> list[Row]:
    """Every symbol, whether or not it is traded; in hedge mode with an empty one-way row."""
    book = _book(call)
    rows = []
    for quote in call.quotes():
        symbol = quote.contract.id
        if call.account.hedged:
            rows.append(position_row_v2(book, symbol, "net"))
        rows += [position_row_v2(book, *slot) for slot in slots(call.account, [symbol])]
    return rows


def config(call: Call) -> Row:
    account = call.account
    return {
        "feeTier": 0,
        "canTrade": True,
        "canDeposit": True,
        "canWithdraw": True,
        "dualSidePosition": account.hedged,
        "updateTime": 0,
        "multiAssetsMargin": is_multi(account),
        "tradeGroupId": -1,
    }


def symbol_config(call: Call) -> list[Row]:
    return [
        {
            "symbol": quote.contract.id,
            "marginType": "ISOLATED" if margin_mode(call.account, quote.contract.id) == "isolated" else "CROSSED",
            "isAutoAddMargin": False,
            "leverage": int(leverage(call.account, quote.contract.id)),
            "maxNotionalValue": largest_notional(call.account, quote.contract),
        }
        for quote in call.quotes()
    ]


def leverage_brackets(call: Call) -> list[Row]:
    return [
        {"symbol": quote.contract.id, "notionalCoef": 1.0, "brackets": brackets(quote.contract)}
        for quote in call.quotes()
    ]


def adl_quantile(call: Call) -> list[Row]:
    book, wanted = _book(call), call.symbols()
    rows: list[Row] = []
    for symbol in dict.fromkeys(position.contract for position in call.account.positions.values()):
        if wanted is not None and symbol not in wanted:
            continue
        places = {side: held(call.account, symbol, leg) for side, leg in LEGS.items()}
        queue = {side: adl(book, position) for side, position in places.items() if position is not None}
        rows.append({"symbol": symbol, "adlQuantile": _queues(call.account, symbol, queue)})
    return rows


def _queues(account: Account, symbol: str, queue: dict[str, int]) -> dict[str, int]:
    """Both sides of a hedged cross position stand at the same place; `HEDGE` only says that they do."""
    if not account.hedged:
        return {"BOTH": queue.get("BOTH", 0)}
    if margin_mode(account, symbol) == "cross":
        return dict.fromkeys(("LONG", "SHORT"), max(queue.values())) | {"HEDGE": 0}
    return dict.fromkeys(("LONG", "SHORT", "BOTH"), 0) | queue


def commission(call: Call) -> Row:
    contract = call.quote().contract
    return {
        "symbol": contract.id,
        "makerCommissionRate": txt(contract.maker_fee),
        "takerCommissionRate": txt(contract.taker_fee),
        "rpiCommissionRate": "0.00005",
    }


def position_mode(call: Call) -> Row:
    return {"dualSidePosition": call.account.hedged}


def set_position_mode(call: Call) -> Row:
    """One-way or hedge, for USD-M and COIN-M together."""
    account, hedge = call.account, call.flag("dualSidePosition", needed=True)
    if hedge == account.hedged:
        raise BinanceError(-4059)
    if account.orders or account.algos:
        raise BinanceError(-4067)
    if account.positions:
        raise BinanceError(-4068)
    if account.facts.get("coinm"):
        raise BinanceError(-4531)
    call.venue.setup.set_position_mode(account, "long_short_mode" if hedge else "net_mode")
    return dict(DONE)


def is_multi(account: Account) -> bool:
    """Multi-assets mode."""
    return account.facts.get("multi") == "true"


def asset_mode(call: Call) -> Row:
    return {"multiAssetsMargin": is_multi(call.account)}


def set_asset_mode(call: Call) -> Row:
    account, multi = call.account, bool(call.flag("multiAssetsMargin", needed=True))
    if multi == is_multi(account):
        raise BinanceError(-4171)
    if account.orders or account.algos:
        raise BinanceError(-4170)
    if multi and "isolated" in account.margin_modes.values():
        raise BinanceError(-4167)
    account.facts["multi"] = "true" if multi else "false"
    call.house.tell_asset_mode(account, multi=multi)
    return dict(DONE)


def set_leverage(call: Call) -> Row:
    """Leverage of a symbol: of both margin modes and both sides."""
    account, contract = call.account, call.quote().contract
    wanted = call.whole("leverage")
    if wanted is None:
        raise BinanceError(-1102, param="leverage")
    if not 1 <= wanted <= contract.max_leverage:
        raise BinanceError(-4028, leverage=str(wanted))
    positions = [item for item in account.positions.values() if item.contract == contract.id]
    _check_leverage(call, positions, Decimal(wanted))
    for mode, leg in (("cross", "net"), ("isolated", "long"), ("isolated", "short"), ("isolated", "net")):
        try:
            call.venue.setup.set_leverage(account, contract.id, mode, leg, Decimal(wanted))
        except Refusal as refusal:
            raise translate(refusal) from None
    call.house.tell_leverage(account, contract.id, wanted)
    return {
        "symbol": contract.id,
        "leverage": wanted,
        "maxNotionalValue": largest_notional(account, contract),
    }


def _check_leverage(call: Call, positions: list[Position], wanted: Decimal) -> None:
    margins = Margins(call.account, call.market)
    for position in positions:
        contract = call.market.quotes[position.contract].contract
        if position.margin_mode == "isolated" and wanted < position.leverage:
            raise BinanceError(-4161)
        if margins.value(position) > contract.tier_usd * contract.max_leverage / wanted:
            raise BinanceError(-2027)


def set_margin_type(call: Call) -> Row:
    account, symbol = call.account, call.quote().contract.id
    wanted = "isolated" if call.choice("marginType", ("ISOLATED", "CROSSED")) == "ISOLATED" else "cross"
    if wanted == margin_mode(account, symbol):
        raise BinanceError(-4046)
    if wanted == "isolated" and is_multi(account):
        raise BinanceError(-4168)
    waiting = [item.contract for item in account.orders.values()] + [item.contract for item in account.algos.values()]
    if symbol in waiting:
        raise BinanceError(-4047)
    if any(position.contract == symbol for position in account.positions.values()):
        raise BinanceError(-4048)
    account.margin_modes[symbol] = "isolated" if wanted == "isolated" else "cross"
    return dict(DONE)


def change_margin(call: Call) -> Row:
    """Add (1) or take away (2) margin of an isolated position."""
    account, symbol = call.account, call.quote().contract.id
    amount, way = call.number("amount"), call.whole("type")
    if amount is None or way is None:
        raise BinanceError(-1102, param="amount" if amount is None else "type")
    if amount <= 0:
        raise BinanceError(-4055)
    if way not in (1, 2):
        raise BinanceError(-1130, param="type")
    position = held(account, symbol, call.leg())
    if position is None:
        raise BinanceError(-4054)
    if position.margin_mode != "isolated":
        raise BinanceError(-4049)
    margins = Margins(account, call.market)
    if way == 1 and amount > margins.available:
        raise BinanceError(-4050)
    if way == 2 and position.margin - amount < margins.initial(position):
        raise BinanceError(-4051)
    _move_margin(call, position, amount if way == 1 else -amount)
    return {"code": 200, "msg": "Successfully modify position margin.", "amount": float(amount), "type": way}


def _move_margin(call: Call, position: Position, amount: Decimal) -> None:
    desk = call.venue.desk
    position.margin += amount
    position.updated_ms = desk.tick_ms(position.updated_ms)
    bill = desk.bill("margin", "margin_in" if amount > ZERO else "margin_out", -amount)
    bill.position_change, bill.position_balance, bill.contract = amount, position.margin, position.contract
    bill.margin_mode, bill.notes = "isolated", POSITION_SIDES[position.leg]
    desk.credit(call.account, bill)
    desk.tell(PositionChanged(call.account, position, "adjust_margin"))
    desk.tell(BalanceChanged(call.account, COIN, "adjust_margin"))


def margin_changes(call: Call) -> list[Row]:
    """Margin added to and taken from isolated positions of a symbol, oldest first."""
    symbol, wanted = call.quote().contract.id, call.whole("type")
    rows: list[Row] = [
        {
            "symbol": symbol,
            "type": 1 if bill.position_change > ZERO else 2,
            "deltaType": "USER_ADJUST",
            "amount": money(abs(bill.position_change)),
            "asset": bill.currency,
            "time": bill.time_ms,
            "positionSide": bill.notes,
        }
        for bill in call.account.bills
        if bill.kind == "margin" and bill.contract == symbol
    ]
    return [row for row in rows if wanted in (None, row["type"])][-call.limit(500, 500) :]


def sign_tradfi(call: Call) -> Row:
    """The agreement about contracts on stocks and commodities."""
    call.account.facts["tradfi"] = "signed"
    return dict(DONE)


def order_limits(_: Call) -> list[Row]:
    return [
        {"rateLimitType": "ORDERS", "interval": "SECOND", "intervalNum": 10, "limit": 300},
        {"rateLimitType": "ORDERS", "interval": "MINUTE", "intervalNum": 1, "limit": 1200},
    ]


def fee_burn(call: Call) -> Row:
    return {"feeBurn": call.account.facts.get("burn") == "true"}


def set_fee_burn(call: Call) -> Row:
    call.account.facts["burn"] = "true" if call.flag("feeBurn", needed=True) else "false"
    return dict(DONE)


def portfolio_info(call: Call) -> Row:
    book = _book(call)
    return {
        "maxWithdrawAmountUSD": txt(book.withdrawable),
        "asset": call.text("asset", COIN),
        "maxWithdrawAmount": txt(book.withdrawable),
    }


def referral(call: Call) -> Row:
    broker = call.need("brokerId")
    return {"brokerId": broker, "rebateWorking": True, "ifNewUser": True}


def _book(call: Call) -> Book:
    return Book(call.account, call.market)

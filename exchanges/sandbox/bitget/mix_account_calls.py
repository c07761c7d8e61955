"""The `mix/account` and `mix/position` calls of v2: money, settings, positions, bills."""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.bitget.errors import BitgetError, translate
from exchanges.sandbox.bitget.mix_account_rows import (
    account_row,
    bill_row,
    isolated_leg,
    leverage_number,
    single_account_row,
)
from exchanges.sandbox.bitget.mix_position_rows import closed_row, episode_id, position_row
from exchanges.sandbox.bitget.paging import end_id, page
from exchanges.sandbox.bitget.requests import (
    COIN,
    USDT_FUTURES,
    Call,
    Row,
    contract,
    decimal,
    margin_coin,
    margin_mode,
    need_decimal,
    one_of,
    product,
    wanted_contract,
    word,
)
from exchanges.sandbox.bitget.words import business_type, hold_side, margin_word
from exchanges.sandbox.events import BalanceChanged, PositionChanged
from exchanges.sandbox.figures import txt
from exchanges.sandbox.margin import Margins
from exchanges.sandbox.refusals import Refusal
from exchanges.sandbox.state import ZERO, Account, MarginMode, position_key

MODES = {"hedge_mode": "long_short_mode", "one_way_mode": "net_mode"}


def accounts(call: Call) -> list[Row]:
    if product(call.params) != USDT_FUTURES:
        return []
    return [account_row(call.account, call.venue.market)]


def single_account(call: Call) -> Row:
    product(call.params)
    margin_coin(call.params)
    return single_account_row(call.account, call.venue.market, contract(call, call.params))


def set_position_mode(call: Call) -> Row:
    product(call.params)
    wanted = one_of(call.params, "posMode", tuple(MODES))
    change_position_mode(call, wanted)
    return {"posMode": wanted}


def change_position_mode(call: Call, wanted: str) -> None:
    """For the whole product; refused while there is anything open."""
    try:
        call.venue.setup.set_position_mode(call.account, MODES[wanted])
    except Refusal as refusal:
        raise translate(refusal) from None


def set_margin_mode(call: Call) -> Row:
    product(call.params)
    margin_coin(call.params)
    name = contract(call, call.params)
    change_margin_mode(call.account, name, margin_mode(call.params))
    return _leverages(call, name, "longLeverage", "shortLeverage")


def change_margin_mode(account: Account, name: str, wanted: MarginMode) -> None:
    """Of one contract; refused while anything of it is open.

    Raises:
        BitgetError: 45117.
    """
    if wanted == account.margin_modes.get(name, "cross"):
        return
    held = {item.contract for item in account.positions.values()}
    waiting = {item.contract for item in account.orders.values()} | {item.contract for item in account.algos.values()}
    if name in held | waiting:
        raise BitgetError("45117")
    account.margin_modes[name] = wanted


def _leverages(call: Call, name: str, long_name: str, short_name: str) -> Row:
    account = call.account
    mode = account.margin_modes.get(name, "cross")
    cross = leverage_number(account, name, "cross", "net")
    long = leverage_number(account, name, mode, isolated_leg(account, "long"))
    short = leverage_number(account, name, mode, isolated_leg(account, "short"))
    return {
        "symbol": name,
        "marginCoin": COIN,
        long_name: txt(long),
        short_name: txt(short),
        "crossMarginLeverage": txt(cross),
        "marginMode": margin_word(mode),
    }


def set_leverage(call: Call) -> Row:
    """Cross and one-way: one figure. Isolated hedge: of the side `holdSide` names, or of both by their own names."""
    product(call.params)
    margin_coin(call.params)
    name = contract(call, call.params)
    mode = call.account.margin_modes.get(name, "cross")
    for leg, leverage in _wanted_leverages(call, mode):
        change_leverage(call, name, mode, leg, leverage)
    return _leverages(call, name, "longLeverage", "shortLeverage")


def _wanted_leverages(call: Call, mode: MarginMode) -> list[tuple[str, Decimal]]:
    fields = call.params
    if mode == "cross" or not call.account.hedged:
        return [("net", need_decimal(fields, "leverage"))]
    long, short = decimal(fields, "longLeverage"), decimal(fields, "shortLeverage")
    both = [(leg, value) for leg, value in (("long", long), ("short", short)) if value is not None]
    return both or [(one_of(fields, "holdSide", ("long", "short")), need_decimal(fields, "leverage"))]


def change_leverage(call: Call, name: str, mode: MarginMode, leg: str, leverage: Decimal) -> None:
    """Whole numbers from one to the contract's limit.

    Raises:
        BitgetError: 40020, 40797, 40881, 40893.
    """
    if leverage < 1 or leverage % 1:
        raise BitgetError("40020", param="leverage")
    try:
        call.venue.setup.set_leverage(call.account, name, mode, leg, leverage)
    except Refusal as refusal:
        raise translate(refusal) from None


def set_margin(call: Call) -> str:
    """Put margin into an isolated position, or take some out."""
    product(call.params)
    margin_coin(call.params)
    leg = "net" if not call.account.hedged else one_of(call.params, "holdSide", ("long", "short"))
    move_margin(call, contract(call, call.params), leg, need_decimal(call.params, "amount"))
    return ""


def move_margin(call: Call, name: str, leg: str, amount: Decimal) -> None:
    """Between cash and one isolated position.

    Raises:
        BitgetError: 40727 for cross, 40802 for no position, 40800 for too much.
    """
    account, desk = call.account, call.venue.desk
    if account.margin_modes.get(name, "cross") == "cross":
        raise BitgetError("40727")
    position = account.positions.get(position_key(name, "isolated", leg))
    if position is None:
        raise BitgetError("40802")
    margins = Margins(account, call.venue.market)
    spare = position.margin + min(margins.upl(position), ZERO) - margins.initial(position)
    if amount > margins.available or -amount > max(spare, ZERO):
        raise BitgetError("40800")
    position.margin += amount
    position.updated_ms = desk.tick_ms(position.updated_ms)
    bill = desk.bill("margin", "append_margin" if amount > 0 else "adjust_down_lever_append_margin", -amount)
    bill.contract, bill.margin_mode, bill.position_change = name, "isolated", amount
    bill.position_balance = position.margin
    desk.credit(account, bill)
    desk.tell(PositionChanged(account, position, "adjust_margin"))
    desk.tell(BalanceChanged(account, COIN, "adjust_margin"))


def set_asset_mode(call: Call) -> Row:
    """Multi-asset mode was closed to new users; single stays single."""
    product(call.params)
    wanted = one_of(call.params, "assetMode", ("single", "union"))
    if wanted == "union":
        raise BitgetError("40017", param="assetMode")
    return {"assetMode": wanted}


def positions(call: Call) -> list[Row]:
    if product(call.params) != USDT_FUTURES or word(call.params, "marginCoin", COIN).upper() != COIN:
        return []
    return [position_row(call.account, call.venue.market, item) for item in call.account.positions.values()]


def single_position(call: Call) -> list[Row]:
    if product(call.params) != USDT_FUTURES:
        return []
    margin_coin(call.params)
    name = contract(call, call.params)
    held = [item for item in call.account.positions.values() if item.contract == name]
    return [position_row(call.account, call.venue.market, item) for item in held]


def adl_rank(call: Call) -> list[Row]:
    product(call.params)
    return [
        {
            "symbol": item.contract,
            "marginCoin": COIN,
            "adlRank": "0.5",
            "rank": "2",
            "holdSide": hold_side(item),
        }
        for item in call.account.positions.values()
    ]


def position_history(call: Call) -> Row:
    """Positions that are closed for good; `productType` does not count beside `symbol`."""
    name = wanted_contract(call.params)
    if not name and word(call.params, "productType", USDT_FUTURES).upper() != USDT_FUTURES:
        return {"list": None, "endId": None}
    closed = [
        row
        for row in call.account.history
        if row.kind != "partly_closed" and (not name or row.position.contract == name)
    ]
    rows = page(call, closed, episode_id, lambda row: row.updated_ms, usual=20)
    return {
        "list": [closed_row(call.account, row) for row in rows],
        "endId": end_id([str(episode_id(row)) for row in rows]),
    }


def bills(call: Call) -> Row:
    if product(call.params) != USDT_FUTURES:
        return {"bills": None, "endId": None}
    kind, coin = word(call.params, "businessType"), word(call.params, "coin").upper()
    chosen = [
        bill
        for bill in call.account.bills
        if (not kind or business_type(bill) == kind) and (not coin or bill.currency == coin)
    ]
    rows = page(call, chosen, lambda bill: int(bill.id), lambda bill: bill.time_ms, usual=20)
    return {"bills": [bill_row(bill) for bill in rows] or None, "endId": end_id([bill.id for bill in rows])}

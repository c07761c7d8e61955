"""The account by REST: balances, positions, modes, leverage, fees, ledger."""

from __future__ import annotations

from exchanges.sandbox.bitmart.account_rows import (
    asset_rows,
    ledger_rows,
    mode_word,
    position_row,
    position_v2_row,
    risk_row,
)
from exchanges.sandbox.bitmart.errors import BitmartError, translate
from exchanges.sandbox.bitmart.requests import (
    Call,
    Row,
    contract,
    is_copied,
    need_decimal,
    number,
    one_of,
    open_type,
    span,
    wanted_contract,
    within,
)
from exchanges.sandbox.bitmart.settings import choose_mode, mode_of
from exchanges.sandbox.bitmart.words import HEDGE, ONE_WAY
from exchanges.sandbox.figures import txt
from exchanges.sandbox.margin import leverage_of
from exchanges.sandbox.refusals import Refusal
from exchanges.sandbox.state import Account, Leg, Position, position_key

_MODES = {HEDGE: "long_short_mode", ONE_WAY: "net_mode"}


def assets(call: Call) -> list[Row]:
    return asset_rows(call.account, call.venue.market)


def _held(call: Call) -> list[Position]:
    name = wanted_contract(call)
    return [item for item in call.account.positions.values() if name in ("", item.contract)]


def positions(call: Call) -> list[Row]:
    """The document's call."""
    if is_copied(call):
        return []
    now = call.venue.clock()
    return [position_row(call.account, call.venue.market, item, call.generation, now) for item in _held(call)]


def positions_v2(call: Call) -> list[Row]:
    """Held positions; of a named contract also what is empty."""
    if is_copied(call):
        return []
    now, market, account = call.venue.clock(), call.venue.market, call.account
    rows = _held(call)
    name = wanted_contract(call)
    if name:
        rows = [_position_of(account, name, leg) for leg in _legs(account)]
    return [position_v2_row(account, market, item, now) for item in rows]


def _legs(account: Account) -> tuple[Leg, ...]:
    return ("long", "short") if account.hedged else ("net",)


def _position_of(account: Account, name: str, leg: Leg) -> Position:
    """The position of one leg, or an empty one with the contract's settings."""
    for mode in ("cross", "isolated"):
        held = account.positions.get(position_key(name, mode, leg))
        if held is not None:
            return held
    mode = mode_of(account, name)
    leverage = leverage_of(account, name, mode, leg)
    return Position("", name, mode, leg, -1 if leg == "short" else 1, leverage, 0, 0)


def position_risk(call: Call) -> list[Row]:
    if is_copied(call):
        return []
    now = call.venue.clock()
    return [risk_row(call.account, call.venue.market, item, now) for item in _held(call)]


def position_mode(call: Call) -> Row:
    return {"position_mode": mode_word(call.account)}


def set_position_mode(call: Call) -> Row:
    """Raises:
    BitmartError: 40059 while anything is open.
    """
    wanted = one_of(call.params, "position_mode", (HEDGE, ONE_WAY))
    try:
        call.venue.setup.set_position_mode(call.account, _MODES[wanted])
    except Refusal as refusal:
        raise translate(refusal) from None
    return {"position_mode": wanted}


def set_leverage(call: Call) -> Row:
    """Leverage of a contract, and its margin mode; refused while something of another mode is open."""
    name, mode = contract(call), open_type(call.params)
    leverage = need_decimal(call.params, "leverage")
    if leverage % 1:
        raise BitmartError("40040")
    choose_mode(call, name, mode)
    try:
        for leg in ("net",) if mode == "cross" else (*_legs(call.account), "net"):
            call.venue.setup.set_leverage(call.account, name, mode, leg, leverage)
    except Refusal as refusal:
        raise translate(refusal) from None
    largest = call.quotes[name].contract.max_leverage
    return {"symbol": name, "leverage": txt(leverage), "open_type": mode, "max_value": txt(largest)}


def fee_rate(call: Call) -> Row:
    listed = call.quotes[contract(call)].contract
    return {
        "symbol": listed.id,
        "taker_fee_rate": txt(listed.taker_fee),
        "maker_fee_rate": txt(listed.maker_fee),
    }


def ledger(call: Call) -> list[Row]:
    """Movements of money, newest first."""
    name, flow = wanted_contract(call), number(call.params, "flow_type", 0)
    first, last = span(call, 1)
    most = within(call.params, "page_size", 1, 1_000, 100)
    if is_copied(call):
        return []
    rows = [
        row
        for bill in reversed(call.account.bills)
        if first <= bill.time_ms <= last and name in ("", bill.contract)
        for row in ledger_rows(bill)
        if flow in (0, row["flow_type"])
    ]
    return rows[:most]

"""Margin mode and leverage of a contract, which every opening order says again."""

from __future__ import annotations

from exchanges.sandbox.bitmart.errors import BitmartError
from exchanges.sandbox.bitmart.requests import Call, need_decimal, open_type
from exchanges.sandbox.bitmart.words import Direction
from exchanges.sandbox.margin import leverage_key
from exchanges.sandbox.state import Account, MarginMode


def mode_of(account: Account, name: str) -> MarginMode:
    """A contract's margin mode as it was chosen last."""
    return account.margin_modes.get(name, "cross")


def choose_mode(call: Call, name: str, mode: MarginMode) -> None:
    """Make a margin mode the contract's.

    Raises:
        BitmartError: 40012 while a position or an order has the other one.
    """
    account = call.account
    taken = {(item.contract, item.margin_mode) for item in account.positions.values()}
    taken |= {(item.contract, item.margin_mode) for item in account.orders.values()}
    taken |= {(item.contract, item.margin_mode) for item in account.algos.values()}
    if any(contract == name and other != mode for contract, other in taken):
        raise BitmartError("40012")
    account.margin_modes[name] = mode


def margin_mode(call: Call, name: str, wanted: Direction) -> MarginMode:
    """In which mode an order trades; one that opens says it, with a leverage, and both must be the position's.

    Raises:
        BitmartError: 40012 or 40040 when they are others, 40029 and 40030 for a leverage out of bounds.
    """
    account = call.account
    if wanted.closes:
        held = [item for item in account.positions.values() if (item.contract, item.leg) == (name, wanted.leg)]
        return held[0].margin_mode if held else mode_of(account, name)
    mode, leverage = open_type(call.params), need_decimal(call.params, "leverage")
    largest = call.quotes[name].contract.max_leverage
    if leverage % 1:
        raise BitmartError("40040")
    if leverage > largest or leverage < 1:
        raise BitmartError("40029" if leverage > largest else "40030")
    choose_mode(call, name, mode)
    if any(item.contract == name and item.leverage != leverage for item in account.positions.values()):
        raise BitmartError("40040")
    for leg in ("long", "short", "net"):
        account.leverage[leverage_key(name, mode, leg)] = leverage
    return mode

"""The life of a listen key; these calls carry a key and no signature."""

from __future__ import annotations

from exchanges.sandbox.binance.errors import BinanceError
from exchanges.sandbox.binance.requests import Call
from exchanges.sandbox.binance.text import Row


def create(call: Call) -> Row:
    """A key for an hour; the present one, prolonged, when there is one."""
    if call.account.facts.get("futures") == "closed":
        raise BinanceError(-4109)
    return {"listenKey": call.house.listen_keys.give(call.account, call.key.api_key)}


def keep(call: Call) -> Row:
    if not call.house.listen_keys.of(call.account):
        raise BinanceError(-1125)
    return {"listenKey": call.house.listen_keys.give(call.account, call.key.api_key)}


def close(call: Call) -> Row:
    """Ends the stream on every connection of the account."""
    if not call.house.listen_keys.drop(call.account):
        raise BinanceError(-1125)
    return {}

"""The life of a listen key; these calls are signed like all others."""

from __future__ import annotations

from exchanges.sandbox.toobit.errors import ToobitError
from exchanges.sandbox.toobit.requests import Call
from exchanges.sandbox.toobit.text import Row


def create(call: Call) -> Row:
    """A key for an hour; the present one, prolonged, when there is one."""
    return {"listenKey": call.house.listen_keys.give(call.account, call.key.api_key)}


def keep(call: Call) -> Row:
    if not call.house.listen_keys.keep(call.account, call.need("listenKey")):
        raise ToobitError(-1125)
    return {}


def close(call: Call) -> Row:
    """Ends the stream on every connection of the account."""
    if not call.house.listen_keys.close(call.account, call.need("listenKey")):
        raise ToobitError(-1125)
    return {}

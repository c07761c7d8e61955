"""The account's money, modes, rates and fees."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

from exchanges.sandbox.events import BalanceChanged
from exchanges.sandbox.gate_crossex.account_rows import account_row, interest_rate_row
from exchanges.sandbox.gate_crossex.errors import CrossexError
from exchanges.sandbox.gate_crossex.requests import Call, word
from exchanges.sandbox.gate_crossex.words import (
    COIN,
    CROSS,
    CROSSEX,
    EXCHANGES,
    ISOLATED,
    OLD,
    Row,
    account_mode,
    is_isolated,
    position_mode,
)
from exchanges.sandbox.refusals import Refusal
from exchanges.sandbox.state import Account

MODES = {"SINGLE": "net_mode", "DUAL": "long_short_mode"}
DISCOUNTS = (("1", "0", "10000", "0.95"), ("2", "10000", "20000", "0.93"), ("3", "20000", "30000", "0.2"))
FEES = {
    "spot_maker_fee": "0.001",
    "spot_taker_fee": "0.001",
    "future_maker_fee": "0.0002",
    "future_taker_fee": "0.0005",
}


def later(call: Call, act: Callable[[], object]) -> None:
    """Do something a moment after the 202; what is then refused, nobody is told."""

    def due() -> None:
        with contextlib.suppress(Refusal):
            act()

    asyncio.get_running_loop().call_later(call.manners.later_s, due)


def account(call: Call) -> Row:
    """In isolated mode one exchange at a time.

    Raises:
        CrossexError: QUERY_INVALID_EXCHANGE_TYPE.
    """
    wanted = word(call.params, "exchange_type")
    owner = call.account
    if not is_isolated(owner):
        if wanted not in ("", CROSSEX):
            raise CrossexError("UPDATE_ACCOUNT_CROSSEX_MODE_EXCHANGE_TYPE_NOT_CROSSEX_ERROR")
        return account_row(owner, owner, call.venue.market)
    if wanted not in EXCHANGES:
        raise CrossexError("QUERY_INVALID_EXCHANGE_TYPE")
    pool = call.pools.of(owner)[EXCHANGES.index(wanted)]
    return account_row(owner, pool, call.venue.market)


def change(call: Call) -> Row:
    """Position mode or account mode, never both; done a moment later.

    Raises:
        CrossexError: What is in the way.
    """
    position, mode = word(call.params, "position_mode"), word(call.params, "account_mode")
    exchange = word(call.params, "exchange_type")
    if not position and not mode:
        raise CrossexError(
            "UPDATE_ACCOUNT_EXCHANGE_TYPE_PARAMETERS_ERROR" if exchange else "UPDATE_ACCOUNT_PARAMETERS_ALL_EMPTY_ERROR"
        )
    if position and mode:
        raise CrossexError("UPDATE_ACCOUNT_PARAMETERS_ERROR")
    if mode:
        _change_account_mode(call, mode, exchange)
    else:
        _change_position_mode(call, position, exchange)
    return {"position_mode": position, "account_mode": mode, "exchange_type": exchange}


def _change_account_mode(call: Call, mode: str, exchange: str) -> None:
    if mode not in (CROSS, ISOLATED):
        raise CrossexError("UPDATE_ACCOUNT_ACCOUNT_MODE_ERROR")
    if exchange:
        raise CrossexError("UPDATE_ACCOUNT_EXCHANGE_TYPE_PARAMETERS_ERROR")
    pools = call.pools.of(call.account)
    if any(pool.orders for pool in pools):
        raise CrossexError("UPDATE_ACCOUNT_MODE_OPEN_ORDERS_EXIST_ERROR")
    if any(pool.positions for pool in pools):
        raise CrossexError("UPDATE_ACCOUNT_MODE_POSITION_NOT_EMPTY_ERROR")
    if mode != account_mode(call.account):
        act = call.pools.isolate if mode == ISOLATED else call.pools.unite
        later(call, lambda: act(call.account))


def _change_position_mode(call: Call, wanted: str, exchange: str) -> None:
    pool = _pool_named(call, exchange)
    if wanted not in MODES:
        raise CrossexError("TRADE_INVALID_PZ_MODE_ERROR")
    if position_mode(pool) == wanted:
        raise CrossexError("TRADE_CHANGE_PZ_MODE_SAME_ERROR")
    if pool.orders:
        raise CrossexError("TRADE_PZ_MODE_HAVE_ORDER_ERROR")
    if pool.positions:
        raise CrossexError("TRADE_PZ_MODE_HAVE_POSITION_ERROR")

    def act() -> None:
        call.venue.setup.set_position_mode(pool, MODES[wanted])
        call.venue.desk.tell(BalanceChanged(pool, COIN, "settings"))

    later(call, act)


def _pool_named(call: Call, exchange: str) -> Account:
    """The pool `exchange_type` means."""
    if exchange and exchange not in (*EXCHANGES, CROSSEX):
        raise CrossexError("UPDATE_ACCOUNT_EXCHANGE_TYPE_ERROR")
    if not is_isolated(call.account):
        if exchange not in ("", CROSSEX):
            raise CrossexError("UPDATE_ACCOUNT_CROSSEX_MODE_EXCHANGE_TYPE_NOT_CROSSEX_ERROR")
        return call.account
    if not exchange:
        raise CrossexError("UPDATE_ACCOUNT_PZ_ISOLATED_MODE_NOT_EXCHANGE_TYPE_ERROR")
    if exchange == CROSSEX:
        raise CrossexError("UPDATE_ACCOUNT_ISOLATED_MODE_EXCHANGE_TYPE_NOT_CROSSEX_ERROR")
    return call.pools.of(call.account)[EXCHANGES.index(exchange)]


def fee(call: Call) -> object:
    special = [{"symbol": "OKX_SPOT_ADA_USDT", "taker_fee_rate": "0.001", "maker_fee_rate": "0.001"}]
    if call.manners.document == OLD:
        return FEES | {"special_fee_list": special}
    return [
        {"exchange_type": exchange}
        | FEES
        | {
            "spot_rpi_maker_fee": "0",
            "future_rpi_maker_fee": "0",
            "special_fee_list": [row | {"rpi_fee_rate": "0"} for row in special if exchange == "OKX"],
        }
        for exchange in EXCHANGES
    ]


def interest_rates(call: Call) -> list[Row]:
    coin, exchange = word(call.params, "coin"), word(call.params, "exchange_type")
    return [
        interest_rate_row(each, place, call.venue.clock())
        for place in EXCHANGES
        for each in (COIN, "ADA", "SOL", "ETH")
        if coin in ("", each) and exchange in ("", place)
    ]


def discounts(call: Call) -> list[Row]:
    coin, exchange = word(call.params, "coin"), word(call.params, "exchange_type")
    return [
        {
            "coin": each,
            "exchange_type": place,
            "tier": tier,
            "min_value": low,
            "max_value": high,
            "discount_rate": rate,
        }
        for place in EXCHANGES
        for each in ("BTC", "ETH", "ADA", "SOL")
        for tier, low, high, rate in DISCOUNTS
        if coin in ("", each) and exchange in ("", place)
    ]

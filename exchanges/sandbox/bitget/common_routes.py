"""Calls that belong to no product: the venue's time, coins and pairs, and what a key may know of its account."""

from __future__ import annotations

from exchanges.sandbox.bitget import key_calls, market_calls, public_calls
from exchanges.sandbox.bitget.key_rules import READ_SPOT
from exchanges.sandbox.bitget.routes import ANY, UNIFIED, Endpoint, public, read, write

_NONE: frozenset[str] = frozenset()

ENDPOINTS: tuple[Endpoint, ...] = (
    public("v2/public/time", public_calls.server_time),
    public("v2/spot/public/symbols", public_calls.spot_symbols),
    public("v2/spot/public/coins", public_calls.spot_coins, 3),
    public("v2/spot/market/tickers", public_calls.spot_tickers),
    read("v2/spot/account/info", key_calls.spot_info, 1, READ_SPOT),
    read("v2/spot/account/assets", key_calls.spot_assets, 10, READ_SPOT),
    read("v2/spot/account/upgrade-status", key_calls.upgrade_status, 1, _NONE, ANY),
    read("v2/common/trade-rate", market_calls.trade_rate, 10, _NONE, ANY),
    read("v2/spot/wallet/deposit-records", market_calls.no_movements, 10, READ_SPOT),
    read("v2/spot/wallet/withdrawal-records", market_calls.no_movements, 10, READ_SPOT),
    write("v2/spot/wallet/transfer", key_calls.transfer, 10, frozenset({"wtow"})),
    read("v3/account/info", key_calls.unified_info, 5, _NONE, UNIFIED),
)

"""Binance as the rest of the program sees it."""

from exchanges.binance import table
from exchanges.binance.adapter import BinanceAdapter
from exchanges.binance.guide import GUIDE
from exchanges.binance.hosts import SITES, BinanceHosts
from exchanges.binance.verify import verify
from exchanges.core.plugin import Plugin

PLUGIN = Plugin(
    facts=table.FACTS,
    guide=GUIDE,
    endpoints=table.ENDPOINTS,
    channels=tuple(table.CHANNELS.values()),
    hosts=BinanceHosts,
    sites=SITES,
    adapter=BinanceAdapter,
    verify=verify,
    permissions=table.PERMISSIONS,
    public_call=(table.PREMIUM_INDEX, {"symbol": "BTCUSDT"}),
)

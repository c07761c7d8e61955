"""Toobit as the rest of the program sees it."""

from exchanges.core.plugin import Plugin
from exchanges.toobit import table
from exchanges.toobit.adapter import ToobitAdapter
from exchanges.toobit.guide import GUIDE
from exchanges.toobit.hosts import SITES, ToobitHosts
from exchanges.toobit.verify import verify

PLUGIN = Plugin(
    facts=table.FACTS,
    guide=GUIDE,
    endpoints=table.ENDPOINTS,
    channels=tuple(table.CHANNELS.values()),
    hosts=ToobitHosts,
    sites=SITES,
    adapter=ToobitAdapter,
    verify=verify,
    permissions=table.PERMISSIONS,
    public_call=(table.MARK_PRICE, {"symbol": "BTC-SWAP-USDT"}),
)

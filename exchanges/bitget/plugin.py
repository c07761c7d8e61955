"""Bitget as the rest of the program sees it."""

from exchanges.bitget import table
from exchanges.bitget.adapter import BitgetAdapter
from exchanges.bitget.guide import GUIDE
from exchanges.bitget.hosts import SITES, BitgetHosts
from exchanges.bitget.verify import verify
from exchanges.core.plugin import Plugin

PLUGIN = Plugin(
    facts=table.FACTS,
    guide=GUIDE,
    endpoints=table.ENDPOINTS,
    channels=tuple(table.CHANNELS.values()),
    hosts=BitgetHosts,
    sites=SITES,
    adapter=BitgetAdapter,
    verify=verify,
    permissions=table.PERMISSIONS,
    public_call=(table.TICKER, table.PRODUCT | {"symbol": "BTCUSDT"}),
)

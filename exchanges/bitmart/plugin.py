"""BitMart as the rest of the program sees it."""

from exchanges.bitmart import table
from exchanges.bitmart.adapter import BitmartAdapter
from exchanges.bitmart.guide import GUIDE
from exchanges.bitmart.hosts import SITES, BitmartHosts
from exchanges.bitmart.verify import verify
from exchanges.core.plugin import Plugin

PLUGIN = Plugin(
    facts=table.FACTS,
    guide=GUIDE,
    endpoints=table.ENDPOINTS,
    channels=tuple(table.CHANNELS.values()),
    hosts=BitmartHosts,
    sites=SITES,
    adapter=BitmartAdapter,
    verify=verify,
    permissions=table.PERMISSIONS,
    public_call=(table.DETAILS, {"symbol": "BTCUSDT"}),
)

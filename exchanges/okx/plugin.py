"""OKX as the rest of the program sees it."""

from exchanges.core.plugin import Plugin
from exchanges.okx import table
from exchanges.okx.adapter import OkxAdapter
from exchanges.okx.guide import GUIDE
from exchanges.okx.hosts import SITE_NAMES, SITES, OkxHosts
from exchanges.okx.verify import verify

PLUGIN = Plugin(
    facts=table.FACTS,
    guide=GUIDE,
    endpoints=table.ENDPOINTS,
    channels=tuple(table.CHANNELS.values()),
    hosts=OkxHosts,
    sites=SITES,
    adapter=OkxAdapter,
    verify=verify,
    site_names=SITE_NAMES,
    permissions=table.PERMISSIONS,
    public_call=(table.TICKER, {"instId": "BTC-USDT-SWAP"}),
)

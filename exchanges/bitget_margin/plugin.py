"""Bitget margin as the rest of the program sees it."""

from exchanges.bitget_margin import table
from exchanges.bitget_margin.adapter import MarginAdapter
from exchanges.bitget_margin.guide import GUIDE
from exchanges.bitget_margin.hosts import SITES, BitgetHosts
from exchanges.bitget_margin.verify import verify
from exchanges.core.plugin import Plugin

PLUGIN = Plugin(
    facts=table.FACTS,
    guide=GUIDE,
    endpoints=table.ENDPOINTS,
    channels=tuple(table.CHANNELS.values()),
    hosts=BitgetHosts,
    sites=SITES,
    adapter=MarginAdapter,
    verify=verify,
    permissions=table.PERMISSIONS,
    public_call=(table.PAIRS["v2"], {}),
)

"""Gate CrossEx as the rest of the program sees it."""

from exchanges.core.plugin import Plugin
from exchanges.gate_crossex import table
from exchanges.gate_crossex.adapter import CrossexAdapter
from exchanges.gate_crossex.guide import GUIDE
from exchanges.gate_crossex.hosts import SITES, CrossexHosts
from exchanges.gate_crossex.verify import verify

PLUGIN = Plugin(
    facts=table.FACTS,
    guide=GUIDE,
    endpoints=table.ENDPOINTS,
    channels=tuple(table.CHANNELS.values()),
    hosts=CrossexHosts,
    sites=SITES,
    adapter=CrossexAdapter,
    verify=verify,
    permissions=table.PERMISSIONS,
    public_call=(table.RISK_LIMITS, {"symbols": "BINANCE_FUTURE_BTC_USDT"}),
)

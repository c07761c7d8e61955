"""Rows as the document prints them, and as the second generation writes them; the circumstances of reading them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from exchanges.bitmart import mapping
from exchanges.bitmart.rows import Reading
from exchanges.core.model import Instrument, Origin
from exchanges.core.numbers import decode_json

FILE = Path(__file__).parents[1] / "data" / "vectors" / "bitmart_examples.json"
EXACT: list[dict[str, Any]] = decode_json(FILE.read_bytes())
"""The document's example payloads, with exact numbers."""


def printed(endpoint: str, kind: str = "response") -> Any:
    """The document's example of a call or channel."""
    return next(each["payload"] for each in EXACT if each["endpoint"].startswith(endpoint) and each["kind"] == kind)


def first(endpoint: str) -> dict[str, Any]:
    """The first row of a response."""
    data = printed(endpoint)["data"]
    return data[0] if isinstance(data, list) else data


CONTRACT = printed("GET /contract/public/details")["data"]["symbols"][0]
BALANCE = first("GET /contract/private/assets-detail")
ORDER = first("GET /contract/private/order")
HISTORY = first("GET /contract/private/order-history") | {"executive_order_id": "220901412155341"}
PLAN = first("GET /contract/private/current-plan-order")
POSITION = first("GET /contract/private/position")
FILL = first("GET /contract/private/trades")
POSITION_PUSH = printed("WS futures/position", "push")["data"][0]
ORDER_PUSH = printed("WS futures/order", "push")["data"][0]["order"]
BALANCE_PUSH = printed("WS futures/asset", "push")["data"]
TICKER = printed("WS futures/ticker", "push")["data"]
TRAILING = {"activation_price": "20000", "callback_rate": "1", "activation_price_type": 1, "type": "trailing"}
PRESETS = {
    "preset_take_profit_price_type": 1,
    "preset_stop_loss_price_type": 2,
    "preset_take_profit_price": "30000",
    "preset_stop_loss_price": "10000",
}
TODAY = {"position_mode": "hedge_mode", "account": "futures"}
POSITION_V2: dict[str, Any] = {
    "symbol": "BTCUSDT",
    "leverage": "5",
    "timestamp": 1663814313531,
    "current_fee": "5.004",
    "open_timestamp": 1662714817820,
    "current_value": "16680.3157",
    "mark_value": "16673.2705",
    "mark_price": "18546.46",
    "position_value": "18584.27",
    "maintenance_margin": "83.1",
    "close_vol": "100",
    "close_avg_price": "20700.7",
    "open_avg_price": "20200",
    "entry_price": "20201",
    "current_amount": "899",
    "position_amount": "-899",
    "position_side": "both",
    "unrealized_pnl": "1487.42",
    "realized_value": "55.049",
    "initial_margin": "3716.85",
    "liquidation_price": "24000.1",
    "open_type": "cross",
    "max_notional_value": "100000000",
    "account": "futures",
}
LEDGER: dict[str, Any] = {
    "symbol": "BTCUSDT",
    "type": "Funding Fee",
    "flow_type": 3,
    "amount": "-0.0123",
    "asset": "USDT",
    "time": "1663663818589",
    "tran_id": "1141853921",
    "account": "futures",
}
_known = mapping.instrument(CONTRACT)
assert _known is not None
BTC: Instrument = _known
NOW_MS = 1_700_000_000_000
SNAPSHOT = Reading(NOW_MS, NOW_MS + 5, Origin.SNAPSHOT, {"BTCUSDT": BTC})
STREAM = Reading(NOW_MS, NOW_MS + 5, Origin.STREAM, {"BTCUSDT": BTC})
ONE_WAY = Reading(NOW_MS, NOW_MS + 5, Origin.SNAPSHOT, {"BTCUSDT": BTC}, hedged=False)
SIZE = Decimal("0.001")
"""Coins in one contract of BTCUSDT."""

"""The engine's words as OKX numbers them."""

from __future__ import annotations

from exchanges.sandbox.state import Bill

BILL_TYPES = {"transfer": "1", "trade": "2", "liquidation": "5", "funding": "8", "adl": "9"}
SUB_TYPES = {
    "buy": "1",
    "sell": "2",
    "open_long": "3",
    "open_short": "4",
    "close_long": "5",
    "close_short": "6",
    "transfer_in": "11",
    "transfer_out": "12",
    "liquidation_long": "104",
    "liquidation_short": "105",
    "adl_long": "125",
    "adl_short": "126",
    "funding_paid": "173",
    "funding_received": "174",
}
CANCEL_SOURCES = {
    "user": "1",
    "liquidation": "2",
    "fok": "13",
    "ioc": "14",
    "close": "17",
    "deadline": "20",
    "post_only": "31",
}
AMEND_SOURCES = {"user": "1", "trim": "3"}
ORDER_SOURCES = {"trigger": "6", "conditional": "7", "oco": "7", "move_order_stop": "25"}
ENDINGS = {"partly_closed": "1", "closed": "2", "liquidated": "3", "deleveraged": "5"}
FUNDING_ACCOUNT, TRADING_ACCOUNT = "6", "18"


def ways(bill: Bill) -> tuple[str, str]:
    """From and to which account money moved; empty for anything but transfers."""
    pair = (FUNDING_ACCOUNT, TRADING_ACCOUNT)
    return {"transfer_in": pair, "transfer_out": pair[::-1]}.get(bill.sub_kind, ("", ""))

"""The margin calls of classic accounts: all 45 of the first document, and the second generation's words for them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal

from exchanges.sandbox.bitget import margin_account_calls as account
from exchanges.sandbox.bitget import margin_lists as lists
from exchanges.sandbox.bitget import margin_order_calls as orders
from exchanges.sandbox.bitget import margin_terms_calls as terms
from exchanges.sandbox.bitget.key_rules import MARGIN_TRADE, READ_MARGIN
from exchanges.sandbox.bitget.margin_state import Kind, Mode
from exchanges.sandbox.bitget.margin_words import FIRST, SECOND, Words
from exchanges.sandbox.bitget.routes import ANY, CLASSIC, IP, UID, Endpoint, Handler

Access = Literal["public", "read", "trade"]
Made = Callable[..., object]
_MODES: tuple[tuple[Mode, str, str], ...] = (("cross", "cross", "crossed"), ("isolated", "isolated", "isolated"))
"""Our word, the first generation's, the second's."""


def _of(record: Kind) -> Made:
    return partial(lists.records, kind=record)


_BOTH: tuple[tuple[str, str, str, Access, Made], ...] = (
    # Method, first and second path, access, handler.
    ("GET GET", "public/interestRateAndLimit", "interest-rate-and-limit", "public", terms.rates),
    ("GET GET", "public/tierData", "tier-data", "public", terms.tiers),
    ("GET GET", "account/assets", "account/assets", "read", account.assets),
    ("POST POST", "account/borrow", "account/borrow", "trade", account.borrow),
    ("POST POST", "account/repay", "account/repay", "trade", account.repay),
    ("POST GET", "account/maxBorrowableAmount", "account/max-borrowable-amount", "read", account.borrowable),
    ("GET GET", "account/maxTransferOutAmount", "account/max-transfer-out-amount", "read", account.removable),
    (
        "POST POST",
        "account/queryFlashRepayStatus",
        "account/query-flash-repay-status",
        "read",
        account.flash_repay_status,
    ),
    ("POST POST", "order/placeOrder", "place-order", "trade", orders.place),
    ("POST POST", "order/batchPlaceOrder", "batch-place-order", "trade", orders.place_batch),
    ("POST POST", "order/cancelOrder", "cancel-order", "trade", orders.cancel),
    ("POST POST", "order/batchCancelOrder", "batch-cancel-order", "trade", orders.cancel_batch),
    ("GET GET", "order/openOrders", "open-orders", "read", lists.open_orders),
    ("GET GET", "order/history", "history-orders", "read", lists.history),
    ("GET GET", "order/fills", "fills", "read", lists.fills),
    ("GET GET", "loan/list", "borrow-history", "read", _of("loan")),
    ("GET GET", "repay/list", "repay-history", "read", _of("repay")),
    ("GET GET", "interest/list", "interest-history", "read", _of("interest")),
    ("GET GET", "liquidation/list", "liquidation-history", "read", lists.liquidations),
    ("GET GET", "fin/list", "financial-records", "read", _of("entry")),
)
_FLASH, _RISK = ("account/flashRepay", "account/flash-repay"), ("account/riskRate", "account/risk-rate")
_OWN: dict[Mode, tuple[tuple[str, str, str, Access, Made], ...]] = {
    "cross": (
        ("GET GET", *_RISK, "read", account.cross_risk),
        ("POST POST", *_FLASH, "trade", account.flash_repay_cross),
    ),
    "isolated": (
        ("POST GET", *_RISK, "read", account.isolated_risk),
        ("POST POST", *_FLASH, "trade", account.flash_repay_isolated),
    ),
}


def _first(mode: Mode, word: str, row: tuple[str, str, str, Access, Made]) -> Endpoint:
    methods, path, _, access, made = row
    most = 5 if mode == "isolated" and path in _SLOW else 10
    return _endpoint(methods.split()[0], f"/api/margin/v1/{word}/{path}", access, _bound(made, mode, FIRST), most)


_SLOW = frozenset(f"order/{name}Order" for name in ("place", "batchPlace", "cancel", "batchCancel"))


def _second(mode: Mode, word: str, row: tuple[str, str, str, Access, Made]) -> Endpoint:
    """Nothing but the list of pairs stayed public."""
    methods, _, path, access, made = row
    needed: Access = "read" if access == "public" else access
    return _endpoint(methods.split()[1], f"/api/v2/margin/{word}/{path}", needed, _bound(made, mode, SECOND), 10)


def _bound(made: Made, mode: Mode, words: Words) -> Handler:
    return partial(made, mode=mode, words=words)


def _endpoint(method: str, path: str, access: Access, handler: Handler, most: int) -> Endpoint:
    if access == "public":
        return Endpoint(method, path, handler, most, ANY, scope=IP, is_signed=False)
    needed = MARGIN_TRADE if access == "trade" else READ_MARGIN
    return Endpoint(method, path, handler, most, CLASSIC, UID, needed, writes=access == "trade")


ENDPOINTS: tuple[Endpoint, ...] = (
    _endpoint("GET", "/api/margin/v1/public/currencies", "public", partial(terms.currencies, words=FIRST), 10),
    _endpoint("GET", "/api/v2/margin/currencies", "public", partial(terms.currencies, words=SECOND), 10),
    *(
        made(mode, word, row)
        for mode, first, second in _MODES
        for row in (*_BOTH, *_OWN[mode])
        for made, word in ((_first, first), (_second, second))
    ),
)

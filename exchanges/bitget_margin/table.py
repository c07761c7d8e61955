"""Bitget margin as data: the 45 calls and 5 channels of the document, what the second generation calls them, facts.

Read from the document of 2023 (v1, switched off by the venue on 2025-11-28) and the API documentation of 2026-07 (v2);
accounts that became unified use v3, whose calls and caps stand in `exchanges.bitget.table`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from exchanges.bitget import table as futures
from exchanges.bitget.table import get, post
from exchanges.core.adapter import Right
from exchanges.core.endpoint import Auth, Endpoint, Lane
from exchanges.core.key_lines import Permission
from exchanges.core.model import MarginMode
from exchanges.core.venue import Channel

VENUE = "bitget_margin"
FACTS = replace(futures.FACTS, name=VENUE, title=("Bitget margin", "Bitget 杠杆"))
QUOTE = "USDT"
"""What everything is valued in."""
CATEGORY = {"category": "MARGIN"}
"""Names the product on v3."""

TRADE_BOXES = frozenset({"smow"})
_OWN = {"smow": Right.TRADE, "coow": Right.OTHER, "cpow": Right.OTHER}
PERMISSIONS: Mapping[str, Permission] = {
    word: Permission(_OWN.get(word, each.right), each.name) for word, each in futures.PERMISSIONS.items()
}
"""The same boxes as in futures; here only margin trading is trading."""

Version = Literal["v1", "v2"]
Role = Literal["index", "money cross", "money isolated", "orders cross", "orders isolated"]


@dataclass(frozen=True, slots=True)
class Generation:
    """What one generation of the margin calls names differently."""

    version: Version
    names: Mapping[str, str]
    """What the document calls a parameter, and what this one does."""
    size: str
    """The page size, at most `PAGE`."""
    cursors: Mapping[str, str]
    """By call, where it is not the one under ""."""
    rows: Mapping[str, str]
    """Where a list stands, by call; `resultList` where nothing is said."""
    channels: Mapping[Role, str]
    mark: str
    """Ends the names of pairs on the streams."""

    def body(self, told: Mapping[str, object]) -> dict[str, object]:
        """Parameters of the document under this generation's names."""
        return {self.names.get(name, name): value for name, value in told.items()}


FIRST = Generation(
    version="v1",
    names=MappingProxyType({}),
    size="pageSize",
    cursors=MappingProxyType({"": "pageId", "open_orders": "", "history": "minId", "fills": "lastFillId"}),
    rows=MappingProxyType({"open_orders": "orderList", "history": "orderList"}),
    channels=MappingProxyType(
        {
            "index": "indexPrice",
            "money cross": "cross_account",
            "money isolated": "isolate_account",
            "orders cross": "cross_orders",
            "orders isolated": "isolate_orders",
        }
    ),
    mark="_SPBL",
)
SECOND = Generation(
    version="v2",
    names=MappingProxyType(
        {"timeInForce": "force", "baseQuantity": "baseSize", "quoteAmount": "quoteSize", "symbols": "symbolList"}
    ),
    size="limit",
    cursors=MappingProxyType({"": "idLessThan"}),
    rows=MappingProxyType({"open_orders": "orderList", "history": "orderList", "fills": "fills"}),
    channels=MappingProxyType(
        {
            "index": "index-price",
            "money cross": "account-crossed",
            "money isolated": "account-isolated",
            "orders cross": "orders-crossed",
            "orders isolated": "orders-isolated",
        }
    ),
    mark="",
)
GENERATIONS: Mapping[Version, Generation] = {"v1": FIRST, "v2": SECOND}
PAGE = 100
MOST_ROWS = 20
"""Orders of one batch; the document's error text allows fifty, other clients keep to twenty."""

_ORDER = "side orderType loanType {force} price {base} {quote} clientOid"
_LIST = "{pair}startTime endTime coin {page}"
_ROWS: tuple[tuple[str, str, Auth, str, str, str, str], ...] = (
    # Name here, section, auth; method and path of the first generation, of the second; parameters of each.
    # "a|b": a in cross margin, b in isolated. {pair} is the pair, which isolated calls demand besides.
    ("rates", "Interest rate and limit", Auth.PUBLIC, "GET public/interestRateAndLimit", "GET interest-rate-and-limit",
     "coin|symbol", "coin|symbol"),
    ("tiers", "Tier data", Auth.PUBLIC, "GET public/tierData", "GET tier-data", "coin|symbol", "coin|symbol"),
    ("assets", "Assets", Auth.READ, "GET account/assets", "GET account/assets", "coin|symbol", "coin|symbol"),
    ("borrow", "Borrow", Auth.TRADE, "POST account/borrow", "POST account/borrow",
     "{pair}coin borrowAmount", "{pair}coin borrowAmount clientOid"),
    ("repay", "Repay", Auth.TRADE, "POST account/repay", "POST account/repay",
     "{pair}coin repayAmount", "{pair}coin repayAmount"),
    ("risk", "Risk rate", Auth.READ, "GET account/riskRate|POST account/riskRate", "GET account/risk-rate",
     "coin|symbol pageNum pageSize", "|symbol pageNum pageSize"),
    ("borrowable", "Maximum borrowable", Auth.READ, "POST account/maxBorrowableAmount",
     "GET account/max-borrowable-amount", "{pair}coin", "coin|symbol"),
    ("removable", "Maximum transfer out", Auth.READ, "GET account/maxTransferOutAmount",
     "GET account/max-transfer-out-amount", "{pair}coin", "coin|symbol"),
    ("flash_repay", "Flash repay", Auth.TRADE, "POST account/flashRepay", "POST account/flash-repay",
     "coin|symbols", "coin|symbolList"),
    ("flash_status", "Flash repay result", Auth.READ, "POST account/queryFlashRepayStatus",
     "POST account/query-flash-repay-status", "idList", "idList"),
    ("place", "Place order", Auth.TRADE, "POST order/placeOrder", "POST place-order",
     f"symbol {_ORDER}", f"symbol {_ORDER} stpMode"),
    ("place_batch", "Batch order", Auth.TRADE, "POST order/batchPlaceOrder", "POST batch-place-order",
     "symbol orderList", "symbol orderList"),
    ("cancel", "Cancel order", Auth.TRADE, "POST order/cancelOrder", "POST cancel-order",
     "symbol orderId clientOid", "symbol orderId clientOid"),
    ("cancel_batch", "Batch cancel", Auth.TRADE, "POST order/batchCancelOrder", "POST batch-cancel-order",
     "symbol orderIds clientOids", "symbol orderIdList"),
    ("open_orders", "Current orders", Auth.READ, "GET order/openOrders", "GET open-orders",
     "symbol orderId clientOid startTime endTime pageSize", "symbol orderId clientOid startTime endTime {page}"),
    ("history", "Order history", Auth.READ, "GET order/history", "GET history-orders",
     "symbol orderId clientOid source startTime endTime pageSize minId",
     "symbol orderId clientOid enterPointSource startTime endTime {page}"),
    ("fills", "Fills", Auth.READ, "GET order/fills", "GET fills",
     "symbol orderId startTime endTime pageSize lastFillId", "symbol orderId startTime endTime {page}"),
    ("loans", "Borrow history", Auth.READ, "GET loan/list", "GET borrow-history", f"loanId {_LIST}", f"loanId {_LIST}"),
    ("repayments", "Repay history", Auth.READ, "GET repay/list", "GET repay-history",
     f"repayId {_LIST}", f"repayId {_LIST}"),
    ("interest", "Interest history", Auth.READ, "GET interest/list", "GET interest-history",
     "{pair}startTime coin {page}", _LIST),
    ("liquidations", "Liquidation history", Auth.READ, "GET liquidation/list", "GET liquidation-history",
     "{pair}startTime endTime {page}", "{pair}startTime endTime {page}"),
    ("entries", "Financial records", Auth.READ, "GET fin/list", "GET financial-records",
     f"marginType {_LIST}", f"marginType {_LIST}"),
)  # fmt: skip
_MODES = {MarginMode.CROSS: ("cross", "crossed"), MarginMode.ISOLATED: ("isolated", "isolated")}
_SLOW = ("place", "place_batch", "cancel", "cancel_batch")
"""Isolated orders of the first generation: five a second, as the document says since 2024-08-15."""


def _call(row: tuple[str, str, Auth, str, str, str, str], generation: Generation, mode: MarginMode) -> Endpoint:
    name, section, auth, *said = row
    second, crossed = generation is SECOND, mode is MarginMode.CROSS
    call, params = (said[at].split("|")[0 if crossed else -1] for at in (second, 2 + second))
    method, _, path = call.partition(" ")
    word = _MODES[mode][second]
    path = f"v2/margin/{word}/{path}" if second else f"margin/v1/{word}/{path}"
    doc = f"Margin {generation.version} / {word.capitalize()} / {section}"
    named = {"force": "timeInForce", "base": "baseQuantity", "quote": "quoteAmount"}
    words = {short: generation.names.get(old, old) for short, old in named.items()}
    page = "idLessThan limit" if second else "pageSize pageId"
    params = params.format(pair="" if crossed else "symbol ", page=page, **words)
    limit = 5 if not (second or crossed) and name in _SLOW else 10
    if method == "GET":
        return get(path, limit, doc, params, public=auth is Auth.PUBLIC and not second)
    if auth is Auth.READ:
        return post(path, limit, doc, params, Lane.READ, again=True, auth=Auth.READ)
    is_cancel = name.startswith("cancel")
    return post(path, limit, doc, params, Lane.CANCEL if is_cancel else Lane.ORDER, again=is_cancel)


CALLS: Mapping[tuple[Version, MarginMode, str], Endpoint] = {
    (generation.version, mode, row[0]): _call(row, generation, mode)
    for generation in GENERATIONS.values()
    for mode in MarginMode
    for row in _ROWS
}
PAIRS: Mapping[Version, Endpoint] = {
    "v1": get("margin/v1/public/currencies", 10, "Margin v1 / Supported pairs", public=True),
    "v2": get("v2/margin/currencies", 10, "Margin v2 / Supported pairs", public=True),
}
TICKERS = get("v2/spot/market/tickers", 20, "Spot / Get tickers", "symbol", public=True)
"""Prices of all pairs at once; the margin calls tell none."""
_SHARED = (
    futures.TIME, futures.KEY_INFO, futures.UPGRADE_STATUS, futures.UTA_KEY_INFO, futures.UTA_SETTINGS,
    futures.UTA_ASSETS, futures.UTA_RECORDS, futures.UTA_REPAYABLE, futures.UTA_ORDERS, futures.UTA_ORDERS_HISTORY,
    futures.UTA_FILLS, futures.UTA_PLACE, futures.UTA_CANCEL, futures.UTA_REPAY, futures.UTA_PAYMENT_COINS,
)  # fmt: skip
ENDPOINTS: tuple[Endpoint, ...] = (*PAIRS.values(), *CALLS.values(), TICKERS, *_SHARED)


def _channels(generation: Generation, kind: str, public: str, private: str) -> tuple[Channel, ...]:
    """The five channels of a generation; order channels follow the pairs they are told."""
    names, doc, first = generation.channels, f"Margin {generation.version} / WebSocket / ", generation is FIRST
    whole = {"instType": kind, "instId": "default"}
    money = whole if first else {"instType": kind, "coin": "default"}
    return (
        Channel(names["index"], public, doc + "Index price", whole, sends_snapshot=True, required=False),
        Channel(names["money cross"], private, doc + "Cross account", money),
        Channel(names["money isolated"], private, doc + "Isolated account", money, sends_snapshot=True),
        Channel(names["orders cross"], private, doc + "Cross orders", {"instType": kind}),
        Channel(names["orders isolated"], private, doc + "Isolated orders", {"instType": kind}),
    )


UTA_FOLLOWED = ("uta account", "uta order", "uta fill")
CHANNELS: Mapping[str, Channel] = {
    channel.name: channel
    for channel in (
        *_channels(FIRST, "mabl", "v1", "v1"),
        *_channels(SECOND, "MARGIN", "public", "private"),
        *(futures.CHANNELS[name] for name in UTA_FOLLOWED),
    )
}
PAIRS_PER_FRAME = 40
"""Pairs of one subscription, so that its frame stays below 4096 bytes."""

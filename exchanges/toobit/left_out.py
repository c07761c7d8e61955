"""Documented fields of Toobit's rows that the model has no place for, and why; a test holds this to the documents."""

from __future__ import annotations


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


LEFT_OUT: dict[str, frozenset[str]] = {
    "position": _names(
        # What may be closed, other prices and ratios of what we keep.
        "available lastPrice positionValue marginRate profitRate minMargin maxNotionalValue"
    ),
    "position push": _names("e A a pr pv mm"),
    "balance": _names("coupon"),
    "balance push": _names("e T W D"),
    "order": _names(
        # Margin and leverage stand with the position; the multiplier with the contract.
        "leverage marginLocked contractMultiplier"
    ),
    "order push": _names(
        # The last fill, which the list of trades tells with its profit; margin and leverage as above.
        "e l n N u w m mt v rp"
    ),
    "plan": _names(
        # Which price triggers, what a trailing stop follows by, and what is said of orders.
        "leverage marginLocked contractMultiplier timeInForce triggerBy fallbackType fallbackQuantity activeStatus"
    ),
    "plan push": _names(
        "eventType accountId brokerUserId symbolName baseTokenId baseTokenName quoteTokenId quoteTokenName type "
        "quotePrice executedOrderId quotePriceType leverage spOrderId slOrderId openOrdinaryOrderId openOrderId "
        "fallType fallQuantity activeStatus triggerDelay marginType isGuaranteedPrice"
    ),
    "fill": _names(
        # The other side of the trade; a rebate whose sign nobody documents; the kind of order.
        "matchOrderId matchAccountId matchOrderStrategy accountId makerRebate type"
    ),
    "flow": _names("accountId coinId coinName symbolId flowName total voucherType deductionAmount"),
    "contract": _names(
        # Other names, precisions, fees and limits the venue checks itself.
        "exchangeId symbolName baseAsset baseAssetPrecision quoteAsset quoteAssetPrecision icebergAllowed index "
        "indexToken marginPrecision underlying categories closingStartTime closingEndTime isRwa rwaType"
    ),
    "lead position": _names(""),
    "past lead": _names(""),
    "results": _names(""),
    "share": _names(""),
    "lead symbol": _names(""),
    "follower": _names(""),
    "config": _names(""),
}

"""Documented fields of Binance's rows that the model has no place for, and why; a test holds this to the document."""

from __future__ import annotations


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


LEFT_OUT: dict[str, frozenset[str]] = {
    "position": _names(
        # Margin coin (always USDT); other prices, sums and parts of the margin we keep; ADL queue; resting orders.
        "marginAsset breakEvenPrice notional initialMargin openOrderInitialMargin maintMargin adl bidNotional "
        "askNotional"
    ),
    "account push": _names(
        # Why something changed, and of which contract a funding fee is: incomes tell it with its amount.
        "m S"
    ),
    "position push": _names(
        # Another price; the result over all positions ever held on this side, which fills tell for this one.
        "bep cr"
    ),
    "account": _names(
        # Sums over all assets; each asset tells its own. Positions without prices, which the list of positions has.
        "totalWalletBalance totalUnrealizedProfit totalMarginBalance totalInitialMargin totalMaintMargin "
        "totalPositionInitialMargin totalOpenOrderInitialMargin totalCrossWalletBalance totalCrossUnPnl "
        "availableBalance maxWithdrawAmount positions"
    ),
    "balance": _names(
        # Parts of what we keep, and what may be moved away.
        "maintMargin positionInitialMargin openOrderInitialMargin crossWalletBalance crossUnPnl maxWithdrawAmount"
    ),
    "balance push": _names("cw bc"),
    "futures balance": _names(
        # Asked only for the account's alias, on the testnet; balances come with the account.
        "asset balance crossWalletBalance crossUnPnl availableBalance maxWithdrawAmount marginAvailable updateTime"
    ),
    "order": _names(
        # The type before it triggered, which its conditional order tells; the sum, which is size by average price.
        "origType cumQuote "
        # How a conditional order triggers: those stand in the other family since 2025-12.
        "activatePrice priceRate workingType priceProtect "
        # Terms of matching: how the price is chosen, whom it may not trade with, until when it stands.
        "priceMatch selfTradePreventionMode goodTillDate"
    ),
    "order push": _names(
        # As in the list; what its symbol has resting; number of the modification, which the new price and size tell.
        "ot b a AP cr pP wt pm V gtd M "
        # Of no meaning, as the document says.
        "si ss"
    ),
    "algo": _names(
        # The one kind there is; the order it became, which has news of its own; kinds of trigger prices and their time.
        "algoType actualOrderId workingType priceProtect callbackRate triggerTime "
        # Empty with this kind: icebergs and attached targets.
        "icebergQuantity tpTriggerPrice tpPrice slTriggerPrice slPrice tpOrderType "
        "priceMatch selfTradePreventionMode goodTillDate"
    ),
    "algo push": _names(
        # As in the list; the type of the order it became; whether a trailing one has begun to follow the price.
        "at ai act V wt pm pP tt gtd ia"
    ),
    "fill": _names(
        # The sum, which is price by size; who bought, said by the side; margin coin (always USDT) and pair.
        "quoteQty buyer marginAsset baseQty pair"
    ),
    "income": _names(
        # Repeats the kind; `tradeId` tells which contracts were traded, before rows are mapped.
        "info"
    ),
    "contract": _names(
        # Prices and sizes go by the filters' steps, never by these; times of listing and delivery.
        "pricePrecision quantityPrecision pair onboardDate deliveryDate "
        # Limits and fees the venue applies itself.
        "triggerProtect liquidationFee marketTakeBound orderTypes timeInForce"
    ),
    "price filter": _names("minPrice maxPrice"),
    "lot filter": _names(
        # A limit order above it is refused by name.
        "maxQty"
    ),
    "market lot filter": _names("stepSize minQty"),
    "account config": _names(
        # Rights and fees of the account, which are not those of the key.
        "canTrade canDeposit canWithdraw feeTier updateTime tradeGroupId"
    ),
    "symbol config": _names(
        # Margin that grows by itself; how large a position may become, which the venue refuses by name.
        "isAutoAddMargin maxNotionalValue"
    ),
    "account info": _names("vipLevel isMarginEnabled isFutureEnabled isOptionsEnabled"),
    "key": _names(
        # Older keys are refused for futures by a code of its own, which says what to do.
        "createTime"
    ),
    "mark push": _names(
        # Other prices and the funding to come; USDⓈ-M or COIN-M, told by the contract's name.
        "ap i P r T st"
    ),
}

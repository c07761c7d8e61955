"""Documented fields of margin rows that the model has no place for, and why; a test holds this to the document."""

from __future__ import annotations


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


LEFT_OUT: dict[str, frozenset[str]] = {
    # Rates of a year are those of a day; VIP levels are no business of an account that is told its own limits.
    "rates cross": _names("leverage yearlyInterestRate vips"),
    "rates isolated": _names("symbol leverage baseYearlyInterestRate baseVips quoteYearlyInterestRate quoteVips"),
    "tier cross": _names(""),
    "tier isolated": _names("symbol initRate"),
    # Limits and fees the venue applies itself; its risk limits are the same for all pairs.
    "pair": _names(
        "warningRiskRatio liquidationRiskRatio maxTradeAmount takerFeeRate makerFeeRate minTradeUSDT isBorrowable "
        "userMinBorrow"
    ),
    "assets cross": _names("ctime"),
    "assets isolated": _names("ctime"),
    "borrow": _names("clientOid coin symbol"),
    "repay": _names("clientOid coin symbol repayAmount"),
    "risk cross": _names(""),
    "risk isolated": _names("symbol"),
    "borrowable": _names("coin symbol"),
    "removable": _names("coin symbol"),
    "flash repay": _names("symbol coin code"),
    "flash status": _names(""),
    "placed": _names("clientOid"),
    "batch": _names("resultList"),
    # What was ordered in quote coins stands in the price times the size; where it was sent from is not shown.
    "order": _names("source quoteAmount"),
    "order push": _names("source quoteAmount key version"),
    "fill": _names("orderType fillTotalAmount"),
    "loan": _names(""),
    "repayment": _names(""),
    "interest": _names(""),
    "liquidation": _names(""),
    "entry": _names(""),
    "index push": _names("baseCoin quoteCoin version"),
    "money push": _names("id key version"),
    "isolated money push": _names("id key version"),
}

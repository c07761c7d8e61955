"""The futures account of a classic user, its bills and its settings, as v2 lists and pushes them."""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.bitget.requests import COIN, Row
from exchanges.sandbox.bitget.words import business_type, margin_word, position_mode
from exchanges.sandbox.figures import txt
from exchanges.sandbox.margin import Margins, leverage_of
from exchanges.sandbox.market import Market
from exchanges.sandbox.state import ZERO, Account, Bill

LARGEST_ISOLATED = Decimal("0.95")


class Funds:
    """What an account's money comes to at the present marks; sums as the documents define them.

    `equity` = `available` + `locked` + `upl`.
    """

    def __init__(self, account: Account, market: Market) -> None:
        margins = Margins(account, market)
        held = account.positions.values()
        self.equity = margins.equity
        self.cross_upl = margins.cross_upl
        self.isolated_upl = margins.isolated_upl
        self.upl = self.cross_upl + self.isolated_upl
        self.locked = margins.held_by_orders
        self.available = self.equity - self.upl - self.locked
        self.openable = margins.available
        self.risk = 1 / margins.ratio if margins.ratio else ZERO
        self.cross_margin = margins.cross_initial
        self.isolated_margin = sum((item.margin for item in held), ZERO)
        self.btc = self.equity / market.quotes["BTCUSDT"].last
        self.has_isolated = any(item.margin_mode == "isolated" for item in held)


def account_row(account: Account, market: Market) -> Row:
    """One row of `account/accounts`."""
    funds = Funds(account, market)
    return {
        "marginCoin": COIN,
        "locked": txt(funds.locked),
        "available": txt(funds.available),
        "crossedMaxAvailable": txt(funds.openable),
        "isolatedMaxAvailable": txt(funds.openable),
        "maxTransferOut": txt(funds.openable),
        "accountEquity": txt(funds.equity),
        "usdtEquity": txt(funds.equity),
        "btcEquity": txt(funds.btc),
        "crossedRiskRate": txt(funds.risk),
        "unrealizedPL": txt(funds.upl),
        "coupon": "0",
        "unionTotalMargin": "0",
        "unionAvailable": "0",
        "unionMm": "0",
        "assetList": [],
        "isolatedMargin": txt(funds.isolated_margin),
        "crossedMargin": txt(funds.cross_margin),
        "crossedUnrealizedPL": txt(funds.cross_upl),
        "isolatedUnrealizedPL": txt(funds.isolated_upl) if funds.has_isolated else "",
        "assetMode": "single",
        "grant": "0",
    }


def single_account_row(account: Account, market: Market, contract: str) -> Row:
    """`account/account`: the same, and how the account trades one contract."""
    row = account_row(account, market)
    for name in ("unionTotalMargin", "unionAvailable", "unionMm", "assetList"):
        del row[name]
    return row | {
        "crossedMarginLeverage": leverage_number(account, contract, "cross", "net"),
        "isolatedLongLever": leverage_number(account, contract, "isolated", isolated_leg(account, "long")),
        "isolatedShortLever": leverage_number(account, contract, "isolated", isolated_leg(account, "short")),
        "marginMode": margin_word(account.margin_modes.get(contract, "cross")),
        "posMode": position_mode(account),
    }


def leverage_number(account: Account, contract: str, mode: str, leg: str) -> int:
    """Leverage as the JSON number this call answers."""
    return int(leverage_of(account, contract, mode, leg))


def isolated_leg(account: Account, leg: str) -> str:
    """The engine keeps isolated leverage per leg in hedge mode, once in one-way mode."""
    return leg if account.hedged else "net"


def account_push(account: Account, market: Market) -> Row:
    """One row of the `account` channel."""
    funds = Funds(account, market)
    return {
        "marginCoin": COIN,
        "frozen": txt(funds.locked),
        "available": txt(funds.available),
        "maxOpenPosAvailable": txt(funds.openable),
        "maxTransferOut": txt(funds.openable),
        "equity": txt(funds.equity),
        "usdtEquity": txt(funds.equity),
        "crossedRiskRate": txt(funds.risk),
        "unrealizedPL": txt(funds.upl),
        "unionTotalMargin": "0",
        "unionAvailable": "0",
        "unionMm": "0",
        "assetsMode": "single",
    }


def equity_push(account: Account, market: Market) -> Row:
    """One row of the `equity` channel."""
    funds = Funds(account, market)
    return {
        "usdtEquity": txt(funds.equity),
        "btcEquity": txt(funds.btc),
        "usdtUnrealized": txt(funds.upl),
        "unionTotalMargin": "0",
        "unionAvailable": "0",
        "unionMM": "0",
    }


def bill_amount(bill: Bill) -> Decimal:
    """What the bill brought besides its fee; moves between cash and isolated margin are no bills of the venue."""
    return bill.change - bill.fee + bill.position_change if bill.kind != "margin" else bill.change


def bill_row(bill: Bill) -> Row:
    """One row of `account/bill`."""
    return {
        "billId": bill.id,
        "symbol": bill.contract,
        "amount": txt(bill_amount(bill)),
        "fee": txt(bill.fee),
        "feeByCoupon": "",
        "businessType": business_type(bill),
        "coin": bill.currency,
        "balance": txt(bill.balance),
        "cTime": txt(bill.time_ms),
    }

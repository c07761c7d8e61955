"""An account's configuration, balances and bills as OKX answers them."""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.margin import COIN, Margins
from exchanges.sandbox.market import Market
from exchanges.sandbox.okx.order_rows import liquidity
from exchanges.sandbox.okx.text import Row, blanks, txt
from exchanges.sandbox.okx.words import BILL_TYPES, SUB_TYPES, ways
from exchanges.sandbox.state import ZERO, Account, Bill, Key, Position

_DETAIL_BLANKS = blanks(
    "accAvgPx availEq borrowFroz clSpotInUseAmt crossLiab frpType imr interest isoLiab liab maxLoan maxSpotInUse"
    " mgnRatio mmr notionalLever openAvgPx spotBal spotInUseAmt spotIsoBal spotUpl spotUplRatio totalPnl totalPnlRatio"
    " twap uplLiab"
)
_TOTAL_BLANKS = blanks(
    "adjEq availEq borrowFroz delta deltaLever deltaNeutralStatus imr mgnRatio mmr notionalUsd notionalUsdForBorrow"
    " notionalUsdForFutures notionalUsdForOption notionalUsdForSwap ordFroz upl"
)


def config_row(account: Account, key: Key) -> Row:
    """`account/config`: the account and the asking key."""
    return {
        "uid": account.uid,
        "mainUid": account.uid,
        "label": key.label,
        "perm": ",".join(key.permissions),
        "ip": ",".join(key.ips),
        "acctLv": account.level,
        "posMode": account.position_mode,
        "acctStpMode": "cancel_maker",
        "autoLoan": False,
        "ctIsoMode": "automatic",
        "mgnIsoMode": "automatic",
        "greeksType": "PA",
        "level": "Lv1",
        "levelTmp": "",
        "feeType": "0",
        "kycLv": "2",
        "stgyType": "0",
        "roleType": "0",
        "spotRoleType": "0",
        "traderInsts": [],
        "spotTraderInsts": [],
        "opAuth": "0",
        "spotOffsetType": "",
        "liquidationGear": "-1",
        "enableSpotBorrow": False,
        "spotBorrowAutoRepay": False,
        "settleCcy": "USDT",
        "settleCcyList": ["USDT", "USDC", "USD"],
        "type": "0",
    }


def balance_row(account: Account, market: Market, currencies: list[str] | None = None) -> Row:
    """`account/balance` and the `account` channel; only currencies the account has, or had."""
    margins = Margins(account, market)
    wanted = [name for name in account.cash if currencies is None or name in currencies]
    details = [_detail(account, market, name) for name in wanted]
    return _TOTAL_BLANKS | {
        "uTime": txt(max(account.balance_ms.values(), default=account.created_ms)),
        "totalEq": txt(margins.equity),
        "isoEq": txt(margins.isolated_equity),
        "details": details,
    }


def _detail(account: Account, market: Market, currency: str) -> Row:
    margins = Margins(account, market)
    cash = account.cash[currency]
    is_coin = currency == COIN
    equity = margins.equity if is_coin else cash
    available = margins.available if is_coin else cash
    row = _DETAIL_BLANKS | {
        "ccy": currency,
        "uTime": txt(account.balance_ms.get(currency, account.created_ms)),
        "eq": txt(equity),
        "eqUsd": txt(equity),
        "disEq": txt(equity),
        "cashBal": txt(cash),
        "availBal": txt(available),
        "frozenBal": txt(margins.cross_initial + margins.held_by_orders if is_coin else ZERO),
        "ordFrozen": txt(margins.held_by_orders if is_coin else ZERO),
        "upl": txt(margins.cross_upl if is_coin else ZERO),
        "isoUpl": txt(margins.isolated_upl if is_coin else ZERO),
        "isoEq": txt(margins.isolated_equity if is_coin else ZERO),
        "stgyEq": "0",
        "rewardBal": "0",
        "fixedBal": "0",
        "smtSyncEq": "0",
        "spotCopyTradingEq": "0",
        "autoLendAmt": "0",
        "autoLendMtAmt": "0",
        "autoLendStatus": "off",
        "autoStakingStatus": "unsupported",
        "collateralEnabled": False,
        "collateralRestrict": False,
        "colRes": "0",
        "coinUsdPrice": "1",
    }
    if account.level != "1":
        row |= {"availEq": txt(available)} | (_cross_figures(margins, equity) if is_coin else {})
    return row


def _cross_figures(margins: Margins, equity: Decimal) -> Row:
    value = margins.cross_value
    if not value:
        return {"imr": "0", "mmr": "0", "mgnRatio": "", "notionalLever": "0"}
    return {
        "imr": txt(margins.cross_initial + margins.held_by_orders),
        "mmr": txt(margins.cross_maintenance),
        "mgnRatio": txt(margins.ratio),
        "notionalLever": txt(value / equity) if equity > 0 else "",
    }


def bill_row(bill: Bill) -> Row:
    """One row of `account/bills`."""
    source, target = ways(bill)
    return {
        "billId": bill.id,
        "type": BILL_TYPES[bill.kind],
        "subType": SUB_TYPES[bill.sub_kind],
        "ts": txt(bill.time_ms),
        "ccy": bill.currency,
        "balChg": txt(bill.change),
        "bal": txt(bill.balance),
        "posBalChg": txt(bill.position_change),
        "posBal": txt(bill.position_balance),
        "pnl": txt(bill.pnl),
        "fee": txt(bill.fee),
        "sz": txt(bill.size if bill.contract else abs(bill.change)),
        "px": txt(bill.price),
        "instId": bill.contract,
        "instType": "SWAP" if bill.contract else "",
        "mgnMode": bill.margin_mode,
        "ordId": bill.order_id,
        "clOrdId": bill.client_id,
        "tradeId": bill.trade_id,
        "execType": liquidity(bill.maker),
        "fillTime": txt(bill.time_ms) if bill.trade_id else "",
        "from": source,
        "to": target,
        "notes": bill.notes,
        "interest": "0",
        "tag": bill.tag,
        "earnAmt": "",
        "earnApr": "",
        "fillFwdPx": "",
        "fillIdxPx": "",
        "fillMarkPx": "",
        "fillMarkVol": "",
        "fillPxUsd": "",
        "fillPxVol": "",
    }


def pulse_balance(account: Account, currency: str) -> Row:
    """A balance inside `balance_and_position`."""
    return {
        "ccy": currency,
        "cashBal": txt(account.cash.get(currency, ZERO)),
        "uTime": txt(account.balance_ms.get(currency, account.created_ms)),
    }


def pulse_position(position: Position) -> Row:
    """A position inside `balance_and_position`."""
    signed = position.size * position.direction if position.leg == "net" else position.size
    return {
        "posId": position.id,
        "tradeId": position.trade_id,
        "instId": position.contract,
        "instType": "SWAP",
        "mgnMode": position.margin_mode,
        "posSide": position.leg,
        "pos": txt(signed),
        "ccy": COIN,
        "posCcy": "",
        "avgPx": txt(position.entry) if position.size else "",
        "nonSettleAvgPx": "",
        "settledPnl": "0",
        "baseBal": "",
        "quoteBal": "",
        "uTime": txt(position.updated_ms),
    }

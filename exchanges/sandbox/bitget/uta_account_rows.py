"""The money of a unified account as v3 lists and pushes it."""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.bitget.mix_account_rows import Funds, bill_amount
from exchanges.sandbox.bitget.requests import COIN, USDT_FUTURES, Row
from exchanges.sandbox.bitget.words import margin_word, position_mode
from exchanges.sandbox.figures import txt
from exchanges.sandbox.margin import Margins, leverage_of
from exchanges.sandbox.market import Market
from exchanges.sandbox.state import ZERO, Account, Bill

_BILLS = {
    "funding_paid": "FUNDING_FEE",
    "funding_received": "FUNDING_FEE",
    "transfer_in": "TRANSFER_IN",
    "transfer_out": "TRANSFER_OUT",
}


def maintenance(account: Account, market: Market) -> Decimal:
    """Maintenance margin of all positions."""
    margins = Margins(account, market)
    return sum((margins.maintenance(item) for item in account.positions.values()), ZERO)


def assets(account: Account, market: Market) -> Row:
    """`account/assets`: the balance of a coin is cash, its equity counts open positions too."""
    funds = Funds(account, market)
    return {
        "accountEquity": txt(funds.equity),
        "usdtEquity": txt(funds.equity),
        "btcEquity": txt(funds.btc),
        "unrealisedPnl": txt(funds.upl),
        "usdtUnrealisedPnl": txt(funds.upl),
        "btcUnrealizedPnl": txt(funds.upl / market.quotes["BTCUSDT"].last),
        "effEquity": txt(funds.equity),
        "mmr": txt(maintenance(account, market)),
        "imr": txt(funds.cross_margin + funds.isolated_margin),
        "mgnRatio": txt(funds.risk),
        "positionMgnRatio": txt(funds.risk),
        "assets": [
            {
                "coin": coin,
                "equity": txt(funds.equity if coin == COIN else amount),
                "usdValue": txt(funds.equity if coin == COIN else amount),
                "balance": txt(amount + funds.isolated_margin if coin == COIN else amount),
                "available": txt(funds.openable if coin == COIN else amount),
                "debt": "0",
                "locked": txt(funds.locked if coin == COIN else ZERO),
                "bonus": "0",
            }
            for coin, amount in account.cash.items()
        ],
    }


def unified_account_push(whole: Row) -> Row:
    """One row of the `account` channel, of `account/assets`."""
    coins = whole["assets"]
    return {
        "totalEquity": whole["accountEquity"],
        "unrealisedPnL": whole["unrealisedPnl"],
        "effEquity": whole["effEquity"],
        "mmr": whole["mmr"],
        "imr": whole["imr"],
        "mgnRatio": whole["mgnRatio"],
        "positionMgnRatio": whole["positionMgnRatio"],
        "coin": [
            {
                "coin": item["coin"],
                "equity": item["equity"],
                "usdValue": item["usdValue"],
                "balance": item["balance"],
                "available": item["available"],
                "locked": item["locked"],
                "borrow": item["debt"],
                "debts": item["debt"],
            }
            for item in (coins if isinstance(coins, list) else [])
        ],
    }


def settings(account: Account, market: Market) -> Row:
    """`account/settings`: modes, and leverage of every contract."""
    return {
        "uid": account.uid,
        "accountMode": "unified",
        "accountLevel": "basic",
        "assetMode": "single",
        "holdMode": position_mode(account),
        "stpMode": "none",
        "symbolConfigList": [
            {
                "category": USDT_FUTURES,
                "symbol": name,
                "marginMode": margin_word(account.margin_modes.get(name, "cross")),
                "leverage": _leverage(account, name),
            }
            for name in market.quotes
        ],
        "coinConfigList": [{"coin": COIN, "leverage": "3"}],
    }


def _leverage(account: Account, name: str) -> str:
    mode = account.margin_modes.get(name, "cross")
    return txt(leverage_of(account, name, mode, "long" if account.hedged else "net"))


def record(bill: Bill) -> Row:
    """One row of `account/financial-records`."""
    return {
        "category": USDT_FUTURES if bill.contract else "SPOT",
        "id": bill.id,
        "symbol": bill.contract,
        "coin": bill.currency,
        "type": _BILLS.get(bill.sub_kind, bill.sub_kind.upper()),
        "positionType": margin_word(bill.margin_mode) if bill.contract else "",
        "fee": txt(bill.fee),
        "positionAmount": txt(bill.size),
        "positionBalance": txt(bill.position_balance),
        "amount": txt(bill_amount(bill)),
        "balance": txt(bill.balance),
        "ts": txt(bill.time_ms),
    }

"""The other host: what a key may do, and whose it is."""

from __future__ import annotations

from exchanges.sandbox.binance.key_rules import PERMISSIONS
from exchanges.sandbox.binance.requests import Call
from exchanges.sandbox.binance.text import Row, money
from exchanges.sandbox.margin import COIN
from exchanges.sandbox.state import ZERO


def api_restrictions(call: Call) -> Row:
    key = call.key
    first: Row = {"ipRestrict": bool(key.ips), "createTime": key.created_ms}
    return first | {name: name in key.permissions for name in PERMISSIONS}


def account_info(call: Call) -> Row:
    facts = call.account.facts
    return {
        "vipLevel": 0,
        "isMarginEnabled": True,
        "isFutureEnabled": facts.get("futures") != "closed",
        "isOptionsEnabled": False,
        "isPortfolioMarginRetailEnabled": facts.get("portfolio") == "true",
    }


def account_status(call: Call) -> Row:
    return {"data": "Locked" if call.account.facts.get("locked") == "true" else "Normal"}


def trading_status(call: Call) -> Row:
    locked = call.account.facts.get("trading_locked") == "true"
    recover = call.now() + 3_600_000 if locked else 0
    conditions = {"GCR": 150, "IFER": 150, "UFR": 300}
    return {
        "data": {
            "isLocked": locked,
            "plannedRecoverTime": recover,
            "triggerCondition": conditions,
            "updateTime": call.now() if locked else 0,
        }
    }


def spot_account(call: Call) -> Row:
    """The spot account; the simulation's funding account lies there."""
    account = call.account
    owned = {asset: amount for asset, amount in account.funding.items() if amount}
    if call.flag("omitZeroBalances") is not True:
        owned = {COIN: ZERO, "BTC": ZERO, "BNB": ZERO} | owned
    rates = dict.fromkeys(("maker", "taker", "buyer", "seller"), "0.00000000")
    return {
        "makerCommission": 10,
        "takerCommission": 10,
        "buyerCommission": 0,
        "sellerCommission": 0,
        "commissionRates": rates | {"maker": "0.00100000", "taker": "0.00100000"},
        "canTrade": True,
        "canWithdraw": True,
        "canDeposit": True,
        "brokered": False,
        "requireSelfTradePrevention": False,
        "preventSor": False,
        "updateTime": account.created_ms,
        "accountType": "SPOT",
        "balances": [{"asset": asset, "free": money(amount), "locked": money(ZERO)} for asset, amount in owned.items()],
        "permissions": ["TRD_GRP_002"],
        "uid": int(account.uid),
    }


def coins(call: Call) -> list[Row]:
    """All coins with their networks, as far as this simulation has any."""
    rows: list[Row] = []
    for coin in ("USDT", "BTC", "ETH", "BNB", "USDC"):
        network: Row = {
            "network": "TRX" if coin == "USDT" else coin,
            "coin": coin,
            "name": coin,
            "isDefault": True,
            "depositEnable": True,
            "withdrawEnable": True,
            "withdrawFee": "1",
            "withdrawMin": "10",
            "withdrawMax": "10000000",
            "withdrawIntegerMultiple": "0.000001",
            "minConfirm": 1,
            "unLockConfirm": 1,
        }
        free = call.account.funding.get(coin, ZERO)
        row: Row = {"coin": coin, "name": coin, "free": money(free), "networkList": [network]}
        row |= dict.fromkeys(("locked", "freeze", "withdrawing", "ipoing", "ipoable", "storage"), "0")
        row |= {"trading": True, "isLegalMoney": False, "depositAllEnable": True, "withdrawAllEnable": True}
        rows.append(row)
    return rows


def system_status(call: Call) -> Row:
    """0 for normal, 1 under maintenance."""
    closed = call.house.faults.find("maintenance") is not None
    return {"status": 1, "msg": "system_maintenance"} if closed else {"status": 0, "msg": "normal"}


def margin_pairs(_: Call) -> list[Row]:
    """Margin trading of spot pairs is no part of this simulation."""
    return []

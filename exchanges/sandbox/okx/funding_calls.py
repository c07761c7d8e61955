"""The `asset`, `affiliate` and `users` calls: the funding account, and who invited whom."""

from __future__ import annotations

from exchanges.sandbox.margin import COIN, Margins
from exchanges.sandbox.okx.errors import OkxError
from exchanges.sandbox.okx.paging import chosen
from exchanges.sandbox.okx.requests import Call, decimal, one_of, word
from exchanges.sandbox.okx.text import Row, blanks, txt
from exchanges.sandbox.state import ZERO

_CHAIN_BLANKS = blanks(
    "burningFeeRate ctAddr depEstOpenTime depQuotaFixed depQuoteDailyLayer2 logoLink usedDepQuotaFixed wdEstOpenTime"
)


def funding_balances(call: Call) -> list[Row]:
    wanted = chosen(call.params, "ccy")
    return [
        {"ccy": name, "bal": txt(amount), "availBal": txt(amount), "frozenBal": "0"}
        for name, amount in call.account.funding.items()
        if amount and (not wanted or name in wanted)
    ]


def no_movements(_: Call) -> list[Row]:
    """Deposits and withdrawals: nothing comes from or goes to a chain here."""
    return []


def transfer(call: Call) -> list[Row]:
    """Between the funding (6) and the trading account (18)."""
    amount = decimal(call.params, "amt")
    source = one_of(call.params, "from", ("6", "18"))
    target = one_of(call.params, "to", ("6", "18"))
    currency = call.need("ccy")
    if amount is None or amount <= ZERO or source == target:
        raise OkxError("51000", param="amt" if source != target else "to")
    margins = Margins(call.account, call.venue.market)
    blocked = source == "18" and currency == COIN and amount > margins.available
    if blocked or not call.venue.desk.transfer(call.account, currency, amount if target == "18" else -amount):
        raise OkxError("58350")
    client = word(call.params, "clientId")
    return [
        {
            "transId": call.venue.desk.new_id(),
            "ccy": currency,
            "clientId": client,
            "from": source,
            "amt": txt(amount),
            "to": target,
        }
    ]


def currencies(_: Call) -> list[Row]:
    """Coins and the chains they can be moved on; only what this simulation knows."""
    chains = (("USDT", "TRC20"), ("USDT", "ERC20"), ("BTC", "Bitcoin"), ("ETH", "ERC20"))
    return [
        _CHAIN_BLANKS
        | {
            "ccy": name,
            "name": name,
            "chain": f"{name}-{chain}",
            "canDep": True,
            "canWd": True,
            "canInternal": True,
            "mainNet": index % 2 == 0,
            "needTag": False,
            "minDep": "0.01",
            "minDepArrivalConfirm": "1",
            "minWdUnlockConfirm": "1",
            "minWd": "2",
            "minInternal": "0.01",
            "maxWd": "1000000",
            "wdTickSz": "6",
            "wdQuota": "10000000",
            "usedWdQuota": "0",
            "fee": "1",
            "minFee": "1",
            "maxFee": "1",
            "minFeeForCtAddr": "1",
            "maxFeeForCtAddr": "1",
        }
        for index, (name, chain) in enumerate(chains)
    ]


def invitee_detail(call: Call) -> list[Row]:
    """An affiliate asks about a user it invited."""
    if not call.account.is_affiliate:
        raise OkxError("51620")
    uid = call.need("uid")
    for account in call.venue.accounts.values():
        if account.uid == uid and account.inviter_uid == call.account.uid:
            return [
                {
                    "inviteeLevel": "2",
                    "joinTime": txt(account.created_ms),
                    "inviteeRebateRate": "0.1",
                    "totalCommission": "0",
                    "firstTradeTime": "",
                    "level": "Lv1",
                    "depAmt": "0",
                    "volMonth": "0",
                    "accFee": "0",
                    "kycTime": txt(account.created_ms),
                    "region": "",
                    "affiliateCode": "BINNACLE",
                }
            ]
    raise OkxError("51621")


def if_rebate(call: Call) -> list[Row]:
    """An affiliate asks whether the owner of an API key was invited by it."""
    if not call.account.is_affiliate:
        raise OkxError("51620")
    found = call.venue.find_key(call.need("apiKey"))
    invited = found is not None and found[0].inviter_uid == call.account.uid
    return [{"type": "0" if invited else "1", "result": invited}]

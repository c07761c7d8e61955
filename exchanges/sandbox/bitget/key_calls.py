"""What a key can learn of itself, of its account, and of money outside the futures account."""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.bitget.errors import BitgetError
from exchanges.sandbox.bitget.key_rules import AREAS, CLASSIC, READ_AND_WRITE, READ_ONLY
from exchanges.sandbox.bitget.requests import Call, Row, margin_pair, need, need_decimal, one_of, word
from exchanges.sandbox.figures import txt
from exchanges.sandbox.state import ZERO

MARGIN_WAYS = ("crossed_margin", "isolated_margin")


def spot_info(call: Call) -> Row:
    """The introspection of classic keys."""
    account, key = call.account, call.key
    return {
        "userId": account.uid,
        "inviterId": account.inviter_uid or None,
        "channelCode": account.facts.get("channel_code", ""),
        "channel": account.facts.get("channel", ""),
        "ips": ",".join(key.ips),
        "authorities": [name for name in CLASSIC if name in key.permissions],
        "parentId": int(account.facts.get("parent_uid", account.uid)),
        "traderType": "trader" if account.facts.get("trader") else "not_trader",
        "regisTime": txt(account.created_ms),
    }


def unified_info(call: Call) -> Row:
    """The introspection of unified keys; takes no permission. Only a sub-account has a parent."""
    account, key = call.account, call.key
    return {
        "uid": account.uid,
        "inviterId": account.inviter_uid,
        "parentId": account.facts.get("parent_uid", ""),
        "channelCode": account.facts.get("channel_code", ""),
        "channel": account.facts.get("channel", ""),
        "ips": ",".join(key.ips),
        "permType": READ_AND_WRITE if READ_AND_WRITE in key.permissions else READ_ONLY,
        "permissions": [name for name in AREAS if name in key.permissions],
        "regisTime": txt(account.created_ms),
    }


def upgrade_status(call: Call) -> Row:
    """Whether the change from a classic to a unified account is under way, done, or not begun."""
    usual = "success" if call.account.facts.get("kind") == "unified" else "fail"
    return {"status": call.account.facts.get("upgrade", usual)}


def spot_assets(call: Call) -> list[Row]:
    wanted = word(call.params, "coin").upper()
    return [
        {
            "coin": coin,
            "available": txt(amount),
            "frozen": "0",
            "locked": "0",
            "limitAvailable": "0",
            "uTime": txt(call.account.balance_ms.get(coin, call.account.created_ms)),
        }
        for coin, amount in call.account.funding.items()
        if not wanted or coin == wanted
    ]


def transfer(call: Call) -> Row:
    """Between spot and another wallet: USDT-M futures, cross margin, or the isolated margin of a pair."""
    ways = ("spot", "usdt_futures", *MARGIN_WAYS)
    source, target = one_of(call.params, "fromType", ways), one_of(call.params, "toType", ways)
    amount, coin = need_decimal(call.params, "amount"), need(call.params, "coin").upper()
    if amount <= 0 or source == target:
        raise BitgetError("40020", param="amount" if amount <= 0 else "toType")
    if "spot" not in (source, target):
        raise BitgetError("400172")
    into = amount if source == "spot" else -amount
    way = target if source == "spot" else source
    if way in MARGIN_WAYS:
        _move_margin(call, coin, into, margin_pair(call, call.params).symbol if way == "isolated_margin" else "")
    elif not call.venue.desk.transfer(call.account, coin, into):
        raise BitgetError("43012")
    return {"transferId": call.venue.desk.new_id(), "clientOid": word(call.params, "clientOid")}


def _move_margin(call: Call, coin: str, amount: Decimal, pair: str) -> None:
    """From spot to margin, or back when negative.

    Raises:
        BitgetError: 43012 when there is not enough there, or a debt keeps it.
    """
    house, spot = call.venue.margin, call.account.funding
    pot = house.pot(call.account, pair, coin)
    there = spot.get(coin, ZERO) if amount > 0 else house.removable(call.account, pair, coin)
    if abs(amount) > there:
        raise BitgetError("43012")
    spot[coin] = spot.get(coin, ZERO) - amount
    house.enter(call.account, pot, "transfer_in" if amount > 0 else "transfer_out", amount)

"""The settings a lead trader submits, checked as the document says: field by field, then against the account."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from exchanges.sandbox.state import ZERO, Account
from exchanges.sandbox.toobit.errors import ToobitError
from exchanges.sandbox.toobit.leader_state import config_of, is_copy_account, lead_contracts
from exchanges.sandbox.toobit.requests import Call

NUMBERS = {
    "unLeadType": (0, 1),
    "leadPositionType": (-1, 0, 1),
    "tradeProtect": (0, 1),
    "profitPeriod": (1, 7),
    "isNeedInvite": (0, 1),
    "inviteScope": (0, 1, 2),
}
"""Integers that have to be there, and the values they may have."""
LEVEL = {
    "profitRate": (Decimal(0), Decimal("0.3")),
    "followAssetLowerLimit": (Decimal(10), Decimal(100_000)),
    "fixedAmountFollowMin": (Decimal(5), Decimal(10_000)),
    "fixedRateFollowMin": (Decimal(5), Decimal(10_000)),
}
"""Decimals that have to be there, and what the leader's level allows."""
PRIVATE_SHARE = Decimal("0.5")
"""The largest share of a private leader."""
MOST_DECIMALS = 8
_CODE = re.compile(r"^[\x21-\x7e]{6,10}$")
_OFFENSIVE = ("FRAUD", "SCAM")


def read_config(call: Call) -> dict[str, Any]:
    """The new settings.

    Raises:
        ToobitError: What the document lists under this call.
    """
    body, account = call.body, call.account
    if not isinstance(body, dict):
        raise ToobitError(-1102, param="body")
    kept = config_of(account)
    config: dict[str, Any] = {name: _integer(body, name, values) for name, values in NUMBERS.items()}
    config |= {name: str(_decimal(body, name)) for name in LEVEL}
    config |= _cool_down(body, config["unLeadType"])
    config["symbolIds"] = _symbols(call, body)
    config |= _recommended(body, kept)
    config["inviteCode"] = _invite_code(call, body, kept) if config["isNeedInvite"] else ""
    _check_level(account, config)
    if kept["isNeedInvite"] and not config["isNeedInvite"] and account.facts.get("custom_share") == "true":
        raise ToobitError(-120073)
    _check_held(account, kept, config)
    return config


def _integer(body: dict[str, Any], name: str, values: tuple[int, ...]) -> int:
    value = body.get(name)
    if value is None or isinstance(value, bool) or not re.fullmatch(r"-?\d{1,3}", str(value)):
        raise ToobitError(-1102, param=name)
    if int(value) not in values:
        raise ToobitError(-1130, param=name)
    return int(value)


def _decimal(body: dict[str, Any], name: str) -> Decimal:
    try:
        value = Decimal(str(body[name]))
    except (KeyError, InvalidOperation):
        raise ToobitError(-1102, param=name) from None
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or value < ZERO or exponent < -MOST_DECIMALS:
        raise ToobitError(-1130, param=name)
    return value


def _moment(body: dict[str, Any], name: str) -> int:
    value = str(body.get(name) or 0)
    if not re.fullmatch(r"\d{1,16}", value):
        raise ToobitError(-1130, param=name)
    return int(value)


def _cool_down(body: dict[str, Any], kind: int) -> dict[str, int]:
    start, end = _moment(body, "unLeadStartTime"), _moment(body, "unLeadEndTime")
    if not kind:
        start = end = 0
    elif not end or end < start:
        raise ToobitError(-120078)
    return {"unLeadStartTime": start, "unLeadEndTime": end}


def _symbols(call: Call, body: dict[str, Any]) -> list[str]:
    named = body.get("symbolIds")
    if not isinstance(named, list):
        raise ToobitError(-1102, param="symbolIds")
    known = [contract.id for contract in lead_contracts(call.market)]
    if not all(isinstance(name, str) and name in known for name in named):
        raise ToobitError(-1130, param="symbolIds")
    return [name for name in known if name in named]


def _recommended(body: dict[str, Any], kept: dict[str, Any]) -> dict[str, Any]:
    """Whether referrers get a part; left out it stays as it is."""
    if body.get("recommendShare") is None:
        return {name: kept[name] for name in ("recommendShare", "recommendShareRate")}
    share = _integer(body, "recommendShare", (0, 1))
    if not share:
        return {"recommendShare": 0, "recommendShareRate": "0"}
    part = _decimal(body, "recommendShareRate")
    if not ZERO < part <= 1:
        raise ToobitError(-120072)
    return {"recommendShare": 1, "recommendShareRate": str(part)}


def _invite_code(call: Call, body: dict[str, Any], kept: dict[str, Any]) -> str:
    code = body.get("inviteCode")
    if not code:
        return str(kept["inviteCode"])
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        raise ToobitError(-120512)
    if any(word in code.upper() for word in _OFFENSIVE):
        raise ToobitError(-120511)
    others = (other for other in call.venue.accounts.values() if other is not call.account and is_copy_account(other))
    if any(config_of(other)["inviteCode"] == code for other in others):
        raise ToobitError(-120510)
    return code


def _check_level(account: Account, config: dict[str, Any]) -> None:
    if account.facts.get("level") == "none":
        raise ToobitError(-120067)
    for name, (lowest, highest) in LEVEL.items():
        most = PRIVATE_SHARE if name == "profitRate" and config["isNeedInvite"] else highest
        if not lowest <= Decimal(config[name]) <= most:
            raise ToobitError(-120072)


def _check_held(account: Account, kept: dict[str, Any], config: dict[str, Any]) -> None:
    """What is led now cannot be switched off, and its margin has to fit."""
    for position in account.positions.values():
        if position.contract in kept["symbolIds"] and position.contract not in config["symbolIds"]:
            raise ToobitError(-32090)
        kind = int(position.margin_mode == "isolated")
        if config["leadPositionType"] not in (-1, kind):
            raise ToobitError(-32093)

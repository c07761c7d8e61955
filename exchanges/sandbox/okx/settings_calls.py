"""The `account` calls that change how an account trades: leverage, position mode, account mode."""

from __future__ import annotations

from exchanges.sandbox.margin import COIN, Margins, leverage_key, leverage_of
from exchanges.sandbox.okx.errors import OkxError, translate
from exchanges.sandbox.okx.paging import chosen
from exchanges.sandbox.okx.requests import Call, decimal, known_contract, margin_mode, need, one_of, word
from exchanges.sandbox.okx.text import Row, txt
from exchanges.sandbox.refusals import Refusal


def leverage_info(call: Call) -> list[Row]:
    mode = margin_mode(call.params, "mgnMode")
    if call.account.level == "4" and mode == "cross":
        raise OkxError("59111")
    contracts = chosen(call.params, "instId")
    if not contracts:
        raise OkxError("50014", param="instId")
    if len(contracts) > 20:
        raise OkxError("50025", param="instId", limit="20")
    rows: list[Row] = []
    for contract in contracts:
        known_contract(call, contract)
        rows += [
            {
                "instId": contract,
                "ccy": "",
                "mgnMode": mode,
                "posSide": leg,
                "lever": txt(leverage_of(call.account, contract, mode, leg)),
            }
            for leg in (("long", "short") if call.account.hedged else ("net",))
        ]
    return rows


def set_leverage(call: Call) -> list[Row]:
    account, fields = call.account, call.params
    mode = margin_mode(fields, "mgnMode")
    leverage = decimal(fields, "lever")
    if leverage is None:
        raise OkxError("50014", param="lever")
    contract = need(fields, "instId")
    leg = "net"
    if mode == "isolated" and account.hedged:
        leg = one_of(fields, "posSide", ("long", "short"))
    try:
        call.venue.setup.set_leverage(account, contract, mode, leg, leverage)
    except Refusal as refusal:
        raise translate(refusal, contract=contract) from None
    return [{"lever": txt(leverage), "mgnMode": mode, "instId": contract, "posSide": leg if leg != "net" else ""}]


def set_position_mode(call: Call) -> list[Row]:
    mode = one_of(call.params, "posMode", ("long_short_mode", "net_mode"))
    try:
        call.venue.setup.set_position_mode(call.account, mode)
    except Refusal as refusal:
        raise translate(refusal) from None
    return [{"posMode": mode}]


def set_account_level(call: Call) -> list[Row]:
    level = one_of(call.params, "acctLv", ("1", "2", "3", "4"))
    try:
        call.venue.setup.set_level(call.account, level)
    except Refusal as refusal:
        raise translate(refusal) from None
    return [{"acctLv": level}]


def switch_precheck(call: Call) -> list[Row]:
    """`sCode` 0: may switch; 1: `unmatchedInfoCheck` lists what is in the way."""
    level = one_of(call.params, "acctLv", ("1", "2", "3", "4"))
    account = call.account
    blockers = call.venue.setup.level_blockers(account, level)
    unmatched = [
        {
            "type": blocker,
            "totalAsset": "",
            "posList": [position.id for position in account.positions.values()] if "order" not in blocker else [],
        }
        for blocker in blockers
    ]
    return [
        {
            "sCode": "1" if blockers else "0",
            "curAcctLv": account.level,
            "acctLv": level,
            "riskOffsetType": "",
            "unmatchedInfoCheck": unmatched,
            "posList": [],
            "posTierCheck": [],
            "mgnBf": None if blockers else _margin_summary(call),
            "mgnAft": None if blockers else _margin_summary(call),
        }
    ]


def _margin_summary(call: Call) -> Row:
    margins = Margins(call.account, call.venue.market)
    return {
        "acctAvailEq": txt(margins.available),
        "mgnRatio": txt(margins.ratio),
        "details": [{"ccy": COIN, "availEq": txt(margins.available), "mgnRatio": txt(margins.ratio)}],
    }


def level_switch_preset(call: Call) -> list[Row]:
    """Only useful on the way out of portfolio margin; the leverage is remembered for every contract held."""
    level = one_of(call.params, "acctLv", ("1", "2", "3", "4"))
    leverage = decimal(call.params, "lever")
    if leverage is not None:
        for position in call.account.positions.values():
            call.account.leverage[leverage_key(position.contract, "cross", "net")] = leverage
    return [
        {
            "acctLv": level,
            "curAcctLv": call.account.level,
            "lever": txt(leverage),
            "riskOffsetType": word(call.params, "riskOffsetType"),
        }
    ]

"""The `account` calls about what could be traded: sizes, instruments, fees, risk."""

from __future__ import annotations

from exchanges.sandbox.margin import COIN, Margins, leverage_of
from exchanges.sandbox.okx.account_rows import balance_row
from exchanges.sandbox.okx.errors import OkxError
from exchanges.sandbox.okx.paging import chosen
from exchanges.sandbox.okx.position_rows import position_row
from exchanges.sandbox.okx.public_rows import instrument_row
from exchanges.sandbox.okx.requests import Call, decimal, known_contract, margin_mode
from exchanges.sandbox.okx.text import Row, txt


def max_size(call: Call) -> list[Row]:
    mode = margin_mode(call.params)
    account = call.account
    if account.level == "1":
        raise OkxError("51010")
    asked_price = decimal(call.params, "px")
    rows: list[Row] = []
    for contract in chosen(call.params, "instId"):
        quote = call.venue.market.quotes[known_contract(call, contract)]
        leverage = decimal(call.params, "leverage") or leverage_of(account, contract, mode, "net")
        size = Margins(account, call.venue.market).largest_order(quote.contract, leverage, asked_price or quote.last)
        rows.append({"instId": contract, "ccy": COIN, "maxBuy": txt(size), "maxSell": txt(size)})
    if not rows:
        raise OkxError("50014", param="instId")
    return rows


def max_available(call: Call) -> list[Row]:
    margin_mode(call.params)
    available = txt(Margins(call.account, call.venue.market).available)
    return [
        {"instId": known_contract(call, contract), "availBuy": available, "availSell": available}
        for contract in chosen(call.params, "instId")
    ]


def account_instruments(call: Call) -> list[Row]:
    kind, contract = call.need("instType"), call.params.get("instId")
    quotes = call.venue.market.quotes.values()
    return [
        instrument_row(quote.contract)
        for quote in quotes
        if kind == "SWAP" and (not contract or quote.contract.id == contract)
    ]


def trade_fee(call: Call) -> list[Row]:
    kind = call.need("instType")
    return [
        {
            "instType": kind,
            "level": "Lv1",
            "category": "1",
            "maker": "-0.0002",
            "taker": "-0.0005",
            "makerU": "-0.0002",
            "takerU": "-0.0005",
            "makerUSDC": "-0.0002",
            "takerUSDC": "-0.0005",
            "delivery": "",
            "exercise": "",
            "settle": "",
            "fiat": [],
            "feeGroup": [{"groupId": "4", "maker": "-0.0002", "taker": "-0.0005"}],
            "ruleType": "normal",
            "ts": txt(call.venue.clock()),
        }
    ]


def position_risk(call: Call) -> list[Row]:
    account, market = call.account, call.venue.market
    names = ("instType", "instId", "mgnMode", "posId", "posSide", "pos", "posCcy", "ccy", "notionalUsd")
    rows = [position_row(account, market, position) for position in account.positions.values()]
    money = balance_row(account, market)["details"]
    balances = [{"ccy": item["ccy"], "eq": item["eq"], "disEq": item["disEq"]} for item in _rows(money)]
    return [
        {
            "ts": txt(call.venue.clock()),
            "adjEq": "",
            "balData": balances,
            "posData": [{name: row[name] for name in names} | {"notionalCcy": row["notionalUsd"]} for row in rows],
        }
    ]


def _rows(value: object) -> list[Row]:
    return value if isinstance(value, list) else []

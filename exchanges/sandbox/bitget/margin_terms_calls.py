"""Pairs, rates, limits and tiers of margin: public calls of the first generation, all but one signed in the second."""

from __future__ import annotations

from exchanges.sandbox.bitget.margin_rows import lending, money, pair_row
from exchanges.sandbox.bitget.margin_state import Mode
from exchanges.sandbox.bitget.margin_terms import COIN, LEVERAGE, maintenance_rate, pair_of
from exchanges.sandbox.bitget.margin_words import Words, renamed
from exchanges.sandbox.bitget.requests import Call, Row, margin_pair, need

TIERS = 2
_SECOND_LENDING = {
    "transferInAble": "transferable",
    "borrowAble": "borrowable",
    "yearlyInterestRate": "annualInterestRate",
    "vips": "vipList",
}


def currencies(call: Call, words: Words) -> list[Row]:
    """Every pair with what it allows."""
    return [pair_row(pair_of(quote), words) for quote in call.quotes.values()]


def rates(call: Call, mode: Mode, words: Words) -> list[Row]:
    """Interest and limits, of a coin in cross margin, of both coins of a pair in isolated margin."""
    house = call.venue.margin
    if mode == "cross":
        coin = need(call.params, "coin").upper()
        house.price_of(coin)
        row = lending(coin, house.limit(mode, coin), words)
        told = row if words.is_first else renamed(row, _SECOND_LENDING)
        return [{"coin": coin, "leverage": money(LEVERAGE[mode])} | told]
    pair = margin_pair(call, call.params)
    found: Row = {"symbol": pair.symbol, "leverage": money(LEVERAGE[mode])}
    for prefix, coin in zip(("base", "quote"), pair.coins, strict=True):
        found[f"{prefix}Coin"] = coin
        for name, value in lending(coin, house.limit(mode, coin), words).items():
            found[_isolated_name(prefix, name, words)] = value
    return [found]


def _isolated_name(prefix: str, name: str, words: Words) -> str:
    """`baseDailyInterestRate`; the second generation spells some of them in its own way."""
    if not words.is_first:
        if name == "vips":
            return "quoteList" if prefix == "quote" else "baseVipList"
        name = {"yearlyInterestRate": "annuallyInterestRate"}.get(name, _SECOND_LENDING.get(name, name))
    return prefix + name[0].upper() + name[1:]


def tiers(call: Call, mode: Mode, words: Words) -> list[Row]:
    """How leverage falls with size."""
    del words
    house = call.venue.margin
    coins = [need(call.params, "coin").upper()] if mode == "cross" else [*margin_pair(call, call.params).coins]
    for coin in coins:
        house.price_of(coin)
    rows: list[Row] = []
    for tier in range(1, TIERS + 1):
        row: Row = {
            "tier": str(tier),
            "leverage": money(LEVERAGE[mode] / tier),
            "maintainMarginRate": money(maintenance_rate(mode) * tier),
        }
        limits = [money(house.limit(mode, coin) * tier) for coin in coins]
        if mode == "cross":
            rows.append(row | {"coin": coins[0], "maxBorrowableAmount": limits[0]})
        else:
            named = {"symbol": f"{coins[0]}{COIN}", "baseCoin": coins[0], "quoteCoin": coins[1]}
            most = {"baseMaxBorrowableAmount": limits[0], "quoteMaxBorrowableAmount": limits[1]}
            rows.append(row | named | most | {"initRate": money(1 / (LEVERAGE[mode] / tier - 1))})
    return rows

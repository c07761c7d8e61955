"""What an account is and has, and its settings."""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.events import BalanceChanged, PositionChanged
from exchanges.sandbox.figures import txt
from exchanges.sandbox.margin import COIN, Margins
from exchanges.sandbox.refusals import Refusal
from exchanges.sandbox.state import ZERO
from exchanges.sandbox.toobit.account_rows import balance_row, leverage, margin_mode, margin_type, position_row
from exchanges.sandbox.toobit.errors import ToobitError, translate
from exchanges.sandbox.toobit.leader_state import is_copy_account
from exchanges.sandbox.toobit.public_calls import risks_of
from exchanges.sandbox.toobit.requests import POSITION_SIDES, Call
from exchanges.sandbox.toobit.text import Row

DONE: Row = {"code": 200, "msg": "success"}


def check_key(call: Call) -> Row:
    """Which account the key is for; what it may do is not told."""
    return {"accountType": "copy_trading" if is_copy_account(call.account) else "contract"}


def spot_account(call: Call) -> Row:
    owned = {coin: amount for coin, amount in call.account.funding.items() if amount}
    return {
        "userId": call.account.uid,
        "balances": [
            dict.fromkeys(("coin", "asset", "assetId", "assetName"), coin)
            | {"total": txt(amount), "free": txt(amount), "locked": "0"}
            for coin, amount in owned.items()
        ],
    }


def sub_accounts(_: Call) -> list[Row]:
    """None of the simulated people has any."""
    return []


def balance(call: Call) -> list[Row]:
    if call.text("category") == "USDC":
        return []
    return [balance_row(call.account, call.market)]


def positions(call: Call) -> list[Row]:
    side = call.choice("side", ("LONG", "SHORT")) if call.text("side") else ""
    return [
        position_row(call.account, call.market, position)
        for position in call.account.positions.values()
        if call.wants(position.contract) and side in ("", POSITION_SIDES[position.leg])
    ]


def settings(call: Call) -> list[Row]:
    """Leverage and margin mode of one symbol."""
    symbol = call.quote().contract.id
    return [
        {
            "symbolId": symbol,
            "leverage": txt(leverage(call.account, symbol)),
            "marginType": margin_type(margin_mode(call.account, symbol)),
        }
    ]


def commission(call: Call) -> Row:
    contract = call.quote().contract
    maker, taker = txt(contract.maker_fee), txt(contract.taker_fee)
    return {"openMakerFee": maker, "openTakerFee": taker, "closeMakerFee": maker, "closeTakerFee": taker}


def risk_limit(call: Call) -> list[Row]:
    return risks_of(call.quote().contract)


def today_profit(call: Call) -> Row:
    """What was realised since midnight UTC."""
    midnight = call.now() // 86_400_000 * 86_400_000
    made = sum((fill.pnl + fill.fee for fill in call.account.fills if fill.time_ms >= midnight), ZERO)
    return {"dayProfit": txt(made), "dayProfitRate": "0"}


def set_leverage_v1(call: Call) -> Row:
    symbol, wanted = _set_leverage(call)
    return {"code": 200, "symbolId": symbol, "leverage": txt(wanted)}


def set_leverage_v2(call: Call) -> Row:
    symbol, wanted = _set_leverage(call)
    return {"symbolId": symbol, "leverage": int(wanted)}


def _set_leverage(call: Call) -> tuple[str, Decimal]:
    """Of both margin modes and both sides."""
    account, contract, wanted = call.account, call.quote().contract, call.number("leverage")
    if wanted is None:
        raise ToobitError(-1102, param="leverage")
    if wanted != wanted.to_integral_value() or not 1 <= wanted <= contract.max_leverage:
        raise ToobitError(-1130, param="leverage")
    held = [item for item in account.positions.values() if item.contract == contract.id]
    if any(item.margin_mode == "isolated" and wanted < item.leverage for item in held):
        raise ToobitError(-3131)
    for mode, leg in (("cross", "net"), ("isolated", "long"), ("isolated", "short"), ("isolated", "net")):
        try:
            call.venue.setup.set_leverage(account, contract.id, mode, leg, wanted)
        except Refusal as refusal:
            raise translate(refusal) from None
    return contract.id, wanted


def set_margin_type(call: Call) -> Row:
    account, symbol = call.account, call.quote().contract.id
    wanted = "isolated" if call.choice("marginType", ("ISOLATED", "CROSS")) == "ISOLATED" else "cross"
    used = {item.contract for item in account.orders.values()} | {item.contract for item in account.algos.values()}
    used |= {item.contract for item in account.positions.values()}
    if wanted != margin_mode(account, symbol) and symbol in used:
        raise ToobitError(-3128)
    account.margin_modes[symbol] = "isolated" if wanted == "isolated" else "cross"
    return {"code": 200, "symbolId": symbol, "marginType": margin_type(wanted)}


def change_margin(call: Call) -> Row:
    """Give an isolated position more margin, or less when negative."""
    account, symbol, leg = call.account, call.quote().contract.id, call.leg("side")
    amount = call.number("amount")
    if amount is None:
        raise ToobitError(-1102, param="amount")
    place = (symbol, leg, "isolated")
    held = next(
        (item for item in account.positions.values() if (item.contract, item.leg, item.margin_mode) == place), None
    )
    if held is None:
        raise ToobitError(-3145)
    margins = Margins(account, call.market)
    if amount > margins.available:
        raise ToobitError(-1131)
    if held.margin + amount < margins.initial(held):
        raise ToobitError(-1161)
    desk = call.venue.desk
    held.margin += amount
    held.updated_ms = desk.tick_ms(held.updated_ms)
    bill = desk.bill("margin", "margin_in" if amount > ZERO else "margin_out", -amount)
    bill.position_change, bill.position_balance, bill.contract = amount, held.margin, symbol
    desk.credit(account, bill)
    desk.tell(PositionChanged(account, held, "adjust_margin"))
    desk.tell(BalanceChanged(account, COIN, "adjust_margin"))
    return DONE | {"symbol": symbol, "margin": float(amount), "timestamp": call.now()}


def auto_margin(call: Call) -> Row:
    """Copy trading accounts have no such switch."""
    call.leg("side")
    if is_copy_account(call.account):
        raise ToobitError(-1020)
    enabled = call.choice("enable", ("ON", "OFF"))
    if enabled == "ON" and call.number("amount") is None:
        raise ToobitError(-1102, param="amount")
    call.account.facts[f"auto_margin:{call.quote().contract.id}"] = enabled
    return {"code": 200}

"""Moving coins between spot, the common pool and single exchanges."""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.events import BalanceChanged
from exchanges.sandbox.figures import txt
from exchanges.sandbox.gate_crossex.errors import CrossexError
from exchanges.sandbox.gate_crossex.key_rules import may
from exchanges.sandbox.gate_crossex.paging import page
from exchanges.sandbox.gate_crossex.requests import PARAM, Call, decimal, need, word
from exchanges.sandbox.gate_crossex.words import COIN, EXCHANGES, Row, is_isolated
from exchanges.sandbox.margin import Margins
from exchanges.sandbox.state import ZERO, Account, Bill

SPOT, POOLED = "SPOT", "CROSSEX"
PLACES = (SPOT, POOLED, *(f"CROSSEX_{exchange}" for exchange in EXCHANGES))


def transfer(call: Call) -> Row:
    """`from` is debited and `to` credited, whatever the first document's descriptions say.

    Raises:
        CrossexError: COMMON_PARAM_BIND_ERROR for places that do not go together; FORBIDDEN or READ_ONLY for spot money
            without the wallet's permission.
    """
    coin, amount = need(call.params, "coin"), decimal(call.params, "amount")
    source, target = need(call.params, "from"), need(call.params, "to")
    if amount is None or amount <= 0 or source not in PLACES or target not in PLACES:
        raise CrossexError(PARAM)
    source, target = (_place(call, coin, place) for place in (source, target))
    if source == target or (coin == COIN and not is_isolated(call.account) and SPOT not in (source, target)):
        raise CrossexError(PARAM)
    if SPOT in (source, target) and (refused := may(call.key.permissions, "wallet", writing=True)):
        raise CrossexError(refused)
    tx_id = call.venue.desk.new_id()
    text = word(call.params, "text") or tx_id
    _note(call, tx_id, text, (source, target), coin, amount)
    return {"tx_id": tx_id, "text": text}


def _place(call: Call, coin: str, place: str) -> str:
    """What a place is treated as in the account's mode."""
    if place == SPOT:
        return place
    if coin != COIN:
        if place == POOLED:
            raise CrossexError(PARAM)
        return place
    if is_isolated(call.account):
        return "CROSSEX_GATE" if place == POOLED else place
    return POOLED


def _wallet(call: Call, coin: str, place: str) -> tuple[Account, dict[str, Decimal], str]:
    """The engine's account, the purse in it and the currency's name there."""
    owner = call.account
    if place == SPOT:
        return owner, owner.funding, coin
    exchange = place.removeprefix("CROSSEX_")
    pool = owner
    if is_isolated(owner):
        pool = call.pools.of(owner)[EXCHANGES.index(exchange)]
    return pool, pool.cash, coin if coin == COIN else f"{coin}@{exchange}"


def _note(call: Call, tx_id: str, text: str, places: tuple[str, str], coin: str, amount: Decimal) -> None:
    """Do it, or not for lack of money, and keep a record either way."""
    source, purse, name = _wallet(call, coin, places[0])
    target, _, other = _wallet(call, coin, places[1])
    free = purse.get(name, ZERO)
    if places[0] != SPOT and coin == COIN:
        free = min(free, Margins(source, call.venue.market).available)
    enough = free >= amount
    if enough:
        _book(call, source, name, -amount, spot=places[0] == SPOT)
        _book(call, target, other, amount, spot=places[1] == SPOT)
    call.account.facts[f"transfer.{tx_id}"] = "|".join(
        (text, *places, coin, txt(amount), "SUCCESS" if enough else "FAIL", str(call.venue.clock()))
    )


def _book(call: Call, account: Account, currency: str, change: Decimal, *, spot: bool) -> None:
    desk = call.venue.desk
    if spot:
        account.funding[currency] = account.funding.get(currency, ZERO) + change
        return
    bill: Bill = desk.bill("transfer", "transfer_in" if change > 0 else "transfer_out", change, currency)
    desk.credit(account, bill)
    desk.tell(BalanceChanged(account, currency, "transferred"))


def transfers(call: Call) -> list[Row]:
    wanted, coin = word(call.params, "order_id"), word(call.params, "coin")
    rows = [
        _row(name.removeprefix("transfer."), value)
        for name, value in call.account.facts.items()
        if name.startswith("transfer.")
    ]
    chosen = [row for row in rows if wanted in ("", row["id"], row["text"]) and coin in ("", row["coin"])]
    return page(call, chosen, lambda row: int(str(row["create_time"])), lambda row: int(str(row["id"])))


def _row(tx_id: str, value: str) -> Row:
    text, source, target, coin, amount, status, time_ms = value.split("|")
    done = status == "SUCCESS"
    return {
        "id": tx_id,
        "text": text,
        "from_account_type": source,
        "to_account_type": target,
        "coin": coin,
        "amount": amount,
        "actual_receive": amount if done else None,
        "status": status,
        "fail_reason": None if done else "Insufficient transferAvailable",
        "create_time": int(time_ms),
        "update_time": int(time_ms),
    }

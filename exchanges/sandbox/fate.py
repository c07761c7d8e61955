"""What only the simulation can do to an account, and its truth to compare with; the same at every venue but OKX.

Everything is in the engine's words: contracts as the venue lists them, sizes in contracts, `side` buy or sell, `leg`
long, short or net (one-way), numbers as text.

| call (under /<venue>) | body | does |
| --- | --- | --- |
| GET /accounts/{name}/truth | | positions, orders, algos, balances, fills, bills, history |
| POST /accounts/{name}/orders | contract, side, leg?, kind?, size, price?, margin_mode?, reduce_only?, client_id? | |
| | | places an order as another client of the account would |
| POST /accounts/{name}/algos | contract, side, leg?, size?, margin_mode?, client_id?, | |
| | sl_trigger?, tp_trigger?, sl_price?, tp_price? | places a conditional order; no size: the whole position |
| POST /accounts/{name}/orders/{id}/fill | size?, price? | fills an open order whatever the market says |
| POST /accounts/{name}/orders/{id}/cancel | source? | cancels an order; `source` as in `Order.cancel_source` |
| POST /accounts/{name}/close | contract, leg?, margin_mode? | closes a position at market |
| POST /accounts/{name}/liquidate, /adl | contract, leg?, margin_mode? | the venue takes a position away |
| GET /sockets | | open WebSockets |
| GET /requests | | the last REST requests |
| GET /hosts | | addresses of all environments |
| POST /settings | connects_per_s?, bot?, and what the venue adds | how this simulation behaves |
| POST /contracts | id, like?, state?, value?, lot?, minimum?, tick?, max_leverage? | lists or changes a contract |
"""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, cast

import msgspec
from starlette.routing import Route

from exchanges.sandbox.bot import Bot
from exchanges.sandbox.control_http import Body, ControlError, Path, decimal, route, text
from exchanges.sandbox.intents import NewAlgo, NewOrder
from exchanges.sandbox.site import account_of
from exchanges.sandbox.state import Account, Leg, Order, Position, position_key
from exchanges.sandbox.truth import algo_view, order_view, truth_of

if TYPE_CHECKING:
    from exchanges.sandbox.served import VenueServer

_FIGURES = ("value", "lot", "minimum", "tick", "max_leverage")


class Fate:
    """The hand behind one venue.

    Args:
        served: The venue.
    """

    def __init__(self, served: VenueServer) -> None:
        self._served = served
        self._front = served.front
        self._venue = served.venue

    def routes(self) -> list[Route]:
        top, made = f"/{self._served.name}", partial(route, translate=self._served.translate)
        one = f"{top}/accounts/{{name}}"
        return [
            made("GET", f"{one}/truth", lambda path, _: truth_of(account_of(self._venue, path), self._venue.market)),
            made("POST", f"{one}/orders", self.order),
            made("POST", f"{one}/algos", self.algo),
            made("POST", f"{one}/orders/{{id}}/fill", self.fill),
            made("POST", f"{one}/orders/{{id}}/cancel", self.cancel),
            made("POST", f"{one}/close", self.close),
            made("POST", f"{one}/liquidate", self.liquidate),
            made("POST", f"{one}/adl", self.deleverage),
            made("GET", f"{top}/sockets", lambda _path, _body: [line.view() for line in self._front.lines]),
            made("GET", f"{top}/requests", lambda _path, _body: list(self._front.requests)),
            made("GET", f"{top}/hosts", lambda _path, _body: self._served.hosts()),
            made("POST", f"{top}/settings", self.settings),
            made("POST", f"{top}/contracts", self.contract),
        ]

    def order(self, path: Path, body: Body) -> Any:
        account = account_of(self._venue, path)
        intent = NewOrder(
            contract=text(body, "contract"),
            margin_mode=_margin_mode(account, body),
            side=_side(body),
            leg=_leg(account, body),
            kind=text(body, "kind", "limit" if "price" in body else "market"),
            size=decimal(body, "size"),
            price=decimal(body, "price") if "price" in body else None,
            client_id=text(body, "client_id"),
            reduce_only=bool(body.get("reduce_only", False)),
        )
        return order_view(self._venue.engine.place(account, intent))

    def algo(self, path: Path, body: Body) -> Any:
        account = account_of(self._venue, path)
        levels: dict[str, Decimal] = {
            name: decimal(body, name) for name in ("sl_trigger", "sl_price", "tp_trigger", "tp_price") if name in body
        }
        if not {"sl_trigger", "tp_trigger"} & set(levels):
            raise ControlError("sl_trigger or tp_trigger is needed")
        intent = NewAlgo(
            contract=text(body, "contract"),
            margin_mode=_margin_mode(account, body),
            side=_side(body),
            leg=_leg(account, body),
            kind="oco" if {"sl_trigger", "tp_trigger"} <= set(levels) else "conditional",
            size=decimal(body, "size") if "size" in body else None,
            client_id=text(body, "client_id"),
            sl_trigger=levels.get("sl_trigger"),
            sl_price=levels.get("sl_price"),
            tp_trigger=levels.get("tp_trigger"),
            tp_price=levels.get("tp_price"),
        )
        return algo_view(self._venue.engine.triggers.place(account, intent))

    def fill(self, path: Path, body: Body) -> Any:
        account, order = self._order(path)
        quote = self._venue.market.quotes[order.contract]
        size = decimal(body, "size") if "size" in body else order.remaining
        price = decimal(body, "price") if "price" in body else order.price or quote.last
        if size <= 0 or size % quote.contract.lot:
            raise ControlError("size: a positive multiple of the lot is needed")
        self._venue.engine.fill(account, order, size, price)
        return order_view(order)

    def cancel(self, path: Path, body: Body) -> Any:
        account, order = self._order(path)
        self._venue.engine.cancel(account, order, text(body, "source", "user"))
        return order_view(order)

    def close(self, path: Path, body: Body) -> Any:
        return order_view(self._venue.engine.close(*self._position(path, body)))

    def liquidate(self, path: Path, body: Body) -> Any:
        return order_view(self._venue.settlement.liquidate(*self._position(path, body)))

    def deleverage(self, path: Path, body: Body) -> Any:
        return order_view(self._venue.settlement.deleverage(*self._position(path, body)))

    def settings(self, _: Path, body: Body) -> Body:
        self._front.connects_per_s = int(body.get("connects_per_s", self._front.connects_per_s))
        if "bot" in body:
            seed = self._served.place.seed
            self._venue.bot = Bot(self._venue.desk, self._venue.engine, seed) if body["bot"] else None
        general = {"connects_per_s": self._front.connects_per_s, "bot": self._venue.bot is not None}
        return general | self._served.settings(body)

    def contract(self, _: Path, body: Body) -> Any:
        market, contract_id = self._venue.market, text(body, "id")
        known = market.quotes.get(contract_id) or market.quotes.get(text(body, "like"))
        if known is None:
            raise ControlError("no such contract; name one it is like", 404)
        changes: Body = {name: decimal(body, name) for name in _FIGURES if name in body}
        changes |= {name: text(body, name) for name in ("state", "base", "underlying") if name in body}
        if contract_id not in market.quotes:
            codes = [quote.contract.code for quote in market.quotes.values()]
            changes |= {"id": contract_id, "code": max(codes) + 1}
        market.relist(msgspec.structs.replace(known.contract, **changes))
        return msgspec.to_builtins(market.quotes[contract_id].contract)

    def _order(self, path: Path) -> tuple[Account, Order]:
        account = account_of(self._venue, path)
        return account, self._venue.engine.find(account, path["id"], "")

    def _position(self, path: Path, body: Body) -> tuple[Account, Position]:
        account = account_of(self._venue, path)
        contract = text(body, "contract")
        key = position_key(contract, _margin_mode(account, body), _leg(account, body))
        if key not in account.positions:
            raise ControlError("no such position", 404)
        return account, account.positions[key]


def _side(body: Body) -> Literal["buy", "sell"]:
    side = text(body, "side")
    if side not in ("buy", "sell"):
        raise ControlError("side: buy or sell")
    return "buy" if side == "buy" else "sell"


def _leg(account: Account, body: Body) -> Leg:
    leg = text(body, "leg", "" if account.hedged else "net")
    if leg not in ("long", "short", "net"):
        raise ControlError("leg: long, short or net")
    return cast("Leg", leg)


def _margin_mode(account: Account, body: Body) -> Literal["cross", "isolated"]:
    usual = account.margin_modes.get(text(body, "contract"), "cross")
    return "isolated" if text(body, "margin_mode", usual) == "isolated" else "cross"

"""The margin side of the control address: its truth to compare with, and what only the simulation can do.

| call (under /bitget) | body | does |
| --- | --- | --- |
| GET /accounts/{name}/margin | | pots, open orders, fills, records |
| POST /accounts/{name}/margin/deposit | coin, amount, pair? | money arrives, or leaves when negative |
| POST /accounts/{name}/margin/borrow, /repay | coin, amount, pair? | |
| POST /accounts/{name}/margin/orders | symbol, side, size or quote, mode?, price?, loan?, force?, client_id? | |
| POST /accounts/{name}/margin/orders/{id}/cancel | | |
| POST /accounts/{name}/margin/orders/{id}/fill | size?, price? | fills it whatever the market says |
| POST /accounts/{name}/margin/liquidate | pair? | as if it had become too risky |
| POST /margin/interest | | an hour's interest on every debt |
"""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

from starlette.routing import BaseRoute

from exchanges.sandbox.bitget.margin_engine import NewSpotOrder
from exchanges.sandbox.bitget.margin_state import Mode, Pot, Record, SpotFill, SpotOrder
from exchanges.sandbox.bitget.venue import BitgetVenue
from exchanges.sandbox.control_http import Body, Path, Translate, decimal, route, text
from exchanges.sandbox.figures import txt
from exchanges.sandbox.site import account_of
from exchanges.sandbox.state import Account, Side


class MarginControl:
    """The hand behind the margin accounts.

    Args:
        venue: The simulated Bitget.
    """

    def __init__(self, venue: BitgetVenue) -> None:
        self._venue = venue

    def routes(self, translate: Translate) -> list[BaseRoute]:
        one, made = "/bitget/accounts/{name}/margin", partial(route, translate=translate)
        return [
            made("GET", one, lambda path, _: self._truth(self._account(path))),
            made("POST", f"{one}/deposit", self._deposit),
            made("POST", f"{one}/borrow", self._borrow),
            made("POST", f"{one}/repay", self._repay),
            made("POST", f"{one}/orders", self._order),
            made("POST", f"{one}/orders/{{id}}/cancel", self._cancel),
            made("POST", f"{one}/orders/{{id}}/fill", self._fill),
            made("POST", f"{one}/liquidate", self._liquidate),
            made("POST", "/bitget/margin/interest", self._interest),
        ]

    def _account(self, path: Path) -> Account:
        return account_of(self._venue, path)

    def _pot(self, path: Path, body: Body) -> tuple[Account, Pot]:
        account = self._account(path)
        return account, self._venue.margin.pot(account, text(body, "pair"), text(body, "coin", "USDT"))

    def _deposit(self, path: Path, body: Body) -> Any:
        account, pot = self._pot(path, body)
        amount = decimal(body, "amount")
        self._venue.margin.enter(account, pot, "transfer_in" if amount > 0 else "transfer_out", amount)
        return pot_view(pot)

    def _borrow(self, path: Path, body: Body) -> Any:
        account, pot = self._pot(path, body)
        self._venue.margin.borrow(account, pot, decimal(body, "amount"))
        return pot_view(pot)

    def _repay(self, path: Path, body: Body) -> Any:
        account, pot = self._pot(path, body)
        self._venue.margin.repay(account, pot, decimal(body, "amount"))
        return pot_view(pot)

    def _order(self, path: Path, body: Body) -> Any:
        mode: Mode = "isolated" if text(body, "mode", "cross") == "isolated" else "cross"
        side: Side = "sell" if text(body, "side") == "sell" else "buy"
        wanted = NewSpotOrder(
            mode=mode,
            symbol=text(body, "symbol"),
            side=side,
            kind="limit" if "price" in body else "market",
            force=text(body, "force", "gtc"),
            loan=text(body, "loan", "normal"),
            price=_maybe(body, "price"),
            base=_maybe(body, "size"),
            quote=_maybe(body, "quote"),
            client_id=text(body, "client_id"),
            source="WEB",
        )
        return order_view(self._venue.margin_engine.place(self._account(path), wanted))

    def _cancel(self, path: Path, _: Body) -> Any:
        account, order = self._find(path)
        self._venue.margin_engine.cancel(account, order)
        return order_view(order)

    def _fill(self, path: Path, body: Body) -> Any:
        account, order = self._find(path)
        price = _maybe(body, "price") or order.price or self._venue.market.quotes[order.symbol].last
        self._venue.margin_engine.fill(account, order, _maybe(body, "size") or order.base or Decimal(0), price)
        return order_view(order)

    def _find(self, path: Path) -> tuple[Account, SpotOrder]:
        account = self._account(path)
        return account, self._venue.margin_engine.find(account, path["id"], "")

    def _liquidate(self, path: Path, body: Body) -> Any:
        account = self._account(path)
        self._venue.margin_risk.liquidate(account, text(body, "pair"))
        return self._truth(account)

    def _interest(self, _: Path, __: Body) -> Any:
        self._venue.margin.charge_interest()
        return {}

    def _truth(self, account: Account) -> Body:
        house = self._venue.margin
        purse = house.purse(account)
        return {
            "pots": [pot_view(each) for each in purse.pots.values()],
            "orders": [order_view(each) for each in purse.orders.values()],
            "finished": [order_view(each) for each in purse.finished],
            "fills": [fill_view(each) for each in purse.fills],
            "records": [record_view(each) for each in purse.records],
            "risk": {
                pair: txt(house.risk(account, pair)) for pair in sorted({pot.pair for pot in purse.pots.values()})
            },
        }


def _maybe(body: Body, name: str) -> Decimal | None:
    return decimal(body, name) if name in body else None


def pot_view(pot: Pot) -> Body:
    figures = {name: txt(getattr(pot, name)) for name in ("available", "frozen", "borrow", "interest", "net")}
    return {"pair": pot.pair, "coin": pot.coin, **figures}


def order_view(order: SpotOrder) -> Body:
    words = ("id", "client_id", "mode", "symbol", "side", "kind", "state", "loan")
    figures = ("price", "base", "quote", "filled", "cost")
    return {name: getattr(order, name) for name in words} | {name: txt(getattr(order, name)) for name in figures}


def fill_view(fill: SpotFill) -> Body:
    words = {name: getattr(fill, name) for name in ("id", "order_id", "mode", "symbol", "side", "fee_coin", "time_ms")}
    return words | {name: txt(getattr(fill, name)) for name in ("price", "size", "fee")}


def record_view(record: Record) -> Body:
    words = {name: getattr(record, name) for name in ("id", "kind", "symbol", "coin", "word", "time_ms")}
    return words | {name: txt(getattr(record, name)) for name in ("amount", "interest", "fee")}

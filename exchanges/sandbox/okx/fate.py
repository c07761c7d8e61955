"""What only the simulation can do to an account, and its truth to compare with.

| call (under /okx) | body | does |
| --- | --- | --- |
| GET /accounts/{name}/truth | | positions, orders, algos, balance, fills, bills, history as the venue would list them |
| POST /accounts/{name}/orders | fields of trade/order | places an order as another client of the account would |
| POST /accounts/{name}/orders/{id}/fill | sz?, px? | fills an open order whatever the market says |
| POST /accounts/{name}/orders/{id}/cancel | source?, reason? | the venue cancels an order |
| POST /accounts/{name}/close | instId, mgnMode?, posSide? | closes a position at market |
| POST /accounts/{name}/liquidate, /adl | instId, mgnMode?, posSide? | the venue takes a position away |
| GET /sockets | | open WebSockets with account and subscriptions |
| GET /requests | | the last REST requests |
| GET /hosts | | addresses of both environments |
| POST /settings | idle_s?, page_size?, connects_per_s?, rate_limits?, bot? | how this simulation behaves |
| POST /instruments | instId, like?, state?, ctVal?, lotSz?, minSz?, tickSz?, lever? | lists or changes a contract |
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from starlette.routing import Route

from exchanges.sandbox.bot import Bot
from exchanges.sandbox.control_http import Body, ControlError, Path, decimal, text
from exchanges.sandbox.okx.account_rows import balance_row, bill_row
from exchanges.sandbox.okx.app import OkxApp
from exchanges.sandbox.okx.console import account_of, okx_route
from exchanges.sandbox.okx.order_rows import algo_row, fill_row, order_row
from exchanges.sandbox.okx.position_rows import closed_row, position_row
from exchanges.sandbox.okx.public_rows import instrument_row
from exchanges.sandbox.okx.requests import Call
from exchanges.sandbox.okx.trade_calls import place
from exchanges.sandbox.state import Account, Order, Position, position_key

_FIGURES = {
    "ctVal": "value",
    "ctMult": "multiplier",
    "tickSz": "tick",
    "lotSz": "lot",
    "minSz": "minimum",
    "lever": "max_leverage",
}


class Fate:
    """The hand behind the simulation.

    Args:
        app: The simulated OKX.
        hosts: Tells the addresses of both environments.
        seed: For a bot switched on later.
    """

    def __init__(self, app: OkxApp, hosts: Callable[[], dict[str, Any]], seed: int) -> None:
        self._app = app
        self._venue = app.venue
        self._hosts = hosts
        self._seed = seed

    def routes(self) -> list[Route]:
        one = "/okx/accounts/{name}"
        return [
            okx_route("GET", f"{one}/truth", self.truth),
            okx_route("POST", f"{one}/orders", self.order),
            okx_route("POST", f"{one}/orders/{{id}}/fill", self.fill),
            okx_route("POST", f"{one}/orders/{{id}}/cancel", self.cancel),
            okx_route("POST", f"{one}/close", self.close),
            okx_route("POST", f"{one}/liquidate", self.liquidate),
            okx_route("POST", f"{one}/adl", self.deleverage),
            okx_route("GET", "/okx/sockets", self.sockets),
            okx_route("GET", "/okx/requests", lambda _path, _body: list(self._app.requests)),
            okx_route("GET", "/okx/hosts", lambda _path, _body: self._hosts()),
            okx_route("POST", "/okx/settings", self.settings),
            okx_route("POST", "/okx/instruments", self.instrument),
        ]

    def truth(self, path: Path, _: Body) -> Body:
        account, market = account_of(self._venue, path), self._venue.market
        history = sorted(account.history, key=lambda row: -row.updated_ms)
        return {
            "uid": account.uid,
            "positions": [position_row(account, market, position) for position in account.positions.values()],
            "orders": [order_row(order) for order in account.orders.values()],
            "algos": [algo_row(algo, market) for algo in account.algos.values()],
            "balance": balance_row(account, market),
            "fills": [fill_row(fill) for fill in reversed(account.fills)],
            "bills": [bill_row(bill) for bill in reversed(account.bills)],
            "history": [closed_row(row, market) for row in history],
            "finished_orders": [order_row(order) for order in reversed(account.finished_orders)],
        }

    def order(self, path: Path, body: Body) -> Any:
        account = account_of(self._venue, path)
        fields: Body = {"tdMode": "cross", "ordType": "market"} | body
        key = next(iter(account.keys.values()))
        row = place(Call(self._venue, fields, fields, (account, key)))[0]
        if row["sCode"] != "0":
            raise ControlError(f"{row['sCode']} {row['sMsg']}")
        return order_row(self._venue.engine.find(account, str(row["ordId"]), ""))

    def fill(self, path: Path, body: Body) -> Any:
        account, order = self._order(path)
        quote = self._venue.market.quotes[order.contract]
        size = decimal(body, "sz") if "sz" in body else order.remaining
        price = decimal(body, "px") if "px" in body else order.price or quote.last
        if size <= 0 or size % quote.contract.lot:
            raise ControlError("sz: a positive multiple of the lot is needed")
        self._venue.engine.fill(account, order, size, price)
        return order_row(order)

    def cancel(self, path: Path, body: Body) -> Any:
        account, order = self._order(path)
        self._venue.engine.cancel(account, order, text(body, "source", "0"), text(body, "reason"))
        return order_row(order)

    def close(self, path: Path, body: Body) -> Any:
        account, position = self._position(path, body)
        return order_row(self._venue.engine.close(account, position))

    def liquidate(self, path: Path, body: Body) -> Any:
        return order_row(self._venue.settlement.liquidate(*self._position(path, body)))

    def deleverage(self, path: Path, body: Body) -> Any:
        return order_row(self._venue.settlement.deleverage(*self._position(path, body)))

    def sockets(self, _: Path, __: Body) -> list[Any]:
        return [session.view() for session in self._app.hub.sessions]

    def settings(self, _: Path, body: Body) -> Body:
        hub = self._app.hub
        hub.idle_s = float(body.get("idle_s", hub.idle_s))
        hub.page_size = max(int(body.get("page_size", hub.page_size)), 1)
        self._app.connects_per_s = int(body.get("connects_per_s", self._app.connects_per_s))
        self._app.rest.limited = bool(body.get("rate_limits", self._app.rest.limited))
        if "bot" in body:
            self._venue.bot = Bot(self._venue.desk, self._venue.engine, self._seed) if body["bot"] else None
        for session in hub.sessions:
            session.watch_idle()
        return {"idle_s": hub.idle_s, "page_size": hub.page_size, "bot": self._venue.bot is not None}

    def instrument(self, _: Path, body: Body) -> Any:
        market, contract_id = self._venue.market, text(body, "instId")
        known = market.quotes.get(contract_id) or market.quotes.get(text(body, "like"))
        if known is None:
            raise ControlError("no such contract; name one it is like", 404)
        changes: Body = {name: decimal(body, given) for given, name in _FIGURES.items() if given in body}
        changes |= {"state": text(body, "state")} if "state" in body else {}
        if contract_id not in market.quotes:
            codes = [quote.contract.code for quote in market.quotes.values()]
            changes |= {"id": contract_id, "base": contract_id.split("-")[0], "code": max(codes) + 1}
        market.relist(msgspec.structs.replace(known.contract, **changes))
        self._app.pushes.instrument_changed(contract_id)
        return instrument_row(market.quotes[contract_id].contract)

    def _order(self, path: Path) -> tuple[Account, Order]:
        account = account_of(self._venue, path)
        return account, self._venue.engine.find(account, path["id"], "")

    def _position(self, path: Path, body: Body) -> tuple[Account, Position]:
        account = account_of(self._venue, path)
        leg = text(body, "posSide", "" if account.hedged else "net")
        position = account.positions.get(position_key(text(body, "instId"), text(body, "mgnMode", "cross"), leg))
        if position is None:
            raise ControlError("no such position", 404)
        return account, position

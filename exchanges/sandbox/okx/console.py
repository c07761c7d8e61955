"""What a person does on OKX's own website.

| call (under /okx) | body | does |
| --- | --- | --- |
| GET /accounts | | all accounts with balances, modes and keys (no secrets) |
| POST /accounts/{name}/keys | label, perms[], ips[], passphrase | makes a key; answers api_key and secret, once |
| PATCH /accounts/{name}/keys/{api_key} | label?, perms?, ips? | edits a key; its sockets are closed (4007) |
| DELETE /accounts/{name}/keys/{api_key} | | deletes a key; its sockets are closed (4007) |
| POST /accounts/{name}/level | level | account mode on the site ("1" to "4") |
| POST /accounts/{name}/position-mode | mode | "long_short_mode" or "net_mode" |
| POST /accounts/{name}/transfer | amount, ccy? | funding to trading; back when negative |
| POST /accounts/{name}/deposit | amount, ccy? | money arrives in the funding account |
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from starlette.routing import Route

from exchanges.sandbox.control_http import Body, ControlError, Path, decimal, route, text, texts
from exchanges.sandbox.events import BalanceChanged
from exchanges.sandbox.keys import KeyWish
from exchanges.sandbox.margin import COIN, Margins
from exchanges.sandbox.okx.errors import translate
from exchanges.sandbox.okx.text import txt
from exchanges.sandbox.state import ZERO, Account, Key
from exchanges.sandbox.venue import Venue

okx_route = partial(route, translate=translate)


class Console:
    """The site.

    Args:
        venue: The simulated OKX.
        saved: Called after a change, which must survive whatever comes.
    """

    def __init__(self, venue: Venue, saved: Callable[[], None]) -> None:
        self._venue = venue
        self._saved = saved

    def routes(self) -> list[Route]:
        one = "/okx/accounts/{name}"
        return [
            okx_route("GET", "/okx/accounts", self.accounts),
            okx_route("POST", f"{one}/keys", self.create_key),
            okx_route("PATCH", f"{one}/keys/{{api_key}}", self.edit_key),
            okx_route("DELETE", f"{one}/keys/{{api_key}}", self.delete_key),
            okx_route("POST", f"{one}/level", self.set_level),
            okx_route("POST", f"{one}/position-mode", self.set_position_mode),
            okx_route("POST", f"{one}/transfer", self.transfer),
            okx_route("POST", f"{one}/deposit", self.deposit),
        ]

    def accounts(self, _: Path, __: Body) -> list[Any]:
        return [self._account_view(account) for account in self._venue.accounts.values()]

    def create_key(self, path: Path, body: Body) -> Body:
        account = account_of(self._venue, path)
        wish = KeyWish(text(body, "label"), texts(body, "perms"), texts(body, "ips"), text(body, "passphrase"))
        key = self._venue.keys.create(account, wish)
        self._saved()
        return _key_view(key) | {"secret": key.secret, "uid": account.uid, "environment": account.environment}

    def edit_key(self, path: Path, body: Body) -> Body:
        account, key = self._key(path)
        label = text(body, "label") if "label" in body else None
        perms = texts(body, "perms") if "perms" in body else None
        self._venue.keys.edit(account, key, label, perms, texts(body, "ips") if "ips" in body else None)
        self._saved()
        return _key_view(key)

    def delete_key(self, path: Path, _: Body) -> Body:
        self._venue.keys.delete(*self._key(path))
        self._saved()
        return {}

    def set_level(self, path: Path, body: Body) -> Body:
        account = account_of(self._venue, path)
        self._venue.setup.set_level(account, text(body, "level"), on_site=True)
        self._saved()
        return self._account_view(account)

    def set_position_mode(self, path: Path, body: Body) -> Body:
        account = account_of(self._venue, path)
        self._venue.setup.set_position_mode(account, text(body, "mode"))
        self._saved()
        return self._account_view(account)

    def transfer(self, path: Path, body: Body) -> Body:
        account, amount = account_of(self._venue, path), decimal(body, "amount")
        if not self._venue.desk.transfer(account, text(body, "ccy", COIN), amount):
            raise ControlError("not enough money there")
        self._saved()
        return self._account_view(account)

    def deposit(self, path: Path, body: Body) -> Body:
        account, currency = account_of(self._venue, path), text(body, "ccy", COIN)
        account.funding[currency] = account.funding.get(currency, ZERO) + decimal(body, "amount")
        self._venue.desk.tell(BalanceChanged(account, currency, "settings"))
        self._saved()
        return self._account_view(account)

    def _account_view(self, account: Account) -> Body:
        return {
            "name": account.name,
            "uid": account.uid,
            "environment": account.environment,
            "level": account.level,
            "position_mode": account.position_mode,
            "equity": txt(Margins(account, self._venue.market).equity),
            "trading": {name: txt(amount) for name, amount in account.cash.items()},
            "funding": {name: txt(amount) for name, amount in account.funding.items()},
            "positions": len(account.positions),
            "orders": len(account.orders) + len(account.algos),
            "keys": [_key_view(key) for key in account.keys.values()],
        }

    def _key(self, path: Path) -> tuple[Account, Key]:
        account = account_of(self._venue, path)
        key = account.keys.get(path["api_key"])
        if key is None:
            raise ControlError("no such key", 404)
        return account, key


def account_of(venue: Venue, path: Path) -> Account:
    """The account a path names.

    Raises:
        ControlError: There is none.
    """
    account = venue.accounts.get(path["name"])
    if account is None:
        raise ControlError(f"no account {path['name']!r}", 404)
    return account


def _key_view(key: Key) -> Body:
    return {
        "api_key": key.api_key,
        "kind": key.kind,
        "label": key.label,
        "perms": list(key.permissions),
        "ips": list(key.ips),
        "created_ms": key.created_ms,
    }

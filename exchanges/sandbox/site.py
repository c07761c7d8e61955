"""What a person does on a venue's own website, in the engine's words; OKX has its own.

| call (under /<venue>) | body | does |
| --- | --- | --- |
| GET /accounts | | all accounts with balances, modes and keys (no secrets) |
| POST /accounts/{name}/keys | label, perms[], ips[], passphrase?, kind?, expires_ms?, algorithm?, public_key? | makes |
| | | a key; answers api_key and secret, once |
| PATCH /accounts/{name}/keys/{api_key} | label?, perms?, ips? | edits a key |
| DELETE /accounts/{name}/keys/{api_key} | | deletes a key |
| POST /accounts/{name}/keys/{api_key}/expire | | the key's time is over |
| POST /accounts/{name}/position-mode | mode | "hedge" or "oneway" |
| POST /accounts/{name}/facts | name: value ... | sets what only this venue keeps of an account (`Account.facts`) |
| POST /accounts/{name}/transfer | amount, ccy? | funding to trading; back when negative |
| POST /accounts/{name}/deposit | amount, ccy? | money arrives in the funding account |
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from exchanges.sandbox.control_http import Body, ControlError, Path, decimal, route, text, texts
from exchanges.sandbox.events import BalanceChanged
from exchanges.sandbox.figures import txt
from exchanges.sandbox.keys import KeyWish
from exchanges.sandbox.margin import COIN, Margins
from exchanges.sandbox.state import ZERO, Account, Key
from exchanges.sandbox.venue import Venue

if TYPE_CHECKING:
    from exchanges.sandbox.served import VenueServer

MODES = {"hedge": "long_short_mode", "oneway": "net_mode"}


class Site:
    """The site of one venue.

    Args:
        served: The venue.
    """

    def __init__(self, served: VenueServer) -> None:
        self._served = served
        self._venue = served.venue

    def routes(self) -> list[Route]:
        one, made = f"/{self._served.name}/accounts/{{name}}", partial(route, translate=self._served.translate)
        return [
            made("GET", f"/{self._served.name}/accounts", self.accounts),
            made("POST", f"{one}/keys", self.create_key),
            made("PATCH", f"{one}/keys/{{api_key}}", self.edit_key),
            made("DELETE", f"{one}/keys/{{api_key}}", self.delete_key),
            made("POST", f"{one}/keys/{{api_key}}/expire", self.expire_key),
            made("POST", f"{one}/position-mode", self.set_position_mode),
            made("POST", f"{one}/facts", self.set_facts),
            made("POST", f"{one}/transfer", self.transfer),
            made("POST", f"{one}/deposit", self.deposit),
        ]

    def accounts(self, _: Path, __: Body) -> list[Any]:
        return [self._account_view(account) for account in self._venue.accounts.values()]

    def create_key(self, path: Path, body: Body) -> Body:
        account = account_of(self._venue, path)
        wish = KeyWish(
            label=text(body, "label"),
            permissions=texts(body, "perms"),
            ips=texts(body, "ips"),
            passphrase=text(body, "passphrase"),
            kind=text(body, "kind", "console"),
            expires_ms=int(body["expires_ms"]) if body.get("expires_ms") else None,
            algorithm=text(body, "algorithm", "hmac"),
            public_key=text(body, "public_key"),
        )
        key = self._venue.keys.create(account, wish)
        self._served.place.save()
        return key_view(key) | {"secret": key.secret, "uid": account.uid, "environment": account.environment}

    def edit_key(self, path: Path, body: Body) -> Body:
        account, key = self._key(path)
        label = text(body, "label") if "label" in body else None
        perms = texts(body, "perms") if "perms" in body else None
        self._venue.keys.edit(account, key, label, perms, texts(body, "ips") if "ips" in body else None)
        self._served.place.save()
        return key_view(key)

    def delete_key(self, path: Path, _: Body) -> Body:
        self._venue.keys.delete(*self._key(path))
        self._served.place.save()
        return {}

    def expire_key(self, path: Path, _: Body) -> Body:
        account, key = self._key(path)
        self._venue.keys.expire(account, key)
        self._served.place.save()
        return key_view(key)

    def set_position_mode(self, path: Path, body: Body) -> Body:
        account = account_of(self._venue, path)
        self._venue.setup.set_position_mode(account, MODES.get(text(body, "mode"), text(body, "mode")))
        self._served.place.save()
        return self._account_view(account)

    def set_facts(self, path: Path, body: Body) -> Body:
        account = account_of(self._venue, path)
        account.facts.update({name: str(value) for name, value in body.items()})
        self._served.place.save()
        return dict(account.facts)

    def transfer(self, path: Path, body: Body) -> Body:
        account, amount = account_of(self._venue, path), decimal(body, "amount")
        if not self._venue.desk.transfer(account, text(body, "ccy", COIN), amount):
            raise ControlError("not enough money there")
        self._served.place.save()
        return self._account_view(account)

    def deposit(self, path: Path, body: Body) -> Body:
        account, currency = account_of(self._venue, path), text(body, "ccy", COIN)
        account.funding[currency] = account.funding.get(currency, ZERO) + decimal(body, "amount")
        self._venue.desk.tell(BalanceChanged(account, currency, "settings"))
        self._served.place.save()
        return self._account_view(account)

    def _account_view(self, account: Account) -> Body:
        return {
            "name": account.name,
            "uid": account.uid,
            "environment": account.environment,
            "position_mode": "hedge" if account.hedged else "oneway",
            "facts": dict(account.facts),
            "equity": txt(Margins(account, self._venue.market).equity),
            "trading": {name: txt(amount) for name, amount in account.cash.items()},
            "funding": {name: txt(amount) for name, amount in account.funding.items()},
            "positions": len(account.positions),
            "orders": len(account.orders) + len(account.algos),
            "keys": [key_view(key) for key in account.keys.values()],
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


def key_view(key: Key) -> Body:
    """A key without its secrets."""
    return {
        "api_key": key.api_key,
        "kind": key.kind,
        "label": key.label,
        "perms": list(key.permissions),
        "ips": list(key.ips),
        "created_ms": key.created_ms,
        "expires_ms": key.expires_ms,
    }

"""The demo's stand-in for a venue's own website: makes keys and changes modes of simulated accounts, over HTTP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal
from urllib.parse import quote

from app.services.simulation_http import SimulationHttp
from exchanges.core.adapter import Right
from exchanges.core.key_lines import Permission
from exchanges.core.secret import Secret
from exchanges.core.verdict import KeyKind

AccountMode = Literal["1", "2", "3", "4"]
"""OKX's number: 1 spot, 2 futures, 3 multi-currency, 4 portfolio."""
PositionMode = Literal["hedge", "oneway"]
NOT_TOLD = Secret("")


@dataclass(frozen=True, slots=True)
class ConsoleKey:
    """A key as the site lists it; secret and passphrase are known only from the making."""

    api_key: str
    label: str
    permissions: tuple[str, ...]
    ips: tuple[str, ...]
    """Empty when it is not bound to addresses."""
    secret: Secret = NOT_TOLD
    passphrase: Secret = NOT_TOLD


@dataclass(frozen=True, slots=True)
class ConsoleAccount:
    """A simulated account as its owner sees it on the site."""

    name: str
    uid: str
    environment: Literal["live", "demo"]
    account_mode: str
    """As `AccountMode`; empty at venues without such modes."""
    position_mode: PositionMode
    equity_usdt: Decimal
    positions: int
    orders: int
    keys: tuple[ConsoleKey, ...]


def boxes(account: ConsoleAccount, known: Mapping[str, Permission]) -> list[str]:
    """The permission boxes of this account's key page: those its keys show; all known ones while it has no key."""
    shown = {word for key in account.keys for word in key.permissions}
    return [word for word in known if word in shown] + sorted(shown.difference(known)) or list(known)


def usual(account: ConsoleAccount, purpose: KeyKind, known: Mapping[str, Permission]) -> list[str]:
    """What is ticked at first: as on the account's own key of that name, else what the purpose needs."""
    rights = (Right.READ,) if purpose == "read" else (Right.READ, Right.TRADE)
    needed = [word for word in boxes(account, known) if word in known and known[word].right in rights]
    return next((list(key.permissions) for key in account.keys if key.label == purpose), needed)


class SiteConsole:
    """What a person does on a venue's site. Every refusal of the site is a `Refused`.

    Args:
        http: The control address of the sandbox.
        venue: Whose site it is.
    """

    def __init__(self, http: SimulationHttp, venue: str) -> None:
        self.venue = venue
        self._http = http

    async def accounts(self) -> list[ConsoleAccount]:
        """All simulated accounts, live and demo trading."""
        return [_account(row) for row in await self._http.get(f"/{self.venue}/accounts")]

    async def create_key(
        self, account: str, label: str, perms: Sequence[str], ips: Sequence[str], passphrase: Secret
    ) -> ConsoleKey:
        """Make a key; its secret is shown this once.

        Raises:
            Refused: The site does not accept label, permissions, addresses or passphrase.
        """
        body = {"label": label, "perms": list(perms), "ips": list(ips), "passphrase": passphrase.reveal()}
        row = await self._http.post(f"{self._path(account)}/keys", body)
        return _key(row, Secret(row["secret"]), passphrase)

    async def edit_key(
        self,
        account: str,
        api_key: str,
        *,
        label: str | None = None,
        perms: Sequence[str] | None = None,
        ips: Sequence[str] | None = None,
    ) -> ConsoleKey:
        """Change what is given of a key; its sockets are closed by the venue."""
        given = {"label": label, "perms": perms, "ips": ips}
        body = {
            name: value if isinstance(value, str) else list(value) for name, value in given.items() if value is not None
        }
        return _key(await self._http.patch(f"{self._path(account)}/keys/{quote(api_key, safe='')}", body))

    async def delete_key(self, account: str, api_key: str) -> None:
        await self._http.delete(f"{self._path(account)}/keys/{quote(api_key, safe='')}")

    async def set_account_mode(self, account: str, mode: AccountMode) -> ConsoleAccount:
        """Change the account mode on the site, where every mode can be entered for the first time."""
        return _account(await self._http.post(f"{self._path(account)}/level", {"level": mode}))

    async def set_position_mode(self, account: str, mode: PositionMode) -> ConsoleAccount:
        """Hedge or one-way; refused while anything is open."""
        word = _OKX_MODES[mode] if self.venue == "okx" else mode
        return _account(await self._http.post(f"{self._path(account)}/position-mode", {"mode": word}))

    def _path(self, account: str) -> str:
        return f"/{self.venue}/accounts/{quote(account, safe='')}"


_OKX_MODES: dict[PositionMode, str] = {"hedge": "long_short_mode", "oneway": "net_mode"}
"""OKX's site was there first and speaks OKX's words."""


def _account(row: dict[str, Any]) -> ConsoleAccount:
    return ConsoleAccount(
        name=row["name"],
        uid=row["uid"],
        environment=row["environment"],
        account_mode=row.get("level", ""),
        position_mode="hedge" if row["position_mode"] in ("hedge", _OKX_MODES["hedge"]) else "oneway",
        equity_usdt=Decimal(row["equity"]),
        positions=row["positions"],
        orders=row["orders"],
        keys=tuple(_key(key) for key in row["keys"]),
    )


def _key(row: dict[str, Any], secret: Secret = NOT_TOLD, passphrase: Secret = NOT_TOLD) -> ConsoleKey:
    return ConsoleKey(row["api_key"], row["label"], tuple(row["perms"]), tuple(row["ips"]), secret, passphrase)

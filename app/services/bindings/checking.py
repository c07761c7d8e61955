"""Keys: sealed as soon as they are pasted, then the venue is asked, then its answer is kept beside ours."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from app.services import own_checks, sealed_keys
from app.services.binding_steps import failing
from app.services.binding_views import Step, moves_money
from app.services.bindings.base import Part
from app.services.bindings.rows import account_facts, report_facts, report_of
from app.services.errors import Refused
from app.services.pasted_key import read_pasted
from app.services.sealed_keys import KeyKind
from app.services.session import Session
from app.services.site_search import is_astray
from exchanges.core.adapter import Credentials
from exchanges.core.secret import Secret
from exchanges.core.verdict import Check, KeyReport
from store import bindings
from store.database import new_id
from store.errors import NoSecret, VaultLocked

_CHECK_STEPS: dict[KeyKind, Step] = {"read": "read_check", "trade": "trade_check"}
_OTHER: dict[KeyKind, KeyKind] = {"read": "trade", "trade": "read"}


class Checking(Part):
    """Pasting, checking and mending."""

    async def check_key(
        self, session: Session, draft_id: str, kind: KeyKind, api_key: str, secret: Secret, passphrase: Secret
    ) -> KeyReport:
        """Take a pasted key: clean it, seal it, ask the venue, keep the answer.

        A key that may move money out is forgotten with the answer; what the venue said of it stays. The wizard then
        stands at the check of this key, also after a restart.

        Raises:
            Refused: A value cannot be a key; the read-only key is not accepted yet; the trade key of the vault is
                locked (`binding.error.trade_locked`).
        """
        pasted = read_pasted(api_key, secret, passphrase)
        key_id = await self._seal(session, draft_id, kind, pasted.credentials)
        notes = own_checks.removed(pasted.removed)
        return await self._ask(session, draft_id, kind, key_id, pasted.credentials, notes)

    async def recheck(self, session: Session, draft_id: str, kind: KeyKind) -> KeyReport:
        """Ask the venue again about a key that is kept.

        Raises:
            Refused: There is no such key, it was forgotten, or the vault's key for it is locked.
        """
        key_id, credentials = await self._unseal(session, draft_id, kind)
        return await self._ask(session, draft_id, kind, key_id, credentials, ())

    async def fix(self, session: Session, draft_id: str, fix: str) -> KeyReport:
        """Change the account as a line of the trade key's report offers, then ask again.

        Args:
            fix: `Check.fix` of that line.

        Raises:
            Refused: The report offers no such thing, or the vault's trade key is locked.
            VenueError: The venue refused or did not answer.
        """
        key_id, credentials = await self._unseal(session, draft_id, "trade")
        async with self._store.read() as connection:
            row = await self._draft_row(connection, session, draft_id)
            key = await bindings.key_of(connection, draft_id, "trade")
        report = report_of(key) if key is not None else None
        if not fix or report is None or not any(check.fix == fix for check in report.checks):
            raise Refused("binding.error.no_fix")
        adapter = self._venues[row.venue].adapter(row.environment, credentials, site=row.site)
        try:
            await adapter.apply_fix(fix)
        finally:
            await adapter.aclose()
        report = await self._ask(session, draft_id, "trade", key_id, credentials, ())
        # The mode is the account's, so what was said with the read-only key is old now.
        await self.recheck(session, draft_id, "read")
        return report

    # -- keeping ---------------------------------------------------------------------------------------------------

    async def _seal(self, session: Session, draft_id: str, kind: KeyKind, credentials: Credentials) -> str:
        """Replace the key of this kind; answers the id of its row."""
        now_ms, key_id = self._now(), new_id()
        with _locked_as_refusal():
            async with self._store.write() as connection:
                await self._draft_row(connection, session, draft_id, for_update=True)
                keys = (await bindings.keys_of(connection, [draft_id])).get(draft_id, {})
                if kind == "trade":
                    _demand_read_key(keys)
                    if not session.vault.has_trade:
                        raise Refused("binding.error.trade_locked", field="transaction_password")
                if kind in keys:
                    await bindings.remove_key(connection, session.user_id, keys[kind].id)
                last4 = Secret(credentials.api_key).last4
                row = {"id": key_id, "binding_id": draft_id, "kind": kind, "last4": last4, "created_ms": now_ms}
                await bindings.add_key(connection, row)
                await sealed_keys.seal(connection, session.vault, kind, key_id, credentials, now_ms)
                await self._change(connection, draft_id, ("draft",), step=_CHECK_STEPS[kind])
        return key_id

    async def _unseal(self, session: Session, draft_id: str, kind: KeyKind) -> tuple[str, Credentials]:
        """A kept key and the id of its row."""
        with _locked_as_refusal():
            async with self._store.read() as connection:
                await self._draft_row(connection, session, draft_id)
                key = await bindings.key_of(connection, draft_id, kind)
                if key is None:
                    raise Refused("binding.error.no_key")
                try:
                    return key.id, await sealed_keys.unseal(connection, session.vault, kind, key.id)
                except NoSecret:
                    raise Refused("binding.error.forgotten") from None

    async def _keep_answer(
        self, session: Session, draft_id: str, kind: KeyKind, key_id: str, report: KeyReport
    ) -> None:
        """Keep what the venue said; nothing when the key was replaced meanwhile."""
        now_ms = self._now()
        async with self._store.write() as connection:
            row = await self._draft_row(connection, session, draft_id, for_update=True)
            verified_ms = now_ms if failing(report, kind) is None else None
            kept = await bindings.change_key(
                connection, key_id, facts=report_facts(report), checked_ms=now_ms, verified_ms=verified_ms
            )
            if moves_money(report):
                await bindings.forget_key(connection, session.user_id, key_id)
            if kept:
                values = self._learned(row, kind, report, now_ms)
                await self._change(connection, draft_id, ("draft",), **values)
            if kind == "read" and _is_other_account(row, report):
                await self._doubt_trade_key(connection, draft_id)

    def _learned(self, row: Row[Any], kind: KeyKind, report: KeyReport, now_ms: int) -> dict[str, object]:
        """What the binding's row takes over of a report."""
        values: dict[str, object] = {}
        if report.seen_ip and report.seen_ip != row.answers.get("seen_ip"):
            values["answers"] = {**row.answers, "seen_ip": report.seen_ip}
        if kind == "read" and report.site:
            values["site"] = report.site
        if report.facts is None or (kind == "trade" and (report.facts.key.uid != row.uid or is_astray(report))):
            return values
        key = report.facts.key
        values |= {"uid": key.uid, "main_uid": key.main_uid}
        if not row.label:
            values["label"] = f"{self._venues[row.venue].offer.title[0]} {key.uid[-4:]}"
        if report.facts.account is not None:
            values |= {"account_facts": account_facts(report.facts.account), "account_checked_ms": now_ms}
        return values

    async def _doubt_trade_key(self, connection: AsyncConnection, draft_id: str) -> None:
        """The read-only key now is of another account: what was said of the trade key holds no more."""
        trade = await bindings.key_of(connection, draft_id, "trade")
        if trade is not None:
            await bindings.change_key(connection, trade.id, facts=None, checked_ms=None, verified_ms=None)

    # -- asking ----------------------------------------------------------------------------------------------------

    async def _ask(
        self,
        session: Session,
        draft_id: str,
        kind: KeyKind,
        key_id: str,
        credentials: Credentials,
        notes: tuple[Check, ...],
    ) -> KeyReport:
        """Ask venue and store about a key, keep the answer."""
        async with self._store.read() as connection:
            row = await self._draft_row(connection, session, draft_id)
        read_uid = (row.uid or "") if kind == "trade" else ""
        report = await self._venues[row.venue].verify(
            kind, row.environment, credentials, read_uid, self._gates.min_equity_usdt, site=row.site
        )
        report = named(report, read_uid or _name_of(credentials))
        async with self._store.read() as connection:
            first = (*notes, *await self._compared(connection, session, row.id, kind, credentials))
            report = _joined(report, first, await self._bound(connection, session, row, report))
        if moves_money(report):
            report = own_checks.forgotten(report)
        await self._keep_answer(session, draft_id, kind, key_id, report)
        return report

    async def _compared(
        self, connection: AsyncConnection, session: Session, draft_id: str, kind: KeyKind, credentials: Credentials
    ) -> tuple[Check, ...]:
        """Whether it is another key than the other one of this binding, when that is known."""
        other = await self._other_api_key(connection, session, draft_id, kind)
        if other is None:
            return ()
        return (own_checks.keys_differ(other=_OTHER[kind], are_equal=other == credentials.api_key),)

    async def _bound(
        self, connection: AsyncConnection, session: Session, row: Row[Any], report: KeyReport
    ) -> tuple[Check, ...]:
        """Whether the account is free, once the venue said which it is."""
        if report.facts is None:
            return ()
        uid = report.facts.key.uid
        holder = await bindings.holder(connection, row.venue, row.environment, uid, beside=row.id)
        mine = holder.label if holder is not None and holder.user_id == session.user_id else None
        return (own_checks.not_bound(held_by_me=mine, is_held=holder is not None),)

    async def _other_api_key(
        self, connection: AsyncConnection, session: Session, draft_id: str, kind: KeyKind
    ) -> str | None:
        """The API key of the other kind; `None` when there is none, or while the vault's key for it is locked."""
        other = _OTHER[kind]
        key = await bindings.key_of(connection, draft_id, other)
        if key is None or (other == "trade" and not session.vault.has_trade):
            return None
        try:
            return (await sealed_keys.unseal(connection, session.vault, other, key.id)).api_key
        except NoSecret:
            return None


def named(report: KeyReport, name: str) -> KeyReport:
    """The report with a name for the account, where the venue tells none: bindings are kept by it."""
    facts = report.facts
    if facts is None or facts.key.uid:
        return report
    account = replace(facts.account, uid=name) if facts.account is not None else None
    return replace(report, facts=replace(facts, key=replace(facts.key, uid=name, main_uid=name), account=account))


def _name_of(credentials: Credentials) -> str:
    """A name made of the read-only key: the same key is not bound twice, another key of the account may be."""
    return f"#{hashlib.sha256(credentials.api_key.encode()).hexdigest()[:12]}"


def _is_other_account(row: Row[Any], report: KeyReport) -> bool:
    """Whether the read-only key is of another account than the row has so far."""
    if row.site and report.site not in ("", row.site):
        return True
    return report.facts is not None and row.uid not in (None, report.facts.key.uid)


def _demand_read_key(keys: dict[str, Row[Any]]) -> None:
    report = report_of(keys["read"]) if "read" in keys else None
    if report is None or failing(report, "read") is not None:
        raise Refused("binding.error.read_first")


def _joined(report: KeyReport, first: tuple[Check, ...], bound: tuple[Check, ...]) -> KeyReport:
    """Ours on what was pasted, the venue on the key, ours on the account, the venue on the account."""
    key = tuple(check for check in report.checks if check.group == "key")
    account = tuple(check for check in report.checks if check.group == "account")
    return replace(report, checks=(*first, *key, *bound, *account))


@contextmanager
def _locked_as_refusal() -> Iterator[None]:
    """A vault that locked itself meanwhile is something to tell a person."""
    try:
        yield
    except VaultLocked as error:
        if error.kind == "trade":
            raise Refused("binding.error.trade_locked", field="transaction_password") from None
        raise Refused("binding.error.locked") from None

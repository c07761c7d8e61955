"""What Gate tells of a key, in the adapter's words. Pure."""

from __future__ import annotations

from typing import Any

from exchanges.core.adapter import KeyFacts, Right
from exchanges.core.key_lines import rights_of
from exchanges.core.text import clean
from exchanges.gate_crossex.rows import Row, rows_in
from exchanges.gate_crossex.table import PERMISSIONS, READS, WRITES

CROSSEX = "crossx"
MOVING = frozenset({Right.WITHDRAW, Right.TRANSFER, Right.SUBACCOUNT, Right.C2C})


def own_row(answer: Any, api_key: str) -> Row | None:
    """The row of this key: the answer itself, or the one of a list that names it; `None` when none surely is."""
    if isinstance(answer, dict):
        return answer if isinstance(answer.get("perms"), list) else None
    listed = [row for row in rows_in(answer) if isinstance(row.get("perms"), list)]
    named = [row for row in listed if clean(row.get("key")) == api_key]
    return named[0] if named else None


def facts(row: Row) -> KeyFacts:
    """A key by `perms`, where each product is read-only or read-write. Trading takes Cross-Exchange read-write."""
    words = frozenset(
        name + (WRITES if each.get("read_only") is False else READS)
        for each in rows_in(row.get("perms"))
        if (name := clean(each.get("name"), limit=40))
    )
    uid, addresses = clean(row.get("user_id")), row.get("ip_whitelist")
    rights = rights_of(words, PERMISSIONS)
    return KeyFacts(
        uid=uid,
        main_uid=uid,
        permissions=words,
        rights=rights | ({Right.READ} if rights else frozenset()),
        ip_list=_addresses(addresses),
        label=clean(row.get("name"), limit=60) if isinstance(row.get("name"), str) else "",
    )


def by_trial(uid: str, *, may_trade: bool, addresses: object) -> KeyFacts:
    """A key that Gate told nothing of: what harmless calls showed, and what no call can show."""
    rights = frozenset({Right.READ, Right.TRADE}) if may_trade else frozenset({Right.READ})
    words = frozenset({CROSSEX + (WRITES if may_trade else READS)})
    return KeyFacts(
        uid=uid,
        main_uid=uid,
        permissions=words,
        rights=rights,
        ip_list=_addresses(addresses),
        label="",
        untold=MOVING,
    )


def _addresses(told: object) -> tuple[str, ...] | None:
    """`None` when the venue did not say."""
    if not isinstance(told, list):
        return None
    return tuple(text for each in told if (text := clean(each, limit=60)))

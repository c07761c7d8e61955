"""What Bitget tells of a key, classic and unified, in the adapter's words. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from exchanges.bitget.rows import Row
from exchanges.bitget.table import PERMISSIONS, TRADE_BOXES, WRONG_MODE
from exchanges.core.adapter import KeyFacts, Right
from exchanges.core.key_lines import Permission, rights_of
from exchanges.core.text import clean

MAYBE_UNIFIED = WRONG_MODE | {"40731"}
"""Answers of the classic call that mean: ask the unified one (`40731` was seen with lead traders)."""
UNIFIED_TRADE = "uta_trade"
_READ_ONLY = frozenset({"read_only", "readonly"})


@dataclass(frozen=True, slots=True)
class Boxes:
    """What a key is ticked for, as one product of Bitget sees it."""

    permissions: Mapping[str, Permission]
    trade: frozenset[str]
    """All of these are needed to trade with a classic key."""


FUTURES = Boxes(PERMISSIONS, TRADE_BOXES)


def classic(row: Row, boxes: Boxes = FUTURES) -> KeyFacts:
    """A key by `authorities`. Some of the boxes that trading takes are no trading, only more than reading."""
    words = frozenset(_texts(row.get("authorities")))
    rights = rights_of(words, boxes.permissions)
    if not words >= boxes.trade:
        rights = _without_trading(rights)
    return _facts(row, words, rights, uid=clean(row.get("userId")))


def unified(row: Row, boxes: Boxes = FUTURES) -> KeyFacts:
    """A key by `permType`, which says whether all of it may write, and `permissions`."""
    words = frozenset(_texts(row.get("permissions")))
    kind = clean(row.get("permType")).replace("-", "_").lower()
    rights = rights_of(words, boxes.permissions)
    if kind in _READ_ONLY:
        # What a read-only key lists it may only look at; a right to withdraw is believed all the same.
        rights = frozenset({Right.READ}) | (rights & {Right.WITHDRAW})
        words |= {"read_only"}
    else:
        rights |= {Right.READ}
        if UNIFIED_TRADE not in words:
            rights = _without_trading(rights)
    return _facts(row, words, rights, uid=clean(row.get("userId")) or clean(row.get("uid")))


def _without_trading(rights: frozenset[Right]) -> frozenset[Right]:
    """Some of what trading takes, and not all: more than reading, and no trading."""
    return rights - {Right.TRADE} | {Right.OTHER} if Right.TRADE in rights else rights


def _facts(row: Row, words: frozenset[str], rights: frozenset[Right], *, uid: str) -> KeyFacts:
    return KeyFacts(
        uid=uid,
        main_uid=clean(row.get("parentId")) or uid,
        permissions=words,
        rights=rights,
        ip_list=tuple(_texts(row.get("ips"))),
        label="",
        inviter=clean(row.get("inviterId")),
    )


def _texts(value: object) -> list[str]:
    """The entries of a list, or of a text with commas; null and empty are none."""
    raw = value if isinstance(value, list) else clean(value, limit=2_000).replace(";", ",").split(",")
    return [text for each in raw if (text := clean(each, limit=100).strip())]

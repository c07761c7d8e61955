"""The verdicts on a key that the venue cannot give: pasted cleanly, not the other key, not bound elsewhere here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.locale.binding import TEXTS
from app.services.sealed_keys import KeyKind
from exchanges.core.verdict import Check, KeyReport, Pair


def both(key: str, /, **values: Pair | object) -> Pair:
    """A text of this area in both languages; values may be pairs themselves."""
    halves = []
    for index in (0, 1):
        filled = {name: value[index] if isinstance(value, tuple) else value for name, value in values.items()}
        halves.append(TEXTS[key][index].format(**filled))
    return halves[0], halves[1]


def removed(counts: Mapping[str, int]) -> tuple[Check, ...]:
    """Says what cleaning took away; nothing when it took nothing."""
    if not counts:
        return ()
    names = [both(f"binding.check.field.{field}") for field in counts]
    fields = (", ".join(name[0] for name in names), "、".join(name[1] for name in names))
    count = sum(counts.values())
    text = both("binding.check.removed-one" if count == 1 else "binding.check.removed", count=count, fields=fields)
    return (Check("pasted", "ok", text),)


def keys_differ(*, other: KeyKind, are_equal: bool) -> Check:
    """Whether this is another key than the binding's other one."""
    if not are_equal:
        return Check("keys_differ", "ok", both("binding.check.keys_differ"))
    text = both("binding.check.keys_equal", other=both(f"binding.check.kind.{other}"))
    return Check("keys_differ", "no", text, both("binding.check.keys_equal.cure"))


def forgotten(report: KeyReport) -> KeyReport:
    """The verdict on a key that may move money out, and so is not kept: checking again takes pasting it again."""
    cure = both("binding.check.forgotten.cure")
    checks = (replace(check, cure=cure) if check.name == "no_withdraw" else check for check in report.checks)
    return replace(report, checks=tuple(checks))


def not_bound(*, held_by_me: str | None, is_held: bool) -> Check:
    """Whether the account is free.

    Args:
        held_by_me: Label of the person's own binding that holds it.
        is_held: Whether any binding holds it.
    """
    if held_by_me is not None:
        return Check("not_bound", "no", both("binding.check.mine", label=held_by_me), both("binding.check.mine.cure"))
    if is_held:
        return Check("not_bound", "no", both("binding.check.taken"), both("binding.check.taken.cure"))
    return Check("not_bound", "ok", both("binding.check.free"))

"""Every documented field of every venue's rows is mapped, or named as left out: nothing is dropped silently."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

import pytest

from exchanges import venues
from tests.conformance.fields import Kind

KINDS: dict[str, list[Kind]] = {name: import_module(f"tests.{name}.fields").KINDS for name in venues.NAMES}
CASES = [(name, kind) for name, kinds in KINDS.items() for kind in kinds]


def left_out(venue: str) -> Mapping[str, frozenset[str]]:
    told: Mapping[str, frozenset[str]] = import_module(f"exchanges.{venue}.left_out").LEFT_OUT
    return told


@pytest.mark.parametrize(
    ("name", "kind"), CASES, ids=[f"{name}: {kind.name} {kind.where}".rstrip() for name, kind in CASES]
)
def test_every_documented_field_is_mapped_or_named_as_left_out(name: str, kind: Kind) -> None:
    read, unread = kind.read(), left_out(name)[kind.name]
    assert kind.documented - read - unread == set(), "neither mapped nor left out"
    assert unread & read == set(), "read after all"


@pytest.mark.parametrize("name", venues.NAMES)
def test_nothing_is_left_out_that_is_not_documented(name: str) -> None:
    assert set(left_out(name)) == {kind.name for kind in KINDS[name]}
    for left, fields in left_out(name).items():
        documented = frozenset[str]().union(*(kind.documented for kind in KINDS[name] if kind.name == left))
        assert fields - documented == set(), left

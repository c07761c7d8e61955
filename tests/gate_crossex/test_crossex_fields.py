"""What CrossEx's document shows and the model has no place for; its calls are all in the table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from exchanges.gate_crossex import mapping, table
from exchanges.gate_crossex.left_out import SHOWN
from tests.gate_crossex.fields import ASSET
from tests.gate_crossex.payloads import EXAMPLES, MAPPERS, PREFIX, READING, RESPONSES, path_of


def test_the_coins_inside_an_account_are_mapped_too() -> None:
    told = mapping.balance(ASSET, READING)
    assert (told.asset, told.margin_used) == ("USDT", 500)


def test_what_is_only_shown_is_named_field_by_field() -> None:
    for example in RESPONSES:
        method, _, path = example["endpoint"].partition(" ")
        if path.startswith(PREFIX) and not (method == "GET" and path_of(example) in MAPPERS):
            documented = set(fields_of(example["payload"]))
            assert documented == SHOWN.get(f"{method} {path_of(example)}", frozenset()), example["endpoint"]


def fields_of(value: Any) -> Iterator[str]:
    """Names of all fields, inner ones too."""
    for row in value if isinstance(value, list) else [value]:
        if isinstance(row, dict):
            for name, inner in row.items():
                yield name
                yield from fields_of(inner)


def test_every_documented_call_and_every_followed_channel_is_in_the_table() -> None:
    documented = {
        tuple(each["endpoint"].split(" ")) for each in EXAMPLES if each["endpoint"].split(" ")[1].startswith(PREFIX)
    }
    ours = {(each.method, each.path) for each in table.ENDPOINTS}
    assert documented <= ours
    assert len([each for each in table.ENDPOINTS if each.doc.startswith("CrossEx 1.0.0")]) == 31
    assert set(table.FOLLOWED) <= set(table.CHANNELS)

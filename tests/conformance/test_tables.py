"""Every venue's data holds together: calls, channels, refusals, guide, budgets. To be named is to be tested."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping
from importlib import import_module

import pytest

from exchanges import venues
from exchanges.core.endpoint import Auth, Endpoint
from exchanges.core.errors import VenueError
from exchanges.core.limits import SHARE, Limits
from exchanges.core.plugin import Plugin
from exchanges.core.rest import fill_path
from exchanges.core.venue import Refusal
from exchanges.core.verdict import Pair

DOCUMENTED = {"bitget_margin": (45, 5), "bitmart": (28, 7), "toobit": (8, 0), "gate_crossex": (31, 0)}
"""Calls and channels of the source documents; our tables may hold newer ones besides."""
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SAME_IN_BOTH = re.compile(r"[\w.,:/ #*-]*", re.ASCII)
"""Addresses, figures and names read the same in both languages."""

pytestmark = pytest.mark.parametrize("plugin", [venues.load(name) for name in venues.NAMES], ids=venues.NAMES)


def speaks_both(pair: Pair) -> bool:
    english, chinese = pair
    if CHINESE.search(english) or bool(english) != bool(chinese):
        return False
    return (english == chinese and bool(SAME_IN_BOTH.fullmatch(english))) or bool(CHINESE.search(chinese))


def refusals_of(plugin: Plugin) -> Mapping[str, Refusal]:
    table: Mapping[str, Refusal] = import_module(f"exchanges.{plugin.facts.name}.refusals").REFUSALS
    return table


def test_every_call_is_named_once_documented_and_budgeted(plugin: Plugin) -> None:
    names = [each.name for each in plugin.endpoints]
    assert len(names) == len(set(names))
    for each in plugin.endpoints:
        assert each.doc, each.name
        assert each.path.startswith("/"), each.name
        assert each.method in ("GET", "POST", "PUT", "DELETE"), each.name
        assert each.buckets, each.name
        assert all(bucket.limit >= 1 and bucket.per_s > 0 for bucket in each.buckets), each.name


def test_the_documents_calls_and_channels_are_all_there(plugin: Plugin) -> None:
    calls, channels = DOCUMENTED.get(plugin.facts.name, (1, 1))
    assert len(plugin.endpoints) >= calls
    assert len(plugin.channels) >= channels


def test_only_what_is_safe_to_repeat_is_repeated(plugin: Plugin) -> None:
    for each in plugin.endpoints:
        assert each.idempotent or each.is_write, each.name
        moves_money = re.search(r"transfer|withdraw|borrow", each.path)
        assert not (each.is_write and each.idempotent and moves_money), each.name


def test_what_fills_a_path_is_a_parameter(plugin: Plugin) -> None:
    for each in plugin.endpoints:
        for name in re.findall(r"\{(\w+)\}", each.path):
            assert name in each.params, each.name
            path, rest = fill_path(each.path, {name: "../a b?c"})
            assert "%2F" in path
            assert not rest


def test_public_calls_need_no_key_and_the_others_do(plugin: Plugin) -> None:
    assert any(each.auth is Auth.PUBLIC for each in plugin.endpoints)
    assert any(each.auth is not Auth.PUBLIC for each in plugin.endpoints)
    if plugin.public_call is not None:
        assert plugin.public_call[0].auth is Auth.PUBLIC
        assert set(plugin.public_call[1]) <= set(plugin.public_call[0].params)


def test_channels_are_named_once_and_live_on_sockets_the_venue_has(plugin: Plugin) -> None:
    sockets = {name.removeprefix("ws_") for name in plugin.hosts.__annotations__ if name.startswith("ws_")}
    for each in plugin.channels:
        assert each.doc, each.name
        assert each.socket in sockets, each.name


def test_every_refusal_has_an_error_and_speaks_both_languages(plugin: Plugin) -> None:
    table = refusals_of(plugin)
    assert table
    for code, each in table.items():
        assert issubclass(each.error, VenueError), code
        assert each.text[0], code
        assert speaks_both(each.text), code
        assert each.cure == ("", "") or speaks_both(each.cure), code


def texts_of(plugin: Plugin) -> Iterator[Pair]:
    guide, facts = plugin.guide, plugin.facts
    yield facts.title
    yield from guide.notes
    for where in guide.where.values():
        yield from where
    for step in (*guide.prepare, *guide.read_key, *guide.trade_key_for(["203.0.113.7"])):
        yield from (step.label, step.value)
    if facts.passphrase is not None:
        yield facts.passphrase.name
        yield from facts.passphrase.demand_names.values()


def test_the_guide_speaks_both_languages(plugin: Plugin) -> None:
    for pair in texts_of(plugin):
        assert all(pair), pair
        assert speaks_both(pair), pair


def test_the_guide_tells_where_and_how_for_every_environment_and_warns_of_withdrawing(plugin: Plugin) -> None:
    assert "live" in plugin.guide.where
    assert all(where for where in plugin.guide.where.values())
    for sites in plugin.sites.values():
        assert set(sites) >= set(plugin.guide.where)
    told = " ".join(text for pair in texts_of(plugin) for text in pair)
    assert re.search(r"withdraw", told, re.IGNORECASE)
    assert "提现" in told or "提币" in told


def test_the_ip_list_is_copied_from_one_line_of_the_trade_keys_form(plugin: Plugin) -> None:
    lists = [step for step in plugin.guide.trade_key_for(["203.0.113.7", "203.0.113.8"]) if step.copies]
    if plugin.facts.ips_per_key:
        (step,) = lists
        assert step.value[0] == f"203.0.113.7{plugin.facts.ip_separator}203.0.113.8"
    assert not [step for step in plugin.guide.read_key if step.copies]


def test_a_closing_venue_says_so(plugin: Plugin) -> None:
    note = plugin.facts.lifecycle_note
    assert (plugin.facts.lifecycle == "active") == (note == ("", ""))
    assert speaks_both(note) or note == ("", "")


def test_no_budget_is_ever_exceeded_however_many_call_at_once(plugin: Plugin) -> None:
    """All calls of the table, ten times, on a virtual clock: no window spends more than four fifths of its cap."""
    clock, spent = 0.0, dict[tuple[str, int, float], list[tuple[float, int]]]()

    async def sleep(seconds: float) -> None:
        nonlocal clock
        clock += seconds
        await asyncio.sleep(0)

    limits = Limits(clock=lambda: clock, sleep=sleep)

    async def call(endpoint: Endpoint) -> None:
        await limits.acquire(endpoint, account="one", instrument="BTC")
        for bucket in endpoint.buckets:
            spent.setdefault((bucket.name, bucket.limit, bucket.per_s), []).append((clock, endpoint.weight))

    async def all_calls() -> None:
        quick = [each for each in plugin.endpoints if all(bucket.per_s <= 60 for bucket in each.buckets)]
        await asyncio.gather(*(call(each) for each in quick for _ in range(10)))

    asyncio.run(all_calls())
    for (name, limit, per_s), calls in spent.items():
        for start, _ in calls:
            used = sum(weight for at, weight in calls if start <= at < start + per_s)
            assert used <= max(1, limit * SHARE), name

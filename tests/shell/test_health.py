"""Row 1 names sick links in full and folds healthy ones into a count."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from app.health import LinkSummary
from app.services.book import Book
from exchanges.core.model import LinkChanged, LinkState
from tests.shell.stage import NOON_MS, Clocks, book, go_live


def books(clocks: Clocks, count: int = 3) -> list[Book]:
    names = ["OKX main", "Binance hedge", "Bitget copy"]
    made = [book(clocks, name, name) for name in names[:count]]
    go_live(*made)
    return made


def text(links: list[Book], room: int, clocks: Clocks) -> str:
    return LinkSummary.of(links, clocks.wall_ms).text(room)


def test_healthy_links_are_a_count() -> None:
    clocks = Clocks()
    assert text(books(clocks), 40, clocks) == "3 links live"
    assert not LinkSummary.of(books(clocks), NOON_MS).is_sick


def test_a_syncing_link_is_named_and_the_others_folded_where_room_is_short() -> None:
    clocks = Clocks()
    links = books(clocks)
    links[2].apply(LinkChanged(LinkState.SYNCING, NOON_MS, progress="2/4"))
    assert text(links, 24, clocks) == "Bitget copy syncing 2/4"
    links[1].apply(LinkChanged(LinkState.SYNCING, NOON_MS, progress="1/4"))
    assert text(links, 80, clocks) == "3 links: OKX main live, Binance hedge syncing 1/4, Bitget copy syncing 2/4"
    assert text(links, 72, clocks) == "3 links: 1 live, Binance hedge syncing 1/4, Bitget copy syncing 2/4"
    assert text(links, 30, clocks) == "2 of 3 links not live"


def test_one_dead_link_says_since_when_when_next_and_why() -> None:
    clocks = Clocks()
    links = books(clocks)
    clocks.pass_seconds(72)
    go_live(*links[:2], at_ms=clocks.wall_ms)
    links[2].apply(
        LinkChanged(LinkState.DOWN, clocks.wall_ms, "connection refused", next_try_ms=clocks.wall_ms + 3_600)
    )
    assert text(links, 70, clocks) == "Bitget copy down 01:12, next try 4 s: connection refused"


def test_a_link_that_claims_to_be_live_but_is_silent_is_stale() -> None:
    clocks = Clocks()
    links = books(clocks, 1)
    clocks.pass_seconds(12)
    assert text(links, 60, clocks) == "OKX main STALE 12s"
    assert LinkSummary.of(links, clocks.wall_ms).is_sick


@pytest.mark.parametrize("room", [12, 30, 80])
def test_a_single_link_is_named_and_never_counted(room: int) -> None:
    clocks = Clocks()
    links = books(clocks, 1)
    assert text(links, room, clocks) == ("OKX main live" if room > 12 else "live")
    links[0].apply(
        LinkChanged(LinkState.SYNCING, NOON_MS, reason="the snapshot of the account is read", progress="2/4")
    )
    expected = {80: "OKX main syncing 2/4: the snapshot of the account is read", 30: "OKX main syncing 2/4"}
    assert text(links, room, clocks) == expected.get(room, "syncing 2/4")


@pytest.mark.parametrize("room", [24, 40, 60, 100])
def test_it_fits_into_its_room(room: int) -> None:
    clocks = Clocks()
    links = books(clocks)
    links[0].apply(LinkChanged(LinkState.ATTENTION, NOON_MS, "the key is gone"))
    links[1].apply(LinkChanged(LinkState.CONNECTING, NOON_MS))
    assert cell_len(text(links, room, clocks)) <= room


def test_nobody_bound_nothing_said() -> None:
    assert LinkSummary().text(40) == ""

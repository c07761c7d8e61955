"""A venue's own listing over the common market."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from exchanges.sandbox.clock import Clock
from exchanges.sandbox.contracts import BY_ID, Contract
from exchanges.sandbox.listing import Listing
from exchanges.sandbox.market import Market

BTC = msgspec.structs.replace(BY_ID["BTC-USDT-SWAP"], id="BTCUSDT", value=Decimal(1), tick=Decimal("0.1"))
PEPE = msgspec.structs.replace(
    BY_ID["PEPE-USDT-SWAP"],
    id="1000PEPEUSDT",
    base="1000PEPE",
    underlying="PEPE",
    scale=Decimal(1000),
    value=Decimal(1),
    tick=Decimal("0.0000001"),
)
ALONE = msgspec.structs.replace(BTC, id="FOOUSDT", base="FOO", start_price=Decimal(3))


def markets(*contracts: Contract) -> tuple[Market, Listing]:
    clock = Clock(lambda: 1_794_873_600_000)
    leader = Market(5, clock)
    return leader, Listing(leader, 5, clock, contracts)


def test_prices_follow_the_common_market_in_the_venues_own_names_and_steps():
    leader, listing = markets(BTC, PEPE)
    moved: list[list[str]] = []
    listing.listen(moved.append)
    leader.step(3)
    assert listing.quotes["BTCUSDT"].last == leader.quotes["BTC-USDT-SWAP"].last
    assert listing.quotes["1000PEPEUSDT"].last == leader.quotes["PEPE-USDT-SWAP"].last * 1000
    assert moved == [["BTCUSDT", "1000PEPEUSDT"]] * 3
    leader.set_price("PEPE-USDT-SWAP", Decimal("0.00002"))
    assert moved[-1] == ["1000PEPEUSDT"]
    assert listing.quotes["1000PEPEUSDT"].last == Decimal("0.02")
    assert listing.steps == leader.steps == 3


def test_a_price_set_at_one_venue_is_the_price_at_all():
    leader, listing = markets(BTC, ALONE)
    listing.set_price("BTCUSDT", Decimal(64000))
    assert leader.quotes["BTC-USDT-SWAP"].last == listing.quotes["BTCUSDT"].last == 64000
    listing.step(2)
    assert leader.steps == 2


def test_a_coin_only_this_venue_lists_stands_until_it_is_moved():
    leader, listing = markets(ALONE)
    leader.step(5)
    assert listing.quotes["FOOUSDT"].last == 3
    listing.set_price("FOOUSDT", Decimal(4))
    assert listing.quotes["FOOUSDT"].last == 4


def test_a_listing_does_not_bend_the_common_market():
    alone, _ = markets()
    shared, _ = markets(BTC, PEPE)
    alone.step(50)
    shared.step(50)
    assert alone.dump() == shared.dump()

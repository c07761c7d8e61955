"""What is always true of the simulated engine, whatever is traded."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings

from exchanges.sandbox.clock import Clock
from exchanges.sandbox.events import OrderChanged, PositionChanged
from exchanges.sandbox.intents import NewOrder
from exchanges.sandbox.margin import COIN, Margins
from exchanges.sandbox.market import Market
from exchanges.sandbox.okx.seeds import open_venue
from exchanges.sandbox.refusals import Refusal
from exchanges.sandbox.state import ZERO, Account, position_key
from exchanges.sandbox.venue import Venue

CONTRACTS = ("BTC-USDT-SWAP", "XRP-USDT-SWAP")
KINDS = ("market", "limit", "post_only", "ioc", "fok")

Deed = tuple[str, int, int, int, int, int]
deeds = st.lists(
    st.tuples(
        st.sampled_from(("order", "order", "order", "move", "cancel", "amend", "close", "fund", "lever", "adl")),
        st.integers(0, 1),
        st.integers(0, 3),
        st.integers(0, 4),
        st.integers(1, 400),
        st.integers(-300, 300),
    ),
    min_size=15,
    max_size=60,
)


def fresh(mode: str) -> tuple[Venue, Account]:
    now = iter(range(1_794_873_600_000, 1_794_973_600_000))
    clock = Clock(lambda: next(now))
    venue = open_venue(Market(3, clock), clock, 3, bot=False)
    return venue, venue.accounts["second" if mode == "hedge" else "oneway"]


def do(venue: Venue, account: Account, deed: Deed) -> None:
    """One random deed; refusals are part of life."""
    what, which, how, kind, size, bps = deed
    contract = CONTRACTS[which]
    quote = venue.market.quotes[contract]
    price = (quote.last * (1 + Decimal(bps) / 10_000) // quote.contract.tick) * quote.contract.tick
    mode = "isolated" if size % 3 == 0 else "cross"
    side = "buy" if how % 2 else "sell"
    leg = ("long" if how // 2 else "short") if account.hedged else "net"
    try:
        if what == "order":
            amount = quote.contract.lot * size * 10
            venue.engine.place(
                account,
                NewOrder(contract, mode, side, leg, KINDS[kind], amount, price, reduce_only=bps % 7 == 0),  # type: ignore[arg-type]
            )
        elif what == "move":
            venue.market.set_price(contract, price)
        elif what in ("cancel", "amend") and account.orders:
            order = list(account.orders.values())[size % len(account.orders)]
            if what == "cancel":
                venue.engine.cancel(account, order)
            else:
                venue.engine.amend(account, order, quote.contract.lot * size, price)
        elif what in ("close", "adl") and account.positions:
            position = list(account.positions.values())[size % len(account.positions)]
            if what == "close":
                for order in list(account.orders.values()):
                    venue.engine.cancel(account, order)
                venue.engine.close(account, position)
            else:
                venue.settlement.deleverage(account, position)
        elif what == "fund":
            venue.settlement.fund()
        elif what == "lever":
            venue.setup.set_leverage(account, contract, mode, leg, Decimal(size % 100 + 1))
    except Refusal:
        return


@given(deeds=deeds, mode=st.sampled_from(("hedge", "oneway")))
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_books_always_balance(deeds: list[Deed], mode: str):
    venue, account = fresh(mode)
    newest: dict[str, int] = {}
    ended: set[str] = set()

    def watch(change: object) -> None:
        if isinstance(change, OrderChanged):
            assert change.order.id not in ended, "an order came back after its end"
            if not change.order.is_open:
                ended.add(change.order.id)
            assert change.order.filled <= change.order.size
        if isinstance(change, PositionChanged):
            assert change.position.updated_ms > newest.get(change.position.key, 0), "a newer state has an older time"
            newest[change.position.key] = change.position.updated_ms

    venue.desk.listen(watch)
    for deed in deeds:
        do(venue, account, deed)
        check_money(account)
        check_positions(account)
        check_orders(venue, account)


def check_money(account: Account) -> None:
    """Cash is the sum of the bills, isolated margin the sum of what went there."""
    assert account.cash[COIN] == sum(bill.change for bill in account.bills)
    isolated = sum((position.margin for position in account.positions.values()), ZERO)
    assert isolated == sum((bill.position_change for bill in account.bills), ZERO)
    assert len({bill.id for bill in account.bills}) == len(account.bills)
    assert account.bills[-1].balance == account.cash[COIN]


def check_positions(account: Account) -> None:
    """Positions are the sum of the fills, leg by leg."""
    sizes: dict[str, Decimal] = defaultdict(Decimal)
    for fill in account.fills:
        sizes[position_key(fill.contract, fill.margin_mode, fill.leg)] += fill.size * (1 if fill.side == "buy" else -1)
    held = {key: position.size * position.direction for key, position in account.positions.items()}
    assert {key: size for key, size in sizes.items() if size} == held
    for position in account.positions.values():
        assert position.size > 0
        assert (position.margin_mode == "isolated") == (position.margin != 0)
        assert {"long": 1, "short": -1}.get(position.leg, position.direction) == position.direction
    assert len({fill.trade_id for fill in account.fills}) == len(account.fills)


def check_orders(venue: Venue, account: Account) -> None:
    """Open orders rest at a price and never promise to close more than there is."""
    for order in account.orders.values():
        assert order.is_open
        assert order.price is not None
        assert order.remaining > 0
        held = account.positions.get(position_key(order.contract, order.margin_mode, order.leg))
        if (order.side, order.leg) in (("sell", "long"), ("buy", "short")):
            assert held is not None
            assert order.remaining <= held.size
    assert all(not order.is_open for order in account.finished_orders)
    margins = Margins(account, venue.market)
    parts = margins.cash + margins.cross_upl + margins.isolated_equity
    assert margins.equity == parts


def test_the_same_seed_gives_the_same_world():
    def story(seed: int) -> tuple[object, ...]:
        clock = Clock(lambda: 1_794_873_600_000)
        venue = open_venue(Market(seed, clock), clock, seed, bot=True)
        venue.market.step(200)
        account = venue.accounts["main"]
        keys = [key.secret for key in account.keys.values()]
        return venue.market.dump(), account.cash, list(account.positions), keys

    assert story(5) == story(5)
    assert story(5) != story(6)


def test_the_bot_keeps_accounts_moving_and_earns_over_time():
    clock = Clock()
    venue = open_venue(Market(11, clock), clock, 11, bot=True)
    account = venue.accounts["main"]
    start = Margins(account, venue.market).equity
    venue.market.step(2_500)
    assert len({fill.contract for fill in account.fills}) >= 5
    assert {row.kind for row in account.history} >= {"closed"}
    assert any(row.position.realised > 0 for row in account.history)
    assert Margins(account, venue.market).equity > start * Decimal("0.9")
    assert venue.accounts["oneway"].positions == {}

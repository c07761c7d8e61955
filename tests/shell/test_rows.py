"""What stands in the rows: pure functions from the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

import pytest
from rich.cells import cell_len

from app.locale.catalogue import set_language
from app.rows import accounts, balances, fills, orders, positions
from app.rows.cells import clock, short_symbol
from app.rows.headline import ComputeFacts, risk_lines
from app.rows.positions import Unit
from app.services.totals import totals_of, totals_of_all
from exchanges.core.model import Balance, LinkChanged, LinkState, OrderStatus, Side
from tests.shell.stage import NOON_MS, Clocks, borrowed_btc, fill, filled_book, order, position, stop_order, usdt
from widgets.table_layout import Column, fit
from widgets.table_rows import Row

BALANCES = (partial(balances.columns, with_wallet=False), partial(balances.columns, with_wallet=True))


def shown(row: Row, columns: Sequence[Column]) -> dict[str, str]:
    return {column.id: cell.text for column, cell in zip(columns, row.cells, strict=True)}


def test_a_position_row_says_side_size_prices_profit_and_distance() -> None:
    book = filled_book(Clocks())
    row = positions.row(book, position("ETH/USDT:USDT"), book.freshness(NOON_MS))
    assert shown(row, positions.columns()) == {
        "symbol": "ETH/USDT",
        "account": "OKX main",
        "side": "long",
        "size": "2.5",
        "entry": "3,012.40",
        "mark": "3,096.10",
        "upnl": "+209.25",
        "roe": "+27.8",
        "liq": "31.2",
        "margin": "753.10",
        "leverage": "10x",
        "mode": "cross",
        "source": "stream",
        "age": "",
    }
    assert not row.is_stale


def test_what_the_venue_does_not_say_is_unknown_and_never_zero() -> None:
    book = filled_book(Clocks())
    bare = position(
        "ETH/USDT:USDT",
        entry_price=None,
        mark_price=None,
        liquidation_price=None,
        leverage=None,
        unrealised_pnl=None,
        margin=None,
    )
    texts = shown(positions.row(book, bare, book.freshness(NOON_MS)), positions.columns())
    for column in ("entry", "mark", "upnl", "roe", "liq", "margin", "leverage"):
        assert texts[column] == "--"


def test_a_size_nobody_can_count_is_marked_and_has_no_worth() -> None:
    book = filled_book(Clocks())
    unknown = position("ETH/USDT:USDT", size_known=False)
    row = positions.row(book, unknown, book.freshness(NOON_MS))
    assert shown(row, positions.columns())["size"] == "2.5?"
    assert positions.notional(unknown) is None
    said = "\n".join(positions.detail(book, unknown, book.freshness(NOON_MS), NOON_MS))
    assert "2.5?" in said
    assert "7,531" not in said


def test_hedge_legs_of_equal_size_are_two_rows() -> None:
    book = filled_book(Clocks())
    fresh = book.freshness(NOON_MS)
    legs = [positions.row(book, position("ETH/USDT:USDT", side), fresh) for side in Side]
    assert legs[0].key != legs[1].key


def test_a_silent_link_makes_its_rows_old_and_they_say_how_old() -> None:
    clocks = Clocks()
    book = filled_book(clocks)
    clocks.pass_seconds(12)
    row = positions.row(book, position("ETH/USDT:USDT"), book.freshness(clocks.wall_ms))
    assert row.is_stale
    assert shown(row, positions.columns())["age"] == "12s"


@pytest.mark.parametrize("state", [state for state in LinkState if state is not LinkState.LIVE])
def test_no_number_of_a_link_that_is_not_live_looks_live(state: LinkState) -> None:
    book = filled_book(Clocks())
    book.apply(LinkChanged(state, NOON_MS))
    fresh = book.freshness(NOON_MS)
    assert positions.row(book, position("ETH/USDT:USDT"), fresh).is_stale
    assert orders.row(book, order(), fresh, NOON_MS).is_stale
    assert balances.row(book, usdt(), fresh, with_wallet=False).is_stale
    assert accounts.row(book, totals_of(book, NOON_MS), NOON_MS).is_stale


@pytest.mark.parametrize(("unit", "size"), [(Unit.BASE, "2.5"), (Unit.CONTRACTS, "25"), (Unit.USDT, "7,740.25")])
def test_sizes_are_counted_in_coins_contracts_or_money(unit: Unit, size: str) -> None:
    book = filled_book(Clocks())
    row = positions.row(book, position("ETH/USDT:USDT"), book.freshness(NOON_MS), unit)
    assert shown(row, positions.columns())["size"] == size


def test_the_detail_multiplies_contracts_out() -> None:
    book = filled_book(Clocks())
    lines = positions.detail(book, position("ETH/USDT:USDT"), book.freshness(NOON_MS), NOON_MS)
    assert lines[0] == "ETH/USDT:USDT long, OKX main: 25 x 0.1 = 2.5 at 3,012.40 = 7,531.00 USDT"
    assert "fees -3.01" in lines[2]


def test_a_stop_over_the_whole_position_says_all_and_has_a_trigger() -> None:
    book = filled_book(Clocks())
    texts = shown(orders.row(book, stop_order(), book.freshness(NOON_MS), NOON_MS), orders.columns())
    assert texts["kind"] == "stop"
    assert texts["size"] == "all"
    assert texts["price"] == "market"
    assert texts["trigger"] == "2,800.00"
    assert texts["side"] == "sell long"


def test_an_order_says_how_much_of_it_is_filled() -> None:
    book = filled_book(Clocks())
    texts = shown(orders.row(book, order(), book.freshness(NOON_MS), NOON_MS), orders.columns())
    assert texts["filled"] == "33%"
    assert texts["status"] == "part filled"


def test_an_end_nobody_saw_is_never_called_filled() -> None:
    book = filled_book(Clocks())
    lost = order(status=OrderStatus.UNKNOWN, venue_status="")
    texts = shown(orders.row(book, lost, book.freshness(NOON_MS), NOON_MS), orders.columns())
    assert texts["status"] == "ended, how is unknown"


def test_a_fill_shows_its_cost_as_a_minus_and_is_never_old() -> None:
    clocks = Clocks()
    book = filled_book(clocks)
    clocks.pass_seconds(100)
    row = fills.row(book, fill(realised_pnl=Decimal("48.11")), clocks.wall_ms)
    texts = shown(row, fills.columns())
    assert (texts["realised"], texts["fee"], texts["maker"]) == ("+48.11", "-3.0100", "taker")
    assert not row.is_stale


def balance_texts(balance: Balance, *, with_wallet: bool = True) -> dict[str, str]:
    book = filled_book(Clocks())
    row = balances.row(book, balance, book.freshness(NOON_MS), with_wallet=with_wallet)
    return shown(row, balances.columns(with_wallet=with_wallet))


def balance_lines(balance: Balance) -> list[str]:
    book = filled_book(Clocks())
    return balances.detail(book, balance, book.freshness(NOON_MS), NOON_MS)


def test_a_balance_row_says_coin_wallet_amounts_debt_and_worth() -> None:
    assert balance_texts(borrowed_btc()) == {
        "coin": "BTC",
        "account": "OKX main",
        "wallet": "BTC/USDT",
        "total": "0.5",
        "available": "0.052133",
        "equity": "0.29998",
        "borrowed": "0.2",
        "interest": "0.00002",
        "worth": "18,598.76",
        "age": "",
    }


def test_what_a_venue_does_not_tell_of_a_balance_is_unknown_and_a_zero_it_tells_is_zero() -> None:
    bare = borrowed_btc(total=None, available=None, equity=None, borrowed=None, interest=Decimal(0), worth_usdt=None)
    texts = balance_texts(bare)
    assert {texts[each] for each in ("total", "available", "equity", "borrowed", "worth")} == {"--"}
    assert texts["interest"] == "0"


def test_usdt_counts_as_itself_and_another_coin_only_at_the_venues_price() -> None:
    assert balance_texts(usdt(), with_wallet=False)["worth"] == "8,102.11"
    assert balance_texts(replace(usdt(), asset="USDC"), with_wallet=False)["worth"] == "--"


def test_the_same_coin_in_two_wallets_is_two_rows() -> None:
    book = filled_book(Clocks())
    fresh = book.freshness(NOON_MS)
    keys = {
        balances.row(book, borrowed_btc(wallet=wallet), fresh, with_wallet=True).key
        for wallet in ("", "BTC/USDT", "BTC/USDC")
    }
    assert len(keys) == 3


def test_the_detail_of_a_balance_tells_debt_interest_and_price_in_words() -> None:
    assert balance_lines(borrowed_btc()) == [
        "BTC, OKX main, wallet BTC/USDT: 0.5 in all, 0.05213341 available",
        "equity 0.29998   unrealised --   margin used --",
        "owed: 0.2 BTC borrowed, 0.00002 BTC interest on it",
        "18,598.76 USDT at the exchange's own price",
        "pushed by the exchange; live, confirmed 0.0s ago   changed 12:04:31",
    ]


@pytest.mark.parametrize(
    ("balance", "debt", "worth"),
    [
        (usdt(), "debt --", "counts as 8,102.11 USDT"),
        (borrowed_btc(borrowed=Decimal(0), interest=None), "nothing is owed", "18,598.76 USDT at"),
        (borrowed_btc(interest=None), "owed: 0.2 BTC borrowed, -- BTC interest", "18,598.76 USDT at"),
        (borrowed_btc(worth_usdt=None), "owed: 0.2", "worth --: the exchange tells no price"),
        (borrowed_btc(worth_usdt=None, equity=Decimal(0)), "owed: 0.2", "worth --: there is nothing"),
    ],
    ids=["usdt", "paid back", "interest untold", "unpriced", "nothing left"],
)
def test_a_debt_that_is_not_told_is_not_called_none(balance: Balance, debt: str, worth: str) -> None:
    lines = balance_lines(balance)
    assert lines[2].startswith(debt)
    assert lines[3].startswith(worth)


def test_times_of_today_are_short_and_other_days_carry_their_date() -> None:
    assert clock(NOON_MS, NOON_MS) == "12:04:31"
    assert clock(NOON_MS - 86_400_000, NOON_MS) == "11-20 12:04"
    assert clock(None, NOON_MS) == "--"


def test_the_settlement_is_said_only_where_it_differs() -> None:
    assert short_symbol("BTC/USDT:USDT") == "BTC/USDT"
    assert short_symbol("BTC/USD:BTC") == "BTC/USD:BTC"
    assert short_symbol("BTC/USDT") == "BTC/USDT"
    assert short_symbol("BTC/USDT:USDT@OKX") == "BTC/USDT@OKX"
    assert short_symbol("BTC/USDT@OKX-MARGIN") == "BTC/USDT@OKX-MARGIN"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("columns", [positions.columns, orders.columns, fills.columns, accounts.columns, *BALANCES])
def test_at_eighty_columns_the_essential_columns_and_all_titles_fit(language: str, columns: object) -> None:
    set_language(language)
    slots = fit(columns(), 77)
    assert slots[-1].x + slots[-1].width <= 77
    assert len(slots) >= 6
    for slot in fit(columns(), 200):
        assert cell_len(slot.column.title) <= slot.width, slot.column.id


def test_compute_that_the_store_has_not_confirmed_for_long_is_old_and_says_how_old() -> None:
    facts = ComputeFacts(337_980_000, 0, None, NOON_MS)
    nothing = totals_of_all([], NOON_MS)
    fresh = risk_lines(nothing, facts, (), NOON_MS + 29_000, 30)[0]
    old = risk_lines(nothing, facts, (), NOON_MS + 90_000, 30)[0]
    assert (fresh.value, fresh.tone, fresh.behind) == ("337.98", "", "")
    assert (old.value, old.tone) == ("337.98", "stale")
    assert old.behind.startswith("1m") or old.behind.startswith("90")
    assert risk_lines(nothing, ComputeFacts(), (), NOON_MS + 90_000, 30)[0].tone == ""

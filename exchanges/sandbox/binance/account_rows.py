"""Balances and positions as Binance lists them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from exchanges.sandbox.binance.requests import POSITION_SIDES
from exchanges.sandbox.binance.text import Row, money, price, quantity
from exchanges.sandbox.contracts import Contract
from exchanges.sandbox.figures import txt
from exchanges.sandbox.margin import COIN, Margins, leverage_of, notional
from exchanges.sandbox.market import Market
from exchanges.sandbox.state import ZERO, Account, Leg, Order, Position

ASSETS = ("USDT", "BTC", "BNB", "ETH", "USDC", "FDUSD")
"""The margin assets every account is shown, most of them empty."""


def margin_mode(account: Account, symbol: str) -> str:
    """ "cross" or "isolated", as set for the symbol."""
    return account.margin_modes.get(symbol, "cross")


def leverage(account: Account, symbol: str) -> Decimal:
    return leverage_of(account, symbol, "cross", "net")


def brackets(contract: Contract) -> list[Row]:
    """The leverage brackets: the lower the leverage, the larger the position may be."""
    most = int(contract.max_leverage)
    steps = [most, *(step for step in (100, 75, 50, 25, 20, 10, 5, 4, 3, 2, 1) if step < most)]
    rows: list[Row] = []
    floor = ZERO
    for index, step in enumerate(steps, 1):
        cap = contract.tier_usd * most / step
        rows.append(
            {
                "bracket": index,
                "initialLeverage": step,
                "notionalCap": int(cap),
                "notionalFloor": int(floor),
                "maintMarginRatio": float(contract.maintenance_rate),
                "cum": 0.0,
            }
        )
        floor = cap
    return rows


def largest_notional(account: Account, contract: Contract) -> str:
    return str(int(contract.tier_usd * contract.max_leverage / leverage(account, contract.id)))


class Book:
    """An account's margin figures per symbol, computed once per answer."""

    def __init__(self, account: Account, market: Market) -> None:
        self.account = account
        self.market = market
        self.margins = Margins(account, market)
        self.held_by_orders: dict[str, Decimal] = {}
        self.order_values: dict[tuple[str, str], Decimal] = {}
        for order in account.orders.values():
            held = self.margins.order_margin(order)
            self.held_by_orders[order.contract] = self.held_by_orders.get(order.contract, ZERO) + held
            value = self._value(order)
            key = (order.contract, order.side)
            self.order_values[key] = self.order_values.get(key, ZERO) + value

    def _value(self, order: Order) -> Decimal:
        quote = self.market.quotes[order.contract]
        return notional(quote.contract, order.remaining, order.price or quote.mark)

    @property
    def wallet(self) -> Decimal:
        """All money, also what isolated positions carry."""
        return self.margins.cash + sum((item.margin for item in self.account.positions.values()), ZERO)

    @property
    def upl(self) -> Decimal:
        return self.margins.cross_upl + self.margins.isolated_upl

    @property
    def positions_initial(self) -> Decimal:
        return sum((self.margins.initial(item) for item in self.account.positions.values()), ZERO)

    @property
    def maintenance(self) -> Decimal:
        return sum((self.margins.maintenance(item) for item in self.account.positions.values()), ZERO)

    @property
    def withdrawable(self) -> Decimal:
        return min(self.margins.available, max(self.margins.cash, ZERO))


def asset_row(book: Book, asset: str) -> Row:
    """One of `assets[]` of `account`."""
    account = book.account
    stamp = account.balance_ms.get(asset, 0)
    if asset != COIN:
        owned = account.cash.get(asset, ZERO)
        figures = dict.fromkeys(("walletBalance", "marginBalance", "crossWalletBalance", "availableBalance"), owned)
        zeros = ("unrealizedProfit", "maintMargin", "initialMargin", "positionInitialMargin", "openOrderInitialMargin")
        figures |= dict.fromkeys((*zeros, "crossUnPnl"), ZERO) | {"maxWithdrawAmount": owned}
    else:
        margins = book.margins
        figures = {
            "walletBalance": book.wallet,
            "unrealizedProfit": book.upl,
            "marginBalance": book.wallet + book.upl,
            "maintMargin": book.maintenance,
            "initialMargin": book.positions_initial + margins.held_by_orders,
            "positionInitialMargin": book.positions_initial,
            "openOrderInitialMargin": margins.held_by_orders,
            "crossWalletBalance": margins.cash,
            "crossUnPnl": margins.cross_upl,
            "availableBalance": margins.available,
            "maxWithdrawAmount": book.withdrawable,
        }
    return {"asset": asset, **{name: money(value) for name, value in figures.items()}, "updateTime": stamp}


def totals(book: Book) -> Row:
    """The `total*` fields of `account`."""
    row = asset_row(book, COIN)
    return {
        "totalInitialMargin": row["initialMargin"],
        "totalMaintMargin": row["maintMargin"],
        "totalWalletBalance": row["walletBalance"],
        "totalUnrealizedProfit": row["unrealizedProfit"],
        "totalMarginBalance": row["marginBalance"],
        "totalPositionInitialMargin": row["positionInitialMargin"],
        "totalOpenOrderInitialMargin": row["openOrderInitialMargin"],
        "totalCrossWalletBalance": row["crossWalletBalance"],
        "totalCrossUnPnl": row["crossUnPnl"],
        "availableBalance": row["availableBalance"],
        "maxWithdrawAmount": row["maxWithdrawAmount"],
    }


def balance_row(book: Book, asset: str) -> Row:
    """One row of `balance`."""
    row = asset_row(book, asset)
    return {
        "accountAlias": book.account.facts.get("alias", ""),
        "asset": asset,
        "balance": row["walletBalance"],
        "crossWalletBalance": row["crossWalletBalance"],
        "crossUnPnl": row["crossUnPnl"],
        "availableBalance": row["availableBalance"],
        "maxWithdrawAmount": row["maxWithdrawAmount"],
        "marginAvailable": True,
        "updateTime": row["updateTime"],
    }


def signed(position: Position) -> Decimal:
    """The amount as Binance writes it: short is negative, in hedge mode as well."""
    return position.size * position.direction


def slots(account: Account, symbols: Iterable[str]) -> list[tuple[str, Leg]]:
    """Every place a position of these symbols can be in."""
    legs: tuple[Leg, ...] = ("long", "short") if account.hedged else ("net",)
    return [(symbol, leg) for symbol in symbols for leg in legs]


def held(account: Account, symbol: str, leg: Leg) -> Position | None:
    """The position in that place, whatever its margin mode."""
    return next((item for item in account.positions.values() if (item.contract, item.leg) == (symbol, leg)), None)


def position_row(book: Book, symbol: str, leg: Leg) -> Row:
    """One row of `v3/positionRisk`."""
    account, quote = book.account, book.market.quotes[symbol]
    contract, position = quote.contract, held(book.account, symbol, leg)
    orders = book.held_by_orders.get(symbol, ZERO) if leg != "short" else ZERO
    buying, selling = book.order_values.get((symbol, "buy"), ZERO), book.order_values.get((symbol, "sell"), ZERO)
    row: Row = {
        "symbol": symbol,
        "positionSide": POSITION_SIDES[leg],
        "positionAmt": quantity(contract, signed(position) if position else ZERO),
        "entryPrice": price(contract, position.entry) if position else "0.0",
        "breakEvenPrice": price(contract, book.margins.break_even(position)) if position else "0.0",
        "markPrice": money(quote.mark),
        "unRealizedProfit": money(book.margins.upl(position) if position else ZERO),
        "liquidationPrice": price(contract, book.margins.liquidation_price(position)) if position else "0",
        **_isolated(book, position),
        "notional": money(book.margins.value(position) * position.direction if position else ZERO),
        "marginAsset": contract.settle,
    }
    initial = book.margins.initial(position) if position else ZERO
    return row | {
        "initialMargin": money(initial + orders),
        "maintMargin": money(book.margins.maintenance(position) if position else ZERO),
        "positionInitialMargin": money(initial),
        "openOrderInitialMargin": money(orders),
        "adl": adl(book, position),
        "bidNotional": txt(buying),
        "askNotional": txt(selling),
        "updateTime": position.updated_ms if position else _last_change(account, symbol, leg),
    }


def _isolated(book: Book, position: Position | None) -> Row:
    if position is None or position.margin_mode == "cross":
        return {"isolatedMargin": "0.00000000", "isolatedWallet": "0"}
    return {
        "isolatedMargin": money(position.margin + book.margins.upl(position)),
        "isolatedWallet": money(position.margin),
    }


def adl(book: Book, position: Position | None) -> int:
    """Place in the queue of deleveraging: the more profit, the nearer to the end (4)."""
    if position is None:
        return 0
    gain = book.margins.upl(position) / (book.margins.initial(position) or Decimal(1))
    return min(max(int(gain * 2) + 1, 0), 4)


def _last_change(account: Account, symbol: str, leg: Leg) -> int:
    """When a position that is closed now was changed last; 0 if there never was one."""
    return max(
        (
            row.position.updated_ms
            for row in account.history
            if (row.position.contract, row.position.leg) == (symbol, leg)
        ),
        default=0,
    )


def position_row_v2(book: Book, symbol: str, leg: Leg) -> Row:
    """One row of `v2/positionRisk`, which still tells leverage and margin type."""
    account, row = book.account, position_row(book, symbol, leg)
    mode = margin_mode(account, symbol)
    return {
        "symbol": symbol,
        "positionAmt": row["positionAmt"],
        "entryPrice": row["entryPrice"],
        "breakEvenPrice": row["breakEvenPrice"],
        "markPrice": row["markPrice"],
        "unRealizedProfit": row["unRealizedProfit"],
        "liquidationPrice": row["liquidationPrice"],
        "leverage": txt(leverage(account, symbol)),
        "maxNotionalValue": largest_notional(account, book.market.quotes[symbol].contract),
        "marginType": mode,
        "isolatedMargin": row["isolatedMargin"],
        "isAutoAddMargin": "false",
        "positionSide": row["positionSide"],
        "notional": row["notional"],
        "isolatedWallet": row["isolatedWallet"],
        "updateTime": row["updateTime"],
        "isolated": mode == "isolated",
        "adlQuantile": row["adl"],
    }


def account_position(book: Book, symbol: str, leg: Leg) -> Row:
    """One of `positions[]` of `v3/account`."""
    row = position_row(book, symbol, leg)
    names = ("symbol", "positionSide", "positionAmt", "isolatedMargin", "notional", "isolatedWallet", "initialMargin")
    return {name: row[name] for name in (*names, "maintMargin", "updateTime")} | {
        "unrealizedProfit": row["unRealizedProfit"]
    }


def account_position_v2(book: Book, symbol: str, leg: Leg) -> Row:
    """One of `positions[]` of `v2/account`."""
    row, account = position_row(book, symbol, leg), book.account
    names = ("symbol", "initialMargin", "maintMargin", "positionInitialMargin", "openOrderInitialMargin", "entryPrice")
    more = ("breakEvenPrice", "bidNotional", "askNotional", "positionSide", "positionAmt", "updateTime", "notional")
    return {name: row[name] for name in (*names, *more, "isolatedWallet")} | {
        "unrealizedProfit": row["unRealizedProfit"],
        "leverage": txt(leverage(account, symbol)),
        "isolated": margin_mode(account, symbol) == "isolated",
        "maxNotional": largest_notional(account, book.market.quotes[symbol].contract),
    }


def shown_symbols(account: Account) -> list[str]:
    """Symbols with a position or an open order."""
    named = [item.contract for item in account.positions.values()] + [item.contract for item in account.orders.values()]
    return list(dict.fromkeys(named))

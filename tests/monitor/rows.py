"""Rows of the model for tests, with only what a test cares about spelled out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from exchanges.core.model import (
    Balance,
    Fill,
    Income,
    IncomeKind,
    MarginMode,
    Order,
    OrderKind,
    OrderSide,
    OrderStatus,
    OrderType,
    Origin,
    Position,
    Side,
    TimeInForce,
)

T0 = 1_790_000_000_000


def fill(fill_id: str, pnl: str = "0", fee: str = "0", *, at: int = T0, fee_asset: str = "USDT") -> Fill:
    return Fill(
        id=fill_id,
        order_id=f"o{fill_id}",
        client_id=None,
        symbol="BTC/USDT:USDT",
        side=OrderSide.SELL,
        position_side=Side.LONG,
        price=Decimal(60_000),
        size_base=Decimal("0.01"),
        fee=Decimal(fee),
        fee_asset=fee_asset,
        realised_pnl=Decimal(pnl),
        is_maker=False,
        bill_id=fill_id,
        time_ms=at,
        learned_ms=at,
        origin=Origin.STREAM,
    )


def income(
    income_id: str,
    amount: str,
    *,
    at: int = T0,
    kind: IncomeKind = IncomeKind.FUNDING,
    asset: str = "USDT",
) -> Income:
    return Income(income_id, kind, "BTC/USDT:USDT", asset, Decimal(amount), at)


def position(symbol: str = "BTC/USDT:USDT", side: Side = Side.LONG, *, at: int = T0, **values: Any) -> Position:
    row: dict[str, Any] = {
        "symbol": symbol,
        "side": side,
        "margin_mode": MarginMode.CROSS,
        "size_base": Decimal(1),
        "size_contracts": Decimal(100),
        "entry_price": Decimal(100),
        "mark_price": Decimal(110),
        "liquidation_price": Decimal(50),
        "leverage": Decimal(10),
        "unrealised_pnl": Decimal(10),
        "realised_pnl": Decimal(0),
        "margin": Decimal(10),
        "fee": Decimal(0),
        "funding": Decimal(0),
        "venue_id": "1",
        "venue_symbol": symbol,
        "opened_ms": at,
        "venue_ms": at,
        "price_ms": at,
        "learned_ms": at,
        "origin": Origin.STREAM,
    }
    return Position(**(row | values))


def order(order_id: str, status: OrderStatus = OrderStatus.OPEN, *, at: int = T0, **values: Any) -> Order:
    row: dict[str, Any] = {
        "id": order_id,
        "client_id": None,
        "kind": OrderKind.PLAIN,
        "symbol": "BTC/USDT:USDT",
        "side": OrderSide.BUY,
        "position_side": Side.LONG,
        "type": OrderType.LIMIT,
        "tif": TimeInForce.GTC,
        "size_base": Decimal(1),
        "filled_base": Decimal(0),
        "price": Decimal(100),
        "average_price": None,
        "trigger_price": None,
        "trigger_price_2": None,
        "reduce_only": False,
        "status": status,
        "venue_status": status.value,
        "reason": "",
        "fee": None,
        "venue_symbol": "BTC-USDT-SWAP",
        "created_ms": at,
        "venue_ms": at,
        "learned_ms": at,
        "origin": Origin.STREAM,
    }
    return Order(**(row | values))


def balance(asset: str = "USDT", equity: str | None = "1000", *, at: int = T0, **values: Any) -> Balance:
    row: dict[str, Any] = {
        "asset": asset,
        "total": None if equity is None else Decimal(equity),
        "available": None,
        "equity": None if equity is None else Decimal(equity),
        "unrealised_pnl": None,
        "margin_used": None,
        "venue_ms": at,
        "learned_ms": at,
        "origin": Origin.STREAM,
    }
    return Balance(**(row | values))

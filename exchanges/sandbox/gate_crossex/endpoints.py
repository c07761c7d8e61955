"""Every REST call the simulated CrossEx answers: the document's thirty-one, later ones, and three of Gate's own."""

from __future__ import annotations

from exchanges.sandbox.gate_crossex import (
    account_calls,
    convert_calls,
    gate_calls,
    history_calls,
    order_calls,
    position_calls,
    rule_calls,
    transfer_calls,
)
from exchanges.sandbox.gate_crossex.routes import DAY_S, Endpoint, public, read, write

DOCUMENTED: tuple[Endpoint, ...] = (
    public("crossex/rule/symbols", rule_calls.symbols),
    public("crossex/rule/risk_limits", rule_calls.risk_limits),
    public("crossex/transfers/coin", rule_calls.transfer_coins),
    write("POST", "transfers", transfer_calls.transfer, 10),
    read("transfers", transfer_calls.transfers),
    write("POST", "convert/quote", convert_calls.quote, 100, DAY_S),
    write("POST", "convert/orders", convert_calls.convert, 10),
    write("POST", "orders", order_calls.place),
    write("DELETE", "orders/{order_id}", order_calls.cancel),
    write("PUT", "orders/{order_id}", order_calls.amend),
    read("orders/{order_id}", order_calls.one),
    read("open_orders", order_calls.open_orders),
    read("history_orders", history_calls.orders),
    read("history_trades", history_calls.trades),
    read("accounts", account_calls.account),
    write("PUT", "accounts", account_calls.change, 100, 60.0, status=202),
    write("POST", "positions/leverage", position_calls.set_leverage, status=202),
    read("positions/leverage", position_calls.leverage),
    write("POST", "margin_positions/leverage", position_calls.set_margin_leverage, status=202),
    read("margin_positions/leverage", position_calls.margin_leverage),
    write("DELETE", "position", position_calls.close, 100, DAY_S, status=202, bucket="position"),
    read("positions", position_calls.positions),
    read("margin_positions", position_calls.margin_positions),
    read("adl_rank", position_calls.adl_rank),
    read("fee", account_calls.fee),
    read("interest_rate", account_calls.interest_rates),
    read("coin_discount_rate", account_calls.discounts),
    read("history_positions", history_calls.positions),
    read("history_margin_positions", history_calls.margin_positions),
    read("history_margin_interests", history_calls.interests),
    read("account_book", history_calls.ledger),
)
LATER: tuple[Endpoint, ...] = (
    write("POST", "position", position_calls.close, 100, DAY_S, status=202, bucket="position"),
    write("POST", "batch_cancel_orders", order_calls.cancel_batch),
    read("positions/margin_mode", position_calls.margin_mode),
    write("POST", "positions/margin_mode", position_calls.no_isolated_margin),
    write("POST", "positions/margin", position_calls.no_isolated_margin),
    read("security_positions", position_calls.security_positions),
    read("market/tickers", rule_calls.tickers, 1, 1.0),
    read("market/funding_info", rule_calls.funding_info, 1, 1.0),
)
GATE: tuple[Endpoint, ...] = (
    public("spot/time", rule_calls.time),
    Endpoint("GET", "/api/v4/account/main_keys", gate_calls.main_keys, 200, 10.0, ""),
    Endpoint("GET", "/api/v4/account/detail", gate_calls.detail, 200, 10.0, ""),
)
ENDPOINTS = (*DOCUMENTED, *LATER, *GATE)
COMMANDS: dict[str, tuple[str, str]] = {
    "place_order": ("POST", "orders"),
    "cancel_order": ("DELETE", "orders/{order_id}"),
    "update_order": ("PUT", "orders/{order_id}"),
    "set_leverage": ("POST", "positions/leverage"),
    "set_margin_leverage": ("POST", "margin_positions/leverage"),
    "update_accounts": ("PUT", "accounts"),
    "close_position": ("POST", "position"),
}
"""Commands of the private socket, and the calls they are; both share one limit."""


def behind(command: str) -> Endpoint:
    """The call a command of the socket is."""
    method, path = COMMANDS[command]
    return next(item for item in ENDPOINTS if (item.method, item.path) == (method, f"/api/v4/crossex/{path}"))

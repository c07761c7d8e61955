"""Unmodified gate-api (its CrossEx class) against the simulated CrossEx: only its address is changed. See `run`."""

from __future__ import annotations

import json
import sys
import time
from decimal import Decimal

import gate_api
from gate_api.exceptions import GateApiException

BTC, ADA = "BINANCE_FUTURE_BTC_USDT", "OKX_FUTURE_ADA_USDT"
SPOT, MARGIN = "GATE_SPOT_ADA_USDT", "BINANCE_MARGIN_ADA_USDT"


def client(venue, name, kind):
    account = next(item for item in venue["accounts"] if item["name"] == name)
    key = next(item for item in account["keys"] if item["kind"] == kind)
    where = gate_api.Configuration(host=f"{venue['rest']}/api/v4", key=key["api_key"], secret=key["secret"])
    return gate_api.CrossExApi(gate_api.ApiClient(where)), gate_api.AccountApi(gate_api.ApiClient(where))


def label_of(call):
    try:
        call()
    except GateApiException as refused:
        return refused.label
    raise AssertionError("not refused")


def until(happened):
    """A change answered by 202 is done a moment later."""
    for _ in range(100):
        if happened():
            return
        time.sleep(0.05)
    raise AssertionError("not done after five seconds")


def check(venue):
    api, account = client(venue, "main", "trade")
    listed = {each.symbol: each for each in api.list_crossex_rule_symbols()}
    assert {"BINANCE", "OKX", "GATE"} < {each.exchange_type for each in listed.values()}
    assert api.list_crossex_rule_risk_limits(ADA)[0].tiers[0].leverage_max == "18"
    assert api.list_crossex_transfer_coins(coin="USDT")[0].is_disabled == 0
    told = api.get_crossex_account()
    assert told.position_mode == "DUAL"
    rate = Decimal(told.margin_balance) / Decimal(told.maintenance_margin)
    assert abs(Decimal(told.maintenance_margin_rate) - rate) < Decimal("0.000001")
    assert told.assets[0].coin == "USDT"
    assert str(account.get_account_main_keys().user_id) == told.user_id
    (ada,) = api.list_crossex_positions(symbol=ADA)
    assert Decimal(ada.position_qty) == 500
    assert api.list_crossex_margin_positions()[0].symbol == MARGIN
    assert api.get_crossex_positions_leverage(symbols=f"{BTC},{ADA}")[BTC] == "10"
    assert [each.exchange_type for each in api.get_crossex_fee()] == ["BINANCE", "OKX", "GATE"]
    check_orders(api)
    check_lists(api)
    check_changes(api, venue)


def check_orders(api):
    last = float(api.list_crossex_market_tickers(symbols=BTC)[0].last_price)
    wanted = gate_api.CrossexOrderRequest(
        text="peer-1",
        symbol=BTC,
        side="BUY",
        type="LIMIT",
        time_in_force="POC",
        qty="0.01",
        price=f"{last * 0.97:.1f}",
        position_side="LONG",
    )
    placed = api.create_crossex_order(crossex_order_request=wanted)
    assert placed.text == "peer-1"
    assert api.get_crossex_order("peer-1").state == "OPEN"
    api.update_crossex_order("peer-1", crossex_order_update_request=gate_api.CrossexOrderUpdateRequest(qty="0.02"))
    assert placed.order_id in {each.order_id for each in api.list_crossex_open_orders()}
    api.cancel_crossex_order(placed.order_id)
    assert api.get_crossex_order(placed.order_id).state == "CANCELLED"
    assert label_of(lambda: api.cancel_crossex_order("peer-1")) == "TRADE_ORDER_NOT_FOUND_ERROR"
    spot = gate_api.CrossexOrderRequest(symbol=SPOT, side="BUY", type="MARKET", quote_qty="20")
    bought = api.get_crossex_order(api.create_crossex_order(crossex_order_request=spot).order_id)
    assert (bought.state, bought.fee_coin) == ("FILLED", "ADA")
    loan = gate_api.CrossexOrderRequest(symbol=MARGIN, side="BUY", type="MARKET", quote_qty="20", position_side="LONG")
    api.create_crossex_order(crossex_order_request=loan)


def check_lists(api):
    assert api.list_crossex_history_orders(limit=5)
    assert api.list_crossex_history_trades(symbol=SPOT)[0].match_role == "TAKER"
    assert api.list_crossex_history_positions()
    assert api.list_crossex_account_book(coin="USDT")[0].statement_type
    assert api.list_crossex_history_margin_interests()[0].interest_type == "IMMEDIATE_OPEN_ORDER"
    assert api.get_crossex_interest_rate(coin="ADA")
    assert api.list_crossex_coin_discount_rate(coin="SOL")


def check_changes(api, venue):
    change = gate_api.CrossexLeverageRequest(symbol=BTC, leverage="7")
    assert api.update_crossex_positions_leverage(crossex_leverage_request=change).leverage == "7"
    until(lambda: api.get_crossex_positions_leverage(symbols=BTC)[BTC] == "7")
    large = gate_api.CrossexClosePositionRequest(symbol=ADA, position_side="LONG")
    refused = label_of(lambda: api.close_crossex_position(crossex_close_position_request=large))
    assert refused == "CAN_NOT_DELETE_LARGE_POSITION"
    moving, _ = client(venue, "poor", "transfer")
    into = gate_api.CrossexTransferRequest(coin="USDT", amount="100", _from="SPOT", to="CROSSEX")
    moved = moving.create_crossex_transfer(crossex_transfer_request=into)
    assert moving.list_crossex_transfers(order_id=moved.tx_id)[0].status == "SUCCESS"
    oneway, _ = client(venue, "oneway", "trade")
    dual = gate_api.CrossexAccountUpdateRequest(position_mode="DUAL")
    assert oneway.update_crossex_account(crossex_account_update_request=dual).position_mode == "DUAL"
    until(lambda: oneway.get_crossex_account().position_mode == "DUAL")
    reader, _ = client(venue, "main", "read")
    assert label_of(lambda: reader.cancel_crossex_order("x")) == "READ_ONLY"
    elsewhere, _ = client(venue, "main", "read_wrong_ip")
    assert label_of(elsewhere.get_crossex_account) == "IP_FORBIDDEN"
    print("rules, account, positions, orders, fills, lists, leverage, modes, transfers, refusals")


if __name__ == "__main__":
    check(json.loads(sys.stdin.read())["venues"]["gate_crossex"])

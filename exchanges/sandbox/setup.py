"""Changing an account's settings: mode, position mode, leverage; with the venue's conditions."""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.desk import Desk
from exchanges.sandbox.events import BalanceChanged, PositionChanged
from exchanges.sandbox.margin import COIN, Margins, leverage_key
from exchanges.sandbox.refusals import Reason, Refusal
from exchanges.sandbox.rules import quote_for
from exchanges.sandbox.state import Account

MINIMUM_LEVERAGE = Decimal("0.01")


class Setup:
    """Settings of accounts, from the API or from the venue's own site."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def set_level(self, account: Account, level: str, *, on_site: bool = False) -> None:
        """Change the account mode.

        Raises:
            Refusal: Never entered on the site before (by API only), or orders or positions are in the way.
        """
        if level not in ("1", "2", "3", "4"):
            raise Refusal(Reason.PARAMETER, param="acctLv")
        if level == account.level:
            return
        if not on_site and level not in account.unlocked_levels:
            raise Refusal(Reason.LEVEL_LOCKED)
        if account.orders or account.algos:
            raise Refusal(Reason.LEVEL_ORDERS)
        if account.positions:
            raise Refusal(Reason.LEVEL_POSITIONS)
        account.level = level
        if level not in account.unlocked_levels:
            account.unlocked_levels.append(level)
        if level == "4":
            account.position_mode = "net_mode"
        self._desk.tell(BalanceChanged(account, COIN, "settings"))

    def level_blockers(self, account: Account, level: str) -> list[str]:
        """What is in the way of a change of mode, in the venue's words."""
        if level == account.level:
            return []
        blockers = []
        if account.orders:
            blockers.append("pending_orders")
        if account.algos:
            blockers.append("pending_algos")
        if level == "1" and account.positions:
            blockers.append("all_positions")
        elif level == "4" and any(position.leg != "net" for position in account.positions.values()):
            blockers.append("contract_long_short")
        elif account.positions:
            isolated = any(position.margin_mode == "isolated" for position in account.positions.values())
            blockers.append("isolated_contract" if isolated else "cross_margin")
        return blockers

    def set_position_mode(self, account: Account, mode: str) -> None:
        """One-way or hedged; refused while there is any position or order.

        Raises:
            Refusal: Something is open, or the account mode knows one-way only.
        """
        if mode not in ("long_short_mode", "net_mode"):
            raise Refusal(Reason.PARAMETER, param="posMode")
        if account.level == "1":
            raise Refusal(Reason.ACCOUNT_MODE)
        if account.level == "4" and mode == "long_short_mode":
            raise Refusal(Reason.PORTFOLIO_NET_ONLY)
        if mode == account.position_mode:
            return
        if account.positions or account.orders or account.algos:
            raise Refusal(Reason.POSITIONS_BLOCK)
        account.position_mode = "long_short_mode" if mode == "long_short_mode" else "net_mode"

    def set_leverage(self, account: Account, contract_id: str, mode: str, leg: str, leverage: Decimal) -> None:
        """Leverage of a contract (cross) or of one of its legs (isolated), also of the positions already open.

        Raises:
            Refusal: Outside the contract's limits, or margin too small, or isolated orders pending.
        """
        contract = quote_for(self._desk.market, contract_id).contract
        if account.level == "1":
            raise Refusal(Reason.ACCOUNT_MODE)
        if account.level == "4" and mode == "cross":
            raise Refusal(Reason.PORTFOLIO_LEVERAGE)
        if leverage > contract.max_leverage:
            raise Refusal(Reason.LEVERAGE_TOO_HIGH)
        if leverage < MINIMUM_LEVERAGE:
            raise Refusal(Reason.LEVERAGE_TOO_LOW)
        pending = [
            order for order in account.orders.values() if order.contract == contract_id and order.margin_mode == mode
        ]
        if mode == "isolated" and pending:
            raise Refusal(Reason.LEVERAGE_ORDERS)
        self._check_margin(account, contract_id, mode, leverage)
        account.leverage[leverage_key(contract_id, mode, leg)] = leverage
        for order in pending:
            order.leverage = leverage
        for position in account.positions.values():
            if (
                position.contract == contract_id
                and position.margin_mode == mode
                and (mode == "cross" or position.leg == leg)
            ):
                position.leverage = leverage
                position.updated_ms = self._desk.tick_ms(position.updated_ms)
                self._desk.tell(PositionChanged(account, position, "set_leverage"))
        self._desk.tell(BalanceChanged(account, COIN, "set_leverage"))

    def _check_margin(self, account: Account, contract_id: str, mode: str, leverage: Decimal) -> None:
        margins = Margins(account, self._desk.market)
        if mode == "isolated":
            return
        more = sum(
            margins.value(position) / leverage - margins.initial(position)
            for position in account.positions.values()
            if position.contract == contract_id and position.margin_mode == "cross"
        )
        if more > margins.available:
            raise Refusal(Reason.LEVERAGE_MARGIN)

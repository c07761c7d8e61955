"""Conditional orders: kept until their price comes, then turned into ordinary orders."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from exchanges.sandbox.desk import KEEP, Desk
from exchanges.sandbox.events import AlgoChanged, AlgoFired
from exchanges.sandbox.intents import NewAlgo, NewOrder
from exchanges.sandbox.margin import Margins, leverage_of
from exchanges.sandbox.market import Quote
from exchanges.sandbox.refusals import Reason, Refusal
from exchanges.sandbox.rules import check_mode, check_size, quote_for
from exchanges.sandbox.state import ZERO, Account, Algo, Attached, Order, Position, position_key

if TYPE_CHECKING:
    from exchanges.sandbox.engine import Engine

AT_MARKET = Decimal(-1)


class Triggers:
    """The conditional orders of one venue.

    Args:
        desk: Accounts, ids, news.
        engine: Where triggered orders go.
    """

    def __init__(self, desk: Desk, engine: Engine) -> None:
        self._desk = desk
        self._engine = engine

    def place(self, account: Account, intent: NewAlgo) -> Algo:
        """Take a conditional order.

        Raises:
            Refusal: A rule is broken.
        """
        quote = quote_for(self._desk.market, intent.contract)
        check_mode(account, intent.leg, intent.margin_mode)
        self._check(account, quote, intent)
        return self._enter(account, intent)

    def cancel(self, account: Account, algo: Algo) -> None:
        """End a waiting order.

        Raises:
            Refusal: It does not wait any more.
        """
        if algo.state != "live":
            raise Refusal(Reason.ALGO_GONE)
        self._finish(account, algo, "canceled")

    def find(self, account: Account, algo_id: str, client_id: str) -> Algo:
        """A conditional order, waiting or finished, by either id.

        Raises:
            Refusal: No such order.
        """
        for algo in (*account.algos.values(), *reversed(account.finished_algos)):
            if algo.id == algo_id if algo_id else client_id and algo.client_id == client_id:
                return algo
        raise Refusal(Reason.ALGO_GONE)

    def changed(self, account: Account, algo: Algo) -> None:
        """Tell that a waiting order was amended."""
        algo.updated_ms = self._desk.tick_ms(algo.updated_ms)
        self._desk.tell(AlgoChanged(account, algo))

    def meet_market(self, contracts: frozenset[str]) -> None:
        """Fire what the present prices reach."""
        for account in self._desk.accounts.values():
            for algo in [algo for algo in account.algos.values() if algo.contract in contracts]:
                if algo.state == "live":
                    self._look(account, algo)

    def after_order(self, account: Account, order: Order) -> None:
        """Release the attached targets of an order that ended with a fill."""
        if order.is_open or not order.filled or not order.attached:
            return
        attached, order.attached = order.attached, []
        for item in attached:
            self._enter(account, _released(order, item))

    def after_close(self, account: Account, position: Position) -> None:
        """Whole-position targets go with their position."""
        for algo in list(account.algos.values()):
            same = position_key(algo.contract, algo.margin_mode, algo.leg) == position.key
            if same and (algo.close_fraction or algo.cancel_on_close):
                self._finish(account, algo, "canceled")

    def _check(self, account: Account, quote: Quote, intent: NewAlgo) -> None:
        if intent.client_id and any(algo.client_id == intent.client_id for algo in account.algos.values()):
            raise Refusal(Reason.DUPLICATE_ID)
        if intent.size is not None:
            check_size(quote.contract, intent.size, at_market=False)
        else:
            self._check_whole(account, intent)
        up = intent.side == "sell"  # Selling targets close a long: profit above, loss below.
        now_tp, now_sl = quote.price_of(intent.tp_trigger_type), quote.price_of(intent.sl_trigger_type)
        if intent.tp_trigger is not None and (intent.tp_trigger <= now_tp) == up:
            raise Refusal(Reason.TP_ABOVE if up else Reason.TP_BELOW)
        if intent.sl_trigger is not None and (intent.sl_trigger >= now_sl) == up:
            raise Refusal(Reason.SL_BELOW if up else Reason.SL_ABOVE)

    def _check_whole(self, account: Account, intent: NewAlgo) -> None:
        key = position_key(intent.contract, intent.margin_mode, intent.leg)
        if key not in account.positions:
            raise Refusal(Reason.NOTHING_TO_CLOSE)
        for algo in account.algos.values():
            if intent.sole and algo.close_fraction and position_key(algo.contract, algo.margin_mode, algo.leg) == key:
                raise Refusal(Reason.WHOLE_CLOSE_EXISTS)

    def _enter(self, account: Account, intent: NewAlgo) -> Algo:
        now = self._desk.clock()
        quote = self._desk.market.quotes[intent.contract]
        algo = Algo(
            id=self._desk.new_id(),
            client_id=intent.client_id,
            tag=intent.tag,
            contract=intent.contract,
            margin_mode=intent.margin_mode,
            side=intent.side,
            leg=intent.leg,
            kind=intent.kind,
            size=intent.size,
            leverage=leverage_of(account, intent.contract, intent.margin_mode, intent.leg),
            reduce_only=intent.reduce_only,
            created_ms=now,
            updated_ms=now,
            close_fraction=intent.size is None,
            cancel_on_close=intent.cancel_on_close,
            tp_trigger=intent.tp_trigger,
            tp_trigger_type=intent.tp_trigger_type,
            tp_price=intent.tp_price,
            sl_trigger=intent.sl_trigger,
            sl_trigger_type=intent.sl_trigger_type,
            sl_price=intent.sl_price,
            trigger=intent.trigger,
            trigger_type=intent.trigger_type,
            order_price=intent.order_price,
            rising=intent.trigger is not None and intent.trigger >= quote.price_of(intent.trigger_type),
            callback_ratio=intent.callback_ratio,
            callback_spread=intent.callback_spread,
            active_price=intent.active_price,
            extreme=quote.last if intent.kind == "move_order_stop" and intent.active_price is None else None,
            parent_order_id=intent.parent_order_id,
            facts=dict(intent.facts),
        )
        account.algos[algo.id] = algo
        self._desk.tell(AlgoChanged(account, algo))
        return algo

    def _look(self, account: Account, algo: Algo) -> None:
        quote = self._desk.market.quotes[algo.contract]
        if algo.kind == "move_order_stop":
            if _trail(algo, quote.last):
                self._fire(account, algo, AT_MARKET, "")
            return
        if algo.trigger is not None:
            price = quote.price_of(algo.trigger_type)
            if (price >= algo.trigger) if algo.rising else (price <= algo.trigger):
                self._fire(account, algo, algo.order_price or AT_MARKET, "")
            return
        up = 1 if algo.side == "sell" else -1
        if algo.tp_trigger is not None and (quote.price_of(algo.tp_trigger_type) - algo.tp_trigger) * up >= 0:
            self._fire(account, algo, algo.tp_price or AT_MARKET, "tp")
        elif algo.sl_trigger is not None and (quote.price_of(algo.sl_trigger_type) - algo.sl_trigger) * up <= 0:
            self._fire(account, algo, algo.sl_price or AT_MARKET, "sl")

    def _fire(self, account: Account, algo: Algo, price: Decimal, which: str) -> None:
        algo.trigger_ms = self._desk.clock()
        algo.actual_side = which
        position = account.positions.get(position_key(algo.contract, algo.margin_mode, algo.leg))
        size = algo.size
        if size is None:
            size = Margins(account, self._desk.market).closable(position) if position is not None else ZERO
        intent = NewOrder(
            contract=algo.contract,
            margin_mode=algo.margin_mode,
            side=algo.side,
            leg=algo.leg,
            kind="market" if price == AT_MARKET else "limit",
            size=size,
            price=None if price == AT_MARKET else price,
            tag=algo.tag,
            reduce_only=algo.reduce_only or algo.close_fraction,
            source=algo.kind,
            algo_id=algo.id,
            facts=algo.facts,
        )
        self._desk.tell(AlgoFired(account, algo))
        account.algos.pop(algo.id, None)  # Closing the position must not cancel the target that closed it.
        try:
            order = self._engine.place(account, intent)
        except Refusal as refusal:
            algo.fail_code = refusal.reason.value
            self._finish(account, algo, "order_failed")
            return
        algo.order_ids.append(order.id)
        algo.actual_size = order.size
        algo.actual_price = order.cost / order.filled if order.filled else order.price
        self._finish(account, algo, "effective")

    def _finish(self, account: Account, algo: Algo, state: str) -> None:
        algo.state = state
        algo.updated_ms = self._desk.tick_ms(algo.updated_ms)
        account.algos.pop(algo.id, None)
        account.finished_algos.append(algo)
        del account.finished_algos[:-KEEP]
        self._desk.tell(AlgoChanged(account, algo))


def trailing_trigger(algo: Algo) -> Decimal | None:
    """Where a trailing stop would fire now; None before it is active."""
    if algo.extreme is None:
        return None
    distance = algo.callback_spread if algo.callback_ratio is None else algo.extreme * algo.callback_ratio
    return algo.extreme - (distance or ZERO) * (1 if algo.side == "sell" else -1)


def _trail(algo: Algo, last: Decimal) -> bool:
    """Follow the price; True when it turned back far enough."""
    selling = algo.side == "sell"
    if algo.extreme is None:
        active = algo.active_price or last
        if (last >= active) if selling else (last <= active):
            algo.extreme = last
        return False
    algo.extreme = max(algo.extreme, last) if selling else min(algo.extreme, last)
    trigger = trailing_trigger(algo)
    return trigger is not None and ((last <= trigger) if selling else (last >= trigger))


def _released(order: Order, item: Attached) -> NewAlgo:
    """The conditional order an attached target becomes."""
    return NewAlgo(
        contract=order.contract,
        margin_mode=order.margin_mode,
        side="sell" if order.side == "buy" else "buy",
        leg=order.leg,
        kind="oco" if item.tp_trigger is not None and item.sl_trigger is not None else "conditional",
        size=item.size if item.size is not None else order.filled,
        client_id=item.client_id,
        tag=order.tag,
        reduce_only=True,
        cancel_on_close=True,
        tp_trigger=item.tp_trigger,
        tp_trigger_type=item.tp_trigger_type,
        tp_price=item.tp_price,
        sl_trigger=item.sl_trigger,
        sl_trigger_type=item.sl_trigger_type,
        sl_price=item.sl_price,
        parent_order_id=order.id,
    )

"""Open and closed positions as OKX lists and pushes them."""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.margin import COIN, Margins, unrealised
from exchanges.sandbox.market import Market
from exchanges.sandbox.okx.text import Row, blanks, inst_type, txt
from exchanges.sandbox.okx.words import ENDINGS
from exchanges.sandbox.state import Account, ClosedPosition, Position

_NOT_FOR_SWAPS = blanks(
    "baseBal baseBorrowed baseInterest bizRefId bizRefType clSpotInUseAmt deltaBS deltaPA gammaBS gammaPA hedgedPos"
    " interest liab liabCcy maxSpotInUseAmt optVal pendingCloseOrdLiabVal posCcy quoteBal quoteBorrowed quoteInterest"
    " spotInUseAmt spotInUseCcy thetaBS thetaPA vegaBS vegaPA"
)
_EMPTY_WHEN_CLOSED = blanks(
    "availPos avgPx bePx liqPx imr margin mgnRatio mmr notionalUsd upl uplRatio uplLastPx uplRatioLastPx adl lever"
)


def position_row(account: Account, market: Market, position: Position) -> Row:
    """One row of `account/positions` and of the `positions` channel."""
    quote = market.quotes[position.contract]
    margins = Margins(account, market)
    isolated = position.margin_mode == "isolated"
    upl = margins.upl(position)
    upl_last = unrealised(position, quote.last, quote.contract)
    at_entry = position.entry * position.size * quote.contract.unit / position.leverage
    signed = position.size * position.direction if position.leg == "net" else position.size
    row: Row = _NOT_FOR_SWAPS | {
        "instType": inst_type(quote.contract),
        "instId": position.contract,
        "mgnMode": position.margin_mode,
        "posId": position.id,
        "posSide": position.leg,
        "pos": txt(signed),
        "availPos": txt(margins.closable(position)),
        "ccy": COIN,
        "avgPx": txt(position.entry),
        "nonSettleAvgPx": "",
        "bePx": txt(margins.break_even(position)),
        "markPx": txt(quote.mark),
        "last": txt(quote.last),
        "idxPx": txt(quote.index),
        "usdPx": "1",
        "lever": txt(position.leverage),
        "liqPx": txt(margins.liquidation_price(position)),
        "upl": txt(upl),
        "uplRatio": txt(upl / at_entry if at_entry else None),
        "uplLastPx": txt(upl_last),
        "uplRatioLastPx": txt(upl_last / at_entry if at_entry else None),
        "margin": txt(position.margin) if isolated else "",
        "imr": "" if isolated else txt(margins.initial(position)),
        "mmr": txt(margins.maintenance(position)),
        "mgnRatio": txt(margin_ratio(margins, position)),
        "notionalUsd": txt(margins.value(position)),
        **_results(position),
        "adl": "2",
        "tradeId": position.trade_id,
        "closeOrderAlgo": _whole_targets(account, position),
        "cTime": txt(position.created_ms),
        "uTime": txt(position.updated_ms),
    }
    if not position.size:
        row |= _EMPTY_WHEN_CLOSED
    return row


def margin_ratio(margins: Margins, position: Position) -> Decimal | None:
    """The position's own ratio when isolated, the account's when cross."""
    if position.margin_mode == "cross":
        return margins.ratio
    need = margins.maintenance(position) + margins.closing_fee(position)
    return (position.margin + margins.upl(position)) / need if need else None


def closed_row(row: ClosedPosition, market: Market) -> Row:
    """One row of `account/positions-history`."""
    position = row.position
    contract = market.quotes[position.contract].contract
    opened_avg = position.opened_cost / position.opened
    margin = opened_avg * position.largest * contract.unit / position.leverage
    return {
        "instType": inst_type(contract),
        "instId": position.contract,
        "mgnMode": position.margin_mode,
        "posId": position.id,
        "posSide": position.leg,
        "direction": "long" if position.direction > 0 else "short",
        "lever": txt(position.leverage),
        "openAvgPx": txt(opened_avg),
        "nonSettleAvgPx": "",
        "closeAvgPx": txt(position.closed_cost / position.closed),
        "openMaxPos": txt(position.largest),
        "closeTotalPos": txt(position.closed),
        **_results(position),
        "pnlRatio": txt(position.realised / margin),
        "triggerPx": txt(row.trigger_price),
        "type": ENDINGS[row.kind],
        "ccy": COIN,
        "uly": contract.family,
        "cTime": txt(position.created_ms),
        "uTime": txt(row.updated_ms),
    }


def _results(position: Position) -> Row:
    return {
        "pnl": txt(position.pnl),
        "fee": txt(position.fee),
        "fundingFee": txt(position.funding),
        "liqPenalty": txt(position.penalty),
        "settledPnl": "0",
        "realizedPnl": txt(position.realised),
    }


def _whole_targets(account: Account, position: Position) -> list[Row]:
    return [
        {
            "algoId": algo.id,
            "slTriggerPx": txt(algo.sl_trigger),
            "slTriggerPxType": algo.sl_trigger_type if algo.sl_trigger is not None else "",
            "tpTriggerPx": txt(algo.tp_trigger),
            "tpTriggerPxType": algo.tp_trigger_type if algo.tp_trigger is not None else "",
            "closeFraction": "1",
        }
        for algo in account.algos.values()
        if algo.close_fraction
        and (algo.contract, algo.margin_mode, algo.leg) == (position.contract, position.margin_mode, position.leg)
    ]

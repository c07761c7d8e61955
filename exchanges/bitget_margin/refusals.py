"""What Bitget's error codes mean for margin: the venue's common table, with the cures that margin needs."""

from __future__ import annotations

from dataclasses import replace

from exchanges.bitget import refusals as common
from exchanges.core.errors import BadRequest, InsufficientFunds, NotFound, VenueError
from exchanges.core.reasons import why
from exchanges.core.venue import Refusal
from exchanges.core.verdict import Pair

BOXES: Pair = (
    "On Bitget tick for this key: Margin trading and Spot (unified account: Unified account trade and management), "
    "save, check again.",
    "请在 Bitget 为该 Key 勾选“杠杆交易”“现货交易”（统一账户：“统一账户交易”“统一账户管理”），保存后重新检查。",
)
FUNDS: Pair = (
    "Transfer coins into the margin account, allow borrowing, or lower the size.",
    "请向杠杆账户划转资产，或允许自动借款，或减小数量。",
)
_LESS: Pair = ("Borrow less, or transfer more coins in first.", "请减少借款，或先划转更多资产。")
_MORE: Pair = ("Repay at least the interest.", "还款金额至少要覆盖利息。")
_LOOK: Pair = ("Look at the account on Bitget.", "请在 Bitget 查看账户。")
_AGAIN: Pair = ("Look at the list again; it has changed meanwhile.", "请刷新列表，状态已经变化。")
_OWN: dict[str, Refusal] = {
    code: Refusal(error, text, cure)
    for codes, error, text, cure in (
        ("50020 50045", InsufficientFunds, ("the balance is too small", "余额不足"), FUNDS),
        ("50035 50038", InsufficientFunds, ("more than may be borrowed", "超出最大可借金额"), _LESS),
        ("50041", InsufficientFunds, ("more than is available", "还款金额超过可用资产"), FUNDS),
        ("50042", BadRequest, ("less than the interest that is owed", "还款金额小于利息"), _MORE),
        ("50037", BadRequest, ("this coin is not lent", "该币种不可借贷"), _LESS),
        ("50021", NotFound, ("there is no margin account yet", "杠杆账户不存在"), (
            "Open the margin account on Bitget first.", "请先在 Bitget 开通杠杆账户。")),
        ("50022 50066", BadRequest, ("the account is being liquidated", "账户处于强平状态"), _LOOK),
        ("50060", BadRequest, ("this order id was used before", "该自定义订单号已使用"), _AGAIN),
        ("50062", BadRequest, ("the order is finished already", "订单已经结束"), _AGAIN),
    )
    for code in codes.split()
}  # fmt: skip
_CURES = {common.BOXES: BOXES, common.FUNDS: FUNDS}
REFUSALS: dict[str, Refusal] = {
    code: replace(each, cure=_CURES.get(each.cure, each.cure)) for code, each in common.REFUSALS.items()
} | _OWN


def explain(error: VenueError) -> tuple[Pair, Pair]:
    """(what happened, what to do) of any error of the adapter, in both languages."""
    known = REFUSALS.get(error.code)
    return (known.text, known.cure) if known else why(error)

"""What the wizard says about Bitget margin: the site's own menu words, in both languages."""

from __future__ import annotations

from exchanges.bitget.guide import CONFIRM, KEEP, LIMITS, RSA, UNIFIED, WHERE, WHY_SPOT, read_form, trade_form
from exchanges.bitget_margin.table import FACTS
from exchanges.core.guide import Guide, Step
from exchanges.core.verdict import Pair

_BOXES: Pair = ("Margin trading, Spot trading", "“杠杆交易”“现货交易”")
ONE_KEY: Pair = (
    "The same key may serve futures too; here only Margin trading counts as trading.",
    "同一个 Key 也可用于合约；这里只有“杠杆交易”算作交易权限。",
)
BORROWING: Pair = (
    "Nothing is borrowed unless an order or a person says so.",
    "除非委托或本人明确要求，否则不会自动借款。",
)
GUIDE = Guide(
    where={"live": (WHERE,)},
    prepare=(
        Step(
            "equity",
            ("Funds", "资金"),
            (
                "at least 1,000 USDT in cross and isolated margin (Assets > Transfer), or in the unified account",
                "全仓与逐仓杠杆合计至少 1,000 USDT（资产 → 划转），统一账户则直接计入",
            ),
        ),
    ),
    read_key=read_form(_BOXES),
    trade_key=trade_form(_BOXES),
    notes=(WHY_SPOT, UNIFIED, ONE_KEY, BORROWING, KEEP, CONFIRM, LIMITS, RSA),
    ip_separator=FACTS.ip_separator,
)

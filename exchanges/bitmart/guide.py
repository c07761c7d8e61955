"""What the wizard says about BitMart: the site's own menu words, step by step, in both languages."""

from __future__ import annotations

from exchanges.bitmart.table import FACTS
from exchanges.core.guide import Guide, Step
from exchanges.core.verdict import Pair

CLOSING: Pair = FACTS.lifecycle_note
WHERE: Pair = (
    "On bitmart.com: profile > API settings (bitmart.com/api-config)",
    "bitmart.com 网页：个人中心 → API 设置 (bitmart.com/api-config)",
)
WHERE_DEMO: Pair = (
    "Futures demo trading uses the same page: profile > API settings",
    "合约模拟盘使用同一页面：个人中心 → API 设置",
)
MEMO: Pair = (
    "The memo is your own text, and part of every signature: write it down exactly, capitals and blanks count.",
    "Memo 是您自己填写的文字，参与每次签名：请原样记下，区分大小写和空格。",
)
KEEP: Pair = (
    "The Secret Key is shown once: keep key, secret and memo until both keys are accepted here.",
    "Secret Key 只显示一次：在两个 Key 都通过验证之前，请保留 Key、Secret 和 Memo。",
)
UNTOLD: Pair = (
    "BitMart does not tell what a key may do. Binnacle tries what is harmless; see yourself that Withdraw is off.",
    "BitMart 不提供 Key 权限查询。程序只做无害的试探，请自行确认没有勾选“提现”。",
)
SUBACCOUNTS: Pair = (
    "Keys of sub-accounts are read-only at first, and need institution verification.",
    "子账户的 Key 默认只读，且需要机构认证。",
)
PREPARE: tuple[Step, ...] = (
    Step(
        "futures_account",
        ("Futures", "合约"),
        ("the futures account must be open", "需要已开通合约账户"),
    ),
    Step(
        "hedge_mode",
        ("Position mode", "持仓模式"),
        ("Futures > settings (top right) > Position mode > Hedge mode", "合约 → 右上角设置 → 持仓模式 → 双向持仓"),
    ),
    Step(
        "equity",
        ("Funds", "资金"),
        ("at least 1,000 USDT in Futures (Assets > Transfer)", "合约账户至少 1,000 USDT（资产 → 划转）"),
    ),
)
_MEMO_STEP = Step("passphrase", ("Memo", "Memo"), ("any text of your own; write it down", "自己填写的任意文字；请记下"))
_CONFIRM_STEP = Step(
    "confirm",
    ("Confirm", "确认"),
    ("then copy Access Key, Secret Key and memo here", "然后把 Access Key、Secret Key、Memo 粘贴到这里"),
)

GUIDE = Guide(
    where={"live": (WHERE,), "demo": (WHERE_DEMO,)},
    prepare=PREPARE,
    read_key=(
        _MEMO_STEP,
        Step(
            "permissions",
            ("Permissions", "权限"),
            ("Read-only is always on; tick nothing else", "只读始终开启；其余都不勾选"),
        ),
        Step("ip_list", ("IP list", "IP 白名单"), ("leave empty", "留空")),
        _CONFIRM_STEP,
    ),
    trade_key=(
        _MEMO_STEP,
        Step(
            "permissions",
            ("Permissions", "权限"),
            ("tick Future-Trade; NEVER Withdraw", "勾选“合约交易”，绝不勾选“提现”"),
        ),
        Step("ip_list", ("IP list", "IP 白名单"), ("", ""), copies=True),
        _CONFIRM_STEP,
    ),
    notes=(CLOSING, MEMO, KEEP, UNTOLD, SUBACCOUNTS),
    ip_separator=FACTS.ip_separator,
)

"""What the wizard says about Toobit: the site's own menu words, step by step, in both languages."""

from __future__ import annotations

from exchanges.core.guide import Guide, Step
from exchanges.core.verdict import Pair
from exchanges.toobit.table import FACTS

WHERE: Pair = (
    "On toobit.com: account icon > API Management > Create API",
    "toobit.com 网页：头像 → API 管理 → 创建 API",
)
SHOWN_ONCE: Pair = (
    "The secret is shown once: copy both before you leave the page.",
    "Secret 只显示一次，请先复制再离开页面。",
)
TWO_ACCOUNTS: Pair = (
    "Copy trading and ordinary futures are two accounts: keys of the ordinary one cannot see what you lead.",
    "跟单账户与普通合约账户相互独立：普通合约账户的 Key 看不到带单数据。",
)
UNTOLD: Pair = (
    "Toobit does not tell what a key may do: look at its permissions yourself, it must not be able to withdraw.",
    "Toobit 不提供 Key 权限查询，请自行核对，不得有提现权限。",
)
EXPIRES: Pair = (
    "A key without an IP list may expire; Toobit then refuses it until it is renewed.",
    "未绑定 IP 的 Key 可能会过期，过期后需在 Toobit 续期。",
)

_TYPE = Step("type", ("Account", "账户类型"), ("Copy trading (NOT spot or futures)", "跟单（不是现货或合约）"))
_CONFIRM = Step(
    "confirm",
    ("Confirm", "确认"),
    ("security check, then copy API key and secret here", "完成安全验证，然后把 API Key 和 Secret 粘贴到这里"),
)

GUIDE = Guide(
    where={"live": (WHERE,)},
    prepare=(
        Step(
            "account_kind",
            ("Lead trader", "带单员"),
            ("be accepted as a lead trader BEFORE creating keys", "先通过带单员申请，再创建 Key"),
        ),
        Step(
            "equity",
            ("Funds", "资金"),
            (
                "at least 1,000 USDT in the copy trading account (Assets > Transfer)",
                "跟单账户至少 1,000 USDT（资产 → 划转）",
            ),
        ),
    ),
    read_key=(
        _TYPE,
        Step("name", ("Label", "备注"), ("anything, e.g. binnacle-read", "任意，例如 binnacle-read")),
        Step("permissions", ("Permissions", "权限"), ("Read-only", "只读")),
        Step("ip_list", ("IP addresses", "绑定 IP"), ("leave empty", "留空")),
        _CONFIRM,
    ),
    trade_key=(
        _TYPE,
        Step("name", ("Label", "备注"), ("anything, e.g. binnacle-trade", "任意，例如 binnacle-trade")),
        Step("permissions", ("Permissions", "权限"), ("Trade; NEVER Withdraw", "交易，绝不勾选“提现”")),
        Step("ip_list", ("IP addresses", "绑定 IP"), ("", ""), copies=True),
        _CONFIRM,
    ),
    notes=(SHOWN_ONCE, TWO_ACCOUNTS, UNTOLD, EXPIRES),
    ip_separator=FACTS.ip_separator,
)

"""What the wizard says about Gate CrossEx: the site's own menu words, step by step, in both languages."""

from __future__ import annotations

from exchanges.core.guide import Guide, Step
from exchanges.core.verdict import Pair
from exchanges.gate_crossex.table import FACTS

WHERE: Pair = (
    "On gate.com: avatar > API management > Create API key (APIv4), for the trading account",
    "gate.com 网页：头像 → API 管理 → 创建 API Key (APIv4)，选择交易账户",
)
NO_DEMO: Pair = (
    "CrossEx has no demo trading: a key made on Gate's TestNet does not work here.",
    "CrossEx 没有模拟盘：在 Gate TestNet 创建的 Key 在这里无法使用。",
)
KEEP: Pair = (
    "The secret is shown once: keep it until both keys are accepted here.",
    "Secret 只显示一次：在两个 Key 都通过验证之前请妥善保留。",
)
SLOW: Pair = (
    "A new or changed key takes effect after up to five minutes.",
    "新建或修改的 Key 最多五分钟后生效。",
)
ADDRESSES: Pair = (
    f"At most {FACTS.ips_per_key} IPv4 addresses per key, no ranges.",
    f"每个 Key 最多 {FACTS.ips_per_key} 个 IPv4 地址，不支持网段。",
)
SEVERAL: Pair = (
    "Positions are named with their exchange, e.g. BTC/USDT:USDT@OKX: the same coin may be held on several.",
    "持仓名称带有交易所，例如 BTC/USDT:USDT@OKX：同一币种可能在多个交易所持有。",
)
PREPARE: tuple[Step, ...] = (
    Step(
        "account_kind",
        ("CrossEx account", "CrossEx 账户"),
        ("open it once: gate.com > CrossEx", "首次使用需开通：gate.com → CrossEx"),
    ),
    Step(
        "hedge_mode",
        ("Position mode", "持仓模式"),
        ("CrossEx > settings > position mode > dual", "CrossEx → 设置 → 持仓模式 → 双向持仓"),
    ),
    Step(
        "equity",
        ("Funds", "资金"),
        ("at least 1,000 USDT in CrossEx (Transfer, from spot)", "CrossEx 账户至少 1,000 USDT（划转，从现货转入）"),
    ),
)
_CONFIRM = Step(
    "confirm",
    ("Confirm", "确认"),
    ("e-mail or phone code, then copy key and secret here", "输入邮箱或手机验证码，然后把 Key 和 Secret 粘贴到这里"),
)

GUIDE = Guide(
    where={"live": (WHERE,)},
    prepare=PREPARE,
    read_key=(
        Step("name", ("Key name", "备注名"), ("anything, e.g. binnacle-read", "任意，例如 binnacle-read")),
        Step(
            "permissions",
            ("Permissions", "权限"),
            ("Cross-Exchange: read-only; nothing else", "“跨所交易”：只读；其余不勾选"),
        ),
        Step("ip_list", ("IP whitelist", "IP 白名单"), ("leave empty", "留空")),
        _CONFIRM,
    ),
    trade_key=(
        Step("name", ("Key name", "备注名"), ("anything, e.g. binnacle-trade", "任意，例如 binnacle-trade")),
        Step(
            "permissions",
            ("Permissions", "权限"),
            (
                "Cross-Exchange: read-write; NEVER Withdraw or Wallet",
                "“跨所交易”：读写；绝不勾选“提现”“钱包”",
            ),
        ),
        Step("ip_list", ("IP whitelist", "IP 白名单"), ("", ""), copies=True),
        _CONFIRM,
    ),
    notes=(KEEP, SLOW, ADDRESSES, NO_DEMO, SEVERAL),
    ip_separator=FACTS.ip_separator,
)

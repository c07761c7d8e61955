"""What the wizard says about OKX: the site's own menu words, step by step, in both languages."""

from __future__ import annotations

from exchanges.core.guide import Guide, Step
from exchanges.core.verdict import Pair
from exchanges.okx.table import FACTS

WHERE: Pair = ("On okx.com: profile icon > API > Create API key", "okx.com 网页：头像 → API → 创建 API")
WHERE_APP: Pair = ("In the app: menu > API", "App：菜单 → API")
WHERE_DEMO: Pair = (
    "Demo trading: Trade > Demo trading > profile icon > Demo trading API",
    "模拟盘：交易 → 模拟交易 → 个人中心 → 模拟盘 API",
)
CONFIRM: Pair = (
    "OKX asks for the e-mail or phone code and the authenticator code.",
    "OKX 会要求邮箱/手机验证码和谷歌验证码。",
)
LIMITS: Pair = (
    f"At most {FACTS.keys_per_account} keys per account, {FACTS.ips_per_key} addresses per key.",
    f"每个账户最多 {FACTS.keys_per_account} 个 Key，每个 Key 最多 {FACTS.ips_per_key} 个 IP。",
)
PASSPHRASE_KEEP: Pair = (
    "Keep the passphrase: OKX cannot show it again, and it is not your login password.",
    "请记住密码短语：OKX 无法找回，它也不是登录密码。",
)
PREPARE: tuple[Step, ...] = (
    Step(
        "futures_mode",
        ("Account mode", "账户模式"),
        (
            "Trade > Trade settings > Trading mode > Account mode > Futures mode > Switch",
            "交易页 → 交易设置 → 交易模式 → 账户模式 → 合约模式 → 切换",
        ),
    ),
    Step(
        "hedge_mode",
        ("Position mode", "仓位模式"),
        ("Trade > Trade settings > Position mode > Hedge mode", "交易设置 → 仓位模式 → 双向持仓"),
    ),
    Step(
        "equity",
        ("Funds", "资金"),
        (
            "at least 1,000 USDT in the TRADING account (Assets > Transfer; the funding account does not count)",
            "交易账户至少 1,000 USDT（资产 → 划转；资金账户不计入）",
        ),
    ),
)
"""What the account needs before keys are made. The first switch to futures mode only works on OKX itself."""

_PURPOSE = Step("purpose", ("Purpose", "用途"), ("API trading", "API 交易"))
_PASSPHRASE = Step(
    "passphrase",
    ("Passphrase", "密码短语"),
    ("8-32 characters: a-z, A-Z, 0-9 and a symbol; keep it", "8-32 位：小写、大写、数字、符号各至少一个；请记住"),
)


_CONFIRM_STEP = Step(
    "confirm",
    ("Confirm", "确认"),
    ("then copy API key, secret key and passphrase here", "然后把 API Key、Secret Key、密码短语粘贴到这里"),
)

GUIDE = Guide(
    where={"live": (WHERE, WHERE_APP), "demo": (WHERE_DEMO,)},
    prepare=PREPARE,
    read_key=(
        _PURPOSE,
        Step("name", ("Name", "备注名"), ("anything, e.g. binnacle-read", "任意，例如 binnacle-read")),
        _PASSPHRASE,
        Step("ip_list", ("IP addresses", "IP 地址"), ("leave empty", "留空")),
        Step("permissions", ("Permissions", "权限"), ("tick Read only", "只勾选“只读”")),
        _CONFIRM_STEP,
    ),
    trade_key=(
        _PURPOSE,
        Step("name", ("Name", "备注名"), ("anything, e.g. binnacle-trade", "任意，例如 binnacle-trade")),
        _PASSPHRASE,
        Step("ip_list", ("IP addresses", "IP 地址"), ("", ""), copies=True),
        Step(
            "permissions",
            ("Permissions", "权限"),
            ("tick Read and Trade, NEVER Withdraw", "勾选“只读”和“交易”，绝不勾选“提现”"),
        ),
        _CONFIRM_STEP,
    ),
    notes=(PASSPHRASE_KEEP, CONFIRM, LIMITS),
    ip_separator=FACTS.ip_separator,
)

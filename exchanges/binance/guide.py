"""What the wizard says about Binance: the site's own menu words, step by step, in both languages."""

from __future__ import annotations

from exchanges.binance.table import FACTS
from exchanges.core.guide import Guide, Step
from exchanges.core.verdict import Pair

WHERE: Pair = (
    "On binance.com: account icon > Account > API Management > Create API",
    "binance.com 网页：头像 → 账户 → API 管理 → 创建 API",
)
WHERE_APP: Pair = ("In the app: profile icon > More services > API Management", "App：头像 → 更多服务 → API 管理")
WHERE_DEMO: Pair = (
    "Testnet: log in at demo.binance.com > account icon > API Management",
    "模拟盘：登录 demo.binance.com → 头像 → API 管理",
)
CONFIRM: Pair = (
    "Binance asks for identity verification before the first key, and for a security check each time.",
    "首次创建 Key 前需完成身份认证，每次创建都要通过安全验证。",
)
LIMITS: Pair = (
    f"At most {FACTS.keys_per_account} keys per account, {FACTS.ips_per_key} addresses per key.",
    f"每个账户最多 {FACTS.keys_per_account} 个 Key，每个 Key 最多 {FACTS.ips_per_key} 个 IP。",
)
SHOWN_ONCE: Pair = (
    "The secret key is shown once. For an Ed25519 key paste the private key instead, from BEGIN to END.",
    "Secret Key 只显示一次。Ed25519 密钥请粘贴私钥全文（从 BEGIN 到 END）。",
)
PREPARE: tuple[Step, ...] = (
    Step(
        "account_kind",
        ("Futures account", "合约账户"),
        (
            "open the futures account BEFORE creating keys: older keys are refused",
            "先开通合约账户，再创建 Key：更早创建的 Key 无法使用合约",
        ),
    ),
    Step(
        "hedge_mode",
        ("Position mode", "仓位模式"),
        ("Futures > Preference > Position Mode > Hedge Mode", "合约交易页 → 偏好设置 → 仓位模式 → 双向持仓"),
    ),
    Step(
        "equity",
        ("Funds", "资金"),
        (
            "at least 1,000 USDT in USDⓈ-M Futures (Wallet > Transfer; the spot account does not count)",
            "U 本位合约账户至少 1,000 USDT（钱包 → 划转；现货账户不计入）",
        ),
    ),
)

_TYPE = Step(
    "type",
    ("Key type", "类型"),
    ("System generated; or Self-generated with an Ed25519 key", "系统生成；或自行生成（Ed25519）"),
)
_CONFIRM_STEP = Step(
    "confirm",
    ("Confirm", "确认"),
    (
        "Next, security check, then copy API key and secret key here",
        "下一步 → 安全验证，然后把 API Key 和 Secret Key 粘贴到这里",
    ),
)

GUIDE = Guide(
    where={"live": (WHERE, WHERE_APP), "demo": (WHERE_DEMO,)},
    prepare=PREPARE,
    read_key=(
        _TYPE,
        Step("name", ("Label", "标签"), ("anything, e.g. binnacle-read", "任意，例如 binnacle-read")),
        Step(
            "ip_list",
            ("IP access restrictions", "IP 访问限制"),
            ("leave Unrestricted", "保持“无限制”"),
        ),
        Step(
            "permissions",
            ("API restrictions", "API 权限"),
            ("only Enable Reading, as it stands", "只勾选“允许读取”（默认）"),
        ),
        _CONFIRM_STEP,
    ),
    trade_key=(
        _TYPE,
        Step("name", ("Label", "标签"), ("anything, e.g. binnacle-trade", "任意，例如 binnacle-trade")),
        Step(
            "restrict",
            ("Edit restrictions", "编辑权限"),
            ("first: Restrict access to trusted IPs only", "先选择“只访问受信任的 IP（推荐）”"),
        ),
        Step("ip_list", ("Trusted IPs", "受信任的 IP"), ("", ""), copies=True),
        Step(
            "permissions",
            ("API restrictions", "API 权限"),
            (
                "then tick Enable Futures; NEVER Enable Withdrawals or Permits Universal Transfer; Save",
                "再勾选“允许合约”，绝不勾选“允许提现”和“允许万向划转”；保存",
            ),
        ),
        _CONFIRM_STEP,
    ),
    notes=(SHOWN_ONCE, CONFIRM, LIMITS),
    ip_separator=FACTS.ip_separator,
)

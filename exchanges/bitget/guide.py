"""What the wizard says about Bitget: the site's own menu words, step by step, in both languages."""

from __future__ import annotations

from exchanges.bitget.table import FACTS
from exchanges.core.guide import Guide, Step
from exchanges.core.verdict import Pair

WHERE: Pair = (
    "On bitget.com: avatar > API Keys > Create API Key > System-generated (HMAC)",
    "bitget.com 网页：头像 → API Key 管理 → 创建 API Key → 系统生成 (HMAC)",
)
WHERE_DEMO: Pair = (
    "Demo trading: switch to demo > personal centre > API key management",
    "模拟盘：切换到模拟盘 → 个人中心 → API Key 管理",
)
CONFIRM: Pair = (
    "Bitget asks for the e-mail or SMS code and the authenticator code.",
    "Bitget 会要求邮箱或手机验证码和谷歌验证码。",
)
LIMITS: Pair = (
    f"At most {FACTS.keys_per_account} keys per account, {FACTS.ips_per_key} addresses per key.",
    f"每个 UID 最多 {FACTS.keys_per_account} 个 API Key，每个 Key 最多 {FACTS.ips_per_key} 个 IP。",
)
KEEP: Pair = (
    "SecretKey is shown once, and the passphrase cannot be recovered: keep both until both keys are accepted here.",
    "SecretKey 只显示一次，密码短语无法找回：在两个 Key 都通过验证之前请妥善保留。",
)
WHY_SPOT: Pair = (
    "Why Spot: without it Bitget does not tell what a key may do, and a key that cannot be checked is not accepted.",
    "为什么要勾选现货：没有它，Bitget 不会告知 Key 的权限，无法核实的 Key 不会被接受。",
)
UNIFIED: Pair = (
    "Unified accounts show other boxes: Unified account trade and Unified account management; tick both.",
    "统一账户显示的是：统一账户交易、统一账户管理，两项都要勾选。",
)
RSA: Pair = (
    "Self-generated (RSA) keys work, too: paste the private key (PEM) as the secret.",
    "也可使用自行生成 (RSA) 的 Key：把私钥 (PEM) 粘贴为 Secret。",
)
PREPARE: tuple[Step, ...] = (
    Step(
        "hedge_mode",
        ("Position mode", "持仓模式"),
        ("Futures > settings (top right) > Position mode > Hedge mode", "合约 → 右上角设置 → 持仓模式 → 双向持仓"),
    ),
    Step(
        "equity",
        ("Funds", "资金"),
        (
            "at least 1,000 USDT in USDT-M futures (Assets > Transfer), or in the unified account",
            "U 本位合约账户至少 1,000 USDT（资产 → 划转），统一账户则直接计入",
        ),
    ),
)

_PASSPHRASE = Step(
    "passphrase",
    ("Passphrase", "密码短语"),
    ("8-32 letters and digits; keep it", "8-32 位英文字母和数字；请记住"),
)
_CONFIRM_STEP = Step(
    "confirm",
    ("Confirm", "确认"),
    ("then copy API key, secret key and passphrase here", "然后把 API Key、SecretKey、密码短语粘贴到这里"),
)


def read_form(boxes: Pair) -> tuple[Step, ...]:
    """The form of the read-only key, with these boxes to tick."""
    return (
        Step("name", ("Note", "备注名"), ("anything, e.g. binnacle-read", "任意，例如 binnacle-read")),
        _PASSPHRASE,
        Step("permission_type", ("Permission type", "权限类型"), ("Read-only", "只读权限")),
        Step("permissions", ("Permissions", "权限"), (f"tick {boxes[0]}", f"勾选{boxes[1]}")),
        Step("ip_list", ("IP addresses", "绑定 IP"), ("leave empty", "留空")),
        _CONFIRM_STEP,
    )


def trade_form(boxes: Pair) -> tuple[Step, ...]:
    """The form of the trade key."""
    ticks = (
        f"tick {boxes[0]}; NEVER Withdraw, Transfer or P2P",
        f"勾选{boxes[1]}，绝不勾选“提币”“划转”“P2P”",
    )
    return (
        Step("name", ("Note", "备注名"), ("anything, e.g. binnacle-trade", "任意，例如 binnacle-trade")),
        _PASSPHRASE,
        Step("permission_type", ("Permission type", "权限类型"), ("Read-write", "读写权限")),
        Step("permissions", ("Permissions", "权限"), ticks),
        Step("ip_list", ("IP addresses", "绑定 IP"), ("", ""), copies=True),
        _CONFIRM_STEP,
    )


_BOXES: Pair = ("Futures orders, Futures holdings, Spot trading", "“合约订单”“合约持仓”“现货交易”")
GUIDE = Guide(
    where={"live": (WHERE,), "demo": (WHERE_DEMO,)},
    prepare=PREPARE,
    read_key=read_form(_BOXES),
    trade_key=trade_form(_BOXES),
    notes=(WHY_SPOT, UNIFIED, KEEP, CONFIRM, LIMITS, RSA),
    ip_separator=FACTS.ip_separator,
)
